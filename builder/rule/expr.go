package rule

import (
	"encoding/json"
	"fmt"
)

// Expr is a parsed condition or formula. It is immutable and safe for
// concurrent use.
type Expr struct{ root *node }

// Parse reads an expression. The error is a *CompileError.
func Parse(raw json.RawMessage) (*Expr, error) {
	root, finding := parse(raw)
	if finding != nil {
		return nil, &CompileError{Findings: []Finding{*finding}}
	}
	return &Expr{root: root}, nil
}

// ParseTyped reads an expression and checks it as [Expr.Check] does. The error
// is a *CompileError.
func ParseTyped(raw json.RawMessage, types Types, want Kind) (*Expr, error) {
	e, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	if findings := e.Check(types, want); len(findings) > 0 {
		return nil, &CompileError{Findings: findings}
	}
	return e, nil
}

// Check returns what is wrong with the expression for a form with these fields,
// and for a result of this kind (KindBool for a condition). The params of each
// finding hold "at", the JSON pointer of the place within the expression.
func (e *Expr) Check(types Types, want Kind) []Finding {
	return check(e.root, types, "", Type{Kind: want})
}

// Vars returns the variables that the expression reads, sorted, each once:
// "days", "items.amount", "$today", "$initiator.dept".
func (e *Expr) Vars() []string { return e.root.vars() }

// Env is what an expression is evaluated in.
type Env struct {
	// Values are the form's values as form.DecodeValues gives them.
	Values map[string]any
	// Today is the site's date, "YYYY-MM-DD", read by {"var":"$today"}.
	Today string
	// Calendar says which days are worked; without it workdays is an error.
	Calendar *CompiledCalendar
	// Initiator is read by {"var":"$initiator.dept"} and its like.
	Initiator map[string]any
}

// EvalError says why an expression could not be evaluated on these values.
type EvalError struct {
	// Code is CodeType, CodeRange, CodeDate or CodeCalendar.
	Code string
	// At is the JSON pointer of the failing operation within the expression.
	At string
}

// Error gives the code and the place.
func (e *EvalError) Error() string { return fmt.Sprintf("%s at %q", e.Code, e.At) }

// Eval evaluates the expression: nil, bool, string, decimal.Decimal, []any or
// map[string]any. The error is an *EvalError.
func (e *Expr) Eval(env Env) (any, error) {
	return e.eval(&scope{env: &env, values: env.Values})
}

// eval spares callers the typed nil that an interface would make of it.
func (e *Expr) eval(s *scope) (any, error) {
	v, err := s.eval(e.root)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Truth evaluates a condition. known is false when the result is null, because
// something that it reads is not filled in, and when evaluation fails.
func (e *Expr) Truth(env Env) (truth, known bool) {
	v, err := e.Eval(env)
	if err != nil {
		return false, false
	}
	truth, known = v.(bool)
	return truth, known
}
