package form

import (
	"slices"
	"strings"
)

// place is where an import is in the schema that it reads.
type place struct {
	// at is the JSON pointer of the object whose members are read.
	at string
	// prefix stands before the ids of members of an object within an object, and
	// inside names that object.
	prefix, inside string
	// required is set where the object itself must be there.
	required bool
	depth    int
	// path are the schemas on the way here.
	path []*keyed
}

// shape of a field that is being made.
type draft struct {
	schema *keyed
	look   FieldLayout
	// rows are a table's rows; column is set for a column of one.
	rows   *resolved
	column bool
	notes  []ImportNote
}

func (d *draft) note(code string, pairs ...any) {
	params := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); ok {
			params[key] = pairs[i+1]
		}
	}
	d.notes = append(d.notes, ImportNote{Code: code, Params: params})
}

// members makes fields of the members of an object.
func (m *importer) members(h *holder, r resolved, p place) {
	members, _ := r.schema.at("properties").(*keyed)
	required := map[string]bool{}
	for _, name := range names(r.schema.at("required")) {
		required[name] = true
	}
	p.path = append(slices.Clip(p.path), r.origins...)
	for _, name := range inSchemaOrder(r.schema) {
		if m.full() {
			return
		}
		inner := p
		inner.at = p.at + "/properties/" + escape(name)
		if old, _ := members.at(name).(*keyed); old.at("required") == true {
			required[name] = true
		}
		m.member(h, name, members.at(name), inner, required[name])
	}
	m.branches(h, r, p)
}

// full reports whether an import has seen as much as it may, and says so once.
// What stands within itself in many ways would never end.
func (m *importer) full() bool {
	if m.spend(1) && len(m.report) < maxImportLines {
		return false
	}
	if !m.cut {
		m.cut = true
		m.notes = append(m.notes, ImportNote{Code: ImportCut})
	}
	return true
}

// branches makes fields of the members that an object has in some cases only.
func (m *importer) branches(h *holder, r resolved, p place) {
	known, _ := r.schema.at("properties").(*keyed)
	seen := map[string]bool{}
	each := func(part any, at string) {
		branch := m.resolve(part)
		members, _ := branch.schema.at("properties").(*keyed)
		if members == nil || len(p.path) > maxImportOrigins {
			return
		}
		for _, name := range members.keys {
			if known.has(name) || seen[name] {
				continue
			}
			if m.full() {
				return
			}
			seen[name] = true
			inner := p
			inner.at = at + "/properties/" + escape(name)
			m.member(h, name, members.at(name), inner, false, ImportNote{Code: ImportBranch})
		}
	}
	for _, key := range []string{"then", "else"} {
		each(r.schema.at(key), p.at+"/"+key)
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		for _, part := range list(r.schema.at(key)) {
			each(part, p.at+"/"+key)
		}
	}
	if dependent, _ := r.schema.at("dependentSchemas").(*keyed); dependent != nil {
		for _, name := range dependent.keys {
			each(dependent.at(name), p.at+"/dependentSchemas/"+escape(name))
		}
	}
}

// dependents reports whether an object asks for some members because of others.
func (m *importer) dependents(s *keyed) bool {
	return slices.ContainsFunc([]string{"if", "anyOf", "oneOf", "dependentSchemas", "dependentRequired", "not"}, s.has)
}

// member makes a field of one member of an object, or fields of an object that
// it is.
func (m *importer) member(h *holder, name string, v any, p place, required bool, notes ...ImportNote) {
	r := m.resolve(v)
	if required && !p.required {
		required = false
		notes = append(notes, ImportNote{Code: ImportRequiredInside, Params: map[string]any{"from": p.inside}})
	}
	nested := m.nested(r, p)
	if !nested {
		m.field(h, name, r, p, required, notes)
		return
	}
	title := titleOf(r.schema, name)
	if p.inside != "" {
		title = shortened(p.inside+" / "+title, maxTitle)
	}
	inner := place{
		at: p.at, prefix: p.prefix + name + "_", inside: title, required: required && p.required,
		depth: p.depth + 1, path: p.path,
	}
	if h.table == "" {
		m.describe(r.schema, title)
	}
	m.members(h, r, inner)
	if h.table == "" {
		m.open("", 0)
	}
}

