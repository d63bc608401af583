package engine_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// errand makes the command of what no person does: a result that is told, for the
// first time or once more, a failure, another try, or the recall of a case.
func (p *player) errand(m move, at int64) (c engine.Command, mustRefuse bool) {
	if m.Kind == recallCase {
		return engine.Recall{At: at}, p.in.Status.Ended()
	}
	status := engine.ErrandSent
	if m.Kind == retryErrand {
		status = engine.ErrandFailed
	}
	fits := func(e engine.Errand) bool { return e.Status == status }
	list := slices.DeleteFunc(slices.Clone(p.in.Errands), func(e engine.Errand) bool { return !fits(e) })
	if len(list) == 0 || m.Other == 0 { // one that is over, perhaps
		list = p.in.Errands
	}
	e := engine.Errand{ID: "case.e999"}
	if len(list) > 0 {
		e = list[m.Pick%len(list)]
	}
	mustRefuse = !fits(e) || p.in.Status.Ended()
	switch m.Kind {
	case retryErrand:
		return engine.Retry{Errand: e.ID, Actor: "eve", Reason: "it is mended", At: at}, mustRefuse || p.in.Status == engine.Suspended
	case failErrand:
		return engine.FailErrand{Errand: e.ID, Failure: engine.Failure{Code: "case.invalid"}, At: at}, mustRefuse
	}
	done := engine.FinishErrand{Errand: e.ID, Result: string([]engine.Status{
		engine.Approved, engine.Approved, engine.Approved, engine.Rejected, engine.Withdrawn, engine.Terminated,
	}[m.Other]), At: at}
	if n := p.scene.Graph.Node(e.Node); n != nil && n.Sub != nil {
		done.Values = engine.Taken(n, p.in, e, func(field string) any { return m.Edits[field] })
	}
	return done, mustRefuse
}

// starts makes a node that starts cases.
func (b *flowBuilder) starts() flow.Node {
	n := flow.Node{Type: flow.Subflow, Sub: &flow.SubFlow{App: "other"}}
	if b.d.n(0, 2) > 0 {
		n.Sub.Each = "rows"
	}
	n.OnFail = pick(b.d, []flow.OnFail{"", flow.AskAdmin, flow.GoOn})
	n.OnReject = pick(b.d, []flow.Rejection{"", flow.EndCase, flow.ReturnCase, flow.ReturnCase})
	n.Resume = pick(b.d, []flow.Resumption{"", flow.AtReturner, flow.WalkAgain})
	if b.d.n(0, 4) == 0 {
		n.Sub.Until = flow.UntilStarted
		return n
	}
	n.Sub.Need = pick(b.d, []flow.Need{"", flow.NeedAll, flow.NeedAny, flow.NeedNone})
	switch {
	case b.d.coin():
	case n.Sub.Each == "":
		n.Sub.Take = []flow.Taking{{From: "a", To: "a"}, {From: "b", To: "b"}}
	default:
		n.Sub.Take = []flow.Taking{{From: "a", To: "rows.x"}}
	}
	return n
}

// checkErrands checks that everything that has to be done outside was ordered,
// once, and nothing else: each errand that is sent, each case that is not waited
// for any more, and the report of a case that ends.
func (p *player) checkErrands(out engine.Outcome) {
	got, want := map[string]int{}, map[string]int{}
	for _, e := range out.Effects {
		if o, ok := e.(engine.Order); ok {
			got[string(o.Kind)+" "+o.Errand]++
		}
	}
	begun := map[string]bool{}
	for _, rec := range out.Events {
		switch e := rec.Event.(type) {
		case engine.ErrandWasSent:
			begun[e.Errand] = true
			if e.Kind != engine.ErrandScript { // which is run at once
				want[string(e.Kind)+" "+e.Errand]++
			}
		case engine.ErrandWasRetried:
			if errand, _ := p.in.Errand(e.Errand); errand.Kind != engine.ErrandScript {
				want[string(errand.Kind)+" "+e.Errand]++
			}
		case engine.ErrandWasDropped:
			errand, _ := p.in.Errand(e.Errand)
			delete(want, string(errand.Kind)+" "+e.Errand)
			if errand.Kind == engine.ErrandCase && !begun[e.Errand] {
				want[string(engine.OrderRecall)+" "+e.Errand]++
			}
		case engine.InstanceEnded:
			if p.in.Parent != nil {
				want[string(engine.OrderReport)+" "+p.in.Parent.Errand]++
			}
		}
	}
	if !maps.Equal(got, want) {
		p.fail(ordered, "to be done %v, ordered %v", want, got)
	}
	under := map[string]int{}
	for _, rec := range p.events {
		switch e := rec.Event.(type) {
		case engine.ErrandWasSent:
			under[e.Errand]++
		case engine.ErrandWasRetried:
			under[e.Errand]++
		case engine.ErrandWasDone:
			under[e.Errand]--
		case engine.ErrandHasFailed:
			under[e.Errand]--
		case engine.ErrandWasDropped:
			if !strings.HasPrefix(e.Errand, "case.e") {
				p.fail(ordered, "errand %s is nobody's", e.Errand)
			}
			delete(under, e.Errand)
		}
	}
	for _, e := range p.in.Errands {
		n := under[e.ID]
		if sent := e.Status == engine.ErrandSent; sent != (n == 1) || n > 1 || n < 0 {
			p.fail(ordered, "errand %s is %s and was sent %d times more than it was over", e.ID, e.Status, n)
		}
	}
}
