package engine_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// checkCase checks the case as it now is.
func (p *player) checkCase() {
	open := p.in.OpenTasks()
	waits := 0
	for _, t := range p.in.Timers {
		if t.Purpose == engine.TimerWait {
			waits++
		}
	}
	for _, e := range p.in.Errands {
		if e.Live() || p.in.Status == engine.Suspended { // it is over, and goes on when it is resumed
			waits++
		}
	}
	if ended := p.in.Status.Ended(); ended == (len(open)+waits > 0) {
		p.fail(alive, "status %s with %d open tasks and %d waits", p.in.Status, len(open), waits)
	}
	p.checkTimers(open)
	for _, t := range p.in.Tasks {
		if len(t.Assignees) == 0 || slices.Contains(t.Assignees, "") {
			p.fail(owned, "task %s belongs to %q", t.ID, t.Assignees)
		}
	}
	p.checkTokens(open)
	p.checkCounts()
	closed := map[string]int{}
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.TaskApproved:
			closed[e.Task]++
		case engine.TaskRejected:
			closed[e.Task]++
		case engine.TaskCompleted:
			closed[e.Task]++
		case engine.TaskCancelled:
			closed[e.Task]++
		case engine.TaskPassed:
			closed[e.Task]++
		case engine.TaskReturned:
			closed[e.Task]++
		case engine.TaskResubmitted:
			closed[e.Task]++
		case engine.SignerRemoved:
			closed[e.Task]++
		case engine.TaskUndone:
			for _, id := range append([]string{e.Task}, e.Reopened...) {
				closed[id]--
			}
		}
	}
	for _, t := range p.in.Tasks {
		want := 1
		if t.Live() {
			want = 0
		}
		if closed[t.ID] != want {
			p.fail(once, "task %s is %s and was closed %d times", t.ID, t.Status, closed[t.ID])
		}
	}
	if err := p.replay(); err != nil || !bytes.Equal(mustText(p.replica), mustText(p.in)) || !reflect.DeepEqual(p.replica, p.in) {
		p.fail(replayed, "history gives %s (%v), the case is %s", mustText(p.replica), err, mustText(p.in))
	}
}

// checkTokens checks that each token waits at a join or has somebody to move
// it, that each task has a token to move, and that tokens come and go only as
// history says.
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
	for _, t := range p.in.Timers {
		if t.Purpose == engine.TimerWait {
			waiting[t.Token] = t.Node
		}
	}
	for _, e := range p.in.Errands {
		stands := slices.ContainsFunc(p.in.Tokens, func(t engine.Token) bool { return t.ID == e.Token && t.Visit == e.Visit })
		if e.Live() || stands && p.in.Status == engine.Suspended {
			waiting[e.Token] = e.Node
		}
	}
	at := map[int]string{}
	for _, t := range p.in.Tokens {
		if at[t.ID] != "" {
			p.fail(tokens, "token %d is there twice", t.ID)
		}
		at[t.ID] = t.Node
		n := p.scene.Graph.Node(t.Node)
		if t.Lineage != nil || t.Resume != nil || t.Merged != nil {
			p.fail(tokens, "token %d rests, but is on its way", t.ID)
		}
		if join := n != nil && n.Type == flow.Join; !join && waiting[t.ID] != t.Node || join && waiting[t.ID] != "" {
			p.fail(tokens, "token %d stands at %s and its task at %q", t.ID, t.Node, waiting[t.ID])
		}
	}
	for _, t := range p.in.Tasks {
		if t.Live() && at[t.Token] != t.Node {
			p.fail(tokens, "task %s stands at %s and its token at %q", t.ID, t.Node, at[t.Token])
		}
	}
	made, splits := map[int]int{}, 0
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.NodeEntered:
			made[e.Token]++
		case engine.EdgeTaken:
			made[e.Token]--
		case engine.TokenSplit:
			splits++
		case engine.TokensJoined:
			splits -= len(e.Others)
			for _, id := range e.Others {
				delete(made, id)
			}
		case engine.TokenEnded:
			splits--
			delete(made, e.Token)
		case engine.TokenCancelled:
			splits--
			delete(made, e.Token)
		case engine.TokenMoved:
			if e.Of != 0 {
				splits++
				continue
			}
			made[e.Token]--
		case engine.TaskUndone:
			splits += len(e.Tokens)
			for _, at := range e.Tokens {
				made[at.Token]++
			}
		}
	}
	if len(made) != len(p.in.Tokens) || len(p.in.Tokens) != 1+splits {
		p.fail(tokens, "%d tokens, %d were made, %d by splits", len(p.in.Tokens), len(made), splits)
	}
	for id, n := range made {
		if n != 1 || at[id] == "" {
			p.fail(tokens, "token %d at %q entered %d nodes more than it took edges", id, at[id], n)
		}
	}
}

