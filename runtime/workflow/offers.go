package workflow

import (
	"context"
	"errors"
	"slices"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// offer adds to a task's view what the actor can do with it now.
func (s *Service) offer(ctx context.Context, a Actor, ed *studio.Edition, doc *Document, t engine.Task, v *TaskView) {
	scene := engine.Scene{Graph: ed.Flow}
	may := func(action string) authz.Decision {
		return s.Authz.Decide(ctx, authz.Request{Action: action, Subject: a.Subject, Resource: s.taskResource(doc, t)})
	}
	var holder authz.Decision
	if t.Status == engine.TaskOpen {
		holder = may(authz.TaskDecide)
	}
	mine := t.By == a.Subject.ID || t.Adder == a.Subject.ID ||
		slices.ContainsFunc(t.For, func(s engine.StandIn) bool { return s.For == userPrincipal(a.Subject.ID) })
	back := mine && may(authz.TaskUndo).Allow
	for _, action := range engine.Offers(scene, doc.Case, t, a.Subject.ID, holder.Allow) {
		if takesBack := slices.Contains([]engine.Action{engine.DoUndo, engine.DoRemoveSigner, engine.DoReclaim}, action); !takesBack || back {
			v.Actions = append(v.Actions, string(action))
		}
	}
	if t.Status.Decides() && back && t.By == a.Subject.ID {
		if err := engine.Undoable(scene, doc.Case, t, a.Subject.ID); err != nil {
			v.Refused = map[string]string{string(engine.DoUndo): s.words(s.engineError(ed, err, a.Lang), a.Lang)}
		}
	}
	if !holder.Allow || len(v.Actions) == 0 {
		return
	}
	v.Choices = s.taskChoices(ctx, ed, doc, t, a)
	n := ed.Flow.Node(t.Node)
	v.Fields = editable(ed, n, union(slices.Clone(holder.Hide), closedBy(ed, holder.Lock)))
	if slices.Contains(v.Actions, string(engine.Complete)) {
		v.Require = n.Require
	}
	if slices.Contains(v.Actions, string(engine.Return)) {
		v.Resume = string(n.ResumeOr())
		for _, id := range engine.Passed(scene, doc.Case, t) {
			v.ReturnTo = append(v.ReturnTo, NodeRef{Node: id, Name: nodeName(ed, id)})
		}
	}
}

// caseOffers says what the actor can do with an instance as a whole, and why
// not now.
func (s *Service) caseOffers(ctx context.Context, a Actor, ed *studio.Edition, doc *Document) []OfferView {
	offers := []OfferView{}
	may := func(action string) bool {
		return s.Authz.Decide(ctx, authz.Request{Action: action, Subject: a.Subject, Resource: s.resource(doc)}).Allow
	}
	if doc.Case.Status.Ended() {
		return offers
	}
	if may(authz.InstanceWithdraw) {
		o := OfferView{Action: "withdraw"}
		if err := engine.Withdrawable(engine.Scene{Graph: ed.Flow}, doc.Case, a.Subject.ID); err != nil {
			o.Reason = s.words(s.engineError(ed, err, a.Lang), a.Lang)
		}
		offers = append(offers, o)
	}
	if may(authz.InstanceComment) {
		offers = append(offers, OfferView{Action: "copy"}, OfferView{Action: "comment"})
	}
	if doc.Case.FailedAt() != 0 && doc.Case.Status == engine.Running && may(authz.InstanceRetry) {
		offers = append(offers, OfferView{Action: "retry"})
	}
	if may(authz.InstanceIntervene) {
		offers = append(offers, OfferView{Action: "reassign"}, OfferView{Action: "end"})
		if doc.Case.Status == engine.Suspended {
			offers = append(offers, OfferView{Action: "resume"})
		} else {
			offers = append(offers, OfferView{Action: "jump"}, OfferView{Action: "suspend"})
		}
	}
	return offers
}

// words says a refusal as whoever asks for it would be told.
func (s *Service) words(err error, lang string) string {
	var (
		c *fault.Conflict
		f *fault.Failed
	)
	switch {
	case s.Say == nil:
		return ""
	case errors.As(err, &c):
		return s.Say(c.Code, lang, c.Params)
	case errors.As(err, &f):
		return s.Say(f.Code, lang, f.Params)
	}
	return ""
}
