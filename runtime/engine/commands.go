package engine

import "github.com/banli-oa/banli/builder/flow"

// Command is something that somebody wants to happen to a case. Whether they
// may is the caller's affair; whether it fits the case's state is Decide's.
type Command interface {
	// by returns who acts and when.
	by() (actor string, at int64)
	// run carries the command out.
	run(r *run) error
}

// Submit starts the case: the actor becomes its initiator. The instance that
// Decide is handed carries its ID, App and Revision and nothing else.
type Submit struct {
	Actor  string
	Values map[string]any
	// Choices are the people whom the actor chooses for steps: node id → person
	// ids.
	Choices map[string][]string
	// Parent is the case that starts this one; nil where a person does.
	Parent *Parent
	At     int64
}

// Action is what a person does with a task.
type Action string

// The actions.
const (
	Approve Action = "approve"
	Reject  Action = "reject"
	// Complete sends a form on that was filled in.
	Complete Action = "complete"
	// Return sends the case back to DecideTask.To.
	Return Action = "return"
	// Reply gives a delegated task back to whoever delegated it.
	Reply Action = "answer"
	// Resubmit sends a case on that was returned to its initiator.
	Resubmit Action = "resubmit"
)

// The other things that can be done with a task; each is a command of its own.
const (
	DoTransfer     Action = "transfer"
	DoDelegate     Action = "delegate"
	DoAddSigners   Action = "addSigners"
	DoRemoveSigner Action = "removeSigner"
	DoClaim        Action = "claim"
	DoRelease      Action = "release"
	DoUndo         Action = "undo"
	DoReclaim      Action = "reclaim"
)

// DecideTask decides an open task.
type DecideTask struct {
	Task    string
	Actor   string
	Action  Action
	Comment string
	// To is the step to return to, Resume how the case comes back from there: as
	// the node says, where it is empty.
	To     string
	Resume flow.Resumption
	// Edits are the fields that the actor changed: field id → new value, nil to
	// empty it. Only what the node opens for editing is accepted.
	Edits map[string]any
	// Computed are the fields that the app's rules changed in consequence of
	// Edits: field id → new value, nil where a rule removed it. The caller
	// computed them, so no access is asked.
	Computed map[string]any
	// Choices are the people whom the actor chooses for steps to come: node id →
	// person ids. The initiator's are for any step, an approver's for those that
	// the decision leads to.
	Choices map[string][]string
	At      int64
}

// HandOver gives the open tasks of somebody who leaves to somebody else. What
// waits for a role stays with the role. Where there is nothing to hand over it
// is refused with ErrNothingToHandOver.
type HandOver struct {
	// From is the person who leaves.
	From string
	// To is the principal who takes their place.
	To    string
	Actor string
	At    int64
}

var (
	_ Command = Submit{}
	_ Command = DecideTask{}
	_ Command = HandOver{}
)

func (c Submit) by() (string, int64)     { return c.Actor, c.At }
func (c DecideTask) by() (string, int64) { return c.Actor, c.At }
func (c HandOver) by() (string, int64)   { return c.Actor, c.At }
