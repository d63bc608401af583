package form

import "slices"

// join takes another schema into one; what the one says of itself counts.
func (m *importer) join(r *resolved, other resolved) {
	for _, o := range other.origins {
		if len(r.origins) < maxImportOrigins && !slices.Contains(r.origins, o) {
			r.origins = append(r.origins, o)
		}
	}
	if len(r.notes) < maxImportNotes {
		r.notes = append(r.notes, other.notes...)
	}
	r.never = r.never || other.never
	r.broken = r.broken || other.broken
	for _, key := range other.schema.keys {
		theirs := other.schema.values[key]
		mine, both := r.schema.values[key]
		if !both {
			r.schema.set(key, theirs)
			continue
		}
		switch key {
		case "properties":
			r.schema.set(key, m.joinMembers(mine, theirs))
		case "required":
			r.schema.set(key, anys(distinct(append(names(mine), names(theirs)...))))
		case "type":
			joined := joinTypes(mine, theirs)
			r.never = r.never || joined == nil
			r.schema.set(key, joined)
		case "enum":
			joined := common(list(mine), list(theirs))
			r.never = r.never || len(joined) == 0
			r.schema.set(key, joined)
		case "minimum", "exclusiveMinimum", "minLength", "minItems":
			if less(mine, theirs) {
				r.schema.set(key, theirs)
			}
		case "maximum", "exclusiveMaximum", "maxLength", "maxItems":
			if less(theirs, mine) {
				r.schema.set(key, theirs)
			}
		case "pattern", "multipleOf", "not", "anyOf", "oneOf", "if", "items":
			if !same(mine, theirs) {
				r.notes = append(r.notes, ImportNote{Code: ImportKeyword, Params: map[string]any{"keyword": "allOf/" + key}})
			}
		}
	}
}

// joinMembers puts the members of two objects together; what both have must fit
// both.
func (m *importer) joinMembers(a, b any) any {
	mine, _ := a.(*keyed)
	theirs, _ := b.(*keyed)
	if theirs == nil || !m.spend(mine.size()/4+theirs.size()/4) {
		return a
	}
	out := mine.clone()
	for _, name := range theirs.keys {
		old, both := mine.at(name), mine.has(name)
		if both && !same(old, theirs.at(name)) {
			out.set(name, newKeyed("allOf", []any{old, theirs.at(name)}))
		} else {
			out.set(name, theirs.at(name))
		}
	}
	return out
}

// joinTypes are the types that both allow; nil where there are none.
func joinTypes(a, b any) any {
	var out []string
	mine, theirs := typeNames(a), typeNames(b)
	for _, t := range mine {
		switch {
		case slices.Contains(theirs, t), t == "integer" && slices.Contains(theirs, "number"):
			out = append(out, t)
		case t == "number" && slices.Contains(theirs, "integer"):
			out = append(out, "integer")
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return anys(out)
}

// same reports whether two values are one: texts, numbers and the like by what
// they say, schemas only where they are the same place in the text.
func same(a, b any) bool {
	switch a := a.(type) {
	case []any:
		return false
	case *keyed:
		other, ok := b.(*keyed)
		return ok && a == other
	}
	switch b.(type) {
	case []any, *keyed:
		return false
	}
	return a == b
}

// common are the texts, numbers and the like that stand in both lists.
func common(a, b []any) []any {
	there := map[any]bool{}
	for _, v := range b {
		if plain(v) {
			there[v] = true
		}
	}
	out := []any{}
	for _, v := range a {
		if plain(v) && there[v] {
			out = append(out, v)
		}
	}
	return out
}

// plain reports whether a value is no object and no list.
func plain(v any) bool {
	switch v.(type) {
	case *keyed, []any:
		return false
	}
	return true
}
