package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/flow"
)

// TimerPurpose is what a timer is there for.
type TimerPurpose string

// The purposes.
const (
	// TimerWait lets the token at a wait node go on.
	TimerWait TimerPurpose = "wait"
	// TimerRemind reminds the people of a task.
	TimerRemind TimerPurpose = "remind"
	// TimerDeadline says that a task's time is over.
	TimerDeadline TimerPurpose = "deadline"
)

// Timer is something that happens to a case when its time has come. It is gone
// once it has fired or is not needed any more.
type Timer struct {
	// ID is the instance's id, ".t" and a number.
	ID string `json:"id" bson:"id"`
	// Due is the instant, in UTC milliseconds.
	Due     int64        `json:"due" bson:"due"`
	Purpose TimerPurpose `json:"purpose" bson:"purpose"`
	Node    string       `json:"node" bson:"node"`
	Token   int          `json:"token" bson:"token"`
	Visit   int          `json:"visit" bson:"visit"`
	// Task is the task that a reminder or a deadline is about.
	Task string `json:"task,omitempty" bson:"task,omitempty"`
	// Then is what happens to the task.
	Then flow.Then `json:"then,omitempty" bson:"then,omitempty"`
}

// What can be wrong with a timer that is to fire. Neither changes the case.
var (
	// ErrTimerGone says that a timer has fired already, or was cancelled.
	ErrTimerGone = errors.New("the timer is gone")
	// ErrTimerEarly says that a timer's time has not come.
	ErrTimerEarly = errors.New("the timer is not due yet")
)

// Timer returns the timer with this id.
func (in Instance) Timer(id string) (Timer, bool) {
	i := in.timerIndex(id)
	if i < 0 {
		return Timer{}, false
	}
	return in.Timers[i], true
}

// NextDue returns when the first of the timers is due, in UTC milliseconds; 0
// where there is none, or the case is suspended.
func (in Instance) NextDue() int64 {
	var due int64
	if in.Status == Suspended {
		return 0
	}
	for _, t := range in.Timers {
		if due == 0 || t.Due < due {
			due = t.Due
		}
	}
	return due
}

// DueTimers returns the timers that are due at an instant, in the order in
// which they fire: by time, then as they were set. While a case is suspended
// none is.
func (in Instance) DueTimers(now int64) []Timer {
	if in.Status == Suspended {
		return nil
	}
	due := slices.DeleteFunc(slices.Clone(in.Timers), func(t Timer) bool { return t.Due > now })
	slices.SortStableFunc(due, func(a, b Timer) int { return cmp.Compare(a.Due, b.Due) })
	return due
}

func (in Instance) timerIndex(id string) int {
	return slices.IndexFunc(in.Timers, func(t Timer) bool { return t.ID == id })
}

func (in Instance) timerID(n int) string { return in.ID + ".t" + strconv.Itoa(n) }

// needless reports whether a timer's reason is gone: its task is decided, or
// its token has left.
func (in Instance) needless(t Timer) bool {
	if t.Purpose != TimerWait {
		task, ok := in.Task(t.Task)
		return !ok || task.Status != TaskOpen
	}
	i := in.tokenIndex(t.Token)
	return i < 0 || in.Tokens[i].Node != t.Node || in.Tokens[i].Visit != t.Visit
}

// FireTimer lets a timer act whose time has come. Where it is gone it is
// refused with ErrTimerGone, before its time with ErrTimerEarly: neither is a
// mistake of anybody's, since several may try.
type FireTimer struct {
	Timer string
	At    int64
}

var _ Command = FireTimer{}

func (c FireTimer) by() (string, int64) { return "", c.At }

func (c FireTimer) run(r *run) error {
	t, ok := r.in.Timer(c.Timer)
	if !ok {
		return fmt.Errorf("%w: %s", ErrTimerGone, c.Timer)
	}
	if r.in.Status == Suspended || c.At < t.Due {
		return fmt.Errorf("%w: %s", ErrTimerEarly, c.Timer)
	}
	n, err := r.node(t.Node)
	if err != nil {
		return err
	}
	if err := r.emit(fired(t, n)); err != nil {
		return err
	}
	r.recall()
	switch t.Purpose {
	case TimerWait:
		token, err := r.token(t.Token)
		if err != nil {
			return err
		}
		if err := r.leave(token, n); err != nil {
			return err
		}
	case TimerRemind:
		return r.remind(t)
	case TimerDeadline:
		if err := r.overdue(t, n); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: timer %s is for %q", ErrGraph, t.ID, t.Purpose)
	}
	return r.settle()
}

// fired is the event of a timer, with what people want to know of it later.
func fired(t Timer, n *flow.Node) TimerFired {
	e := TimerFired{Timer: t.ID, Purpose: t.Purpose, Node: t.Node, Task: t.Task, Then: t.Then}
	if t.Purpose == TimerDeadline && n.Deadline != nil {
		after := n.Deadline.After
		e.After = &after
	}
	return e
}

// keepTimers is the last thing that a command does: it sets the deadlines of
// tasks that have opened and takes away the timers whose reason is gone,
// whatever the command was.
func (r *run) keepTimers() error {
	if r.in.Status.Ended() {
		return nil // the end took them away
	}
	for _, t := range slices.Clone(r.in.Timers) {
		if !r.in.needless(t) {
			continue
		}
		if err := r.emit(TimerCancelled{Timer: t.ID}); err != nil {
			return err
		}
	}
	if r.scene.Graph == nil {
		return nil // the command moves nothing along the flow
	}
	for _, t := range r.in.OpenTasks() {
		if t.Due != 0 {
			continue
		}
		n, err := r.node(t.Node)
		if err != nil {
			return err
		}
		if n.Deadline == nil {
			continue
		}
		if err := r.setDeadline(t, n.Deadline); err != nil {
			return err
		}
	}
	return nil
}

// putOff moves the timers of a case that was suspended by as long as it was:
// suspended time does not count. A date is a date, though.
func (r *run) putOff(halted int64) error {
	for _, t := range slices.Clone(r.in.Timers) {
		n, err := r.node(t.Node)
		if err != nil {
			return err
		}
		if t.Purpose == TimerWait && n.Wait != nil && n.Wait.Field != "" {
			continue
		}
		if err := r.emit(TimerMoved{Timer: t.ID, Due: t.Due + halted}); err != nil {
			return err
		}
	}
	return nil
}

// setTimer sets a timer.
func (r *run) setTimer(t Timer) error {
	t.ID = r.in.timerID(r.in.NextTimer + 1)
	return r.emit(TimerSet{
		Timer: t.ID, Due: t.Due, Purpose: t.Purpose, Node: t.Node, Token: t.Token, Task: t.Task, Then: t.Then,
	})
}
