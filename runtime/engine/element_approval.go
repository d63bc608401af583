package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// approvalElement gives people tasks and waits until as many of them have
// decided as the step asks for.
type approvalElement struct{}

var (
	_ element = approvalElement{}
	_ decider = approvalElement{}
)

func (approvalElement) enter(r *run, t Token, n *flow.Node) error {
	if n.Assignee == nil {
		return fmt.Errorf("%w: node %s names nobody", ErrGraph, n.ID)
	}
	f, known, own, err := r.whoActs(t, n)
	if err != nil {
		return err
	}
	if own && !r.skipped[n.ID] { // met again before anybody has acted, it is the administrators'
		r.skipped[n.ID] = true
		if err := r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedInitiator}); err != nil {
			return err
		}
		return r.onward(t, n)
	}
	if known && len(f.people) == 0 {
		switch r.fallback(n) {
		case flow.Skip:
			r.skipped[n.ID] = true
			if err := r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedNobody}); err != nil {
				return err
			}
			return r.onward(t, n)
		case flow.Refuse:
			if r.look == nil {
				return &NobodyError{Node: n.ID}
			}
			r.look.refuse(t)
		default:
			f = found{people: []string{AdminPrincipal}, resolver: ResolvedFallbackAdmin}
		}
	}
	return r.assign(t, n, f)
}

func (approvalElement) decide(r *run, t Task, n *flow.Node, c DecideTask) error {
	byTime := c.Actor == "" // a deadline decides whatever people may
	if t.Lender != nil && c.Action != Reply && !byTime {
		return &DelegatedError{Task: t.ID, To: t.Lender}
	}
	switch c.Action {
	case Approve:
		if err := r.emit(TaskApproved{Task: t.ID, Comment: c.Comment}); err != nil {
			return err
		}
	case Reject:
		if !n.Allows(flow.DoReject) && !byTime {
			return &ForbiddenError{Node: n.ID, Deed: flow.DoReject}
		}
		if err := r.emit(TaskRejected{Task: t.ID, Comment: c.Comment}); err != nil {
			return err
		}
	case Return:
		return r.sendBack(t, n, c)
	case Reply:
		return r.answer(t, c)
	default:
		return fmt.Errorf("%w: %q", ErrActionUnknown, c.Action)
	}
	return r.progress(t, n)
}

// fallback returns what a node that found nobody does now, which is what it
// says, but for two cases that would freeze or spin: refusing is for the
// submission, so a case that already runs goes to the administrators; and a
// step that was skipped once and is met again before anybody has acted (a loop
// in which nobody acts) does too.
func (r *run) fallback(n *flow.Node) flow.Fallback {
	f := n.FallbackOr()
	if f == flow.Refuse && !r.submitting || f == flow.Skip && r.skipped[n.ID] {
		return flow.ToAdmin
	}
	return f
}
