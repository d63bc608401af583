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
	// replica is what the stored history gives; told apart from in only by how it
	// came about. done counts the events that are in it.
	replica engine.Instance
	done    int
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
	opened    = "a script changes only what its step opens"
	pure      = "Apply leaves its argument alone"
	foreseen  = "the path that was shown is the path that is taken"
	followed  = "whoever handed over has no open task"
	timed     = "every task with a deadline is due, and no timer is left over"
	firedOnce = "no timer fires twice"
	counted   = "as many have decided as the step asks for"
	present   = "whoever is asked is there, and acts for whom they say"
	invited   = "who was chosen is asked, and in each row who is named there"
	settled   = "no command fails but for a reason of its own"
	ordered   = "what has to be done outside is ordered, once"
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
	submit := engine.Submit{Actor: "ann", Values: s.Values, At: 1}
	if s.Below {
		submit.Parent = &engine.Parent{Instance: "up", Errand: "up.e1", Depth: 1}
	}
	if !p.do(p.choosing(submit, len(s.Moves)), false) {
		return nil
	}
	p.now = 1
	late := 0
	for _, m := range s.Moves {
		if p.in.Status.Ended() {
			if late++; late > 3 { // enough of what must be refused
				return nil
			}
		}
		if m.World != nil {
			p.world = *m.World
		}
		p.now++
		c, mustRefuse := p.command(m, p.now)
		p.do(p.choosing(c, m.Other), mustRefuse)
	}
	return nil
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
	p.cover(start, c)
	p.coverEvents(out.Events)
	for _, rec := range out.Events {
		if rec.Seq != int64(len(p.events)+1) {
			p.fail(numbered, "event %d has number %d", len(p.events)+1, rec.Seq)
		}
		next, err := p.apply(p.in, rec)
		if err != nil {
			p.fail(decided, "%s cannot be applied: %v", sayEvent(rec), err)
			return true
		}
		p.in = next
		p.events = append(p.events, rec)
	}
	if !bytes.Equal(before, mustText(start)) {
		p.fail(pure, "what %+v led to changed the case before", c)
	}
	p.checkOutcome(start, c, out)
	p.checkErrands(out)
	p.checkScripts(out)
	p.checkSent(start, c)
	p.checkHandOver(start, c, out)
	p.checkInvited(out.Events)
	p.checkCover(start, c, out)
	p.checkStandIns(out.Events)
	p.checkCase()
	return true
}

// expected reports whether an error is one that says what is wrong with a
// command.
func expected(err error) bool {
	for _, typed := range []any{
		new(*engine.TaskDecidedError), new(*engine.NobodyError), new(*engine.FieldClosedError), new(*engine.TaskWaitingError),
		new(*engine.LoopError), new(*engine.EndedError), new(*engine.SuspendedError), new(*engine.ForbiddenError),
		new(*engine.NotPassedError), new(*engine.ResumeFixedError), new(*engine.DelegatedError), new(*engine.NotDelegatedError),
		new(*engine.SignerError), new(*engine.OthersError), new(*engine.TooLateError), new(*engine.ClaimError),
		new(*engine.UrgedLatelyError), new(*engine.ChoiceError), new(*engine.ChoiceMissingError), new(*engine.SentError),
	} {
		if errors.As(err, typed) {
			return true
		}
	}
	for _, is := range []error{
		engine.ErrTaskUnknown, engine.ErrActionUnknown, engine.ErrNothingToHandOver, engine.ErrAnswer,
		engine.ErrInstanceSubmitted, engine.ErrSameCase, engine.ErrPeople, engine.ErrReason, engine.ErrNothingToUrge, engine.ErrNothingToCover,
		engine.ErrTimerGone, engine.ErrTimerEarly, engine.ErrErrandGone, engine.ErrErrandUnknown,
	} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

func (p *player) checkOutcome(start engine.Instance, c engine.Command, out engine.Outcome) {
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
	for _, t := range p.in.OpenTasks() {
		was, _ := start.Task(t.ID)
		if was.Status != engine.TaskOpen || !slices.Equal(was.Assignees, t.Assignees) {
			want[t.ID+" "+strings.Join(t.Assignees, ",")]++
		}
	}
	for _, rec := range out.Events {
		switch e := rec.Event.(type) {
		case engine.TaskUrged:
			t, _ := p.in.Task(e.Task)
			want["hurry "+e.Task+" "+strings.Join(t.Assignees, ",")]++
		case engine.TaskEscalated: // those who are new to it
			t, _ := p.in.Task(e.Task)
			delete(want, e.Task+" "+strings.Join(t.Assignees, ","))
			had, _ := start.Task(e.Task)
			fresh := slices.DeleteFunc(slices.Clone(e.To), func(p string) bool { return slices.Contains(had.Assignees, p) })
			want[e.Task+" "+strings.Join(fresh, ",")]++
		}
	}
	switch c.(type) {
	case engine.HandOver, engine.Cover: // checkHandOver and checkCover look at it
		return
	case engine.ClaimTask, engine.ReclaimTask: // who claims a task, or takes it back, knows of it
		want = map[string]int{}
	}
	if !maps.Equal(want, toldOf) {
		p.fail(told, "%T: to be told of %v, told of %v", c, want, toldOf)
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
		if t.Live() && slices.Contains(slices.Concat(t.Assignees, t.Lender), from) {
			p.fail(followed, "task %s is still %s's", t.ID, from)
		}
	}
}
