package bundle

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/banli-oa/banli/policies/authz"
)

// Trial says how a policy is tried on sample requests before it is put in force.
type Trial struct {
	// Each is how long one evaluation may take; 2 s by default, which is lenient
	// towards a busy machine.
	Each time.Duration
	// All is how long the whole trial may take; 10 s by default.
	All time.Duration
}

func (t Trial) orDefaults() Trial {
	if t.Each <= 0 {
		t.Each = 2 * time.Second
	}
	if t.All <= 0 {
		t.All = 10 * time.Second
	}
	return t
}

// samples are the subjects and resources that each action is asked for with.
var (
	sampleSubjects = []authz.Subject{
		{Anonymous: true, Scheme: "none"},
		{ID: "employee", Roles: []string{"employee"}, Dept: "team", Depts: []string{"team", "company"}, Scheme: "session"},
		{ID: "manager", Roles: []string{"employee", "manager"}, Dept: "team", Depts: []string{"team", "company"}, Heads: []string{"team"}, Scheme: "token"},
		{ID: "many", Roles: []string{"employee", "hr", "admin", "it"}, Dept: "company", Depts: []string{"company"}, Scheme: "demo"},
	}
	sampleResources = []authz.Resource{
		{},
		{Kind: "app", App: "leave", ID: "leave"},
		{Kind: "draft", App: "leave", ID: "draft", Owner: "employee"},
		{
			Kind: "instance", App: "leave", ID: "case", Status: "running", Node: "manager",
			Initiator: "employee", InitiatorDept: "team", InitiatorDepts: []string{"team", "company"}, InitiatorManager: "manager",
			Assignees: []string{"user:manager"}, Participants: []string{"user:employee", "role:hr"},
		},
	}
)

// run asks the policy for every action, and for the lists. That it denies or has no
// answer is fine; that it fails, answers in a wrong shape or is slow is not.
func (t Trial) run(ctx context.Context, p *authz.Policy) error {
	ctx, cancel := context.WithTimeout(ctx, t.All)
	defer cancel()
	var failed error
	e := authz.New(p, authz.Options{Deadline: t.Each, Report: func(_ context.Context, what string, failure error) {
		if failed == nil && !errors.Is(failure, authz.ErrUndefined) {
			failed = t.refusal(what, failure)
		}
	}})
	for _, s := range sampleSubjects {
		for _, r := range sampleResources {
			for _, action := range authz.Actions() {
				e.Decide(ctx, authz.Request{Action: action, Subject: s, Resource: r})
				if failed != nil {
					return failed
				}
			}
		}
	}
	for _, s := range sampleSubjects {
		// The error is what Report was told.
		_, _ = e.Principals(ctx, s)
	}
	for _, r := range sampleResources {
		_, _ = e.Readers(ctx, r)
	}
	return failed
}

func (t Trial) refusal(what string, failure error) *Error {
	e := &Error{cause: failure}
	asked := "asked for " + what
	switch {
	case errors.Is(failure, authz.ErrTimeout):
		e.Code = CodeSlow
		e.Detail = fmt.Sprintf("%s, the policy had no answer within %v", asked, t.Each)
		e.Mend = "Make it cheaper: key rules by input.action and avoid loops within loops; opa eval --profile shows where the time goes"
		return e
	case errors.Is(failure, authz.ErrShape):
		e.Code = CodeShape
		e.Mend = "Give the rule the shape of the default policy's: decision is {allow, reasons, hide, lock, open}, principals and readers are sets of texts"
	default:
		e.Code = CodeFails
		e.Mend = "Mend the rule so that it is undefined rather than failing, and so that no two rules give different answers"
	}
	e.Detail = asked + ", " + oneLine(strings.TrimPrefix(failure.Error(), "authz: "))
	var at *topdown.Error
	if errors.As(failure, &at) {
		e.Detail = asked + ", it failed: " + oneLine(at.Message)
		if at.Location != nil {
			e.File, e.Line, e.Column = strings.TrimPrefix(at.Location.File, "/"), at.Location.Row, at.Location.Col
		}
	}
	return e
}
