package httpapi_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
	"github.com/banli-oa/banli/runtime/workflow"
)

// node is one more process on a world's store.
func (w *world) node() *workflow.Service {
	w.t.Helper()
	deps := w.workflow.Deps
	deps.Shared = true
	s, err := workflow.New(w.t.Context(), deps)
	must(w.t, err)
	return s
}

// due takes what effects a node finds.
func (w *world) due(s *workflow.Service) []outbox.Parcel {
	w.t.Helper()
	parcels, err := s.Due(w.t.Context(), w.clock.Now().UnixMilli(), 100)
	must(w.t, err)
	return parcels
}

func idsOf(p outbox.Parcel) []string {
	var all []string
	for _, e := range p.Effects {
		all = append(all, e.ID)
	}
	return all
}

func TestTwoNodesDoNotTakeTheSameEffects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node(), w.node()
	const n = 12
	for range n {
		w.submit(shortLeave)
	}
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		taken = map[string]int{}
	)
	for _, s := range []*workflow.Service{a, b, a, b} {
		group.Go(func() {
			parcels, err := s.Due(t.Context(), w.clock.Now().UnixMilli(), 100)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, p := range parcels {
				taken[p.Document]++
			}
		})
	}
	group.Wait()
	// One that nobody got at once is there for the next look.
	for _, p := range w.due(a) {
		taken[p.Document]++
	}
	if len(taken) != n {
		t.Errorf("the effects of %d instances were taken, want %d", len(taken), n)
	}
	for id, times := range taken {
		if times != 1 {
			t.Errorf("the effects of %s were taken %d times", id, times)
		}
	}
	if again := w.due(b); len(again) != 0 {
		t.Errorf("%d are found while they are leased", len(again))
	}
}

// A node that dies with effects in its hands leaves them to the others.
func TestALeaseEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node(), w.node()
	w.submit(shortLeave)
	first := w.due(a)
	if len(first) != 1 || len(w.due(b)) != 0 {
		t.Fatalf("%d taken first", len(first))
	}
	w.clock.Advance(3 * time.Minute)
	second := w.due(b)
	if len(second) != 1 || second[0].Effects[0].ID != first[0].Effects[0].ID {
		t.Fatalf("after the lease: %+v", second)
	}
	must(t, b.Acknowledge(t.Context(), second[0], idsOf(second[0])))
	// The dead one comes back and says that it has delivered them too.
	must(t, a.Acknowledge(t.Context(), first[0], idsOf(first[0])))
	w.clock.Advance(time.Hour)
	if left := w.due(a); len(left) != 0 {
		t.Errorf("%d are left", len(left))
	}
	if n, err := a.Pending(t.Context(), 10); err != nil || n != 0 {
		t.Errorf("%d pending, %v", n, err)
	}
}

// What is decided while effects are being delivered waits for the delivery to
// end, not for the lease, and is not taken by another node meanwhile.
func TestEffectsThatComeDuringADelivery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.node(), w.node()
	_, task := w.submit(shortLeave)
	first := w.due(a)
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	if early := w.due(b); len(early) != 0 {
		t.Fatalf("taken during the lease: %+v", early)
	}
	must(t, a.Acknowledge(t.Context(), first[0], idsOf(first[0])))
	second := w.due(b)
	if len(second) != 1 {
		t.Fatal("the decision's effects are not found")
	}
	for _, id := range idsOf(second[0]) {
		if strings.Contains(strings.Join(idsOf(first[0]), " "), id) {
			t.Errorf("%s was delivered before", id)
		}
	}
	// One that cannot be delivered waits, and is then anybody's.
	must(t, b.Postpone(t.Context(), second[0], w.clock.Now().Add(time.Second).UnixMilli()))
	if now := w.due(a); len(now) != 0 {
		t.Errorf("%d are due at once", len(now))
	}
	w.clock.Advance(2 * time.Second)
	if later := w.due(a); len(later) != 1 || later[0].Tries != 1 {
		t.Errorf("later: %+v", later)
	}
}

func TestALeaseThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	f := storetest.NewFaulty(mongotest.Backend(t))
	w := worldOn(t, f, nil)
	a := w.node()
	w.submit(shortLeave)
	f.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances"})
	if _, err := a.Due(t.Context(), w.clock.Now().UnixMilli(), 10); err == nil {
		t.Error("no word of the failure")
	}
	if got := w.due(a); len(got) != 1 {
		t.Errorf("%d found afterwards", len(got))
	}
}
