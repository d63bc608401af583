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
	people, found, err := r.resolveAs(t, n, &flow.Assignee{Kind: flow.Initiator})
	if err != nil {
		return err
	}
	resolver := string(flow.Initiator)
	if found && len(people) == 0 {
		people, resolver = []string{AdminPrincipal}, ResolvedFallbackAdmin
	}
	return r.assign(t, n, people, resolver)
}

func (startElement) decide(r *run, t Task, n *flow.Node, c DecideTask) error {
	if c.Action != Resubmit {
		return fmt.Errorf("%w: %q", ErrActionUnknown, c.Action)
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
