package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

// samples has one event of every type.
var samples = []Event{
	InstanceSubmitted{
		Instance: "case", App: "leave", Revision: 3, Initiator: "ann",
		Values: map[string]any{"days": json.Number("3.50"), "items": []any{map[string]any{"n": json.Number("12345678901234567890")}}},
	},
	NodeEntered{Token: 1, Node: "start"},
	NodeSkipped{Token: 1, Node: "head", Reason: SkippedNobody},
	EdgeTaken{Token: 1, Edge: "e1", From: "start", To: "head"},
	TaskCreated{Task: "case.1", Token: 1, Node: "head", Assignees: []string{"user:bob"}, Resolver: "manager", For: []StandIn{{By: "user:bob", For: "user:cat", Own: true}}},
	TokenSplit{Token: 2, Of: 1, Edge: "e2", From: "fork", To: "head"},
	TokensJoined{Token: 1, Others: []int{2, 3}, Node: "join"},
	TokenEnded{Token: 2, Node: "end"},
	TaskOpened{Task: "case.2"},
	TokenMoved{Token: 2, Of: 1, From: "boss", To: "head", Edge: "e2", Lineage: []int{-1}, Resume: []Place{{Node: "boss", From: []int{1}}}},
	TokenCancelled{Token: 2, Node: "head"},
	TaskPassed{Task: "case.1", By: "bob", Reason: PassedSame},
	TimerMoved{Timer: "case.t1", Due: 5},
	TaskReturned{Task: "case.1", To: "start", Resume: "walk", Comment: "x"},
	TaskResubmitted{Task: "case.1"},
	TaskUndone{Task: "case.1", Tokens: []TokenAt{{Token: 3, Visit: 1}}, Reopened: []string{"case.2"}, Held: []string{"case.3"}},
	TaskTransferred{Task: "case.1", To: "user:cat"},
	TaskDelegated{Task: "case.1", From: []string{"user:bob"}, To: "user:cat"},
	TaskAnswered{Task: "case.1", Comment: "fine"},
	TaskHeld{Task: "case.1", Waits: []string{"case.2"}},
	SignersAdded{Task: "case.1", Where: Before, People: []string{"user:cat"}},
	SignerRemoved{Task: "case.2"},
	TaskClaimed{Task: "case.1"},
	TaskReleased{Task: "case.1"},
	TaskReassigned{Task: "case.1", To: "user:cat", Reason: "ill"},
	TaskCovered{Task: "case.1", From: "user:bob", To: "user:cat"},
	TaskReclaimed{Task: "case.1", From: "user:cat", To: "user:bob"},
	InstanceWithdrawn{Redo: true},
	InstanceSuspended{Reason: "audit"},
	InstanceResumed{Reason: "done"},
	InstanceJumped{To: "boss", Reason: "stuck"},
	PeopleCopied{To: []string{"user:cat"}, Comment: "look"},
	CommentAdded{Text: "why?", Mentions: []string{"user:cat"}},
	TaskApproved{Task: "case.1", Comment: "好"},
	TaskCompleted{Task: "case.1", Comment: "ok"},
	TaskRejected{Task: "case.1"},
	TaskCancelled{Task: "case.1"},
	TaskHandedOver{Task: "case.1", From: "user:bob", To: "user:cat"},
	TaskUrged{Task: "case.1"},
	NoticeGiven{Token: 1, Node: "told", To: []string{"role:hr"}, Resolver: "role"},
	TaskEscalated{Task: "case.1", To: []string{"role:hr"}, Instead: true, Resolver: "role"},
	TimerSet{Timer: "case.t1", Due: 1763683200000, Purpose: TimerDeadline, Node: "head", Token: 1, Task: "case.1", Then: flow.Escalate},
	TimerFired{
		Timer: "case.t1", Purpose: TimerDeadline, Node: "head", Task: "case.1", Then: flow.Escalate,
		After: &flow.Span{Amount: 2, Unit: flow.WorkDays},
	},
	TimerCancelled{Timer: "case.t2"},
	PeopleChosen{Task: "case.1", Node: "next", People: []string{"cat", "dan"}},
	RowsUnnamed{Token: 1, Node: "each", Rows: []int{2, 3}},
	FieldsEdited{Task: "case.1", Edits: map[string]any{"days": json.Number("1"), "why": nil}, Computed: map[string]any{"sum": json.Number("0.10")}},
	CopySent{Token: 1, Node: "hr", To: []string{"role:hr"}, Resolver: "role"},
	ErrandWasSent{Errand: "case.e1", Kind: ErrandWebhook, Token: 1, Node: "erp", Row: 2},
	ErrandWasDone{Errand: "case.e1", Result: "204"},
	ErrandHasFailed{Errand: "case.e1", Failure: Failure{Code: "webhook.timeout", Detail: "10 s"}, Passed: true},
	ErrandWasRetried{Errand: "case.e1", Reason: "it is up again"},
	ErrandWasDropped{Errand: "case.e1"},
	AssigneeFailed{Token: 1, Node: "boss", Failure: Failure{Code: "script.threw", Detail: "line 3"}},
	FieldsSet{Token: 1, Node: "sum", Values: map[string]any{"total": json.Number("1.10"), "why": nil}},
	InstanceEnded{Status: Approved, Node: "end"},
	InstanceEnded{Status: Terminated, Recalled: true},
}

