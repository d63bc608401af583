package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
)

// The codes of warnings about the flow.
const (
	CodeNoApproval        = "lint.noApproval"        //
	CodeConditionOptional = "lint.conditionOptional" // node, field
	CodeBranchRepeated    = "lint.branchRepeated"    // node
	CodeBranchAlone       = "lint.branchAlone"       // node
	CodeBranchesAlike     = "lint.branchesAlike"     // node, target
	CodeForkAlone         = "lint.forkAlone"         // node
	CodeJoinAlone         = "lint.joinAlone"         // node
	CodeUnjoined          = "lint.unjoined"          // node, fork
	CodeAssigneeOptional  = "lint.assigneeOptional"  // node, field
	CodeFillInEarly       = "lint.fillInEarly"       // node, field
	CodeEditComputed      = "lint.editComputed"      // node, field
)

// checkFlow looks at a flow that compiles.
func (c *checker) checkFlow() {
	if c.flow == nil {
		return
	}
	if !slices.ContainsFunc(c.app.Flow.Nodes, func(n flow.Node) bool { return n.Type == flow.Approval }) {
		c.warn(CodeNoApproval, "flow", nil)
	}
	for _, n := range c.flow.Nodes() {
		place := "flow.nodes." + n.ID
		// Whoever set up what happens where nobody is found has thought of it; a
		// deadline has nothing of the kind.
		thought := n.Fallback != "" || len(n.Otherwise) > 0
		for _, a := range n.Assignees() {
			if thought && (n.Deadline == nil || a != n.Deadline.To) {
				continue
			}
			if a.Kind == flow.Field && c.mayBeEmpty(a.Field) {
				c.warn(CodeAssigneeOptional, place, map[string]any{"node": n.ID, "field": a.Field})
			}
		}
		c.checkTime(n)
		c.checkMessage(n)
		c.checkWebhook(n)
		c.checkHidden(n)
		for _, f := range c.form.Fields() {
			if n.AccessTo(f.Path) == flow.Edit && (c.always(rule.DoSet, f.Path) || slices.Contains(c.app.Scripts.Sets, f.Path)) {
				c.warn(CodeEditComputed, place, map[string]any{"node": n.ID, "field": f.Path})
			}
		}
		for _, field := range n.Require {
			if f, ok := c.form.Field(field); ok && f.Required {
				c.warn(CodeFillInEarly, place, map[string]any{"node": n.ID, "field": field})
			}
		}
		switch {
		case n.Type.Branches():
			c.checkGateway(n)
		case n.Type == flow.Parallel && len(c.flow.Out(n.ID)) == 1:
			c.warn(CodeForkAlone, place, map[string]any{"node": n.ID})
		case n.Type == flow.Join && c.entries(n.ID) == 1:
			c.warn(CodeJoinAlone, place, map[string]any{"node": n.ID})
		}
	}
	c.checkJoined()
	c.checkScripts()
}

func (c *checker) checkGateway(n *flow.Node) {
	out := c.flow.Out(n.ID)
	place := "flow.nodes." + n.ID
	if len(out) == 1 {
		c.warn(CodeBranchAlone, place, map[string]any{"node": n.ID})
		return
	}
	if !slices.ContainsFunc(out, func(e *flow.Edge) bool { return e.To != out[0].To }) {
		c.warn(CodeBranchesAlike, place, map[string]any{"node": n.ID, "target": out[0].To})
	}
	var before []string
	for _, e := range out {
		condition := c.flow.Condition(e.ID)
		if condition == nil {
			continue
		}
		if text := canonical(e); slices.Contains(before, text) && n.Type == flow.Exclusive {
			c.warn(CodeBranchRepeated, "flow.edges."+e.ID, map[string]any{"node": n.ID})
		} else {
			before = append(before, text)
		}
		for _, field := range condition.Vars() {
			if !strings.HasPrefix(field, "$") && c.mayBeEmpty(field) && !c.askedFor(field) {
				c.warn(CodeConditionOptional, "flow.edges."+e.ID, map[string]any{"node": n.ID, "field": field})
			}
		}
	}
}

// askedFor reports whether some step has a field filled in.
func (c *checker) askedFor(field string) bool {
	return slices.ContainsFunc(c.flow.Nodes(), func(n *flow.Node) bool { return slices.Contains(n.Require, field) })
}

// canonical returns an edge's condition in a form in which equal ones are equal.
func canonical(e *flow.Edge) string {
	values, err := form.DecodeValues(e.When)
	if err != nil {
		return string(e.When)
	}
	text, err := form.Canonical(values)
	if err != nil {
		return string(e.When)
	}
	return string(text)
}
