package script_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// Every hostile script ends within the limit, and a normal one right after it
// works as if nothing had been.
func TestHostileScripts(t *testing.T) {
	t.Parallel()
	if !script.Limited() {
		t.Skip("memory can't be limited on this system")
	}
	stopped := []error{script.ErrTimeout, script.ErrMemory}
	for name, c := range map[string]struct {
		code string
		want []error // any of these; none means a *ScriptError or success
	}{
		"endless loop":          {`function validate() { while (true); }`, []error{script.ErrTimeout}},
		"endless at top level":  {`for (;;) {}`, []error{script.ErrTimeout}},
		"endless with catch":    {`function validate() { for (;;) try { for (;;); } catch (e) {} finally { continue } }`, []error{script.ErrTimeout}},
		"huge array":            {`function validate() { return new Array(1e8).fill(0) }`, stopped},
		"huge typed array":      {`function validate() { return new Uint8Array(2e9) }`, nil},
		"huge buffer":           {`function validate() { const a = []; for (;;) a.push(new ArrayBuffer(1e7)) }`, stopped},
		"string doubling":       {`function validate() { let s = "ab"; for (;;) s += s; }`, stopped},
		"repeat":                {`function validate() { return "x".repeat(2 ** 30).length }`, nil},
		"padding":               {`function validate() { return "x".padEnd(2 ** 30).length }`, nil},
		"growing list":          {`function validate() { const a = []; for (;;) a.push({a: a.length}) }`, stopped},
		"growing map":           {`function validate() { const m = new Map(); for (let i = 0;; i++) m.set(i, [i]) }`, stopped},
		"backtracking":          {`function validate() { return /^(a+)+$(?!b)/.test("a".repeat(40) + "!") }`, []error{script.ErrTimeout}},
		"backtracking twice":    {`function validate() { return /(?=(x+x+)+y)/.test("x".repeat(5000)) }`, []error{script.ErrTimeout}},
		"deep recursion":        {`function f(n) { return 1 + f(n + 1) } function validate() { return f(0) }`, nil},
		"recursion natively":    {`function f() { return [1].map(f) } function validate() { return f() }`, nil},
		"recursion by toString": {`function validate() { const o = {toString() { return "" + o }}; return "" + o }`, nil},
		"recursion by getter":   {`function validate() { const o = {get a() { return this.a }}; return o.a }`, nil},
		"deep structure":        {`function validate() { let o = {}; for (let i = 0; i < 1e6; i++) o = {o}; return JSON.stringify(o).length }`, nil},
		"deep source":           {`function validate() { return ` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + ` }`, nil},
		"deep parentheses":      {`function validate() { return ` + strings.Repeat("(", 30000) + "1" + strings.Repeat(")", 30000) + ` }`, nil},
		"deep regexp":           {`function validate() { return new RegExp("(".repeat(50000) + ")".repeat(50000)).test("x") }`, nil},
		"sort that loops":       {`function validate() { return [3, 2, 1].sort(() => { for (;;); }) }`, []error{script.ErrTimeout}},
		"proxy as the list":     {`function validate() { return new Proxy([], {get(t, k) { return k === "length" ? 5 : t[k] }}) }`, nil},
		"endless getter":        {`function validate() { return [{get message() { for (;;); }}] }`, []error{script.ErrTimeout}},
		"throws a trap":         {`function validate() { throw {get name() { for (;;); }, get message() { for (;;); }} }`, []error{script.ErrTimeout}},
		"promise storm":         {`function validate() { (function f() { Promise.resolve().then(f) })() }`, stopped},
		"generator":             {`function* g() { for (;;) yield 1 } function validate() { return [...g()] }`, stopped},
		"huge console":          {`function validate() { for (let i = 0; i < 1e4; i++) console.log("x".repeat(1e4), i) }`, nil},
		"huge error":            {`function validate() { throw new Error("x".repeat(1e6)) }`, nil},
		"join":                  {`function validate() { return new Array(2 ** 32 - 1).join("x") }`, nil},
		"sparse":                {`function validate() { const a = []; a[4294967294] = 1; return a.map(x => x).indexOf(2) }`, nil},
		"big integer":           {`function validate() { let x = 2n; for (;;) x *= x }`, stopped},
		"big integer power":     {`function validate() { return (10n ** 100000000n).toString().length }`, stopped},
		"eval bomb":             {`function validate() { for (;;) eval("var a = 1") }`, []error{script.ErrTimeout}},
		"replace bomb":          {`function validate() { let s = "aaaaaaaaaa"; for (;;) s = s.replace(/a/g, s) }`, stopped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const wall = 250 * time.Millisecond
			p := newPool(t, func(o *script.Options) { o.Workers, o.Wall, o.Wait = 1, wall, 20*time.Second })
			if err := p.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			r, err := p.Run(t.Context(), script.NewSource(c.code), nil, nil)
			took := time.Since(began)
			// Killing takes a moment; on a loaded machine being scheduled does.
			if took > wall+2*time.Second {
				t.Errorf("took %v", took)
			}
			var wrong *script.ScriptError
			want := c.want
			if len(want) == 0 {
				want = stopped // where the engine itself refuses or survives, being stopped is as good
			}
			ok := slices.ContainsFunc(want, func(w error) bool { return errors.Is(err, w) })
			if len(c.want) == 0 && (err == nil || errors.As(err, &wrong)) {
				ok = true
			}
			if !ok {
				t.Errorf("got %v after %v", err, took)
			}
			if wrong != nil && len(wrong.Message) > 4*script.MaxMessage {
				t.Errorf("a message of %d bytes", len(wrong.Message))
			}
			if r != nil && len(fmt.Sprint(r.Console)) > 100*510*4 {
				t.Error("the console is too large")
			}
			t.Logf("%v after %v", err, took)
			got, err := p.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone)
			if err != nil || len(got) != 2 {
				t.Errorf("a normal script afterwards: %v, %v", got, err)
			}
		})
	}
}

