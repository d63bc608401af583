package script_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
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
	scripts := hostileScripts()
	if len(scripts) < 200 {
		t.Fatalf("only %d scripts", len(scripts))
	}
	// Shorter than in use, for there are many of them.
	const wall, workers = 80 * time.Millisecond, 3
	p := newPool(t, func(o *script.Options) { o.Trial, o.Wall, o.Wait = workers, wall, time.Minute })
	names := make(chan string)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for name := range names {
				endsHarmless(t, p, name, scripts[name], wall)
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(scripts)) {
		names <- name
	}
	close(names)
	all.Wait()
	if got, err := p.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone); err != nil || len(got) != 2 {
		t.Errorf("a normal script afterwards: %v, %v", got, err)
	}
}

// endsHarmless runs a hostile script, and a normal one after it.
func endsHarmless(t *testing.T, p *script.Pool, name string, c hostile, wall time.Duration) {
	t.Helper()
	if err := p.Ready(t.Context()); err != nil {
		t.Error(err)
		return
	}
	began := time.Now()
	r, err := p.Run(t.Context(), script.NewSource(c.code), json.RawMessage(`{"a":1}`), json.RawMessage(`{}`))
	took := time.Since(began)
	// Killing takes a moment; on a loaded machine being scheduled does.
	if took > wall+10*time.Second {
		t.Errorf("%s: took %v", name, took)
	}
	var wrong *script.ScriptError
	want := c.want
	if len(want) == 0 {
		want = forOne // where the engine itself refuses or survives, being stopped is as good
	}
	if len(c.want) == 0 && (err == nil || errors.As(err, &wrong)) {
		want = []error{err}
	}
	if c.says != "" && (wrong == nil || !strings.Contains(wrong.Message, c.says)) {
		t.Errorf("%s: got %v after %v, want %q", name, err, took, c.says)
	}
	if !slices.ContainsFunc(want, func(w error) bool { return errors.Is(err, w) }) {
		t.Errorf("%s: got %v after %v", name, err, took)
	}
	if wrong != nil && len(wrong.Message) > 4*script.MaxMessage {
		t.Errorf("%s: a message of %d bytes", name, len(wrong.Message))
	}
	if r != nil && len(fmt.Sprint(r.Console)) > 100*510*4 {
		t.Errorf("%s: the console is too large", name)
	}
}

