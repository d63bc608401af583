package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// Imported is a form that was made of somebody else's JSON Schema. It compiles.
type Imported struct {
	Form Definition
	// Fields says what became of each part of the schema, in its order.
	Fields []ImportedField
	// Notes are about the schema as a whole.
	Notes []ImportNote
}

// ImportedField is what became of one part of an imported schema.
type ImportedField struct {
	// From is the JSON pointer of the part in the schema that was read.
	From string
	// Title is what the part is called.
	Title words.Text
	// Path is the field's id, or "table.column"; empty for what was left out.
	Path string
	// Kind is what it became; empty for what was left out.
	Kind Kind
	// Notes say what is not as it was, and why; none where all was taken over.
	Notes []ImportNote
}

// ImportNote is one thing that an import changed or left out.
type ImportNote struct {
	// Code is one of the Import codes.
	Code   string
	Params map[string]any
}

// Message says the note in a sentence, in lang ("en" or "zh-CN").
func (n ImportNote) Message(lang string) string {
	return fill(importMessages[n.Code].In(lang, words.English), lang, n.Params)
}

// ImportError says why no form can be made of a text.
type ImportError struct {
	// Code is one of the Import codes.
	Code   string
	Params map[string]any
}

// Error names the code.
func (e *ImportError) Error() string { return "form: " + e.Code }

// Message says what is wrong and how to mend it, in lang ("en" or "zh-CN").
func (e *ImportError) Message(lang string) string {
	return ImportNote{Code: e.Code, Params: e.Params}.Message(lang)
}

// The caps of an import, beside those of every schema.
const (
	// maxImportFields bounds the fields and columns together.
	maxImportFields = maxFields
	// maxImportLines bounds the report, with what was left out.
	maxImportLines = maxImportFields + 100
	// maxImportSteps bounds how many schemas are looked at, with $ref followed.
	maxImportSteps = 20_000
	// maxImportOrigins bounds the schemas that one is known to be made of.
	maxImportOrigins = 100
	// maxImportDepth is how deep objects within objects become sections.
	maxImportDepth = 4
	// maxImportOptions is the most options that a choice gets.
	maxImportOptions = 500
	// maxImportTries bounds how often the compiler is asked.
	maxImportTries = 5
	// maxImportPatterns bounds how many different patterns are tried.
	maxImportPatterns = 100
	// maxImportNotes bounds what is said of one field.
	maxImportNotes = 12
	// importRows is the most rows of a table whose schema does not say.
	importRows = 200
)

// Import makes a form of a JSON Schema of any draft from 04 to 2020-12, or of
// an OpenAPI document. What a form cannot hold becomes a field of JSON, and the
// report says so; $ref is followed within the text and nothing is ever loaded.
// The error is an *ImportError.
func Import(text []byte) (Imported, error) {
	root, err := readImport(text)
	if err != nil {
		return Imported{}, err
	}
	m := newImporter(root)
	m.start()
	if len(m.form.list) == 0 {
		return Imported{}, &ImportError{Code: ImportNoFields}
	}
	return m.finish()
}

// importer is one import under way.
type importer struct {
	root *keyed
	// named are the schemas that $ref can name otherwise than by their place.
	named map[string]*keyed
	// known are the schemas that were resolved already: a schema that refers to
	// others twice at each level is resolved once at each.
	known map[*keyed]resolved
	under map[*keyed]bool // what is being resolved
	steps int
	form  *holder
	// patterns are the sizes of those that were tried, programs their sum as often
	// as they were taken over; copied counts the schemas within fields of JSON.
	patterns         map[string]int
	programs, copied int
	// columns counts the columns of all tables.
	columns int
	// cut is set once something was left out for being too much.
	cut      bool
	sections []Section
	blocks   map[string]Block
	looks    map[string]FieldLayout
	report   []ImportedField
	notes    []ImportNote
}

func newImporter(root *keyed) *importer {
	m := &importer{
		root: root, named: map[string]*keyed{}, known: map[*keyed]resolved{}, under: map[*keyed]bool{}, patterns: map[string]int{},
		form: newHolder(""), blocks: map[string]Block{}, looks: map[string]FieldLayout{},
	}
	m.name(root, 0)
	return m
}