// checkCounts reckons up each step once more: while it waits its outcome must
// still be open, and behind it there must be just the decisions that it needed.
func (p *player) checkCounts() {
	stays := map[int][]engine.Task{}
	for _, t := range p.in.Tasks {
		stays[t.Visit] = append(stays[t.Visit], t)
	}
	for _, tasks := range stays {
		n := p.scene.Graph.Node(tasks[0].Node)
		if n == nil || !n.Type.Asks() {
			continue
		}
		yes, no, open, live, gone := 0, 0, 0, 0, 0
		added := slices.ContainsFunc(tasks, func(t engine.Task) bool { return t.AddedBy != "" })
		here := func(id string) bool {
			return slices.ContainsFunc(tasks, func(t engine.Task) bool { return t.ID == id })
		}
		tasks = slices.DeleteFunc(slices.Clone(tasks), func(t engine.Task) bool { return t.Status == engine.TaskRemoved })
		for _, t := range tasks {
			switch {
			case t.Status == engine.TaskSentBack:
				gone++
			case t.Status == engine.TaskDone || t.Status == engine.TaskFilledIn:
				yes++
			case t.Status == engine.TaskRefused:
				no++
			case t.Status == engine.TaskOpen:
				open++
			case t.Status == engine.TaskWithdrawn && !here(t.Because):
				gone++ // the case ended, or was moved
			}
			if t.Live() {
				live++
			}
		}
		need, veto := len(tasks), true
		if n.ModeOr() == flow.Share {
			veto = n.Share.Veto
			if need = n.Share.Count; need == 0 {
				for need = 1; need*100 < n.Share.Percent*len(tasks); need++ {
				}
			}
			need = min(need, len(tasks))
		}
		yesSure, noSure := yes >= need, len(tasks)-no < need || veto && no > 0
		if n.Mode == flow.Any && slices.ContainsFunc(tasks, func(t engine.Task) bool { return t.Row > 0 }) {
			// the first decision on a row counts, once those have signed who were added
			need, yes, yesSure = len(tasks), 0, slices.ContainsFunc(tasks, func(t engine.Task) bool {
				return t.Row > 0 && (t.Status == engine.TaskDone || t.Status == engine.TaskFilledIn)
			}) &&
				!slices.ContainsFunc(tasks, func(t engine.Task) bool { return t.AddedBy != "" && t.Live() })
			noSure = no > 0
		}
		switch {
		case live > 0 && (yesSure || noSure) || live == 0 && gone == 0 && yesSure == noSure || yes > need:
			p.fail(counted, "%s asks for %d of %d: %d for, %d against, %d still to decide", n.ID, need, len(tasks), yes, no, live)
		case n.Mode == flow.InTurn && open > 1 && !added:
			p.fail(counted, "%s asks in turn, and %d are asked", n.ID, open)
		}
	}
}

// checkInvited checks that tasks are whose they should be where somebody was
// chosen, or a row names them. Who stands in for somebody is another matter.
func (p *player) checkInvited(events []engine.Recorded) {
	for _, rec := range events {
		e, ok := rec.Event.(engine.TaskCreated)
		t, _ := p.in.Task(e.Task)
		n := p.scene.Graph.Node(e.Node)
		if !ok || n == nil || len(e.For) > 0 || n.Self == flow.SelfManager {
			continue
		}
		var named []string
		switch {
		case e.Resolver == string(flow.Chosen):
			named = p.in.Choices[e.Node]
		case e.Row > 0 && e.Resolver == string(flow.Field):
			items, _ := p.in.Values["items"].([]any)
			if t.Row <= len(items) {
				row, _ := items[t.Row-1].(map[string]any)
				named = []string{fmt.Sprint(row["owner"])}
			}
		default:
			continue
		}
		for _, person := range t.Assignees {
			if !slices.Contains(named, strings.TrimPrefix(person, engine.UserPrefix)) {
				p.fail(invited, "task %s for row %d is %s's, named are %q", t.ID, t.Row, person, named)
			}
		}
	}
}

// checkTimers checks that the timers are those that history set and did not
// take away, and that each has its reason.
func (p *player) checkTimers(open []engine.Task) {
	left, fired := map[string]bool{}, map[string]int{}
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.TimerSet:
			left[e.Timer] = true
		case engine.TimerFired:
			delete(left, e.Timer)
			fired[e.Timer]++
		case engine.TimerCancelled:
			delete(left, e.Timer)
		case engine.InstanceEnded:
			clear(left)
		}
	}
	for id, n := range fired {
		if n != 1 {
			p.fail(firedOnce, "timer %s fired %d times", id, n)
		}
	}
	tasks := map[string]bool{}
	for _, t := range open {
		tasks[t.ID] = true
		if n := p.scene.Graph.Node(t.Node); n != nil && (n.Deadline != nil) != (t.Due != 0) {
			p.fail(timed, "task %s is due at %d, its step's deadline is %v", t.ID, t.Due, n.Deadline)
		}
	}
	for _, t := range p.in.Timers {
		if !left[t.ID] {
			p.fail(timed, "timer %s is there without having been set, or after it was done", t.ID)
		}
		delete(left, t.ID)
		if t.Purpose != engine.TimerWait && !tasks[t.Task] {
			p.fail(timed, "timer %s is for task %s, which is not open", t.ID, t.Task)
		}
	}
	if len(left) > 0 {
		p.fail(timed, "timers are lost: %v", left)
	}
}

// replay applies what is new in the history, as it is stored.
func (p *player) replay() error {
	for ; p.done < len(p.events); p.done++ {
		var stored engine.Recorded
		if err := json.Unmarshal(mustText(p.events[p.done]), &stored); err != nil {
			return err
		}
		next, err := engine.Apply(p.replica, stored)
		if err != nil {
			return err
		}
		p.replica = next
	}
	return nil
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
