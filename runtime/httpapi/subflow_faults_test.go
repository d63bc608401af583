package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/workflow"
)

var errDied = errors.New("the process died")

// mortal is a process that delivers effects until it dies: after so many, and
// then without having said that the last of them was delivered, or after that.
type mortal struct {
	*workflow.Service
	left    int
	lastWay bool // whether the last delivery is still acknowledged
}

func (m *mortal) Deliver(ctx context.Context, e outbox.Effect) error {
	if m.left == 0 {
		return errDied
	}
	m.left--
	if way, ok := m.SubFlows()[e.Kind]; ok {
		return way.Deliver(ctx, e)
	}
	return nil // notices are not what this is about
}

func (m *mortal) Acknowledge(ctx context.Context, p outbox.Parcel, ids []string) error {
	if m.left == 0 && !m.lastWay {
		return errDied
	}
	return m.Service.Acknowledge(ctx, p, ids)
}

// Postpone does nothing: whoever died does not note that it failed.
func (m *mortal) Postpone(context.Context, outbox.Parcel, int64) error { return nil }

// live lets one process after the other work on the outbox, each of which dies
// after a delivery, until nothing is left. It returns how many lived.
func (w *world) live() int {
	w.t.Helper()
	for lives := range 400 {
		deps := w.workflow.Deps
		s, err := workflow.New(w.t.Context(), deps)
		must(w.t, err)
		m := &mortal{Service: s, left: 1, lastWay: lives%2 == 1}
		worker := outbox.New(m, m, w.clock, w.logger())
		_, _ = worker.Round(w.t.Context()) // it dies
		if worker.Pending(w.t.Context()) == 0 {
			return lives + 1
		}
	}
	w.t.Fatal("the outbox does not become empty")
	return 0
}

