package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/engine"
)

// player plays a scenario and checks the invariants after every step. What it
// plays with can be replaced, to see that a fault is noticed.
type player struct {
	decide func(world, engine.Scene, engine.Instance, engine.Command) (engine.Outcome, error)
	apply  func(engine.Instance, engine.Recorded) (engine.Instance, error)
	path   func(world, engine.Scene, engine.Instance) ([]engine.Step, error)

	scene engine.Scene
	world world
	in    engine.Instance
	// now is the time of the next command.
	now    int64
	events []engine.Recorded
	// effects are the ids of the effects so far.
	effects map[string]bool
	// covered counts what was done: "node type × action".
	covered map[string]int
	// broken are the invariants that did not hold, by name, with the first
	// account of how.
	broken map[string]string
}

func newPlayer() *player {
	return &player{
		decide: world.decide, apply: engine.Apply, path: world.path,
		in:      engine.Instance{ID: "case", App: "app", Revision: 1},
		effects: map[string]bool{}, covered: map[string]int{}, broken: map[string]string{},
	}
}

// The invariants.
const (
	alive     = "a case has ended or somebody can act"
	owned     = "no task belongs to nobody"
	replayed  = "replayed history gives the same case"
	decided   = "what is decided is what is applied"
	restart   = "a restart changes nothing"
	once      = "no task is decided twice"
	tokens    = "tokens are neither lost nor doubled"
	numbered  = "events are numbered without gaps"
	told      = "every task is told of once"
	refusal   = "what must be refused is refused, and then nothing happens"
	pure      = "Apply leaves its argument alone"
	foreseen  = "the path that was shown is the path that is taken"
	followed  = "whoever handed over has no open task"
	timed     = "every task with a deadline is due, and no timer is left over"
	firedOnce = "no timer fires twice"
	counted   = "as many have decided as the step asks for"
	settled   = "no command fails but for a reason of its own"
)

func (p *player) fail(invariant, format string, args ...any) {
	if _, ok := p.broken[invariant]; !ok {
		p.broken[invariant] = fmt.Sprintf(format, args...)
	}
}

// play plays a scenario from the submission on.
func (p *player) play(s scenario) error {
	g, err := flow.Compile(s.Flow, scenarioTypes)
	if err != nil {
		return fmt.Errorf("the flow is not sound: %w", err)
	}
	p.scene, p.world = engine.Scene{Graph: g, Env: rule.Env{Today: "2026-11-21"}}, s.World
	if !p.do(engine.Submit{Actor: "ann", Values: s.Values, At: 1}, false) {
		return nil
	}
	p.now = 1
	for _, m := range s.Moves {
		if m.World != nil {
			p.world = *m.World
		}
		p.now++
		c, must := p.command(m, p.now)
		p.do(c, must)
	}
	return nil
}

// command makes a move's command, and says whether it must be refused.
func (p *player) command(m move, at int64) (c engine.Command, mustRefuse bool) {
	d := engine.DecideTask{Task: "case.999", Actor: m.Actor, Action: engine.Approve, At: at, Comment: fmt.Sprint("at ", at)}
	open := p.in.OpenTasks()
	pick := func(tasks []engine.Task) engine.Task {
		if len(tasks) == 0 {
			mustRefuse = true
			return engine.Task{ID: d.Task, Status: engine.TaskDone}
		}
		return tasks[m.Pick%len(tasks)]
	}
	switch m.Kind {
	case approveAny:
		t := pick(p.in.Tasks)
		d.Task, mustRefuse = t.ID, t.Status != engine.TaskOpen
		return d, mustRefuse
	case approveUnknown:
		return d, true
	case eatOpen:
		d.Task, d.Action = pick(open).ID, "eat"
		return d, true
	case handOver:
		to := folk[m.Pick%len(folk)]
		mustRefuse = to == m.Actor || !slices.ContainsFunc(p.in.Tasks, func(t engine.Task) bool {
			return t.Live() && slices.Contains(t.Assignees, engine.UserPrefix+m.Actor)
		})
		return engine.HandOver{From: m.Actor, To: engine.UserPrefix + to, Actor: "eve", At: at}, mustRefuse
	case urge: // a whole play is shorter than the pause between two urgings
		return engine.Urge{Actor: m.Actor, At: at}, !slices.ContainsFunc(open, func(t engine.Task) bool { return t.UrgedAt == 0 })
	case fireDue, fireEarly, fireGone:
		return p.fire(m)
	case submitAgain:
		return engine.Submit{Actor: m.Actor, At: at}, true
	}
	t := pick(open)
	d.Task = t.ID
	if m.Kind == rejectOpen {
		d.Action = engine.Reject
	}
	if n := p.scene.Graph.Node(t.Node); n != nil {
		d.Edits = map[string]any{}
		for field, value := range m.Edits {
			if n.AccessTo(field) == flow.Edit {
				d.Edits[field] = value
			} else if m.Kind == editClosed {
				d.Edits[field], mustRefuse = value, true
			}
		}
	}
	return d, mustRefuse
}

