package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// startElement is where a case begins: there is nothing to wait for. A case
// that was returned to its initiator waits here until they send it on again.
type startElement struct{}

var (
	_ element = startElement{}
	_ decider = startElement{}
)

func (startElement) enter(r *run, t Token, n *flow.Node) error {
	if t.Visit == 0 {
		return r.leave(t, n)
	}
	people, known, err := r.resolveAs(t, n, &flow.Assignee{Kind: flow.Initiator})
	if err != nil {
		return err
	}
	f := found{people: people, resolver: string(flow.Initiator)}
	if known && len(people) == 0 {
		f = found{people: []string{AdminPrincipal}, resolver: ResolvedFallbackAdmin}
	}
	return r.assign(t, n, f)
}

func (startElement) decide(r *run, t Task, n *flow.Node, c DecideTask) error {
	if c.Action != Resubmit {
		return fmt.Errorf("%w: %q", ErrActionUnknown, c.Action)
	}
	r.choosing = true
	if err := r.keepChoices(c.Choices, t.ID); err != nil {
		return err
	}
	if err := r.emit(TaskResubmitted{Task: t.ID, Comment: c.Comment}); err != nil {
		return err
	}
	token, err := r.token(t.Token)
	if err != nil {
		return err
	}
	return r.onward(token, n)
}
