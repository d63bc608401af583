package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// StandIn says that somebody acts for another, who is away (代理). Both are
// principals.
type StandIn struct {
	By  string `json:"by" bson:"by"`
	For string `json:"for" bson:"for"`
	// Own is set where By is asked for themselves too: one task is then for both,
	// and one voice.
	Own bool `json:"own,omitempty" bson:"own,omitempty"`
}

// TaskCovered gave a task of somebody who is away to who stands in for them.
type TaskCovered struct {
	Task string `json:"task"`
	From string `json:"from"`
	To   string `json:"to"`
}

// TaskReclaimed gave a task back to whoever the other stood in for.
type TaskReclaimed struct {
	Task string `json:"task"`
	From string `json:"from"`
	To   string `json:"to"`
}

// The stored names of these events.
const (
	TypeTaskCovered   = "task.covered"
	TypeTaskReclaimed = "task.reclaimed"
)

// EventType returns TypeTaskCovered.
func (TaskCovered) EventType() string { return TypeTaskCovered }

// EventType returns TypeTaskReclaimed.
func (TaskReclaimed) EventType() string { return TypeTaskReclaimed }

// ErrNothingToCover says that somebody who is away has no task that their
// stand-in could take.
var ErrNothingToCover = errors.New("there is no task to stand in for")

// Cover gives what waits for somebody who is away to who stands in for them.
// What waits for a role stays with it, what they took back stays theirs, and so
// does their own request. Where there is nothing it is refused with
// ErrNothingToCover.
type Cover struct {
	// Absent and By are persons.
	Absent, By string
	Actor      string
	At         int64
}

// ReclaimTask takes a task back from whoever stands in for the actor.
type ReclaimTask struct {
	Task, Actor string
	At          int64
}

var (
	_ Command = Cover{}
	_ Command = ReclaimTask{}
)

func (c Cover) by() (string, int64)       { return c.Actor, c.At }
func (c ReclaimTask) by() (string, int64) { return c.Actor, c.At }

// run covers each task by itself, also where the stand-in is asked at the step
// already: the step has asked both, and to take a voice away would change how
// many must approve. Nobody decides on their own case because a colleague is
// away.
func (c Cover) run(r *run) error {
	from, to := UserPrefix+c.Absent, UserPrefix+c.By
	if !isPrincipal(from) || !isPrincipal(to) || from == to {
		return fmt.Errorf("%w: from %q to %q", ErrAnswer, from, to)
	}
	covered := false
	for _, t := range r.in.liveTasks() {
		has := slices.Contains(t.Assignees, from)
		if t.Reclaimed || c.By == r.in.Initiator || t.Node == r.in.Visits[0].Node || !has && !slices.Contains(t.Lender, from) {
			continue
		}
		if err := r.emit(TaskCovered{Task: t.ID, From: from, To: to}); err != nil {
			return err
		}
		covered = true
		if has && t.Status == TaskOpen && !slices.Contains(t.Assignees, to) {
			r.notify(Notice{Kind: NoticeTaskAssigned, To: []string{to}, Task: t.ID, Node: t.Node})
		}
	}
	if !covered {
		return ErrNothingToCover
	}
	return nil
}

func (c ReclaimTask) run(r *run) error {
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
	by, ok := t.reclaimable(c.Actor)
	if !ok {
		return &OthersError{By: holder(t)}
	}
	return r.emit(TaskReclaimed{Task: t.ID, From: by, To: UserPrefix + c.Actor})
}

// reclaimable returns who has a task for a person alone, who can take it back
// from them. A task that is for several at once is not one of them's to take.
func (t Task) reclaimable(person string) (by string, ok bool) {
	i := slices.IndexFunc(t.For, func(s StandIn) bool { return s.For == UserPrefix+person })
	if i < 0 || t.For[i].Own || !slices.Contains(t.Assignees, t.For[i].By) || slices.Contains(t.Assignees, UserPrefix+person) {
		return "", false
	}
	by = t.For[i].By
	return by, !slices.ContainsFunc(t.For, func(s StandIn) bool { return s.By == by && s.For != UserPrefix+person })
}

