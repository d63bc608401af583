package workflow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// closedCells puts into edited tables the cells of columns that are closed, as they
// were, where the edit does not speak of them: whoever does not see a column cannot
// send it. Closed are those that the step does not open, and the given ones. Where
// rows were added or removed nobody can tell which row is which, and that is
// refused: by the engine for the columns of the step, by lostCells for the others.
func closedCells(n *flow.Node, closed []string, before, edits form.Values) form.Values {
	out := maps.Clone(edits)
	for id, v := range edits {
		was, _ := before[id].([]any)
		is, ok := v.([]any)
		if !ok || len(was) != len(is) {
			continue
		}
		rows := slices.Clone(is)
		for i := range rows {
			rows[i] = closedRow(n, closed, id, was[i], is[i])
		}
		out[id] = rows
	}
	return out
}

// closedRow returns a row of a table with the cells that the edit leaves out and
// that are closed.
func closedRow(n *flow.Node, closed []string, table string, was, is any) any {
	before, okBefore := was.(map[string]any)
	now, okNow := is.(map[string]any)
	if !okBefore || !okNow {
		return is
	}
	row := maps.Clone(now)
	for column, cell := range before {
		path := table + "." + column
		// The initiator sees and fills all that the policy leaves open.
		byStep := n.Type != flow.Start && n.AccessTo(path) != flow.Edit
		if _, said := now[column]; !said && (byStep || slices.Contains(closed, path)) {
			row[column] = cell
		}
	}
	return row
}

// unseen are the fields and columns of a case that its reader does not see: those
// that policy or flow hides, and the sensitive ones that neither opens to them.
// It is nil where no table is edited.
func (s *Service) unseen(ctx context.Context, a Actor, ed *studio.Edition, doc *Document, edits form.Values) []string {
	table := func(id string) bool { _, rows := doc.Case.Values[id].([]any); return rows }
	if !slices.ContainsFunc(slices.Collect(maps.Keys(edits)), table) {
		return nil
	}
	resource := s.readResource(ed, doc, a)
	d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: resource})
	return union(union(slices.Clone(d.Hide), hiddenByNodes(ed, doc, a)), veiled(ed, resource.Opened, d))
}

// closedColumn refuses cells of a column that the policy closes. In one that is
// only locked may stand what stood in it before, wherever the rows have moved.
func (s *Service) closedColumn(a Actor, ed *studio.Edition, c check, path string, locked bool) []fault.Problem {
	id, column, ok := strings.Cut(path, ".")
	field, known := ed.Form.Field(path)
	rows, _ := c.values[id].([]any)
	if !ok || !known {
		return nil
	}
	var problems []fault.Problem
	f := forgery{ed: ed, a: a, stood: map[string]map[string]bool{}}
	for i, row := range rows {
		cells, _ := row.(map[string]any)
		cell, said := cells[column]
		if !said || cell == nil && !locked {
			continue
		}
		if locked && (cell == nil && c.before == nil || f.stands(field, c.before[id], cell)) {
			continue
		}
		problems = append(problems, s.mayNotFill(a, ed, "/"+id+"/"+itoa(i)+"/"+column, path))
	}
	return problems
}

// lostCells refuses to add or remove rows of tables in which there is something
// that whoever edits them does not see: it would be lost, or come into another row.
func lostCells(a Actor, ed *studio.Edition, c check) []fault.Problem {
	var problems []fault.Problem
	for _, id := range slices.Sorted(maps.Keys(c.values)) {
		was, table := c.before[id].([]any)
		is, _ := c.values[id].([]any)
		if !table || len(was) == len(is) || !holdsAny(was, id, c.unseen) {
			continue
		}
		title := fieldTitles(ed, []string{id}, a.Lang)
		problems = append(problems, fault.Problem{Path: "/" + id, Code: "form.closed", Message: sayIn(a.Lang,
			title+": its rows hold something that you may not see, so rows cannot be added or removed.",
			title+"：各行含有您无权查看的内容，不能增加或删除行。")})
	}
	return problems
}

// holdsAny reports whether anything is filled into any of the columns.
func holdsAny(rows []any, table string, columns []string) bool {
	for _, row := range rows {
		cells, _ := row.(map[string]any)
		for column, cell := range cells {
			if cell != nil && slices.Contains(columns, table+"."+column) {
				return true
			}
		}
	}
	return false
}
