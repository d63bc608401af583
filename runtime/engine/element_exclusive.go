package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// exclusiveElement takes the first branch whose condition holds, in the order
// of the edges, else the default. A condition that reads something not filled
// in does not hold.
type exclusiveElement struct{}

var _ element = exclusiveElement{}

func (exclusiveElement) enter(r *run, t Token, n *flow.Node) error {
	var taken *flow.Edge
	for _, e := range r.scene.Graph.Out(n.ID) {
		if e.Default {
			taken = e // unless a branch behind it holds
			continue
		}
		holds, err := r.holds(t, e)
		if err != nil {
			return err
		}
		if holds {
			taken = e
			break
		}
	}
	if taken == nil {
		return fmt.Errorf("%w: gateway %s has no default", ErrGraph, n.ID)
	}
	return r.take(t, taken)
}

// holds reports whether the condition of a branch holds. Where a look ahead
// cannot tell, the token's way is not certain from here on.
func (r *run) holds(t Token, e *flow.Edge) (bool, error) {
	condition := r.scene.Graph.Condition(e.ID)
	if condition == nil {
		return false, fmt.Errorf("%w: edge %s has no condition", ErrGraph, e.ID)
	}
	env := r.scene.Env
	env.Values = r.in.Values
	holds, known := condition.Truth(env)
	if !known || r.look.filled(condition.Vars()) {
		r.look.unsureBranch(t)
	}
	return known && holds, nil
}
