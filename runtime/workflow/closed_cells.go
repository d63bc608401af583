package workflow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// closure says which columns of tables are closed to whoever edits a case at a
// step: those that the step does not open, and those that the policy closes or the
// actor does not see.
//
// Whoever may edit a table may add, remove and move its rows, whatever of them is
// closed: a row takes what it holds along, also where nobody sees it, and a new one
// begins with nothing there but a default. Where a step opens only columns of a
// table, its rows stay as they are.
type closure struct {
	ed *studio.Edition
	// n is the step; nil where there is none any more.
	n *flow.Node
	// closed and unseen are paths.
	closed, unseen []string
}

// byStep reports whether the step leaves a column closed. The initiator sees and
// fills all that the policy leaves open.
func (c closure) byStep(path string) bool {
	return c.n != nil && c.n.Type != flow.Start && c.n.AccessTo(path) != flow.Edit
}

func (c closure) shuts(path string) bool {
	return c.byStep(path) || slices.Contains(c.closed, path) || slices.Contains(c.unseen, path)
}

// columns are those of a table that are closed.
func (c closure) columns(table form.Field) []form.Field {
	return slices.DeleteFunc(slices.Clone(table.Columns), func(f form.Field) bool { return !c.shuts(f.Path) })
}

// opens reports whether anything of a table is open at the step. What is said of
// the others is refused as a whole.
func (c closure) opens(table form.Field) bool {
	if slices.Contains(c.closed, table.ID) {
		return false
	}
	return !c.byStep(table.ID) || slices.ContainsFunc(table.Columns, func(f form.Field) bool { return !c.byStep(f.Path) })
}

// tablesOpen visits the tables of edits of which anything is open.
func (c closure) tablesOpen(edits form.Values, visit func(table form.Field, rows []any)) {
	tablesIn(c.ed.Form, edits, func(table form.Field, rows []any) {
		if c.opens(table) {
			visit(table, rows)
		}
	})
}

// admitted judges the rows of tables that somebody sends, before anything else is
// said of them. It returns the edits with the ids of rows that came without, where
// it is plain which they are.
func (s *Service) admitted(a Actor, c closure, before, edits form.Values) (form.Values, error) {
	out := maps.Clone(edits)
	var (
		problems []fault.Problem
		guessed  []string
	)
	c.tablesOpen(edits, func(table form.Field, rows []any) {
		was, _ := before[table.ID].([]any)
		closed := c.columns(table)
		guessed = append(guessed, c.guessed(closed, rows)...)
		problems = append(problems, strangeRows(a, c.ed, table, was, rows)...)
		switch {
		case len(was) == 0 || len(rows) == 0 || slices.ContainsFunc(rows, carriesID):
		case c.hides(closed), holdsAny(was, closed):
			title := fieldTitles(c.ed, []string{table.ID}, a.Lang)
			problems = append(problems, fault.Problem{Path: "/" + table.ID, Code: "form.rowUnnamed", Message: sayIn(a.Lang,
				title+": its rows may hold something that you may not change, so it must be plain which row is which. Send each row with the $id that it came with, and new ones with null for it.",
				title+"：各行可能含有您不可修改的内容，须能分清每一行。请原样带上各行的 $id，新行的 $id 为 null。")})
		default:
			out[table.ID] = recognised(was, rows)
		}
	})
	switch {
	case len(guessed) > 0:
		return nil, s.engineError(c.ed, &engine.FieldClosedError{Node: c.n.ID, Fields: guessed}, a.Lang)
	case len(problems) > 0:
		return nil, &fault.Invalid{Code: "form.invalid", Problems: problems}
	}
	return out, nil
}