// BenchmarkHostile measures what a normal form's check takes while hostile
// scripts run on the same pool, one behind the other and without a pause, and
// what it takes when they don't: ten scripts, then as many calls in quiet, and
// so on, so that both see the same machine, from the same caller with the same
// pauses. The normal script has run before, as one has from the second person
// on who fills in its form; what a script's first run waits beside hostile ones
// BenchmarkFlood measures. The hostile ones are new, each runs once in an
// iteration: -benchtime 1x, or they are known. How long one takes is what its
// caller waits, for a worker too.
func BenchmarkHostile(b *testing.B) {
	p := newPool(b, func(o *script.Options) { o.Wall = 250 * time.Millisecond })
	percentile := func(all []time.Duration, percent int) float64 {
		slices.Sort(all)
		return float64(all[len(all)*percent/100].Microseconds())
	}
	source := script.NewSource(leaveCheck)
	call := func() time.Duration {
		<-time.After(time.Millisecond) // people do not send one form behind the other
		began := time.Now()
		if _, err := p.Validate(b.Context(), source, goodForm, someone); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for range 500 {
		call()
	}
	scripts := hostileScripts()
	for b.Loop() {
		var quiet, beside, took []time.Duration
		for names := range slices.Chunk(slices.Sorted(maps.Keys(scripts)), 10) {
			ended := make(chan []time.Duration)
			go func() {
				var all []time.Duration
				for _, name := range names {
					began := time.Now()
					_, _ = p.Run(b.Context(), script.NewSource(scripts[name].code), goodForm, someone) // how it ends is the test's to say
					all = append(all, time.Since(began))
				}
				ended <- all
			}()
			before := len(beside)
			for running := true; running; {
				select {
				case all := <-ended:
					took, running = append(took, all...), false
				default:
					beside = append(beside, call())
				}
			}
			<-time.After(100 * time.Millisecond) // a last worker that is replaced
			for range len(beside) - before {
				quiet = append(quiet, call())
			}
		}
		late := 0
		for _, d := range took {
			if d > 300*time.Millisecond {
				late++
			}
		}
		b.ReportMetric(percentile(quiet, 50), "quiet-p50-µs")
		b.ReportMetric(percentile(quiet, 99), "quiet-p99-µs")
		b.ReportMetric(percentile(beside, 50), "beside-p50-µs")
		b.ReportMetric(percentile(beside, 99), "beside-p99-µs")
		b.ReportMetric(percentile(beside, 99)/percentile(quiet, 99), "beside/quiet-p99")
		b.ReportMetric(percentile(took, 99)/1000, "hostile-p99-ms")
		b.ReportMetric(float64(slices.Max(took).Milliseconds()), "hostile-max-ms")
		b.ReportMetric(float64(late), "hostile-over-300ms")
	}
}

// Whatever a script does to the machine it runs on, the next run is the same
// to the byte.
func TestPollutionDoesNotLast(t *testing.T) {
	t.Parallel()
	p := newPool(t, func(o *script.Options) { o.Workers, o.OneLane = 1, true })
	probe := script.NewSource(`function validate(form, ctx) {
		const names = o => Object.getOwnPropertyNames(o).sort().join();
		console.log(names(globalThis), names(Object.prototype), names(Array.prototype), names(String.prototype), names(JSON), names(Math));
		console.log(JSON.stringify([form, ctx]), [].concat([3, 1, 2]).sort(), {}.polluted, typeof shared, Math.random(), Math.random());
		return [{ field: "a", message: String(Object.keys({})) }];
	}`)
	form, ctx := json.RawMessage(`{"a":1,"__proto__":{"x":1}}`), json.RawMessage(`{"b":[1]}`)
	textOf := func(p *script.Pool) string {
		r, err := p.Run(t.Context(), probe, form, ctx)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(r.Console, r.Problems)
	}
	before := textOf(p)
	polluting := []string{
		`Object.prototype.polluted = 1; Array.prototype.sort = () => "mine"; function validate() {}`,
		`globalThis.shared = 1; JSON.parse = () => ({}); JSON.stringify = () => "x"; function validate() {}`,
		`function validate(form, ctx) { form.a = 2; ctx.b.push(2); form.__proto__.x = 2; form.constructor.prototype.polluted = 1 }`,
		`function validate(f) { Object.defineProperty(Object.prototype, "message", {get() { return "mine" }}); return [{field: "a"}] }`,
		`Math.random = () => 1; String.prototype.toString = () => "x"; Object.keys = () => ["x"]; delete globalThis.console; function validate() {}`,
		`Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis); function validate() {}`,
		`Function.prototype.call = Function.prototype.apply = () => 1; Symbol.iterator; function validate() {}`,
		`this.constructor.constructor("return this")().Array = null; function validate() {}`,
		`for (let i = 0; i < 100; i++) Math.random(); Symbol.for("kept").x; RegExp.prototype.exec = () => null; function validate() {}`,
		`class A extends Array {} A.from([1]); Promise.resolve().then(() => { globalThis.late = 1; Object.prototype.late = 1 }); function validate() {}`,
	}
	const runs = 1000
	for i := range runs {
		code := polluting[i%len(polluting)]
		if _, err := p.Run(t.Context(), script.NewSource(code), form, ctx); err != nil {
			var wrong *script.ScriptError
			if !errors.As(err, &wrong) {
				t.Fatalf("%s: %v", code, err)
			}
		}
		if i < len(polluting) || i == runs-1 {
			if after := textOf(p); after != before {
				t.Fatalf("after %s:\n%s\nwas\n%s", code, after, before)
			}
		}
	}
	if fresh := textOf(newPool(t, func(o *script.Options) { o.Workers, o.OneLane = 1, true })); fresh != before {
		t.Errorf("a fresh worker says\n%s\nwas\n%s", fresh, before)
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
	p := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, 250*time.Millisecond })
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
	until(t, "the worker is replaced", func() bool { return p.Usage().Replaced == 1 })
	u := p.Usage()
	if u.Workers != 1 || u.Replaced != 1 || u.CPU < 10*time.Millisecond || u.RSS < 1<<20 || u.PSS > u.RSS || u.PSS < 1<<20 || len(p.Pids()) != 1 {
		t.Errorf("%+v, %v", u, p.Pids())
	}
}
