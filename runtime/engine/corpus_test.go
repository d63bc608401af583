package engine_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/engine"
)

// corpusFile is one file of testdata/corpus; its README says how to read it.
type corpusFile struct {
	Topic string
	// Starts is when the first step is taken, "2026-11-20 10:00" on the site's
	// clocks. Without it the first step is taken at time 1, the second at 2.
	Starts string
	Fields map[string]rule.Kind
	World  world `yaml:",inline"`
	Flows  map[string]flowText
	Cases  []corpusCase
}

type flowText struct {
	Nodes yaml.Node
	Edges []string
}

type corpusCase struct {
	Case  string
	Flow  string
	Form  map[string]any
	Steps []corpusStep
}

type corpusStep struct {
	// Do is a command: "ann submits", "bob approves manager", "bob rejects
	// manager", and the others that command reads; "ann previews", "look".
	Do string
	// At is when it happens; by default at the step's number.
	At int64
	// Later is how much time passes before the command: "2 working days".
	Later   string
	Comment string
	// Back says how a returned case comes back: "returner" or "walk".
	Back     string
	Edits    map[string]any
	Computed map[string]any
	// Brings is what a case of another app holds when it ends.
	Brings map[string]any
	// Choices are people who are chosen: node → people.
	Choices map[string][]string
	// Meanwhile changes the people before the command.
	Meanwhile *world

	Happens []string
	Refused string
	Asks    []string
	Notices []string
	Waits   []string
	Timers  []string
	Form    map[string]any
	Path    []string
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	cases := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var f corpusFile
		dec := yaml.NewDecoder(bytes.NewReader(text))
		dec.KnownFields(true)
		if err := dec.Decode(&f); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		cases += len(f.Cases)
		for _, c := range f.Cases {
			t.Run(filepath.Base(file)+"/"+c.Case, func(t *testing.T) {
				t.Parallel()
				runCase(t, f, c)
			})
		}
	}
	if cases < 40 {
		t.Errorf("the corpus has %d cases", cases)
	}
}

