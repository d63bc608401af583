package authz

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The rules that a policy must have, in the package banli.authz.
const (
	PackageName    = "banli.authz"
	RuleDecision   = "decision"
	RulePrincipals = "principals"
	RuleReaders    = "readers"
)

// Source is a policy before it is compiled.
type Source struct {
	// Revision names the policy in decisions and logs.
	Revision string
	// Modules are the parsed Rego files by their path. Compile takes them over.
	Modules map[string]*ast.Module
	// Data is the document that rules read as data; it may be nil. Compile takes
	// it over.
	Data map[string]any
}

// MissingRuleError says that a policy lacks a rule of the contract.
type MissingRuleError struct {
	// Rule is the rule's name within the package banli.authz.
	Rule string
	// Function says that there is one of that name, but it takes arguments.
	Function bool
}

// Error names the rule.
func (e *MissingRuleError) Error() string {
	if e.Function {
		return fmt.Sprintf("%s in package %s is a function; it must be a rule without arguments", e.Rule, PackageName)
	}
	return fmt.Sprintf("the rule %s is missing in package %s", e.Rule, PackageName)
}

// Policy is a compiled policy, ready to be evaluated by many at once.
type Policy struct {
	revision   string
	decision   rego.PreparedEvalQuery
	principals rego.PreparedEvalQuery
	readers    rego.PreparedEvalQuery
	admission  rego.PreparedEvalQuery
	fixed      []rego.EvalOption
}

// Compile compiles a policy strictly against [Capabilities] and prepares its
// queries. The error wraps ast.Errors where the compiler found something, each with
// its place, and is a *MissingRuleError where the contract is not met.
func Compile(ctx context.Context, s Source) (*Policy, error) {
	store := inmem.NewFromObjectWithOpts(orEmpty(s.Data), inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	// The policy never writes its store, so one reading transaction serves all
	// evaluations until both are garbage.
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("authz: open the policy's data: %w", err)
	}
	compiler := ast.NewCompiler().
		WithCapabilities(Capabilities()).
		WithStrict(true).
		WithDefaultRegoVersion(ast.RegoV1).
		WithPathConflictsCheck(storage.NonEmpty(ctx, store, txn))
	if compiler.Compile(s.Modules); compiler.Failed() {
		return nil, fmt.Errorf("authz: compile the policy: %w", compiler.Errors)
	}
	for _, rule := range []string{RuleDecision, RulePrincipals, RuleReaders} {
		if err := checkRule(compiler, rule); err != nil {
			return nil, err
		}
	}

	p := &Policy{revision: s.Revision, fixed: []rego.EvalOption{
		rego.EvalTransaction(txn),
		rego.EvalMetrics(metrics.NoOp()),
		// No allowed builtin reads the clock; a fixed instant keeps it that way.
		rego.EvalTime(time.Unix(0, 0)),
	}}
	for _, q := range []struct {
		into *rego.PreparedEvalQuery
		text string
	}{
		{&p.decision, "answer := data.banli.authz.decision"},
		{&p.principals, "answer := data.banli.authz.principals"},
		{&p.readers, "answer := data.banli.authz.readers"},
		// A comprehension is empty where its rule is undefined, so one undefined
		// rule does not take the other one with it.
		{&p.admission, "decisions := [d | d := data.banli.authz.decision]; readers := [r | r := data.banli.authz.readers]"},
	} {
		*q.into, err = rego.New(
			rego.Query(q.text),
			rego.Compiler(compiler),
			rego.Store(store),
			rego.Transaction(txn),
			rego.StrictBuiltinErrors(true),
			rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }),
		).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("authz: prepare %q: %w", q.text, err)
		}
	}
	return p, nil
}

// Revision names the policy.
func (p *Policy) Revision() string { return p.revision }

func orEmpty(data map[string]any) map[string]any {
	if data == nil {
		return map[string]any{}
	}
	return data
}

// checkRule makes sure that a rule of the contract is there and takes no arguments.
func checkRule(c *ast.Compiler, name string) error {
	ref := ast.MustParseRef("data." + PackageName + "." + name)
	rules := c.GetRulesWithPrefix(ref)
	if len(rules) == 0 {
		return &MissingRuleError{Rule: name}
	}
	for _, r := range rules {
		if len(r.Head.Args) > 0 {
			return &MissingRuleError{Rule: name, Function: true}
		}
	}
	return nil
}

// eval runs one of the prepared queries and gives the values of its variables, or
// nil where it is undefined.
func (p *Policy) eval(ctx context.Context, q *rego.PreparedEvalQuery, input ast.Value) (vars rego.Vars, err error) {
	defer func() {
		if r := recover(); r != nil {
			vars, err = nil, fmt.Errorf("%w: panic: %v", ErrEvaluation, r)
		}
	}()
	stop := stopper{done: ctx.Done()}
	results, err := q.Eval(ctx, func(e *rego.EvalContext) {
		for _, o := range p.fixed {
			o(e)
		}
		rego.EvalParsedInput(input)(e)
		rego.EvalExternalCancel(stop)(e)
	})
	switch {
	case err == nil && len(results) == 0:
		return nil, nil
	case err == nil:
		return results[0].Bindings, nil
	case topdown.IsCancel(err), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return nil, fmt.Errorf("%w: %w", ErrTimeout, err)
	default:
		return nil, fmt.Errorf("%w: %w", ErrEvaluation, err)
	}
}

// stopper tells an evaluation to end when its context has ended. It looks at the
// context itself, which saves a goroutine for each evaluation.
type stopper struct{ done <-chan struct{} }

var _ topdown.Cancel = stopper{}

// Cancel does nothing: only the context ends an evaluation.
func (s stopper) Cancel() {}

// Cancelled says whether the context has ended.
func (s stopper) Cancelled() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
