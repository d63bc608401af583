package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// MaxDepth is how many cases may have started each other one below the other.
const MaxDepth = 5

// Parent is the case that started another, and the errand for which it did.
type Parent struct {
	Instance string `json:"instance" bson:"instance"`
	Errand   string `json:"errand" bson:"errand"`
	// Depth is 1 below a case that a person started.
	Depth int `json:"depth" bson:"depth"`
}

// The orders that concern a case of another app, beside that of ErrandCase,
// which starts it.
const (
	// OrderRecall ends a case that the one which started it does not wait for any
	// more. Errand is what it was started for.
	OrderRecall ErrandKind = "case.recall"
	// OrderReport tells the case that started this one how it ended. Errand is
	// that case's.
	OrderReport ErrandKind = "case.report"
)

// ResultStarted is the result of an errand that only had to start a case;
// otherwise it is the status in which the case ended.
const ResultStarted = "started"

// InstanceOf returns the id of the case that an errand belongs to.
func InstanceOf(errand string) string {
	id, _, _ := strings.Cut(errand, ".")
	return id
}

// rowsOf returns for how many rows a step starts a case: one for the case as a
// whole counts as none.
func rowsOf(n *flow.Node, values map[string]any) int {
	rows, _ := values[n.Sub.Each].([]any)
	return len(rows)
}

// Filled returns the form of the case that an errand starts: what the step says
// of its fields. What has no value is left out.
func Filled(n *flow.Node, in Instance, e Errand) (map[string]any, error) {
	filled := map[string]any{}
	for _, f := range n.Sub.Fill {
		if f.From == "" {
			var value any
			dec := json.NewDecoder(bytes.NewReader(f.Value))
			dec.UseNumber()
			if err := dec.Decode(&value); err != nil {
				return nil, fmt.Errorf("%w: node %s fills in %s: %w", ErrGraph, n.ID, f.Field, err)
			}
			filled[f.Field] = value
			continue
		}
		if value := in.read(n, e, f.From); value != nil {
			filled[f.Field] = value
		}
	}
	return filled, nil
}

// read reads a field, or a column of the row that an errand is for.
func (in Instance) read(n *flow.Node, e Errand, path string) any {
	_, column, ok := strings.Cut(path, ".")
	if !ok {
		return in.Values[path]
	}
	rows, _ := in.Values[n.Sub.Each].([]any)
	if e.Row < 1 || e.Row > len(rows) {
		return nil
	}
	cells, _ := rows[e.Row-1].(map[string]any)
	return cells[column]
}

// Taken returns the fields of a case that change with what a case started by it
// brings back: field → new value, nil for one that is emptied. from reads a
// field of that case, or what else it has.
//
// An errand knows its row by number. If rows were added or removed since the step
// began, that says no more which is whose, so nothing is taken over then.
func Taken(n *flow.Node, in Instance, e Errand, from func(string) any) map[string]any {
	if len(n.Sub.Take) == 0 {
		return nil
	}
	taken := map[string]any{}
	if n.Sub.Each == "" {
		for _, t := range n.Sub.Take {
			taken[t.To] = from(t.From)
		}
		return taken
	}
	rows, _ := in.Values[n.Sub.Each].([]any)
	if e.Row < 1 || e.Row > len(rows) || len(rows) != len(in.errandsOf(e.Visit)) {
		return nil
	}
	cells, _ := rows[e.Row-1].(map[string]any)
	if cells = maps.Clone(cells); cells == nil {
		cells = map[string]any{}
	}
	for _, t := range n.Sub.Take {
		_, column, _ := strings.Cut(t.To, ".")
		if value := from(t.From); value != nil {
			cells[column] = value
		} else {
			delete(cells, column)
		}
	}
	rows = slices.Clone(rows)
	rows[e.Row-1] = cells
	taken[n.Sub.Each] = rows
	return taken
}

// errandsOf returns the errands of a visit.
func (in Instance) errandsOf(visit int) []Errand {
	var errands []Errand
	for _, e := range in.Errands {
		if e.Visit == visit {
			errands = append(errands, e)
		}
	}
	return errands
}

// judgeCases says what the cases that a step started make of it, once all have
// ended. One that could not be started, where the step says to go on then,
// counts for nothing.
func judgeCases(n *flow.Node, errands []Errand) verdict {
	approved, refusedOnes := 0, 0
	for _, e := range errands {
		switch {
		case e.Live():
			return pending
		case e.Status != ErrandDone:
		case e.Result == string(Approved):
			approved++
		default:
			refusedOnes++
		}
	}
	switch n.Sub.NeedOr() {
	case flow.NeedAll:
		if refusedOnes > 0 {
			return refused
		}
	case flow.NeedAny:
		if approved == 0 && refusedOnes > 0 {
			return refused
		}
	}
	return passed
}

// describeCases says how a step stands that started cases, as it was before
// looking ahead, and reports whether it is one to be shown: not where it was given
// up before any of them had ended.
func (r *run) describeCases(step *Step, n *flow.Node) bool {
	given, ended, at := false, false, int64(0)
	for _, e := range step.Errands {
		given = given || e.Status == ErrandDropped
		ended = ended || e.Status == ErrandDone || e.Status == ErrandDropped && e.EndedAt == r.in.EndedAt
		at = max(at, e.EndedAt)
	}
	switch {
	case step.State == StepCurrent || len(step.Errands) == 0:
		return true
	case given:
		step.State = StepCancelled
		step.At = at
		return ended
	case judgeCases(n, step.Errands) != refused:
	case n.OnReject == flow.ReturnCase:
		step.State = StepReturned
	default:
		step.State = StepRejected
	}
	step.At = at
	return true
}

// Recall ends a case because the one that started it does not wait for it any
// more.
type Recall struct{ At int64 }

var _ Command = Recall{}

func (c Recall) by() (string, int64) { return "", c.At }

func (c Recall) run(r *run) error {
	if err := r.underWay(); err != nil {
		return err
	}
	return r.endAs(InstanceEnded{Status: Terminated, Recalled: true})
}
