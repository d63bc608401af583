package engine

import "github.com/banli-oa/banli/builder/flow"

// parallelElement goes on along all its edges at once.
type parallelElement struct{}

var _ element = parallelElement{}

func (parallelElement) enter(r *run, t Token, n *flow.Node) error {
	return r.split(t, n, r.scene.Graph.Out(n.ID))
}
