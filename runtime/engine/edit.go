package engine

import (
	"reflect"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
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
// or columns of it ("items.amount"). Where a table is open in some columns only,
// its rows stay and only cells of those columns may change. Where it is open and
// closes some columns, rows may come, go and move, each with what it holds there.
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
	if !ok && (value != nil || access != flow.Edit) {
		return []string{field}
	}
	pairs, ok := pairsOf(was, is, access == flow.Edit)
	if !ok {
		return []string{field}
	}
	var found []string
	for _, p := range pairs {
		for _, row := range p {
			for column := range row {
				path := field + "." + column
				if column != rule.RowID && n.AccessTo(path) != flow.Edit && !slices.Contains(found, path) &&
					!reflect.DeepEqual(p[0][column], p[1][column]) {
					found = append(found, path)
				}
			}
		}
	}
	return found
}

// pairsOf puts each row of an edit beside what it was before. Where rows are free
// to come, go and move, a row is known by its id and one without is new; otherwise,
// and where rows have no ids, each has kept its place. It is false where the rows
// are not what they may be.
func pairsOf(was, is []any, free bool) (pairs [][2]map[string]any, ok bool) {
	stood := map[string]map[string]any{}
	for _, row := range was {
		cells, _ := row.(map[string]any)
		if id, ok := cells[rule.RowID].(string); ok {
			stood[id] = cells
		}
	}
	free = free && len(stood) == len(was)
	if !free && len(was) != len(is) {
		return nil, false
	}
	for i, row := range is {
		b, ok := row.(map[string]any)
		if !ok {
			return nil, false
		}
		id, _ := b[rule.RowID].(string)
		a := stood[id]
		delete(stood, id) // it stands in one place only
		if !free {
			if a, ok = was[i].(map[string]any); !ok || !reflect.DeepEqual(a[rule.RowID], b[rule.RowID]) {
				return nil, false
			}
		}
		pairs = append(pairs, [2]map[string]any{a, b})
	}
	return pairs, true
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