// fire makes the command of a timer: of one that is there, at its time or
// before, or of one that is not.
func (p *player) fire(m move) (c engine.Command, mustRefuse bool) {
	if m.Kind == fireGone || len(p.in.Timers) == 0 {
		gone := engine.FireTimer{Timer: "case.t999", At: p.now}
		for _, rec := range p.events {
			if e, ok := rec.Event.(engine.TimerFired); ok && m.Pick%2 == 0 {
				gone.Timer = e.Timer
			}
		}
		_, there := p.in.Timer(gone.Timer)
		return gone, !there
	}
	t := p.in.Timers[m.Pick%len(p.in.Timers)]
	if m.Kind == fireEarly {
		return engine.FireTimer{Timer: t.ID, At: t.Due - 1}, true
	}
	p.now = max(p.now, t.Due)
	return engine.FireTimer{Timer: t.ID, At: p.now}, false
}

// do carries a command out and checks everything; it reports whether the
// command was accepted.
func (p *player) do(c engine.Command, mustRefuse bool) bool {
	before := mustText(p.in)
	out, err := p.decide(p.world, p.scene, p.in, c)
	again, errAgain := p.decide(p.world, p.scene, revive(p.in), c)
	if fmt.Sprint(err) != fmt.Sprint(errAgain) || !bytes.Equal(mustText(out), mustText(again)) {
		p.fail(restart, "%+v gave %s (%v), after a restart %s (%v)", c, mustText(out), err, mustText(again), errAgain)
	}
	if err != nil {
		if !expected(err) || !mustRefuse && !errors.As(err, new(*engine.NobodyError)) && !errors.As(err, new(*engine.LoopError)) {
			p.fail(settled, "%+v: %v", c, err)
		}
		if len(out.Events)+len(out.Effects) > 0 || !bytes.Equal(before, mustText(p.in)) {
			p.fail(refusal, "%+v was refused but something happened", c)
		}
		return false
	}
	if mustRefuse {
		p.fail(refusal, "%+v was not refused", c)
	}
	start := p.in
	p.cover(c)
	for _, rec := range out.Events {
		if rec.Seq != int64(len(p.events)+1) {
			p.fail(numbered, "event %d has number %d", len(p.events)+1, rec.Seq)
		}
		was := mustText(p.in)
		old := p.in
		next, err := p.apply(p.in, rec)
		if err != nil {
			p.fail(decided, "%s cannot be applied: %v", sayEvent(rec), err)
			return true
		}
		if !bytes.Equal(was, mustText(old)) {
			p.fail(pure, "%s changed the case that it was applied to", sayEvent(rec))
		}
		p.in = next
		p.events = append(p.events, rec)
	}
	p.checkOutcome(start, out)
	p.checkHandOver(start, c, out)
	p.checkCase()
	return true
}

// cover notes what a command that was accepted did, and to what.
func (p *player) cover(c engine.Command) {
	if d, ok := c.(engine.DecideTask); ok {
		t, _ := p.in.Task(d.Task)
		if n := p.scene.Graph.Node(t.Node); n != nil {
			p.covered[fmt.Sprintf("%s %s × %s", n.Type, n.ModeOr(), d.Action)]++
		}
	}
}