// nested reports whether a member is an object whose members become fields of
// their own.
func (m *importer) nested(r resolved, p place) bool {
	members, _ := r.schema.at("properties").(*keyed)
	if members == nil || len(members.keys) == 0 || plainType(r.schema) != "object" || r.never {
		return false
	}
	if isRange(r.schema) || p.depth >= maxImportDepth {
		return false
	}
	return !slices.ContainsFunc(r.origins, func(o *keyed) bool { return slices.Contains(p.path, o) })
}

// isRange reports whether an object is a date range: start and end, and nothing
// else.
func isRange(s *keyed) bool {
	members, _ := s.at("properties").(*keyed)
	if members == nil || len(members.keys) != 2 {
		return false
	}
	for _, id := range []string{"start", "end"} {
		if day, _ := members.at(id).(*keyed); day.at("format") != "date" {
			return false
		}
	}
	return true
}

// property makes a field of a schema that is no member of an object.
func (m *importer) property(h *holder, name string, v any, p place) {
	m.field(h, name, m.resolve(v), p, false, nil)
}

// field makes one field or column, and says what became of it.
func (m *importer) field(h *holder, name string, r resolved, p place, required bool, notes []ImportNote) {
	title := said(titleOf(r.schema, name))
	m.report = append(m.report, ImportedField{From: p.at, Title: title})
	at := len(m.report) - 1
	m.note(at, notes...)
	m.note(at, r.notes...)
	switch {
	case r.never:
		m.note(at, ImportNote{Code: ImportNever})
		return
	case len(m.form.list)+m.columns >= maxImportFields:
		m.note(at, ImportNote{Code: ImportTooMany, Params: map[string]any{"limit": maxImportFields}})
		return
	}
	d := &draft{schema: &keyed{}, column: h.table != ""}
	m.fill(d, r, p)
	id := h.id(p.prefix + name)
	path := h.path(id)
	if id != name && p.prefix == "" {
		d.note(ImportRenamed, "from", clip(name))
	}
	if p.prefix != "" {
		m.note(at, ImportNote{Code: ImportFlattened, Params: map[string]any{"from": p.inside}})
	}
	d.look.Title = title
	if help := paragraph(r.schema.at("description")); help != "" {
		d.look.Help = said(help)
	}
	m.report[at].Path = path
	m.report[at].Kind = KindJSON // the compiled form knows better
	if d.rows != nil {
		m.table(d, path, p)
	}
	if r.schema.at("readOnly") == true {
		d.note(ImportReadOnly)
	}
	m.note(at, d.notes...)
	if h.table != "" {
		d.look.Width = 0
		m.columns++
	} else {
		m.lay(id)
	}
	m.looks[path] = d.look
	h.list = append(h.list, made{id: id, schema: d.schema, line: at})
	if required {
		h.required = append(h.required, id)
	}
}

// table makes the columns of a table.
func (m *importer) table(d *draft, path string, p place) {
	rows := newHolder(path)
	m.members(rows, *d.rows, place{at: p.at + "/items", required: true, path: p.path})
	if len(rows.list) == 0 {
		d.schema, d.look = &keyed{}, FieldLayout{Title: d.look.Title, Help: d.look.Help, Width: 2}
		d.note(ImportJSONList)
		return
	}
	d.schema.set("items", rows.object())
	for _, column := range rows.list {
		d.look.Columns = append(d.look.Columns, column.id)
	}
}

// fill works out what a field holds and how it looks.
func (m *importer) fill(d *draft, r resolved, p place) {
	s := r.schema
	if r.broken {
		m.json(d, nil, "")
		return
	}
	if m.choice(d, s) {
		return
	}
	kind := m.oneType(d, s)
	switch kind {
	case "string":
		m.text(d, s)
	case "number", "integer":
		m.number(d, s, kind)
	case "boolean":
		d.schema.set("type", "boolean")
		d.look.Widget = WidgetSwitch
		if c, ok := s.at("const").(bool); ok {
			d.schema.set("const", c)
		}
	case "array":
		m.array(d, r, p)
	case "object":
		m.object(d, r, p)
	default:
		code := ImportJSONAnything
		if s.has("anyOf") || s.has("oneOf") {
			code = ImportJSONEither
		}
		m.json(d, s, code)
	}
	m.standard(d, s, kind)
}

