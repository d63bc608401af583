package httpapi

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/fault"
)

// TestOnePersonsScriptsAreBounded: whoever asks for more than their share waits, and
// is refused for more than that, while others are let in at once.
func TestOnePersonsScriptsAreBounded(t *testing.T) {
	t.Parallel()
	s := &shares{patience: time.Minute}
	ctx, cancel := context.WithCancel(t.Context())
	var leaves []func()
	for range ownRuns {
		leave, err := s.enter(ctx, "ann")
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	waited := make(chan error, ownWaits)
	for range ownWaits {
		go func() {
			leave, err := s.enter(ctx, "ann")
			if err == nil {
				leave()
			}
			waited <- err
		}()
	}
	full := func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.each["ann"].in == ownRuns+ownWaits }
	for !full() {
		select {
		case err := <-waited:
			t.Fatalf("somebody did not wait: %v", err)
		case <-t.Context().Done():
			t.Fatal("they never came")
		default:
		}
	}
	var busy *fault.Unavailable
	if _, err := s.enter(ctx, "ann"); !errors.As(err, &busy) {
		t.Errorf("one too many: %v", err)
	}
	other, err := s.enter(ctx, "bo")
	if err != nil {
		t.Fatalf("somebody else: %v", err)
	}
	other()
	leaves[0]() // now those who wait come one after the other
	for range ownWaits {
		if err := <-waited; err != nil {
			t.Errorf("one who waited: %v", err)
		}
	}
	leaves[1]()
	leaves[2]()
	cancel()
	if len(s.each) != 0 {
		t.Errorf("%d people are remembered", len(s.each))
	}
}

func TestASenderWhoDripsIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		n     int64
		after time.Duration
		want  time.Duration
	}{
		{0, 0, patience},
		{1, 29 * time.Second, patience}, // a byte is no progress
		{slowest * 3600, 10 * time.Minute, 10*time.Minute + patience},                       // ahead of its time
		{slowest * 60, 80 * time.Second, time.Minute + patience},                            // falling behind
		{100 << 20, 7*time.Hour + 30*time.Minute, patience + (100<<20)/slowest*time.Second}, // the largest file, as slowly as can be
	} {
		u := &upstream{began: began, n: tt.n}
		if got := u.deadline(began.Add(tt.after)).Sub(began); got != tt.want {
			t.Errorf("%d bytes after %s: until %s, want %s", tt.n, tt.after, got, tt.want)
		}
	}
}
