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
	// Tabs are the tabs in their order; sections name them. Those that name none
	// stand above all tabs.
	Tabs []Tab `json:"tabs,omitempty"`
	// Blocks: block id, a $ and a name, → what stands among the fields of a
	// section and is none. Sections place them like fields.
	Blocks map[string]Block `json:"blocks,omitempty"`
}

// Tab is one of several pages of a form, of which one is in sight.
type Tab struct {
	ID    string     `json:"id"`
	Title words.Text `json:"title,omitempty"`
}

// Block is what a form shows between its fields: a note or a line.
type Block struct {
	// Kind is one of the Block constants.
	Kind string     `json:"kind"`
	Text words.Text `json:"text,omitempty"`
}

// The kinds of blocks.
const (
	// BlockNote is a sentence or several.
	BlockNote = "note"
	// BlockDivider is a line, with words on it where it has some.
	BlockDivider = "divider"
)

// Section is a titled group of fields.
type Section struct {
	ID    string     `json:"id"`
	Title words.Text `json:"title,omitempty"`
	// Columns is how many fields stand side by side on a wide screen: 1 to 3,
	// absent means 1.
	Columns int `json:"columns,omitempty"`
	// Tab is the tab that it stands on; absent means above all tabs.
	Tab string `json:"tab,omitempty"`
	// Fields are the ids of fields and blocks.
	Fields []string `json:"fields"`
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
	// Currency is the ISO 4217 code of what a money field counts.
	Currency string `json:"currency,omitempty"`
	// Total shows the sum of a table's column of numbers below it.
	Total bool `json:"total,omitempty"`
	// Tree groups the options of a choice that is shown as a tree; those that it
	// does not name come last.
	Tree []Branch `json:"tree,omitempty"`
	// Source is where the options of a choice come from that are not written in
	// the schema; nil for others.
	Source *Source `json:"source,omitempty"`
	// Serial is how the numbers of a serial number field look: text with
	// {seq:4}, and {yyyy}, {yy}, {MM} and {dd}, with which the count begins anew.
	Serial string `json:"serial,omitempty"`
	// Accept are the types of files that an attachment takes, of the Files
	// constants; absent means all of them.
	Accept []string `json:"accept,omitempty"`
	// MaxMB is the size of the largest file that an attachment or image takes, in
	// mebibytes; absent means 20.
	MaxMB int `json:"maxMB,omitempty"`
	// KeepPlace says that photos keep where and when they were taken. Otherwise
	// what a camera wrote beside the picture is taken out of them.
	KeepPlace bool `json:"keepPlace,omitempty"`
}

// Source is where options come from that are fetched: one of List and Script.
type Source struct {
	// List is the id of a list that the organisation keeps.
	List string `json:"list,omitempty"`
	// Script is the name of a script of the app, scripts.options.NAME.
	Script string `json:"script,omitempty"`
	// Under is the path of another field whose value is above those that are
	// offered: with provinces there, the cities of the chosen one. Only of a
	// list; absent offers all.
	Under string `json:"under,omitempty"`
}

// Branch is a group of a tree, or one option.
type Branch struct {
	// Value is the option; absent for a group.
	Value string `json:"value,omitempty"`
	// Title is the group's; an option's words stand in [FieldLayout.Options].
	Title    words.Text `json:"title,omitempty"`
	Children []Branch   `json:"children,omitempty"`
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
	// WidgetMoney shows the currency, WidgetPercent that 12.5 means 12.5%.
	WidgetMoney   = "money"
	WidgetPercent = "percent"
	// WidgetRating is for whole numbers from 1 to a few.
	WidgetRating = "rating"
	// WidgetDuration is for a whole number of minutes.
	WidgetDuration = "duration"
	WidgetTime     = "time"
	WidgetDateTime = "dateTime"
	// WidgetTree offers the options in groups.
	WidgetTree = "tree"
	// WidgetMultiselect and WidgetCheckboxes are for several of the options.
	WidgetMultiselect = "multiselect"
	WidgetCheckboxes  = "checkboxes"
	WidgetPersons     = "persons"
	WidgetDepartment  = "department"
	WidgetDepartments = "departments"
	// WidgetSerial shows the number, or that it comes when the form is sent.
	WidgetSerial = "serial"
	// WidgetAttachments and WidgetImages are for files that people upload.
	WidgetAttachments = "attachments"
	WidgetImages      = "images"
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
	// KindChoices, KindPersons and KindDepartments are lists, of options and of
	// ids.
	KindChoices     Kind = "choices"
	KindPersons     Kind = "persons"
	KindDepartments Kind = "departments"
	// KindDepartment is the id of a department.
	KindDepartment Kind = "department"
	// KindOption and KindOptions are one and several of options that are fetched
	// from [FieldLayout.Source].
	KindOption  Kind = "option"
	KindOptions Kind = "options"
	// KindSerial is a number that the server gives when a form is sent.
	KindSerial Kind = "serial"
	// KindAttachments and KindImages are lists of ids of files.
	KindAttachments Kind = "attachments"
	KindImages      Kind = "images"
	// KindJSON is everything that the catalogue does not know.
	KindJSON Kind = "json"
)

// isList reports whether a field holds several things that were chosen.
func (k Kind) isList() bool {
	return k == KindChoices || k == KindPersons || k == KindDepartments || k == KindOptions
}

// widgets are those that suit each kind, the usual one first.
var widgets = map[Kind][]string{
	KindString:      {WidgetText, WidgetTextarea},
	KindText:        {WidgetTextarea, WidgetText},
	KindNumber:      {WidgetNumber, WidgetMoney, WidgetPercent},
	KindInteger:     {WidgetNumber, WidgetMoney, WidgetPercent, WidgetRating, WidgetDuration},
	KindDate:        {WidgetDate},
	KindTime:        {WidgetTime, WidgetText},
	KindDateTime:    {WidgetDateTime, WidgetText},
	KindDateRange:   {WidgetDateRange},
	KindEnum:        {WidgetSelect, WidgetRadio, WidgetTree},
	KindBoolean:     {WidgetSwitch},
	KindTable:       {WidgetTable},
	KindPerson:      {WidgetPerson},
	KindChoices:     {WidgetMultiselect, WidgetCheckboxes},
	KindPersons:     {WidgetPersons},
	KindDepartment:  {WidgetDepartment},
	KindDepartments: {WidgetDepartments},
	KindOption:      {WidgetSelect},
	KindOptions:     {WidgetMultiselect},
	KindSerial:      {WidgetSerial},
	KindAttachments: {WidgetAttachments},
	KindImages:      {WidgetImages},
	KindJSON:        {WidgetTextarea},
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
	// Options are a choice's values in the schema's order.
	Options []string
	// Halves is set for a date range with half days.
	Halves bool
	// Sensitive says that what is filled in is sealed wherever it is kept, and
	// shown to nobody whom neither the flow nor the policy lets see it.
	Sensitive bool
	// Columns are a table's columns, in the order of the layout.
	Columns []Field
	// Schema is the field's own schema, with $ref followed. It must not be
	// changed.
	Schema map[string]any
}
