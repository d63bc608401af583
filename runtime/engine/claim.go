package engine

import "fmt"

// ClaimTask makes a group's open task the actor's own.
type ClaimTask struct {
	Task, Actor string
	At          int64
}

// ReleaseTask gives a claimed task back to its group.
type ReleaseTask struct {
	Task, Actor string
	At          int64
}

var (
	_ Command = ClaimTask{}
	_ Command = ReleaseTask{}
)

func (c ClaimTask) by() (string, int64)   { return c.Actor, c.At }
func (c ReleaseTask) by() (string, int64) { return c.Actor, c.At }

func (c ClaimTask) run(r *run) error {
	t, n, err := r.openTask(c.Task)
	switch {
	case err != nil:
		return err
	case !n.Type.Asks():
		return fmt.Errorf("%w: at step %s", ErrActionUnknown, n.ID)
	case t.Lender != nil:
		return &DelegatedError{Task: t.ID, To: t.Lender}
	case !claimable(t):
		return &ClaimError{Task: t.ID, By: t.Assignees}
	}
	return r.emit(TaskClaimed{Task: t.ID})
}

func (c ReleaseTask) run(r *run) error {
	t, _, err := r.openTask(c.Task)
	switch {
	case err != nil:
		return err
	case t.Lender != nil:
		return &DelegatedError{Task: t.ID, To: t.Lender}
	case t.Group == nil:
		return &ClaimError{Task: t.ID, By: t.Assignees}
	}
	if err := r.emit(TaskReleased{Task: t.ID}); err != nil {
		return err
	}
	r.tellAssigned(t.ID, t.Node, t.Group)
	return nil
}

// claimable reports whether a task is a group's: several people's, or a role's.
func claimable(t Task) bool {
	return t.Group == nil && (len(t.Assignees) > 1 || len(t.Assignees) == 1 && !isUser(t.Assignees[0]))
}
