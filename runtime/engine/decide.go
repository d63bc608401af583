package engine

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// Scene is what a case runs in, beside the case itself.
type Scene struct {
	// Graph is the compiled flow of the case's revision.
	Graph *flow.Graph
	// Env is what conditions are evaluated in; its Values are not used, the
	// case's own are.
	Env rule.Env
}

// Outcome is what a command leads to: either Needs, and nothing has been
// decided yet, or events and effects that are stored together.
type Outcome struct {
	Needs   Needs
	Events  []Recorded
	Effects []Effect
	// Instance is the case after the events, as Apply would make it of them.
	Instance Instance
}

// Decide says what a command does to a case. It changes nothing: what happens
// is in the outcome. A command that does not fit the case's state is refused
// with one of this package's errors.
func Decide(s Scene, in Instance, c Command, a Answers) (Outcome, error) {
	r := newRun(s, in, a)
	r.actor, r.at = c.by()
	if err := c.run(r); err != nil {
		return Outcome{}, err
	}
	if err := r.keepErrands(); err != nil {
		return Outcome{}, err
	}
	if err := r.keepTimers(); err != nil {
		return Outcome{}, err
	}
	if len(r.needs) > 0 {
		return Outcome{Needs: r.needs}, nil
	}
	if len(r.missing) > 0 {
		return Outcome{}, &ChoiceMissingError{Nodes: union(nil, r.missing)}
	}
	if err := r.strayChoice(); err != nil {
		return Outcome{}, err
	}
	return Outcome{Events: r.events, Effects: r.told(), Instance: r.in}, nil
}

// told returns the effects without the news of tasks, and the orders of
// errands, that came and went within the command.
func (r *run) told() []Effect {
	return slices.DeleteFunc(r.effects, func(e Effect) bool {
		switch e := e.(type) {
		case Notice:
			return e.Kind == NoticeTaskAssigned && !r.live(e.Task)
		case Order:
			errand, ours := r.in.Errand(e.Errand)
			switch e.Kind {
			case OrderReport:
				return false
			case OrderRecall: // what nobody was told to start
				return r.began(e.Errand)
			}
			return !ours || errand.Status != ErrandSent
		}
		return false
	})
}

// began reports whether an errand was begun within the command.
func (r *run) began(errand string) bool {
	return slices.ContainsFunc(r.events, func(rec Recorded) bool {
		sent, ok := rec.Event.(ErrandWasSent)
		return ok && sent.Errand == errand
	})
}

func (c Submit) run(r *run) error {
	if err := r.keepChoices(c.Choices, ""); err != nil {
		return err
	}
	if err := c.start(r); err != nil {
		return err
	}
	return r.checkAhead(true)
}

// start begins the case and goes on until it waits or ends.
func (c Submit) start(r *run) error {
	if r.in.Status != "" {
		return ErrInstanceSubmitted
	}
	r.submitting, r.choosing = true, c.Parent == nil // another case chooses nobody
	if len(c.Choices) == 0 {
		c.Choices = nil // stored, none is nothing
	}
	err := r.emit(InstanceSubmitted{
		Instance: r.in.ID, App: r.in.App, Revision: r.in.Revision, Initiator: c.Actor, Values: c.Values, Parent: c.Parent, Choices: c.Choices,
	})
	if err != nil {
		return err
	}
	r.arrivals = append(r.arrivals, arrival{token: r.in.NextToken, node: r.scene.Graph.Start().ID})
	return r.settle()
}

func (c DecideTask) run(r *run) error {
	t, n, err := r.openTask(c.Task)
	if err != nil {
		return err
	}
	d, ok := elements[n.Type].(decider)
	if !ok {
		return fmt.Errorf("%w: node %s has no tasks", ErrGraph, n.ID)
	}
	if err := r.edit(t, n, c); err != nil {
		return err
	}
	if r.deciding = (c.Action == Approve || c.Action == Complete) && (c.Actor != "" || r.look != nil); r.deciding {
		r.task, r.choices = t.ID, c.Choices
	} else if len(c.Choices) > 0 && c.Action != Resubmit {
		return fmt.Errorf("%w: %q chooses nobody", ErrActionUnknown, c.Action)
	}
	if err := d.decide(r, t, n, c); err != nil {
		return err
	}
	if err := r.settle(); err != nil || c.Action != Resubmit || r.look != nil {
		return err
	}
	return r.checkAhead(false)
}

// openTask returns a task that can be acted on now, and its node.
func (r *run) openTask(id string) (Task, *flow.Node, error) {
	t, ok := r.in.Task(id)
	if !ok {
		return t, nil, fmt.Errorf("%w: %q", ErrTaskUnknown, id)
	}
	if err := r.open(t); err != nil {
		return t, nil, err
	}
	if err := r.active(); err != nil {
		return t, nil, err
	}
	n, err := r.node(t.Node)
	return t, n, err
}

// signerTask returns a task of a step that can be acted on now and whose
// node allows a deed.
func (r *run) signerTask(id string, d flow.Deed) (Task, *flow.Node, error) {
	t, n, err := r.openTask(id)
	switch {
	case err != nil:
	case !n.Type.Asks():
		err = fmt.Errorf("%w: at step %s", ErrActionUnknown, n.ID)
	case !n.Allows(d):
		err = &ForbiddenError{Node: n.ID, Deed: d}
	case t.Lender != nil:
		err = &DelegatedError{Task: t.ID, To: t.Lender}
	}
	return t, n, err
}

// active refuses a case that is not under way.
func (r *run) active() error {
	switch {
	case r.in.Status == "":
		return ErrNotRunning
	case r.in.Status.Ended():
		return &EndedError{Status: r.in.Status, At: r.in.EndedAt}
	case r.in.Status == Suspended:
		return &SuspendedError{Suspension: *r.in.Suspension}
	}
	return nil
}

// open refuses a task that is not open: one that is closed, or whose turn has
// not come.
func (r *run) open(t Task) error {
	switch t.Status {
	case TaskOpen:
		return nil
	case TaskWaiting:
		e := &TaskWaitingError{Task: t.ID}
		for _, id := range t.Waits {
			if before, ok := r.in.Task(id); ok && before.Live() {
				e.For = append(e.For, before.Assignees...)
			}
		}
		return e
	}
	return &TaskDecidedError{
		Task: t.ID, By: t.By, At: t.EndedAt, Status: t.Status,
		ended: t.Status == TaskWithdrawn && t.Because == "" && r.in.Status.Ended(),
	}
}