func TestEnvelopeRoundTrip(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i, e := range samples {
		seen[e.EventType()] = true
		rec := Recorded{Seq: int64(i + 1), V: version(e), At: 1763683200000, Actor: "ann", Event: e}
		text, err := json.Marshal(rec)
		if err != nil {
			t.Fatal(err)
		}
		var back Recorded
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !reflect.DeepEqual(rec, back) {
			t.Errorf("%s came back as %+v", text, back)
		}
	}
	for name := range current {
		if !seen[name] {
			t.Errorf("no sample of %s", name)
		}
	}
}

func TestEnvelopeShape(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(Recorded{Seq: 7, V: 1, At: 5, Actor: "bob", Event: TaskApproved{Task: "case.2", Comment: "ok"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"task.approved","v":1,"seq":7,"at":5,"actor":"bob","data":{"task":"case.2","comment":"ok"}}`
	if string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestEnvelopeRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"an unknown type":    {`{"type":"task.eaten","v":1,"seq":1,"at":1,"actor":"a","data":{}}`, ErrEventUnknown},
		"a newer version":    {`{"type":"task.approved","v":2,"seq":1,"at":1,"actor":"a","data":{"task":"t"}}`, ErrEventNewer},
		"no version":         {`{"type":"task.approved","seq":1,"at":1,"actor":"a","data":{"task":"t"}}`, ErrEventUnknown},
		"an unknown key":     {`{"type":"task.approved","v":1,"seq":1,"at":1,"actor":"a","data":{"tusk":"t"}}`, nil},
		"a wrong type":       {`{"type":"task.approved","v":1,"seq":1,"at":1,"actor":"a","data":{"task":1}}`, nil},
		"no data":            {`{"type":"task.approved","v":1,"seq":1,"at":1,"actor":"a"}`, nil},
		"another JSON value": {`[]`, nil},
	} {
		var rec Recorded
		err := json.Unmarshal([]byte(c.text), &rec)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := json.Marshal(Recorded{}); !errors.Is(err, ErrEventUnknown) {
		t.Errorf("an envelope without an event was written: %v", err)
	}
}

// TestUpcast reads events as older programs wrote them.
func TestUpcast(t *testing.T) {
	t.Parallel()
	rename := func(from, to string) upcast {
		return func(data json.RawMessage) (json.RawMessage, error) {
			if !strings.Contains(string(data), from) {
				return nil, fmt.Errorf("no %s", from)
			}
			return json.RawMessage(strings.ReplaceAll(string(data), from, to)), nil
		}
	}
	c := codec{TypeTaskApproved: {
		version: 3,
		upcasts: []upcast{rename(`"id"`, `"item"`), rename(`"item"`, `"task"`)},
		decode:  decodeAs[TaskApproved],
	}}
	for v, key := range map[int]string{1: "id", 2: "item", 3: "task"} {
		rec, err := c.read(fmt.Appendf(nil, `{"type":"task.approved","v":%d,"seq":1,"at":1,"actor":"a","data":{%q:"case.1"}}`, v, key))
		if err != nil {
			t.Fatalf("version %d: %v", v, err)
		}
		if want := (Recorded{Seq: 1, V: 3, At: 1, Actor: "a", Event: TaskApproved{Task: "case.1"}}); rec != want {
			t.Errorf("version %d: %+v", v, rec)
		}
	}
	if _, err := c.read([]byte(`{"type":"task.approved","v":1,"seq":1,"at":1,"actor":"a","data":{}}`)); err == nil {
		t.Error("an upcast that fails is passed over")
	}
	for name, e := range current {
		if len(e.upcasts) != e.version-1 {
			t.Errorf("%s is version %d but has %d upcasts", name, e.version, len(e.upcasts))
		}
	}
}

// FuzzRecorded reads whatever it is given: what it accepts it must write and
// read again, and applying it must not panic.
func FuzzRecorded(f *testing.F) {
	for i, e := range samples {
		text, err := json.Marshal(Recorded{Seq: int64(i + 1), V: 1, At: 1, Actor: "ann", Event: e})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	running := Instance{
		ID: "case", Status: Running, Tokens: []Token{{ID: 1, Node: "head"}}, Visits: []Visit{{Node: "head", Token: 1}},
		Tasks:     []Task{{ID: "case.1", Node: "head", Token: 1, Status: TaskOpen, Assignees: []string{"user:bob"}}},
		NextToken: 2, NextTask: 2,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var rec Recorded
		if json.Unmarshal(text, &rec) != nil {
			return
		}
		again, err := json.Marshal(rec)
		if err != nil {
			t.Fatal(err)
		}
		var back Recorded
		if err := json.Unmarshal(again, &back); err != nil || !reflect.DeepEqual(rec, back) {
			t.Fatalf("%s became %+v (%v)", again, back, err)
		}
		for _, in := range []Instance{{}, running} {
			in.Seq = rec.Seq - 1
			if next, err := Apply(in, rec); err == nil && next.Seq != rec.Seq {
				t.Fatalf("applied event %d, the case is at %d", rec.Seq, next.Seq)
			}
		}
	})
}

func TestMarshalEventsGivesWhatJSONGives(t *testing.T) {
	t.Parallel()
	events := []Recorded{
		{Seq: 1, V: 1, At: 1_000, Actor: "ann", Event: InstanceSubmitted{Instance: "i", App: "leave", Revision: 2, Initiator: "ann", Values: map[string]any{"reason": "<b>“quoted”</b> \u2028", "days": json.Number("0.5")}}},
		{Seq: 2, V: 1, At: 1_000, Actor: "ann", Event: NodeEntered{Token: 1, Node: "start"}},
		{Seq: 3, V: 1, At: 2_000, Actor: `b"o`, Event: TaskApproved{Task: "i.1", Comment: "好\n"}},
	}
	for n := range len(events) + 1 {
		want, err := json.Marshal(append([]Recorded{}, events[:n]...))
		if err != nil {
			t.Fatal(err)
		}
		got, err := MarshalEvents(events[:n])
		if err != nil || string(got) != string(want) {
			t.Errorf("%d events: %s (%v), want %s", n, got, err, want)
		}
	}
	if _, err := MarshalEvents([]Recorded{{}}); !errors.Is(err, ErrEventUnknown) {
		t.Errorf("an event without content: %v", err)
	}
}