// expected reports whether an error is one that says what is wrong with a
// command.
func expected(err error) bool {
	var a *engine.TaskDecidedError
	var b *engine.NobodyError
	var c *engine.FieldClosedError
	var d *engine.TaskWaitingError
	var e *engine.LoopError
	return errors.As(err, &a) || errors.As(err, &b) || errors.As(err, &c) ||
		errors.As(err, &d) || errors.As(err, &e) || errors.Is(err, engine.ErrTaskUnknown) ||
		errors.Is(err, engine.ErrActionUnknown) || errors.Is(err, engine.ErrNothingToHandOver) || errors.Is(err, engine.ErrAnswer) || errors.Is(err, engine.ErrInstanceSubmitted) ||
		errors.Is(err, engine.ErrNothingToUrge) || errors.As(err, new(*engine.UrgedLatelyError)) ||
		errors.Is(err, engine.ErrTimerGone) || errors.Is(err, engine.ErrTimerEarly)
}

func (p *player) checkOutcome(before engine.Instance, out engine.Outcome) {
	if !bytes.Equal(mustText(p.in), mustText(out.Instance)) {
		p.fail(decided, "applied %s, decided %s", mustText(p.in), mustText(out.Instance))
	}
	toldOf := map[string]int{}
	for _, e := range out.Effects {
		if p.effects[e.EffectID()] {
			p.fail(told, "effect %s twice", e.EffectID())
		}
		p.effects[e.EffectID()] = true
		if n, ok := e.(engine.Notice); ok && n.Kind == engine.NoticeTaskAssigned {
			toldOf[n.Task+" "+strings.Join(n.To, ",")]++
		} else if ok && n.Kind == engine.NoticeTaskUrged {
			toldOf["hurry "+n.Task+" "+strings.Join(n.To, ",")]++
		}
	}
	want := map[string]int{}
	for _, rec := range out.Events {
		switch e := rec.Event.(type) {
		case engine.TaskCreated:
			if len(e.Waits) == 0 {
				want[e.Task+" "+strings.Join(e.Assignees, ",")]++
			}
		case engine.TaskOpened:
			t, _ := p.in.Task(e.Task)
			want[e.Task+" "+strings.Join(t.Assignees, ",")]++
		case engine.TaskUrged:
			t, _ := p.in.Task(e.Task)
			want["hurry "+e.Task+" "+strings.Join(t.Assignees, ",")]++
		case engine.TaskEscalated: // those who are new to it
			had, _ := before.Task(e.Task)
			fresh := slices.DeleteFunc(slices.Clone(e.To), func(p string) bool { return slices.Contains(had.Assignees, p) })
			want[e.Task+" "+strings.Join(fresh, ",")]++
		case engine.TaskHandedOver: // checkHandOver looks at these
			delete(toldOf, e.Task+" "+e.To)
		}
	}
	if !maps.Equal(want, toldOf) {
		p.fail(told, "to be told of %v, told of %v", want, toldOf)
	}
}

// checkHandOver checks that a hand-over left the leaver nothing, and told the
// successor of what is new to them.
func (p *player) checkHandOver(before engine.Instance, c engine.Command, out engine.Outcome) {
	h, ok := c.(engine.HandOver)
	if !ok {
		return
	}
	from, want, got := engine.UserPrefix+h.From, 0, 0
	for _, t := range before.OpenTasks() { // a task that waits is told of when its turn comes
		if slices.Contains(t.Assignees, from) && !slices.Contains(t.Assignees, h.To) {
			want++
		}
	}
	for _, e := range out.Effects {
		if n, ok := e.(engine.Notice); ok && n.Kind == engine.NoticeTaskAssigned && slices.Equal(n.To, []string{h.To}) {
			got++
		}
	}
	if got != want {
		p.fail(told, "%d tasks are new to %s, told of %d", want, h.To, got)
	}
	for _, t := range p.in.Tasks {
		if t.Live() && slices.Contains(t.Assignees, from) {
			p.fail(followed, "task %s is still %s's", t.ID, from)
		}
	}
}
