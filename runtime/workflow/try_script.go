package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/studio"
)

// Bench runs scripts that somebody tries out, apart from those that people wait
// for.
type Bench interface {
	// Try calls a function of a script, which sees now as the present. The report
	// is nil where the script was stopped or could not run.
	Try(ctx context.Context, source script.Source, f script.Function, now time.Time, form, ctxValue any) (*script.Report, error)
}

var (
	_ Bench = (*script.Pool)(nil)
	_ Bench = (*script.OnDemand)(nil)
)

// ScriptTrial is a script that is tried out.
type ScriptTrial struct {
	// Script is its name: "validate", "compute", "options.NAME" or "flow.NAME".
	Script string
	// Source is what it says now, which may not be saved yet.
	Source string
	// Values are sample values of the form, a JSON object.
	Values json.RawMessage
	// As is the person who fills in the form; whoever tries where it is empty.
	As string
	// Today is the site's date, "YYYY-MM-DD"; today's where it is empty.
	Today string
	// Field is the column that options are for, "table.column", and Row the index of
	// its row; nil for a row that is empty yet. Other fields have no row.
	Field string
	Row   *int
}

// The outcomes of a trial.
const (
	triedOK      = "ok"
	triedThrew   = "threw"   // it does not compile, or it threw
	triedTimeout = "timeout" // it ran too long
	triedMemory  = "memory"  // it took too much memory
	triedResult  = "result"  // it returned the wrong thing
)

