package engine

import "github.com/banli-oa/banli/builder/flow"

// endElement is where a case ends, approved unless the node says otherwise.
type endElement struct{}

var _ element = endElement{}

func (endElement) enter(r *run, _ Token, n *flow.Node) error {
	status := Approved
	if n.Outcome == flow.Rejected {
		status = Rejected
	}
	return r.end(status, n.ID)
}
