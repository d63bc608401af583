package flow_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/watchdog"
)

// largest makes a flow as large as flows may be, of the given types by turns:
// node i leads to those that next names.
func largest(types []flow.Type, next func(i int) []int) flow.Flow {
	var f flow.Flow
	for i := range flow.MaxNodes {
		n := flow.Node{ID: fmt.Sprintf("n%d", i), Type: types[i%len(types)]}
		switch i {
		case 0:
			n.Type = flow.Start
		case flow.MaxNodes - 1:
			n.Type = flow.End
		}
		if n.Type == flow.Approval {
			n.Assignee = &flow.Assignee{Kind: flow.Manager}
		}
		f.Nodes = append(f.Nodes, n)
	}
	for i := range f.Nodes {
		for _, to := range next(i) {
			if to < 0 || to >= flow.MaxNodes || len(f.Edges) == flow.MaxEdges {
				continue
			}
			f.Edges = append(f.Edges, flow.Edge{ID: fmt.Sprintf("e%d", len(f.Edges)), From: f.Nodes[i].ID, To: f.Nodes[to].ID})
		}
	}
	return f
}

// Flows at the caps, made to have as many ways, loops and joins as there can be,
// are compiled within the time that the watchdog allows.
func TestTheLargestFlowsDoNotTakeLong(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for name, f := range map[string]flow.Flow{
		"2^250 ways":                largest([]flow.Type{flow.Parallel, flow.Join}, func(i int) []int { return []int{i + 1, i + 2} }),
		"joins alone":               largest([]flow.Type{flow.Join}, func(i int) []int { return []int{i + 1} }),
		"a ring of joins":           largest([]flow.Type{flow.Join, flow.Parallel}, func(i int) []int { return []int{i + 1, i - 1} }),
		"one loop of them all":      largest([]flow.Type{flow.Join}, func(i int) []int { return []int{i + 1, 1 + 300*(i/498)} }),
		"ways back to each before":  largest([]flow.Type{flow.Approval, flow.Parallel, flow.Join}, func(i int) []int { return []int{i + 1, i / 2} }),
		"dead ends one by one":      largest([]flow.Type{flow.Parallel}, func(i int) []int { return []int{i + 1, min(i+1, 497)} }),
		"every node to every other": largest([]flow.Type{flow.Parallel}, func(int) []int { return random.Perm(flow.MaxNodes)[:2] }),
	} {
		t.Run(name, func(t *testing.T) {
			watchdog.Watch(t)
			if g, err := flow.Compile(f, types); (g == nil) == (err == nil) {
				t.Errorf("graph %v, error %v", g != nil, err)
			}
		})
	}
	for range 20 {
		t.Run("at random", func(t *testing.T) {
			watchdog.Watch(t)
			f := largest([]flow.Type{flow.Approval, flow.Parallel, flow.Join, flow.Parallel}, func(i int) []int {
				if i%2 == 0 {
					return []int{i + 1}
				}
				return []int{i + 1, 1 + random.IntN(flow.MaxNodes-1)}
			})
			_, _ = flow.Compile(f, types)
		})
	}
}
