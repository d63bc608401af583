package form

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/banli-oa/banli/builder/rule"
)

// Overrides are what the rules say about the fields: rule.Result's Hidden,
// Required and Options, by the path of a field, of a column or of a row's cell.
type Overrides struct {
	Hidden, Required map[string]bool
	Options          map[string][]string
}

// check is one validation under way.
type check struct {
	form *Form
	over Overrides
	out  []Violation
}

// Validate returns what is wrong with the values, by path; nil when nothing is.
//
// A required field that is left blank (null, nothing but spaces, no rows, no
// dates) counts as missing. A hidden field is never required, and what the form
// does not have is refused whatever the schema says of additional properties. The
// ids of rows are not looked at.
func (f *Form) Validate(v Values, o Overrides) []Violation {
	v = f.WithoutRowIDs(v)
	c := &check{form: f, over: o}
	if !sane(v, 0) {
		c.insane(v, "", 0)
		return tidy(c.out)
	}
	c.fields(f.fields, v, "")
	for key := range v {
		if _, ok := f.byPath[key]; !ok {
			c.add("/"+escape(key), ViolationUnknownField, nil)
		}
	}
	if err := f.schema.Validate(v); err != nil {
		var invalid *jsonschema.ValidationError
		if errors.As(err, &invalid) {
			c.collect(v, invalid)
		} else {
			c.add("", ViolationType, nil)
		}
	}
	if len(c.out) == 0 {
		return nil
	}
	return tidy(c.out)
}

func (c *check) add(path, code string, params map[string]any) {
	c.out = append(c.out, Violation{Path: path, Code: code, Params: params})
}

// fields checks what the schema alone does not say of fields, or of the
// columns of one row: what is required and blank, and the order of dates.
func (c *check) fields(fields []Field, in map[string]any, at string) {
	for i := range fields {
		f := &fields[i]
		v, given := in[f.ID]
		cell := cellPath(at, f)
		hidden := c.over.Hidden[f.Path] || c.over.Hidden[cell]
		required := f.Required || c.over.Required[f.Path] || c.over.Required[cell]
		if required && (!given || blank(v)) && !hidden {
			c.add(at+"/"+f.ID, ViolationRequired, nil)
			continue
		}
		c.limited(f.Path, v, at+"/"+f.ID)
		if cell != f.Path {
			c.limited(cell, v, at+"/"+f.ID)
		}
		switch f.Kind {
		case KindDateRange:
			if backwards(v) {
				c.add(at+"/"+f.ID, ViolationDateRange, nil)
			}
		case KindTable:
			c.rows(f, v, at+"/"+f.ID)
		}
	}
}

// cellPath is a column's path in one row, "items.2.kind", as rules name it; a
// field's own path outside tables.
func cellPath(at string, f *Field) string {
	if at == "" {
		return f.Path
	}
	return strings.ReplaceAll(at[1:], "/", ".") + "." + f.ID
}

// limited refuses what a rule leaves out of a choice's options; of several
// choices, each.
func (c *check) limited(path string, v any, at string) {
	options, limited := c.over.Options[path]
	if !limited {
		return
	}
	chosen, several := v.([]any)
	if !several {
		chosen = []any{v}
	}
	for i, each := range chosen {
		option, ok := each.(string)
		if !ok || option == "" || slices.Contains(options, option) {
			continue
		}
		if several {
			c.add(at+"/"+strconv.Itoa(i), ViolationEnum, nil)
		} else {
			c.add(at, ViolationEnum, nil)
		}
	}
}

// rows checks each row of a table.
func (c *check) rows(f *Field, v any, path string) {
	rows, _ := v.([]any)
	for i, row := range rows {
		cells, ok := row.(map[string]any)
		if !ok {
			continue
		}
		at := path + "/" + strconv.Itoa(i)
		c.fields(f.Columns, cells, at)
		for key := range cells {
			if _, ok := c.form.byPath[f.Path+"."+key]; !ok {
				c.add(at+"/"+escape(key), ViolationUnknownField, nil)
			}
		}
	}
}

// backwards reports whether a date range ends before it starts. Dates compare as
// text.
func backwards(v any) bool {
	r, _ := v.(map[string]any)
	start, _ := r["start"].(string)
	end, _ := r["end"].(string)
	if !rule.IsDate(start) || !rule.IsDate(end) {
		return false
	}
	return end < start || end == start && r["startHalf"] == "pm" && r["endHalf"] == "am"
}

// blank reports whether a value that is there says nothing.
func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.IndexFunc(v, func(r rune) bool { return !isSpace(r) }) < 0
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	default:
		return false
	}
}

// isSpace is spelt out because the two languages' notions of space differ.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0', '\u3000':
		return true
	}
	return false
}
