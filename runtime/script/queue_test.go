package script

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"
)

func lastingWorker() *process { return &process{gone: make(chan struct{})} }

func someLane(size, queue int, trial bool) *lane {
	o := Options{Queue: queue, Wait: time.Minute, Wall: time.Minute}
	l := newLane(o, 0, trial, make(chan struct{}))
	l.size = size
	return l
}

var light, other, heavy, worse = caller{digest: [32]byte{1}}, caller{digest: [32]byte{2}},
	caller{digest: [32]byte{3}, heavy: true}, caller{digest: [32]byte{4}, heavy: true}

// Who goes first is a matter of what the script did, of how many of it run, and
// of who came first, in that order.
func TestWhoGoesFirst(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		running, waiting []caller
		want             int
	}{
		"nobody":                     {nil, nil, -1},
		"the first":                  {nil, []caller{light, other}, 0},
		"the one with fewer running": {[]caller{light}, []caller{light, other}, 1},
		"the fewest of all":          {[]caller{light, light, other}, []caller{light, other}, 1},
		"the first of its script":    {[]caller{light}, []caller{light, light, other, other}, 2},
		"not the heavy":              {[]caller{light}, []caller{heavy, light}, 1},
		"the heavy alone":            {[]caller{light}, []caller{heavy, worse}, 0},
		"one heavy at a time":        {[]caller{heavy}, []caller{worse, heavy}, -1},
		"a light one beside it":      {[]caller{heavy}, []caller{worse, heavy, light}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := someLane(1, 64, true)
			for _, r := range c.running {
				l.idle = append(l.idle, lastingWorker())
				l.run(r)
			}
			for _, w := range c.waiting {
				l.waiters = append(l.waiters, &waiter{caller: w})
			}
			if got := l.next(); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// A script that was heavy waits though a worker rests, when as many of its kind
// run as may, and has it when one has ended.
func TestAHeavyScriptWaitsForItsKind(t *testing.T) {
	t.Parallel()
	l := someLane(1, 64, true)
	l.give(lastingWorker())
	l.give(lastingWorker())
	first, err := l.take(t.Context(), heavy)
	if err != nil {
		t.Fatal(err)
	}
	second := make(chan *process)
	go func() {
		w, err := l.take(context.Background(), worse)
		if err != nil {
			t.Error(err)
		}
		second <- w
	}()
	for waiting := 0; waiting == 0; {
		l.mu.Lock()
		waiting = len(l.waiters)
		l.mu.Unlock()
	}
	w, err := l.take(t.Context(), light) // the other worker
	if err != nil || w == first {
		t.Fatal("a script that nothing is known against waits as well", err)
	}
	l.giveBack(w, light)
	select {
	case <-second:
		t.Fatal("two heavy ones at once")
	default:
	}
	first.killing.Store(true)
	l.giveBack(first, heavy)
	if got := <-second; got != w {
		t.Error("it did not get the worker that rests")
	}
	l.giveBack(w, worse)
	if l.heavy != 0 || len(l.runs) != 0 || len(l.idle) != 1 {
		t.Errorf("%d heavy, %d running, %d rest", l.heavy, len(l.runs), len(l.idle))
	}
}

// The last quarter of the queue is for scripts that were not heavy and that
// nobody waits for yet.
func TestWhoMayWait(t *testing.T) {
	t.Parallel()
	l := someLane(1, 8, true)
	wait := func(c caller, want bool) {
		t.Helper()
		if got := l.mayWait(c); got != want {
			t.Errorf("with %d waiting: %v, want %v", len(l.waiters), got, want)
		}
		if want {
			l.waiters = append(l.waiters, &waiter{caller: c})
		}
	}
	for range 6 {
		wait(light, true)
	}
	wait(light, false)
	wait(heavy, false)
	wait(other, true)
	wait(other, false)
	wait(caller{digest: [32]byte{9}}, true)
	wait(caller{digest: [32]byte{10}}, false)
	if _, err := l.take(t.Context(), light); !errors.Is(err, ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
}

// Where all have proved quick, as many may wait for one script as there is room.
func TestWhoMayWaitForQuickScripts(t *testing.T) {
	t.Parallel()
	l := someLane(1, 8, false)
	for i := range 8 {
		if !l.mayWait(light) {
			t.Fatalf("with %d waiting there is no room", i)
		}
		l.waiters = append(l.waiters, &waiter{caller: light})
	}
	if l.mayWait(other) {
		t.Error("more wait than the queue holds")
	}
}

// What waits on trial for a script that proves quick waits there no longer, and
// nobody else is sent away with it.
func TestWaitingEndsWithAProof(t *testing.T) {
	t.Parallel()
	l := someLane(1, 8, true)
	ends := map[caller]chan error{light: make(chan error, 1), other: make(chan error, 1)}
	for c, end := range ends {
		go func() {
			w, err := l.take(t.Context(), c)
			if err == nil {
				l.giveBack(w, c)
			}
			end <- err
		}()
	}
	waits := func(c caller) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return slices.ContainsFunc(l.waiters, func(w *waiter) bool { return w.digest == c.digest })
	}
	for !waits(light) || !waits(other) {
		runtime.Gosched()
	}
	l.letGo(light.digest)
	if err := <-ends[light]; !errors.Is(err, errProved) {
		t.Errorf("%v, want errProved", err)
	}
	if !waits(other) {
		t.Error("the other waits no longer")
	}
	l.give(lastingWorker())
	if err := <-ends[other]; err != nil {
		t.Error(err)
	}
}
