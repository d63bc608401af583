package templates_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/templates"
)

func readApp(t *testing.T, name string) app.App {
	t.Helper()
	text, err := templates.App(name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTemplatesDoWhatTheirSamplesSay(t *testing.T) {
	t.Parallel()
	for _, name := range templates.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := readApp(t, name)
			for _, f := range lint.Check(a) {
				t.Errorf("lint: %s at %s: %s", f.Code, f.Place, lint.Message(f, "en"))
			}
			for _, why := range failures(t.Context(), readSamples(t, name), a, newPool(t)) {
				t.Error(why)
			}
		})
	}
}

// TestEveryPartOfATemplateMatters takes each part out of a template in turn:
// each rule, condition, step, edge, line of the script's list of checks, and
// keyword of the schema. The samples must notice every time, or the part is
// not needed or not tested.
func TestEveryPartOfATemplateMatters(t *testing.T) {
	t.Parallel()
	for _, name := range templates.Names() {
		s, pool := readSamples(t, name), newPool(t)
		for _, m := range mutants(t, readApp(t, name)) {
			t.Run(name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				if len(failures(t.Context(), s, m.app, pool)) == 0 {
					t.Errorf("without %s every sample still passes", m.name)
				}
			})
		}
	}
}

type mutant struct {
	name string
	app  app.App
}

func mutants(t *testing.T, a app.App) []mutant {
	t.Helper()
	var all []mutant
	add := func(name string, change func(*app.App)) {
		c := clone(t, a)
		change(&c)
		all = append(all, mutant{name, c})
	}
	for i, r := range a.Rules {
		add("rule "+r.ID, func(c *app.App) { c.Rules = slices.Delete(c.Rules, i, i+1) })
		if r.When != nil {
			add("condition of rule "+r.ID, func(c *app.App) { c.Rules[i].When = nil })
		}
		for j := range r.Then {
			add("action of rule "+r.ID, func(c *app.App) { c.Rules[i].Then = slices.Delete(c.Rules[i].Then, j, j+1) })
		}
	}
	for i, e := range a.Flow.Edges {
		add("edge "+e.ID, func(c *app.App) { c.Flow.Edges = slices.Delete(c.Flow.Edges, i, i+1) })
		if e.When == nil {
			continue
		}
		for _, always := range []string{"true", "false"} {
			add("condition of edge "+e.ID+" "+always, func(c *app.App) { c.Flow.Edges[i].When = json.RawMessage(always) })
		}
	}
	for _, n := range a.Flow.Nodes {
		if n.Type == flow.Approval || n.Type == flow.CC {
			add("step "+n.ID, func(c *app.App) { bypass(&c.Flow, n.ID) })
		}
	}
	for _, line := range checkLines(t, a.Scripts.Validate) {
		add("check "+strings.TrimSpace(line), func(c *app.App) { c.Scripts.Validate = strings.Replace(c.Scripts.Validate, line, "", 1) })
	}
	return append(all, schemaMutants(t, a)...)
}

func clone(t *testing.T, a app.App) app.App {
	t.Helper()
	text, err := app.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	c, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// bypass takes a step out and joins its neighbours.
func bypass(f *flow.Flow, node string) {
	next := ""
	for _, e := range f.Edges {
		if e.From == node {
			next = e.To
		}
	}
	f.Edges = slices.DeleteFunc(f.Edges, func(e flow.Edge) bool { return e.From == node })
	for i := range f.Edges {
		if f.Edges[i].To == node {
			f.Edges[i].To = next
		}
	}
	f.Nodes = slices.DeleteFunc(f.Nodes, func(n flow.Node) bool { return n.ID == node })
}

// checkLines finds the lines of the list that validate returns, but for those
// that the form's own kind of field enforces before the script is asked.
func checkLines(t *testing.T, source string) []string {
	t.Helper()
	if source == "" {
		return nil
	}
	lines := regexp.MustCompile(`(?m)^    \w+\(form(?:, ctx)?\),\n`).FindAllString(source, -1)
	if len(lines) == 0 {
		t.Fatal("the script lists no checks, one a line")
	}
	return slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "endNotBeforeStart") })
}

// schemaMutants take each assertion out of the schema in turn.
func schemaMutants(t *testing.T, a app.App) []mutant {
	t.Helper()
	asserted := []string{"enum", "format", "required", "minLength", "maximum", "exclusiveMinimum"}
	var all []mutant
	var walk func(path []string, node any)
	walk = func(path []string, node any) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		for key, child := range object {
			// The layout needs these to know a field's kind; without them the
			// app does not compile, which other tests show.
			if slices.Contains(asserted, key) && (len(path) == 0 || path[len(path)-1] != "properties") {
				all = append(all, schemaMutant(t, a, path, key))
			}
			walk(append(slices.Clone(path), key), child)
		}
	}
	var schema any
	if err := json.Unmarshal(a.Form.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	walk(nil, schema)
	return all
}

func schemaMutant(t *testing.T, a app.App, path []string, key string) mutant {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal(a.Form.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	at := schema
	for _, p := range path {
		at = at[p].(map[string]any)
	}
	delete(at, key)
	c := clone(t, a)
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	c.Form.Schema = text
	return mutant{"schema " + strings.Join(append(path, key), "."), c}
}

// The date range's own kind refuses a range that ends before it starts, so no
// form sample reaches the script's check; it is shown on its own.
func TestLeaveScriptRefusesAnEndBeforeTheStart(t *testing.T) {
	t.Parallel()
	a, pool := readApp(t, "leave"), newPool(t)
	tests := []struct {
		name   string
		period map[string]any
		want   int
	}{
		{"a day before", map[string]any{"start": "2026-03-04", "startHalf": "am", "end": "2026-03-03", "endHalf": "pm"}, 1},
		{"afternoon to morning", map[string]any{"start": "2026-03-04", "startHalf": "pm", "end": "2026-03-04", "endHalf": "am"}, 1},
		{"one morning", map[string]any{"start": "2026-03-04", "startHalf": "am", "end": "2026-03-04", "endHalf": "am"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := pool.Validate(t.Context(), script.NewSource(a.Scripts.Validate),
				map[string]any{"type": "sick", "period": tt.period}, map[string]any{"today": "2026-03-01", "initiator": map[string]any{"id": "x"}})
			if err != nil || len(found) != tt.want {
				t.Fatalf("problems %v (%v), want %d", found, err, tt.want)
			}
		})
	}
}
