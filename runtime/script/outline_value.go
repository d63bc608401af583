package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// value reads an expression and says what it stands for.
func (r *reader) value(n ast.Node, s *scope) meaning {
	switch n := n.(type) {
	case *ast.Identifier:
		return r.name(n, s)
	case *ast.Optional:
		return r.value(n.Expression, s)
	case *ast.OptionalChain:
		return r.value(n.Expression, s)
	case *ast.DotExpression:
		return r.member(r.value(n.Left, s), n.Identifier.Name.String(), &n.Identifier)
	case *ast.BracketExpression:
		of := r.value(n.Left, s)
		if key, ok := n.Member.(*ast.StringLiteral); ok {
			return r.member(of, key.Value.String(), n.Member)
		}
		r.value(n.Member, s)
		if of.what == aField {
			return meaning{what: aRow, path: of.path}
		}
	case *ast.CallExpression:
		return r.call(n, s)
	case *ast.BinaryExpression:
		return r.binary(n, s)
	case *ast.ConditionalExpression:
		r.value(n.Test, s)
		yes, no := r.value(n.Consequent, s), r.value(n.Alternate, s)
		if yes == no || empty(n.Alternate) {
			return yes
		}
		if empty(n.Consequent) {
			return no
		}
	case *ast.AssignExpression:
		of := r.assigned(n.Left, s)
		r.value(n.Right, s)
		if key, ok := n.Left.(*ast.DotExpression); ok && of.what == anObject && !nothing(n.Right) {
			r.grown[of.object] = append(r.grown[of.object], &key.Identifier)
		}
	case *ast.UnaryExpression:
		if name, ok := n.Operand.(*ast.Identifier); ok && n.Operator == token.TYPEOF {
			if s.find(name.Name.String()) == nil {
				return meaning{}
			}
		}
		if n.Operator == token.DELETE {
			r.assigned(n.Operand, s)
			return meaning{}
		}
		r.value(n.Operand, s)
	case *ast.ArrayLiteral:
		var m meaning
		for _, e := range n.Value {
			if spread, ok := e.(*ast.SpreadElement); ok {
				of := r.value(spread.Expression, s)
				if len(n.Value) == 1 && of.what == aField {
					m = of
				}
			} else if e != nil {
				r.value(e, s)
			}
		}
		return m
	case *ast.ObjectLiteral:
		children(n, func(n ast.Node) { r.visit(n, s) })
		return meaning{what: anObject, object: n}
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		r.function(n, nil, s)
	case *ast.ClassLiteral:
		before := r.inner
		r.inner = n
		children(n, func(n ast.Node) { r.visit(n, s) })
		r.inner = before
	default:
		children(n, func(n ast.Node) { r.visit(n, s) })
	}
	return meaning{}
}

// name is what a name stands for. A function that is handed on may be called with
// anything.
func (r *reader) name(n *ast.Identifier, s *scope) meaning {
	name := n.Name.String()
	b := s.find(name)
	if b == nil {
		r.note(&r.out.Unknown, "name", n, name)
		return meaning{}
	}
	if b.meaning.what == aFunction {
		b.meaning.function.loose = true
	}
	return b.meaning
}

// assigned reads the place that is written to, which is no reading of it. It
// returns of what a key is written.
func (r *reader) assigned(n ast.Node, s *scope) (of meaning) {
	switch n := n.(type) {
	case *ast.DotExpression:
		return r.value(n.Left, s)
	case *ast.BracketExpression:
		r.value(n.Left, s)
		r.value(n.Member, s)
	case *ast.ObjectPattern, *ast.ArrayPattern:
		// Its names are written, and its defaults are rarely more than a value.
	default:
		r.value(n, s)
	}
	return meaning{}
}

// callbacks are the methods of arrays that call a function with their elements:
// which of its arguments these are.
var callbacks = map[string][]int{
	"map": {0}, "filter": {0}, "forEach": {0}, "some": {0}, "every": {0}, "find": {0}, "findIndex": {0}, "findLast": {0}, "findLastIndex": {0},
	"flatMap": {0}, "reduce": {1}, "reduceRight": {1}, "sort": {0, 1}, "toSorted": {0, 1},
}

// sameRows are those that return rows of the same table, oneRow a row of it.
var (
	sameRows = map[string]bool{"filter": true, "sort": true, "toSorted": true, "slice": true, "reverse": true, "toReversed": true}
	oneRow   = map[string]bool{"find": true, "findLast": true, "at": true, "pop": true, "shift": true}
)

