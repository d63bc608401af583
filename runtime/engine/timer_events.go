package engine

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// TimerSet set a timer. Due is the answer to the question when that is.
type TimerSet struct {
	Timer   string       `json:"timer"`
	Due     int64        `json:"due"`
	Purpose TimerPurpose `json:"purpose"`
	Node    string       `json:"node"`
	Token   int          `json:"token"`
	Task    string       `json:"task,omitempty"`
	Then    flow.Then    `json:"then,omitempty"`
}

// TimerFired says that a timer's time had come. What it led to follows.
type TimerFired struct {
	Timer   string       `json:"timer"`
	Purpose TimerPurpose `json:"purpose"`
	Node    string       `json:"node"`
	Task    string       `json:"task,omitempty"`
	Then    flow.Then    `json:"then,omitempty"`
	// After is how long the people of the task had, for a deadline.
	After *flow.Span `json:"after,omitempty"`
}

// TimerCancelled took away a timer whose reason was gone.
type TimerCancelled struct {
	Timer string `json:"timer"`
}

// TimerMoved put a timer off: the case was suspended meanwhile.
type TimerMoved struct {
	Timer string `json:"timer"`
	Due   int64  `json:"due"`
}

// TaskEscalated gave a task to more people, or to others, because its deadline
// had passed.
type TaskEscalated struct {
	Task string `json:"task"`
	// To are the principals who may act from now on besides, or instead.
	To       []string `json:"to"`
	Instead  bool     `json:"instead,omitempty"`
	Resolver string   `json:"resolver"`
	// For are those of To who stand in for somebody.
	For []StandIn `json:"for,omitempty"`
}

// The stored names of the events.
const (
	TypeTimerSet       = "timer.set"
	TypeTimerFired     = "timer.fired"
	TypeTimerCancelled = "timer.cancelled"
	TypeTimerMoved     = "timer.moved"
	TypeTaskEscalated  = "task.escalated"
)

// EventType returns TypeTimerSet.
func (TimerSet) EventType() string { return TypeTimerSet }

// EventType returns TypeTimerFired.
func (TimerFired) EventType() string { return TypeTimerFired }

// EventType returns TypeTimerCancelled.
func (TimerCancelled) EventType() string { return TypeTimerCancelled }

// EventType returns TypeTimerMoved.
func (TimerMoved) EventType() string { return TypeTimerMoved }

// EventType returns TypeTaskEscalated.
func (TaskEscalated) EventType() string { return TypeTaskEscalated }

// timerSet adds the timer; a deadline is also when its task is due.
func (in *Instance) timerSet(e TimerSet) error {
	if e.Timer != in.timerID(in.NextTimer+1) {
		return fmt.Errorf("%w: timer %s, expected number %d", ErrEventMisfit, e.Timer, in.NextTimer+1)
	}
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	if e.Purpose != TimerWait {
		i := in.taskIndex(e.Task)
		if i < 0 || in.Tasks[i].Status != TaskOpen {
			return fmt.Errorf("%w: task %s is not open", ErrEventMisfit, e.Task)
		}
		if e.Purpose == TimerDeadline {
			in.Tasks[i].Due = e.Due
		}
	}
	in.Timers = append(in.Timers, Timer{
		ID: e.Timer, Due: e.Due, Purpose: e.Purpose, Node: e.Node, Token: e.Token, Visit: t.Visit, Task: e.Task, Then: e.Then,
	})
	in.NextTimer++
	return nil
}

// timerMoved puts a timer off; a deadline is also when its task is due.
func (in *Instance) timerMoved(e TimerMoved) error {
	i := in.timerIndex(e.Timer)
	if i < 0 {
		return fmt.Errorf("%w: no timer %s", ErrEventMisfit, e.Timer)
	}
	t := &in.Timers[i]
	t.Due = e.Due
	if t.Purpose == TimerDeadline {
		task, err := in.task(t.Task, isOpen)
		if err != nil {
			return err
		}
		task.Due = e.Due
	}
	return nil
}

func (in *Instance) timerGone(id string) error {
	i := in.timerIndex(id)
	if i < 0 {
		return fmt.Errorf("%w: no timer %s", ErrEventMisfit, id)
	}
	in.Timers = slices.Delete(in.Timers, i, i+1)
	if len(in.Timers) == 0 {
		in.Timers = nil // as it is read back from what is stored
	}
	return nil
}

// taskEscalated makes a new list of assignees, because instances share them.
func (in *Instance) taskEscalated(e TaskEscalated) error {
	i := in.taskIndex(e.Task)
	if i < 0 || in.Tasks[i].Status != TaskOpen {
		return fmt.Errorf("%w: task %s is not open", ErrEventMisfit, e.Task)
	}
	t := &in.Tasks[i]
	var assignees []string
	if !e.Instead {
		assignees = slices.Concat(t.Assignees, t.Lender) // whoever lent it may decide as well, now that it is late
	}
	for _, p := range e.To {
		if !slices.Contains(assignees, p) {
			assignees = append(assignees, p)
		}
	}
	t.Assignees, t.Resolver = assignees, e.Resolver
	t.Lender = nil
	if e.Instead { // whoever claimed it has it no more
		t.Group = nil
	}
	t.For = slices.Concat(t.For, e.For)
	t.keepStandIns()
	return nil
}
