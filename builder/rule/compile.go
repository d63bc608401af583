package rule

import (
	"fmt"
	"slices"
	"strings"
)

// compiler gathers the parts of a Set and what is wrong with the rules.
type compiler struct {
	types Types
	set   *Set
	steps map[string]*step
	// owner is the first rule that decides a field.
	owner    map[string]string
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
	c := &compiler{types: types, set: &Set{}, steps: map[string]*step{}, owner: map[string]string{}}
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
		when = c.when(r)
	}
	index := len(c.set.conditions)
	c.set.conditions = append(c.set.conditions, when)
	for i, a := range r.Then {
		c.action(a, r.ID, fmt.Sprintf("%s.then.%d", r.ID, i), index)
	}
}

// when compiles a rule's condition. One that reads $row is judged for each row
// of the table that the first action is about.
func (c *compiler) when(r Rule) condition {
	out := condition{path: r.ID + ".when"}
	root, wrong := parse(r.When)
	if wrong != nil {
		c.add(out.path, wrong.Code, wrong.Params)
		return out
	}
	if slices.ContainsFunc(root.vars(), func(name string) bool { return strings.HasPrefix(name, varRow+".") }) && len(r.Then) > 0 {
		out.table = placeOf(r.Then[0].Field).table
	}
	out.expr = c.checked(root, out.path, out.table, Type{Kind: KindBool})
	return out
}

// expr parses and checks one expression of a rule.
func (c *compiler) expr(raw []byte, path, table string, want Type) *Expr {
	root, wrong := parse(raw)
	if wrong != nil {
		c.add(path, wrong.Code, wrong.Params)
		return nil
	}
	return c.checked(root, path, table, want)
}

func (c *compiler) checked(root *node, path, table string, want Type) *Expr {
	root.walk(func(*node) { c.nodes++ })
	for _, f := range check(root, c.types, table, want) {
		c.add(path, f.Code, f.Params)
	}
	return &Expr{root: root}
}

// action compiles one action of a rule.
func (c *compiler) action(a Action, id, path string, index int) {
	typ, ok := c.types[a.Field]
	if !ok {
		c.add(path, CodeField, map[string]any{"field": clip(a.Field)})
		return
	}
	at := placeOf(a.Field)
	if table := c.set.conditions[index].table; table != "" && table != at.table {
		c.add(path, CodeRowField, map[string]any{"field": a.Field, "table": table})
		return
	}
	if !a.suits(typ) {
		c.add(path, CodeAction, map[string]any{"do": clip(a.Do), "field": a.Field})
		return
	}
	f := flag{place: at, condition: index, path: path, options: a.Options, text: a.Text}
	switch a.Do {
	case DoRequire:
		c.set.requires = append(c.set.requires, f)
	case DoLock:
		c.set.locks = append(c.set.locks, f)
	case DoWarn:
		c.set.warns = append(c.set.warns, f)
	case DoLimit:
		c.set.limits = append(c.set.limits, f)
		for _, o := range a.Options {
			if !slices.Contains(typ.Options, o) {
				c.add(path, CodeOption, map[string]any{"value": clip(o)})
			}
		}
	default:
		c.decides(a, id, path, index, typ)
	}
}

// suits reports whether an action has what it needs, no more, and can be done
// to a field of a type.
func (a Action) suits(typ Type) bool {
	formula, options, text := len(a.Value) > 0, len(a.Options) > 0, !a.Text.Empty()
	switch a.Do {
	case DoShow, DoHide, DoRequire, DoLock:
		return !formula && !options && !text
	case DoSet, DoDefault:
		return formula && !options && !text && typ.Kind != KindTable && typ.Kind != KindOpaque
	case DoLimit:
		return !formula && options && !text && typ.Options != nil
	case DoWarn:
		return !formula && !options && text
	default:
		return false
	}
}

// decides compiles an action on which the visibility or the value of a field
// depends.
func (c *compiler) decides(a Action, id, path string, index int, typ Type) {
	s := c.step(a.Field)
	if c.owner[a.Field] == "" {
		c.owner[a.Field] = id
	}
	switch a.Do {
	case DoShow:
		s.show = append(s.show, index)
	case DoHide:
		s.hide = append(s.hide, index)
	default:
		path += ".value"
		value := assignment{condition: index, path: path, expr: c.expr(a.Value, path, s.table, typ)}
		if a.Do == DoSet {
			s.sets = append(s.sets, value)
		} else {
			s.defaults = append(s.defaults, value)
		}
	}
}

// step returns the step of a field, making it where it is new.
func (c *compiler) step(field string) *step {
	s := c.steps[field]
	if s == nil {
		s = &step{place: placeOf(field)}
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
			c.add(c.owner[circle[0]], CodeCycle, map[string]any{"fields": circle})
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
	for _, a := range slices.Concat(s.sets, s.defaults) {
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
