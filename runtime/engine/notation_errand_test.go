package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// This file is the notation of the corpus for what no person does: errands, and
// cases of other apps.

// subText are the parts of a node that starts cases: "case of purchase", "case of
// purchase for each row of items".
type subText struct {
	// Fills are "field from field" or "field as value", Takes "field from field".
	Fills []string `yaml:"fills"`
	Takes []string `yaml:"takes"`
	// Needs is how many of the cases must be approved; Until "started" goes on
	// without waiting for their end.
	Needs flow.Need   `yaml:"needs"`
	Until flow.Until  `yaml:"until"`
	Fails flow.OnFail `yaml:"on failure"`
}

func (s subText) subFlow(text string) *flow.SubFlow {
	app, each, _ := strings.Cut(strings.TrimPrefix(text, "of "), " for each row of ")
	sub := &flow.SubFlow{App: app, Each: each, Need: s.Needs, Until: s.Until}
	for _, text := range s.Fills {
		field, from, _ := strings.Cut(text, " from ")
		f := flow.Filling{Field: field, From: from}
		if field, value, fixed := strings.Cut(text, " as "); fixed {
			f = flow.Filling{Field: field, Value: []byte(value)}
		}
		sub.Fill = append(sub.Fill, f)
	}
	for _, text := range s.Takes {
		to, from, _ := strings.Cut(text, " from ")
		sub.Take = append(sub.Take, flow.Taking{From: from, To: to})
	}
	return sub
}

// errandNo says an errand's number without its case.
func errandNo(id string) string {
	return strings.TrimPrefix(id[strings.LastIndexByte(id, '.')+1:], "e")
}

// errandCommand reads "errand 1 is done", "errand 1 is done as approved", "errand
// 1 fails as webhook.timeout". What a case brings back is taken over as the step
// says.
func errandCommand(t *testing.T, scene engine.Scene, in engine.Instance, step corpusStep, no, rest string, now int64) engine.Command {
	t.Helper()
	id := "case.e" + no
	what, how, _ := strings.Cut(rest, " as ")
	if what == "fails" {
		return engine.FailErrand{Errand: id, Failure: engine.Failure{Code: how, Detail: step.Comment}, At: now}
	}
	c := engine.FinishErrand{Errand: id, Result: how, At: now}
	e, ok := in.Errand(id)
	if n := scene.Graph.Node(e.Node); ok && n != nil && n.Sub != nil {
		brought := values(t, step.Brings)
		c.Values = engine.Taken(n, in, e, func(field string) any { return brought[field] })
	}
	return c
}

// sayErrandEvent says an event of an errand.
func sayErrandEvent(e engine.Event) string {
	switch e := e.(type) {
	case engine.ErrandWasSent:
		said := fmt.Sprintf("errand %s: %s", errandNo(e.Errand), e.Kind)
		if e.Row > 0 {
			said += fmt.Sprintf(" for row %d", e.Row)
		}
		return said
	case engine.ErrandWasDone:
		said := fmt.Sprintf("errand %s is done", errandNo(e.Errand))
		if e.Result != "" {
			said += " as " + e.Result
		}
		return said
	case engine.ErrandHasFailed:
		said := fmt.Sprintf("errand %s fails as %s", errandNo(e.Errand), e.Failure.Code)
		if e.Passed {
			said += ", and the case goes on"
		}
		return withComment(said, e.Failure.Detail)
	case engine.ErrandWasRetried:
		return withComment("errand "+errandNo(e.Errand)+" is sent again", e.Reason)
	case engine.ErrandWasDropped:
		return "errand " + errandNo(e.Errand) + " is given up"
	case engine.AssigneeFailed:
		return withComment("nobody is named, "+e.Failure.Code, e.Failure.Detail)
	case engine.FieldsSet:
		return "set " + sayValues(e.Values)
	}
	return sayTimeEvent(e)
}

// sayOrder says what is to be done outside of the case.
func sayOrder(o engine.Order) string {
	switch o.Kind {
	case engine.OrderRecall:
		return "end the case of errand " + errandNo(o.Errand)
	case engine.OrderReport:
		return "report to errand " + o.Errand
	}
	return fmt.Sprintf("do errand %s: %s", errandNo(o.Errand), o.Kind)
}

// sayErrand says how an errand of a step stands.
func sayErrand(e engine.Errand) string {
	said := fmt.Sprintf("errand %s %s", errandNo(e.ID), e.Status)
	if e.Result != "" {
		said += " as " + e.Result
	}
	return said
}
