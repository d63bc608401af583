package script

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// maxReadings bounds how often a script is read until what its functions are
// called with stays the same.
const maxReadings = 8

// reader follows the form and ctx from the function that is called through a
// script.
type reader struct {
	program   *ast.Program
	asked     Function
	has       func(name string) bool // whether the engine has a name
	writes    writes
	functions map[ast.Node]*function
	entry     ast.Node // the function that is called; nil where that is not certain

	// what this reading found
	out   Outline
	seen  map[string]bool
	inner ast.Node // the function that is being read
	// returns are the objects that the function returns, grown what is written to
	// them after they were made.
	returns []*ast.ObjectLiteral
	grown   map[*ast.ObjectLiteral][]*ast.Identifier
}

func newReader(program *ast.Program, f Function) *reader {
	return &reader{
		program: program, asked: f, functions: map[ast.Node]*function{},
		writes: writes{names: map[string]bool{}, keys: map[string]bool{}, computed: map[string]bool{}, deleted: map[string]bool{}, probed: map[string]bool{}},
	}
}

func (r *reader) read() Outline {
	if tooDeep(r.program) {
		return Outline{}
	}
	r.writes.find(r.program)
	r.writes.globals = r.writes.globals || globalThis(r.program)
	top := r.newScope(nil, r.program)
	b := top.names[r.asked.String()]
	if b == nil && !r.writes.globals && !r.writes.names[r.asked.String()] {
		return Outline{Missing: true}
	}
	if b != nil && b.times == 1 && !r.writes.names[r.asked.String()] {
		r.entry = entryIn(r.program, r.asked.String())
	}
	for range maxReadings {
		r.out, r.seen = Outline{}, map[string]bool{}
		r.returns, r.grown = nil, map[*ast.ObjectLiteral][]*ast.Identifier{}
		for _, f := range r.functions {
			f.called, f.loose = nil, false
		}
		top = r.newScope(nil, r.program)
		for _, s := range r.program.Body {
			r.visit(s, top)
		}
		if !r.learn() {
			return r.finish()
		}
	}
	return Outline{}
}

// entryIn finds the function of a name among those that a script declares.
func entryIn(program *ast.Program, name string) ast.Node {
	for _, s := range program.Body {
		var list []*ast.Binding
		switch s := s.(type) {
		case *ast.FunctionDeclaration:
			if s.Function.Name.Name.String() == name {
				return s.Function
			}
		case *ast.LexicalDeclaration:
			list = s.List
		case *ast.VariableStatement:
			list = s.List
		}
		for _, b := range list {
			if id, ok := b.Target.(*ast.Identifier); ok && id.Name.String() == name && isFunction(b.Initializer) {
				return b.Initializer
			}
		}
	}
	return nil
}

func isFunction(n ast.Node) bool {
	switch n.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		return true
	}
	return false
}

// learn takes over what functions were called with, and reports whether that is
// news.
func (r *reader) learn() (news bool) {
	for node, f := range r.functions {
		now := f.called
		if node == r.entry {
			given := &function{called: []meaning{{what: theForm}, {what: theContext}}}
			if now != nil {
				given.takes(now)
			}
			now = given.called
		}
		if f.loose && node != r.entry {
			now = nil
		}
		if !slices.Equal(now, f.params) {
			f.params, news = now, true
		}
	}
	return news
}

// finish leaves out what is not certain after all.
func (r *reader) finish() Outline {
	for _, object := range r.returns {
		r.keys(object)
	}
	o := r.out
	if r.entry != nil {
		switch f := r.entry.(type) {
		case *ast.FunctionLiteral:
			o.Waits = f.Async || f.Generator
		case *ast.ArrowFunctionLiteral:
			o.Waits = f.Async
		}
	}
	if r.writes.wild {
		o.Form, o.Context = nil, nil
	}
	written := func(u Use) bool { return r.writes.keys[u.Path[len(u.Path)-1]] }
	o.Form, o.Context = slices.DeleteFunc(o.Form, written), slices.DeleteFunc(o.Context, written)
	o.Unknown = slices.DeleteFunc(o.Unknown, func(u Use) bool {
		return r.writes.globals || r.writes.probed[u.Path[0]] || r.has(u.Path[0])
	})
	return o
}

// note adds a use, once for what is used.
func (r *reader) note(list *[]Use, sort string, at ast.Node, path ...string) {
	key := sort + " " + strings.Join(path, ".")
	if r.seen[key] || len(*list) >= maxUses {
		return
	}
	r.seen[key] = true
	text := r.program.File.Source()[:int(at.Idx0())-r.program.File.Base()]
	begins := strings.LastIndexByte(text, '\n') + 1
	*list = append(*list, Use{Path: path, Line: strings.Count(text, "\n") + 1, Column: utf8.RuneCountInString(text[begins:]) + 1})
}

// newScope makes the scope of a function's body, or of the script.
func (r *reader) newScope(outer *scope, body ast.Node) *scope {
	s := &scope{outer: outer, names: map[string]*binding{}}
	if body != nil {
		children(body, s.declareIn)
		children(body, func(n ast.Node) { r.hoist(n, s) })
	}
	return s
}

