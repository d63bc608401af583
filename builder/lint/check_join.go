package lint

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// entries counts the edges into a node.
func (c *checker) entries(node string) int {
	count := 0
	for _, e := range c.app.Flow.Edges {
		if e.To == node {
			count++
		}
	}
	return count
}

// checkJoined warns of each step that several concurrent branches reach without
// having been joined: it is done once for each of them. An end is no harm.
func (c *checker) checkJoined() {
	said := map[string]bool{}
	for _, fork := range c.flow.Nodes() {
		if fork.Type != flow.Parallel && fork.Type != flow.Inclusive {
			continue
		}
		count := map[string]int{}
		for _, e := range c.flow.Out(fork.ID) {
			for id := range c.unjoined(e.To, fork.ID) {
				count[id]++
			}
		}
		for _, n := range c.flow.Nodes() {
			// Only the first step of those that are shared is named: one that is
			// entered from a step that is not.
			if count[n.ID] < 2 || n.Type == flow.End || said[n.ID] || !c.enteredBy(n.ID, func(id string) bool { return count[id] < 2 }) {
				continue
			}
			said[n.ID] = true
			c.warn(CodeUnjoined, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "fork": fork.ID})
		}
	}
}

func (c *checker) enteredBy(node string, which func(string) bool) bool {
	return slices.ContainsFunc(c.app.Flow.Edges, func(e flow.Edge) bool { return e.To == node && which(e.From) })
}

// unjoined returns the nodes that are reached from one without passing a join
// or the fork.
func (c *checker) unjoined(from, fork string) map[string]bool {
	seen, open := map[string]bool{}, []string{from}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[id] || id == fork || c.flow.Node(id).Type == flow.Join {
			continue
		}
		seen[id] = true
		for _, e := range c.flow.Out(id) {
			open = append(open, e.To)
		}
	}
	return seen
}
