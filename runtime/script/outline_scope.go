package script

import (
	"reflect"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// meaning is what a name or an expression is known to stand for.
type meaning struct {
	what what
	// path is the field, the table or the list.
	path string
	// function is what is called, object what was written as a literal.
	function *function
	object   *ast.ObjectLiteral
}

type what byte

const (
	anything   what = iota // nothing is known of it
	theForm                // the first argument of the function that is called
	theContext             // the second
	theLists               // ctx.lists
	aField                 // form.path
	aRow                   // a row of the table form.path
	aFunction              // one that the script declares
	anObject               // one that the script writes as a literal
)

// function is one that the script declares, with what is known of its arguments.
type function struct {
	params []meaning
	called []meaning // what this reading has seen so far; nil where it was not called
	// loose is set where it is used as a value, so that its callers are not known.
	loose bool
}

// takes notes a call.
func (f *function) takes(args []meaning) {
	if f.called == nil {
		f.called = append([]meaning{}, args...)
		return
	}
	for i := range f.called {
		if i >= len(args) || f.called[i] != args[i] {
			f.called[i] = meaning{}
		}
	}
}

// binding is a declared name.
type binding struct {
	meaning meaning
	times   int // how often its scope declares it
}

// scope holds the names of a function; those of its blocks are among them.
type scope struct {
	outer *scope
	names map[string]*binding
}

func (s *scope) find(name string) *binding {
	for ; s != nil; s = s.outer {
		if b := s.names[name]; b != nil {
			return b
		}
	}
	return nil
}

func (s *scope) declare(name string) {
	if s.names[name] == nil {
		s.names[name] = &binding{}
	}
	s.names[name].times++
}

// declareTarget declares the names of a pattern.
func (s *scope) declareTarget(target ast.Node) {
	switch t := target.(type) {
	case *ast.Identifier:
		s.declare(t.Name.String())
	case *ast.Binding:
		s.declareTarget(t.Target)
	case *ast.AssignExpression: // with a default
		s.declareTarget(t.Left)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				s.declare(p.Name.Name.String())
			case *ast.PropertyKeyed:
				s.declareTarget(p.Value)
			}
		}
		if t.Rest != nil {
			s.declareTarget(t.Rest)
		}
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			if e != nil {
				s.declareTarget(e)
			}
		}
		if t.Rest != nil {
			s.declareTarget(t.Rest)
		}
	}
}

// declareIn declares the names that a function's body declares, whatever block
// they are in: a name that two blocks declare is not followed.
func (s *scope) declareIn(n ast.Node) {
	switch n := n.(type) {
	case *ast.FunctionDeclaration:
		s.declare(n.Function.Name.Name.String())
		return
	case *ast.ClassDeclaration:
		s.declare(n.Class.Name.Name.String())
		return
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
		return
	case *ast.Binding:
		s.declareTarget(n.Target)
	case *ast.ForDeclaration:
		s.declareTarget(n.Target)
	case *ast.CatchStatement:
		if n.Parameter != nil {
			s.declareTarget(n.Parameter)
		}
	}
	children(n, s.declareIn)
}

// writes are the names that the script writes to: variables, and keys of whatever
// object.
type writes struct {
	names, keys map[string]bool
	// computed are variables whose keys are written that cannot be told.
	computed map[string]bool
	// wild is set where keys are written that cannot be told, or the engine's own
	// names can become others.
	wild, globals bool
	// deleted are keys that are taken away again.
	deleted map[string]bool
	// probed are names that the script asks the type of, as they may not exist.
	probed map[string]bool
}

// target notes what is written.
func (w *writes) target(n ast.Node) {
	switch n := n.(type) {
	case *ast.Identifier:
		w.names[n.Name.String()] = true
	case *ast.DotExpression:
		w.keys[n.Identifier.Name.String()] = true
	case *ast.BracketExpression:
		if key, ok := n.Member.(*ast.StringLiteral); ok {
			w.keys[key.Value.String()] = true
		} else if _, number := n.Member.(*ast.NumberLiteral); !number {
			w.bracket(n)
		}
	case *ast.ObjectPattern, *ast.ArrayPattern, *ast.PropertyKeyed, *ast.AssignExpression:
		s := &scope{names: map[string]*binding{}}
		s.declareTarget(n)
		for name := range s.names {
			w.names[name] = true
		}
		children(n, w.target)
	}
}

