package flow

// checkFillIn checks what a fill-in opens and asks for, and that no other node
// asks for fields.
func (c *compiler) checkFillIn(n *Node) {
	if n.Type != FillIn {
		if len(n.Require) > 0 {
			c.findNode(CodeRequireStray, n, nil)
		}
		return
	}
	if !n.OpensAny() {
		c.findNode(CodeFillInNothing, n, nil)
	}
	if n.Mode == Share {
		c.findNode(CodeFillInShare, n, nil)
	}
	if n.Same == SameConsecutive || n.Same == SameAny {
		c.findNode(CodeFillInSame, n, nil)
	}
	for _, field := range n.Require {
		if n.AccessTo(field) != Edit || !c.knows(field) {
			c.findNode(CodeRequireClosed, n, map[string]any{"field": field})
		}
	}
}