// TriedScript says what came of a trial.
type TriedScript struct {
	Outcome  string          `json:"outcome"`
	Output   json.RawMessage `json:"output"`
	Problems []TriedProblem  `json:"problems"`
	Console  []script.Line   `json:"console"`
	// MS is how long it ran, in milliseconds.
	MS float64 `json:"ms"`
	// Message says what went wrong, Line and Column where in the source, from 1;
	// 0 where that is not known.
	Message string `json:"message,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// TriedProblem is something that validate says of the sample values.
type TriedProblem struct {
	Path    string `json:"path"` // a JSON pointer; empty for the whole form
	Message string `json:"message"`
}

// TryScript runs a script of a draft with sample values, as it would be run for
// the form. Whoever asks may edit the app. It returns *fault.NotFound for a
// script or a person that there is not, *fault.Malformed for what is no form or
// no date, and *fault.TooMany where others are trying.
func (s *Service) TryScript(ctx context.Context, a Actor, draft studio.Trial, in ScriptTrial) (TriedScript, error) {
	function, ok := functionOf(in.Script)
	if !ok {
		return TriedScript{}, &fault.Malformed{Code: "request.parameter", At: "/script", Detail: "validate, compute, options.NAME, flow.NAME"}
	}
	if len(in.Source) > app.MaxScriptBytes {
		return TriedScript{}, &fault.Malformed{Code: "request.parameter", At: "/source", Detail: "at most " + itoa(app.MaxScriptBytes>>10) + " KB"}
	}
	if in.As == "" {
		in.As = a.Subject.ID
	}
	if !s.Identity.Organisation().Active(in.As) {
		return TriedScript{}, &fault.NotFound{Thing: "person", ID: in.As}
	}
	now, today, err := s.moment(in.Today)
	if err != nil {
		return TriedScript{}, err
	}
	values := form.Values{}
	if len(in.Values) > 0 {
		if values, err = form.DecodeValues(in.Values); err != nil {
			return TriedScript{}, &fault.Malformed{Code: "request.type", At: "/values", Detail: err.Error()}
		}
	}
	if draft.Edition != nil {
		env := s.env(values, in.As)
		env.Today = today
		result, err := draft.Edition.Rules.Apply(env)
		if err != nil {
			return TriedScript{}, err
		}
		values = draft.Edition.Form.WithoutRowIDs(result.Values)
	}
	table, column, _ := strings.Cut(in.Field, ".")
	if in.Row != nil && !hasRow(values, table, column, *in.Row) {
		return TriedScript{}, &fault.Malformed{Code: "request.parameter", At: "/row", Detail: "the index of a row of this table in the values"}
	}
	facts, err := s.triedContext(draft, in, a.Lang, today)
	if err != nil {
		return TriedScript{}, err
	}
	if function == script.FuncOptions {
		maps.Copy(facts, factsOf(rowFor(in.Field, values, in.Row), column, in.Source))
	}
	tried := TriedScript{Output: json.RawMessage("null"), Problems: []TriedProblem{}, Console: []script.Line{}}
	if strings.TrimSpace(in.Source) == "" {
		tried.Outcome, tried.Message = triedThrew, lacks(function, a.Lang)
		return tried, nil
	}
	began := s.Clock.Now()
	report, err := s.Bench.Try(ctx, script.NewSource(in.Source), function, now, values, facts)
	tried.MS = milliseconds(s.Clock.Now().Sub(began))
	if report != nil {
		tried.MS = milliseconds(report.Took)
		tried.Console = append(tried.Console, report.Console...)
		if len(report.Value) > 0 {
			tried.Output = report.Value
		}
		for _, p := range report.Problems {
			tried.Problems = append(tried.Problems, TriedProblem{Path: p.Path, Message: p.Text(a.Lang, draft.App.DefaultLanguage)})
		}
	}
	if err == nil {
		err = s.judge(ctx, draft, in, function, values, tried.Output)
	}
	if err == nil && report != nil && report.Missing {
		tried.Outcome, tried.Message = triedThrew, lacks(function, a.Lang)
		return tried, nil
	}
	return tried, tried.conclude(err, a.Lang)
}

// lacks says that a script does not define the function that is called.
func lacks(f script.Function, lang string) string {
	return sayIn(lang,
		"The script has no function "+f.String()+"(form, ctx), which is what is called. Write it.",
		"脚本中没有会被调用的函数 "+f.String()+"(form, ctx)，请编写。")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// functionOf returns the function that a script of a name defines.
func functionOf(name string) (script.Function, bool) {
	switch kind, rest, dotted := strings.Cut(name, "."); {
	case name == "validate":
		return script.FuncValidate, true
	case name == "compute":
		return script.FuncCompute, true
	case kind == "options" && dotted && rest != "":
		return script.FuncOptions, true
	case kind == "flow" && dotted && rest != "":
		return script.FuncRun, true
	}
	return 0, false
}

// moment is the present, or the same time of another day by the site's clock.
func (s *Service) moment(today string) (now time.Time, date string, err error) {
	now = s.Clock.Now()
	if today == "" {
		return now, s.today(), nil
	}
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return now, "", &fault.Malformed{Code: "request.parameter", At: "/today", Detail: "2026-01-31"}
	}
	local := now.In(s.Calendar.Current().Zone())
	return time.Date(day.Year(), day.Month(), day.Day(), local.Hour(), local.Minute(), local.Second(), 0, local.Location()), today, nil
}

// triedContext is what the script may know besides the form.
func (s *Service) triedContext(draft studio.Trial, in ScriptTrial, lang, today string) (map[string]any, error) {
	facts := s.scriptFacts(in.As, lang, today)
	if name, ok := strings.CutPrefix(in.Script, "flow."); ok {
		facts["no"], facts["step"], facts["steps"] = draft.App.Number.Prefix+today[:4]+"-000001", stepOf(draft.App, name).ID, []engine.Done{}
	}
	return facts, s.lookUp(facts, draft.App.Scripts.Needs[in.Script])
}

// stepOf returns the first step that runs a script; none where no step does.
func stepOf(a app.App, name string) flow.Node {
	for _, n := range a.Flow.Nodes {
		if slices.Contains(n.Scripts(), name) {
			return n
		}
	}
	return flow.Node{}
}

// judge says whether what a script returned can be used, as a *script.ScriptError
// where it cannot.
func (s *Service) judge(ctx context.Context, draft studio.Trial, in ScriptTrial, f script.Function, values form.Values, output json.RawMessage) error {
	switch f {
	case script.FuncOptions:
		_, err := script.ReadOptions(output)
		return err
	case script.FuncCompute:
		return s.judgeFields(draft, in.As, values, output)
	case script.FuncRun:
		return s.judgeStep(ctx, draft, strings.TrimPrefix(in.Script, "flow."), in.As, values, output)
	}
	return nil
}

// judgeFields holds what compute returned to the fields that it sets.
func (s *Service) judgeFields(draft studio.Trial, initiator string, values form.Values, output json.RawMessage) error {
	set, err := computedFields(output, draft.App.Scripts.Sets)
	if err != nil || draft.Edition == nil {
		return err
	}
	merged := maps.Clone(values)
	if merged == nil {
		merged = form.Values{}
	}
	maps.Copy(merged, set)
	result, err := draft.Edition.Rules.Apply(s.env(merged, initiator))
	if err != nil {
		return err
	}
	for _, v := range draft.Edition.Form.Validate(result.Values, form.Overrides{Hidden: result.Hidden}) {
		id, _, _ := strings.Cut(strings.TrimPrefix(v.Path, "/"), "/")
		if _, ours := set[id]; ours {
			return misfit([]form.Violation{v})
		}
	}
	return nil
}

// judgeStep holds what a step's script returned to what the step is for. A script
// that no step runs yet may be for either.
func (s *Service) judgeStep(ctx context.Context, draft studio.Trial, name, initiator string, values form.Values, output json.RawMessage) error {
	if draft.Edition == nil {
		return nil
	}
	n := stepOf(draft.App, name)
	q := engine.Query{Node: n.ID, Values: values, Initiator: initiator}
	var (
		answer engine.Answer
		err    error
	)
	if n.Script == name || n.ID == "" && !strings.HasPrefix(string(output), "[") {
		answer, err = s.scriptValues(ctx, draft.Edition, q, output)
	} else {
		answer = s.scriptPeople(draft.Edition, q, output)
	}
	if err != nil || answer.Failure == nil {
		return err
	}
	return &script.ScriptError{Message: answer.Failure.Detail, Result: true}
}

// conclude says what came of a trial; err is what did not come of it.
func (t *TriedScript) conclude(err error, lang string) error {
	var wrong *script.ScriptError
	switch {
	case err == nil:
		t.Outcome = triedOK
	case errors.As(err, &wrong) && wrong.Result:
		t.Outcome, t.Message = triedResult, wrong.Message
	case errors.As(err, &wrong):
		t.Outcome, t.Message, t.Line, t.Column = triedThrew, wrong.Message, wrong.Line, wrong.Column
	case errors.Is(err, script.ErrTimeout):
		t.Outcome, t.Message = triedTimeout, sayIn(lang, "It ran too long and was stopped.", "运行时间过长，已被终止。")
	case errors.Is(err, script.ErrMemory):
		t.Outcome, t.Message = triedMemory, sayIn(lang, "It took too much memory and was stopped.", "占用内存过多，已被终止。")
	case errors.Is(err, script.ErrInputTooLarge):
		return &fault.Malformed{Code: "request.parameter", At: "/values", Detail: "at most " + itoa(script.MaxInput>>20) + " MB"}
	case errors.Is(err, script.ErrBusy):
		return &fault.TooMany{Wait: time.Second}
	default:
		return fmt.Errorf("workflow: trying a script: %w", err)
	}
	return nil
}
