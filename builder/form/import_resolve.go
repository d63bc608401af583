package form

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// resolved is a schema with its $ref and allOf taken in.
type resolved struct {
	schema *keyed
	// origins are the schemas that it was made of: one that stands within itself
	// is seen by them.
	origins []*keyed
	notes   []ImportNote
	// never is set where no value is allowed, broken where a $ref leads nowhere.
	never, broken bool
}

// importKeywords are those that an import looks at. The rest says nothing about
// a form.
var importKeywords = setOf("type", "properties", "required", "enum", "const", "format", "pattern", "title", "description",
	"default", "examples", "example", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "items", "prefixItems", "additionalItems",
	"contains", "additionalProperties", "patternProperties", "unevaluatedProperties", "minProperties", "maxProperties",
	"propertyNames", "dependencies", "dependentRequired", "dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if",
	"then", "else", "nullable", "readOnly", "contentEncoding", "contentMediaType", "enumNames", "propertyOrder",
	"ui:order", "ui:widget", "discriminator")

func setOf(keys ...string) map[string]bool {
	out := map[string]bool{}
	for _, key := range keys {
		out[key] = true
	}
	return out
}

// spend takes from what an import may do, and is false where nothing is left.
func (m *importer) spend(n int) bool {
	m.steps += n
	return m.steps <= maxImportSteps
}

// name finds the schemas that have a name of their own.
func (m *importer) name(v any, depth int) {
	if depth > maxSchemaJSON {
		return
	}
	switch v := v.(type) {
	case *keyed:
		for _, key := range []string{"$id", "id"} {
			if id, ok := v.at(key).(string); ok && id != "" && v != m.root {
				m.named[id] = v
				m.named[id[strings.LastIndex(id, "/")+1:]] = v
			}
		}
		for _, key := range []string{"$anchor", "$dynamicAnchor"} {
			if anchor, ok := v.at(key).(string); ok {
				m.named["#"+anchor] = v
			}
		}
		for _, key := range v.keys {
			if key != "enum" && key != "const" && key != "default" && key != "examples" {
				m.name(v.values[key], depth+1)
			}
		}
	case []any:
		for _, item := range v {
			m.name(item, depth+1)
		}
	}
}

// find follows a $ref; code is empty where it leads to a schema.
func (m *importer) find(ref string) (target any, code string) {
	if s, ok := m.named[ref]; ok {
		return s, ""
	}
	if id, ok := m.root.at("$id").(string); ok && id != "" {
		ref = strings.TrimPrefix(ref, id)
	}
	if ref == "#" || ref == "" || ref == "#/" {
		return m.root, ""
	}
	if !strings.HasPrefix(ref, "#") {
		return nil, ImportRefOutside
	}
	if !strings.HasPrefix(ref, "#/") {
		return nil, ImportRefMissing
	}
	var at any = m.root
	for _, part := range strings.Split(ref[2:], "/") {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return nil, ImportRefMissing
		}
		switch v := at.(type) {
		case *keyed:
			at = v.at(unescape(plain))
		case []any:
			i, err := strconv.Atoi(plain)
			if err != nil || i < 0 || i >= len(v) {
				return nil, ImportRefMissing
			}
			at = v[i]
		default:
			return nil, ImportRefMissing
		}
	}
	switch at.(type) {
	case *keyed, bool:
		return at, ""
	default:
		return nil, ImportRefMissing
	}
}

// resolve takes the schemas that one refers to into it.
func (m *importer) resolve(v any) resolved {
	s, ok := v.(*keyed)
	if !ok {
		return resolved{schema: &keyed{}, never: v == false}
	}
	if r, ok := m.known[s]; ok {
		return r
	}
	if m.under[s] {
		return resolved{schema: &keyed{}, origins: []*keyed{s}, broken: true, notes: []ImportNote{{Code: ImportRefCircle, Params: map[string]any{"ref": clip(refOf(s))}}}}
	}
	if !m.spend(1) {
		return resolved{schema: &keyed{}, broken: true, notes: []ImportNote{{Code: ImportCut}}}
	}
	m.under[s] = true
	defer delete(m.under, s)
	r := resolved{schema: modern(s), origins: []*keyed{s}}
	if ref := refOf(s); ref != "" {
		target, code := m.find(ref)
		if code != "" {
			r.notes = append(r.notes, ImportNote{Code: code, Params: map[string]any{"ref": clip(ref)}})
			r.broken = true
		} else {
			m.join(&r, m.resolve(target))
		}
	}
	if all, ok := r.schema.at("allOf").([]any); ok {
		r.schema.drop("allOf")
		for _, part := range all {
			m.join(&r, m.resolve(part))
		}
	}
	m.oneWay(&r)
	m.known[s] = r
	return r
}

