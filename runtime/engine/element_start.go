package engine

import "github.com/banli-oa/banli/builder/flow"

// startElement is where a case begins: there is nothing to wait for.
type startElement struct{}

var _ element = startElement{}

func (startElement) enter(r *run, t Token, n *flow.Node) error {
	return r.leave(t, n)
}
