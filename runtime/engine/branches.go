package engine

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// branches returns, for each visit, the edges of the concurrent branches that
// it lies in, outermost first. Behind a join it is what the branches that met
// there have in common.
func (r *run) branches() [][]string {
	all := make([][]string, len(r.in.Visits))
	for i := range r.in.Visits {
		all[i] = r.branch(i, all)
	}
	return all
}

func (r *run) branch(visit int, all [][]string) []string {
	from := r.in.Lineage(visit)
	if len(from) == 0 {
		return nil
	}
	common := all[from[0]]
	for _, before := range from[1:] {
		common = common[:shared(common, all[before])]
	}
	n := r.scene.Graph.Node(r.in.Visits[from[0]].Node)
	switch {
	case n == nil || len(from) > 1:
	case n.Type == flow.Join && len(common) > 0:
		return common[:len(common)-1]
	case n.Type == flow.Parallel || n.Type == flow.Inclusive:
		for _, e := range r.scene.Graph.Out(n.ID) {
			if e.To == r.in.Visits[visit].Node {
				return append(slices.Clone(common), e.ID)
			}
		}
	}
	return common
}

// shared returns how many elements two lists begin with alike.
func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
