package engine

// The events of what people do with tasks beside deciding them.

// TaskReturned closed a task: its holder sent the case back to a step that it
// had passed. Resume says how it comes back.
type TaskReturned struct {
	Task    string `json:"task"`
	To      string `json:"to"`
	Resume  string `json:"resume"`
	Comment string `json:"comment,omitempty"`
}

// TaskResubmitted closed a task: the initiator sent the case on again.
type TaskResubmitted struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskUndone opened a task again: whoever had decided it took that back. Tokens
// are those that were put back, each to a stay that had been left; Reopened are
// other tasks of the step that wait for a decision again, Held those whose turn
// has not come any more.
type TaskUndone struct {
	Task     string    `json:"task"`
	Tokens   []TokenAt `json:"tokens,omitempty"`
	Reopened []string  `json:"reopened,omitempty"`
	Held     []string  `json:"held,omitempty"`
	Comment  string    `json:"comment,omitempty"`
}

// TokenAt is a new token at a stay that there was before.
type TokenAt struct {
	Token int `json:"token"`
	Visit int `json:"visit"`
}

// TaskTransferred gave a task to somebody else for good.
type TaskTransferred struct {
	Task    string `json:"task"`
	To      string `json:"to"`
	Comment string `json:"comment,omitempty"`
}

// TaskDelegated gave a task to somebody else until they answer. From are the
// principals to whom it comes back then.
type TaskDelegated struct {
	Task    string   `json:"task"`
	From    []string `json:"from"`
	To      string   `json:"to"`
	Comment string   `json:"comment,omitempty"`
}

// TaskAnswered gave a delegated task back.
type TaskAnswered struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskHeld made a task wait for others that come first.
type TaskHeld struct {
	Task  string   `json:"task"`
	Waits []string `json:"waits"`
}

// SignersAdded says who was added to a step, and when they act: before, after
// or beside the holder of Task. Their tasks follow.
type SignersAdded struct {
	Task    string   `json:"task"`
	Where   Position `json:"where"`
	People  []string `json:"people"`
	Comment string   `json:"comment,omitempty"`
}

// SignerRemoved closed the task of an added signer, who is not asked any more.
type SignerRemoved struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskClaimed made a group's task one person's.
type TaskClaimed struct {
	Task string `json:"task"`
}

// TaskReleased gave a claimed task back to its group.
type TaskReleased struct {
	Task string `json:"task"`
}

// TaskReassigned is an administrator's giving of a task to somebody else.
type TaskReassigned struct {
	Task   string `json:"task"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// The stored names of these events.
const (
	TypeTaskReturned    = "task.returned"
	TypeTaskResubmitted = "task.resubmitted"
	TypeTaskUndone      = "task.undone"
	TypeTaskTransferred = "task.transferred"
	TypeTaskDelegated   = "task.delegated"
	TypeTaskAnswered    = "task.answered"
	TypeTaskHeld        = "task.held"
	TypeSignersAdded    = "signers.added"
	TypeSignerRemoved   = "signer.removed"
	TypeTaskClaimed     = "task.claimed"
	TypeTaskReleased    = "task.released"
	TypeTaskReassigned  = "task.reassigned"
)

// EventType returns TypeTaskReturned.
func (TaskReturned) EventType() string { return TypeTaskReturned }

// EventType returns TypeTaskResubmitted.
func (TaskResubmitted) EventType() string { return TypeTaskResubmitted }

// EventType returns TypeTaskUndone.
func (TaskUndone) EventType() string { return TypeTaskUndone }

// EventType returns TypeTaskTransferred.
func (TaskTransferred) EventType() string { return TypeTaskTransferred }

// EventType returns TypeTaskDelegated.
func (TaskDelegated) EventType() string { return TypeTaskDelegated }

// EventType returns TypeTaskAnswered.
func (TaskAnswered) EventType() string { return TypeTaskAnswered }

// EventType returns TypeTaskHeld.
func (TaskHeld) EventType() string { return TypeTaskHeld }

// EventType returns TypeSignersAdded.
func (SignersAdded) EventType() string { return TypeSignersAdded }

// EventType returns TypeSignerRemoved.
func (SignerRemoved) EventType() string { return TypeSignerRemoved }

// EventType returns TypeTaskClaimed.
func (TaskClaimed) EventType() string { return TypeTaskClaimed }

// EventType returns TypeTaskReleased.
func (TaskReleased) EventType() string { return TypeTaskReleased }

// EventType returns TypeTaskReassigned.
func (TaskReassigned) EventType() string { return TypeTaskReassigned }
