package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
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

	scene  engine.Scene
	world  world
	in     engine.Instance
	events []engine.Recorded
	// effects are the ids of the effects so far.
	effects map[string]bool
	// broken are the invariants that did not hold, by name, with the first
	// account of how.
	broken map[string]string
}

func newPlayer() *player {
	return &player{
		decide: world.decide, apply: engine.Apply, path: world.path,
		in:      engine.Instance{ID: "case", App: "app", Revision: 1},
		effects: map[string]bool{}, broken: map[string]string{},
	}
}

// The invariants.
const (
	alive    = "a case has ended or somebody can act"
	owned    = "no task belongs to nobody"
	replayed = "replayed history gives the same case"
	decided  = "what is decided is what is applied"
	restart  = "a restart changes nothing"
	once     = "no task is decided twice"
	tokens   = "tokens are neither lost nor doubled"
	numbered = "events are numbered without gaps"
	told     = "every task is told of once"
	refusal  = "what must be refused is refused, and then nothing happens"
	pure     = "Apply leaves its argument alone"
	foreseen = "the path that was shown is the path that is taken"
	followed = "whoever handed over has no open task"
	settled  = "no command fails but for a reason of its own"
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
	for i, m := range s.Moves {
		if m.World != nil {
			p.world = *m.World
		}
		c, must := p.command(m, int64(i+2))
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
		mustRefuse = to == m.Actor || !slices.ContainsFunc(open, func(t engine.Task) bool {
			return slices.Contains(t.Assignees, engine.UserPrefix+m.Actor)
		})
		return engine.HandOver{From: m.Actor, To: engine.UserPrefix + to, Actor: "eve", At: at}, mustRefuse
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
		if !expected(err) || !mustRefuse && !errors.As(err, new(*engine.NobodyError)) {
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
	p.checkOutcome(out)
	p.checkHandOver(start, c, out)
	p.checkCase()
	return true
}

// expected reports whether an error is one that says what is wrong with a
// command.
func expected(err error) bool {
	var a *engine.TaskDecidedError
	var b *engine.NobodyError
	var c *engine.FieldClosedError
	return errors.As(err, &a) || errors.As(err, &b) || errors.As(err, &c) || errors.Is(err, engine.ErrTaskUnknown) ||
		errors.Is(err, engine.ErrActionUnknown) || errors.Is(err, engine.ErrNothingToHandOver) || errors.Is(err, engine.ErrAnswer) || errors.Is(err, engine.ErrInstanceSubmitted)
}

func (p *player) checkOutcome(out engine.Outcome) {
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
		}
	}
	for _, rec := range out.Events {
		if e, ok := rec.Event.(engine.TaskCreated); ok && toldOf[e.Task+" "+strings.Join(e.Assignees, ",")] != 1 {
			p.fail(told, "task %s is told of %d times", e.Task, toldOf[e.Task])
		}
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
	for _, t := range before.OpenTasks() {
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
	for _, t := range p.in.OpenTasks() {
		if slices.Contains(t.Assignees, from) {
			p.fail(followed, "task %s is still %s's", t.ID, from)
		}
	}
}

// checkCase checks the case as it now is.
func (p *player) checkCase() {
	open := p.in.OpenTasks()
	if ended := p.in.Status.Ended(); ended == (len(open) > 0) {
		p.fail(alive, "status %s with %d open tasks", p.in.Status, len(open))
	}
	for _, t := range p.in.Tasks {
		if len(t.Assignees) == 0 || slices.Contains(t.Assignees, "") {
			p.fail(owned, "task %s belongs to %q", t.ID, t.Assignees)
		}
	}
	p.checkTokens(open)
	closed := map[string]int{}
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.TaskApproved:
			closed[e.Task]++
		case engine.TaskRejected:
			closed[e.Task]++
		case engine.TaskCancelled:
			closed[e.Task]++
		}
	}
	for _, t := range p.in.Tasks {
		want := 1
		if t.Status == engine.TaskOpen {
			want = 0
		}
		if closed[t.ID] != want {
			p.fail(once, "task %s is %s and was closed %d times", t.ID, t.Status, closed[t.ID])
		}
	}
	replay, err := p.replay()
	if err != nil || !bytes.Equal(mustText(replay), mustText(p.in)) || !reflect.DeepEqual(replay, p.in) {
		p.fail(replayed, "history gives %s (%v), the case is %s", mustText(replay), err, mustText(p.in))
	}
}

// checkTokens checks that each token has somebody to move it and each task a
// token to move: entering a node either makes a token or ends a move.
func (p *player) checkTokens(open []engine.Task) {
	if p.in.Status.Ended() {
		if len(p.in.Tokens) > 0 {
			p.fail(tokens, "%d tokens after the end", len(p.in.Tokens))
		}
		return
	}
	waiting := map[int]string{}
	for _, t := range open {
		waiting[t.Token] = t.Node
	}
	for _, t := range p.in.Tokens {
		if waiting[t.ID] != t.Node {
			p.fail(tokens, "token %d stands at %s and its task at %q", t.ID, t.Node, waiting[t.ID])
		}
	}
	made := map[int]int{}
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.NodeEntered:
			made[e.Token]++
		case engine.EdgeTaken:
			made[e.Token]--
		}
	}
	if len(made) != len(p.in.Tokens) || len(waiting) != len(p.in.Tokens) {
		p.fail(tokens, "%d tokens, %d were made, %d wait", len(p.in.Tokens), len(made), len(waiting))
	}
	for id, n := range made {
		if n != 1 {
			p.fail(tokens, "token %d entered %d nodes more than it took edges", id, n)
		}
	}
}

// replay applies the history as it is stored.
func (p *player) replay() (engine.Instance, error) {
	var in engine.Instance
	for _, rec := range p.events {
		var stored engine.Recorded
		if err := json.Unmarshal(mustText(rec), &stored); err != nil {
			return in, err
		}
		var err error
		if in, err = engine.Apply(in, stored); err != nil {
			return in, err
		}
	}
	return in, nil
}

// revive returns a case as it comes out of the store.
func revive(in engine.Instance) engine.Instance {
	dec := json.NewDecoder(bytes.NewReader(mustText(in)))
	dec.UseNumber()
	var out engine.Instance
	if err := dec.Decode(&out); err != nil {
		panic(err)
	}
	return out
}

func mustText(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
