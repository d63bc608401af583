package script_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// TestCall runs scripts of steps.
func TestCall(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	for name, c := range map[string]struct {
		code string
		want string
		line int
		fail string // part of the ScriptError
	}{
		"a result":          {code: `function run(form, ctx) { return {set: {who: ctx.initiator.id, kind: form.type}}; }`, want: `{"set":{"who":"a","kind":"annual"}}`},
		"declared by const": {code: `const run = (form) => [form.handover];`, want: `["b"]`},
		"nothing":           {code: `function run() {}`, want: `null`},
		"what JSON lacks":   {code: `function run() { return function () {}; }`, want: `null`},
		"another JSON":      {code: `JSON.stringify = function () { return "1"; }; function run() { return 2; }`, want: `2`},
		"no function":       {code: `function validate() {}`, fail: "must define a function run"},
		"it throws":         {code: "function run(form) {\n  return form.gone.away;\n}", line: 2, fail: "TypeError"},
		"it throws a text":  {code: "function run() {\n\n  throw new Error('no budget');\n}", line: 3, fail: "Error: no budget"},
		"a circle":          {code: `function run() { const a = {}; a.a = a; return a; }`, fail: "circular"},
		"too much":          {code: `function run() { return "x".repeat(300000); }`, fail: "more than 256 KB"},
		"a broken toJSON":   {code: `function run() { return {toJSON() { throw new Error("no"); }}; }`, line: 1, fail: "no"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := p.Call(t.Context(), script.NewSource(c.code), script.FuncRun, goodForm, someone)
			var wrong *script.ScriptError
			switch {
			case c.fail == "" && (err != nil || string(got) != c.want):
				t.Errorf("got %s (%v), want %s", got, err, c.want)
			case c.fail != "" && (!errors.As(err, &wrong) || !strings.Contains(wrong.Message, c.fail) || wrong.Line != c.line && c.line != 0):
				t.Errorf("got %s and %v, want line %d: %s", got, err, c.line, c.fail)
			case c.fail == "" && !json.Valid(got):
				t.Errorf("%s is no JSON", got)
			}
		})
	}
	short := newPool(t, func(o *script.Options) { o.Wall = 250 * time.Millisecond })
	if _, err := short.Call(t.Context(), script.NewSource(`function run() { for (;;) {} }`), script.FuncRun, goodForm, someone); !errors.Is(err, script.ErrTimeout) {
		t.Errorf("an endless script gives %v", err)
	}
	if _, err := p.Call(t.Context(), script.NewSource(`function run() { const a = []; for (;;) a.push(new Array(1e6).fill(1)); }`), script.FuncRun, goodForm, someone); !errors.Is(err, script.ErrMemory) && !errors.Is(err, script.ErrTimeout) {
		t.Errorf("a greedy script gives %v", err)
	}
}
