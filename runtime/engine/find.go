package engine

import (
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/flow"
)

// ResolvedOtherwise begins the Resolver of a task whose people were found by
// what a step tries where it finds nobody: "otherwise.1:role".
const ResolvedOtherwise = "otherwise."

// found is who acts at a step.
type found struct {
	people []string
	// rows are those of each row, where a table's rows are asked for one by one;
	// people has them all. unnamed are the rows for which nobody was found.
	rows     []rowPeople
	unnamed  []int
	standIns []StandIn
	resolver string
}

// whoActs tries what a step says of who acts, one after the other, until it
// finds somebody. known is false where it is not known yet; own is set where
// nobody is asked because it is the initiator's own affair.
func (r *run) whoActs(t Token, n *flow.Node) (f found, known, own bool, err error) {
	if f, known, own, err = r.try(t, n, n.Assignee); err != nil || !known || own || len(f.people) > 0 {
		return f, known, own, err
	}
	for i := range n.Otherwise {
		by := &n.Otherwise[i]
		next, known, own, err := r.try(t, n, by)
		if err != nil || !known || own || len(next.people) > 0 {
			next.resolver = ResolvedOtherwise + strconv.Itoa(i+1) + ":" + string(by.Kind)
			return next, known, own, err
		}
	}
	return f, true, false, nil
}

// try finds people in one way, and takes the initiator out of them where the
// step says so.
func (r *run) try(t Token, n *flow.Node, by *flow.Assignee) (f found, known, own bool, err error) {
	if f, known, err = r.find(t, n, by); err != nil || !known {
		return f, known, false, err
	}
	if len(f.rows) == 0 {
		f.people, f.standIns, known, own, err = r.others(n, f.people)
		return f, known, own, err
	}
	rows := f.rows
	f.people, f.rows = nil, nil
	for _, row := range rows {
		left, standIns, sure, mine, err := r.others(n, row.people)
		switch {
		case err != nil || !sure:
			return f, sure, false, err
		case mine:
			own = true
		case len(left) == 0:
			f.unnamed = append(f.unnamed, row.row)
		default:
			f.rows = append(f.rows, rowPeople{row: row.row, people: left, standIns: standIns})
			f.people = union(f.people, left)
		}
	}
	slices.Sort(f.unnamed)
	return f, true, own && len(f.rows) == 0, nil
}

// find finds people in one way. known is false where that is not known: the
// need is noted, or, looking ahead, what names them is still to be filled in or
// chosen.
func (r *run) find(t Token, n *flow.Node, by *flow.Assignee) (f found, known bool, err error) {
	switch {
	case by.Kind == flow.Field, by.Kind == flow.DepartmentHead && by.Field != "":
		f, known, err = r.fromField(t, n, by)
	case by.Kind == flow.Scripted:
		f.people, known, err = r.scriptPeople(t, n, by)
	case by.Kind == flow.Chosen:
		f.people, known, err = r.chosen(t, n)
	default:
		f.people, known, err = r.people(r.query(n, by))
	}
	f.resolver = string(by.Kind)
	return f, known, err
}

// union adds to a list what is not in it yet.
func union(list, more []string) []string {
	for _, p := range more {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}
