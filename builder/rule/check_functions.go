package rule

// checkStartsWith wants two texts.
func checkStartsWith(c *checker, n *node) Type {
	c.operand(n.args[0], KindText)
	c.operand(n.args[1], KindText)
	return Type{Kind: KindBool}
}

// checkCut wants text and a number.
func checkCut(c *checker, n *node) Type {
	c.operand(n.args[0], KindText)
	c.operand(n.args[1], KindNumber)
	return Type{Kind: KindText}
}

func checkTexting(c *checker, n *node) Type {
	c.operand(n.args[0], KindText)
	return Type{Kind: KindText}
}

// checkJoin wants a list of what can be written, and the text between.
func checkJoin(c *checker, n *node) Type {
	typ := c.infer(n.args[0])
	switch {
	case !typ.known() || typ.Kind == KindNull:
	case !typ.List:
		c.mismatch(n.args[0], typ, KindText+"[]")
	case typ.Kind == KindBool || typ.Kind == KindDateTime || typ.Kind == KindDateRange || typ.Kind == KindOpaque:
		c.mismatch(n.args[0], typ, KindText+"[]", KindNumber+"[]")
	}
	if len(n.args) == 2 {
		c.operand(n.args[1], KindText)
	}
	return Type{Kind: KindText}
}

func checkMoney(c *checker, n *node) Type {
	c.operand(n.args[0], KindNumber)
	return Type{Kind: KindText}
}

// checkDays wants a date range or two dates.
func checkDays(c *checker, n *node) Type {
	if len(n.args) == 2 {
		c.fitting(n.args[0], KindDate)
		c.fitting(n.args[1], KindDate)
	} else {
		c.operand(n.args[0], KindDateRange)
	}
	return Type{Kind: KindNumber}
}

// checkDates wants operands of these kinds, a literal that is written like a
// date being one.
func checkDates(result Kind, want ...Kind) func(*checker, *node) Type {
	return func(c *checker, n *node) Type {
		for i, kind := range want {
			c.fitting(n.args[i], kind)
		}
		return Type{Kind: result}
	}
}

// fitting reports an operand that cannot stand for a kind.
func (c *checker) fitting(n *node, want Kind) {
	if typ := c.infer(n); typ.known() && !c.fits(n, typ, Type{Kind: want}) {
		c.mismatch(n, typ, want)
	}
}
