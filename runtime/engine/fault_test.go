package engine_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// TestFaultsAreNoticed plays the same scenarios with an engine that has a fault
// and asks that the invariant which should notice it does: an invariant that
// nothing can break proves nothing.
func TestFaultsAreNoticed(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		fault     string
		invariant string
		seed      func(p *player)
	}{
		{"a task is forgotten as it is made", alive, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TaskCreated); ok {
				in.Tasks = in.Tasks[:len(in.Tasks)-1]
			}
		})},
		{"rows are mixed up", invited, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCreated); ok && e.Row > 0 {
				in.Tasks[len(in.Tasks)-1].Row++
			}
		})},
		{"somebody else is asked than was chosen", invited, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCreated); ok && e.Resolver == string(flow.Chosen) {
				in.Tasks[len(in.Tasks)-1].Assignees = []string{"user:gus"}
			}
		})},
		{"a task is made for nobody", owned, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TaskCreated); ok {
				in.Tasks[len(in.Tasks)-1].Assignees = nil
			}
		})},
		{"something is kept that is not in history", replayed, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TaskApproved); ok {
				in.Tasks[0].Comment += "!"
			}
		})},
		{"the end of a case leaves its state", decided, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.InstanceEnded); ok {
				in.Status = engine.Running
			}
		})},
		{"deciding depends on what was decided before", restart, onDecide(func(call int, out *engine.Outcome) {
			out.Instance.NextToken += call
		})},
		{"a task stays open when it is approved", once, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskApproved); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Status = engine.TaskOpen
			}
		})},
		{"a token is doubled", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TaskCreated); ok {
				in.Tokens = append(in.Tokens, in.Tokens[0])
			}
		})},
		{"a token is lost", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TaskCreated); ok {
				in.Tokens = nil
			}
		})},
		{"a token goes elsewhere", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCreated); ok && len(in.Visits) > 1 {
				in.Tokens[0].Node = e.Node + "x"
			}
		})},
		{"an event is left out", numbered, onDecide(func(_ int, out *engine.Outcome) {
			if n := len(out.Events); n > 1 {
				out.Events[n-1].Seq++
			}
		})},
		{"nobody is told of a task", told, onDecide(func(_ int, out *engine.Outcome) { out.Effects = nil })},
		{"effects share an id", told, onDecide(func(_ int, out *engine.Outcome) {
			for i, e := range out.Effects {
				if n, ok := e.(engine.Notice); ok {
					n.ID = "case.1"
					out.Effects[i] = n
				}
			}
		})},
		{"a handed over task stays the leaver's too", followed, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskHandedOver); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Assignees = append(in.Tasks[i].Assignees, e.From)
			}
		})},
		{"the successor is not told", told, onDecide(func(_ int, out *engine.Outcome) {
			if len(out.Events) > 0 {
				if _, ok := out.Events[0].Event.(engine.TaskHandedOver); ok {
					out.Effects = nil
				}
			}
		})},
		{"nobody hears of an urging", told, onDecide(func(_ int, out *engine.Outcome) {
			if len(out.Events) > 0 {
				if _, ok := out.Events[0].Event.(engine.TaskUrged); ok {
					out.Effects = nil
				}
			}
		})},
		{"an urging is forgotten", decided, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskUrged); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].UrgedAt = 0
			}
		})},
		{"a deadline is forgotten as it is set", timed, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TimerSet); ok && e.Purpose == engine.TimerDeadline {
				in.Timers = in.Timers[:len(in.Timers)-1]
			}
		})},
		{"the deadline of a task that is decided stays", timed, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TimerCancelled); ok {
				in.Timers = append(in.Timers, engine.Timer{ID: e.Timer, Purpose: engine.TimerDeadline})
			}
		})},
		{"a wait is forgotten as it begins", alive, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TimerSet); ok && e.Purpose == engine.TimerWait {
				in.Timers = in.Timers[:len(in.Timers)-1]
			}
		})},
		{"a timer stays when it has fired", firedOnce, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TimerFired); ok && e.Purpose != engine.TimerWait {
				in.Timers = append(in.Timers, engine.Timer{ID: e.Timer, Purpose: e.Purpose, Node: e.Node, Task: e.Task})
			}
		})},
		{"a script sets what its step does not open", opened, onDecide(func(_ int, out *engine.Outcome) {
			for i, rec := range out.Events {
				if e, ok := rec.Event.(engine.FieldsSet); ok {
					e.Values = map[string]any{"who": "eve"}
					out.Events[i].Event = e
				}
			}
		})},
		{"a closed task can be decided again", refusal, func(p *player) {
			honest := p.decide
			p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
				out, err := honest(w, s, in, c)
				if err != nil {
					return engine.Outcome{Instance: in}, nil
				}
				return out, nil
			}
		}},
		{"a refusal happens all the same", refusal, func(p *player) {
			honest := p.decide
			p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
				out, err := honest(w, s, in, c)
				if err != nil {
					out.Effects = []engine.Effect{engine.Notice{ID: "case.0.1"}}
				}
				return out, err
			}
		}},
		{"applying writes into the case before", pure, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.EdgeTaken); ok {
				in.Values["a"] = rec.Seq
			}
		})},
		{"one approval counts for all", counted, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCreated); ok && len(e.Waits) == 0 && len(in.Tasks) > 1 && in.Tasks[len(in.Tasks)-2].Visit == in.Tasks[len(in.Tasks)-1].Visit {
				in.Tasks[len(in.Tasks)-1].Status = engine.TaskDone
			}
		})},
		{"everybody is asked at once where they should be in turn", counted, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCreated); ok && len(e.Waits) > 0 {
				in.Tasks[len(in.Tasks)-1].Status = engine.TaskOpen
			}
		})},
		{"a branch is lost at a join", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.TokenSplit); ok {
				in.Tokens = in.Tokens[:len(in.Tokens)-1]
			}
		})},
		{"a branch does not come back after a return", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TokenMoved); ok && e.Of != 0 {
				in.Tokens = in.Tokens[:len(in.Tokens)-1]
			}
		})},
		{"a decision that is taken back brings no token", tokens, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskUndone); ok && len(e.Tokens) > 0 {
				in.Tokens = in.Tokens[:len(in.Tokens)-1]
			}
		})},
		{"a decision that is taken back stays", once, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskUndone); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Status = engine.TaskDone
			}
		})},
		{"a suspended case goes on", refusal, func(p *player) {
			honest := p.decide
			p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
				if _, decides := c.(engine.DecideTask); decides && in.Status == engine.Suspended {
					in.Status = engine.Running
				}
				return honest(w, s, in, c)
			}
		}},
		{"a removed signer is asked all the same", once, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.SignerRemoved); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Status = engine.TaskOpen
			}
		})},
		{"nobody is told of what was passed on", told, onDecide(func(_ int, out *engine.Outcome) {
			for _, rec := range out.Events {
				if _, ok := rec.Event.(engine.TaskTransferred); ok {
					out.Effects = nil
				}
			}
		})},
		{"whoever is away is asked all the same", present, func(p *player) {
			honest := p.decide
			p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
				w.People = maps.Clone(w.People)
				for id, who := range w.People {
					who.Away = ""
					w.People[id] = who
				}
				return honest(w, s, in, c)
			}
		}},
		{"somebody acts for the wrong person", present, onDecide(func(_ int, out *engine.Outcome) {
			for i, rec := range out.Events {
				if e, ok := rec.Event.(engine.TaskCreated); ok && len(e.For) > 0 {
					e.For = []engine.StandIn{{By: e.For[0].By, For: "user:zoe"}}
					out.Events[i].Event = e
				}
			}
		})},
		{"a task stays with whoever is away", followed, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskCovered); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Assignees = append(slices.Clone(in.Tasks[i].Assignees), e.From)
			}
		})},
		{"a stand-in is not told", told, onDecide(func(_ int, out *engine.Outcome) {
			if len(out.Events) > 0 {
				if _, ok := out.Events[0].Event.(engine.TaskCovered); ok {
					out.Effects = nil
				}
			}
		})},
		{"what was taken back can be given away again", decided, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.TaskReclaimed); ok {
				i := slices.IndexFunc(in.Tasks, func(t engine.Task) bool { return t.ID == e.Task })
				in.Tasks[i].Reclaimed = false
			}
		})},
		{"an errand is not ordered", ordered, onDecide(func(_ int, out *engine.Outcome) {
			out.Effects = slices.DeleteFunc(out.Effects, func(e engine.Effect) bool {
				o, ok := e.(engine.Order)
				return ok && o.Kind == engine.ErrandCase
			})
		})},
		{"a case that nobody waits for goes on", ordered, onDecide(func(_ int, out *engine.Outcome) {
			out.Effects = slices.DeleteFunc(out.Effects, func(e engine.Effect) bool {
				o, ok := e.(engine.Order)
				return ok && o.Kind == engine.OrderRecall
			})
		})},
		{"an errand stays under way when it is done", ordered, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if e, ok := rec.Event.(engine.ErrandWasDone); ok {
				i := slices.IndexFunc(in.Errands, func(x engine.Errand) bool { return x.ID == e.Errand })
				in.Errands[i].Status = engine.ErrandSent
			}
		})},
		{"an errand is forgotten as it is sent", alive, onApply(func(in *engine.Instance, rec engine.Recorded) {
			if _, ok := rec.Event.(engine.ErrandWasSent); ok {
				in.Errands = in.Errands[:len(in.Errands)-1]
			}
		})},
		{"an open task cannot be decided", settled, func(p *player) {
			honest := p.decide
			p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
				if d, ok := c.(engine.DecideTask); ok && d.Action == engine.Approve {
					return engine.Outcome{}, engine.ErrTaskUnknown
				}
				return honest(w, s, in, c)
			}
		}},
	} {
		t.Run(f.fault, func(t *testing.T) {
			t.Parallel()
			noticed(t, f.invariant, f.seed, (*player).play)
		})
	}
	for fault, change := range map[string]func([]engine.Step) []engine.Step{
		"a step is left out of the path": func(steps []engine.Step) []engine.Step { return steps[1:] },
		"the path takes another branch": func(steps []engine.Step) []engine.Step {
			steps[len(steps)-1].Node += "x"
			return steps
		},
		"the path names somebody else": func(steps []engine.Step) []engine.Step {
			for i := range steps {
				if steps[i].State == engine.StepUpcoming && len(steps[i].Assignees) > 0 {
					steps[i].Assignees = []string{"user:nobody"}
				}
			}
			return steps
		},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			noticed(t, foreseen, func(p *player) {
				p.path = func(w world, s engine.Scene, in engine.Instance) ([]engine.Step, error) {
					steps, err := w.path(s, in)
					if err != nil || in.Status.Ended() {
						return steps, err
					}
					return change(steps), nil
				}
			}, (*player).foresee)
		})
	}
}

