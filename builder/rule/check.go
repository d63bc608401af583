package rule

import "slices"

// checker infers the types of an expression's parts and collects what is wrong.
type checker struct {
	types Types
	// table is the table whose rows $row stands for, "" where there is none.
	table    string
	findings []Finding
	// inferred keeps what is known, so that each node is judged, and reported,
	// once.
	inferred map[*node]Type
}

// check reports what is wrong with an expression for a result of type want.
func check(n *node, types Types, table string, want Type) []Finding {
	c := &checker{types: types, table: table, inferred: map[*node]Type{}}
	if typ := c.infer(n); typ.known() && !c.fits(n, typ, want) {
		c.mismatch(n, typ, want.Kind)
	}
	return c.findings
}

func (c *checker) add(n *node, code string, params map[string]any) {
	if params == nil {
		params = map[string]any{}
	}
	params["at"] = n.at
	c.findings = append(c.findings, Finding{Code: code, Params: params})
}

// unknown is the type of a part about which something has been reported.
var unknown = Type{}

func (t Type) known() bool { return t.Kind != "" }

// name is a type as a finding's params carry it.
func (t Type) name() string {
	if t.List {
		return string(t.Kind) + "[]"
	}
	return string(t.Kind)
}

// infer returns the type of a node, unknown where it has none.
func (c *checker) infer(n *node) Type {
	typ, done := c.inferred[n]
	if !done {
		typ = c.inferOnce(n)
		c.inferred[n] = typ
	}
	return typ
}

func (c *checker) inferOnce(n *node) Type {
	switch {
	case n.op != nil:
		return n.op.check(c, n)
	case n.isVar():
		typ, code := c.types.lookup(n.path, c.table)
		if code != "" {
			c.add(n, code, map[string]any{"var": n.name})
			return unknown
		}
		return typ
	case n.list:
		return c.inferList(n)
	}
	switch n.value.(type) {
	case nil:
		return Type{Kind: KindNull}
	case bool:
		return Type{Kind: KindBool}
	case string:
		return Type{Kind: KindText}
	default:
		return Type{Kind: KindNumber}
	}
}

// inferList unites the types of a list's elements.
func (c *checker) inferList(n *node) Type {
	out := Type{Kind: KindNull, List: true}
	for _, a := range n.args {
		typ := c.infer(a)
		if !typ.known() {
			return unknown
		}
		if typ.List || typ.Kind == KindTable {
			c.mismatch(a, typ, KindText, KindNumber)
			return unknown
		}
		united, ok := unite(out, Type{Kind: typ.Kind, List: true})
		if !ok {
			c.mismatch(a, typ, out.Kind)
			return unknown
		}
		out = united
	}
	return out
}

// unite finds the type that both have; null goes with everything, and text
// with what is written as text.
func unite(a, b Type) (Type, bool) {
	switch {
	case a.List != b.List:
		if a.Kind == KindNull && !a.List {
			return b, true
		}
		if b.Kind == KindNull && !b.List {
			return a, true
		}
		return Type{}, false
	case a.Kind == b.Kind:
		if !slices.Equal(a.Options, b.Options) {
			a.Options = nil
		}
		return a, true
	case a.Kind == KindNull:
		return b, true
	case b.Kind == KindNull:
		return a, true
	default:
		return Type{}, false
	}
}

// mismatch reports an operand of the wrong type.
func (c *checker) mismatch(n *node, found Type, want ...Kind) {
	names := make([]string, len(want))
	for i, k := range want {
		names[i] = string(k)
	}
	c.add(n, CodeType, map[string]any{"found": found.name(), "want": names})
}

// fits reports whether a node of one type may stand where another is wanted.
// A literal that is written like a date is one.
func (c *checker) fits(n *node, typ, want Type) bool {
	if typ.Kind == KindNull && !typ.List {
		return true
	}
	if typ.List != want.List {
		return false
	}
	if n.op != nil && (n.op.name == "if" || n.op.name == "ifEmpty") {
		// Each branch is judged for itself, so that literals in branches fit.
		return c.branchesFit(n, want)
	}
	if typ.Kind == want.Kind {
		return c.option(n, want)
	}
	if text, ok := n.value.(string); ok && n.isLiteral() {
		_, isDate := parseDate(text)
		_, isMoment := parseMoment(text)
		return want.Kind == KindDate && isDate || want.Kind == KindTime && timeShaped(text) || want.Kind == KindDateTime && isMoment
	}
	return false
}

// branchesFit checks each possible result.
func (c *checker) branchesFit(n *node, want Type) bool {
	for _, b := range branches(n) {
		if typ := c.infer(b); typ.known() && !c.fits(b, typ, want) {
			return false
		}
	}
	return true
}

// branches are the operands of an if, or of ifEmpty, that may be its result.
func branches(n *node) []*node {
	if n.op.name == "ifEmpty" {
		return n.args
	}
	var out []*node
	for i := range n.args {
		if i%2 == 1 || i == len(n.args)-1 {
			out = append(out, n.args[i])
		}
	}
	return out
}

// option reports a literal that a choice field cannot have. It returns true,
// since the type itself is right.
func (c *checker) option(n *node, want Type) bool {
	text, ok := n.value.(string)
	if ok && n.isLiteral() && want.Options != nil && !slices.Contains(want.Options, text) {
		c.add(n, CodeOption, map[string]any{"value": clip(text)})
	}
	return true
}
