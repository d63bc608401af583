package rule

import (
	"cmp"
	"maps"
	"slices"
)

// Result is what the rules make of a form's values.
type Result struct {
	// Values are the values without those of hidden fields, without nulls, and
	// with the computed ones set (numbers as json.Number). Maps and lists that
	// the rules did not change are shared with Env.Values.
	Values map[string]any
	// Hidden, Required and Locked hold field ids and "table.column" paths; none
	// is nil. A hidden field is never required.
	Hidden, Required, Locked map[string]bool
	// Problems are formulas and conditions that could not be evaluated on these
	// values, sorted by path: such a set action leaves its field empty, such a
	// condition does not hold.
	Problems []Problem
}

// Problem is an expression that could not be evaluated.
type Problem struct {
	// Path is the place: "ruleId.when" or "ruleId.then.0.value".
	Path string `json:"path"`
	// Code is an [EvalError]'s.
	Code string `json:"code"`
}

// application is one run of a Set.
type application struct {
	set   *Set
	scope *scope
	// held remembers conditions: 0 not judged yet, 1 holds, -1 does not.
	held   []int8
	result *Result
}

// Apply evaluates the rules on the values; it does not change env.Values.
//
// Fields are decided one after the other, each after those that its rules
// read: hidden or not, then its computed value. A hidden field's value is
// removed before anything reads it. What is required and locked follows from
// the final values. Bad values never make it fail: see [Result.Problems]. The
// error is for the day when an operator needs what env does not carry; it is
// nil today.
func (s *Set) Apply(env Env) (Result, error) {
	result := Result{
		Values:   withoutNulls(env.Values),
		Hidden:   map[string]bool{},
		Required: map[string]bool{},
		Locked:   map[string]bool{},
	}
	a := &application{
		set:    s,
		scope:  &scope{env: &env, values: result.Values},
		held:   make([]int8, len(s.conditions)),
		result: &result,
	}
	for i := range s.steps {
		a.step(&s.steps[i])
	}
	for _, f := range s.locks {
		if a.holds(f.condition) {
			result.Locked[f.field] = true
		}
	}
	for _, f := range s.requires {
		if !result.Hidden[f.field] && a.holds(f.condition) {
			result.Required[f.field] = true
		}
	}
	slices.SortFunc(result.Problems, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
	return result, nil
}

// holds reports whether a rule's condition is true, judging it once.
func (a *application) holds(i int) bool {
	if a.held[i] == 0 {
		a.held[i] = -1
		if a.judge(&a.set.conditions[i]) {
			a.held[i] = 1
		}
	}
	return a.held[i] == 1
}

func (a *application) judge(c *condition) bool {
	if c.expr == nil {
		return true
	}
	v, err := a.scope.eval(c.expr.root)
	if err != nil {
		a.problem(c.path, err.Code)
		return false
	}
	truth, _ := v.(bool)
	return truth
}

// problem records a failure once per place.
func (a *application) problem(path, code string) {
	for _, p := range a.result.Problems {
		if p.Path == path {
			return
		}
	}
	a.result.Problems = append(a.result.Problems, Problem{Path: path, Code: code})
}

// step decides one field.
func (a *application) step(s *step) {
	hidden := len(s.show) > 0 && !slices.ContainsFunc(s.show, a.holds)
	if hidden || slices.ContainsFunc(s.hide, a.holds) {
		a.result.Hidden[s.field] = true
		a.remove(s)
		return
	}
	var last *assignment
	for i := range s.sets {
		if a.holds(s.sets[i].condition) {
			last = &s.sets[i]
		}
	}
	if last == nil {
		return
	}
	a.result.Locked[s.field] = true
	if s.table == "" {
		put(a.result.Values, s.field, a.value(last))
		return
	}
	a.eachRow(s, func(row map[string]any) {
		a.scope.row = row
		put(row, s.column, a.value(last))
		a.scope.row = nil
	})
}

// value evaluates a set action; nil where it cannot be.
func (a *application) value(s *assignment) any {
	v, err := a.scope.eval(s.expr.root)
	if err != nil {
		a.problem(s.path, err.Code)
		return nil
	}
	return toJSON(v)
}

func put(m map[string]any, key string, v any) {
	if v == nil {
		delete(m, key)
		return
	}
	m[key] = v
}

// remove takes a hidden field's value out.
func (a *application) remove(s *step) {
	if s.table == "" {
		delete(a.result.Values, s.field)
		return
	}
	a.eachRow(s, func(row map[string]any) { delete(row, s.column) })
}

// eachRow replaces a table by a copy whose rows f may change.
func (a *application) eachRow(s *step, f func(map[string]any)) {
	rows, ok := a.result.Values[s.table].([]any)
	if !ok {
		return
	}
	copied := make([]any, len(rows))
	for i, row := range rows {
		if m, ok := row.(map[string]any); ok {
			m = maps.Clone(m)
			f(m)
			copied[i] = m
			continue
		}
		copied[i] = row
	}
	a.result.Values[s.table] = copied
}

// withoutNulls copies values, leaving out what is null: fields and cells. Null
// is the same as not filled in.
func withoutNulls(values map[string]any) map[string]any {
	out := make(map[string]any, len(values))
	for k, v := range values {
		switch v := v.(type) {
		case nil:
		case []any:
			out[k] = rowsWithoutNulls(v)
		default:
			out[k] = v
		}
	}
	return out
}

// rowsWithoutNulls copies a list only where a row has nulls.
func rowsWithoutNulls(rows []any) []any {
	out := rows
	for i, row := range rows {
		m, ok := row.(map[string]any)
		if !ok || !hasNull(m) {
			continue
		}
		if &out[0] == &rows[0] {
			out = slices.Clone(rows)
		}
		m = maps.Clone(m)
		maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
		out[i] = m
	}
	return out
}

func hasNull(m map[string]any) bool {
	for _, v := range m {
		if v == nil {
			return true
		}
	}
	return false
}
