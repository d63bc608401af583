package engine

import "github.com/banli-oa/banli/builder/flow"

// notifyElement tells people something in the step's own words and goes on at
// once. Like a copy it is skipped with nobody to tell.
type notifyElement struct{}

var _ element = notifyElement{}

// NoticeMessage tells people what a notify step has to say.
const NoticeMessage NoticeKind = "notice.given"

func (notifyElement) enter(r *run, t Token, n *flow.Node) error {
	people, found, err := r.resolve(t, n)
	if err != nil {
		return err
	}
	if found && len(people) == 0 {
		err = r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedNobody})
	} else {
		err = r.emit(NoticeGiven{Token: t.ID, Node: n.ID, To: people, Resolver: string(n.Assignee.Kind)})
		r.notify(Notice{Kind: NoticeMessage, To: people, Node: n.ID})
	}
	if err != nil {
		return err
	}
	return r.leave(t, n)
}
