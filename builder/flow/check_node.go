package flow

import (
	"maps"
	"slices"
)

// checkStart finds the one start, and says where there is none or another.
func (c *compiler) checkStart() {
	ends := 0
	for _, n := range c.nodes {
		switch {
		case n.Type == End:
			ends++
		case n.Type == Start && c.graph.start == nil:
			c.graph.start = n
		case n.Type == Start:
			c.findNode(CodeStartSeveral, n, nil)
			c.whole = false
		}
	}
	if c.graph.start == nil {
		c.find(CodeStartMissing, flowPlace(), nil)
		c.whole = false
	}
	if ends == 0 {
		c.find(CodeEndMissing, flowPlace(), nil)
		c.whole = false
	}
}

// checkNode checks what a node says of itself.
func (c *compiler) checkNode(n *Node) {
	switch n.Type {
	case Approval, FillIn, CC, Notify:
		c.checkAssignee(n, n.Assignee)
	case Start, Exclusive, Parallel, Inclusive, Join, Wait, Subflow, Webhook, Script, End:
		if n.Assignee != nil {
			c.findNode(CodeAssigneeStray, n, nil)
		}
	default:
		c.findNode(CodeTypeUnknown, n, map[string]any{"type": string(n.Type)})
		return
	}
	c.checkOtherwise(n)
	c.checkRows(n)
	c.checkMode(n)
	c.checkMessage(n)
	c.checkWait(n)
	c.checkSubFlow(n)
	c.checkWebhook(n)
	c.checkScript(n)
	c.checkDeadline(n)
	c.checkDeeds(n)
	c.checkAutomatic(n)
	c.checkFailing(n)
	c.checkFillIn(n)
	switch n.Fallback {
	case "", ToAdmin, Skip, Refuse:
	default:
		c.findNode(CodeFallbackUnknown, n, map[string]any{"fallback": string(n.Fallback)})
	}
	switch n.Outcome {
	case "", Approved, Rejected:
	default:
		c.findNode(CodeOutcomeUnknown, n, map[string]any{"outcome": string(n.Outcome)})
	}
	if n.Result != "" && !idPattern.MatchString(n.Result) {
		c.findNode(CodeResultInvalid, n, map[string]any{"result": n.Result})
	}
	for _, field := range slices.Sorted(maps.Keys(n.Fields)) {
		switch n.Fields[field] {
		case Read, Edit, Hide:
		default:
			c.findNode(CodeAccessUnknown, n, map[string]any{"field": field, "access": string(n.Fields[field])})
		}
		if !c.knows(field) {
			c.findNode(CodeFieldUnknown, n, map[string]any{"field": field})
		}
	}
}

// checkMode checks how many of a node's people must act.
func (c *compiler) checkMode(n *Node) {
	switch n.Mode {
	case "", Any, All, InTurn:
		if n.Share != nil {
			c.findNode(CodeShareStray, n, nil)
		}
	case Share:
		if q := n.Share; q == nil || (q.Count > 0) == (q.Percent > 0) || q.Count < 0 || q.Percent < 0 || q.Percent > 100 {
			c.findNode(CodeShareInvalid, n, nil)
		}
	default:
		c.findNode(CodeModeUnknown, n, map[string]any{"mode": string(n.Mode)})
	}
}

// checkDeeds checks what may be done at a node and what that leads to.
func (c *compiler) checkDeeds(n *Node) {
	for _, d := range n.Forbids {
		switch d {
		case DoReject, DoReturn, DoTransfer, DoDelegate, DoAddSigner, DoUndo, DoWithdraw:
		default:
			c.findNode(CodeForbidUnknown, n, map[string]any{"deed": string(d)})
		}
	}
	switch n.OnReject {
	case "", EndCase, ReturnCase:
	default:
		c.findNode(CodeOnRejectUnknown, n, map[string]any{"rejection": string(n.OnReject)})
	}
	switch n.Resume {
	case "", Choose, AtReturner, WalkAgain:
	default:
		c.findNode(CodeResumeUnknown, n, map[string]any{"resume": string(n.Resume)})
	}
}

// checkAutomatic checks what a node does by itself.
func (c *compiler) checkAutomatic(n *Node) {
	switch n.Same {
	case "", SameAsked, SameConsecutive, SameAny:
	default:
		c.findNode(CodeSameUnknown, n, map[string]any{"same": string(n.Same)})
	}
	switch n.Self {
	case "", SelfOwn, SelfSkip, SelfManager:
	default:
		c.findNode(CodeSelfUnknown, n, map[string]any{"self": string(n.Self)})
	}
}

// knows reports whether the form has a field, or "table.column".
func (c *compiler) knows(field string) bool {
	if c.types == nil {
		return true
	}
	_, ok := c.types[field]
	return ok
}

// checkAssignee checks a way in which a node finds people.
func (c *compiler) checkAssignee(n *Node, a *Assignee) {
	if a == nil || a.Kind == "" {
		c.findNode(CodeAssigneeMissing, n, nil)
		return
	}
	switch a.Kind {
	case Initiator:
	case Manager, ManagerChain, DepartmentHead:
		if a.Level < 0 || a.Level > MaxLevel {
			c.findNode(CodeAssigneeLevel, n, map[string]any{"max": MaxLevel})
		}
		if a.Field != "" && (a.Kind != DepartmentHead || !c.knows(a.Field)) {
			c.findNode(CodeAssigneeField, n, map[string]any{"field": a.Field})
		}
	case Role:
		if a.Role == "" {
			c.findNode(CodeAssigneeRole, n, nil)
		}
	case People:
		if len(a.People) == 0 || len(a.People) > MaxPeople || slices.Contains(a.People, "") {
			c.findNode(CodeAssigneePeople, n, map[string]any{"max": MaxPeople})
		}
	case Field:
		if a.Field == "" || !c.knows(a.Field) {
			c.findNode(CodeAssigneeField, n, map[string]any{"field": a.Field})
		}
	case Chosen:
		c.checkChoice(n, a)
	case Scripted:
		if !idPattern.MatchString(a.Script) {
			c.findNode(CodeAssigneeScript, n, nil)
		}
	default:
		c.findNode(CodeAssigneeKind, n, map[string]any{"kind": string(a.Kind)})
	}
	named := a.Department != ""
	head := a.Kind == DepartmentHead && a.Field == ""
	if a.Branch && (a.Kind != Role || named) || named && a.Kind != Role && a.Kind != Chosen && !head {
		c.findNode(CodeAssigneeBranch, n, nil)
	}
}

// checkExits checks how many edges leave a node.
func (c *compiler) checkExits(n *Node) {
	out := c.graph.out[n.ID]
	switch n.Type {
	case End:
		return
	case Parallel:
		if len(out) == 0 {
			c.findNode(CodeExitMissing, n, nil)
		}
	case Exclusive, Inclusive:
		if len(out) == 0 {
			c.findNode(CodeExitMissing, n, nil)
			return
		}
		defaults := 0
		for _, e := range out {
			if e.Default {
				defaults++
			}
		}
		switch {
		case defaults == 0:
			c.findNode(CodeDefaultMissing, n, nil)
		case defaults > 1:
			c.findNode(CodeDefaultSeveral, n, map[string]any{"count": defaults})
		}
	default:
		switch {
		case len(out) == 0:
			c.findNode(CodeExitMissing, n, nil)
		case len(out) > 1:
			c.findNode(CodeExitSeveral, n, map[string]any{"count": len(out)})
		}
	}
}
