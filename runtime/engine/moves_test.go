package engine_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// command makes a move's command, and says whether it must be refused.
func (p *player) command(m move, at int64) (c engine.Command, mustRefuse bool) {
	comment := fmt.Sprint("at ", at)
	switch m.Kind {
	case handOver:
		to := folk[m.Pick]
		mustRefuse = to == m.Actor || !slices.ContainsFunc(p.in.Tasks, func(t engine.Task) bool {
			return t.Live() && slices.Contains(slices.Concat(t.Assignees, t.Lender), engine.UserPrefix+m.Actor)
		})
		return engine.HandOver{From: m.Actor, To: engine.UserPrefix + to, Actor: "eve", At: at}, mustRefuse
	case cover:
		return p.away(m, at)
	case reclaim:
		return p.back(m, at)
	case urge:
		fresh := func(t engine.Task) bool { return t.UrgeableAt() <= at }
		mustRefuse = p.in.Status == engine.Suspended || !slices.ContainsFunc(p.in.OpenTasks(), fresh)
		return engine.Urge{Actor: m.Actor, At: at}, mustRefuse
	case fireDue, fireEarly, fireGone:
		return p.fire(m)
	case doneErrand, failErrand, retryErrand, recallCase:
		return p.errand(m, at)
	case submitAgain:
		return engine.Submit{Actor: m.Actor, At: at}, true
	case removeSigner, undoClosed:
		return p.takeBack(m, at)
	case withdraw, redo:
		actor := "ann"
		if m.Other == 0 {
			actor = m.Actor
		}
		atStart := len(p.in.Tokens) == 1 && p.in.Tokens[0].Node == p.in.Visits[0].Node
		mustRefuse = engine.Withdrawable(p.scene, p.in, actor) != nil || m.Kind == redo && atStart
		return engine.Withdraw{Actor: actor, Redo: m.Kind == redo, Comment: comment, At: at}, mustRefuse
	case copyPeople:
		return engine.CopyTo{Actor: m.Actor, People: []string{folk[m.Pick], folk[m.Other]}, At: at}, p.in.Status.Ended()
	case remark:
		return engine.Remark{Actor: m.Actor, Text: comment, Mentions: []string{folk[m.Pick]}, At: at}, p.in.Status.Ended()
	case reassign, jump, suspend, unsuspend, finish:
		return p.intervention(m, at)
	}
	return p.deed(m, at, comment)
}

// deed makes a command on a task of its holder's.
func (p *player) deed(m move, at int64, comment string) (c engine.Command, mustRefuse bool) {
	d := engine.DecideTask{Task: "case.999", Actor: m.Actor, Action: engine.Approve, At: at, Comment: comment}
	list := p.in.OpenTasks()
	claimed := func(t engine.Task) bool { return t.Group != nil }
	if m.Kind == claimOpen && slices.ContainsFunc(list, claimed) {
		m.Kind = releaseOpen
	}
	switch m.Kind {
	case approveAny:
		list = p.in.Tasks
	case releaseOpen:
		list = preferring(list, claimed)
	case claimOpen:
		list = preferring(list, func(t engine.Task) bool { return len(t.Assignees) > 1 })
	}
	if len(list) == 0 || m.Kind == approveUnknown {
		return d, true
	}
	t := list[m.Pick%len(list)]
	d.Task = t.ID
	n := p.scene.Graph.Node(t.Node)
	offers := engine.Offers(p.scene, p.in, t, m.Actor, true)
	can := func(a engine.Action) bool { return slices.Contains(offers, a) }
	other := folk[m.Other]
	switch m.Kind {
	case eatOpen:
		d.Action = "eat"
		return d, true
	case transferOpen:
		return engine.TransferTask{Task: t.ID, Actor: m.Actor, To: other, Comment: comment, At: at}, !can(engine.DoTransfer) || p.asked(t, other) || other == m.Actor
	case delegateOpen:
		return engine.DelegateTask{Task: t.ID, Actor: m.Actor, To: other, At: at}, !can(engine.DoDelegate) || p.asked(t, other) || other == m.Actor
	case addSigners:
		where := []engine.Position{engine.Before, engine.After, engine.Beside}[m.Pick%3]
		return engine.AddSigners{Task: t.ID, Actor: m.Actor, People: []string{other}, Where: where, At: at}, !can(engine.DoAddSigners) || p.asked(t, other) || other == m.Actor
	case claimOpen:
		return engine.ClaimTask{Task: t.ID, Actor: m.Actor, At: at}, !can(engine.DoClaim)
	case releaseOpen:
		return engine.ReleaseTask{Task: t.ID, Actor: m.Actor, At: at}, !can(engine.DoRelease)
	case returnOpen:
		d.Action, d.To, d.Resume = engine.Return, "n0", n.Resume
		if to := engine.Passed(p.scene, p.in, t); len(to) > 0 {
			d.To = to[m.Other%len(to)]
		}
		if n.ResumeOr() == flow.Choose {
			d.Resume = []flow.Resumption{"", flow.AtReturner, flow.WalkAgain}[m.Other%3]
		}
	case rejectOpen:
		d.Action = engine.Reject
	case chooseWrong:
		d.Choices = map[string][]string{"n0": {other}}
		return d, true
	}
	if len(offers) == 1 && (m.Kind == approveOpen || m.Kind == approveAny) && t.Status == engine.TaskOpen {
		d.Action = offers[0] // an answer, or what the initiator has to do
	}
	if n.Type == flow.FillIn && t.Lender == nil && d.Action == engine.Approve && m.Pick != 1 {
		d.Action = engine.Complete // but now and then they try to approve
	}
	closed := p.edits(&d, n, m)
	return d, closed || !can(d.Action)
}

