package engine

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// Position says when an added signer acts.
type Position string

// The positions.
const (
	// Before makes the task wait until the added signers have acted.
	Before Position = "before"
	// After asks the added signers once the task is decided.
	After Position = "after"
	// Beside asks them at the same time.
	Beside Position = "beside"
)

// ResolvedAdded is the Resolver of an added signer's task.
const ResolvedAdded = "added"

// MaxSigners is how many people may be asked at one step.
const MaxSigners = 200

// AddSigners asks more people at the step of an open task (加签). They count
// like everybody else there.
type AddSigners struct {
	Task, Actor string
	// People are person ids.
	People  []string
	Where   Position
	Comment string
	At      int64
}

// RemoveSigner takes back that somebody was added; only whoever added them may.
type RemoveSigner struct {
	// Task is the added signer's.
	Task, Actor string
	Comment     string
	At          int64
}

var (
	_ Command = AddSigners{}
	_ Command = RemoveSigner{}
)

func (c AddSigners) by() (string, int64)   { return c.Actor, c.At }
func (c RemoveSigner) by() (string, int64) { return c.Actor, c.At }

func (c AddSigners) run(r *run) error {
	t, n, err := r.signerTask(c.Task, flow.DoAddSigner)
	if err != nil {
		return err
	}
	if len(c.People) == 0 || len(r.in.tasksOf(t.Visit))+len(c.People) > MaxSigners {
		return ErrPeople
	}
	for i, p := range c.People {
		if slices.Contains(c.People[:i], p) {
			return &SignerError{Person: p, Node: n.ID}
		}
		if err := r.canSign(t, n, p); err != nil {
			return err
		}
	}
	var waits []string
	switch c.Where {
	case Before, Beside:
	case After:
		waits = []string{t.ID}
	default:
		return fmt.Errorf("%w: %q", ErrActionUnknown, c.Where)
	}
	people := make([]string, len(c.People))
	for i, p := range c.People {
		people[i] = UserPrefix + p
	}
	if err := r.emit(SignersAdded{Task: t.ID, Where: c.Where, People: people, Comment: c.Comment}); err != nil {
		return err
	}
	behind := r.behind(t)
	var added []string
	for _, p := range people {
		e := TaskCreated{
			Task: r.in.taskID(r.in.NextTask), Token: t.Token, Node: n.ID, Assignees: []string{p},
			Resolver: ResolvedAdded, Waits: waits, AddedBy: t.ID,
		}
		if err := r.emit(e); err != nil {
			return err
		}
		if c.Where != After {
			r.tellAssigned(e.Task, n.ID, e.Assignees)
		}
		added = append(added, e.Task)
	}
	if c.Where == Before {
		return r.emit(TaskHeld{Task: t.ID, Waits: added})
	}
	// Whoever was to come after the task comes after the added ones as well.
	for _, next := range behind {
		if err := r.emit(TaskHeld{Task: next.ID, Waits: slices.Concat(next.Waits, added)}); err != nil {
			return err
		}
	}
	return nil
}

// behind returns the tasks that wait for a task.
func (r *run) behind(t Task) []Task {
	var tasks []Task
	for _, other := range r.in.tasksOf(t.Visit) {
		if other.Status == TaskWaiting && slices.Contains(other.Waits, t.ID) {
			tasks = append(tasks, other)
		}
	}
	return tasks
}

func (c RemoveSigner) run(r *run) error {
	t, ok := r.in.Task(c.Task)
	switch {
	case !ok:
		return fmt.Errorf("%w: %q", ErrTaskUnknown, c.Task)
	case !t.Live():
		return r.open(t)
	}
	if err := r.active(); err != nil {
		return err
	}
	if t.AddedBy == "" || t.Adder != c.Actor {
		return &OthersError{By: t.Adder}
	}
	n, err := r.node(t.Node)
	if err != nil {
		return err
	}
	if err := r.emit(SignerRemoved{Task: t.ID, Comment: c.Comment}); err != nil {
		return err
	}
	if err := r.progress(t, n); err != nil {
		return err
	}
	return r.settle()
}
