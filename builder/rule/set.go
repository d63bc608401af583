package rule

import (
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// The caps of a list of rules.
const (
	maxRules   = 300
	maxActions = 50
	// maxSetNodes bounds all expressions of a list of rules together.
	maxSetNodes = 5000
)

// Set is a list of rules, compiled. It is immutable and safe for concurrent use.
type Set struct {
	conditions []condition
	// steps are the fields that rules show, hide or set, each after those that
	// its rules read: one pass over them reaches the fix-point.
	steps []step
	// requires, locks, limits and warns are judged last, on the final values.
	requires, locks, limits, warns []flag
}

// condition is a rule's when; expr is nil for a rule that always holds.
type condition struct {
	path string
	expr *Expr
	// table is set where the condition is judged for each of its rows.
	table string
}

// place is a field, or a table's column.
type place struct {
	// field is the path; column is set, and table, where it is a column's.
	field, table, column string
}

func placeOf(field string) place {
	table, column, ok := strings.Cut(field, ".")
	if !ok {
		return place{field: field}
	}
	return place{field: field, table: table, column: column}
}

// flag is an action that changes no value.
type flag struct {
	place
	condition int
	path      string
	options   []string
	text      words.Text
}

// step is what rules do to the visibility and the value of one field.
type step struct {
	place
	show, hide     []int
	sets, defaults []assignment
}

// assignment is a set or default action.
type assignment struct {
	condition int
	path      string
	expr      *Expr
}

// Fixed are the fields that are read-only whatever the values, and are not
// computed.
func (s *Set) Fixed() map[string]bool {
	out := map[string]bool{}
	for _, f := range s.locks {
		out[f.field] = out[f.field] || s.conditions[f.condition].expr == nil
	}
	return out
}
