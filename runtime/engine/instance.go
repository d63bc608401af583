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
	// Suspended waits for an administrator to resume it.
	Suspended Status = "suspended"
	// Withdrawn was taken back by its initiator.
	Withdrawn Status = "withdrawn"
	// Terminated was ended by an administrator without a decision.
	Terminated Status = "terminated"
)

// Ended reports whether nothing more can happen to the case.
func (s Status) Ended() bool {
	return s == Approved || s == Rejected || s == Withdrawn || s == Terminated
}

// TaskStatus is how a task stands.
type TaskStatus string

// The task statuses.
const (
	TaskOpen TaskStatus = "open"
	// TaskWaiting is a task whose turn has not come: others act first.
	TaskWaiting TaskStatus = "waiting"
	TaskDone    TaskStatus = "approved"
	TaskRefused TaskStatus = "rejected"
	// TaskFilledIn was filled in and sent on.
	TaskFilledIn  TaskStatus = "completed"
	TaskWithdrawn TaskStatus = "cancelled"
	// TaskSentBack sent the case back to an earlier step.
	TaskSentBack TaskStatus = "returned"
	// TaskSentOn is an initiator's, who sent the case on again.
	TaskSentOn TaskStatus = "resubmitted"
	// TaskRemoved was an added signer's, who is not asked any more.
	TaskRemoved TaskStatus = "removed"
)

// Decides reports whether a task that was closed so counts for its step.
func (s TaskStatus) Decides() bool {
	return s.agrees() || s == TaskRefused
}

// agrees reports whether whoever closed the task lets the case go on.
func (s TaskStatus) agrees() bool { return s == TaskDone || s == TaskFilledIn }

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
	// Parent is the case that started this one; absent where a person did.
	Parent *Parent `json:"parent,omitempty" bson:"parent,omitempty"`
	// Result is the named outcome of the end that was reached, if it names one.
	Result string `json:"result,omitempty" bson:"result,omitempty"`
	// Suspension says who suspended the case, when and why, while it is.
	Suspension *Suspension `json:"suspension,omitempty" bson:"suspension,omitempty"`
	// Values are the form's values as form.DecodeValues gives them. They are
	// stored apart, as canonical JSON text.
	Values map[string]any `json:"values" bson:"-"`
	// Choices are the people who were chosen for steps: node id → person ids.
	Choices map[string][]string `json:"choices,omitempty" bson:"choices,omitempty"`
	Tokens  []Token             `json:"tokens,omitempty" bson:"tokens,omitempty"`
	Tasks   []Task              `json:"tasks,omitempty" bson:"tasks,omitempty"`
	Copies  []Copy              `json:"copies,omitempty" bson:"copies,omitempty"`
	// Timers are what happens by itself, as it was set.
	Timers []Timer `json:"timers,omitempty" bson:"timers,omitempty"`
	// Errands are what the case waited or waits for and no person does.
	Errands []Errand `json:"errands,omitempty" bson:"errands,omitempty"`
	// Visits are the nodes entered, in order.
	Visits []Visit `json:"visits,omitempty" bson:"visits,omitempty"`
	// Seq is the number of the last event, from 1.
	Seq int64 `json:"seq" bson:"seq"`
	// Fresh is the first visit that came after the case was last edited or
	// returned.
	Fresh int `json:"fresh,omitempty" bson:"fresh,omitempty"`
	// NextToken and NextTask are the numbers that the next token and task get.
	NextToken int `json:"nextToken" bson:"nextToken"`
	NextTask  int `json:"nextTask" bson:"nextTask"`
	// NextTimer counts the timers that were set.
	NextTimer int `json:"nextTimer,omitempty" bson:"nextTimer,omitempty"`
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
	// Merged are the last visits of the tokens that a join made one with this
	// one. The next visit follows on them too.
	Merged []int `json:"merged,omitempty" bson:"merged,omitempty"`
	// Lineage and Resume are set while the token is on its way to a step that it
	// does not reach by an edge: what the next visit follows on (-1: nothing) and
	// where it goes on from there.
	Lineage []int   `json:"lineage,omitempty" bson:"lineage,omitempty"`
	Resume  []Place `json:"resume,omitempty" bson:"resume,omitempty"`
}

// Place is where a token stood that a return took away, so that it can be put
// back there.
type Place struct {
	Node string `json:"node" bson:"node"`
	// Edge is the edge by which the token had come.
	Edge string `json:"edge,omitempty" bson:"edge,omitempty"`
	// From are the visits that the stay there followed on.
	From []int `json:"from,omitempty" bson:"from,omitempty"`
	// Resume is where the case goes on after that place, if it was itself being
	// done again.
	Resume []Place `json:"resume,omitempty" bson:"resume,omitempty"`
}

