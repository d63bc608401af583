package script_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// TestHostileScriptsAreReadToo: nothing that a script says keeps a worker busy, or
// ends it, when it is read without being run.
func TestHostileScriptsAreReadToo(t *testing.T) {
	t.Parallel()
	if !script.Limited() {
		t.Skip("memory can't be limited on this system")
	}
	p := newPool(t, func(o *script.Options) { o.Wall = 300 * time.Millisecond })
	sources := map[string]string{
		"deep arrays":       "x = " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
		"deep calls":        "f" + strings.Repeat("(f", 10_000) + strings.Repeat(")", 10_000),
		"deep functions":    strings.Repeat("function compute(form) { ", 2_000) + strings.Repeat("}", 2_000),
		"deep arrows":       "const compute = " + strings.Repeat("(form) => ", 5_000) + "form.x",
		"a long sum":        "function compute(form) { return " + strings.Repeat("form.a + ", 6_000) + "1 }",
		"many names":        "function compute(form) { " + strings.Repeat("let a = form.x; ", 3_000) + "}",
		"a circle":          strings.Repeat("function a(f) { return b(f); } function b(f) { return a(f); } ", 500) + "function compute(form) { return a(form) }",
		"a long chain":      "function f0(x) { return x.q } " + chain(400) + " function compute(form) { return f400(form) }",
		"odd keys":          "function compute({ '': a, ['x' + 1]: b, 1: c, ...d }) { return { '': a, 1: b, [c]: d, get x() {}, async y() {}, *z() {} } }",
		"odd names":         "function compute(\\u0066orm) { return form.__proto__.constructor.constructor('x')() }",
		"half characters":   "function compute(form) { return form['\\ud800'] + '\\udfff' }",
		"a byte order mark": "\ufefffunction compute(form) { return form.x }",
	}
	for name, c := range hostileScripts() {
		sources[name] = c.code
	}
	for name, source := range sources {
		o, err := p.Outline(t.Context(), script.NewSource(source), script.FuncCompute)
		var wrong *script.ScriptError
		// What is too much for the compiler is too much when it is run, too.
		if err != nil && !errors.As(err, &wrong) && !errors.Is(err, script.ErrTimeout) && !errors.Is(err, script.ErrMemory) {
			t.Errorf("%s: %v", name, err)
		}
		for _, u := range append(o.Form, o.Unknown...) {
			if u.Line < 1 || u.Column < 1 || len(u.Path) == 0 {
				t.Errorf("%s: a use at %+v", name, u)
			}
		}
	}
	o, err := p.Outline(t.Context(), script.NewSource("function compute(form) { return form.x }"), script.FuncCompute)
	if err != nil || len(o.Form) != 1 {
		t.Errorf("a normal script afterwards: %+v, %v", o, err)
	}
}

// chain is a row of functions of which each calls the one before.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("function f" + strconv.Itoa(i+1) + "(x) { return f" + strconv.Itoa(i) + "(x) } ")
	}
	return b.String()
}
