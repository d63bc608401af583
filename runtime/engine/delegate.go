package engine

import "github.com/banli-oa/banli/builder/flow"

// DelegateTask asks somebody else for their opinion on an open task. They
// answer it, and it comes back then.
type DelegateTask struct {
	Task, Actor string
	// To is a person.
	To      string
	Comment string
	At      int64
}

var _ Command = DelegateTask{}

func (c DelegateTask) by() (string, int64) { return c.Actor, c.At }

func (c DelegateTask) run(r *run) error {
	t, n, err := r.signerTask(c.Task, flow.DoDelegate)
	if err != nil {
		return err
	}
	if err := r.canSign(t, n, c.To); err != nil {
		return err
	}
	// A group's task comes back to the one who delegated it.
	to := UserPrefix + c.To
	e := TaskDelegated{Task: t.ID, From: []string{UserPrefix + c.Actor}, To: to, Comment: c.Comment}
	if err := r.emit(e); err != nil {
		return err
	}
	r.tellAssigned(t.ID, n.ID, []string{to})
	return nil
}

// answer gives a delegated task back.
func (r *run) answer(t Task, c DecideTask) error {
	if t.Lender == nil {
		return &NotDelegatedError{Task: t.ID}
	}
	if err := r.emit(TaskAnswered{Task: t.ID, Comment: c.Comment}); err != nil {
		return err
	}
	r.tellAssigned(t.ID, t.Node, t.Lender)
	return nil
}
