package script_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/script"
)

const leaveCheck = `
function validate(form, ctx) {
  const problems = [];
  if (form.period.end < form.period.start)
    problems.push({ field: "period", message: { en: "The end is before the start.", "zh-CN": "结束早于开始。" } });
  if (form.handover === ctx.initiator.id)
    problems.push({ path: "/handover", message: "not yourself" });
  return problems;
}`

var (
	goodForm = json.RawMessage(`{"type":"annual","period":{"start":"2026-11-23","end":"2026-11-24"},"handover":"b"}`)
	badForm  = json.RawMessage(`{"type":"annual","period":{"start":"2026-11-24","end":"2026-11-23"},"handover":"a"}`)
	someone  = json.RawMessage(`{"initiator":{"id":"a"},"today":"2026-11-21"}`)
)

func TestValidate(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	src := script.NewSource(leaveCheck)
	got, err := p.Validate(t.Context(), src, goodForm, someone)
	if err != nil || len(got) != 0 {
		t.Fatalf("good form: %v, %v", got, err)
	}
	got, err = p.Validate(t.Context(), src, badForm, someone)
	if err != nil {
		t.Fatal(err)
	}
	want := []script.Problem{
		{Path: "/period", Message: words.Text{"en": "The end is before the start.", "zh-CN": "结束早于开始。"}},
		{Path: "/handover", Message: words.Text{"": "not yourself"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("bad form: %v", got)
	}
	if s := got[0].Text("zh-CN", "en"); s != "结束早于开始。" {
		t.Errorf("in Chinese: %q", s)
	}
	if s := got[1].Text("zh-CN", "en"); s != "not yourself" {
		t.Errorf("plain text: %q", s)
	}
}

func TestWhatAScriptMayReturn(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	long := strings.Repeat("x", script.MaxMessage+1)
	for name, c := range map[string]struct {
		code string
		want []script.Problem
		fail string // part of the ScriptError
	}{
		"nothing":               {code: `function validate() {}`},
		"null":                  {code: `function validate() { return null }`},
		"no such function":      {code: `function check() { return [{message: "x"}] }`},
		"declared by const":     {code: `const validate = () => [{message: "x"}]`, want: []script.Problem{{Message: words.Text{"": "x"}}}},
		"a table's cell":        {code: `function validate() { return [{field: "items.0.amount", message: "x"}] }`, want: []script.Problem{{Path: "/items/0/amount", Message: words.Text{"": "x"}}}},
		"numbers as they are":   {code: `function validate(f) { return f.n === 19.99 ? [] : [{message: "n"}] }`},
		"true":                  {code: `function validate() { return true }`, fail: "must return a list"},
		"a promise":             {code: `async function validate() { return [] }`, fail: "must return a list"},
		"a list of texts":       {code: `function validate() { return ["x"] }`, fail: "problem 1 must be an object"},
		"no message":            {code: `function validate() { return [{field: "a"}] }`, fail: "problem 1 needs a message"},
		"a number as message":   {code: `function validate() { return [{message: 7}] }`, fail: "needs a message"},
		"a long message":        {code: `function validate() { return [{message: "` + long + `"}] }`, fail: "longer than"},
		"a long path":           {code: `function validate() { return [{field: "` + long + `", message: "x"}] }`, fail: "path of problem 1"},
		"too many":              {code: `function validate() { return Array.from({length: 101}, () => ({message: "x"})) }`, fail: "101 problems"},
		"pretends to be longer": {code: `function validate() { const a = []; a.length = 4294967295; return a }`, fail: "4294967295 problems"},
		"a getter that throws":  {code: `function validate() { return [{get message() { throw new Error("got") }}] }`, fail: "Error: got"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := p.Validate(t.Context(), script.NewSource(c.code), json.RawMessage(`{"n":19.99}`), nil)
			var wrong *script.ScriptError
			switch {
			case c.fail == "" && err != nil:
				t.Fatal(err)
			case c.fail != "" && (!errors.As(err, &wrong) || !strings.Contains(wrong.Message, c.fail)):
				t.Fatalf("got %v, want a ScriptError with %q", err, c.fail)
			case c.fail == "" && len(got)+len(c.want) > 0 && !reflect.DeepEqual(got, c.want):
				t.Fatalf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	for name, c := range map[string]struct {
		code    string
		line    int
		message string
		compile bool // found by Outline already
	}{
		"syntax":           {"function validate(form) {\n  return [;\n}", 2, "Unexpected token ;", true},
		"unclosed":         {"function validate(form) {\n  return [", 2, "Unexpected end of input", true},
		"strict mode":      {"\n\nwith (a) {}", 3, "Strict mode", true},
		"duplicate let":    {"let a;\nlet a;", 2, "already been declared", true},
		"unknown name":     {"function validate(form) {\n\n  return nothing;\n}", 3, "ReferenceError: nothing is not defined", false},
		"implicit global":  {"function validate(form) {\n  oops = 1;\n}", 2, "ReferenceError", false},
		"null's property":  {"function validate(form) {\n  return form.a.b;\n}", 2, "TypeError", false},
		"thrown":           {"function validate(form) {\n  throw new RangeError('too far');\n}", 2, "RangeError: too far", false},
		"thrown text":      {"function validate() { throw 'plain' }", 1, "plain", false},
		"thrown nothing":   {"function validate() { throw undefined }", 1, "undefined", false},
		"thrown trap":      {"function validate() { throw {get message() { throw 1 }, toString() { throw 2 }} }", 1, "an object was thrown", false},
		"in a callback":    {"function validate(form) {\n  return [1].map(function (x) {\n    return x.y.z;\n  });\n}", 3, "TypeError", false},
		"at the top level": {"const a = 1;\na.b.c;", 2, "TypeError", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := script.NewSource(c.code)
			_, check := p.Outline(t.Context(), src, script.FuncValidate)
			_, run := p.Validate(t.Context(), src, json.RawMessage(`{}`), nil)
			if !c.compile && check != nil {
				t.Errorf("Outline: %v", check)
			}
			errs := []error{run}
			if c.compile {
				errs = append(errs, check)
			}
			for _, err := range errs {
				var wrong *script.ScriptError
				if !errors.As(err, &wrong) {
					t.Fatalf("got %v, want a ScriptError", err)
				}
				if wrong.Line != c.line || !strings.Contains(wrong.Message, c.message) {
					t.Errorf("got line %d: %q, want line %d: %q", wrong.Line, wrong.Message, c.line, c.message)
				}
			}
		})
	}
}

func TestAScriptSeesNothingElse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
	p := newPool(t, func(o *script.Options) { o.Clock = clock.NewManual(now) })
	r, err := p.Run(t.Context(), script.NewSource(`
		function validate() {
			console.log(new Date().toISOString(), new Date().getTimezoneOffset(), Math.random());
			console.warn(["require", "process", "setTimeout", "setInterval", "fetch", "XMLHttpRequest", "load", "print", "Deno"]
				.filter(n => typeof globalThis[n] !== "undefined"));
			console.log({a: [1, "x"]}, null, undefined, () => 1, Symbol("s"));
		}`), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var first []string
	for _, line := range r.Console {
		first = append(first, line.Text)
	}
	if len(r.Console) == 3 && (r.Console[0].Level != "log" || r.Console[1].Level != "warn") {
		t.Errorf("levels: %v", r.Console)
	}
	if len(first) != 3 || !strings.HasPrefix(first[0], "2026-11-23T23:30:00.000Z 0 0.") || first[1] != "[]" ||
		first[2] != `{"a":[1,"x"]} null undefined [object] s` {
		t.Fatalf("console: %q", first)
	}
	if r.Took <= 0 || r.Took > time.Second {
		t.Errorf("took %v", r.Took)
	}
}

// A source map comment makes the engine's parser open the file it names,
// unless that is turned off.
func TestSourceMapsAreNotRead(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/map", []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	comment := "\n//# sourceMappingURL=" + dir + "/map"
	if _, err := p.Outline(t.Context(), script.NewSource("var a"+comment), script.FuncValidate); err != nil {
		t.Error(err)
	}
	if _, err := p.Validate(t.Context(), script.NewSource(
		"function validate() { eval(`1"+comment+"`); new Function(`1"+comment+"`)() }"), nil, nil); err != nil {
		t.Error(err)
	}
}

func TestInputsHaveASize(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	if _, err := p.Outline(t.Context(), script.NewSource(strings.Repeat(" ", script.MaxSource+1)), script.FuncValidate); !errors.Is(err, script.ErrSourceTooLarge) {
		t.Errorf("source: %v", err)
	}
	big := json.RawMessage(`"` + strings.Repeat("x", script.MaxInput) + `"`)
	if _, err := p.Validate(t.Context(), script.NewSource(leaveCheck), big, nil); !errors.Is(err, script.ErrInputTooLarge) {
		t.Errorf("form: %v", err)
	}
	large := json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)
	got, err := p.Validate(t.Context(), script.NewSource(`function validate(f) { return [{message: String(f.length)}] }`), large, nil)
	if err != nil || got[0].Message[""] != "1048576" {
		t.Errorf("1 MB: %v, %v", got, err)
	}
	if got, err := p.Validate(t.Context(), script.Source{}, nil, nil); got != nil || err != nil {
		t.Errorf("no script: %v, %v", got, err)
	}
}

func TestMoreScriptsThanAWorkerKeeps(t *testing.T) {
	t.Parallel()
	p := newPool(t, func(o *script.Options) { o.Workers, o.OneLane = 1, true })
	for round := range 2 {
		for i := range 300 {
			code := `function validate() { return [{message: "` + strings.Repeat("x", i+1) + `"}] }`
			got, err := p.Validate(t.Context(), script.NewSource(code), nil, nil)
			if err != nil || len(got[0].Message[""]) != i+1 {
				t.Fatalf("round %d, script %d: %v, %v", round, i, got, err)
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	src := script.NewSource(leaveCheck)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				if got, err := p.Validate(t.Context(), src, badForm, someone); err != nil || len(got) != 2 {
					t.Errorf("%v, %v", got, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestTheQueueIsBounded(t *testing.T) {
	t.Parallel()
	p := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Queue, o.Wall = 1, true, 1, time.Second })
	if err := p.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	loop := script.NewSource(`function validate() { while (true); }`)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var busy, timeout, other int
	for range 4 {
		wg.Go(func() {
			_, err := p.Validate(t.Context(), loop, nil, nil)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, script.ErrBusy):
				busy++
			case errors.Is(err, script.ErrTimeout):
				timeout++
			default:
				other++
			}
		})
	}
	wg.Wait()
	// One runs, one waits (and runs or waits in vain), the others are refused.
	if busy < 2 || timeout < 1 || other != 0 {
		t.Errorf("%d busy, %d timed out, %d other", busy, timeout, other)
	}
}

func TestWaitingEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	p := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall, o.Wait = 1, true, time.Second, time.Minute })
	if err := p.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := p.Validate(context.Background(), script.NewSource(`function validate() { while (true); }`), nil, nil)
		done <- err
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := waitUntilTaken(ctx, p); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := <-done; !errors.Is(err, script.ErrTimeout) {
		t.Errorf("the loop: %v", err)
	}
}

// waitUntilTaken tries until the pool's only worker is taken.
func waitUntilTaken(ctx context.Context, p *script.Pool) error {
	for {
		if err := p.Ready(ctx); err != nil {
			return err
		}
	}
}

func TestAPoolThatCannotStart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*script.Options){
		"no such program": func(o *script.Options) { o.Command = []string{"/nonexistent"} },
		"ends at once":    func(o *script.Options) { o.Env = []string{workerEnv + "=broken"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPool(t, func(o *script.Options) { change(o); o.Wait = 200 * time.Millisecond })
			if _, err := p.Validate(t.Context(), script.NewSource(leaveCheck), goodForm, someone); !errors.Is(err, script.ErrBusy) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	p := newPool(t, nil)
	if err := p.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	pids := p.Pids()
	for range 2 {
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Validate(t.Context(), script.NewSource(leaveCheck), goodForm, someone); !errors.Is(err, script.ErrClosed) {
		t.Errorf("got %v", err)
	}
	if len(p.Pids()) != 0 || len(pids) == 0 {
		t.Errorf("workers before %v, after %v", pids, p.Pids())
	}
}
