package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/outbox"
)

// shelf is a source in memory.
type shelf struct {
	mu      sync.Mutex
	parcels map[string]*outbox.Parcel
	due     map[string]int64
}

func (s *shelf) Due(_ context.Context, now int64, limit int) ([]outbox.Parcel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []outbox.Parcel
	for id, p := range s.parcels {
		if s.due[id] <= now && len(due) < limit {
			due = append(due, *p)
		}
	}
	return due, nil
}

func (s *shelf) Acknowledge(_ context.Context, parcel outbox.Parcel, ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := parcel.Document
	p := s.parcels[id]
	p.Effects = slices.DeleteFunc(slices.Clone(p.Effects), func(e outbox.Effect) bool { return slices.Contains(ids, e.ID) })
	if len(p.Effects) == 0 {
		delete(s.parcels, id)
	}
	return nil
}

func (s *shelf) Postpone(_ context.Context, p outbox.Parcel, until int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due[p.Document] = until
	s.parcels[p.Document].Tries++
	return nil
}

func (s *shelf) Pending(context.Context, int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.parcels), nil
}

// receiver takes effects and refuses those that it is told to.
type receiver struct {
	mu     sync.Mutex
	got    map[string]int
	refuse map[string]bool
}

var errRefused = errors.New("refused")

func (r *receiver) Deliver(_ context.Context, e outbox.Effect) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse[e.ID] {
		return errRefused
	}
	r.got[e.ID]++
	return nil
}

func TestARefusedEffectWaitsAndHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	s := &shelf{due: map[string]int64{}, parcels: map[string]*outbox.Parcel{
		"a": {Document: "a", Effects: []outbox.Effect{{ID: "a.1"}, {ID: "a.2"}, {ID: "a.3"}}},
		"b": {Document: "b", Effects: []outbox.Effect{{ID: "b.1"}}},
	}}
	r := &receiver{got: map[string]int{}, refuse: map[string]bool{"a.2": true}}
	now := clock.NewManual(time.UnixMilli(1_000_000))
	w := outbox.New(s, r, now, slog.New(slog.DiscardHandler))
	round := func() {
		t.Helper()
		if _, err := w.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	round()
	round() // at the same moment: what was refused is not tried again yet
	if n := w.Pending(t.Context()); n != 1 {
		t.Fatalf("%d wait, want the one that was refused", n)
	}
	if s.parcels["a"].Tries != 1 {
		t.Fatalf("%d tries, want 1", s.parcels["a"].Tries)
	}
	now.Advance(6 * time.Second)
	round()
	if s.parcels["a"].Tries != 2 {
		t.Fatalf("%d tries, want 2", s.parcels["a"].Tries)
	}
	delete(r.refuse, "a.2")
	now.Advance(6 * time.Second)
	round() // the wait has doubled
	if r.got["a.2"] != 0 {
		t.Fatal("tried before its time")
	}
	now.Advance(6 * time.Second)
	round()
	for _, id := range []string{"a.1", "a.2", "a.3", "b.1"} {
		if r.got[id] != 1 {
			t.Errorf("%s was delivered %d times", id, r.got[id])
		}
	}
	if n := w.Pending(t.Context()); n != 0 {
		t.Errorf("%d still wait", n)
	}
}

func TestAnOrderThatCannotBeDoneHoldsUpNoNotice(t *testing.T) {
	t.Parallel()
	s := &shelf{due: map[string]int64{}, parcels: map[string]*outbox.Parcel{
		"a": {Document: "a", Effects: []outbox.Effect{{ID: "a.1", Kind: "errand.case"}, {ID: "a.2", Kind: "errand.case"}, {ID: "a.3", Kind: "task.assigned"}}},
	}}
	r := &receiver{got: map[string]int{}, refuse: map[string]bool{"a.1": true}}
	w := outbox.New(s, r, clock.NewManual(time.UnixMilli(1_000_000)), slog.New(slog.DiscardHandler))
	if _, err := w.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r.got["a.3"] != 1 || r.got["a.2"] != 0 {
		t.Errorf("delivered %v", r.got)
	}
	if left := s.parcels["a"]; len(left.Effects) != 2 || left.Tries != 1 {
		t.Errorf("%d effects are left after %d tries", len(left.Effects), left.Tries)
	}
}

func TestAnEffectGoesTheWayOfItsKind(t *testing.T) {
	t.Parallel()
	calls, rest := &receiver{got: map[string]int{}}, &receiver{got: map[string]int{}}
	calls.refuse = map[string]bool{"bad": true}
	way := outbox.ByKind(map[string]outbox.Deliverer{"errand.webhook": calls}, rest)
	for _, e := range []outbox.Effect{{ID: "a", Kind: "errand.webhook"}, {ID: "b", Kind: "task.assigned"}, {ID: "c", Kind: "errand.webhook.x"}} {
		if err := way.Deliver(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if err := way.Deliver(t.Context(), outbox.Effect{ID: "bad", Kind: "errand.webhook"}); !errors.Is(err, errRefused) {
		t.Errorf("what the way refused: %v", err)
	}
	if len(calls.got) != 1 || calls.got["a"] != 1 || len(rest.got) != 2 || rest.got["b"] != 1 || rest.got["c"] != 1 {
		t.Errorf("calls %v, rest %v", calls.got, rest.got)
	}
}
