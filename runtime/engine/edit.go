package engine

import (
	"reflect"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// edit records the fields that came with a decision. What the node does not
// open is refused, even where the value is the one already there: otherwise
// hidden values could be guessed at. At the start everything is open.
func (r *run) edit(t Task, n *flow.Node, c DecideTask) error {
	var closed []string
	for field, value := range c.Edits {
		if n.Type == flow.Start { // the initiator fills the form again
			break
		}
		closed = append(closed, closedIn(n, field, r.in.Values[field], value)...)
	}
	if len(closed) > 0 {
		slices.Sort(closed)
		return &FieldClosedError{Node: n.ID, Fields: closed}
	}
	e := FieldsEdited{
		Task:     t.ID,
		Edits:    changed(r.in.Values, c.Edits),
		Computed: changed(r.in.Values, c.Computed),
	}
	if len(e.Edits) == 0 && len(e.Computed) == 0 {
		return nil
	}
	return r.emit(e)
}

// changed returns the edits that are not already there.
func changed(values, edits map[string]any) map[string]any {
	var c map[string]any
	for field, value := range edits {
		if reflect.DeepEqual(values[field], value) {
			continue
		}
		if c == nil {
			c = map[string]any{}
		}
		c[field] = value
	}
	return c
}

// closedIn returns what an edit touches and the node does not open: the field,
// or columns of it ("items.amount"). Where a table is open in some columns
// only, its rows stay and only cells of those columns may change.
func closedIn(n *flow.Node, field string, old, value any) []string {
	access := n.AccessTo(field)
	open, closed := columnAccess(n, field)
	switch {
	case access == flow.Edit && !closed:
		return nil
	case !open && access != flow.Edit:
		return []string{field}
	}
	was, _ := old.([]any)
	is, ok := value.([]any)
	if !ok || len(was) != len(is) {
		return []string{field}
	}
	var found []string
	for i := range was {
		a, okA := was[i].(map[string]any)
		b, okB := is[i].(map[string]any)
		if !okA || !okB {
			return []string{field}
		}
		for _, row := range []map[string]any{a, b} {
			for column := range row {
				path := field + "." + column
				if n.AccessTo(path) != flow.Edit && !slices.Contains(found, path) &&
					!reflect.DeepEqual(a[column], b[column]) {
					found = append(found, path)
				}
			}
		}
	}
	return found
}

// columnAccess reports whether the node opens some columns of a field, and
// whether it closes some.
func columnAccess(n *flow.Node, field string) (open, closed bool) {
	for path := range n.Fields {
		if strings.HasPrefix(path, field+".") {
			if n.AccessTo(path) == flow.Edit {
				open = true
			} else {
				closed = true
			}
		}
	}
	return open, closed
}