// graph compiles a flow of the file.
func (f corpusFile) graph(t *testing.T, name string) *flow.Graph {
	t.Helper()
	text, ok := f.Flows[name]
	if !ok {
		t.Fatalf("no flow %q", name)
	}
	types := rule.Types{}
	for id, kind := range f.Fields {
		types[id] = rule.Type{Kind: kind}
	}
	var definition flow.Flow
	for i := 0; i+1 < len(text.Nodes.Content); i += 2 {
		var n nodeText
		if err := text.Nodes.Content[i+1].Decode(&n); err != nil {
			t.Fatal(err)
		}
		node, err := n.node(text.Nodes.Content[i].Value)
		if err != nil {
			t.Fatal(err)
		}
		definition.Nodes = append(definition.Nodes, node)
	}
	for i, line := range text.Edges {
		e, err := edge(i, line)
		if err != nil {
			t.Fatal(err)
		}
		definition.Edges = append(definition.Edges, e)
	}
	g, err := flow.Compile(definition, types)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func runCase(t *testing.T, f corpusFile, c corpusCase) {
	t.Helper()
	scene := engine.Scene{Graph: f.graph(t, c.Flow), Env: rule.Env{Today: "2026-11-21"}}
	w := world{People: maps.Clone(f.World.People), Departments: maps.Clone(f.World.Departments), Roles: maps.Clone(f.World.Roles), Scripts: maps.Clone(f.World.Scripts)}
	in := engine.Instance{ID: "case", App: "app", Revision: 1}
	w.Real = f.Starts != ""
	started, err := site.At(cutClock(f.Starts))
	if w.Real && err != nil {
		t.Fatal(err)
	}
	now := started.UnixMilli()
	for i, step := range c.Steps {
		at := fmt.Sprintf("step %d, %s", i+1, step.Do)
		if m := step.Meanwhile; m != nil {
			maps.Copy(w.People, m.People)
			maps.Copy(w.Departments, m.Departments)
			maps.Copy(w.Roles, m.Roles)
			maps.Copy(w.Scripts, m.Scripts)
		}
		if step.Happens == nil && step.Refused == "" && step.Waits == nil && step.Path == nil && step.Form == nil && step.Timers == nil {
			t.Fatalf("%s: nothing is expected of it", at)
		}
		if !w.Real {
			now = int64(i + 1)
		}
		if step.At != 0 {
			now = step.At
		}
		if now, err = later(now, step.Later); err != nil {
			t.Fatal(err)
		}
		in = runStep(t, at, scene, w, in, c, step, now)
		if step.Waits != nil {
			same(t, at+": waits", say(in.OpenTasks(), sayTask), step.Waits)
		}
		if step.Timers != nil {
			same(t, at+": timers", say(in.Timers, sayTimer), step.Timers)
		}
		if step.Form != nil {
			same(t, at+": form", []string{sayValues(in.Values)}, []string{sayValues(values(t, step.Form))})
		}
	}
}

// runStep carries out one step and returns the case after it.
func runStep(t *testing.T, at string, scene engine.Scene, w world, in engine.Instance, c corpusCase, step corpusStep, now int64) engine.Instance {
	t.Helper()
	actor, rest, _ := strings.Cut(step.Do, " ")
	verb, node, _ := strings.Cut(rest, " ")
	if step.Do == "look" || verb == "previews" {
		shown := in
		if verb == "previews" {
			shown = engine.Instance{App: "app", Revision: 1, Initiator: actor, Values: values(t, c.Form), Choices: step.Choices}
		}
		steps, err := w.path(scene, shown)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		same(t, at+": path", say(steps, sayStep), step.Path)
		return in
	}
	if step.Do == "time passes" {
		return timePasses(t, at, scene, w, in, step, now)
	}
	out, err := carryOut(t, scene, w, in, command(t, scene, in, c, step, actor, verb, node, now), step)
	if (err != nil) != (step.Refused != "") || err != nil && sayError(err) != step.Refused {
		t.Fatalf("%s: refused %q, want %q", at, fmt.Sprint(err), step.Refused)
	}
	if err != nil {
		if step.Happens != nil {
			t.Fatalf("%s: what is refused does not happen", at)
		}
		return in
	}
	if step.Happens != nil {
		same(t, at+": happens", say(out.Events, sayEvent), step.Happens)
	}
	if step.Notices != nil {
		same(t, at+": notices", say(out.Effects, sayEffect), step.Notices)
	}
	for _, rec := range out.Events {
		if in, err = engine.Apply(in, rec); err != nil {
			t.Fatalf("%s: apply %s: %v", at, sayEvent(rec), err)
		}
	}
	if !bytes.Equal(text(t, in), text(t, out.Instance)) {
		t.Errorf("%s: applied %s, decided %s", at, text(t, in), text(t, out.Instance))
	}
	if step.Path != nil {
		steps, err := w.path(scene, in)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		same(t, at+": path", say(steps, sayStep), step.Path)
	}
	return in
}

// timePasses fires every timer that is due, one after the other.
func timePasses(t *testing.T, at string, scene engine.Scene, w world, in engine.Instance, step corpusStep, now int64) engine.Instance {
	t.Helper()
	happened, notices := []string{}, []string{}
	for due := in.DueTimers(now); len(due) > 0; due = in.DueTimers(now) {
		out, err := w.decide(scene, in, engine.FireTimer{Timer: due[0].ID, At: now})
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		happened = append(happened, say(out.Events, sayEvent)...)
		notices = append(notices, say(out.Effects, sayEffect)...)
		for _, rec := range out.Events {
			if in, err = engine.Apply(in, rec); err != nil {
				t.Fatalf("%s: apply %s: %v", at, sayEvent(rec), err)
			}
		}
	}
	same(t, at+": happens", happened, step.Happens)
	if step.Notices != nil {
		same(t, at+": notices", notices, step.Notices)
	}
	return in
}

// cutClock splits "2026-11-20 10:00".
func cutClock(text string) (date, clock string) {
	date, clock, _ = strings.Cut(text, " ")
	return date, clock
}

// principal reads what who says: "bob", "role hr".
func principal(said string) string {
	if role, ok := strings.CutPrefix(said, "role "); ok {
		return engine.RolePrefix + role
	}
	return engine.UserPrefix + said
}

// carryOut decides, and compares what had to be asked.
func carryOut(t *testing.T, scene engine.Scene, w world, in engine.Instance, c engine.Command, step corpusStep) (engine.Outcome, error) {
	t.Helper()
	var asked []string
	before := text(t, in)
	var out engine.Outcome
	err := engine.Settle(func(needs engine.Needs) (engine.Answers, error) {
		for _, q := range needs {
			asked = append(asked, q.Key)
		}
		return w.ask(needs)
	}, func(a engine.Answers) (engine.Needs, error) {
		var err error
		out, err = engine.Decide(scene, in, c, a)
		return out.Needs, err
	})
	if step.Asks != nil {
		same(t, step.Do+": asks", asked, step.Asks)
	}
	if after := text(t, in); !bytes.Equal(before, after) {
		t.Errorf("deciding changed the case from %s to %s", before, after)
	}
	return out, err
}

// values takes what YAML says for what JSON would.
func values(t *testing.T, v map[string]any) map[string]any {
	t.Helper()
	if v == nil {
		return nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out map[string]any
	if err := dec.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func text(t interface{ Fatal(...any) }, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func say[T any](list []T, how func(T) string) []string {
	said := make([]string, len(list))
	for i, v := range list {
		said[i] = how(v)
	}
	return said
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  - %s\nwant:\n  - %s", what, strings.Join(got, "\n  - "), strings.Join(want, "\n  - "))
	}
}
