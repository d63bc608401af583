package engine

import "github.com/banli-oa/banli/builder/flow"

// ccElement tells people and goes on at once (抄送). With nobody to tell it is
// skipped: a copy is no reason for a case to stop.
type ccElement struct{}

var _ element = ccElement{}

func (ccElement) enter(r *run, t Token, n *flow.Node) error {
	people, found, err := r.resolve(t, n)
	if err != nil {
		return err
	}
	if found && len(people) == 0 {
		err = r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedNobody})
	} else {
		// Where it is not known yet who is told, this round's outcome is thrown
		// away: going on only collects what else must be asked.
		err = r.emit(CopySent{Token: t.ID, Node: n.ID, To: people, Resolver: string(n.Assignee.Kind)})
		r.notify(Notice{Kind: NoticeCopySent, To: people, Node: n.ID})
	}
	if err != nil {
		return err
	}
	return r.leave(t, n)
}
