package timer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/timer"
)

// shelf is a source in memory: instances with the times of their timers.
type shelf struct {
	mu     sync.Mutex
	timers map[string][]int64
	after  map[string]int64 // postponed until
	tries  map[string]int
	broken map[string]error
	// fired are the instances of which a timer acted, in order.
	fired      []string
	now, most  int
	refusesAll error
}

func newShelf() *shelf {
	return &shelf{timers: map[string][]int64{}, after: map[string]int64{}, tries: map[string]int{}, broken: map[string]error{}}
}

func (s *shelf) due(id string, now int64) bool {
	return slices.ContainsFunc(s.timers[id], func(at int64) bool { return at <= now }) && s.after[id] <= now
}

func (s *shelf) TimersDue(_ context.Context, now int64, limit int) ([]timer.Due, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusesAll != nil {
		return nil, s.refusesAll
	}
	var due []timer.Due
	for id := range s.timers {
		if s.due(id, now) && len(due) < limit {
			due = append(due, timer.Due{Instance: id, Tries: s.tries[id]})
		}
	}
	return due, nil
}

func (s *shelf) FireTimer(_ context.Context, id string, now int64) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now++
	s.most = max(s.most, s.now)
	defer func() { s.now-- }()
	if err := s.broken[id]; err != nil {
		return false, err
	}
	for i, at := range s.timers[id] {
		if at <= now {
			s.timers[id] = slices.Delete(s.timers[id], i, i+1)
			s.fired = append(s.fired, id)
			return true, nil
		}
	}
	return false, nil
}

func (s *shelf) PostponeTimers(_ context.Context, id string, until int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after[id] = until
	s.tries[id]++
	return nil
}

func (s *shelf) TimersLate(_ context.Context, before int64, _ int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, timers := range s.timers {
		if slices.ContainsFunc(timers, func(at int64) bool { return at < before }) {
			n++
		}
	}
	return n, s.refusesAll
}

func TestRound(t *testing.T) {
	t.Parallel()
	now := clock.NewManual(time.UnixMilli(1_000_000))
	s := newShelf()
	s.timers["a"] = []int64{999_000, 1_000_000, 1_000_001}
	s.timers["b"] = []int64{1_000_001}
	w := timer.New(s, now, slog.New(slog.DiscardHandler))
	if n, err := w.Round(t.Context()); n != 1 || err != nil || len(s.fired) != 2 {
		t.Fatalf("took %d (%v), fired %v", n, err, s.fired)
	}
	if n, err := w.Round(t.Context()); n != 0 || err != nil {
		t.Fatalf("took %d (%v) with nothing due", n, err)
	}
	now.Advance(time.Millisecond)
	if n, err := w.Round(t.Context()); n != 2 || err != nil || len(s.fired) != 4 {
		t.Fatalf("took %d (%v), fired %v", n, err, s.fired)
	}
}

// TestOneInstanceDoesNotTakeAll leaves some timers of an instance that has very
// many to the next round.
func TestOneInstanceDoesNotTakeAll(t *testing.T) {
	t.Parallel()
	s := newShelf()
	s.timers["many"] = make([]int64, 20)
	s.timers["few"] = []int64{0}
	w := timer.New(s, clock.NewManual(time.UnixMilli(1)), slog.New(slog.DiscardHandler))
	for _, want := range []int{17, 21, 21} {
		if _, err := w.Round(t.Context()); err != nil || len(s.fired) != want {
			t.Fatalf("fired %d (%v), want %d", len(s.fired), err, want)
		}
	}
}

func TestARoundIsBounded(t *testing.T) {
	t.Parallel()
	s := newShelf()
	for i := range 100 {
		s.timers[fmt.Sprint(i)] = []int64{0}
	}
	w := timer.New(s, clock.NewManual(time.UnixMilli(1)), slog.New(slog.DiscardHandler))
	for _, want := range []int{64, 36, 0} {
		if n, err := w.Round(t.Context()); n != want || err != nil {
			t.Fatalf("took %d (%v), want %d", n, err, want)
		}
	}
	if s.most > 4 {
		t.Errorf("%d at once", s.most)
	}
}

func TestWhatCannotActIsPostponedFurtherEachTime(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	now := clock.NewManual(time.UnixMilli(1_000_000))
	s := newShelf()
	s.timers["stuck"], s.timers["fine"] = []int64{0}, []int64{0}
	s.broken["stuck"] = errors.New("no such flow")
	w := timer.New(s, now, slog.New(slog.NewTextHandler(&log, nil)))
	for i, wait := range []time.Duration{5, 10, 20, 40, 80, 160, 320, 600, 600} {
		if _, err := w.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.after["stuck"] - now.Now().UnixMilli(); got != (wait * time.Second).Milliseconds() {
			t.Errorf("failure %d: waits %d ms, want %v", i+1, got, wait*time.Second)
		}
		now.Advance(wait*time.Second - time.Millisecond)
		if n, _ := w.Round(t.Context()); n != 0 {
			t.Errorf("failure %d: tried again before its time", i+1)
		}
		now.Advance(time.Millisecond)
	}
	if !slices.Equal(s.fired, []string{"fine"}) {
		t.Errorf("fired %v", s.fired)
	}
	if !strings.Contains(log.String(), "instance=stuck") || !strings.Contains(log.String(), "no such flow") {
		t.Errorf("the log does not name it: %s", &log)
	}
	if n := w.Late(t.Context()); n != 1 {
		t.Errorf("%d are late", n)
	}
	s.refusesAll = errors.New("the store is away")
	if n := w.Late(t.Context()); n != -1 {
		t.Errorf("%d are late, though nobody knows", n)
	}
	if _, err := w.Round(t.Context()); !errors.Is(err, s.refusesAll) {
		t.Errorf("the failure is not told: %v", err)
	}
}
