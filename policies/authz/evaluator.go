package authz

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// DefaultDeadline is how long one decision may take unless Options say otherwise.
// The default policy takes some 20 µs; the rest is for a busy machine, where a
// shorter time would deny what is allowed.
const DefaultDeadline = 250 * time.Millisecond

// Options adjust an Evaluator. The zero value is what production uses.
type Options struct {
	// Deadline is how long one evaluation may take; 0 means DefaultDeadline. The
	// context's own deadline counts as well when it is earlier.
	Deadline time.Duration
	// Report, when set, is told of every failure behind a denial or an error, with
	// the action asked for, or the rule's name where there was none. It must be
	// quick and safe for concurrent use.
	Report func(ctx context.Context, what string, failure error)
}

// Evaluator is the Authorizer that evaluates a compiled policy. It is safe for
// concurrent use, and Swap may replace the policy at any time: an evaluation
// under way ends with the policy it began with.
type Evaluator struct {
	policy   atomic.Pointer[Policy]
	deadline time.Duration
	report   func(ctx context.Context, what string, failure error)
}

var _ Authorizer = (*Evaluator)(nil)

// New returns an Evaluator of the policy; with nil it denies everything until
// Swap gives it one.
func New(p *Policy, o Options) *Evaluator {
	e := &Evaluator{deadline: o.Deadline, report: o.Report}
	if e.deadline <= 0 {
		e.deadline = DefaultDeadline
	}
	e.policy.Store(p)
	return e
}

// Swap replaces the policy and returns the one before it.
func (e *Evaluator) Swap(p *Policy) *Policy { return e.policy.Swap(p) }

// Policy returns the policy in force, or nil.
func (e *Evaluator) Policy() *Policy { return e.policy.Load() }

// Decide implements Authorizer.
func (e *Evaluator) Decide(ctx context.Context, r Request) Decision {
	d, err := e.decide(ctx, &r)
	return e.settle(ctx, &r, d, err)
}

// DecideAndReaders answers a request and names the readers of its resource in
// one evaluation, for callers that write the resource as it is in the request. The
// readers are nil unless the decision allows. The error is about the readers alone:
// a failed decision is a denial.
func (e *Evaluator) DecideAndReaders(ctx context.Context, r Request) (Decision, []string, error) {
	d, readers, decisionErr, readersErr := e.admit(ctx, &r)
	d = e.settle(ctx, &r, d, decisionErr)
	if !d.Allow {
		return d, nil, nil
	}
	e.tell(ctx, RuleReaders, readersErr)
	return d, readers, readersErr
}

// Principals implements Authorizer.
func (e *Evaluator) Principals(ctx context.Context, s Subject) ([]string, error) {
	r := Request{Subject: s}
	return e.list(ctx, RulePrincipals, &r)
}

// Readers implements Authorizer.
func (e *Evaluator) Readers(ctx context.Context, res Resource) ([]string, error) {
	r := Request{Resource: res}
	return e.list(ctx, RuleReaders, &r)
}

func (e *Evaluator) decide(ctx context.Context, r *Request) (Decision, error) {
	p := e.policy.Load()
	if p == nil {
		return Decision{}, ErrNoPolicy
	}
	ctx, cancel := context.WithTimeout(ctx, e.deadline)
	defer cancel()
	vars, err := p.eval(ctx, &p.decision, inputOf(r))
	if err != nil {
		return Decision{Revision: p.revision}, err
	}
	d, err := decisionIn(vars["answer"])
	d.Revision = p.revision
	return d, err
}

func (e *Evaluator) admit(ctx context.Context, r *Request) (d Decision, readers []string, decisionErr, readersErr error) {
	p := e.policy.Load()
	if p == nil {
		return Decision{}, nil, ErrNoPolicy, ErrNoPolicy
	}
	ctx, cancel := context.WithTimeout(ctx, e.deadline)
	defer cancel()
	vars, err := p.eval(ctx, &p.admission, inputOf(r))
	if err != nil {
		return Decision{Revision: p.revision}, nil, err, err
	}
	d, decisionErr = decisionIn(only(vars["decisions"]))
	d.Revision = p.revision
	if decisionErr == nil && d.Allow {
		readers, readersErr = listIn(RuleReaders, only(vars["readers"]))
	}
	return d, readers, decisionErr, readersErr
}

func (e *Evaluator) list(ctx context.Context, rule string, r *Request) ([]string, error) {
	list, err := e.evalList(ctx, rule, r)
	e.tell(ctx, rule, err)
	return list, err
}

func (e *Evaluator) evalList(ctx context.Context, rule string, r *Request) ([]string, error) {
	p := e.policy.Load()
	if p == nil {
		return nil, ErrNoPolicy
	}
	query := &p.readers
	if rule == RulePrincipals {
		query = &p.principals
	}
	ctx, cancel := context.WithTimeout(ctx, e.deadline)
	defer cancel()
	vars, err := p.eval(ctx, query, inputOf(r))
	if err != nil {
		return nil, err
	}
	return listIn(rule, vars["answer"])
}

// settle turns a failure into a denial, tells of it and marks the trail.
func (e *Evaluator) settle(ctx context.Context, r *Request, d Decision, err error) Decision {
	if err != nil {
		d = Decision{Reasons: []string{reasonOf(err)}, Revision: d.Revision}
		e.tell(ctx, r.Action, err)
	}
	TrailOf(ctx).mark(r, d)
	return d
}

func (e *Evaluator) tell(ctx context.Context, what string, err error) {
	if err != nil && e.report != nil {
		e.report(ctx, what, err)
	}
}

// decisionIn reads a decision, where nil means that it is undefined.
func decisionIn(v any) (Decision, error) {
	value, ok := v.(ast.Value)
	if !ok {
		return Decision{}, fmt.Errorf("%w: %s", ErrUndefined, RuleDecision)
	}
	return decisionOf(value)
}

// listIn reads principals, where nil means that they are undefined.
func listIn(rule string, v any) ([]string, error) {
	value, ok := v.(ast.Value)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUndefined, rule)
	}
	return principalsOf(rule, value)
}

// only gives the one member of an array, or nil where there is none.
func only(v any) any {
	if a, ok := v.(*ast.Array); ok && a.Len() == 1 {
		return a.Elem(0).Value
	}
	return nil
}
