package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
	"github.com/banli-oa/banli/runtime/timer"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/templates"
)

// timedLeave installs a leave whose manager has one working day, is reminded two
// working hours before, and whose manager's own manager decides too after that;
// then it waits an hour before it ends.
func (w *world) timedLeave() {
	w.t.Helper()
	template, err := templates.App("leave")
	must(w.t, err)
	a, err := app.Decode(template)
	must(w.t, err)
	a.ID, a.Number = "timed", app.NumberFormat{Prefix: "T"}
	name := func(text string) words.Text { return words.Text{"en": text, "zh-CN": text} }
	a.Flow = flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start, Name: name("Submit")},
			{ID: "boss", Type: flow.Approval, Name: name("Manager"), Assignee: &flow.Assignee{Kind: flow.Manager}, Deadline: &flow.Deadline{
				After:  flow.Span{Amount: 1, Unit: flow.WorkDays},
				Remind: []flow.Reminder{{Amount: 2, Unit: flow.WorkHours}},
				Then:   flow.Escalate, To: &flow.Assignee{Kind: flow.DepartmentHead},
			}},
			{ID: "pause", Type: flow.Wait, Name: name("Pause"), Wait: &flow.WaitFor{For: &flow.Span{Amount: 1, Unit: flow.Hours}}},
			{ID: "end", Type: flow.End, Name: name("Done")},
		},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "boss"}, {ID: "e2", From: "boss", To: "pause"}, {ID: "e3", From: "pause", To: "end"}},
	}
	definition, err := app.Encode(a)
	must(w.t, err)
	must(w.t, w.studio.Install(w.t.Context(), definition, w.ids["eva"]))
}

func (w *world) submitTimed() (id, task string) {
	w.t.Helper()
	a := w.as("ann", http.MethodPost, "/api/apps/timed/instances", shortLeave).want(w.t, http.StatusCreated)
	return a.text(w.t, "id"), a.text(w.t, "tasks", 0, "id")
}

// passes lets time pass, fires what is due and delivers it.
func (w *world) passes(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	_, err := w.timers.Round(w.t.Context())
	must(w.t, err)
	w.deliver()
}

// happened counts the entries of a type in an instance's history.
func (w *world) happened(id, kind string) int {
	w.t.Helper()
	n := 0
	for _, e := range w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(w.t, http.StatusOK).get(w.t, "history").([]any) {
		if e.(map[string]any)["type"] == kind {
			n++
		}
	}
	return n
}

func (w *world) told(login, kind string) int {
	w.t.Helper()
	n := 0
	for _, e := range w.as(login, http.MethodGet, "/api/notices", "").want(w.t, http.StatusOK).get(w.t, "items").([]any) {
		if e.(map[string]any)["kind"] == kind {
			n++
		}
	}
	return n
}

func TestADeadlineRemindsAndThenLetsOthersDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.timedLeave()
	id, task := w.submitTimed()
	due := w.clock.Now().Add(9 * time.Hour).UnixMilli() // Monday 09:00 and eight hours of work, with lunch
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "")
	for _, got := range []any{
		view.get(t, "tasks", 0, "due"), view.get(t, "path", 1, "due"),
		w.as("bo", http.MethodGet, "/api/inbox", "").get(t, "items", 0, "due"),
		w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items", 0, "current", 0, "due"),
	} {
		if got != float64(due) {
			t.Errorf("due at %v, want %d", got, due)
		}
	}
	w.passes(7*time.Hour - time.Minute)
	if n := w.told("bo", "task.due"); n != 0 {
		t.Errorf("%d reminders before their time", n)
	}
	w.passes(time.Minute)
	if n := w.told("bo", "task.due"); n != 1 {
		t.Errorf("%d reminders", n)
	}
	if got := w.as("cai", http.MethodGet, "/api/inbox", "").get(t, "items").([]any); len(got) != 0 {
		t.Errorf("the head has it before the deadline: %v", got)
	}
	w.passes(2 * time.Hour)
	if n := w.told("bo", "task.overdue"); n != 1 {
		t.Errorf("%d notices that it is overdue", n)
	}
	w.as("cai", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)

	// Then it waits, and ends by itself.
	view = w.as("ann", http.MethodGet, "/api/instances/"+id, "")
	if view.text(t, "path", 2, "state") != "current" || view.get(t, "path", 2, "due") != float64(w.clock.Now().Add(time.Hour).UnixMilli()) {
		t.Errorf("while it waits: %s", view.text(t, "path", 2))
	}
	w.passes(time.Hour)
	view = w.as("ann", http.MethodGet, "/api/instances/"+id, "")
	if view.text(t, "status") != "approved" {
		t.Errorf("after the wait: %s", view.text(t, "status"))
	}
	var said []string
	for _, e := range view.get(t, "history").([]any) {
		entry := e.(map[string]any)
		by := "by itself"
		if entry["by"] != nil {
			by = "by somebody"
		}
		said = append(said, fmt.Sprint(entry["type"], " ", by))
	}
	want := "instance.submitted by somebody, task.created by itself, timer.fired by itself, timer.fired by itself, " +
		"task.escalated by itself, task.approved by somebody, timer.set by itself, instance.ended by itself"
	if got := strings.Join(said, ", "); got != want {
		t.Errorf("history:\n  %s\nwant\n  %s", got, want)
	}
	if record := w.as("ivan", http.MethodGet, "/api/audit?object=instance:"+id, "").want(t, http.StatusOK).body; !strings.Contains(record, "task.escalated") ||
		!strings.Contains(record, `"scheme":"system"`) {
		t.Errorf("the record does not say what happened by itself: %s", record)
	}
}

