package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/templates"
)

const workerEnv = "BANLI_TEST_SCRIPT_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) != "" {
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// counting is a pool that counts what it is asked.
type counting struct {
	script.Runner
	asked int
}

func (c *counting) Outline(ctx context.Context, s script.Source, f script.Function) (script.Outline, error) {
	c.asked++
	return c.Runner.Outline(ctx, s, f)
}

func reading(t *testing.T) (*Service, *counting) {
	t.Helper()
	pool, err := script.NewPool(script.Options{Command: []string{os.Args[0]}, Env: []string{workerEnv + "=1"}, Wall: 10 * time.Second, Wait: 20 * time.Second})
	must(t, err)
	t.Cleanup(func() { must(t, pool.Close()) })
	counts := &counting{Runner: pool}
	return &Service{Deps: Deps{Scripts: counts}}, counts
}

// stationery is an app whose form has a table and some fields, of which compute may
// set total and lines.
func stationery() app.App {
	say := func(text string) form.FieldLayout {
		return form.FieldLayout{Title: words.Text{"en": text, "zh-CN": text + "。"}}
	}
	return app.App{
		DefaultLanguage: "en",
		Form: form.Definition{
			Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"properties":{
				"kind":{"type":"string"},"amount":{"type":"number"},"who":{"type":"string","format":"person"},"total":{"type":"number"},
				"items":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{
					"name":{"type":"string"},"qty":{"type":"number"},"price":{"type":"number"}}}},
				"lines":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"text":{"type":"string"}}}},
				"extra":{"type":"object"}}}`),
			Layout: form.Layout{Fields: map[string]form.FieldLayout{
				"kind": say("Kind"), "amount": say("Amount"), "who": say("Who"), "total": say("Total"), "items": say("Items"),
				"items.name": say("Name"), "items.qty": say("Quantity"), "items.price": say("Price"), "lines": say("Lines"), "lines.text": say("Text"), "extra": say("Extra"),
			}, Sections: []form.Section{{ID: "all", Fields: []string{"kind", "amount", "who", "total", "items", "lines", "extra"}}}},
		},
	}
}

// with puts a script in its place.
func with(a app.App, place, source string) app.App {
	a.Scripts = app.Scripts{Sets: []string{"total", "lines"}, Needs: map[string][]string{"validate": {"people", "lists.rates"}}}
	kind, name, _ := strings.Cut(place, ".")
	switch kind {
	case "validate":
		a.Scripts.Validate = source
	case "compute":
		a.Scripts.Compute = source
	case "options":
		a.Scripts.Options = map[string]string{name: source}
	case "flow":
		a.Scripts.Flow = map[string]string{name: source}
	}
	return a
}

// found lists findings as "line:column code what".
func found(views []FindingView) []string {
	var all []string
	for _, v := range views {
		all = append(all, fmt.Sprintf("%d:%d %s", v.Line, v.Column, strings.TrimPrefix(v.Code, "lint.script")))
	}
	return all
}

// TestWhatCanBeSeenOfAScript: what is certain is said at its place, and nothing else.
func TestWhatCanBeSeenOfAScript(t *testing.T) {
	t.Parallel()
	s, _ := reading(t)
	for name, c := range map[string]struct {
		place, source string
		want          []string
	}{
		"a field that there is not":      {"validate", "function validate(form) {\n  return form.amuont > 3 ? [] : [];\n}", []string{"2:15 Field"}},
		"one in brackets":                {"validate", "function validate(form) {\n  return form['sum'] && [];\n}", []string{"2:15 Field"}},
		"an optional one":                {"validate", "function validate(form) { return form?.sum?.x && []; }", []string{"1:40 Field"}},
		"one by another name":            {"validate", "const validate = (f) => { const g = f; return g.sum && []; };", []string{"1:49 Field"}},
		"one of a pattern":               {"validate", "function validate({ amount, sum = 0, kind: k }) { return amount + sum + k && []; }", []string{"1:29 Field"}},
		"one of a pattern inside":        {"validate", "function validate(form) { const { who, boss } = form; return who === boss && []; }", []string{"1:40 Field"}},
		"one in a helper":                {"validate", "function small(f) {\n  return f.sum < 3;\n}\nfunction validate(form) { return small(form) && []; }", []string{"2:12 Field"}},
		"one two helpers down":           {"validate", "const a = (x) => x.sum;\nconst b = (y, z) => a(y) + z;\nfunction validate(form) { return b(form, 1) && []; }", []string{"1:20 Field"}},
		"a method of none":               {"validate", "function validate(form) { return form.rows.map(String); }", []string{"1:39 Field"}},
		"a column that there is not":     {"validate", "function validate(form) {\n  return form.items.filter(r => r.count > 3) && [];\n}", []string{"2:35 Column"}},
		"a column in a sum":              {"validate", "function validate(form) { return (form.items || []).reduce((sum, r) => sum + r.cost, 0) > 3 && []; }", []string{"1:80 Column"}},
		"a column in a loop":             {"validate", "function validate(form) {\n  for (const { qty, cost } of form.items ?? []) if (qty > cost) return [];\n}", []string{"2:21 Column"}},
		"a column by index":              {"validate", "function validate(form) { for (let i = 0; i < form.items.length; i++) if (form.items[i].cost) return []; }", []string{"1:89 Column"}},
		"a column in a named function":   {"validate", "const dear = (row) => row.cost > 9;\nfunction validate(form) { return form.items.slice().filter(dear).map(r => r.label); }", []string{"1:27 Column", "2:77 Column"}},
		"a column of the first row":      {"validate", "function validate(form) { const [first] = form.items; return first.cost && []; }", []string{"1:68 Column"}},
		"a column of one that is found":  {"validate", "function validate(form) { const dear = form.items.find(r => r.price > 9); return dear && dear.cost && []; }", []string{"1:95 Column"}},
		"a look-up that is not declared": {"compute", "function compute(form, ctx) { return { total: ctx.people.length }; }", []string{"1:51 Need"}},
		"a list that is not declared":    {"validate", "function validate(form, ctx) { return ctx.lists.rates.length + ctx.lists['places'].length && []; }", []string{"1:74 Need"}},
		"look-ups in a pattern":          {"options.x", "function options(form, { people, calendar: { holidays }, row }) { return people && holidays && row && []; }", []string{"1:26 Need", "1:34 Need"}},
		"something that ctx never has":   {"flow.x", "function run(form, ctx) { return ctx.user === ctx.step ? { set: {} } : {}; }", []string{"1:38 Context"}},
		"a field that it may not set":    {"compute", "function compute(form) {\n  return {\n    total: 1,\n    amount: 2,\n  };\n}", []string{"4:5 Sets"}},
		"no field at all":                {"compute", "const compute = (form) => ({ totl: form.amount });", []string{"1:30 Returns"}},
		"one of two":                     {"compute", "function compute(form) { return form.amount ? { total: 1, kind: 'x' } : { 'lines': [] }; }", []string{"1:59 Sets"}},
		"an object that grows":           {"compute", "function compute(form) {\n  const out = {};\n  out.total = 1;\n  out.sum = 2;\n  return out;\n}", []string{"4:7 Returns"}},
		"no function":                    {"compute", "function computed(form) { return {}; }", []string{"0:0 lint.noFunction"}},
		"a function within another":      {"compute", "(function () { function compute() { return {}; } })();", []string{"0:0 lint.noFunction"}},
		"an async one":                   {"validate", "async function validate(form) { return []; }", []string{"0:0 Waits"}},
		"another system":                 {"validate", "function validate(form) {\n  const rate = fetch('https://x');\n  return [];\n}", []string{"2:16 Net"}},
		"what pages and servers have":    {"validate", "const fs = require('fs');\nfunction validate() {\n  setTimeout(() => window.alert(process.env), 1);\n  return [];\n}", []string{"1:12 Module", "3:3 Timer", "3:20 Page", "3:33 System"}},
		"a name that was misspelt":       {"validate", "function validate(form) { const found = []; return fuond; }", []string{"1:52 Name"}},
		"an import":                      {"validate", "\nimport x from 'y';\nfunction validate() {}", []string{"2:1 Module"}},
		"an export":                      {"compute", "export function compute() { return {}; }", []string{"1:1 Module"}},
		"what does not compile":          {"compute", "function compute() {\n  return [;\n}", []string{"2:11 script.broken"}},
		"what is too much to be read":    {"compute", "function compute() { return " + strings.Repeat("(", 30_000) + strings.Repeat(")", 30_000) + "; }", []string{"0:0 TooMuch"}},
		"behind Chinese words":           {"validate", "// 检查\nfunction validate(form) { const 金额 = form.金额; return 金额 && []; }", []string{"2:43 Field"}},

		// Nothing is said of these.
		"fields of every kind":       {"validate", "function validate(form, ctx) { return form.kind && form.amount > 3 && form.who === ctx.initiator.id && form.extra.any.thing ? [{field: 'kind', message: ctx.today}] : []; }", nil},
		"what every object has":      {"validate", "function validate(form) { return form.hasOwnProperty('x') || form.toString() ? [] : Object.keys(form).map(k => ({field: k, message: 'x'})); }", nil},
		"its own keys":               {"validate", "function validate(form) { form.seen = 1; form['late'] = 2; return form.seen + form.late > 3 && []; }", nil},
		"keys that are worked out":   {"validate", "function validate(form) { for (const k of ['a', 'b']) form[k] = 1; return form.a + form.b && []; }", nil},
		"a copy that is assigned to": {"validate", "function validate(form) { const all = Object.assign(form, {sum: 3}); return form.sum + all.sum && []; }", nil},
		"a form that is another":     {"validate", "function validate(form) { form = { ...form, sum: 3 }; return form.sum && []; }", nil},
		"a name that is another":     {"validate", "function validate(form) { return [1].map(form => form.sum) && (function (form) { return form.x; })({x: 1}) && []; }", nil},
		"a block with the name":      {"validate", "function validate(form) { { const form = {sum: 3}; if (form.sum) return []; } try { null.x } catch (form) { return form.message && []; } }", nil},
		"a helper of two things":     {"validate", "const sum = (x) => x.sum;\nfunction validate(form) { return sum(form.extra) + sum({sum: 3}) && []; }", nil},
		"a helper that is handed on": {"validate", "const sum = (x) => x.sum;\nfunction validate(form) { return [{sum: 1}].map(sum).concat(sum(form)) && []; }", nil},
		"rows that are widened":      {"validate", "function validate(form) { return form.items.map(r => ({ ...r, cost: r.qty * r.price })).filter(r => r.cost > 3) && []; }", nil},
		"rows that grow":             {"compute", "function compute(form) { for (const r of form.items) { r.cost = r.qty * r.price; } return { total: form.items.reduce((a, r) => a + r.cost, 0) }; }", nil},
		"rows of what is no table":   {"validate", "function validate(form) { return form.extra.map(r => r.any).concat(form.kind.split('').map(c => c.length)) && []; }", nil},
		"the same name for two rows": {"validate", "function validate(form) { for (const r of form.items) if (r.qty) return []; for (const r of form.lines) if (r.text) return []; }", nil},
		"entries and groups": {"compute", `function compute(form) {
			const by = {};
			for (const [i, r] of (form.items || []).entries()) { by[r.name] = (by[r.name] || 0) + r.qty + i; }
			const lines = Object.entries(by).sort((a, b) => a[0] < b[0] ? -1 : 1).map(([name, n]) => ({ text: name + " × " + n }));
			return { lines, total: lines.length || undefined };
		}`, nil},
		"what is taken away again":  {"compute", "function compute(form) { const out = { total: 1, scratch: 2 }; delete out.scratch; return out; }", nil},
		"what is undefined":         {"compute", "function compute(form) { return { total: 1, amount: undefined, kind: void 0 }; }", nil},
		"what others return":        {"compute", "function parts() { return { any: 1 }; }\nfunction compute(form) { const f = () => ({ more: 2 }); return { total: parts().any + f().more, ...{} }; }", nil},
		"what a step sets":          {"flow.x", "function run(form, ctx) { const last = ctx.steps[ctx.steps.length - 1]; return { set: { amount: 3, kind: ctx.no + ctx.step + last.node } }; }", nil},
		"options of a row":          {"options.x", "function options(form, ctx) { if (!ctx.row) return []; return (form.items || []).filter((_, i) => i !== ctx.index).map(r => ({ value: r.name, label: { en: r.name } })); }", nil},
		"what it looks up":          {"validate", "function validate(form, ctx) { const { people, lists: { rates }, more = [] } = ctx; return people.concat(rates, more) && []; }", nil},
		"what may not be there":     {"validate", "function validate() { if (typeof window !== 'undefined') return window.x; return typeof nothing === 'function' ? nothing() : []; }", nil},
		"what the engine has":       {"validate", "function validate() { console.log(Math.max(1, NaN), JSON.stringify(new Date()), new Map(), Symbol.iterator, parseInt('1'), undefined, isNaN(1), encodeURIComponent('x'), Array.from('x'), Infinity); return []; }", nil},
		"globals that it makes":     {"validate", "globalThis.limit = 3;\nfunction validate() { return limit && []; }", nil},
		"a global function":         {"validate", "this.validate = function (form) { return []; };", nil},
		"one that is chosen":        {"validate", "let validate;\nif (1) validate = (form) => []; else validate = () => form;\nvar form;", nil},
		"classes and labels":        {"validate", "class Check { static n = 1; #x = 2; constructor(f) { this.f = f; } get x() { return this.#x; } sum() { return this.f.sum; } }\nfunction validate(form) { outer: for (;;) { break outer; } return new Check({sum: Check.n}).sum() && []; }", nil},
		"generators and patterns":   {"validate", "function* each(list) { for (const x of list) yield x; }\nfunction validate({ items: [{ qty }] = [], ...rest }) { let a, b; [a, b] = [qty, rest]; ({ a, b = 2 } = { a }); return [...each([a, b])] && []; }", nil},
		"templates and expressions": {"validate", "function validate(form) { const tag = (s, ...v) => s.raw + v; return tag`a${form.amount}b` && /x/u.test(`${form.kind ?? ''}`) && (1, form.amount ** 2) && new.target === undefined ? [] : null; }", nil},
		"one with arguments":        {"validate", "function validate() { return arguments[0].sum && []; }", nil},
		"switches and loops":        {"validate", "function validate(form) { let i = 0; do { i++; } while (i < 3); while (i--) { switch (form.kind) { case 'a': { continue; } default: } } for (const k in form) if (form[k] === null) return []; return []; }", nil},
		"deeply nested":             {"validate", "function validate() { return " + strings.Repeat("[", 3000) + "nothing" + strings.Repeat("]", 3000) + "; }", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			views, err := s.scriptFindings(t.Context(), with(stationery(), c.place, c.source), "en")
			must(t, err)
			if got := found(views); !slices.Equal(got, c.want) {
				t.Errorf("found %v, want %v: %v", got, c.want, views)
			}
		})
	}
}

// TestScriptsOfTemplatesAreFine, as they are what people begin with.
func TestScriptsOfTemplatesAreFine(t *testing.T) {
	t.Parallel()
	s, _ := reading(t)
	for _, id := range templates.Names() {
		text, err := templates.App(id)
		must(t, err)
		a, err := app.Decode(text)
		must(t, err)
		views, err := s.scriptFindings(t.Context(), a, "en")
		must(t, err)
		if len(views) > 0 {
			t.Errorf("%s: %v", id, views)
		}
	}
}

// TestScriptFindingsInWords in both languages, with the name that was meant.
func TestScriptFindingsInWords(t *testing.T) {
	t.Parallel()
	s, counts := reading(t)
	a := with(stationery(), "compute", "function compute(form) {\n  return { totl: form.Amount, kind: form.items.map(r => r.quty), who: fetch(1) };\n}")
	for lang, want := range map[string][]string{
		"en": {
			"Compute returns “totl”, which is no field of the form, so it would fail. Is “total” meant? Return only fields that it may set.",
			"The form has no field “Amount”, so form.Amount is always empty. Is “amount” meant? Use the id of a field, or take it out.",
			"Compute returns the field “Kind”, which is not among those that it may set, so it would fail. Add it to them, or leave it out.",
			"The table “Items” has no column “quty”, so it is empty in every row. Is “qty” meant? Use the id of a column, or take it out.",
			"A script cannot call other systems: there is no “fetch” here. Declare a look-up, or call the other system with a webhook step.",
		},
		"zh-CN": {
			"计算脚本返回了“totl”，但表单中没有这个字段，运行时会出错。是否应为“total”？请只返回可写入的字段。",
			"表单中没有字段“Amount”，form.Amount 始终为空。是否应为“amount”？请使用表单字段的标识，或将其去掉。",
			"计算脚本返回了字段“Kind。”，但它不在可写入的字段之列，运行时会出错。请将其加入可写入的字段，或不要返回。",
			"明细表“Items。”中没有列“quty”，每一行都为空。是否应为“qty”？请使用明细列的标识，或将其去掉。",
			"脚本不能调用其他系统，没有“fetch”可用。请声明查询数据，或使用 Webhook 步骤调用其他系统。",
		},
	} {
		views, err := s.scriptFindings(t.Context(), a, lang)
		must(t, err)
		var said []string
		for _, v := range views {
			said = append(said, v.Message)
			if v.Level != "warning" || v.Place != "scripts.compute" || v.Line != 2 || v.Column < 12 {
				t.Errorf("%+v", v)
			}
		}
		for _, m := range want {
			if !slices.Contains(said, m) {
				t.Errorf("%q is not among %q", m, said)
			}
		}
	}
	// What was read is not read again.
	before := counts.asked
	_, err := s.scriptFindings(t.Context(), a, "en")
	must(t, err)
	if counts.asked != before || before != 1 {
		t.Errorf("read %d times, then %d", before, counts.asked-before)
	}
}
