package engine

// Event is something that happened to a case. Events are facts: whatever was
// asked or decided is in them, so that Apply needs nothing else.
type Event interface {
	// EventType is the stored name of the event, "area.happened".
	EventType() string
}

// Recorded is an event with its place in the case's history.
type Recorded struct {
	// Seq numbers the case's events from 1.
	Seq int64
	// V is the version of the event's shape.
	V int
	// At is the instant of the command, in UTC milliseconds.
	At int64
	// Actor is the person whose command led to the event.
	Actor string
	Event Event
}

// InstanceSubmitted began the case.
type InstanceSubmitted struct {
	Instance  string         `json:"instance"`
	App       string         `json:"app"`
	Revision  int            `json:"revision"`
	Initiator string         `json:"initiator"`
	Values    map[string]any `json:"values"`
	// Parent is the case that started this one, if one did.
	Parent *Parent `json:"parent,omitempty"`
	// Choices are the people whom the initiator chose: node id → person ids.
	Choices map[string][]string `json:"choices,omitempty"`
}

// NodeEntered says that a token arrived at a node. At the start node it is
// what makes the token.
type NodeEntered struct {
	Token int    `json:"token"`
	Node  string `json:"node"`
}

// NodeSkipped says that a node had nothing to do, and why.
type NodeSkipped struct {
	Token  int    `json:"token"`
	Node   string `json:"node"`
	Reason string `json:"reason"`
}

// SkippedNobody is the reason of a step that found nobody to act.
const SkippedNobody = "nobody"

