package rule

import "slices"

// operand infers an operand and reports it unless it is of one of the kinds,
// and not a list. Null literals pass.
func (c *checker) operand(n *node, want ...Kind) Type {
	typ := c.infer(n)
	if !typ.known() || typ.Kind == KindNull && !typ.List {
		return typ
	}
	if typ.List || !slices.Contains(want, typ.Kind) {
		c.mismatch(n, typ, want...)
		return unknown
	}
	return typ
}

// checkEqual wants two scalars of the same type.
func checkEqual(c *checker, n *node) Type {
	c.alike(n, KindNumber, KindText, KindBool, KindDate, KindTime, KindDateTime)
	return Type{Kind: KindBool}
}

// checkOrder wants two numbers, dates, times or date-times.
func checkOrder(c *checker, n *node) Type {
	c.alike(n, KindNumber, KindDate, KindTime, KindDateTime)
	return Type{Kind: KindBool}
}

// alike checks that both operands have one of the kinds, and the same.
func (c *checker) alike(n *node, want ...Kind) {
	a, b := n.args[0], n.args[1]
	ta, tb := c.infer(a), c.infer(b)
	for i, typ := range []Type{ta, tb} {
		if typ.Kind == KindNull && !typ.List && n.args[i].isLiteral() {
			c.add(n.args[i], CodeNull, nil)
			return
		}
	}
	if !ta.known() || !tb.known() {
		return
	}
	if a.isLiteral() {
		// A literal takes the type of the other side where it can.
		a, b, ta, tb = b, a, tb, ta
	}
	if ta.List || !slices.Contains(want, ta.Kind) {
		c.mismatch(a, ta, want...)
		return
	}
	if !c.fits(b, tb, ta) {
		c.mismatch(b, tb, ta.Kind)
	}
}

func checkBools(c *checker, n *node) Type {
	for _, a := range n.args {
		c.operand(a, KindBool)
	}
	return Type{Kind: KindBool}
}

// checkIf wants boolean conditions and branches of one type.
func checkIf(c *checker, n *node) Type {
	for i := 0; i+1 < len(n.args); i += 2 {
		c.operand(n.args[i], KindBool)
	}
	return c.uniteAll(branches(n))
}

// checkIfEmpty wants operands of one type.
func checkIfEmpty(c *checker, n *node) Type { return c.uniteAll(n.args) }

// uniteAll finds the type that all of the nodes have.
func (c *checker) uniteAll(nodes []*node) Type {
	out := Type{Kind: KindNull}
	for _, b := range nodes {
		typ := c.infer(b)
		if !typ.known() {
			return unknown
		}
		united, ok := unite(out, typ)
		if !ok && c.fits(b, typ, out) {
			united, ok = out, true
		}
		if !ok {
			c.mismatch(b, typ, out.Kind)
			return unknown
		}
		out = united
	}
	return out
}

func checkNumbers(c *checker, n *node) Type {
	for _, a := range n.args {
		c.operand(a, KindNumber)
	}
	return Type{Kind: KindNumber}
}

// checkAggregate wants numbers and lists of numbers.
func checkAggregate(c *checker, n *node) Type {
	for _, a := range n.args {
		typ := c.infer(a)
		if typ.known() && typ.Kind != KindNumber && typ.Kind != KindNull {
			c.mismatch(a, typ, KindNumber)
		}
	}
	return Type{Kind: KindNumber}
}

// checkCount wants a table or a list.
func checkCount(c *checker, n *node) Type {
	typ := c.infer(n.args[0])
	if typ.known() && !typ.List && typ.Kind != KindTable && typ.Kind != KindNull {
		c.mismatch(n.args[0], typ, KindTable)
	}
	return Type{Kind: KindNumber}
}

func checkIn(c *checker, n *node) Type {
	c.member(n.args[1], n.args[0])
	return Type{Kind: KindBool}
}

// checkContains wants text in text, or a value in a list.
func checkContains(c *checker, n *node) Type {
	if c.infer(n.args[0]).List {
		c.member(n.args[0], n.args[1])
		return Type{Kind: KindBool}
	}
	c.operand(n.args[0], KindText)
	c.operand(n.args[1], KindText)
	return Type{Kind: KindBool}
}

// member checks that a value may stand in a list; the elements of a literal
// list are judged one by one, so that each unknown option is reported.
func (c *checker) member(list, value *node) {
	tl, tv := c.infer(list), c.operand(value, KindNumber, KindText, KindBool, KindDate, KindTime, KindDateTime)
	if !tl.known() || !tv.known() || tl.Kind == KindNull && !tl.List {
		return
	}
	if !tl.List {
		c.mismatch(list, tl, KindText+"[]")
		return
	}
	if list.list {
		for _, item := range list.args {
			if typ := c.infer(item); !c.fits(item, typ, tv) {
				c.mismatch(item, typ, tv.Kind)
			}
		}
		return
	}
	tl.List = false
	if !c.fits(value, tv, tl) {
		c.mismatch(value, tv, tl.Kind)
	}
}

func checkEmpty(c *checker, n *node) Type {
	c.infer(n.args[0])
	return Type{Kind: KindBool}
}

func checkCat(c *checker, n *node) Type {
	for _, a := range n.args {
		c.operand(a, KindText, KindNumber, KindDate, KindTime)
	}
	return Type{Kind: KindText}
}

func checkLength(c *checker, n *node) Type {
	c.operand(n.args[0], KindText)
	return Type{Kind: KindNumber}
}