func refOf(s *keyed) string {
	for _, key := range []string{"$ref", "$dynamicRef", "$recursiveRef"} {
		if ref, ok := s.at(key).(string); ok {
			return ref
		}
	}
	return ""
}

// oneWay takes in an anyOf or oneOf of which one alone is no null: that is how
// an optional value is written.
func (m *importer) oneWay(r *resolved) {
	for _, key := range []string{"anyOf", "oneOf"} {
		list, _ := r.schema.at(key).([]any)
		var rest []any
		for _, part := range list {
			if s, ok := part.(*keyed); !ok || s.at("type") != "null" {
				rest = append(rest, part)
			}
		}
		if len(rest) != 1 {
			continue
		}
		r.schema.drop(key)
		m.join(r, m.resolve(rest[0]))
	}
}

// typeNames are the types that a schema names.
func typeNames(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	return names(v)
}

// plainType is a schema's type, as it says or as its keywords tell; "" where
// neither says anything.
func plainType(s *keyed) string {
	var types []string
	for _, t := range typeNames(s.at("type")) {
		if t != "null" {
			types = append(types, t)
		}
	}
	if len(types) > 0 {
		return types[0]
	}
	switch s.at("const").(type) {
	case bool:
		return "boolean"
	case json.Number:
		return "number"
	}
	for _, told := range []struct {
		kind string
		by   []string
	}{
		{"object", []string{"properties", "additionalProperties", "patternProperties", "required"}},
		{"array", []string{"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"}},
		{"string", []string{"pattern", "minLength", "maxLength", "format"}},
		{"number", []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}},
	} {
		if slices.ContainsFunc(told.by, s.has) {
			return told.kind
		}
	}
	return ""
}

// modern rewrites what older drafts and OpenAPI say differently.
func modern(s *keyed) *keyed {
	out := &keyed{}
	for _, key := range s.keys {
		if importKeywords[key] || strings.HasPrefix(key, "x-") && len(out.keys) < maxKeywords {
			out.set(key, s.values[key])
		}
	}
	for _, pair := range [][2]string{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
		limit, exclusive := out.at(pair[0]), out.at(pair[1])
		flag, old := exclusive.(bool)
		if !old {
			continue
		}
		out.drop(pair[1])
		if flag && limit != nil {
			out.drop(pair[0])
			out.set(pair[1], limit)
		}
	}
	if tuple, ok := out.at("items").([]any); ok {
		out.drop("items")
		out.set("prefixItems", tuple)
		if rest := out.at("additionalItems"); rest != nil {
			out.set("items", rest)
		}
	}
	out.drop("additionalItems")
	if old, ok := out.at("dependencies").(*keyed); ok {
		out.drop("dependencies")
		out.set("dependentSchemas", old)
	}
	if _, ok := out.at("required").(bool); ok {
		out.drop("required") // of draft 03: the member's own
	}
	if out.at("nullable") == true && out.has("enum") {
		out.set("enum", slices.DeleteFunc(slices.Clone(list(out.at("enum"))), func(v any) bool { return v == nil }))
	}
	out.drop("nullable")
	return out
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// names are the texts of a list.
func names(v any) []string {
	var out []string
	for _, item := range list(v) {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func distinct(in []string) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// less compares two numbers of a schema; false for what is none.
func less(a, b any) bool {
	x, okX := numberOf(a)
	y, okY := numberOf(b)
	return okX && okY && x < y
}

// numberOf is a number within the bounds of a form.
func numberOf(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok || !inRange(string(n)) {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
