package rule

import "slices"

// flags judges the actions that change no value, on the final values.
func (a *application) flags() {
	for i := range a.set.locks {
		a.where(&a.set.locks[i], func(path string) { a.result.Locked[path] = true })
	}
	for i := range a.set.requires {
		f := &a.set.requires[i]
		a.where(f, func(path string) {
			if !a.hidden(f, path) {
				a.result.Required[path] = true
			}
		})
	}
	for i := range a.set.limits {
		f := &a.set.limits[i]
		a.where(f, func(path string) { a.result.Options[path] = common(a.result.Options, path, f.options) })
	}
	for i := range a.set.warns {
		f := &a.set.warns[i]
		a.where(f, func(path string) {
			if !a.hidden(f, path) {
				a.result.Warnings = append(a.result.Warnings, Warning{Field: path, Text: f.text})
			}
		})
	}
}

// hidden reports whether an action's field, or the cell, is.
func (a *application) hidden(f *flag, path string) bool {
	return a.result.Hidden[f.field] || a.result.Hidden[path]
}

// where calls mark with each place that an action's rule holds for: the field,
// or the cells of those rows.
func (a *application) where(f *flag, mark func(path string)) {
	if a.set.conditions[f.condition].table == "" {
		if a.holds(f.condition, wholeTable) {
			mark(f.field)
		}
		return
	}
	for row := range a.rows(f.table) {
		if a.holds(f.condition, row) {
			mark(f.cell(row))
		}
	}
}

// common is what is left of a place's options by one limit more.
func common(of map[string][]string, path string, options []string) []string {
	left, limited := of[path]
	if !limited {
		return options
	}
	out := []string{}
	for _, o := range left {
		if slices.Contains(options, o) {
			out = append(out, o)
		}
	}
	return out
}

// suggest evaluates the defaults of one field; a hidden one has none.
func (a *application) suggest(s *step) {
	if len(s.defaults) == 0 || a.result.Hidden[s.field] {
		return
	}
	put := func(path string, v any) {
		if v != nil {
			a.result.Defaults[path] = v
		}
	}
	if s.table == "" {
		if last := a.last(s.defaults, wholeTable); last != nil {
			put(s.field, a.value(last))
		}
		return
	}
	for i, row := range a.rows(s.table) {
		cells, ok := row.(map[string]any)
		last := a.last(s.defaults, i)
		if !ok || last == nil || a.result.Hidden[s.cell(i)] {
			continue
		}
		a.scope.row = cells
		put(s.cell(i), a.value(last))
		a.scope.row = nil
	}
}
