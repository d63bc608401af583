package engine

import "github.com/banli-oa/banli/builder/flow"

// TransferTask gives an open task to somebody else for good (转交).
type TransferTask struct {
	Task, Actor string
	// To is a person.
	To      string
	Comment string
	At      int64
}

var _ Command = TransferTask{}

func (c TransferTask) by() (string, int64) { return c.Actor, c.At }

func (c TransferTask) run(r *run) error {
	t, n, err := r.signerTask(c.Task, flow.DoTransfer)
	if err != nil {
		return err
	}
	if err := r.canSign(t, n, c.To); err != nil {
		return err
	}
	to := UserPrefix + c.To
	if err := r.emit(TaskTransferred{Task: t.ID, To: to, Comment: c.Comment}); err != nil {
		return err
	}
	r.tellAssigned(t.ID, n.ID, []string{to})
	return nil
}

// canSign refuses a person who cannot be brought in at a step: nobody, whoever
// acts, and whoever is asked there already.
func (r *run) canSign(t Task, n *flow.Node, person string) error {
	if person == "" {
		return ErrPeople
	}
	if person == r.actor {
		return &SignerError{Person: person, Node: n.ID}
	}
	return r.asked(t, n, person)
}

// asked refuses a person who has a task of their own at a step already, decided
// or not.
func (r *run) asked(t Task, n *flow.Node, person string) error {
	for _, other := range r.in.tasksOf(t.Visit) {
		counts := other.Live() || other.Status.Decides()
		if counts && (isAlone(other.Assignees, person) || isAlone(other.Lender, person)) {
			return &SignerError{Person: person, Node: n.ID}
		}
	}
	return nil
}

func isAlone(principals []string, person string) bool {
	return len(principals) == 1 && principals[0] == UserPrefix+person
}