// oneType is the type of a field. Of several it takes the one that people can
// fill in: text takes everything that the others do.
func (m *importer) oneType(d *draft, s *keyed) string {
	var types []string
	for _, t := range typeNames(s.at("type")) {
		if t != "null" {
			types = append(types, t)
		}
	}
	if len(types) == 0 {
		if typeNames(s.at("type")) != nil {
			return ""
		}
		return plainType(s)
	}
	if len(types) == 1 {
		return types[0]
	}
	for _, t := range []string{"string", "number", "integer"} {
		if slices.Contains(types, t) {
			d.note(ImportTypes, "types", types, "taken", t)
			return t
		}
	}
	d.note(ImportTypes, "types", types, "taken", "JSON")
	return ""
}

// object makes a field of an object that is not taken apart.
func (m *importer) object(d *draft, r resolved, p place) {
	s := r.schema
	if isRange(s) {
		day := func() *keyed { return newKeyed("type", "string", "format", "date") }
		d.schema = newKeyed("type", "object", "properties", newKeyed("start", day(), "end", day()),
			"required", []any{"start", "end"}, "additionalProperties", false)
		d.look = FieldLayout{Widget: WidgetDateRange, Width: 2}
		return
	}
	members, _ := s.at("properties").(*keyed)
	switch {
	case slices.ContainsFunc(r.origins, func(o *keyed) bool { return slices.Contains(p.path, o) }):
		d.note(ImportRefCircle, "ref", clip(strings.TrimPrefix(p.at, "/")))
		m.json(d, nil, "")
	case members != nil && len(members.keys) > 0:
		d.note(ImportJSONDeep, "limit", maxImportDepth)
		m.json(d, s, "")
	case s.has("anyOf") || s.has("oneOf"):
		m.json(d, s, ImportJSONEither)
	default:
		m.json(d, s, ImportJSONObject)
	}
}

// array makes a field of a list.
func (m *importer) array(d *draft, r resolved, p place) {
	s := r.schema
	if s.has("prefixItems") {
		m.json(d, s, ImportJSONTuple)
		return
	}
	if _, ok := s.at("items").(*keyed); !ok {
		m.json(d, s, ImportJSONList)
		return
	}
	row := m.resolve(s.at("items"))
	switch kind := plainType(row.schema); {
	case row.broken || row.never:
		d.notes = append(d.notes, row.notes...)
		m.json(d, nil, "")
	case m.choices(d, s, row):
	case slices.ContainsFunc(row.origins, func(o *keyed) bool { return slices.Contains(p.path, o) }):
		d.note(ImportRefCircle, "ref", clip(strings.TrimPrefix(p.at, "/")))
		m.json(d, nil, "")
	case d.column:
		m.json(d, s, ImportJSONTable)
	case kind == "object" && hasMembers(row.schema):
		m.rows(d, s)
		d.rows = &row
		d.notes = append(d.notes, row.notes...)
	case kind == "string" || kind == "number" || kind == "integer" || kind == "boolean":
		d.note(ImportListTable)
		m.rows(d, s)
		single := newKeyed("type", "object", "properties", newKeyed("value", s.at("items")), "required", []any{"value"})
		d.rows = &resolved{schema: single, origins: row.origins}
	default:
		m.json(d, s, ImportJSONList)
	}
}

func hasMembers(s *keyed) bool {
	members, _ := s.at("properties").(*keyed)
	return members != nil && len(members.keys) > 0
}

// rows says how many rows a table has.
func (m *importer) rows(d *draft, s *keyed) {
	d.schema.set("type", "array")
	d.look = FieldLayout{Widget: WidgetTable, Width: 2}
	most := importRows
	if n, ok := numberOf(s.at("maxItems")); ok {
		most = int(min(max(n, 1), maxList))
		if n > maxList {
			d.note(ImportRows, "limit", maxList)
		}
	} else {
		d.note(ImportRows, "limit", importRows)
	}
	if n, ok := numberOf(s.at("minItems")); ok && n >= 1 && int(n) <= most {
		d.schema.set("minItems", int(n))
	}
	d.schema.set("maxItems", most)
}