func (r *reader) call(n *ast.CallExpression, s *scope) meaning {
	switch callee := plainly(n.Callee).(type) {
	case *ast.Identifier:
		b := s.find(callee.Name.String())
		if b == nil || b.meaning.what != aFunction {
			r.name(callee, s)
			r.values(n.ArgumentList, s)
			return meaning{}
		}
		args, spread := r.values(n.ArgumentList, s)
		if spread {
			args = nil
		}
		r.calls(b.meaning.function, args)
		return meaning{}
	case *ast.DotExpression:
		of, method := r.value(callee.Left, s), callee.Identifier.Name.String()
		if of.what != aField {
			r.member(of, method, &callee.Identifier)
			r.values(n.ArgumentList, s)
			return meaning{}
		}
		return r.rows(of, method, n.ArgumentList, s)
	default:
		r.value(n.Callee, s)
		r.values(n.ArgumentList, s)
		return meaning{}
	}
}

// plainly is an expression without the marks of an optional chain.
func plainly(n ast.Node) ast.Node {
	for {
		switch o := n.(type) {
		case *ast.Optional:
			n = o.Expression
		case *ast.OptionalChain:
			n = o.Expression
		default:
			return n
		}
	}
}

func (r *reader) values(list []ast.Expression, s *scope) (args []meaning, spread bool) {
	args = []meaning{}
	for _, e := range list {
		if each, ok := e.(*ast.SpreadElement); ok {
			spread = true
			r.value(each.Expression, s)
			continue
		}
		args = append(args, r.value(e, s))
	}
	return args, spread
}

// calls notes a call: of as many arguments as the function can have.
func (r *reader) calls(f *function, args []meaning) {
	full := make([]meaning, max(len(args), 8))
	copy(full, args)
	f.takes(full)
}

// rows reads a call of a method of the rows of a table.
func (r *reader) rows(of meaning, method string, list []ast.Expression, s *scope) meaning {
	row := meaning{what: aRow, path: of.path}
	at, calls := callbacks[method]
	for i, e := range list {
		if !calls || i > 0 {
			r.value(e, s)
			continue
		}
		args := make([]meaning, 2)
		for _, k := range at {
			args[k] = row
		}
		if isFunction(e) {
			r.function(e, args, s)
			continue
		}
		if id, ok := e.(*ast.Identifier); ok {
			if b := s.find(id.Name.String()); b != nil && b.meaning.what == aFunction {
				r.calls(b.meaning.function, args)
				continue
			}
		}
		r.value(e, s)
	}
	switch {
	case sameRows[method]:
		return of
	case oneRow[method]:
		return row
	}
	return meaning{}
}

// returned notes the keys of an object literal that the function returns.
func (r *reader) returned(n ast.Node, s *scope) {
	switch n := n.(type) {
	case *ast.ConditionalExpression:
		r.returned(n.Consequent, s)
		r.returned(n.Alternate, s)
	case *ast.ObjectLiteral:
		r.returns = append(r.returns, n)
	case *ast.Identifier:
		if b := s.find(n.Name.String()); b != nil && b.meaning.what == anObject {
			r.returns = append(r.returns, b.meaning.object)
		}
	}
}

// keys notes the keys of an object that is returned, as it was written and as it
// grew.
func (r *reader) keys(object *ast.ObjectLiteral) {
	note := func(name string, at ast.Node) {
		if !r.writes.deleted[name] {
			r.note(&r.out.Returns, "returns", at, name)
		}
	}
	for _, p := range object.Value {
		switch p := p.(type) {
		case *ast.PropertyShort:
			note(p.Name.Name.String(), &p.Name)
		case *ast.PropertyKeyed:
			if key, ok := p.Key.(*ast.StringLiteral); ok && !p.Computed && !nothing(p.Value) {
				note(key.Value.String(), p.Key)
			}
		}
	}
	for _, name := range r.grown[object] {
		note(name.Name.String(), name)
	}
}

// nothing reports whether a value is undefined, which JSON leaves out.
func nothing(n ast.Node) bool {
	id, ok := n.(*ast.Identifier)
	unary, void := n.(*ast.UnaryExpression)
	return ok && id.Name == "undefined" || void && unary.Operator == token.VOID
}