// standIn puts those who stand in in the place of those of a step's people who
// are away, each once: one person has one voice, for whomever they speak. Left
// out is who is away with nobody there for them. Unless initiatorToo is set
// nobody comes to decide on their own case because a colleague is away: that
// colleague keeps the task, as with leavers.
func (r *run) standIn(people []string, initiatorToo bool) (acting []string, standIns []StandIn) {
	for _, p := range people {
		by, away := r.away(p)
		switch {
		case !away, by == UserPrefix+r.in.Initiator && !initiatorToo:
			by = p
		case by == "":
			continue
		}
		if by != p {
			standIns = append(standIns, StandIn{By: by, For: p, Own: slices.Contains(people, by)})
		}
		if !slices.Contains(acting, by) {
			acting = append(acting, by)
		}
	}
	return acting, standIns
}

// away returns who acts for somebody who is away; nobody, where it is empty.
// Answers that were asked for one after the other may differ in a matter of
// moments; then the first of them counts, by key, so that the same answers lead
// to the same.
func (r *run) away(person string) (by string, away bool) {
	key := ""
	for k, a := range r.answers {
		if other, ok := a.Away[person]; ok && (!away || k < key) {
			by, away, key = other, true, k
		}
	}
	return by, away
}

// among returns those of stand-ins who are among some people.
func among(standIns []StandIn, people []string) []StandIn {
	var some []StandIn
	for _, s := range standIns {
		if slices.Contains(people, s.By) {
			some = append(some, s)
		}
	}
	return some
}

// keepStandIns forgets those who stand in but have nothing to do with the task
// any more.
func (t *Task) keepStandIns() {
	t.For = among(t.For, slices.Concat(t.Assignees, t.Lender, t.Group))
}

// passOn puts one principal in another's place. Whoever that one stood in for,
// the other does now.
func (t *Task) passOn(from, to string) {
	t.Assignees, t.Lender = replaced(t.Assignees, from, to), replaced(t.Lender, from, to)
	if slices.Equal(t.Assignees, t.Lender) { // nobody answers themselves
		t.Lender = nil
	}
	var standIns []StandIn
	for _, s := range t.For {
		if s.By == from {
			s.By = to
		}
		if s.By != s.For && !slices.ContainsFunc(standIns, func(o StandIn) bool { return o.By == s.By && o.For == s.For }) {
			standIns = append(standIns, s)
		}
	}
	t.For = standIns
	t.keepStandIns()
}

func (in *Instance) taskCovered(e TaskCovered) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	if !slices.Contains(slices.Concat(t.Assignees, t.Lender), e.From) {
		return fmt.Errorf("%w: task %s is not %s's", ErrEventMisfit, e.Task, e.From)
	}
	own := slices.Contains(t.Assignees, e.To) && slices.Contains(t.Assignees, e.From)
	t.passOn(e.From, e.To)
	// A list of its own: instances share what stands behind it.
	t.For = append(slices.DeleteFunc(slices.Clone(t.For), func(s StandIn) bool { return s.By == e.To && s.For == e.From }),
		StandIn{By: e.To, For: e.From, Own: own})
	return nil
}

func (in *Instance) taskReclaimed(e TaskReclaimed) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	if by, ok := t.reclaimable(strings.TrimPrefix(e.To, UserPrefix)); !ok || by != e.From {
		return fmt.Errorf("%w: task %s is not %s's", ErrEventMisfit, e.Task, e.To)
	}
	t.For = slices.DeleteFunc(slices.Clone(t.For), func(s StandIn) bool { return s.By == e.From })
	if len(t.For) == 0 {
		t.For = nil // as it is read back from what is stored
	}
	t.Group = replaced(t.Group, e.From, e.To)
	t.passOn(e.From, e.To)
	t.Reclaimed = true
	return nil
}