// preferring returns those of a list that fit, or all where none does.
func preferring(list []engine.Task, fits func(engine.Task) bool) []engine.Task {
	fitting := slices.DeleteFunc(slices.Clone(list), func(t engine.Task) bool { return !fits(t) })
	if len(fitting) == 0 {
		return list
	}
	return fitting
}

// edits adds edits to a decision, and reports whether they touch what is closed.
func (p *player) edits(d *engine.DecideTask, n *flow.Node, m move) (closed bool) {
	d.Edits = map[string]any{}
	for field, value := range m.Edits {
		if n.Type == flow.Start || n.AccessTo(field) == flow.Edit {
			d.Edits[field] = value
		} else if m.Kind == editClosed {
			d.Edits[field], closed = value, true
		}
	}
	return closed
}

// asked reports whether a person has a task of their own at a task's step.
func (p *player) asked(t engine.Task, person string) bool {
	alone := []string{engine.UserPrefix + person}
	return slices.ContainsFunc(p.in.Tasks, func(o engine.Task) bool {
		counts := o.Live() || o.Status == engine.TaskDone || o.Status == engine.TaskRefused || o.Status == engine.TaskFilledIn
		return o.Visit == t.Visit && counts && (slices.Equal(o.Assignees, alone) || slices.Equal(o.Lender, alone))
	})
}

// takeBack makes a command that takes back a decision, or an added signer.
func (p *player) takeBack(m move, at int64) (c engine.Command, mustRefuse bool) {
	var list []engine.Task
	for _, t := range p.in.Tasks {
		if m.Kind == removeSigner && t.AddedBy != "" || m.Kind == undoClosed && !t.Live() {
			list = append(list, t)
		}
	}
	if m.Kind == removeSigner && m.Other > 1 {
		list = preferring(list, engine.Task.Live)
	}
	t := engine.Task{ID: "case.999"}
	if len(list) > 0 {
		t = list[len(list)-1-m.Pick%len(list)] // late ones more often than not
	}
	actor, action := t.By, engine.DoUndo
	if m.Kind == removeSigner {
		actor, action = t.Adder, engine.DoRemoveSigner
	}
	if m.Other == 0 {
		actor = m.Actor
	}
	mustRefuse = !slices.Contains(engine.Offers(p.scene, p.in, t, actor, false), action)
	if m.Kind == removeSigner {
		return engine.RemoveSigner{Task: t.ID, Actor: actor, At: at}, mustRefuse
	}
	return engine.UndoTask{Task: t.ID, Actor: actor, At: at}, mustRefuse
}

