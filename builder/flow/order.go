package flow

// orderNodes numbers the nodes as a case would come to them that goes every
// way at once: a node comes behind all that lead to it, but for what comes back
// to it. The number does not depend on what has happened in a case, so joins
// that wait for each other go on in the same order whoever acts first.
func (g *Graph) orderNodes(in map[string][]*Edge) {
	g.order = map[string]int{}
	for range g.flow.Nodes {
		g.order[g.nextInOrder(in).ID] = len(g.order)
	}
}

// nextInOrder returns a node without a number that only numbered ones lead to.
// Where ways back leave none, it is the one by which a loop is come into. A loop
// with several ways in is taken up at a step rather than at a join, which waits
// for what the loop brings; what is still equal goes as it is listed.
func (g *Graph) nextInOrder(in map[string][]*Edge) *Node {
	var reached []*Node
	for i := range g.flow.Nodes {
		n := &g.flow.Nodes[i]
		if g.numbered(n.ID) {
			continue
		}
		open := 0
		for _, e := range in[n.ID] {
			if !g.numbered(e.From) {
				open++
			}
		}
		if open == 0 {
			return n
		}
		if open < len(in[n.ID]) {
			reached = append(reached, n)
		}
	}
	// What the last of them that none before leads to is led to by, is on a loop
	// with it.
	last, seen := reached[0], map[string]bool{}
	for _, n := range reached {
		if !seen[n.ID] {
			last = n
			g.spread(n.ID, g.out, func(e *Edge) string { return e.To }, seen)
		}
	}
	loop := map[string]bool{}
	g.spread(last.ID, in, func(e *Edge) string { return e.From }, loop)
	var join *Node
	for _, n := range reached {
		switch {
		case !loop[n.ID]:
		case n.Type != Join:
			return n
		case join == nil:
			join = n
		}
	}
	return join
}

// spread adds to seen what is reached from a node without passing a numbered
// one.
func (g *Graph) spread(id string, edges map[string][]*Edge, far func(*Edge) string, seen map[string]bool) {
	if seen[id] || g.numbered(id) {
		return
	}
	seen[id] = true
	for _, e := range edges[id] {
		g.spread(far(e), edges, far, seen)
	}
}

func (g *Graph) numbered(id string) bool {
	_, ok := g.order[id]
	return ok
}
