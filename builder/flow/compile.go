package flow

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/banli-oa/banli/builder/rule"
)

var idPattern = regexp.MustCompile(`^[a-z][A-Za-z0-9_]{0,63}$`)

// Compile checks a flow and makes it ready to run. Conditions are checked
// against the types of the form's fields; with nil types only their syntax is,
// and fields are taken on trust. The error is a *CompileError with everything
// that was found.
func Compile(f Flow, types rule.Types) (*Graph, error) {
	c := &compiler{
		types: types,
		graph: &Graph{
			flow:       clone(f),
			nodes:      map[string]*Node{},
			out:        map[string][]*Edge{},
			conditions: map[string]*rule.Expr{},
		},
		in: map[string][]*Edge{},
	}
	if c.capped() {
		return nil, &CompileError{Findings: c.findings}
	}
	c.collectNodes()
	c.collectEdges()
	c.checkStart()
	for _, n := range c.nodes {
		c.graph.refuses = c.graph.refuses || n.Type.Asks() && n.Fallback == Refuse
		c.graph.chooses = c.graph.chooses || n.ChosenBy(ByInitiator)
		c.checkNode(n)
		c.checkExits(n)
	}
	if c.whole {
		c.checkReach()
		c.checkLoops()
		c.checkChoosers()
	}
	if len(c.findings) > 0 {
		return nil, &CompileError{Findings: c.findings}
	}
	c.graph.measureJoins()
	return c.graph, nil
}

// compiler holds what one compilation has found so far.
type compiler struct {
	types    rule.Types
	graph    *Graph
	findings []Finding
	// nodes are those with an id of their own, in order.
	nodes []*Node
	in    map[string][]*Edge
	// whole is false where ids or edges are so broken that what is said about
	// paths would only repeat it.
	whole bool
}

func (c *compiler) find(code, place string, params map[string]any) {
	c.findings = append(c.findings, Finding{Code: code, Place: place, Params: params})
}

func (c *compiler) findNode(code string, n *Node, params map[string]any) {
	if params == nil {
		params = map[string]any{}
	}
	params["node"] = n.ID
	c.find(code, nodePlace(n.ID), params)
}

func (c *compiler) findEdge(code string, e *Edge, node string) {
	c.find(code, edgePlace(e.ID), map[string]any{"node": node})
}

// capped reports a flow that is too large to be looked at.
func (c *compiler) capped() bool {
	f := c.graph.flow
	if n := len(f.Nodes); n > MaxNodes {
		c.find(CodeTooManyNodes, flowPlace(), map[string]any{"max": MaxNodes, "count": n})
	}
	if n := len(f.Edges); n > MaxEdges {
		c.find(CodeTooManyEdges, flowPlace(), map[string]any{"max": MaxEdges, "count": n})
	}
	return len(c.findings) > 0
}

func (c *compiler) collectNodes() {
	c.whole = true
	for i := range c.graph.flow.Nodes {
		n := &c.graph.flow.Nodes[i]
		switch {
		case !idPattern.MatchString(n.ID):
			c.find(CodeNodeIDInvalid, flowPlace(), map[string]any{"id": n.ID, "index": i})
			c.whole = false
		case c.graph.nodes[n.ID] != nil:
			c.findNode(CodeNodeDuplicate, n, nil)
			c.whole = false
		default:
			c.graph.nodes[n.ID] = n
			c.nodes = append(c.nodes, n)
		}
	}
}

func (c *compiler) collectEdges() {
	seen := map[string]bool{}
	for i := range c.graph.flow.Edges {
		e := &c.graph.flow.Edges[i]
		if !idPattern.MatchString(e.ID) {
			c.find(CodeEdgeIDInvalid, flowPlace(), map[string]any{"id": e.ID, "index": i})
			c.whole = false
			continue
		}
		if seen[e.ID] {
			c.find(CodeEdgeDuplicate, edgePlace(e.ID), map[string]any{"edge": e.ID})
			c.whole = false
			continue
		}
		seen[e.ID] = true
		from, to := c.graph.nodes[e.From], c.graph.nodes[e.To]
		if from == nil {
			c.findEdge(CodeEdgeFromUnknown, e, e.From)
		}
		if to == nil {
			c.findEdge(CodeEdgeToUnknown, e, e.To)
		}
		if from == nil || to == nil {
			c.whole = false
			continue
		}
		c.graph.out[e.From] = append(c.graph.out[e.From], e)
		c.in[e.To] = append(c.in[e.To], e)
		c.checkEnds(e, from, to)
	}
}

// checkEnds checks an edge against the nodes that it joins.
func (c *compiler) checkEnds(e *Edge, from, to *Node) {
	if to.Type == Start {
		c.findEdge(CodeStartEntered, e, to.ID)
	}
	switch {
	case from.Type == End:
		c.findEdge(CodeEndLeft, e, from.ID)
	case from.Type.Branches():
		c.checkBranch(e, from)
	default:
		if e.Default {
			c.findEdge(CodeDefaultStray, e, from.ID)
		}
		if hasCondition(e) {
			c.findEdge(CodeConditionStray, e, from.ID)
		}
	}
}

// checkBranch checks one edge out of a gateway.
func (c *compiler) checkBranch(e *Edge, from *Node) {
	switch {
	case e.Default && hasCondition(e):
		c.findEdge(CodeDefaultCondition, e, from.ID)
	case e.Default:
	case !hasCondition(e):
		c.findEdge(CodeConditionMissing, e, from.ID)
	default:
		c.parseCondition(e, from)
	}
}

func (c *compiler) parseCondition(e *Edge, from *Node) {
	var expr *rule.Expr
	var err error
	if c.types == nil {
		expr, err = rule.Parse(e.When)
	} else {
		expr, err = rule.ParseTyped(e.When, c.types, rule.KindBool)
	}
	if err == nil {
		c.graph.conditions[e.ID] = expr
		return
	}
	var wrong *rule.CompileError
	if !errors.As(err, &wrong) {
		wrong = &rule.CompileError{Findings: []rule.Finding{{Code: err.Error()}}}
	}
	for _, cause := range wrong.Findings {
		c.find(CodeConditionInvalid, edgePlace(e.ID), map[string]any{"node": from.ID, "cause": cause})
	}
}

func hasCondition(e *Edge) bool {
	when := bytes.TrimSpace(e.When)
	return len(when) > 0 && !bytes.Equal(when, []byte("null"))
}
