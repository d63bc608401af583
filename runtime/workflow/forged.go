package workflow

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// forged refuses what no form on screen lets a person send: a value for a field
// that a rule hides, and a change to one that a rule makes read-only. What a
// rule computes is replaced instead, whatever was sent.
//
// A read-only field of a new request has nothing to be compared with, since it
// may have been filled in before an answer made it read-only; only a field that
// is so whatever the answers has to keep what it begins with.
func (s *Service) forged(a Actor, ed *studio.Edition, c check, result rule.Result) []fault.Problem {
	f := forgery{ed: ed, a: a, result: result}
	fixed := ed.Rules.Fixed()
	for _, id := range slices.Sorted(maps.Keys(c.given)) {
		v := c.given[id]
		field, ok := ed.Form.Field(id)
		if !ok || v == nil && c.before == nil { // nothing is said of it
			continue
		}
		if !ed.Compute.Empty() && slices.Contains(ed.App.Scripts.Sets, id) { // replaced, whatever was sent
			continue
		}
		if rows, _ := v.([]any); field.Kind == form.KindTable {
			f.rows(field, c, rows)
		}
		if v != nil {
			f.hidden("/"+id, id, id)
		}
		if field.Kind == form.KindSerial {
			if !sameValue(c.before[id], v) {
				f.locked("/"+id, id)
			}
			continue
		}
		if !result.Locked[id] || result.Computed[id] {
			continue
		}
		before, compared := c.before[id], c.before != nil
		if !compared && fixed[id] {
			before, compared = beginsWith(field, result.Defaults[id]), true
		}
		if compared && !sameValue(before, v) {
			f.locked("/"+id, id)
		}
	}
	return f.problems
}

// beginsWith is the value of a field that nobody has filled in.
func beginsWith(f form.Field, suggested any) any {
	switch {
	case suggested != nil:
		return suggested
	case f.Schema["default"] != nil:
		return f.Schema["default"]
	case f.Kind == form.KindBoolean:
		return false
	default:
		return nil
	}
}

// forgery collects what is refused.
type forgery struct {
	ed       *studio.Edition
	a        Actor
	result   rule.Result
	problems []fault.Problem
}

// hidden refuses a value where any of the paths is hidden.
func (f *forgery) hidden(pointer string, paths ...string) {
	for _, path := range paths {
		if f.result.Hidden[path] {
			f.refuse(pointer, paths[0],
				": this field is not asked for with these answers; leave it out.",
				"：按当前填写内容，无需填写此字段，请留空。")
			return
		}
	}
}

// rows judges the cells of a table. Each row of a case is compared with what it
// was itself, wherever it has moved.
func (f *forgery) rows(table form.Field, c check, rows []any) {
	stood := rowsByID(c.before[table.ID])
	said, _ := c.said[table.ID].([]any)
	for i, row := range rows {
		cells, _ := row.(map[string]any)
		sent := cells
		if i < len(said) { // what was put into a row is not the doing of whoever cannot send it
			sent, _ = said[i].(map[string]any)
		}
		for _, column := range table.Columns {
			pointer, path := "/"+table.ID+"/"+itoa(i)+"/"+column.ID, table.ID+"."+itoa(i)+"."+column.ID
			if sent[column.ID] != nil {
				f.hidden(pointer, column.Path, path)
			}
			if c.before != nil {
				f.lockedCell(pointer, path, column, stood[rowID(row)], cells[column.ID])
			}
		}
	}
}

// lockedCell refuses a new value for a cell that a rule makes read-only; before is
// its row as it was, nil for a new one. What the form suggests there is nobody's
// forgery, nor is what an empty cell begins with.
func (f *forgery) lockedCell(pointer, path string, column form.Field, before map[string]any, v any) {
	is := func(set map[string]bool) bool { return set[column.Path] || set[path] }
	if !is(f.result.Locked) || is(f.result.Computed) || is(f.result.Hidden) {
		return
	}
	suggested := f.result.Defaults[path]
	switch held := before[column.ID]; {
	case sameValue(held, v), suggested != nil && sameValue(suggested, v):
	case before == nil && v == nil, held == nil && sameValue(beginsWith(column, suggested), v):
	default:
		f.locked(pointer, column.Path)
	}
}

func (f *forgery) locked(pointer, path string) {
	f.refuse(pointer, path,
		": this field cannot be changed with these answers; leave it as it was.",
		"：按当前填写内容，此字段不可修改，请保持原值。")
}

func (f *forgery) refuse(pointer, path, en, zh string) {
	title := fieldTitles(f.ed, []string{path}, f.a.Lang)
	f.problems = append(f.problems, fault.Problem{Path: pointer, Code: "form.closed", Message: sayIn(f.a.Lang, title+en, title+zh)})
}
