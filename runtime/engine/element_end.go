package engine

import "github.com/banli-oa/banli/builder/flow"

// endElement is where a branch ends, and with the last branch the case: it is
// approved then unless the node says otherwise. An end that rejects ends the
// case at once, whatever else is going on.
type endElement struct{}

var _ element = endElement{}

func (endElement) enter(r *run, t Token, n *flow.Node) error {
	status := Approved
	if n.Outcome == flow.Rejected {
		status = Rejected
	}
	if status == Approved && len(r.in.Tokens) > 1 {
		return r.emit(TokenEnded{Token: t.ID, Node: n.ID})
	}
	return r.end(status, n.ID, n.Result, "")
}
