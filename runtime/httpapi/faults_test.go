package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// longAfter is longer than any effect waits between its first tries.
const longAfter = time.Minute

// faultyWorld is a world whose store can be made to fail.
func faultyWorld(t *testing.T) (*world, *storetest.Faulty) {
	t.Helper()
	backend := mongotest.Backend(t)
	f := storetest.NewFaulty(backend)
	return worldOn(t, f, nil), f
}

func TestASubmissionWhoseAnswerWasLostIsNotDoubled(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	// The store's answer is lost, and so is that of looking what became of it.
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.LoseAnswer})
	f.Inject(storetest.Fault{Op: storetest.Get, Collection: "instances", Mode: storetest.Fail})
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", shortLeave, "Idempotency-Key", "k").problem(t, http.StatusServiceUnavailable, "server.store")
	id, task := w.submit(shortLeave, "Idempotency-Key", "k")
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 1 {
		t.Fatalf("%d instances, want 1", got)
	}

	path, body := "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Mode: storetest.LoseAnswer})
	w.as("bo", http.MethodPost, path, body, "Idempotency-Key", "d").problem(t, http.StatusServiceUnavailable, "server.store")
	w.as("bo", http.MethodPost, path, body, "Idempotency-Key", "d").want(t, http.StatusOK)
	history := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if n := strings.Count(history.body, `"task.approved"`); n != 1 {
		t.Fatalf("approved %d times: %s", n, history.body)
	}
}

// Where only the store's answer is lost, the server finds out by itself.
func TestALostAnswerIsLookedUp(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.LoseAnswer})
	w.submit(shortLeave, "Idempotency-Key", "k")
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 1 {
		t.Fatalf("%d instances, want 1", got)
	}
}

// What was accepted stays accepted: a repeat is not judged by what has changed
// since.
func TestARepeatIsNotJudgedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, _ := w.submit(w.long(), "Idempotency-Key", "k")
	w.clock.Advance(30 * 24 * time.Hour) // annual leave must be asked for ahead
	again, _ := w.submit(w.long(), "Idempotency-Key", "k")
	if first != again {
		t.Fatal("a repeat made a second instance")
	}
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", w.long(), "Idempotency-Key", "other").problem(t, http.StatusUnprocessableEntity, "form.invalid")
}

func TestAFailedWriteStoresNothing(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	_, task := w.submit(shortLeave)
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.Fail, Err: store.ErrFull})
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", shortLeave).problem(t, http.StatusServiceUnavailable, "server.full")
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Mode: storetest.Fail})
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).problem(t, http.StatusServiceUnavailable, "server.store")
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 1 {
		t.Fatalf("%d instances, want the one that was stored", got)
	}
	if got := len(w.as("bo", http.MethodGet, "/api/inbox", "").get(t, "items").([]any)); got != 1 {
		t.Fatalf("Bo has %d tasks, want the one that is still open", got)
	}
}

// A decision is guarded by the task, not by the document: a change that came
// between is no reason to refuse it.
func TestADecisionSurvivesAChangeInBetween(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	_, task := w.submit(shortLeave)
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Mode: storetest.Fail, Err: store.ErrConflict, Times: 3})
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
}

func TestAnEffectWhoseAcknowledgementWasLostIsToldOnce(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	w.submit(shortLeave)
	f.Inject(storetest.Fault{Op: storetest.Insert, Collection: "notices", Mode: storetest.LoseAnswer})
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Mode: storetest.Fail})
	for range 4 {
		_, _ = w.outbox.Round(t.Context()) // failures are what this is about
		w.clock.Advance(longAfter)
	}
	list := w.as("bo", http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
	if got := len(list.get(t, "items").([]any)); got != 1 {
		t.Fatalf("Bo was told %d times: %s", got, list.body)
	}
	if n := w.outbox.Pending(t.Context()); n != 0 {
		t.Fatalf("%d instances still have effects", n)
	}
}

func TestListsPageWithoutGapsOrRepeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]bool{}
	for range 7 {
		id, _ := w.submit(shortLeave)
		want[id] = true
	}
	for _, r := range []struct{ login, path string }{
		{"ann", "/api/instances?scope=mine&limit=3"}, {"bo", "/api/instances?scope=part&limit=3"},
		{"eva", "/api/instances?scope=all&limit=3"}, {"bo", "/api/inbox?limit=3"},
	} {
		seen := map[string]bool{}
		cursor := ""
		for range 4 {
			page := w.as(r.login, http.MethodGet, r.path+"&cursor="+cursor, "").want(t, http.StatusOK)
			for _, item := range page.get(t, "items").([]any) {
				row := item.(map[string]any)
				if inner, ok := row["instance"].(map[string]any); ok {
					row = inner
				}
				id := row["id"].(string)
				if seen[id] {
					t.Errorf("%s: %s comes twice", r.path, id)
				}
				seen[id] = true
			}
			if cursor = page.text(t, "next"); cursor == "" {
				break
			}
		}
		if len(seen) != len(want) {
			t.Errorf("%s: %d of %d", r.path, len(seen), len(want))
		}
	}
	// A cursor is its reader's own and its list's own.
	next := w.as("ann", http.MethodGet, "/api/instances?scope=mine&limit=3", "").text(t, "next")
	w.as("bo", http.MethodGet, "/api/instances?scope=mine&limit=3&cursor="+next, "").problem(t, http.StatusBadRequest, "request.parameter")
	w.as("ann", http.MethodGet, "/api/instances?scope=part&limit=3&cursor="+next, "").problem(t, http.StatusBadRequest, "request.parameter")
}