// rowsOf makes the form of a kit with n rows.
func rowsOf(n int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"cost":%d}`, i+1)
	}
	return `"items":[` + strings.Join(rows, ",") + `]`
}

// started counts Ann's requests of an app.
func (w *world) started(app string) int {
	w.t.Helper()
	n, next := 0, ""
	for {
		list := w.as("ann", http.MethodGet, "/api/instances?scope=mine&limit=100&app="+app+"&cursor="+next, "").want(w.t, http.StatusOK)
		n += len(list.get(w.t, "items").([]any))
		if next = list.text(w.t, "next"); next == "" {
			return n
		}
	}
}

// checkKit checks that a kit went on once, with each row's request told of once.
func (w *world) checkKit(id string, rows int) {
	w.t.Helper()
	done := w.see("ann", id)
	if done.text(w.t, "status") != "approved" {
		w.t.Errorf("the request is %s", done.text(w.t, "status"))
	}
	for _, what := range []struct {
		kind string
		want int
	}{{"errand.sent", rows}, {"errand.done", rows}, {"fields.set", rows}, {"instance.ended", 1}} {
		if n := w.happened(id, what.kind); n != what.want {
			w.t.Errorf("%s happened %d times, want %d", what.kind, n, what.want)
		}
	}
	items, err := json.Marshal(done.get(w.t, "form", "items"))
	must(w.t, err)
	if n := strings.Count(string(items), `"state":"approved"`); n != rows {
		w.t.Errorf("%d of %d rows hold what came back: %s", n, rows, items)
	}
	if n := w.started("supply"); n != rows {
		w.t.Errorf("%d requests were started for %d rows", n, rows)
	}
	for _, child := range w.children("ann", id) {
		if n := w.happened(child, "instance.ended"); n != 1 {
			w.t.Errorf("a request ended %d times", n)
		}
	}
}

func stateBack() []flow.Taking { return []flow.Taking{{From: flow.TakeStatus, To: "items.state"}} }

func TestAProcessThatDiesBetweenAnyTwoStepsLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items", Take: stateBack()})
	id := w.start("kit", rowsOf(4))
	lives := w.live()
	for _, child := range w.children("ann", id) {
		w.conclude("bo", child, "approve", "")
	}
	lives += w.live()
	if lives < 8 {
		t.Errorf("only %d processes died", lives)
	}
	w.checkKit(id, 4)
}

// TestRequestsThatEndAtTheSameMoment decides 64 requests at once and tells their
// parent of all of them from two processes.
func TestRequestsThatEndAtTheSameMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items", Take: stateBack()})
	const rows = 64
	id := w.start("kit", rowsOf(rows))
	nodes := []*workflow.Service{w.node(), w.node()}
	w.together(nodes)
	children := w.children("ann", id)
	if len(children) != rows {
		t.Fatalf("%d requests were started", len(children))
	}
	subject, _ := w.identity.Organisation().Subject(w.ids["bo"])
	bo := workflow.Actor{Subject: workflow.SubjectOf(subject, "token"), Lang: "en"}
	var group sync.WaitGroup
	for i, child := range children {
		group.Go(func() {
			_, err := nodes[i%2].Decide(t.Context(), bo, workflow.Decision{Task: child + ".1", Action: "approve"})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	w.together(nodes)
	w.checkKit(id, rows)
}

// together lets processes deliver at the same time until nothing is left.
func (w *world) together(nodes []*workflow.Service) {
	w.t.Helper()
	workers := make([]*outbox.Worker, len(nodes))
	for i, n := range nodes {
		rest := &receiver{}
		workers[i] = outbox.New(n, outbox.ByKind(n.SubFlows(), rest), w.clock, w.logger())
	}
	for range 40 {
		var group sync.WaitGroup
		for _, worker := range workers {
			group.Go(func() { _, _ = worker.Round(w.t.Context()) })
		}
		group.Wait()
		if workers[0].Pending(w.t.Context()) == 0 {
			return
		}
		w.clock.Advance(10 * time.Second) // what failed is tried again
	}
	w.t.Fatalf("the outbox does not become empty: %s", w.log)
}

// receiver takes what is for people.
type receiver struct{}

func (*receiver) Deliver(context.Context, outbox.Effect) error { return nil }

// TestARequestIsWithdrawnWhileOthersAreStarted withdraws one while two processes
// start what it asked for: whatever was started is ended.
func TestARequestIsWithdrawnWhileOthersAreStarted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items"})
	id := w.start("kit", rowsOf(24))
	nodes := []*workflow.Service{w.node(), w.node()}
	subject, _ := w.identity.Organisation().Subject(w.ids["ann"])
	ann := workflow.Actor{Subject: workflow.SubjectOf(subject, "token"), Lang: "en"}
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := nodes[1].Withdraw(t.Context(), ann, id, workflow.Withdrawal{}); err != nil {
			t.Error(err)
		}
	})
	w.together(nodes)
	group.Wait()
	w.together(nodes)
	if got := w.status(id); got != "withdrawn" {
		t.Fatalf("the request is %s", got)
	}
	for _, child := range w.children("ann", id) {
		if got := w.status(child); got != "terminated" {
			t.Errorf("a request that nobody waits for is %s", got)
		}
	}
	if inbox := w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK); len(inbox.get(t, "items").([]any)) != 0 {
		t.Errorf("Bo is still asked: %s", inbox.body)
	}
}

// onInsert is a store that lets something happen just before an instance is
// stored for the first time.
type onInsert struct {
	store.Backend
	mu   sync.Mutex
	then func()
}

type insertsCollection struct {
	store.RawCollection
	b *onInsert
}

func (b *onInsert) Collection(spec store.Spec) (store.RawCollection, error) {
	c, err := b.Backend.Collection(spec)
	if err != nil || spec.Name != "instances" {
		return c, err
	}
	return &insertsCollection{c, b}, nil
}

func (c *insertsCollection) Insert(ctx context.Context, doc store.Document) error {
	c.b.mu.Lock()
	then := c.b.then
	c.b.then = nil
	c.b.mu.Unlock()
	if then != nil {
		then()
	}
	return c.RawCollection.Insert(ctx, doc)
}

// TestAParentThatLosesInterestWhileItsRequestIsBegun has the recall come while the
// request is about to be stored: it finds none, and the one that is stored then
// must not stay.
func TestAParentThatLosesInterestWhileItsRequestIsBegun(t *testing.T) {
	t.Parallel()
	backend := &onInsert{Backend: mongotest.Backend(t)}
	w := worldOn(t, backend, nil)
	w.supplies(flow.SubFlow{})
	id := w.start("kit", `"cost":30`)
	orders := w.due(w.workflow)[0].Effects
	backend.then = func() {
		w.as("ann", http.MethodPost, "/api/instances/"+id+"/withdrawal", `{"redo":false,"comment":""}`).want(t, http.StatusOK)
		w.settleOutbox()
		if n := w.started("supply"); n != 0 {
			t.Errorf("%d requests are there already", n)
		}
	}
	for _, e := range orders {
		if way, ok := w.workflow.SubFlows()[e.Kind]; ok {
			must(t, way.Deliver(t.Context(), e))
		}
	}
	if backend.then != nil || w.started("supply") != 1 {
		t.Fatal("the request was not begun")
	}
	w.settleOutbox()
	if child := w.children("ann", id)[0]; w.status(child) != "terminated" {
		t.Errorf("a request that nobody waits for is %s", w.status(child))
	}
}
