package rule

import (
	"strings"

	"github.com/shopspring/decimal"
)

// scope is one evaluation: the environment, and the values as the rules have
// changed them so far.
type scope struct {
	env    *Env
	values map[string]any
	// row is the table row that {"var":"$row.column"} reads; nil outside one.
	row map[string]any
	// steps counts the work done, so that a formula over every row of a formula
	// over every row ends.
	steps int
}

// maxSteps bounds one evaluation, or one Apply: nodes visited and cells read.
// It takes some tenths of a second to get there.
const maxSteps = 1_000_000

// eval evaluates a node. Its result is nil, bool, string, decimal.Decimal,
// []any or map[string]any.
func (s *scope) eval(n *node) (any, *EvalError) {
	if s.steps++; s.steps > maxSteps {
		return nil, fail(n, CodeTooLarge)
	}
	switch {
	case n.op != nil:
		return n.op.eval(s, n)
	case n.name != "":
		return s.variable(n)
	case n.list:
		out := make([]any, len(n.args))
		for i, a := range n.args {
			v, err := s.eval(a)
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	default:
		return n.value, nil
	}
}

// variable looks a variable up. What is missing is nil; a path over a table
// gives the list of its cells.
func (s *scope) variable(n *node) (any, *EvalError) {
	var v any
	path := n.path
	switch path[0] {
	case varToday:
		if s.env.Today == "" || len(path) > 1 {
			return nil, nil
		}
		return s.env.Today, nil
	case varInitiator:
		v, path = s.env.Initiator, path[1:]
	case varRow:
		v, path = s.row, path[1:]
	default:
		v, path = s.values[path[0]], path[1:]
	}
	for _, part := range path {
		v = member(v, part)
	}
	if list, isList := v.([]any); isList {
		s.steps += len(list)
	}
	out, ok := fromJSON(v)
	if !ok {
		return nil, fail(n, CodeRange)
	}
	if m, isMap := out.(map[string]any); isMap && m == nil {
		return nil, nil
	}
	return out, nil
}

// member reads a property of an object, or of each row of a table.
func member(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		return v[name]
	case []any:
		out := make([]any, len(v))
		for i, row := range v {
			if m, ok := row.(map[string]any); ok {
				out[i] = m[name]
			}
		}
		return out
	default:
		return nil
	}
}

// fail is the error of an operation.
func fail(n *node, code string) *EvalError { return &EvalError{Code: code, At: n.at} }

// number evaluates an operand that must be a number; known is false for null.
func (s *scope) number(n *node, i int) (d decimal.Decimal, known bool, err *EvalError) {
	v, err := s.eval(n.args[i])
	if err != nil || v == nil {
		return decimal.Zero, false, err
	}
	d, ok := v.(decimal.Decimal)
	if !ok {
		return decimal.Zero, false, fail(n, CodeType)
	}
	return d, true, nil
}

// truth evaluates an operand that must be a boolean; known is false for null.
func (s *scope) truth(n *node, i int) (truth, known bool, err *EvalError) {
	v, err := s.eval(n.args[i])
	if err != nil || v == nil {
		return false, false, err
	}
	truth, ok := v.(bool)
	if !ok {
		return false, false, fail(n, CodeType)
	}
	return truth, true, nil
}

// same compares two scalars that are not null; ok is false where their types
// differ or are not scalar. Two texts that are both date-times are the same when
// they mean the same point in time, however each is written.
func same(a, b any) (equal, ok bool) {
	switch a := a.(type) {
	case bool:
		b, ok := b.(bool)
		return ok && a == b, ok
	case string:
		b, ok := b.(string)
		if x, y, both := moments(a, b); both {
			return x == y, true
		}
		return ok && a == b, ok
	case decimal.Decimal:
		b, ok := b.(decimal.Decimal)
		return ok && a.Equal(b), ok
	default:
		return false, false
	}
}

// compare orders two values that are not null: numbers, dates, times or date-times.
func compare(a, b any) (order int, ok bool) {
	switch a := a.(type) {
	case decimal.Decimal:
		b, ok := b.(decimal.Decimal)
		if !ok {
			return 0, false
		}
		return a.Cmp(b), true
	case string:
		b, ok := b.(string)
		if x, y, both := moments(a, b); both {
			return x.compare(y), true
		}
		alike := dateShaped(a) && dateShaped(b) || timeShaped(a) && timeShaped(b)
		if !ok || !alike {
			return 0, false
		}
		switch {
		case a < b:
			return -1, true
		case a > b:
			return 1, true
		}
		return 0, true
	default:
		return 0, false
	}
}

// blank reports whether text has nothing but spaces.
func blank(s string) bool { return strings.TrimFunc(s, isBlank) == "" }

// isBlank is spelt out because the two languages' trim functions differ.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0', '\u3000':
		return true
	}
	return false
}
