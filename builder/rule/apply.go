package rule

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/banli-oa/banli/builder/words"
)

// Result is what the rules make of a form's values.
//
// Its maps and lists name fields by path: "note", "items.price" for a column,
// and "items.2.price" for the cell of one row, counted from 0, where a rule is
// judged row by row.
type Result struct {
	// Values are the values without those of hidden fields, without nulls, and
	// with the computed ones set (numbers as json.Number). Maps and lists that
	// the rules did not change are shared with Env.Values.
	Values map[string]any
	// Hidden, Required and Locked are never nil. A hidden field is never
	// required.
	Hidden, Required, Locked map[string]bool
	// Computed are those of the locked fields whose value a rule has set.
	Computed map[string]bool
	// Options are what limits leave of the options of a choice.
	Options map[string][]string
	// Defaults are the values that rules suggest, see [DoDefault].
	Defaults map[string]any
	// Warnings are in the order of the rules.
	Warnings []Warning
	// Problems are formulas and conditions that could not be evaluated on these
	// values, sorted by path: such a set action leaves its field empty, such a
	// condition does not hold.
	Problems []Problem
}

// Warning is what a warn action says.
type Warning struct {
	// Field is the path that it stands beside.
	Field string `json:"field"`
	// Text may lack the reader's language.
	Text words.Text `json:"text"`
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
	// held remembers conditions: 0 not judged yet, 1 holds, -1 does not. One that
	// is judged row by row has an entry for each row.
	held   [][]int8
	result *Result
}

// Apply evaluates the rules on the values; it does not change env.Values.
//
// Fields are decided one after the other, each after those that its rules
// read: hidden or not, then its computed value. A hidden field's value is
// removed before anything reads it. Everything else follows from the final
// values. Bad values never make it fail: see [Result.Problems]. The
// error is for the day when an operator needs what env does not carry; it is
// nil today.
func (s *Set) Apply(env Env) (Result, error) {
	result := Result{
		Values:   withoutNulls(env.Values),
		Hidden:   map[string]bool{},
		Required: map[string]bool{},
		Locked:   map[string]bool{},
		Computed: map[string]bool{},
		Options:  map[string][]string{},
		Defaults: map[string]any{},
	}
	a := &application{
		set:    s,
		scope:  &scope{env: &env, values: result.Values},
		held:   make([][]int8, len(s.conditions)),
		result: &result,
	}
	for i := range s.steps {
		a.step(&s.steps[i])
	}
	for i := range s.steps {
		a.suggest(&s.steps[i])
	}
	a.flags()
	slices.SortFunc(result.Problems, func(a, b Problem) int { return cmp.Compare(a.Path, b.Path) })
	return result, nil
}

// wholeTable stands for the row of what is no row.
const wholeTable = -1

// holds reports whether a rule's condition is true, judging it once; for a row
// where it is judged row by row.
func (a *application) holds(i, row int) bool {
	c := &a.set.conditions[i]
	if c.table == "" {
		row = 0
	}
	for len(a.held[i]) <= row {
		a.held[i] = append(a.held[i], 0)
	}
	if a.held[i][row] == 0 {
		a.held[i][row] = -1
		if a.judge(c, row) {
			a.held[i][row] = 1
		}
	}
	return a.held[i][row] == 1
}

func (a *application) judge(c *condition, row int) bool {
	if c.expr == nil {
		return true
	}
	if c.table != "" {
		rows := a.rows(c.table)
		if row >= len(rows) {
			return false
		}
		cells, _ := rows[row].(map[string]any)
		a.scope.row = cells
		defer func() { a.scope.row = nil }()
	}
	v, err := a.scope.eval(c.expr.root)
	if err != nil {
		a.problem(c.path, err.Code)
		return false
	}
	truth, _ := v.(bool)
	return truth
}

func (a *application) rows(table string) []any {
	rows, _ := a.result.Values[table].([]any)
	return rows
}