// guessed are the columns that the step closes, that the actor does not see and of
// which the rows speak all the same. Nobody is told whether they are right.
func (c closure) guessed(closed []form.Field, rows []any) []string {
	var paths []string
	for _, f := range closed {
		said := func(row any) bool { cells, _ := row.(map[string]any); _, ok := cells[f.ID]; return ok }
		if c.byStep(f.Path) && slices.Contains(c.unseen, f.Path) && slices.ContainsFunc(rows, said) {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// hides reports whether the actor does not see one of the columns: what it holds
// must not show in an answer.
func (c closure) hides(closed []form.Field) bool {
	return slices.ContainsFunc(closed, func(f form.Field) bool { return slices.Contains(c.unseen, f.Path) })
}

// holdsAny reports whether anything is filled into any of the columns.
func holdsAny(rows []any, columns []form.Field) bool {
	return slices.ContainsFunc(rows, func(row any) bool {
		cells, _ := row.(map[string]any)
		return slices.ContainsFunc(columns, func(f form.Field) bool { return cells[f.ID] != nil })
	})
}

// completed puts into edited tables what their rows hold in columns that are
// closed and of which the edit does not speak: whoever does not see a column cannot
// send it. Of a new row nothing is taken over there; what it begins with is put in
// by begun.
func (c closure) completed(before, edits form.Values) form.Values {
	out := maps.Clone(edits)
	c.tablesOpen(edits, func(table form.Field, rows []any) {
		closed, stood := c.columns(table), rowsByID(before[table.ID])
		if len(closed) == 0 {
			return
		}
		rows = slices.Clone(rows)
		for i, row := range rows {
			if cells, ok := row.(map[string]any); ok {
				id := rowID(row)
				rows[i] = c.completedRow(closed, stood[id], cells)
				delete(stood, id) // it stands in one place only
			}
		}
		out[table.ID] = rows
	})
	return out
}

// completedRow completes one row; before is nil for a new one. Null says no more
// than nothing of what the policy closes: it would empty what nobody sees.
func (c closure) completedRow(closed []form.Field, before, cells map[string]any) map[string]any {
	row := maps.Clone(cells)
	for _, f := range closed {
		said, given := cells[f.ID]
		held, holds := before[f.ID]
		switch {
		case holds && (!given || said == nil && slices.Contains(c.closed, f.Path)):
			row[f.ID] = held
		case given && before == nil && (said == nil || sameValue(said, beginsWith(f, nil))):
			delete(row, f.ID)
		}
	}
	return row
}

// begun puts into the new rows of edited tables what their closed cells begin with.
func (c closure) begun(before, edits form.Values) form.Values {
	out := maps.Clone(edits)
	c.tablesOpen(edits, func(table form.Field, rows []any) {
		closed, stood := c.columns(table), rowsByID(before[table.ID])
		rows = slices.Clone(rows)
		for i, row := range rows {
			cells, ok := row.(map[string]any)
			if !ok || stood[rowID(row)] != nil {
				continue
			}
			cells = maps.Clone(cells)
			for _, f := range closed {
				if v := beginsWith(f, nil); cells[f.ID] == nil && v != nil {
					cells[f.ID] = v
				}
			}
			rows[i] = cells
		}
		out[table.ID] = rows
	})
	return out
}

// notAsked adds to the hidden cells those that are closed and empty: they cannot be
// asked of whoever edits the others, and wait for somebody who may fill them in.
func (c closure) notAsked(values form.Values, hidden map[string]bool) map[string]bool {
	out := maps.Clone(hidden)
	tablesIn(c.ed.Form, values, func(table form.Field, rows []any) {
		for _, f := range c.columns(table) {
			for i, row := range rows {
				if cells, _ := row.(map[string]any); cells[f.ID] == nil {
					out[table.ID+"."+itoa(i)+"."+f.ID] = true
				}
			}
		}
	})
	return out
}

// unseen are the fields and columns of a case that its reader does not see. It is
// nil where no table is edited.
func (s *Service) unseen(ctx context.Context, a Actor, ed *studio.Edition, doc *Document, edits form.Values) []string {
	table := func(id string) bool { _, rows := edits[id].([]any); return rows }
	if !slices.ContainsFunc(slices.Collect(maps.Keys(edits)), table) {
		return nil
	}
	return s.notSeen(ctx, a, ed, doc)
}

// notSeen are the fields and columns of a case that its reader does not see: those
// that policy or flow hides, and the sensitive ones that neither opens to them.
func (s *Service) notSeen(ctx context.Context, a Actor, ed *studio.Edition, doc *Document) []string {
	resource := s.readResource(ed, doc, a)
	d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: resource})
	return union(union(slices.Clone(d.Hide), hiddenByNodes(ed, doc, a)), veiled(ed, resource.Opened, d))
}

// closedColumn refuses cells of a column that the policy closes. In one that is
// only locked may stand what its row held before, or what a new row begins with.
func (s *Service) closedColumn(a Actor, ed *studio.Edition, c check, path string, locked bool) []fault.Problem {
	id, column, ok := strings.Cut(path, ".")
	field, known := ed.Form.Field(path)
	rows, _ := c.values[id].([]any)
	if !ok || !known {
		return nil
	}
	var problems []fault.Problem
	stood := rowsByID(c.before[id])
	for i, row := range rows {
		cells, _ := row.(map[string]any)
		cell, said := cells[column]
		before, stands := stood[rowID(row)]
		switch {
		case !said, cell == nil && (!locked || !stands):
		case locked && stands && sameValue(before[column], cell):
		case locked && !stands && c.before != nil && sameValue(beginsWith(field, nil), cell):
		default:
			problems = append(problems, s.mayNotFill(a, ed, "/"+id+"/"+itoa(i)+"/"+column, path))
		}
	}
	return problems
}
