package engine_test

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// scriptText is what a script of the corpus does.
type scriptText struct {
	Sets     map[string]any
	Computes map[string]any
	// Names are the principals whom it names, as the corpus says them.
	Names []string
	// Fails is the code of its failure, Line where.
	Fails string
	Line  string
}

// script answers as a script does: one of the corpus, or one of those that
// scenarios play with, which depend on nothing but the form.
func (w world) script(q engine.Query) engine.Answer {
	if s, ok := w.Scripts[q.Script]; ok {
		if s.Fails != "" {
			return engine.Answer{Failure: &engine.Failure{Code: s.Fails, Detail: s.Line}}
		}
		people := say(s.Names, principal)
		return engine.Answer{Set: plain(s.Sets), Computed: plain(s.Computes), People: people, Away: w.away(people)}
	}
	broken := engine.Answer{Failure: &engine.Failure{Code: "script.threw", Detail: "line 1"}}
	switch {
	case w.Mended:
	case q.Script == "broken", q.Script == "fragile" && q.Values["b"] == nil:
		return broken
	case q.Script == "greedy":
		return engine.Answer{Set: map[string]any{"day": "2026-01-01"}}
	}
	if q.Assignee.Kind == flow.Scripted {
		people := w.users("bob", "eve")
		if q.Values["flag"] == true {
			people = w.users("cat")
		}
		return engine.Answer{People: people, Away: w.away(people)}
	}
	a, computed := json.Number("1"), map[string]any{"b": q.Values["b"]}
	if q.Values["a"] == a {
		a, computed["b"] = "2", json.Number("3")
	}
	return engine.Answer{Set: map[string]any{"a": a, "flag": q.Values["flag"] != true}, Computed: computed}
}

// plain takes what YAML says for what JSON would.
func plain(values map[string]any) map[string]any {
	if values == nil {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(mustText(values)))
	dec.UseNumber()
	var out map[string]any
	if err := dec.Decode(&out); err != nil {
		panic(err)
	}
	return out
}

// script makes a step that runs a script.
func (b *flowBuilder) script() flow.Node {
	return flow.Node{
		Type: flow.Script, Script: pick(b.d, []string{"sum", "sum", "fragile", "broken", "greedy"}),
		Fields: map[string]flow.Access{"a": flow.Edit, "flag": flow.Edit},
		OnFail: pick(b.d, []flow.OnFail{"", flow.AskAdmin, flow.GoOn}),
	}
}

// scripted names people by a script now and then.
func (b *flowBuilder) scripted(a *flow.Assignee) *flow.Assignee {
	if b.d.n(0, 7) > 0 {
		return a
	}
	return &flow.Assignee{Kind: flow.Scripted, Script: pick(b.d, []string{"people", "fragile", "broken"})}
}

// coverScripts notes what scripts did.
func (p *player) coverScripts(events []engine.Recorded) {
	for _, rec := range events {
		switch e := rec.Event.(type) {
		case engine.FieldsSet:
			if n := p.scene.Graph.Node(e.Node); n != nil && n.Type == flow.Script {
				p.covered["a script sets fields"]++
			}
		case engine.AssigneeFailed:
			p.covered["a script names nobody"]++
		case engine.ErrandHasFailed:
			if errand, _ := p.in.Errand(e.Errand); errand.Kind == engine.ErrandScript {
				p.covered["a script fails"]++
				if e.Passed {
					p.covered["a script fails, and the case goes on"]++
				}
			}
		case engine.ErrandWasDone:
			if errand, _ := p.in.Errand(e.Errand); errand.Kind == engine.ErrandScript {
				p.covered["a script is mended"]++
			}
		}
	}
}

// scriptPairs are what scripts do.
var scriptPairs = []string{
	"a script sets fields", "a script names nobody", "a script fails", "a script fails, and the case goes on", "a script is mended",
}

// checkScripts checks that a script changes only what its step opens, that
// administrators hear of each one that failed and holds the case up, and that the
// case stands there.
func (p *player) checkScripts(out engine.Outcome) {
	p.coverScripts(out.Events)
	failed, heard := 0, 0
	for i, rec := range out.Events {
		switch e := rec.Event.(type) {
		case engine.AssigneeFailed:
			failed++
		case engine.ErrandHasFailed:
			if !e.Passed {
				failed++
			}
		case engine.FieldsSet:
			n := p.scene.Graph.Node(e.Node)
			if n == nil || n.Type != flow.Script {
				continue
			}
			for field := range e.Values {
				if n.AccessTo(field) != flow.Edit && field != "b" { // which the rules compute
					p.fail(opened, "the script of %s set %s", e.Node, field)
				}
			}
			if i+1 == len(out.Events) {
				p.fail(alive, "the script of %s ran, and the case did not go on", e.Node)
			}
		}
	}
	for _, e := range out.Effects {
		if n, ok := e.(engine.Notice); ok && n.Kind == engine.NoticeStepFailed && slices.Equal(n.To, []string{engine.AdminPrincipal}) {
			heard++
		}
	}
	if failed != heard {
		p.fail(told, "%d steps failed, administrators were told of %d", failed, heard)
	}
}