// byRow reports whether any of the conditions is judged row by row.
func (a *application) byRow(conditions []int) bool {
	return slices.ContainsFunc(conditions, func(i int) bool { return a.set.conditions[i].table != "" })
}

// cell is the path of a column in one row.
func (p place) cell(row int) string { return p.table + "." + strconv.Itoa(row) + "." + p.column }

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
	if a.byRow(s.show) || a.byRow(s.hide) {
		if !a.hideRows(s) {
			return
		}
	} else if a.hides(s, wholeTable) {
		a.result.Hidden[s.field] = true
		a.remove(s)
		return
	}
	if len(s.sets) == 0 {
		return
	}
	if s.table == "" {
		if last := a.last(s.sets, wholeTable); last != nil {
			a.result.Locked[s.field], a.result.Computed[s.field] = true, true
			put(a.result.Values, s.field, a.value(last))
		}
		return
	}
	a.setRows(s)
}

// hides reports whether a field, or a row's cell, is hidden.
func (a *application) hides(s *step, row int) bool {
	holds := func(i int) bool { return a.holds(i, row) }
	return len(s.show) > 0 && !slices.ContainsFunc(s.show, holds) || slices.ContainsFunc(s.hide, holds)
}

// hideRows hides the cells of a column row by row. It is false where the whole
// column is hidden.
func (a *application) hideRows(s *step) bool {
	always := func(i int) bool { return a.set.conditions[i].table == "" && a.holds(i, wholeTable) }
	if slices.ContainsFunc(s.hide, always) {
		a.result.Hidden[s.field] = true
		a.remove(s)
		return false
	}
	a.eachRow(s.place, func(row int, cells map[string]any) {
		if a.hides(s, row) {
			a.result.Hidden[s.cell(row)] = true
			delete(cells, s.column)
		}
	})
	return true
}

// setRows computes a column row by row.
func (a *application) setRows(s *step) {
	conditions := make([]int, len(s.sets))
	for i, set := range s.sets {
		conditions[i] = set.condition
	}
	byRow := a.byRow(conditions)
	if !byRow {
		last := a.last(s.sets, wholeTable)
		if last == nil {
			return
		}
		a.result.Locked[s.field], a.result.Computed[s.field] = true, true
	}
	a.eachRow(s.place, func(row int, cells map[string]any) {
		last := a.last(s.sets, row)
		if last == nil || a.result.Hidden[s.cell(row)] {
			return
		}
		if byRow {
			a.result.Locked[s.cell(row)], a.result.Computed[s.cell(row)] = true, true
		}
		a.scope.row = cells
		put(cells, s.column, a.value(last))
		a.scope.row = nil
	})
}

// last is the last assignment whose rule holds, nil where none does.
func (a *application) last(of []assignment, row int) *assignment {
	for i := len(of) - 1; i >= 0; i-- {
		if a.holds(of[i].condition, row) {
			return &of[i]
		}
	}
	return nil
}

// value evaluates a set or default action; nil where it cannot be.
func (a *application) value(s *assignment) any {
	v, err := a.scope.eval(s.expr.root)
	if err != nil {
		a.problem(s.path, err.Code)
		return nil
	}
	if d, ok := v.(decimal.Decimal); ok {
		if v, ok = settle(d); !ok {
			a.problem(s.path, CodeRange)
			return nil
		}
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
	a.eachRow(s.place, func(_ int, cells map[string]any) { delete(cells, s.column) })
}

// eachRow replaces a table by a copy whose rows f may change.
func (a *application) eachRow(p place, f func(row int, cells map[string]any)) {
	rows := a.rows(p.table)
	if rows == nil {
		return
	}
	copied := slices.Clone(rows)
	a.result.Values[p.table] = copied
	for i, row := range rows {
		if m, ok := row.(map[string]any); ok {
			m = maps.Clone(m)
			copied[i] = m
			f(i, m)
		}
	}
}
