package rule

import (
	"slices"
	"strings"
)

// node is one part of an expression: a literal, a list, a variable or an
// operation. Exactly one of the four.
type node struct {
	// op is set for an operation, with its operands in args.
	op   *operator
	args []*node
	// list is set for a list, with its elements in args.
	list bool
	// name is set for a variable, with its parts in path.
	name string
	path []string
	// value is a literal's: nil, bool, string or decimal.Decimal.
	value any
	// at is the JSON pointer of the node within its expression.
	at string
}

// The variables that are not fields.
const (
	varToday     = "$today"
	varNow       = "$now"
	varInitiator = "$initiator"
	varRow       = "$row"
)

func (n *node) isVar() bool { return n.name != "" }

func (n *node) isLiteral() bool { return n.op == nil && !n.list && n.name == "" }

// walk calls f for the node and everything below it.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, a := range n.args {
		a.walk(f)
	}
}

// vars lists the variables that the node reads, sorted, each once.
func (n *node) vars() []string {
	var out []string
	n.walk(func(n *node) {
		if n.isVar() {
			out = append(out, n.name)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// splitVar splits a variable's path, and is false where a part is empty.
func splitVar(name string) ([]string, bool) {
	parts := strings.Split(name, ".")
	if len(parts) > 4 {
		return nil, false
	}
	for _, p := range parts {
		if p == "" {
			return nil, false
		}
	}
	return parts, true
}
