package workflow

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
)

// closedCells puts into edited tables the cells of columns that a step does not
// open, as they were, where the edit does not speak of them: whoever does not see a
// column cannot send it. Where rows were added or removed nobody can tell which row
// is which, and the engine refuses that.
func closedCells(n *flow.Node, before, edits form.Values) form.Values {
	if n.Type == flow.Start { // the initiator sees and fills all of it
		return edits
	}
	out := maps.Clone(edits)
	for id, v := range edits {
		was, _ := before[id].([]any)
		is, ok := v.([]any)
		if !ok || len(was) != len(is) {
			continue
		}
		rows := slices.Clone(is)
		for i := range rows {
			rows[i] = closedRow(n, id, was[i], is[i])
		}
		out[id] = rows
	}
	return out
}

// closedRow returns a row of a table with the cells that the edit leaves out and
// the step closes.
func closedRow(n *flow.Node, table string, was, is any) any {
	before, okBefore := was.(map[string]any)
	now, okNow := is.(map[string]any)
	if !okBefore || !okNow {
		return is
	}
	row := maps.Clone(now)
	for column, cell := range before {
		if _, said := now[column]; !said && n.AccessTo(table+"."+column) != flow.Edit {
			row[column] = cell
		}
	}
	return row
}