// EdgeTaken moved a token from one node towards the next.
type EdgeTaken struct {
	Token int    `json:"token"`
	Edge  string `json:"edge"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// TokenSplit made a token for one more branch behind a node: Token set out
// along Edge from where Of stands.
type TokenSplit struct {
	Token int    `json:"token"`
	Of    int    `json:"of"`
	Edge  string `json:"edge"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// TokensJoined made one token of those that had met at a join: Token goes on,
// Others are gone.
type TokensJoined struct {
	Token  int    `json:"token"`
	Others []int  `json:"others,omitempty"`
	Node   string `json:"node"`
}

// TokenEnded ended one branch at an end node while others go on.
type TokenEnded struct {
	Token int    `json:"token"`
	Node  string `json:"node"`
}

// TaskCreated gave work to people. It keeps who was found, and how.
type TaskCreated struct {
	Task      string   `json:"task"`
	Token     int      `json:"token"`
	Node      string   `json:"node"`
	Assignees []string `json:"assignees"`
	Resolver  string   `json:"resolver"`
	// Waits are the tasks that must be closed before this one opens; with none
	// it is open at once.
	Waits []string `json:"waits,omitempty"`
	// AddedBy is the task whose holder added this signer; the actor of the event.
	AddedBy string `json:"addedBy,omitempty"`
	// For are those of the assignees who stand in for somebody.
	For []StandIn `json:"for,omitempty"`
	// Row is the row of a table that the task is for, counted from 1.
	Row int `json:"row,omitempty"`
}

// TaskOpened says that the turn of a waiting task has come.
type TaskOpened struct {
	Task string `json:"task"`
}

// ResolvedFallbackAdmin is the Resolver of a task that went to the
// administrators because nobody else was found.
const ResolvedFallbackAdmin = "fallback.admin"

// TaskApproved closed a task; the actor is in the envelope.
type TaskApproved struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskRejected closed a task. Whether the step is rejected with it depends on
// how many must approve.
type TaskRejected struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskCompleted closed a task: its holder filled in what the step opens.
type TaskCompleted struct {
	Task    string `json:"task"`
	Comment string `json:"comment,omitempty"`
}

// TaskCancelled closed a task that nobody needs to decide any more.
type TaskCancelled struct {
	Task string `json:"task"`
	// Because is the task whose decision left nothing to decide; empty where the
	// case ended.
	Because string `json:"because,omitempty"`
}

// TaskUrged asked the task's people to hurry; who asked is in the envelope.
type TaskUrged struct {
	Task string `json:"task"`
}

// TaskHandedOver put one principal in the place of another, who left.
type TaskHandedOver struct {
	Task string `json:"task"`
	From string `json:"from"`
	To   string `json:"to"`
}

// FieldsEdited changed form values with a decision. A nil value removed the
// field.
type FieldsEdited struct {
	Task string `json:"task"`
	// Edits are what the actor changed, Computed what the rules changed then.
	Edits    map[string]any `json:"edits,omitempty"`
	Computed map[string]any `json:"computed,omitempty"`
}

// CopySent told people who need not act.
type CopySent struct {
	Token    int      `json:"token"`
	Node     string   `json:"node"`
	To       []string `json:"to"`
	Resolver string   `json:"resolver"`
}

// InstanceEnded closed the case at a node: an end node, or the step at which
// it was rejected.
type InstanceEnded struct {
	Status Status `json:"status"`
	Node   string `json:"node"`
	// Result is the end node's named outcome, if it names one.
	Result string `json:"result,omitempty"`
	// Reason is why an administrator ended the case.
	Reason string `json:"reason,omitempty"`
	// Recalled is set where the case that had started this one does not wait for
	// it any more.
	Recalled bool `json:"recalled,omitempty"`
}

// The stored names of the events.
const (
	TypeInstanceSubmitted = "instance.submitted"
	TypeNodeEntered       = "node.entered"
	TypeNodeSkipped       = "node.skipped"
	TypeEdgeTaken         = "edge.taken"
	TypeTokenSplit        = "token.split"
	TypeTokensJoined      = "tokens.joined"
	TypeTokenEnded        = "token.ended"
	TypeTaskCreated       = "task.created"
	TypeTaskOpened        = "task.opened"
	TypeTaskApproved      = "task.approved"
	TypeTaskRejected      = "task.rejected"
	TypeTaskCompleted     = "task.completed"
	TypeTaskCancelled     = "task.cancelled"
	TypeTaskHandedOver    = "task.handedOver"
	TypeTaskUrged         = "task.urged"
	TypeFieldsEdited      = "fields.edited"
	TypeCopySent          = "copy.sent"
	TypeInstanceEnded     = "instance.ended"
)

// EventType returns TypeInstanceSubmitted.
func (InstanceSubmitted) EventType() string { return TypeInstanceSubmitted }

// EventType returns TypeNodeEntered.
func (NodeEntered) EventType() string { return TypeNodeEntered }

// EventType returns TypeNodeSkipped.
func (NodeSkipped) EventType() string { return TypeNodeSkipped }

// EventType returns TypeEdgeTaken.
func (EdgeTaken) EventType() string { return TypeEdgeTaken }

// EventType returns TypeTokenSplit.
func (TokenSplit) EventType() string { return TypeTokenSplit }

// EventType returns TypeTokensJoined.
func (TokensJoined) EventType() string { return TypeTokensJoined }

// EventType returns TypeTokenEnded.
func (TokenEnded) EventType() string { return TypeTokenEnded }

// EventType returns TypeTaskOpened.
func (TaskOpened) EventType() string { return TypeTaskOpened }

// EventType returns TypeTaskCreated.
func (TaskCreated) EventType() string { return TypeTaskCreated }

// EventType returns TypeTaskApproved.
func (TaskApproved) EventType() string { return TypeTaskApproved }

// EventType returns TypeTaskRejected.
func (TaskRejected) EventType() string { return TypeTaskRejected }

// EventType returns TypeTaskCompleted.
func (TaskCompleted) EventType() string { return TypeTaskCompleted }

// EventType returns TypeTaskCancelled.
func (TaskCancelled) EventType() string { return TypeTaskCancelled }

// EventType returns TypeTaskUrged.
func (TaskUrged) EventType() string { return TypeTaskUrged }

// EventType returns TypeTaskHandedOver.
func (TaskHandedOver) EventType() string { return TypeTaskHandedOver }

// EventType returns TypeFieldsEdited.
func (FieldsEdited) EventType() string { return TypeFieldsEdited }

// EventType returns TypeCopySent.
func (CopySent) EventType() string { return TypeCopySent }

// EventType returns TypeInstanceEnded.
func (InstanceEnded) EventType() string { return TypeInstanceEnded }
