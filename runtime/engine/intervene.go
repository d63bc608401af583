package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// An administrator's interventions. Each carries its reason, which is recorded.

// Reassign gives a task, open or waiting, to somebody else.
type Reassign struct {
	Task, Actor string
	// To is a person.
	To     string
	Reason string
	At     int64
}

// Jump takes the case to a node from wherever it stands.
type Jump struct {
	Actor  string
	To     string
	Reason string
	At     int64
}

// Suspend halts a running case: nobody can act on it.
type Suspend struct {
	Actor  string
	Reason string
	At     int64
}

// Unsuspend lets a suspended case go on.
type Unsuspend struct {
	Actor  string
	Reason string
	At     int64
}

// Finish ends a case with a status of the administrator's choice: Approved,
// Rejected or Terminated.
type Finish struct {
	Actor  string
	Status Status
	Reason string
	At     int64
}

var (
	_ Command = Reassign{}
	_ Command = Jump{}
	_ Command = Suspend{}
	_ Command = Unsuspend{}
	_ Command = Finish{}
)

func (c Reassign) by() (string, int64)  { return c.Actor, c.At }
func (c Jump) by() (string, int64)      { return c.Actor, c.At }
func (c Suspend) by() (string, int64)   { return c.Actor, c.At }
func (c Unsuspend) by() (string, int64) { return c.Actor, c.At }
func (c Finish) by() (string, int64)    { return c.Actor, c.At }

func (c Reassign) run(r *run) error {
	t, ok := r.in.Task(c.Task)
	switch {
	case !ok:
		return fmt.Errorf("%w: %q", ErrTaskUnknown, c.Task)
	case !t.Live():
		return r.open(t)
	case c.To == "":
		return ErrPeople
	case c.Reason == "":
		return ErrReason
	}
	if err := r.underWay(); err != nil {
		return err
	}
	n, err := r.node(t.Node)
	if err != nil {
		return err
	}
	if err := r.asked(t, n, c.To); err != nil {
		return err
	}
	to := UserPrefix + c.To
	if err := r.emit(TaskReassigned{Task: t.ID, To: to, Reason: c.Reason}); err != nil {
		return err
	}
	if t.Status == TaskOpen {
		r.tellAssigned(t.ID, t.Node, []string{to})
	}
	return nil
}

func (c Jump) run(r *run) error {
	if err := r.active(); err != nil {
		return err
	}
	if c.Reason == "" {
		return ErrReason
	}
	n := r.scene.Graph.Node(c.To)
	if n == nil || n.Type == flow.Join {
		return &NotPassedError{Node: c.To}
	}
	if err := r.emit(InstanceJumped{To: n.ID, Reason: c.Reason}); err != nil {
		return err
	}
	if err := r.gather(n.ID, nil, nil); err != nil {
		return err
	}
	return r.settle()
}

func (c Suspend) run(r *run) error {
	if err := r.active(); err != nil {
		return err
	}
	if c.Reason == "" {
		return ErrReason
	}
	return r.emit(InstanceSuspended{Reason: c.Reason})
}

func (c Unsuspend) run(r *run) error {
	if err := r.underWay(); err != nil {
		return err
	}
	switch {
	case r.in.Status != Suspended:
		return ErrSameCase
	case c.Reason == "":
		return ErrReason
	}
	halted := c.At - r.in.Suspension.At
	if err := r.emit(InstanceResumed{Reason: c.Reason}); err != nil {
		return err
	}
	if err := r.putOff(max(0, halted)); err != nil {
		return err
	}
	return r.resumeErrands()
}

func (c Finish) run(r *run) error {
	if err := r.underWay(); err != nil {
		return err
	}
	if c.Reason == "" {
		return ErrReason
	}
	switch c.Status {
	case Approved, Rejected, Terminated:
		return r.end(c.Status, "", "", c.Reason)
	}
	return fmt.Errorf("%w: %q", ErrActionUnknown, c.Status)
}
