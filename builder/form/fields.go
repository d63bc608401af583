package form

import (
	"maps"
	"regexp"
	"slices"
)

// maxFields bounds the fields of a form, and the columns of a table.
const maxFields = 500

// idPattern is what a field's id looks like (DESIGN §8).
var idPattern = regexp.MustCompile(`^[a-z][A-Za-z0-9_]{0,63}$`)

// fieldList makes the fields of an inspected schema.
type fieldList struct {
	doc    *document
	layout Layout
	// followed are the results of follow: the fields of a form often refer to
	// the same schemas.
	followed map[string]map[string]any
	// own are the schemas of fields and columns, with those that they refer to.
	own map[string]bool
	// files are the locations of the elements of lists of files.
	files map[string]bool
}

// fields lists the fields in the order of the layout, then the rest by id.
func (l *fieldList) fields() []Field {
	root := l.follow("#")
	if _, ok := root["properties"].(map[string]any); !ok || root["type"] != "object" {
		l.doc.add("#", CodeRoot, nil)
		return nil
	}
	var order []string
	for _, s := range l.layout.Sections {
		order = append(order, s.Fields...)
	}
	return l.members("#", "", order)
}

// members makes the fields of the object schema at a location, or the columns
// of the row schema there.
func (l *fieldList) members(location, prefix string, order []string) []Field {
	location = l.holder(location, "properties")
	schema, _ := l.doc.schemas[location].(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	if len(properties) > maxFields {
		l.doc.add(location, CodeFields, map[string]any{"limit": maxFields})
		return nil
	}
	required := l.follow(location)["required"]
	var out []Field
	for _, id := range inOrder(properties, order) {
		at := location + "/properties/" + locationEscape(id)
		if !idPattern.MatchString(id) {
			l.doc.add(at, CodeFieldID, map[string]any{"id": clip(id)})
			continue
		}
		out = append(out, l.field(id, prefix+id, at, slices.Contains(texts(required), id)))
	}
	return out
}

// inOrder lists keys in a given order, then the rest sorted.
func inOrder(m map[string]any, order []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, id := range slices.Concat(order, slices.Sorted(maps.Keys(m))) {
		if _, ok := m[id]; ok && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// field makes one field or column.
func (l *fieldList) field(id, path, location string, required bool) Field {
	f := Field{ID: id, Path: path, Required: required, Layout: l.layout.Fields[path], Schema: l.follow(location)}
	f.Kind, f.Sensitive = l.kind(location, f.Layout.Widget), l.sensitive(location)
	if f.Kind == KindTable && path != id {
		// A table in a table is edited as JSON.
		f.Kind = KindJSON
	}
	if f.Layout.Widget == "" {
		f.Layout.Widget = widgets[f.Kind][0]
	}
	switch f.Kind {
	case KindAttachments, KindImages:
		l.listed(location)
	case KindEnum:
		f.Options = texts(f.Schema["enum"])
	case KindChoices:
		f.Options = texts(l.follow(l.rows(location))["enum"])
	case KindDateRange:
		properties, _ := f.Schema["properties"].(map[string]any)
		_, f.Halves = properties["startHalf"]
	case KindTable:
		f.Columns = l.members(l.rows(location), path+".", f.Layout.Columns)
	}
	return f
}

// rows is the location of a table's row schema.
func (l *fieldList) rows(location string) string { return l.holder(location, "items") + "/items" }

// kind finds what a schema's field holds.
func (l *fieldList) kind(location, widget string) Kind {
	s := l.follow(location)
	if enum, ok := s["enum"].([]any); ok && len(enum) > 0 && len(texts(enum)) == len(enum) {
		return KindEnum
	}
	switch typeName(s["type"]) {
	case "string":
		switch s["format"] {
		case "date":
			return KindDate
		case "time":
			return KindTime
		case "date-time":
			return KindDateTime
		case "person":
			return KindPerson
		case "department":
			return KindDepartment
		case "option":
			return KindOption
		case "serial":
			return KindSerial
		case "attachment", "image":
			l.doc.add(location, CodeFilePlace, nil)
			return KindJSON
		}
		if widget == WidgetTextarea {
			return KindText
		}
		return KindString
	case "number":
		return KindNumber
	case "integer":
		return KindInteger
	case "boolean":
		return KindBoolean
	case "object":
		if l.isDateRange(location) {
			return KindDateRange
		}
	case "array":
		row := l.follow(l.rows(location))
		if _, ok := row["properties"].(map[string]any); ok && typeName(row["type"]) == "object" {
			return KindTable
		}
		return l.listKind(row)
	}
	return KindJSON
}

// listKind finds what a list of texts holds by the schema of its elements.
func (l *fieldList) listKind(element map[string]any) Kind {
	enum, _ := element["enum"].([]any)
	switch {
	case typeName(element["type"]) != "string":
		return KindJSON
	case len(enum) > 0 && len(texts(enum)) == len(enum):
		return KindChoices
	case element["format"] == "person":
		return KindPersons
	case element["format"] == "department":
		return KindDepartments
	case element["format"] == "option":
		return KindOptions
	case fileKinds[textOf(element["format"])] != "":
		return fileKinds[textOf(element["format"])]
	default:
		return KindJSON
	}
}

// isDateRange reports whether an object schema is that of a date range: two
// dates, and either both halves or none.
func (l *fieldList) isDateRange(location string) bool {
	location = l.holder(location, "properties")
	schema, _ := l.doc.schemas[location].(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	for _, id := range []string{"start", "end"} {
		if s := l.follow(location + "/properties/" + id); s["format"] != "date" {
			return false
		}
	}
	if len(properties) == 2 {
		return true
	}
	for _, id := range []string{"startHalf", "endHalf"} {
		s := l.follow(location + "/properties/" + id)
		if options := texts(s["enum"]); len(options) != 2 || !slices.Contains(options, "am") || !slices.Contains(options, "pm") {
			return false
		}
	}
	return len(properties) == 4
}

// holder follows $ref from a location to the schema that has a keyword.
func (l *fieldList) holder(location, keyword string) string {
	for {
		s, _ := l.doc.schemas[location].(map[string]any)
		target, code := l.doc.resolve(s["$ref"])
		if _, ok := s[keyword]; ok || code != "" {
			return location
		}
		location = target
	}
}

// follow returns the schema at a location with those that it refers to, its own
// keywords first. The result must not be changed.
func (l *fieldList) follow(location string) map[string]any {
	if known, ok := l.followed[location]; ok {
		return known
	}
	s := l.followOnce(location)
	l.followed[location] = s
	return s
}

func (l *fieldList) followOnce(location string) map[string]any {
	s, _ := l.doc.schemas[location].(map[string]any)
	target, code := l.doc.resolve(s["$ref"])
	if code != "" {
		return s
	}
	out := maps.Clone(l.follow(target))
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, s)
	delete(out, "$ref")
	return out
}

// typeName is a schema's type; of several the first that is not null.
func typeName(v any) string {
	if list, ok := v.([]any); ok {
		for _, t := range texts(list) {
			if t != "null" {
				return t
			}
		}
	}
	return textOf(v)
}

// texts are the strings of a list.
func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
