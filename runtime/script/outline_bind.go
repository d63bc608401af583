package script

import "github.com/dop251/goja/ast"

// bind gives the names of a pattern their meanings.
func (r *reader) bind(target ast.Node, m meaning, s *scope) {
	switch t := target.(type) {
	case *ast.Identifier:
		name := t.Name.String()
		b := s.names[name]
		if b == nil || b.times != 1 || r.writes.names[name] {
			return
		}
		if m.what != anything && m.what != aFunction && m.what != anObject && r.writes.computed[name] {
			r.writes.wild = true
		}
		b.meaning = m
	case *ast.AssignExpression: // with a default
		r.value(t.Right, s)
		if !empty(t.Right) {
			m = meaning{}
		}
		r.bind(t.Left, m, s)
	case *ast.Binding:
		r.bind(t.Target, m, s)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				own := r.member(m, p.Name.Name.String(), &p.Name)
				if p.Initializer != nil {
					r.value(p.Initializer, s)
					if !empty(p.Initializer) {
						own = meaning{}
					}
				}
				r.bind(&p.Name, own, s)
			case *ast.PropertyKeyed:
				var own meaning
				if key, ok := p.Key.(*ast.StringLiteral); ok {
					own = r.member(m, key.Value.String(), p.Key)
				} else if p.Computed {
					r.value(p.Key, s)
				}
				r.bind(p.Value, own, s)
			}
		}
	case *ast.ArrayPattern:
		own := meaning{}
		if m.what == aField {
			own = meaning{what: aRow, path: m.path}
		}
		for _, e := range t.Elements {
			if e != nil {
				r.bind(e, own, s)
			}
		}
	}
}

// member is what a property of something means; reading it is noted.
func (r *reader) member(of meaning, name string, at ast.Node) meaning {
	if ofEveryObject[name] {
		return meaning{}
	}
	switch of.what {
	case theForm:
		r.note(&r.out.Form, "form", at, name)
		return meaning{what: aField, path: name}
	case aRow:
		r.note(&r.out.Form, "form", at, of.path, name)
	case theContext:
		if name == "lists" {
			return meaning{what: theLists}
		}
		r.note(&r.out.Context, "ctx", at, name)
	case theLists:
		r.note(&r.out.Context, "ctx", at, "lists", name)
	}
	return meaning{}
}

// ofEveryObject are the properties that every object has.
var ofEveryObject = map[string]bool{
	"constructor": true, "hasOwnProperty": true, "isPrototypeOf": true, "propertyIsEnumerable": true, "toLocaleString": true,
	"toString": true, "valueOf": true, "__proto__": true, "__defineGetter__": true, "__defineSetter__": true, "__lookupGetter__": true, "__lookupSetter__": true,
}

// empty reports whether a default stands for nothing: [], {}.
func empty(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ArrayLiteral:
		return len(n.Value) == 0
	case *ast.ObjectLiteral:
		return len(n.Value) == 0
	case *ast.NullLiteral:
		return true
	}
	return false
}