func TestATimerActsOnceWhenTheClockJumps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.timedLeave()
	id, _ := w.submitTimed()
	for _, jump := range []time.Duration{-2 * time.Hour, 2 * time.Hour, 9 * time.Hour, -2 * time.Hour, 0, 2 * time.Hour, 2 * time.Hour, 48 * time.Hour} {
		w.passes(jump)
	}
	if fired, escalated := w.happened(id, "timer.fired"), w.happened(id, "task.escalated"); fired != 2 || escalated != 1 {
		t.Errorf("%d timers fired, escalated %d times", fired, escalated)
	}
	if n, err := w.timers.Round(t.Context()); n != 0 || err != nil {
		t.Errorf("%d instances are still due (%v)", n, err)
	}
}

// another is a second process on the same store, with a worker of its own.
func (w *world) another(backend store.Backend) *timer.Worker {
	w.t.Helper()
	s, err := workflow.New(w.t.Context(), workflow.Deps{
		Backend: backend, Editions: w.studio.Editions(), Identity: w.identity, Authz: w.gate, Calendar: w.site, Clock: w.clock, IDs: ids.Random(),
	})
	must(w.t, err)
	return timer.New(s, w.clock, w.logger())
}

func TestTwoProcessesFireATimerOnce(t *testing.T) {
	t.Parallel()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	w := worldOn(t, backend, nil)
	w.timedLeave()
	var all []string
	for range 20 {
		id, _ := w.submitTimed()
		all = append(all, id)
	}
	w.clock.Advance(24 * time.Hour)
	workers := []*timer.Worker{w.timers, w.another(backend), w.another(backend)}
	var group sync.WaitGroup
	errs := make([]error, len(workers))
	for i, worker := range workers {
		group.Go(func() { _, errs[i] = worker.Round(t.Context()) })
	}
	group.Wait()
	for _, err := range errs {
		must(t, err)
	}
	for _, id := range all {
		if fired, escalated := w.happened(id, "timer.fired"), w.happened(id, "task.escalated"); fired != 2 || escalated != 1 {
			t.Errorf("instance %s: %d timers fired, escalated %d times", id, fired, escalated)
		}
	}
}

func TestATimerActsOnceOverCrashes(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]storetest.Mode{
		"before the write":            storetest.Fail,
		"after it, before the answer": storetest.LoseAnswer,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
			must(t, err)
			t.Cleanup(func() { must(t, backend.Close()) })
			w := worldOn(t, backend, nil)
			w.timedLeave()
			id, _ := w.submitTimed()
			w.clock.Advance(24 * time.Hour)
			// The process gets as far as the store and no further: nothing that
			// comes after counts.
			dying := storetest.NewFaulty(backend)
			worker := w.another(dying)
			dying.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Mode: mode})
			dying.Inject(storetest.Fault{Collection: "instances", Times: -1, Op: storetest.Replace})
			_, err = worker.Round(t.Context())
			if err == nil {
				t.Fatal("the store failed and nobody noticed")
			}
			w.passes(0) // another process, or the same one after its restart
			if fired, escalated := w.happened(id, "timer.fired"), w.happened(id, "task.escalated"); fired != 2 || escalated != 1 {
				t.Errorf("%d timers fired, escalated %d times", fired, escalated)
			}
		})
	}
}

func TestATimerThatCannotActWaitsAndHoldsUpNobody(t *testing.T) {
	t.Parallel()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	faults := storetest.NewFaulty(backend)
	w := worldOn(t, faults, nil)
	w.timedLeave()
	stuck, _ := w.submitTimed()
	fine, _ := w.submitTimed()
	w.clock.Advance(24 * time.Hour)
	broken := storetest.Fault{Op: storetest.Replace, Collection: "instances", ID: stuck, Mode: storetest.Fail}
	faults.Inject(broken)
	w.passes(0)
	if n := w.happened(fine, "task.escalated"); n != 1 {
		t.Errorf("the other instance was held up: escalated %d times", n)
	}
	if n := w.happened(stuck, "timer.fired"); n != 0 {
		t.Errorf("%d timers fired of the one that cannot", n)
	}
	w.passes(4 * time.Second)
	if n := w.happened(stuck, "timer.fired"); n != 0 {
		t.Error("it was tried again before its time")
	}
	faults.Inject(broken)
	w.passes(time.Second) // the second failure: it waits twice as long
	w.passes(9 * time.Second)
	if n := w.happened(stuck, "timer.fired"); n != 0 {
		t.Error("it was tried again before its time")
	}
	w.passes(time.Second)
	if n := w.happened(stuck, "timer.fired"); n != 2 {
		t.Errorf("%d timers fired once it could act", n)
	}
	if !strings.Contains(w.log.String(), "a timer could not act") || !strings.Contains(w.log.String(), stuck) {
		t.Errorf("the log does not name it: %s", w.log)
	}
}
