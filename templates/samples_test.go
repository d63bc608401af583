package templates_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/script"
)

// The test binary is its own script worker, as the product is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == script.WorkerCommand {
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// samples are what a template must accept, refuse and do.
type samples struct {
	Today    string            `yaml:"today"`
	Calendar rule.Calendar     `yaml:"calendar"`
	People   map[string]person `yaml:"people"`
	Inputs   []input           `yaml:"inputs"`
	Cases    []wholeCase       `yaml:"cases"`
}

type person struct {
	Manager string   `yaml:"manager"`
	Head    string   `yaml:"head"`
	Roles   []string `yaml:"roles"`
}

type input struct {
	Name    string         `yaml:"name"`
	By      string         `yaml:"by"`
	Form    map[string]any `yaml:"form"`
	Days    string         `yaml:"days"`
	Refused []string       `yaml:"refused"`
}

type wholeCase struct {
	Name      string         `yaml:"name"`
	By        string         `yaml:"by"`
	Form      map[string]any `yaml:"form"`
	Decisions []decision     `yaml:"decisions"`
	Status    string         `yaml:"status"`
	Copied    []string       `yaml:"copied"`
}

type decision struct {
	Node   string   `yaml:"node"`
	Of     []string `yaml:"of"`
	By     string   `yaml:"by"`
	Action string   `yaml:"action"`
}

func readSamples(t *testing.T, name string) samples {
	t.Helper()
	text, err := os.ReadFile(name + "/samples.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var s samples
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func newPool(t testing.TB) *script.Pool {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	pool, err := script.NewPool(script.Options{Command: []string{binary, script.WorkerCommand}, Clock: clock.System()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// bench runs samples against an app.
type bench struct {
	samples
	app  *app.Compiled
	days *rule.CompiledCalendar
	pool *script.Pool
}

// failures returns what an app does otherwise than its samples say; nil for an
// app that does not even compile would be wrong, so that is a failure too.
func failures(ctx context.Context, s samples, a app.App, pool *script.Pool) []string {
	compiled, err := app.Compile(a)
	if err != nil {
		return []string{"compile: " + err.Error()}
	}
	days, err := s.Calendar.Compile()
	if err != nil {
		return []string{"calendar: " + err.Error()}
	}
	b := bench{samples: s, app: compiled, days: days, pool: pool}
	var failed []string
	for _, in := range s.Inputs {
		if why := b.input(ctx, in); why != "" {
			failed = append(failed, in.Name+": "+why)
		}
	}
	for _, c := range s.Cases {
		if why := b.wholeCase(ctx, c); why != "" {
			failed = append(failed, c.Name+": "+why)
		}
	}
	return failed
}

func (b bench) env(values form.Values, by string) rule.Env {
	return rule.Env{Values: values, Today: b.Today, Calendar: b.days, Initiator: map[string]any{"id": by}}
}

// check runs rules, validation and script, as a submission does.
func (b bench) check(ctx context.Context, by string, raw map[string]any) (form.Values, []string, error) {
	text, err := json.Marshal(raw)
	if err != nil {
		return nil, nil, err
	}
	values, err := form.DecodeValues(text)
	if err != nil {
		return nil, nil, err
	}
	result, err := b.app.Rules.Apply(b.env(values, by))
	if err != nil {
		return nil, nil, err
	}
	var refused []string
	for _, v := range b.app.Form.Validate(result.Values, form.Overrides{Hidden: result.Hidden, Required: result.Required}) {
		refused = append(refused, v.Path+" "+v.Code)
	}
	if len(refused) > 0 {
		return nil, refused, nil
	}
	found, err := b.pool.Validate(ctx, script.NewSource(b.app.App.Scripts.Validate), result.Values,
		map[string]any{"today": b.Today, "initiator": map[string]any{"id": by}})
	if err != nil {
		return nil, nil, err
	}
	for _, p := range found {
		if p.Text("en", "") == "" || p.Text("zh-CN", "") == p.Text("en", "") {
			return nil, nil, fmt.Errorf("the script says %v, not both languages", p.Message)
		}
		refused = append(refused, p.Path+" form.check")
	}
	return result.Values, refused, nil
}

func (b bench) input(ctx context.Context, in input) string {
	values, refused, err := b.check(ctx, in.By, in.Form)
	if err != nil {
		return err.Error()
	}
	if !slices.Equal(refused, in.Refused) {
		return fmt.Sprintf("refused %v, want %v", refused, in.Refused)
	}
	if got := fmt.Sprint(values["days"]); in.Refused == nil && got != in.Days {
		return fmt.Sprintf("%s days, want %s", got, in.Days)
	}
	return ""
}

func (b bench) wholeCase(ctx context.Context, c wholeCase) string {
	values, refused, err := b.check(ctx, c.By, c.Form)
	if err != nil || len(refused) > 0 {
		return fmt.Sprintf("refused %v (%v)", refused, err)
	}
	scene := engine.Scene{Graph: b.app.Flow, Env: b.env(values, c.By)}
	in := engine.Instance{ID: "case", App: b.app.App.ID, Revision: 1}
	step := func(cmd engine.Command) error {
		return engine.Settle(b.answer, func(known engine.Answers) (engine.Needs, error) {
			out, err := engine.Decide(scene, in, cmd, known)
			if err == nil && len(out.Needs) == 0 {
				in = out.Instance
			}
			return out.Needs, err
		})
	}
	if err := step(engine.Submit{Actor: c.By, Values: values, At: 1}); err != nil {
		return err.Error()
	}
	for i, d := range c.Decisions {
		open := in.OpenTasks()
		if len(open) != 1 {
			return fmt.Sprintf("decision %d: %d tasks are open, want one at %s", i+1, len(open), d.Node)
		}
		want := make([]string, len(d.Of))
		for i, p := range d.Of {
			want[i] = "user:" + p
		}
		if open[0].Node != d.Node || !slices.Equal(open[0].Assignees, want) {
			return fmt.Sprintf("decision %d: %s of %v, want %s of %v", i+1, open[0].Node, open[0].Assignees, d.Node, want)
		}
		if err := step(engine.DecideTask{Task: open[0].ID, Actor: d.By, Action: engine.Action(d.Action), At: int64(i + 2)}); err != nil {
			return err.Error()
		}
	}
	var copied []string
	for _, k := range in.Copies {
		copied = append(copied, k.To...)
	}
	if string(in.Status) != c.Status || !slices.Equal(copied, c.Copied) && len(copied)+len(c.Copied) > 0 {
		return fmt.Sprintf("%s, copied to %v; want %s, %v", in.Status, copied, c.Status, c.Copied)
	}
	return ""
}

func (b bench) answer(needs engine.Needs) (engine.Answers, error) {
	answers := engine.Answers{}
	for _, q := range needs {
		var people []string
		switch q.Assignee.Kind {
		case flow.Manager:
			people = []string{b.People[q.Initiator].Manager}
		case flow.DepartmentHead:
			people = []string{b.People[q.Initiator].Head}
		case flow.Role:
			answers[q.Key] = engine.Answer{People: []string{"role:" + q.Assignee.Role}}
			continue
		default:
			people = q.People
		}
		var principals []string
		for _, p := range people {
			if p != "" {
				principals = append(principals, "user:"+p)
			}
		}
		answers[q.Key] = engine.Answer{People: principals}
	}
	return answers, nil
}
