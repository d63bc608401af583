package form

import (
	"maps"
	"slices"
)

// checkLayout checks that a layout fits the fields.
func checkLayout(l Layout, byPath map[string]*Field) []Finding {
	c := &layoutCheck{byPath: byPath, placed: map[string]bool{}}
	ids := map[string]bool{}
	for _, s := range l.Sections {
		c.place = "layout.sections." + s.ID
		if s.ID == "" || ids[s.ID] {
			c.add(CodeLayoutSection, map[string]any{"section": clip(s.ID)})
		}
		ids[s.ID] = true
		c.section(s)
	}
	for _, path := range slices.Sorted(maps.Keys(l.Fields)) {
		c.place = "layout.fields." + path
		field, ok := byPath[path]
		if !ok {
			c.add(CodeLayoutField, map[string]any{"field": clip(path)})
			continue
		}
		c.field(field, l.Fields[path])
	}
	return c.findings
}

// layoutCheck is one check under way; place is what it looks at.
type layoutCheck struct {
	byPath   map[string]*Field
	placed   map[string]bool
	place    string
	findings []Finding
}

func (c *layoutCheck) add(code string, params map[string]any) {
	c.findings = append(c.findings, Finding{Code: code, Path: c.place, Params: params})
}

func (c *layoutCheck) section(s Section) {
	if s.Columns < 0 || s.Columns > 2 {
		c.add(CodeLayoutColumns, map[string]any{"found": s.Columns})
	}
	for _, id := range s.Fields {
		field, ok := c.byPath[id]
		switch {
		case !ok || field.Path != field.ID:
			c.add(CodeLayoutField, map[string]any{"field": clip(id)})
		case c.placed[id]:
			c.add(CodeLayoutTwice, map[string]any{"field": id})
		}
		c.placed[id] = true
	}
}

func (c *layoutCheck) field(f *Field, l FieldLayout) {
	if l.Widget != "" && !slices.Contains(widgets[f.Kind], l.Widget) {
		c.add(CodeLayoutWidget, map[string]any{"field": f.Path, "widget": clip(l.Widget), "known": widgets[f.Kind]})
	}
	if l.Width < 0 || l.Width > 2 {
		c.add(CodeLayoutColumns, map[string]any{"found": l.Width})
	}
	known := map[string]bool{}
	for _, option := range f.Options {
		known[option] = true
	}
	for _, option := range slices.Sorted(maps.Keys(l.Options)) {
		if !known[option] {
			c.add(CodeLayoutOption, map[string]any{"field": f.Path, "option": clip(option)})
		}
	}
	for _, id := range l.Columns {
		if _, ok := c.byPath[f.Path+"."+id]; !ok {
			c.add(CodeLayoutField, map[string]any{"field": clip(f.Path + "." + id)})
		}
	}
}
