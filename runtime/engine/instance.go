package engine

import (
	"slices"
	"strconv"
)

// Status is how a case stands. It is empty until the case is submitted.
type Status string

// The statuses.
const (
	Running  Status = "running"
	Approved Status = "approved"
	Rejected Status = "rejected"
)

// Ended reports whether nothing more can happen to the case.
func (s Status) Ended() bool { return s == Approved || s == Rejected }

// TaskStatus is how a task stands.
type TaskStatus string

// The task statuses.
const (
	TaskOpen      TaskStatus = "open"
	TaskDone      TaskStatus = "approved"
	TaskRefused   TaskStatus = "rejected"
	TaskWithdrawn TaskStatus = "cancelled"
)

// Instance is a running or ended case. Instants are UTC milliseconds; people
// are person ids; assignees are principals ("user:ID", "role:ID").
//
// Apply never changes an instance that it was handed: instances may be shared
// and kept, and what they hold must not be changed from outside.
type Instance struct {
	ID        string `json:"id" bson:"id"`
	App       string `json:"app" bson:"app"`
	Revision  int    `json:"revision" bson:"revision"`
	Status    Status `json:"status" bson:"status"`
	Initiator string `json:"initiator" bson:"initiator"`
	StartedAt int64  `json:"startedAt" bson:"startedAt"`
	EndedAt   int64  `json:"endedAt,omitempty" bson:"endedAt,omitempty"`
	// Values are the form's values as form.DecodeValues gives them. They are
	// stored apart, as canonical JSON text.
	Values map[string]any `json:"values" bson:"-"`
	Tokens []Token        `json:"tokens,omitempty" bson:"tokens,omitempty"`
	Tasks  []Task         `json:"tasks,omitempty" bson:"tasks,omitempty"`
	Copies []Copy         `json:"copies,omitempty" bson:"copies,omitempty"`
	// Visits are the nodes entered, in order.
	Visits []Visit `json:"visits,omitempty" bson:"visits,omitempty"`
	// Seq is the number of the last event, from 1.
	Seq int64 `json:"seq" bson:"seq"`
	// NextToken and NextTask are the numbers that the next token and task get.
	NextToken int `json:"nextToken" bson:"nextToken"`
	NextTask  int `json:"nextTask" bson:"nextTask"`
}

// Token is a place where the case stands. A case has one for each of its
// concurrent branches and none once it has ended.
type Token struct {
	ID   int    `json:"id" bson:"id"`
	Node string `json:"node" bson:"node"`
	// Edge is the edge by which the token came; empty at the start.
	Edge string `json:"edge,omitempty" bson:"edge,omitempty"`
	// Visit is the index in Instance.Visits of the stay at Node.
	Visit int `json:"visit" bson:"visit"`
}

// Task is work for a person. Its id is the instance's, a dot and a number.
type Task struct {
	ID     string     `json:"id" bson:"id"`
	Node   string     `json:"node" bson:"node"`
	Token  int        `json:"token" bson:"token"`
	Visit  int        `json:"visit" bson:"visit"`
	Status TaskStatus `json:"status" bson:"status"`
	// Assignees are the principals who may act.
	Assignees []string `json:"assignees" bson:"assignees"`
	// Resolver says how they were found: an assignee kind, or "fallback.admin".
	Resolver  string `json:"resolver" bson:"resolver"`
	ArrivedAt int64  `json:"arrivedAt" bson:"arrivedAt"`
	EndedAt   int64  `json:"endedAt,omitempty" bson:"endedAt,omitempty"`
	// By is who decided, or whose action cancelled the task.
	By      string `json:"by,omitempty" bson:"by,omitempty"`
	Comment string `json:"comment,omitempty" bson:"comment,omitempty"`
}

// Copy is a notice that was sent to people who need not act.
type Copy struct {
	Node  string   `json:"node" bson:"node"`
	Visit int      `json:"visit" bson:"visit"`
	To    []string `json:"to" bson:"to"`
	At    int64    `json:"at" bson:"at"`
}

// Visit is one stay at a node.
type Visit struct {
	Node    string `json:"node" bson:"node"`
	Token   int    `json:"token" bson:"token"`
	At      int64  `json:"at" bson:"at"`
	Skipped bool   `json:"skipped,omitempty" bson:"skipped,omitempty"`
}

// Task returns the task with this id.
func (in Instance) Task(id string) (Task, bool) {
	i := in.taskIndex(id)
	if i < 0 {
		return Task{}, false
	}
	return in.Tasks[i], true
}

// OpenTasks returns the tasks that wait for somebody, oldest first.
func (in Instance) OpenTasks() []Task {
	var open []Task
	for _, t := range in.Tasks {
		if t.Status == TaskOpen {
			open = append(open, t)
		}
	}
	return open
}

func (in Instance) taskIndex(id string) int {
	return slices.IndexFunc(in.Tasks, func(t Task) bool { return t.ID == id })
}

func (in Instance) tokenIndex(id int) int {
	return slices.IndexFunc(in.Tokens, func(t Token) bool { return t.ID == id })
}

func (in Instance) taskID(n int) string { return in.ID + "." + strconv.Itoa(n) }

// clone copies the lists that apply changes in place. What the elements point
// to is never changed, so it stays shared.
func (in Instance) clone() Instance {
	in.Tokens = slices.Clone(in.Tokens)
	in.Tasks = slices.Clone(in.Tasks)
	in.Copies = slices.Clone(in.Copies)
	in.Visits = slices.Clone(in.Visits)
	return in
}
