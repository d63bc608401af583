package flow

import "maps"

// checkReach says which nodes no case ever reaches, and where a case is caught:
// in nodes that lead to each other and to no end.
func (c *compiler) checkReach() {
	forward := func(id ...string) map[string]bool {
		return walk(id, c.graph.out, func(e *Edge) string { return e.To })
	}
	back := func(id ...string) map[string]bool {
		return walk(id, c.in, func(e *Edge) string { return e.From })
	}
	var ends []string
	for _, n := range c.nodes {
		if n.Type == End {
			ends = append(ends, n.ID)
		}
	}
	reached, ending, said := forward(c.graph.start.ID), back(ends...), map[string]bool{}
	for _, n := range c.nodes {
		switch {
		case !reached[n.ID]:
			c.findNode(CodeUnreachable, n, nil)
		case ending[n.ID] || said[n.ID] || len(c.graph.out[n.ID]) == 0: // without an exit it is already said
		default:
			caught, leading := forward(n.ID), back(n.ID)
			if within(caught, leading) {
				c.findNode(CodeDeadEnd, n, nil)
				maps.Copy(said, caught)
			}
		}
	}
}

// within reports whether all of a is in b.
func within(a, b map[string]bool) bool {
	for id := range a {
		if !b[id] {
			return false
		}
	}
	return true
}

// walk returns the nodes that are reached from others along edges.
func walk(from []string, edges map[string][]*Edge, far func(*Edge) string) map[string]bool {
	seen := map[string]bool{}
	for len(from) > 0 {
		id := from[len(from)-1]
		from = from[:len(from)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		for _, e := range edges[id] {
			from = append(from, far(e))
		}
	}
	return seen
}

// checkLoops refuses loops in which nobody has to act: such a loop could spin
// for ever within one command. Taking away the steps of people must leave no loop;
// what is left is peeled from its sources until nothing goes (Kahn's
// algorithm).
func (c *compiler) checkLoops() {
	degree := map[string]int{}
	var free []string
	for _, n := range c.nodes {
		if n.Type.Asks() {
			continue
		}
		for _, e := range c.in[n.ID] {
			if !c.graph.nodes[e.From].Type.Asks() {
				degree[n.ID]++
			}
		}
		if degree[n.ID] == 0 {
			free = append(free, n.ID)
		}
	}
	for len(free) > 0 {
		id := free[len(free)-1]
		free = free[:len(free)-1]
		delete(degree, id)
		for _, e := range c.graph.out[id] {
			if _, counted := degree[e.To]; counted {
				if degree[e.To]--; degree[e.To] == 0 {
					free = append(free, e.To)
				}
			}
		}
	}
	c.sayLoops(degree)
}

// sayLoops names one finding per loop, at its first node in the definition.
// left holds the nodes on loops, and those that loops lead to.
func (c *compiler) sayLoops(left map[string]int) {
	said := map[string]bool{}
	for _, n := range c.nodes {
		if _, ok := left[n.ID]; !ok || said[n.ID] {
			continue
		}
		loop := c.loopThrough(n.ID, left)
		for _, id := range loop {
			said[id] = true
		}
		if len(loop) > 0 {
			c.findNode(CodeLoop, n, map[string]any{"nodes": loop})
		}
	}
}

// loopThrough returns the nodes of a shortest loop through id that stays among
// the nodes that are left, or nil.
func (c *compiler) loopThrough(id string, left map[string]int) []string {
	came := map[string]string{}
	queue := []string{id}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, e := range c.graph.out[at] {
			if e.To == id {
				var loop []string
				for n := at; n != id; n = came[n] {
					loop = append([]string{n}, loop...)
				}
				return append([]string{id}, loop...)
			}
			if _, ok := left[e.To]; ok && came[e.To] == "" {
				came[e.To] = at
				queue = append(queue, e.To)
			}
		}
	}
	return nil
}
