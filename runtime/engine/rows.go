package engine

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// rowPeople are those of one row of a table, counted from 1.
type rowPeople struct {
	row    int
	people []string
	// standIns are those of the people who act for somebody.
	standIns []StandIn
}

// RowsUnnamed says for which rows of a table a step that asks somebody for each
// of them found nobody: they are not asked for there.
type RowsUnnamed struct {
	Token int    `json:"token"`
	Node  string `json:"node"`
	Rows  []int  `json:"rows"`
}

// TypeRowsUnnamed is the stored name of the event.
const TypeRowsUnnamed = "rows.unnamed"

// EventType returns TypeRowsUnnamed.
func (RowsUnnamed) EventType() string { return TypeRowsUnnamed }

func (in *Instance) rowsUnnamed(e RowsUnnamed) error {
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	in.Visits[t.Visit].Unnamed = e.Rows
	return nil
}

// fromField finds the people whom a form field names, or the heads of the
// departments that it names. Where people act, a table's column names those of
// each row.
func (r *run) fromField(t Token, n *flow.Node, by *flow.Assignee) (f found, known bool, err error) {
	cells := cellsOf(r.in.Values, by.Field)
	var named []string
	for _, c := range cells {
		named = append(named, c.people...)
	}
	if len(named) == 0 {
		return f, !r.look.unsureStep(t), nil
	}
	heads, known := map[string][]string{}, true
	if by.Kind == flow.Field {
		q := r.query(n, by)
		people, sure, err := r.people(q)
		if err != nil || !sure {
			return f, false, err
		}
		for _, p := range people {
			heads[strings.TrimPrefix(p, UserPrefix)] = []string{p}
		}
	} else {
		for _, department := range named {
			people, sure, err := r.headOf(n, by, department)
			if err != nil {
				return f, false, err
			}
			heads[department], known = people, known && sure
		}
	}
	_, _, rows := by.RowsOf()
	for _, c := range cells {
		var people []string
		for _, id := range c.people {
			people = union(people, heads[id])
		}
		f.people = union(f.people, people)
		switch {
		case !rows || !n.Type.Asks():
		case len(people) > 0:
			f.rows = append(f.rows, rowPeople{row: c.row, people: people})
		default:
			f.unnamed = append(f.unnamed, c.row)
		}
	}
	return f, known, nil
}

// headOf returns the head of a department that the form names.
func (r *run) headOf(n *flow.Node, by *flow.Assignee, department string) (people []string, known bool, err error) {
	named := *by
	named.Field, named.Department = "", department
	return r.people(r.query(n, &named))
}

// cellsOf reads who is named in a field, or in each row of a table's column.
func cellsOf(values map[string]any, path string) []rowPeople {
	table, column, rows := strings.Cut(path, ".")
	if !rows {
		return []rowPeople{{people: peopleIn(values[path])}}
	}
	var cells []rowPeople
	list, _ := values[table].([]any)
	for i, row := range list {
		cell, _ := row.(map[string]any)
		cells = append(cells, rowPeople{row: i + 1, people: peopleIn(cell[column])})
	}
	return cells
}

// rowed reports whether a stay asks for each row of a table.
func rowed(tasks []Task) bool {
	return slices.ContainsFunc(tasks, func(t Task) bool { return t.Row > 0 })
}

// judgeAnyRow judges a stay that asks for each row and goes on with the first
// decision on one of them. Signers who were added are waited for.
func judgeAnyRow(tasks []Task) verdict {
	some := func(is func(Task) bool) bool { return slices.ContainsFunc(tasks, is) }
	switch {
	case some(func(t Task) bool { return t.Status == TaskRefused }):
		return refused
	case some(func(t Task) bool { return t.AddedBy != "" && t.Live() }):
		return pending
	case some(func(t Task) bool { return t.Row > 0 && t.Status.agrees() }):
		return passed
	}
	return pending
}
