package rule

import (
	"fmt"
	"slices"
	"strings"
)

// The caps of a list of rules.
const (
	maxRules   = 300
	maxActions = 50
	// maxSetNodes bounds all expressions of a list of rules together.
	maxSetNodes = 5000
)

// Set is a list of rules, compiled. It is immutable and safe for concurrent use.
type Set struct {
	conditions []condition
	// steps are the fields that rules show, hide or set, each after those that
	// its rules read: one pass over them reaches the fix-point.
	steps []step
	// requires and locks are judged last, on the final values.
	requires, locks []flag
}

// condition is a rule's when; expr is nil for a rule that always holds.
type condition struct {
	path string
	expr *Expr
}

// flag is a require or lock action.
type flag struct {
	condition int
	field     string
}

// step is what rules do to the visibility and the value of one field.
type step struct {
	// field is the path; column is set, and table, where it is a column's.
	field, table, column string
	show, hide           []int
	sets                 []assignment
}

// assignment is a set action.
type assignment struct {
	condition int
	path      string
	expr      *Expr
}

// compiler gathers the parts of a Set and what is wrong with the rules.
type compiler struct {
	types    Types
	set      *Set
	steps    map[string]*step
	order    []string
	nodes    int
	findings []Finding
}

// Compile checks the enabled rules against the types of the form's fields,
// orders them by what they read, and refuses cycles. Rules that are switched
// off may be unfinished. The error is a *CompileError.
//
// Where several rules set one field, the last one that holds wins.
func Compile(rules []Rule, types Types) (*Set, error) {
	c := &compiler{types: types, set: &Set{}, steps: map[string]*step{}}
	if len(rules) > maxRules {
		c.add("", CodeTooLarge, map[string]any{"limit": maxRules})
		return nil, &CompileError{Findings: c.findings}
	}
	seen := map[string]bool{}
	for _, r := range rules {
		if r.ID == "" || seen[r.ID] {
			c.add(r.ID, CodeID, map[string]any{"id": clip(r.ID)})
			continue
		}
		seen[r.ID] = true
		if r.Enabled {
			c.rule(r)
		}
	}
	if c.nodes > maxSetNodes {
		c.add("", CodeTooLarge, map[string]any{"limit": maxSetNodes})
	}
	if len(c.findings) == 0 {
		c.sort()
	}
	if len(c.findings) > 0 {
		return nil, &CompileError{Findings: c.findings}
	}
	return c.set, nil
}

func (c *compiler) add(path, code string, params map[string]any) {
	c.findings = append(c.findings, Finding{Code: code, Path: path, Params: params})
}

// rule compiles one enabled rule.
func (c *compiler) rule(r Rule) {
	if len(r.Then) > maxActions {
		c.add(r.ID, CodeTooLarge, map[string]any{"limit": maxActions})
		return
	}
	when := condition{path: r.ID + ".when"}
	if len(r.When) > 0 {
		when.expr = c.expr(r.When, when.path, "", Type{Kind: KindBool})
	}
	index := len(c.set.conditions)
	c.set.conditions = append(c.set.conditions, when)
	for i, a := range r.Then {
		c.action(a, fmt.Sprintf("%s.then.%d", r.ID, i), index)
	}
}

// expr parses and checks one expression of a rule.
func (c *compiler) expr(raw []byte, path, table string, want Type) *Expr {
	root, wrong := parse(raw)
	if wrong != nil {
		c.add(path, wrong.Code, wrong.Params)
		return nil
	}
	root.walk(func(*node) { c.nodes++ })
	for _, f := range check(root, c.types, table, want) {
		c.add(path, f.Code, f.Params)
	}
	return &Expr{root: root}
}

// action compiles one action of a rule.
func (c *compiler) action(a Action, path string, index int) {
	typ, ok := c.types[a.Field]
	if !ok {
		c.add(path, CodeField, map[string]any{"field": clip(a.Field)})
		return
	}
	if (a.Do == DoSet) != (len(a.Value) > 0) {
		c.add(path, CodeAction, map[string]any{"do": clip(a.Do), "field": a.Field})
		return
	}
	switch a.Do {
	case DoShow:
		s := c.step(a.Field)
		s.show = append(s.show, index)
	case DoHide:
		s := c.step(a.Field)
		s.hide = append(s.hide, index)
	case DoRequire:
		c.set.requires = append(c.set.requires, flag{condition: index, field: a.Field})
	case DoLock:
		c.set.locks = append(c.set.locks, flag{condition: index, field: a.Field})
	case DoSet:
		if typ.Kind == KindTable || typ.Kind == KindOpaque {
			c.add(path, CodeAction, map[string]any{"do": a.Do, "field": a.Field})
			return
		}
		s := c.step(a.Field)
		value := c.expr(a.Value, path+".value", s.table, typ)
		s.sets = append(s.sets, assignment{condition: index, path: path + ".value", expr: value})
	default:
		c.add(path, CodeAction, map[string]any{"do": clip(a.Do), "field": a.Field})
	}
}

// step returns the step of a field, making it where it is new.
func (c *compiler) step(field string) *step {
	s := c.steps[field]
	if s == nil {
		s = &step{field: field}
		if table, column, ok := strings.Cut(field, "."); ok {
			s.table, s.column = table, column
		}
		c.steps[field] = s
		c.order = append(c.order, field)
	}
	return s
}

// sort orders the steps so that each comes after those that it reads.
func (c *compiler) sort() {
	const underWay, done = 1, 2
	state := map[string]int{}
	var trail []string
	var visit func(field string) bool
	visit = func(field string) bool {
		if state[field] == done {
			return true
		}
		if state[field] == underWay {
			circle := slices.Clone(trail[slices.Index(trail, field):])
			c.add("", CodeCycle, map[string]any{"fields": circle})
			return false
		}
		state[field] = underWay
		trail = append(trail, field)
		for _, read := range c.reads(c.steps[field]) {
			if c.steps[read] != nil && !visit(read) {
				return false
			}
		}
		trail = trail[:len(trail)-1]
		state[field] = done
		c.set.steps = append(c.set.steps, *c.steps[field])
		return true
	}
	for _, field := range c.order {
		if !visit(field) {
			return
		}
	}
}

// reads lists the fields that a step depends on.
func (c *compiler) reads(s *step) []string {
	var out []string
	if s.table != "" {
		out = append(out, s.table)
	}
	from := func(e *Expr) {
		if e == nil {
			return
		}
		for _, name := range e.Vars() {
			out = append(out, c.fieldsOf(name, s.table)...)
		}
	}
	for _, i := range slices.Concat(s.show, s.hide) {
		from(c.set.conditions[i].expr)
	}
	for _, a := range s.sets {
		from(c.set.conditions[a.condition].expr)
		from(a.expr)
	}
	return out
}

// fieldsOf lists the fields that a variable reads: a column depends on its
// table's visibility too.
func (c *compiler) fieldsOf(name, table string) []string {
	parts := strings.Split(name, ".")
	switch {
	case parts[0] == varRow:
		return []string{table, table + "." + parts[1]}
	case strings.HasPrefix(parts[0], "$"):
		return nil
	case len(parts) > 1 && c.types[parts[0]].Kind == KindTable:
		return []string{parts[0], parts[0] + "." + parts[1]}
	default:
		return parts[:1]
	}
}
