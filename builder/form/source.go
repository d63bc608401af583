package form

import "strings"

// sourced reports whether a field's options are fetched.
func (f *Field) sourced() bool { return f.Kind == KindOption || f.Kind == KindOptions }

// source checks where the options of a field come from.
func (c *layoutCheck) source(f *Field, s *Source) {
	switch {
	case s == nil:
		return // checkLayout asks each field for what it lacks
	case !f.sourced():
		c.add(CodeLayoutSourceStray, map[string]any{"field": f.Path})
		return
	case (s.List == "") == (s.Script == ""), !idPattern.MatchString(s.List + s.Script):
		c.add(CodeLayoutSource, map[string]any{"field": f.Path})
	}
	if s.Under != "" && !c.leads(f, s) {
		c.add(CodeLayoutUnder, map[string]any{"field": f.Path, "under": clip(s.Under)})
	}
}

// leads reports whether the field that a choice depends on can lead it: another
// choice of one option from a list, in the same row or outside of tables, that
// does not depend on this one in turn.
func (c *layoutCheck) leads(f *Field, s *Source) bool {
	if s.List == "" {
		return false
	}
	for at, steps := s.Under, 0; at != ""; steps++ {
		above := c.byPath[at]
		if above == nil || at == f.Path || steps > len(c.byPath) || above.Kind != KindOption ||
			above.Layout.Source == nil || above.Layout.Source.List == "" {
			return false
		}
		if table, _, column := strings.Cut(at, "."); column && !strings.HasPrefix(f.Path, table+".") {
			return false
		}
		at = above.Layout.Source.Under
	}
	return true
}

// lacks names what a field needs of its layout and has not got.
func (c *layoutCheck) lacks(f *Field) {
	c.place = "layout.fields." + f.Path
	if f.sourced() && f.Layout.Source == nil {
		c.add(CodeLayoutSource, map[string]any{"field": f.Path})
	}
	if f.Kind == KindSerial && f.Layout.Serial == "" {
		c.add(CodeLayoutSerial, serialParams(f))
	}
	if f.Kind == KindSerial && (f.Required || f.Path != f.ID) {
		c.add(CodeSerialPlace, map[string]any{"field": f.Path})
	}
	for i := range f.Columns {
		c.lacks(&f.Columns[i])
	}
}
