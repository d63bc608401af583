package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// fillInElement gives people tasks as an approval does. They complete the
// fields that the step opens and send the form on; there is nothing to reject.
// Whether all is filled in that must be is the form's affair: rules may hide
// what the step asks for.
type fillInElement struct{ approvalElement }

var (
	_ element = fillInElement{}
	_ decider = fillInElement{}
)

func (f fillInElement) decide(r *run, t Task, n *flow.Node, c DecideTask) error {
	switch c.Action {
	case Complete:
	case Return, Reply:
		return f.approvalElement.decide(r, t, n, c)
	default:
		return fmt.Errorf("%w: %q", ErrActionUnknown, c.Action)
	}
	if t.Lender != nil {
		return &DelegatedError{Task: t.ID, To: t.Lender}
	}
	if err := r.emit(TaskCompleted{Task: t.ID, Comment: c.Comment}); err != nil {
		return err
	}
	return r.progress(t, n)
}
