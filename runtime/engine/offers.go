package engine

import "github.com/banli-oa/banli/builder/flow"

// Offers returns what an actor can do with a task as the case stands. Whether
// they are one of its assignees is the caller's to say: holder. What is offered
// is accepted, if what the command names besides is fit.
func Offers(s Scene, in Instance, t Task, actor string, holder bool) []Action {
	r := newRun(s, in, nil)
	n := s.Graph.Node(t.Node)
	if n == nil || r.active() != nil {
		return nil
	}
	var offers []Action
	if holder && t.Status == TaskOpen {
		offers = r.holderOffers(t, n)
	}
	if t.Live() && t.AddedBy != "" && t.Adder == actor {
		offers = append(offers, DoRemoveSigner)
	}
	if _, ok := t.reclaimable(actor); ok && t.Live() {
		offers = append(offers, DoReclaim)
	}
	if !t.Live() && r.undoable(t, actor) == nil {
		offers = append(offers, DoUndo)
	}
	return offers
}

func (r *run) holderOffers(t Task, n *flow.Node) []Action {
	switch {
	case n.Type == flow.Start:
		return []Action{Resubmit}
	case !n.Type.Asks():
		return nil
	case t.Lender != nil:
		return []Action{Reply}
	}
	var offers []Action
	add := func(a Action, d flow.Deed) {
		if n.Allows(d) {
			offers = append(offers, a)
		}
	}
	if n.Type == flow.FillIn {
		offers = append(offers, Complete)
	} else {
		offers = append(offers, Approve)
		add(Reject, flow.DoReject)
	}
	if len(passedVisits(r.scene.Graph, r.in, t)) > 0 {
		add(Return, flow.DoReturn)
	}
	add(DoTransfer, flow.DoTransfer)
	add(DoDelegate, flow.DoDelegate)
	add(DoAddSigners, flow.DoAddSigner)
	if claimable(t) {
		offers = append(offers, DoClaim)
	}
	if t.Group != nil {
		offers = append(offers, DoRelease)
	}
	return offers
}

// Withdrawable says why an actor cannot withdraw a case, nil where they can.
func Withdrawable(s Scene, in Instance, actor string) error {
	return newRun(s, in, nil).withdrawable(actor)
}

// Undoable says why an actor cannot take a decision back, nil where they can.
func Undoable(s Scene, in Instance, t Task, actor string) error {
	return newRun(s, in, nil).undoable(t, actor)
}