// noticed plays scenarios until the fault breaks the invariant; without the
// fault the same scenarios must break none.
func noticed(t *testing.T, invariant string, seed func(*player), play func(*player, scenario) error) {
	t.Helper()
	for i := range 1000 { // most faults show within the first few
		s := scenarioOf(uint64(i + 1))
		honest := newPlayer()
		if err := play(honest, s); err != nil || len(honest.broken) > 0 {
			t.Fatalf("scenario %d without the fault: %v, %v", i, err, honest.broken)
		}
		faulty := newPlayer()
		seed(faulty)
		if err := play(faulty, s); err != nil {
			t.Fatal(err)
		}
		if faulty.broken[invariant] != "" {
			return
		}
	}
	t.Errorf("%q was never broken", invariant)
}

// onApply seeds a fault into Apply.
func onApply(change func(*engine.Instance, engine.Recorded)) func(*player) {
	return func(p *player) {
		p.apply = func(in engine.Instance, rec engine.Recorded) (engine.Instance, error) {
			next, err := engine.Apply(in, rec)
			if err == nil {
				change(&next, rec)
			}
			return next, err
		}
	}
}

// onDecide seeds a fault into what Decide gives; it is told which call it is.
func onDecide(change func(int, *engine.Outcome)) func(*player) {
	return func(p *player) {
		honest, call := p.decide, 0
		p.decide = func(w world, s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
			out, err := honest(w, s, in, c)
			if err == nil {
				call++
				change(call, &out)
			}
			return out, err
		}
	}
}