// Whatever a script does to the machine it runs on, the next run is the same
// to the byte.
func TestPollutionDoesNotLast(t *testing.T) {
	t.Parallel()
	p := newPool(t, func(o *script.Options) { o.Workers = 1 })
	probe := script.NewSource(`function validate(form, ctx) {
		const names = o => Object.getOwnPropertyNames(o).sort().join();
		console.log(names(globalThis), names(Object.prototype), names(Array.prototype), names(String.prototype), names(JSON), names(Math));
		console.log(JSON.stringify([form, ctx]), [].concat([3, 1, 2]).sort(), {}.polluted, typeof shared, Math.random(), Math.random());
		return [{ field: "a", message: String(Object.keys({})) }];
	}`)
	form, ctx := json.RawMessage(`{"a":1,"__proto__":{"x":1}}`), json.RawMessage(`{"b":[1]}`)
	text := func() string {
		r, err := p.Run(t.Context(), probe, form, ctx)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(r.Console, r.Problems)
	}
	before := text()
	for _, code := range []string{
		`Object.prototype.polluted = 1; Array.prototype.sort = () => "mine"; function validate() {}`,
		`globalThis.shared = 1; JSON.parse = () => ({}); JSON.stringify = () => "x"; function validate() {}`,
		`function validate(form, ctx) { form.a = 2; ctx.b.push(2); form.__proto__.x = 2; form.constructor.prototype.polluted = 1 }`,
		`function validate(f) { Object.defineProperty(Object.prototype, "message", {get() { return "mine" }}); return [{field: "a"}] }`,
		`Math.random = () => 1; String.prototype.toString = () => "x"; Object.keys = () => ["x"]; delete globalThis.console; function validate() {}`,
		`Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis); function validate() {}`,
		`Function.prototype.call = Function.prototype.apply = () => 1; Symbol.iterator; function validate() {}`,
		`this.constructor.constructor("return this")().Array = null; function validate() {}`,
	} {
		if _, err := p.Run(t.Context(), script.NewSource(code), form, ctx); err != nil {
			var wrong *script.ScriptError
			if !errors.As(err, &wrong) {
				t.Fatalf("%s: %v", code, err)
			}
		}
		if after := text(); after != before {
			t.Fatalf("after %s:\n%s\nwas\n%s", code, after, before)
		}
	}
	pids := p.Pids()
	if len(pids) != 1 || p.Usage().Replaced != 0 {
		t.Errorf("the worker was replaced: %+v", p.Usage())
	}
}

// What a script does to its inputs reaches nobody.
func TestTheCallersValuesStay(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	form := map[string]any{"a": []any{json.Number("1")}, "b": map[string]any{"c": "d"}}
	before := map[string]any{"a": []any{json.Number("1")}, "b": map[string]any{"c": "d"}}
	_, err := p.Validate(t.Context(), script.NewSource(`function validate(f) { f.a.push(2); f.b.c = 1; delete f.b; }`), form, nil)
	if err != nil || !reflect.DeepEqual(form, before) {
		t.Errorf("%v, %v", form, err)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	if !script.Limited() {
		t.Skip("needs /proc")
	}
	p := newPool(t, func(o *script.Options) { o.Workers, o.Wall = 1, 250*time.Millisecond })
	if err := p.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !p.Limited() {
		t.Error("the memory limit is not in force")
	}
	if _, err := p.Validate(t.Context(), script.NewSource(`function validate() { for (;;); }`), nil, nil); !errors.Is(err, script.ErrTimeout) {
		t.Fatal(err)
	}
	if err := p.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	u := p.Usage()
	if u.Workers != 1 || u.Replaced != 1 || u.CPU < 10*time.Millisecond || u.RSS < 1<<20 || u.PSS > u.RSS || u.PSS < 1<<20 || len(p.Pids()) != 1 {
		t.Errorf("%+v, %v", u, p.Pids())
	}
}
