package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/workflow"
)

// notices says whom an event has told what: the principals of each effect that
// it caused, in order. It is written from what the kinds of notices mean, not
// from the engine, and knows only the events of these tests.
func notices(before, after engine.Instance, e engine.Recorded) [][]string {
	assignees := func(in engine.Instance, id string) []string {
		t, _ := in.Task(id)
		return t.Assignees
	}
	switch ev := e.Event.(type) {
	case engine.TaskCreated:
		if len(ev.Waits) == 0 {
			return [][]string{ev.Assignees}
		}
	case engine.TaskOpened:
		return [][]string{assignees(after, ev.Task)}
	case engine.TaskTransferred:
		return [][]string{{ev.To}}
	case engine.TaskDelegated:
		return [][]string{{ev.To}}
	case engine.TaskAnswered:
		return [][]string{assignees(after, ev.Task)}
	case engine.CopySent:
		return [][]string{ev.To}
	case engine.NoticeGiven:
		return [][]string{ev.To}
	case engine.InstanceEnded:
		return [][]string{{engine.UserPrefix + after.Initiator}}
	case engine.TaskEscalated:
		had := assignees(before, ev.Task)
		return [][]string{slices.DeleteFunc(slices.Clone(ev.To), func(p string) bool { return slices.Contains(had, p) })}
	case engine.TimerFired:
		another := slices.ContainsFunc(after.DueTimers(e.At), func(t engine.Timer) bool { return t.Task == ev.Task })
		if ev.Purpose == engine.TimerDeadline || ev.Purpose == engine.TimerRemind && !another {
			return [][]string{assignees(after, ev.Task)}
		}
	}
	return nil
}

// told is what a case's history says it has told people: effect → principals.
type tellings map[string][]string

// replay lets a case happen again by its history. It must come to be what is
// stored.
func replay(t *testing.T, doc *workflow.Document, each func(e engine.Recorded)) tellings {
	t.Helper()
	said := tellings{}
	in := engine.Instance{ID: doc.ID, App: doc.Case.App, Revision: doc.Case.Revision}
	for _, b := range doc.History {
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
			t.Fatalf("case %s: %v", doc.ID, err)
		}
		for _, e := range events {
			next, err := engine.Apply(in, e)
			if err != nil {
				t.Fatalf("case %s does not follow from its history: %v", doc.ID, err)
			}
			for i, to := range notices(in, next, e) {
				said[fmt.Sprintf("%s.%d.%d", doc.ID, e.Seq, i+1)] = to
			}
			each(e)
			in = next
		}
	}
	values, err := form.Canonical(in.Values)
	if err != nil {
		t.Fatal(err)
	}
	if string(values) != doc.Values {
		t.Errorf("case %s: its history says the form is %s, stored is %s", doc.ID, values, doc.Values)
	}
	in.Values, doc.Case.Values = nil, nil
	played, errPlayed := json.Marshal(in)
	stored, errStored := json.Marshal(doc.Case)
	if errPlayed != nil || errStored != nil || string(played) != string(stored) {
		t.Errorf("case %s: its history leads to\n%s\nstored is\n%s", doc.ID, played, stored)
	}
	return said
}