// intervention makes an administrator's command.
func (p *player) intervention(m move, at int64) (c engine.Command, mustRefuse bool) {
	ended, halted := p.in.Status.Ended(), p.in.Status == engine.Suspended
	const why = "it has to be"
	switch m.Kind {
	case reassign:
		t := p.in.Tasks[m.Pick%max(1, len(p.in.Tasks)):]
		if m.Pick > 2 {
			t = preferring(p.in.Tasks, engine.Task.Live)
		}
		if len(t) == 0 {
			return engine.Reassign{Task: "case.999", Actor: "eve", To: "bob", Reason: why, At: at}, true
		}
		to := folk[m.Other]
		return engine.Reassign{Task: t[0].ID, Actor: "eve", To: to, Reason: why, At: at}, ended || !t[0].Live() || p.asked(t[0], to)
	case jump:
		nodes := p.scene.Graph.Nodes()
		types := []flow.Type{flow.Start, flow.Approval, flow.FillIn, flow.Exclusive, flow.Parallel, flow.Inclusive, flow.CC, flow.Script}
		of := slices.DeleteFunc(slices.Clone(nodes), func(n *flow.Node) bool { return n.Type != types[(m.Pick+m.Other)%len(types)] })
		if len(of) > 0 {
			nodes = of
		}
		n := nodes[m.Other%len(nodes)]
		return engine.Jump{Actor: "eve", To: n.ID, Reason: why, At: at}, ended || halted || n.Type == flow.Join
	case suspend:
		return engine.Suspend{Actor: "eve", Reason: why, At: at}, ended || halted
	case unsuspend:
		return engine.Unsuspend{Actor: "eve", Reason: why, At: at}, !halted
	}
	status := []engine.Status{engine.Approved, engine.Rejected, engine.Terminated, engine.Running}[m.Pick%4]
	return engine.Finish{Actor: "eve", Status: status, Reason: why, At: at}, ended || status == engine.Running
}

// cover notes what a command that was accepted did, and to what.
func (p *player) cover(before engine.Instance, c engine.Command) {
	what := ""
	var task string
	switch c := c.(type) {
	case engine.DecideTask:
		task, what = c.Task, string(c.Action)
	case engine.TransferTask:
		task, what = c.Task, "transfer"
	case engine.DelegateTask:
		task, what = c.Task, "delegate"
	case engine.AddSigners:
		task, what = c.Task, "add "+string(c.Where)
	case engine.RemoveSigner:
		task, what = c.Task, "remove signer"
	case engine.ClaimTask:
		task, what = c.Task, "claim"
	case engine.ReleaseTask:
		task, what = c.Task, "release"
	case engine.UndoTask:
		task, what = c.Task, "undo"
	case engine.ReclaimTask:
		task, what = c.Task, "reclaim"
	case engine.Reassign:
		task, what = c.Task, "reassign"
	case engine.Jump:
		p.covered["jump to "+string(p.scene.Graph.Node(c.To).Type)]++
	case engine.Finish:
		p.covered["finish as "+string(c.Status)]++
	default:
		p.covered[fmt.Sprintf("case × %T", c)]++
	}
	t, ok := before.Task(task)
	n := p.scene.Graph.Node(t.Node)
	if !ok || n == nil {
		return
	}
	at := string(n.Type)
	if n.Type.Asks() {
		at += " " + string(n.ModeOr())
	}
	p.covered[at+" × "+what]++
}

// coverEvents notes what happened by itself.
func (p *player) coverEvents(events []engine.Recorded) {
	for _, rec := range events {
		switch e := rec.Event.(type) {
		case engine.TaskPassed:
			p.covered["by itself: "+e.Reason]++
		case engine.TaskCreated:
			if len(e.For) > 0 {
				p.covered["somebody stands in"]++
			}
			if e.Row > 0 {
				p.covered["found: row by row"]++
			}
			if way, _, ok := strings.Cut(e.Resolver, ":"); ok {
				p.covered["found: "+way]++
			}
		case engine.TaskEscalated:
			if len(e.For) > 0 {
				p.covered["somebody stands in when it is late"]++
			}
		case engine.NodeSkipped:
			p.covered["skipped: "+e.Reason]++
		case engine.ErrandWasDropped:
			errand, _ := p.in.Errand(e.Errand)
			p.covered["given up: "+string(errand.Kind)]++
		case engine.RowsUnnamed:
			p.covered["found: nobody in a row"]++
		case engine.PeopleChosen:
			t, _ := p.in.Task(e.Task)
			p.covered["chosen at "+string(p.scene.Graph.Node(t.Node).Type)]++
		case engine.InstanceSubmitted:
			if len(e.Choices) > 0 {
				p.covered["chosen as submitted"]++
			}
		}
	}
}

