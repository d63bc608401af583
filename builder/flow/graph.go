package flow

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/rule"
)

// Graph is a compiled flow. It is immutable and safe for concurrent use; what
// its methods return must not be changed.
type Graph struct {
	flow       Flow
	start      *Node
	nodes      map[string]*Node
	out        map[string][]*Edge
	conditions map[string]*rule.Expr
	refuses    bool
	chooses    bool
	// towards has, for each join, the nodes from which it is reached.
	towards map[string]map[string]bool
	// order numbers the nodes where there are several joins to put in order.
	order map[string]int
}

// Flow returns the definition that was compiled.
func (g *Graph) Flow() Flow { return g.flow }

// Start returns the one start node.
func (g *Graph) Start() *Node { return g.start }

// Node returns the node with this id, or nil.
func (g *Graph) Node(id string) *Node { return g.nodes[id] }

// Nodes returns all nodes in the order of the definition.
func (g *Graph) Nodes() []*Node {
	list := make([]*Node, len(g.flow.Nodes))
	for i := range g.flow.Nodes {
		list[i] = &g.flow.Nodes[i]
	}
	return list
}

// Out returns the edges that leave a node, in the order in which a gateway
// tries them.
func (g *Graph) Out(id string) []*Edge { return g.out[id] }

// Edge returns the edge with this id, or nil.
func (g *Graph) Edge(id string) *Edge {
	i := slices.IndexFunc(g.flow.Edges, func(e Edge) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	e := g.flow.Edges[i]
	return &e
}

// Condition returns the parsed condition of an edge, or nil where it has none.
func (g *Graph) Condition(edge string) *rule.Expr { return g.conditions[edge] }

// Refuses reports whether some node refuses to be submitted to when it finds
// nobody, so that somebody must look ahead.
func (g *Graph) Refuses() bool { return g.refuses }

// Chooses reports whether the initiator chooses the people of some node.
func (g *Graph) Chooses() bool { return g.chooses }

// measureJoins finds out what leads to each join, and which comes first.
func (g *Graph) measureJoins() {
	in := map[string][]*Edge{}
	for i := range g.flow.Edges {
		e := &g.flow.Edges[i]
		in[e.To] = append(in[e.To], e)
	}
	g.towards = map[string]map[string]bool{}
	for i := range g.flow.Nodes {
		n := &g.flow.Nodes[i]
		if n.Type != Join {
			continue
		}
		var before []string
		for _, e := range in[n.ID] {
			before = append(before, e.From)
		}
		g.towards[n.ID] = walk(before, in, func(e *Edge) string { return e.From })
	}
	if len(g.towards) > 1 {
		g.orderNodes(in)
	}
}

// LeadsTo reports whether some way leads from a node to a join. A join leads
// to itself only where it lies on a loop.
func (g *Graph) LeadsTo(node, join string) bool { return g.towards[join][node] }

// Before reports whether of two joins a case comes to the first one first: it
// leads to the other, or, where each leads to the other, it does so without
// going back.
func (g *Graph) Before(join, other string) bool { return g.order[join] < g.order[other] }

// Inevitable reports whether every way from one node to an end passes another
// node. A node is not on the way from itself.
func (g *Graph) Inevitable(from, node string) bool {
	if from == node {
		return false
	}
	seen := map[string]bool{node: true}
	open := []string{from}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		if g.nodes[id].Type == End {
			return false
		}
		for _, e := range g.out[id] {
			open = append(open, e.To)
		}
	}
	return true
}

// clone copies f so deep that nothing in it is shared with the caller.
func clone(f Flow) Flow {
	c := Flow{Nodes: slices.Clone(f.Nodes), Edges: slices.Clone(f.Edges)}
	for i := range c.Nodes {
		n := &c.Nodes[i]
		n.Name, n.Message, n.Fields = maps.Clone(n.Name), maps.Clone(n.Message), maps.Clone(n.Fields)
		n.Forbids, n.Require = slices.Clone(n.Forbids), slices.Clone(n.Require)
		n.Assignee, n.Wait, n.Deadline, n.Sub = n.Assignee.clone(), n.Wait.clone(), n.Deadline.clone(), n.Sub.clone()
		n.Otherwise = slices.Clone(n.Otherwise)
		for j := range n.Otherwise {
			n.Otherwise[j] = *n.Otherwise[j].clone()
		}
		n.Webhook = n.Webhook.clone()
		if n.Share != nil {
			q := *n.Share
			n.Share = &q
		}
	}
	for i := range c.Edges {
		e := &c.Edges[i]
		e.Name, e.When = maps.Clone(e.Name), slices.Clone(e.When)
	}
	return c
}