// bracket notes a write to a computed key: harmless where it is of a variable that
// is not handed to the script.
func (w *writes) bracket(n *ast.BracketExpression) {
	if base, ok := n.Left.(*ast.Identifier); ok {
		w.computed[base.Name.String()] = true
		return
	}
	w.wild = true
}

// find looks through the whole script for what it writes.
func (w *writes) find(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignExpression:
		w.target(n.Left)
	case *ast.UnaryExpression:
		switch n.Operator {
		case token.INCREMENT, token.DECREMENT:
			w.target(n.Operand)
		case token.DELETE:
			w.target(n.Operand)
			if of, ok := n.Operand.(*ast.DotExpression); ok {
				w.deleted[of.Identifier.Name.String()] = true
			}
		case token.TYPEOF:
			if name, ok := n.Operand.(*ast.Identifier); ok {
				w.probed[name.Name.String()] = true
			}
		}
	case *ast.ForIntoExpression:
		w.target(n.Expression)
	case *ast.CallExpression:
		if fresh(n) { // writes to an object that nothing else knows yet
			for _, arg := range n.ArgumentList {
				w.find(arg)
			}
			return
		}
	case *ast.Identifier:
		switch n.Name.String() {
		case "Reflect", "Proxy", "eval", "Function", "globalThis":
			w.wild, w.globals = true, true
		}
	case *ast.DotExpression:
		switch n.Identifier.Name.String() {
		case "assign", "defineProperty", "defineProperties", "setPrototypeOf", "__proto__":
			w.wild = true
		}
	}
	children(n, w.find)
}

// globalThis reports whether a script speaks of this where that is the global
// object, whose properties are names.
func globalThis(n ast.Node) (found bool) {
	switch n.(type) {
	case *ast.FunctionLiteral, *ast.ClassLiteral:
		return false
	case *ast.ThisExpression:
		return true
	}
	children(n, func(n ast.Node) { found = found || globalThis(n) })
	return found
}

// fresh reports whether a call is Object.assign({…}, …).
func fresh(n *ast.CallExpression) bool {
	callee, ok := n.Callee.(*ast.DotExpression)
	if !ok || callee.Identifier.Name != "assign" || len(n.ArgumentList) == 0 {
		return false
	}
	_, literal := n.ArgumentList[0].(*ast.ObjectLiteral)
	object, named := callee.Left.(*ast.Identifier)
	return literal && named && object.Name == "Object"
}

// maxDepth is how deep nodes may lie in each other in a script that is followed.
const maxDepth = 400

// tooDeep looks without calling itself, as there is no end to how deep it may be.
func tooDeep(program *ast.Program) bool {
	type level struct {
		node  ast.Node
		depth int
	}
	open := []level{{program, 0}}
	for len(open) > 0 {
		top := open[len(open)-1]
		open = open[:len(open)-1]
		if top.depth > maxDepth {
			return true
		}
		children(top.node, func(n ast.Node) { open = append(open, level{n, top.depth + 1}) })
	}
	return false
}

// children visits the nodes right below a node, but for names that are no
// expressions of their own.
func children(n ast.Node, visit func(ast.Node)) {
	switch n := n.(type) {
	case *ast.PropertyShort:
		visit(&n.Name)
		if n.Initializer != nil {
			visit(n.Initializer)
		}
		return
	case *ast.PropertyKeyed:
		if n.Computed {
			visit(n.Key)
		}
		visit(n.Value)
		return
	case *ast.MethodDefinition:
		if n.Computed {
			visit(n.Key)
		}
		visit(n.Body)
		return
	case *ast.FieldDefinition:
		if n.Computed {
			visit(n.Key)
		}
		if n.Initializer != nil {
			visit(n.Initializer)
		}
		return
	case *ast.LabelledStatement:
		visit(n.Statement)
		return
	case *ast.BranchStatement, *ast.MetaProperty, *ast.Identifier:
		return
	case *ast.ForLoopInitializerLexicalDecl:
		visit(&n.LexicalDeclaration)
		return
	}
	v := reflect.ValueOf(n).Elem()
	for i := range v.NumField() {
		switch v.Type().Field(i).Name {
		case "DeclarationList", "File", "Name": // told by the body, or no expression
			continue
		}
		each(v.Field(i), visit)
	}
}

func each(v reflect.Value, visit func(ast.Node)) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if n, ok := v.Interface().(ast.Node); ok && !v.IsNil() {
			visit(n)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), visit)
		}
	}
}