// holder is an object schema that is being made: the form's, or a row's.
type holder struct {
	// table is the table whose row it is; empty for the form.
	table    string
	list     []made
	required []string
	taken    map[string]bool
}

// made is one field that was made.
type made struct {
	id     string
	schema *keyed
	line   int // in the report
}

func newHolder(table string) *holder { return &holder{table: table, taken: map[string]bool{}} }

func (h *holder) path(id string) string {
	if h.table == "" {
		return id
	}
	return h.table + "." + id
}

// object is the schema of what the holder holds.
func (h *holder) object() *keyed {
	properties := &keyed{}
	for _, f := range h.list {
		properties.set(f.id, f.schema)
	}
	out := newKeyed("type", "object", "properties", properties)
	if len(h.required) > 0 {
		out.set("required", anys(h.required))
	}
	out.set("additionalProperties", false)
	return out
}

// start walks the schema from its top.
func (m *importer) start() {
	top, at := m.pick()
	r := m.resolve(top)
	m.notes = append(m.notes, r.notes...)
	if members, _ := r.schema.at("properties").(*keyed); members != nil && len(members.keys) > 0 && plainType(r.schema) != "array" {
		m.describe(r.schema, "")
		m.members(m.form, r, place{at: at, required: true})
		m.extras(r.schema)
		return
	}
	m.notes = append(m.notes, ImportNote{Code: ImportWrapped})
	m.open("", 0)
	m.property(m.form, "value", top, place{at: at, required: true})
}

// extras says what the schema asks of the whole that a form does not check.
func (m *importer) extras(s *keyed) {
	if m.dependents(s) {
		m.notes = append(m.notes, ImportNote{Code: ImportCondition})
	}
}

// pick finds the schema to import: the whole text, or the one of a document
// that only defines some.
func (m *importer) pick() (*keyed, string) {
	for _, key := range []string{"properties", "$ref", "allOf", "anyOf", "oneOf", "type", "items", "enum", "const", "if"} {
		if m.root.has(key) {
			return m.root, ""
		}
	}
	components, _ := m.root.at("components").(*keyed)
	for _, from := range []struct {
		at   string
		list any
	}{{"/components/schemas", components.at("schemas")}, {"/$defs", m.root.at("$defs")}, {"/definitions", m.root.at("definitions")}} {
		list, _ := from.list.(*keyed)
		if list == nil {
			continue
		}
		var others []string
		picked := ""
		for _, name := range list.keys {
			s, _ := list.at(name).(*keyed)
			if picked == "" && (s.has("properties") || s.has("allOf")) {
				picked = name
				continue
			}
			others = append(others, clip(name))
		}
		if picked == "" {
			continue
		}
		if len(others) > 0 {
			m.notes = append(m.notes, ImportNote{Code: ImportPicked, Params: map[string]any{"name": clip(picked), "others": others[:min(len(others), 10)]}})
		}
		s, _ := list.at(picked).(*keyed)
		return s, from.at + "/" + escape(picked)
	}
	return m.root, ""
}

// finish puts the form together. What the compiler refuses becomes JSON that is
// not checked, so that one odd part does not cost the rest.
func (m *importer) finish() (Imported, error) {
	for try := 0; ; try++ {
		def, err := m.definition()
		if err != nil {
			return Imported{}, err
		}
		compiled, err := Compile(def)
		if err == nil {
			for i, line := range m.report {
				if f, ok := compiled.Field(line.Path); ok {
					m.report[i].Kind = f.Kind
				}
			}
			return Imported{Form: def, Fields: m.report, Notes: m.notes}, nil
		}
		var refused *CompileError
		if !errors.As(err, &refused) {
			return Imported{}, fmt.Errorf("form: importing: %w", err)
		}
		if try == maxImportTries || !m.giveUp(refused.Findings, 1<<try) {
			f := refused.Findings[0]
			return Imported{}, &ImportError{Code: ImportRefused, Params: map[string]any{"finding": f}}
		}
	}
}