// Suspension is an administrator's halt.
type Suspension struct {
	By     string `json:"by" bson:"by"`
	At     int64  `json:"at" bson:"at"`
	Reason string `json:"reason" bson:"reason"`
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
	// Row is the row of a table that the task is for, counted from 1; 0 for none.
	Row int `json:"row,omitempty" bson:"row,omitempty"`
	// Due is when the task should be decided, in UTC milliseconds; 0 where its
	// step has no deadline.
	Due int64 `json:"due,omitempty" bson:"due,omitempty"`
	// By is who decided, or whose action cancelled the task; empty where a
	// deadline did.
	By      string `json:"by,omitempty" bson:"by,omitempty"`
	Comment string `json:"comment,omitempty" bson:"comment,omitempty"`
	// UrgedAt is when its people were last asked to hurry.
	UrgedAt int64 `json:"urgedAt,omitempty" bson:"urgedAt,omitempty"`
	// AddedBy is the task whose holder, the person Adder, added this signer.
	AddedBy string `json:"addedBy,omitempty" bson:"addedBy,omitempty"`
	Adder   string `json:"adder,omitempty" bson:"adder,omitempty"`
	// Lender are the principals to whom a delegated task comes back.
	Lender []string `json:"lender,omitempty" bson:"lender,omitempty"`
	// Group are the principals from whom a task was claimed.
	Group []string `json:"group,omitempty" bson:"group,omitempty"`
	// For says who of them stands in for whom.
	For []StandIn `json:"for,omitempty" bson:"for,omitempty"`
	// Reclaimed is set once somebody took the task back from who stood in for
	// them: it is not given to a stand-in again.
	Reclaimed bool `json:"reclaimed,omitempty" bson:"reclaimed,omitempty"`
	// Auto is why the task was approved by itself, in the name of By.
	Auto string `json:"auto,omitempty" bson:"auto,omitempty"`
	// Acts counts what was done with the task short of deciding it.
	Acts int `json:"acts,omitempty" bson:"acts,omitempty"`
	// Waits are the tasks that must be closed before this one opens.
	Waits []string `json:"waits,omitempty" bson:"waits,omitempty"`
	// Because is the task whose decision cancelled this one, or MovedCase; a
	// cancelled task without it was cancelled because the case ended.
	Because string `json:"because,omitempty" bson:"because,omitempty"`
}

// Live reports whether the task is still to be decided, now or later.
func (t Task) Live() bool { return t.Status == TaskOpen || t.Status == TaskWaiting }

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
	// Reason is why it was skipped, as NodeSkipped says.
	Reason string `json:"reason,omitempty" bson:"reason,omitempty"`
	// Unnamed are the rows of a table for which nobody was found.
	Unnamed []int `json:"unnamed,omitempty" bson:"unnamed,omitempty"`
	// From are the visits that this one follows on. Absent, it is the one before
	// in the list; -1 stands for none. Lineage reads it.
	From []int `json:"from,omitempty" bson:"from,omitempty"`
	// Cause are the visits after which this one came, where that is another
	// thing: a step that is done again follows on what preceded it, but comes
	// after the step that returned the case.
	Cause []int `json:"cause,omitempty" bson:"cause,omitempty"`
	// Resume is where the case goes on when this stay is over, instead of along
	// the edges.
	Resume []Place `json:"resume,omitempty" bson:"resume,omitempty"`
}

// Lineage returns the visits that a visit follows on: none for the first,
// several behind a join.
func (in Instance) Lineage(visit int) []int {
	from := in.Visits[visit].From
	if from == nil && visit > 0 {
		return []int{visit - 1}
	}
	return slices.DeleteFunc(slices.Clone(from), func(v int) bool { return v < 0 })
}

// follows reports whether a visit follows, however far on, on one of others.
func (in Instance) follows(visit int, others []int) bool {
	if len(others) == 0 {
		return false
	}
	seen := make([]bool, visit+1)
	open := in.Lineage(visit)
	for len(open) > 0 {
		v := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[v] {
			continue
		}
		if seen[v] = true; slices.Contains(others, v) {
			return true
		}
		open = append(open, in.Lineage(v)...)
	}
	return false
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

// after returns the visits after which a visit came in time.
func (in Instance) after(visit int) []int {
	if c := in.Visits[visit].Cause; c != nil {
		return c
	}
	return in.Lineage(visit)
}

// liveTasks returns the tasks that are still to be decided, oldest first.
func (in Instance) liveTasks() []Task {
	var live []Task
	for _, t := range in.Tasks {
		if t.Live() {
			live = append(live, t)
		}
	}
	return live
}

// tasksOf returns the tasks of one visit, in the order in which they came.
func (in Instance) tasksOf(visit int) []Task {
	var tasks []Task
	for _, t := range in.Tasks {
		if t.Visit == visit {
			tasks = append(tasks, t)
		}
	}
	return tasks
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
	in.Timers = slices.Clone(in.Timers)
	in.Errands = slices.Clone(in.Errands)
	in.Visits = slices.Clone(in.Visits)
	return in
}
