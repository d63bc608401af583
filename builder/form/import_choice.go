package form

import (
	"encoding/json"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// options are what a choice offers.
type options struct {
	values []string
	labels map[string]words.Text
	// texted is set where some were no text, empty where one said nothing, long
	// where there are too many.
	texted, empty, long bool
}

// offered finds the options of a schema: an enum, or one const or enum in each
// way of an anyOf or oneOf. It is nil for a schema without any.
func (m *importer) offered(s *keyed) *options {
	o := &options{labels: map[string]words.Text{}}
	seen := map[string]bool{}
	add := func(v any, label string) bool {
		var text string
		switch v := v.(type) {
		case nil:
			return true
		case string:
			text = v
		case json.Number:
			text, o.texted = string(v), true
		case bool:
			text, o.texted = "false", true
			if v {
				text = "true"
			}
		default:
			return false
		}
		switch {
		case text == "":
			o.empty = true
		case seen[text]:
		case len(o.values) == maxImportOptions:
			o.long = true
		default:
			seen[text] = true
			o.values = append(o.values, text)
			if label == "" {
				label = optionLabel(text)
			}
			o.labels[text] = said(label)
		}
		return true
	}
	if enum, ok := s.at("enum").([]any); ok {
		labels := optionNames(s)
		for i, v := range enum {
			label := ""
			if i < len(labels) {
				label = line(labels[i])
			}
			if !add(v, label) {
				return nil
			}
		}
		return o.orNil()
	}
	if c, ok := s.at("const").(string); ok {
		add(c, line(s.at("title")))
		return o.orNil()
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		ways, ok := s.at(key).([]any)
		if !ok || len(ways) == 0 {
			continue
		}
		for _, way := range ways {
			w := m.resolve(way).schema
			switch {
			case w.at("type") == "null" && !w.has("enum"):
			case w.has("const"):
				if !add(w.at("const"), line(w.at("title"))) {
					return nil
				}
			case len(list(w.at("enum"))) > 0:
				for _, v := range list(w.at("enum")) {
					if !add(v, "") {
						return nil
					}
				}
			default:
				return nil
			}
		}
		return o.orNil()
	}
	return nil
}

func (o *options) orNil() *options {
	if len(o.values) == 0 {
		return nil
	}
	return o
}

// optionNames are the labels that other tools keep beside an enum.
func optionNames(s *keyed) []any {
	for _, key := range []string{"enumNames", "x-enumNames", "x-enum-names", "x-enum-varnames", "x-enum-descriptions"} {
		if labels := list(s.at(key)); labels != nil {
			return labels
		}
	}
	return nil
}

// optionLabel is what an option is called that has no label: its value, as words
// where it is a name.
func optionLabel(value string) string {
	if strings.ContainsAny(value, " ") || value != strings.ToLower(value) && value != strings.ToUpper(value) && !strings.ContainsAny(value, "_") {
		return line(value)
	}
	if strings.ContainsAny(value, "_-") || value == strings.ToLower(value) {
		return readable(strings.ToLower(value))
	}
	return line(value)
}

// booleans reports whether the options are those of a switch.
func (m *importer) booleans(s *keyed) bool {
	enum := list(s.at("enum"))
	if len(enum) == 0 {
		return false
	}
	for _, v := range enum {
		if _, ok := v.(bool); !ok && v != nil {
			return false
		}
	}
	return true
}

// choice makes a field of one of several options; false where there are none.
func (m *importer) choice(d *draft, s *keyed) bool {
	if m.booleans(s) {
		d.schema.set("type", "boolean")
		d.look.Widget = WidgetSwitch
		m.standard(d, s, "boolean")
		return true
	}
	o := m.offered(s)
	if o == nil {
		return false
	}
	m.remark(d, o)
	d.schema.set("type", "string")
	if o.long {
		d.look.Widget = WidgetText
		return true
	}
	d.schema.set("enum", anys(o.values))
	d.look.Widget, d.look.Options = WidgetSelect, o.labels
	if len(o.values) <= 3 {
		d.look.Widget = WidgetRadio
	}
	if v := s.at("default"); v != nil {
		text, _ := v.(string)
		if n, ok := v.(json.Number); ok {
			text = string(n)
		}
		if _, known := o.labels[text]; known {
			d.schema.set("default", text)
		} else {
			d.note(ImportDefault)
		}
	}
	return true
}

// choices makes a field of several of the options; false where a list offers
// none.
func (m *importer) choices(d *draft, s *keyed, row resolved) bool {
	o := m.offered(row.schema)
	if o == nil || o.long {
		return false
	}
	m.remark(d, o)
	d.schema = newKeyed("type", "array", "items", newKeyed("type", "string", "enum", anys(o.values)), "uniqueItems", true)
	if s.at("uniqueItems") != true {
		d.note(ImportDistinct)
	}
	m.counts(d, s, "minItems", "maxItems")
	d.look = FieldLayout{Widget: WidgetCheckboxes, Options: o.labels}
	if len(o.values) > 6 {
		d.look.Widget = WidgetMultiselect
	}
	return true
}

// remark says what is not as it was about options.
func (m *importer) remark(d *draft, o *options) {
	if o.texted {
		d.note(ImportEnumText)
	}
	if o.empty {
		d.note(ImportEnumEmpty)
	}
	if o.long {
		d.note(ImportEnumLong, "limit", maxImportOptions)
	}
}
