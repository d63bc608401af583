package form

import (
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// Form is a compiled form. It is immutable and safe for concurrent use.
type Form struct {
	definition Definition
	fields     []Field
	byPath     map[string]*Field
	sensitive  []string
	schema     *jsonschema.Schema
	// raw are the schemas by location, for the parameters of violations.
	raw map[string]map[string]any
}

// Values are a form's values as [DecodeValues] gives them: field id → JSON
// value, numbers as json.Number.
type Values = map[string]any

// Definition returns the definition that the form was compiled from.
func (f *Form) Definition() Definition { return f.definition }

// Fields returns the fields in the order of the layout; those that no section
// names come last, by id.
func (f *Form) Fields() []Field { return slices.Clone(f.fields) }

// Field returns the field or column at a path: "days", "items.amount".
func (f *Form) Field(path string) (Field, bool) {
	field, ok := f.byPath[path]
	if !ok {
		return Field{}, false
	}
	return *field, true
}

// Types returns the types of the fields and columns, for checking rules and
// conditions.
func (f *Form) Types() rule.Types {
	out := make(rule.Types, len(f.byPath))
	for path, field := range f.byPath {
		out[path] = typeOf(field)
	}
	return out
}

// typeOf is a field's type as the operators see it.
func typeOf(f *Field) rule.Type {
	switch f.Kind {
	case KindString, KindText, KindPerson, KindDepartment, KindOption:
		return rule.Type{Kind: rule.KindText}
	case KindChoices, KindPersons, KindDepartments, KindOptions:
		return rule.Type{Kind: rule.KindText, List: true, Options: f.Options}
	case KindEnum:
		return rule.Type{Kind: rule.KindText, Options: f.Options}
	case KindNumber, KindInteger:
		return rule.Type{Kind: rule.KindNumber}
	case KindDate:
		return rule.Type{Kind: rule.KindDate}
	case KindTime:
		return rule.Type{Kind: rule.KindTime}
	case KindDateTime:
		return rule.Type{Kind: rule.KindDateTime}
	case KindDateRange:
		return rule.Type{Kind: rule.KindDateRange}
	case KindBoolean:
		return rule.Type{Kind: rule.KindBool}
	case KindTable:
		return rule.Type{Kind: rule.KindTable}
	default:
		return rule.Type{Kind: rule.KindOpaque}
	}
}

// Labels returns the words of the fields and options, for showing rules and
// conditions.
func (f *Form) Labels() rule.Labels {
	out := rule.Labels{Fields: map[string]words.Text{}, Options: map[string]map[string]words.Text{}}
	for path, field := range f.byPath {
		out.Fields[path] = f.title(field)
		if field.Kind == KindEnum || field.Kind == KindChoices {
			out.Options[path] = maps.Clone(field.Layout.Options)
		}
	}
	return out
}

// title is a field's title: from the layout, else from the schema, else its id.
func (f *Form) title(field *Field) words.Text {
	if !field.Layout.Title.Empty() {
		return field.Layout.Title
	}
	if s, ok := field.Schema["title"].(string); ok && s != "" {
		return words.Text{words.English: s}
	}
	return words.Text{words.English: field.ID}
}