// giveUp turns the fields that findings are about into JSON without a check, or
// where they are about the whole so many of the largest. It reports whether
// anything changed.
func (m *importer) giveUp(findings []Finding, most int) bool {
	changed := false
	for i := range m.form.list {
		f := &m.form.list[i]
		at := "schema/properties/" + f.id
		about := slices.IndexFunc(findings, func(f Finding) bool { return f.Path == at || strings.HasPrefix(f.Path, at+"/") })
		if about >= 0 && len(f.schema.keys) > 0 {
			m.uncheck(f, findings[about])
			changed = true
		}
	}
	if !changed && findings[0].Code == CodeCost && m.shorten() {
		return true
	}
	for n := 0; !changed && n < most; n++ {
		largest := slices.MaxFunc(m.form.list, func(a, b made) int { return a.schema.size() - b.schema.size() })
		if len(largest.schema.keys) == 0 {
			return n > 0
		}
		i := slices.IndexFunc(m.form.list, func(f made) bool { return f.id == largest.id })
		m.uncheck(&m.form.list[i], findings[0])
		if n+1 == most {
			changed = true
		}
	}
	return changed
}

// shorten lets tables have few rows only, and reports whether any had more.
func (m *importer) shorten() bool {
	changed := false
	for _, f := range m.form.list {
		if n, ok := f.schema.at("maxItems").(int); ok && n > mostInner && f.schema.has("items") {
			f.schema.set("maxItems", mostInner)
			f.schema.drop("minItems")
			m.note(f.line, ImportNote{Code: ImportRows, Params: map[string]any{"limit": mostInner}})
			changed = true
		}
	}
	return changed
}

// uncheck makes a field one of JSON that may be anything.
func (m *importer) uncheck(f *made, why Finding) {
	m.note(f.line, ImportNote{Code: ImportGivenUp, Params: map[string]any{"finding": why}})
	f.schema = &keyed{}
	look := m.looks[f.id]
	m.looks[f.id] = FieldLayout{Title: look.Title, Help: look.Help, Width: 2}
	kept := m.report[:0:0]
	for _, line := range m.report {
		if !strings.HasPrefix(line.Path, f.id+".") {
			kept = append(kept, line)
		} else {
			delete(m.looks, line.Path)
		}
	}
	m.report = kept
	for i := range m.form.list {
		m.form.list[i].line = slices.IndexFunc(m.report, func(l ImportedField) bool { return l.Path == m.form.list[i].id })
	}
}

// definition writes the form down.
func (m *importer) definition() (Definition, error) {
	schema, err := json.Marshal(m.form.object())
	if err != nil {
		return Definition{}, fmt.Errorf("form: importing: %w", err)
	}
	sections := slices.DeleteFunc(slices.Clone(m.sections), func(s Section) bool { return len(s.Fields) == 0 })
	layout := Layout{Sections: sections, Fields: m.looks}
	if len(m.blocks) > 0 {
		layout.Blocks = m.blocks
	}
	return Definition{Schema: schema, Layout: layout}, nil
}

// open begins a section, unless the last one is empty and without a title.
func (m *importer) open(title string, depth int) {
	if n := len(m.sections); n > 0 && title == "" && depth == 0 && m.sections[n-1].Title.Empty() {
		return
	}
	m.sections = append(m.sections, Section{ID: "section" + strconv.Itoa(len(m.sections)+1), Title: said(title), Columns: 2, Fields: []string{}})
}

// describe puts what a schema says of itself above its fields.
func (m *importer) describe(s *keyed, title string) {
	m.open(title, 0)
	if title == "" && len(m.sections) == 1 {
		m.sections[0].Title = said(line(s.at("title")))
	}
	if text := paragraph(s.at("description")); text != "" {
		id := "$note" + strconv.Itoa(len(m.blocks)+1)
		m.blocks[id] = Block{Kind: BlockNote, Text: said(text)}
		m.lay(id)
	}
}

// lay puts a field or block at the end of the form.
func (m *importer) lay(id string) {
	last := &m.sections[len(m.sections)-1]
	last.Fields = append(last.Fields, id)
}

// note adds to what is said of a field.
func (m *importer) note(line int, notes ...ImportNote) {
	if line < 0 || line >= len(m.report) {
		return
	}
	for _, n := range notes {
		if len(m.report[line].Notes) < maxImportNotes {
			m.report[line].Notes = append(m.report[line].Notes, n)
		}
	}
}
