package form

import (
	"encoding/json"

	"github.com/banli-oa/banli/builder/words"
)

// Definition is a form as it is stored: what may be filled in, and how it is
// laid out.
type Definition struct {
	// Schema is a JSON Schema 2020-12 of an object whose properties are the
	// fields.
	Schema json.RawMessage `json:"schema"`
	Layout Layout          `json:"layout"`
}

// Layout is the look of a form. It stands beside the schema, not in it.
type Layout struct {
	Sections []Section `json:"sections"`
	// Fields: field id, or "table.column", → its look.
	Fields map[string]FieldLayout `json:"fields"`
}

// Section is a titled group of fields.
type Section struct {
	ID    string     `json:"id"`
	Title words.Text `json:"title,omitempty"`
	// Columns is how many fields stand side by side on a wide screen: 1 or 2,
	// absent means 1.
	Columns int      `json:"columns,omitempty"`
	Fields  []string `json:"fields"`
}

// FieldLayout is the look of one field.
type FieldLayout struct {
	// Widget is one of the Widget constants; empty means the kind's usual one.
	Widget      string     `json:"widget,omitempty"`
	Title       words.Text `json:"title,omitempty"`
	Help        words.Text `json:"help,omitempty"`
	Placeholder words.Text `json:"placeholder,omitempty"`
	// Options: enum value → its words.
	Options map[string]words.Text `json:"options,omitempty"`
	// Columns are a table's columns in their order; those that it does not name
	// come last, by id.
	Columns []string `json:"columns,omitempty"`
	// Width is how many of the section's columns the field takes; absent means 1.
	Width int `json:"width,omitempty"`
}

// The widgets that a layout may name.
const (
	WidgetText      = "text"
	WidgetTextarea  = "textarea"
	WidgetNumber    = "number"
	WidgetSelect    = "select"
	WidgetRadio     = "radio"
	WidgetSwitch    = "switch"
	WidgetDate      = "date"
	WidgetDateRange = "dateRange"
	WidgetTable     = "table"
	WidgetPerson    = "person"
)

// Kind is what a field holds.
type Kind string

// The kinds of fields.
const (
	KindString Kind = "string"
	// KindText is a string of several lines.
	KindText     Kind = "text"
	KindNumber   Kind = "number"
	KindInteger  Kind = "integer"
	KindDate     Kind = "date"
	KindTime     Kind = "time"
	KindDateTime Kind = "dateTime"
	// KindDateRange is {"start","startHalf","end","endHalf"}: two dates, and
	// with [Field.Halves] the half day (am or pm) at which each end lies. A
	// start at am and an end at pm are whole days.
	KindDateRange Kind = "dateRange"
	// KindEnum is one of a few strings.
	KindEnum    Kind = "enum"
	KindBoolean Kind = "boolean"
	// KindTable is an array of rows.
	KindTable Kind = "table"
	// KindPerson is the id of a person.
	KindPerson Kind = "person"
	// KindJSON is everything that the catalogue does not know.
	KindJSON Kind = "json"
)

// widgets are those that suit each kind, the usual one first.
var widgets = map[Kind][]string{
	KindString:    {WidgetText, WidgetTextarea},
	KindText:      {WidgetTextarea, WidgetText},
	KindNumber:    {WidgetNumber},
	KindInteger:   {WidgetNumber},
	KindDate:      {WidgetDate},
	KindTime:      {WidgetText},
	KindDateTime:  {WidgetText},
	KindDateRange: {WidgetDateRange},
	KindEnum:      {WidgetSelect, WidgetRadio},
	KindBoolean:   {WidgetSwitch},
	KindTable:     {WidgetTable},
	KindPerson:    {WidgetPerson},
	KindJSON:      {WidgetTextarea},
}

// Field is one field of a compiled form, or one column of a table.
type Field struct {
	// ID is the property's name; Path is the same for a field, "table.column"
	// for a column.
	ID, Path string
	Kind     Kind
	// Required is what the schema says; rules may add to it.
	Required bool
	// Layout has the widget filled in.
	Layout FieldLayout
	// Options are an enum's values in the schema's order.
	Options []string
	// Halves is set for a date range with half days.
	Halves bool
	// Columns are a table's columns, in the order of the layout.
	Columns []Field
	// Schema is the field's own schema, with $ref followed. It must not be
	// changed.
	Schema map[string]any
}