// legal are the pairs of a node type and an action that there are; a run that
// has not done one of them has not tried enough.
func legal() []string {
	pairs := []string{
		"start × resubmit", "start × reassign", "case × engine.Submit", "case × engine.HandOver", "case × engine.Cover", "somebody stands in", "somebody stands in when it is late", "case × engine.CopyTo",
		"case × engine.Remark", "case × engine.Withdraw", "case × engine.Urge", "case × engine.FireTimer", "case × engine.Suspend", "case × engine.Unsuspend",
		"case × engine.FinishErrand", "case × engine.FailErrand", "case × engine.Retry", "case × engine.Recall", "given up: case", "skipped: noRows",
		"found: row by row", "found: nobody in a row", "found: otherwise.1", "found: otherwise.2",
		"chosen as submitted", "chosen at start", "chosen at approval",
		"by itself: same", "skipped: initiator", "skipped: nobody", "skipped: noDate", "finish as approved", "finish as rejected", "finish as terminated",
	}
	pairs = append(pairs, scriptPairs...)
	for _, to := range []flow.Type{flow.Start, flow.Approval, flow.FillIn, flow.Exclusive, flow.Parallel, flow.Inclusive, flow.CC, flow.Wait, flow.Subflow, flow.Webhook, flow.Script, flow.End} {
		pairs = append(pairs, "jump to "+string(to))
	}
	for _, mode := range []flow.Mode{flow.Any, flow.All, flow.InTurn, flow.Share} {
		for _, what := range []string{
			"approve", "reject", "return", "answer", "transfer", "delegate", "add before", "add after", "add beside",
			"remove signer", "undo", "reassign", "reclaim",
		} {
			pairs = append(pairs, fmt.Sprintf("%s %s × %s", flow.Approval, mode, what))
		}
	}
	for _, mode := range []flow.Mode{flow.Any, flow.All, flow.InTurn} {
		for _, what := range []string{"complete", "return", "answer", "transfer", "delegate", "undo"} {
			pairs = append(pairs, fmt.Sprintf("%s %s × %s", flow.FillIn, mode, what))
		}
	}
	// Only where any of several may act is there a group to claim from.
	return append(pairs, "approval any × claim", "approval any × release", "fillIn any × claim", "fillIn any × add before", "fillIn any × reassign")
}

// choosing adds to a command the people who must be chosen with it, and with some
// that it is resubmitted with, those who need not be.
func (p *player) choosing(c engine.Command, turn int) engine.Command {
	if !slices.ContainsFunc(p.scene.Graph.Nodes(), func(n *flow.Node) bool { return n.ChosenBy(flow.ByInitiator) || n.ChosenBy(flow.ByApprover) }) {
		return c
	}
	choices := map[string][]string{}
	if d, ok := c.(engine.DecideTask); ok {
		maps.Copy(choices, d.Choices)
		if d.Action == engine.Resubmit && turn%2 == 0 {
			for _, n := range p.scene.Graph.Nodes() {
				if n.ChosenBy(flow.ByInitiator) {
					p.choose(choices, n, turn)
				}
			}
		}
	}
	for range p.scene.Graph.Nodes() { // who is chosen may lead to where more are
		switch with := c.(type) {
		case engine.Submit:
			with.Choices = choices
			c = with
		case engine.DecideTask:
			with.Choices = choices
			c = with
		default:
			return c
		}
		_, err := p.decide(p.world, p.scene, p.in, c)
		var missing *engine.ChoiceMissingError
		if !errors.As(err, &missing) {
			break
		}
		choices = maps.Clone(choices)
		for _, id := range missing.Nodes {
			p.choose(choices, p.scene.Graph.Node(id), turn)
		}
	}
	return c
}

// choose chooses some who can be chosen for a step.
func (p *player) choose(choices map[string][]string, n *flow.Node, turn int) {
	a := n.Assignee
	var there []string
	for i := range folk {
		if id := folk[(i+turn)%len(folk)]; p.world.here(id) && p.world.candidate(*a, id) {
			there = append(there, id)
		}
	}
	if many := a.LeastOr() + turn%(a.MostOr()-a.LeastOr()+1); len(there) >= a.LeastOr() {
		choices[n.ID] = there[:min(many, len(there))]
	}
}