// hoist gives the names of functions their meaning before anything is read: they
// are called from above, too.
func (r *reader) hoist(n ast.Node, s *scope) {
	name, f := "", n
	switch n := n.(type) {
	case *ast.FunctionDeclaration:
		name, f = n.Function.Name.Name.String(), n.Function
	case *ast.Binding:
		if id, ok := n.Target.(*ast.Identifier); ok && isFunction(n.Initializer) {
			name, f = id.Name.String(), n.Initializer
		}
	}
	if b := s.names[name]; b != nil && b.times == 1 && !r.writes.names[name] {
		b.meaning = meaning{what: aFunction, function: r.known(f)}
	}
	switch n.(type) {
	case *ast.FunctionDeclaration, *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassDeclaration, *ast.ClassLiteral:
	default:
		children(n, func(n ast.Node) { r.hoist(n, s) })
	}
}

// known is what a function is called with; it is made where it is first met.
func (r *reader) known(n ast.Node) *function {
	if r.functions[n] == nil {
		r.functions[n] = &function{}
	}
	return r.functions[n]
}

// function reads a function whose arguments are known to be args.
func (r *reader) function(n ast.Node, args []meaning, in *scope) {
	var (
		params *ast.ParameterList
		body   ast.Node
		value  ast.Expression
	)
	switch f := n.(type) {
	case *ast.FunctionLiteral:
		params, body = f.ParameterList, f.Body
	case *ast.ArrowFunctionLiteral:
		params = f.ParameterList
		switch b := f.Body.(type) {
		case *ast.ExpressionBody:
			value = b.Expression
		case *ast.BlockStatement:
			body = b
		}
	}
	before := r.inner
	r.inner = n
	defer func() { r.inner = before }()
	s := r.newScope(in, body)
	if f, ok := n.(*ast.FunctionLiteral); ok {
		s.declare("arguments")
		if f.Name != nil && in.find(f.Name.Name.String()) == nil {
			s.declare(f.Name.Name.String())
		}
	}
	for _, p := range params.List {
		s.declareTarget(p.Target)
	}
	if params.Rest != nil {
		s.declareTarget(params.Rest)
	}
	for i, p := range params.List {
		var m meaning
		if i < len(args) {
			m = args[i]
		}
		if p.Initializer != nil {
			r.value(p.Initializer, s)
			if !empty(p.Initializer) {
				m = meaning{}
			}
		}
		r.bind(p.Target, m, s)
	}
	if value != nil {
		r.value(value, s)
		if n == r.entry {
			r.returned(value, s)
		}
		return
	}
	if block, ok := body.(*ast.BlockStatement); ok {
		for _, each := range block.List {
			r.visit(each, s)
		}
	}
}

// visit reads statements, and everything else for what is in it.
func (r *reader) visit(n ast.Node, s *scope) {
	switch n := n.(type) {
	case *ast.FunctionDeclaration:
		r.declared(n.Function, s)
	case *ast.Binding:
		r.declaration(n, s)
	case *ast.ForOfStatement:
		m := meaning{}
		if of := r.value(n.Source, s); of.what == aField {
			m = meaning{what: aRow, path: of.path}
		}
		switch into := n.Into.(type) {
		case *ast.ForDeclaration:
			r.bind(into.Target, m, s)
		case *ast.ForIntoVar:
			r.bind(into.Binding.Target, m, s)
		}
		r.visit(n.Body, s)
	case *ast.ForInStatement:
		r.value(n.Source, s)
		r.visit(n.Body, s)
	case *ast.CatchStatement:
		r.visit(n.Body, s)
	case *ast.ReturnStatement:
		if n.Argument == nil {
			return
		}
		r.value(n.Argument, s)
		if r.inner == r.entry && r.entry != nil {
			r.returned(n.Argument, s)
		}
	case ast.Expression:
		r.value(n, s)
	default:
		children(n, func(n ast.Node) { r.visit(n, s) })
	}
}

// declaration reads let, const and var.
func (r *reader) declaration(b *ast.Binding, s *scope) {
	if b.Initializer == nil {
		return
	}
	if _, named := b.Target.(*ast.Identifier); named && isFunction(b.Initializer) {
		r.declared(b.Initializer, s)
		return
	}
	r.bind(b.Target, r.value(b.Initializer, s), s)
}

// declared reads a function that has a name.
func (r *reader) declared(n ast.Node, s *scope) {
	r.function(n, r.known(n).params, s)
}

// binary keeps what is certain of a || [], a ?? b, a && b.
func (r *reader) binary(n *ast.BinaryExpression, s *scope) meaning {
	left, right := r.value(n.Left, s), r.value(n.Right, s)
	switch n.Operator {
	case token.LOGICAL_AND:
		return right
	case token.LOGICAL_OR, token.COALESCE:
		if left == right || empty(n.Right) {
			return left
		}
	}
	return meaning{}
}
