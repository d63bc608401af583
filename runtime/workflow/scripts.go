package workflow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/studio"
)

// maxDetail is how much of what a script says of its failure is kept, in
// characters.
const maxDetail = 300

// The codes of failures of scripts. Their details are for administrators.
const (
	failedThrew   = "script.threw"   // "line 3: Error: no budget"
	failedTimeout = "script.timeout" //
	failedMemory  = "script.memory"  //
	failedCrashed = "script.crashed" //
	failedLarge   = "script.tooLarge"
	failedResult  = "script.result" // what was expected
	failedValue   = "script.value"  // the field and what is wrong with it
	failedMissing = "script.missing"
	failedBusy    = "script.busy" // only where the path is foreseen
)

// stepScript lets a script of a step work on a case. What is wrong with the script
// is in the answer; the error is a *fault.Unavailable where it cannot run now.
func (s *Service) stepScript(ctx context.Context, ed *studio.Edition, no string, q engine.Query) (engine.Answer, error) {
	source, ok := ed.Steps[q.Script]
	if !ok {
		return scriptFailed(failedMissing, q.Script), nil
	}
	facts, err := s.scriptContext(ed, "flow."+q.Script, q.Initiator, ed.App.DefaultLanguage)
	if err != nil {
		return engine.Answer{}, err
	}
	facts["no"], facts["step"], facts["steps"] = no, q.Node, append([]engine.Done{}, q.Steps...)
	raw, err := s.Scripts.Call(ctx, source, script.FuncRun, ed.Form.WithoutRowIDs(q.Values), facts)
	if err != nil {
		return scriptFailure(err, ed.Form.Sensitive() != nil)
	}
	if q.Assignee.Kind == flow.Scripted {
		return s.scriptPeople(ed, q, raw), nil
	}
	return s.scriptValues(ctx, ed, q, raw)
}

func scriptFailed(code, detail string) engine.Answer {
	if runes := []rune(detail); len(runes) > maxDetail {
		detail = string(runes[:maxDetail]) + "…"
	}
	return engine.Answer{Failure: &engine.Failure{Code: code, Detail: detail}}
}

// scriptFailure tells a script that is wrong from one that cannot run now. What it
// says of its failure may hold what it worked on: of sensitive fields only the
// line is kept.
func scriptFailure(err error, sensitive bool) (engine.Answer, error) {
	var wrong *script.ScriptError
	switch {
	case errors.As(err, &wrong) && sensitive && wrong.Line > 0:
		return scriptFailed(failedThrew, fmt.Sprintf("line %d: "+Veil, wrong.Line)), nil
	case errors.As(err, &wrong) && sensitive && wrong.Result:
		return scriptFailed(failedResult, Veil), nil
	case errors.As(err, &wrong) && sensitive:
		return scriptFailed(failedThrew, Veil), nil
	case errors.As(err, &wrong) && wrong.Result:
		return scriptFailed(failedResult, wrong.Message), nil
	case errors.As(err, &wrong) && wrong.Line > 0:
		return scriptFailed(failedThrew, fmt.Sprintf("line %d: %s", wrong.Line, wrong.Message)), nil
	case errors.As(err, &wrong):
		return scriptFailed(failedThrew, wrong.Message), nil
	case errors.Is(err, script.ErrTimeout):
		return scriptFailed(failedTimeout, ""), nil
	case errors.Is(err, script.ErrMemory):
		return scriptFailed(failedMemory, ""), nil
	case errors.Is(err, script.ErrWorker):
		return scriptFailed(failedCrashed, ""), nil
	case errors.Is(err, script.ErrInputTooLarge):
		return scriptFailed(failedLarge, ""), nil
	}
	return engine.Answer{}, &fault.Unavailable{Code: "form.checkBusy", Err: err}
}

// scriptValues reads what a script sets, {set: {field: value}}, and holds it to
// the form: the rules are applied, and each value must fit its field.
func (s *Service) scriptValues(ctx context.Context, ed *studio.Edition, q engine.Query, raw json.RawMessage) (engine.Answer, error) {
	var result struct {
		Set json.RawMessage `json:"set"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&result); err != nil {
		return scriptFailed(failedResult, "{set: {field: value}}"), nil
	}
	set, err := decodeForm(result.Set)
	if err != nil || bytes.Equal(result.Set, []byte("null")) {
		return scriptFailed(failedResult, "{set: {field: value}}"), nil
	}
	if len(set) == 0 {
		return engine.Answer{}, nil
	}
	set = s.nameRows(ed, q.Values, ed.Form.WithoutRowIDs(set))
	merged := maps.Clone(q.Values)
	if merged == nil {
		merged = form.Values{}
	}
	maps.Copy(merged, set)
	for id, v := range set {
		if v == nil {
			delete(merged, id)
		}
	}
	applied, err := s.derive(ctx, ed, merged, q.Initiator, ed.App.DefaultLanguage)
	if err != nil {
		return engine.Answer{}, err
	}
	if applied.failed != nil {
		return scriptFailure(applied.failed, ed.Form.Sensitive() != nil)
	}
	applied.Values = s.nameRows(ed, q.Values, applied.Values)
	about := func(path string) bool {
		field, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		_, ours := set[field]
		return ours
	}
	for _, v := range ed.Form.Validate(applied.Values, form.Overrides{Hidden: applied.Hidden}) {
		if about(v.Path) {
			return scriptFailed(failedValue, strings.TrimPrefix(v.Path, "/")+": "+v.Code), nil
		}
	}
	for _, p := range s.unknownPeople(Actor{}, ed, applied.Values) {
		if about(p.Path) {
			return scriptFailed(failedValue, strings.TrimPrefix(p.Path, "/")+": "+p.Code), nil
		}
	}
	// A script has no uploads of its own: it may leave out files, no more.
	_, foreign, err := s.foreignFiles(ctx, Actor{}, ed, check{before: q.Values}, applied.Values)
	if err != nil {
		return engine.Answer{}, err
	}
	for _, p := range foreign {
		if about(p.Path) {
			return scriptFailed(failedValue, strings.TrimPrefix(p.Path, "/")+": "+p.Code), nil
		}
	}
	changes := computed(q.Values, set, applied.Values)
	for id, v := range set { // what a rule hides is not kept
		if _, kept := applied.Values[id]; v != nil && !kept {
			changes[id] = nil
		}
	}
	return engine.Answer{Set: set, Computed: changes}, nil
}

// scriptPeople reads whom a script names: person ids, or {role: …}. Whoever does
// not work here is left out.
func (s *Service) scriptPeople(ed *studio.Edition, q engine.Query, raw json.RawMessage) engine.Answer {
	const expected = `["person", {role: "role"}]`
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || len(list) > flow.MaxPeople {
		return scriptFailed(failedResult, expected)
	}
	org := s.Identity.Organisation()
	var people []string
	for _, item := range list {
		var id string
		var held struct {
			Role string `json:"role"`
		}
		by := engine.Query{Each: q.Each}
		switch {
		case json.Unmarshal(item, &id) == nil && id != "":
			by.Assignee, by.People = flow.Assignee{Kind: flow.People}, []string{id}
		case json.Unmarshal(item, &held) == nil && held.Role != "":
			by.Assignee = flow.Assignee{Kind: flow.Role, Role: held.Role}
		default:
			return scriptFailed(failedResult, expected)
		}
		for _, p := range principalsOf(org, by) {
			if !slices.Contains(people, p) {
				people = append(people, p)
			}
		}
	}
	return engine.Answer{People: people, Away: s.away(org, ed.App.ID, people)}
}
