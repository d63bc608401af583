package engine

import "github.com/banli-oa/banli/builder/flow"

// inclusiveElement goes on along every edge whose condition holds, else along
// its default. A condition that reads something not filled in does not hold.
type inclusiveElement struct{}

var _ element = inclusiveElement{}

func (inclusiveElement) enter(r *run, t Token, n *flow.Node) error {
	var taken, otherwise []*flow.Edge
	for _, e := range r.scene.Graph.Out(n.ID) {
		if e.Default {
			otherwise = append(otherwise, e)
			continue
		}
		holds, err := r.holds(t, e)
		if err != nil {
			return err
		}
		if holds {
			taken = append(taken, e)
		}
	}
	if len(taken) == 0 {
		taken = otherwise
	}
	return r.split(t, n, taken)
}
