package script

import (
	"context"
	"errors"
	"slices"
	"time"
)

// errStarved means that a run on trial got no worker because the machine had no
// processor to start one.
var errStarved = errors.New("script: no worker on trial has started")

// errProved means that a script proved quick while a run of it waited on trial.
var errProved = errors.New("script: proved quick while this run waited")

// caller is what a lane knows of a run.
type caller struct {
	digest [32]byte // of its script
	heavy  bool     // the script was heavy lately
}

// waiter is a run that waits for a worker.
type waiter struct {
	caller
	worker chan *process // nil comes where there is nothing to wait for any more
}

// give lets a worker that is new serve.
func (l *lane) give(w *process) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest(w)
}

// giveBack ends the run of a worker.
func (l *lane) giveBack(w *process, c caller) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.runs[c.digest]--; l.runs[c.digest] == 0 {
		delete(l.runs, c.digest)
	}
	if c.heavy {
		l.heavy--
	}
	l.rest(w)
}

// rest lets a worker rest unless it is about to end, and gives those that rest
// to whoever may have them.
func (l *lane) rest(w *process) {
	if !w.isEnding() {
		l.idle = append(l.idle, w)
	}
	for len(l.idle) > 0 {
		i := l.next()
		if i < 0 {
			return
		}
		next := l.waiters[i]
		l.waiters = slices.Delete(l.waiters, i, i+1)
		next.worker <- l.run(next.caller)
	}
}

// run gives a run a worker that rests.
func (l *lane) run(c caller) *process {
	w := l.idle[len(l.idle)-1]
	l.idle = l.idle[:len(l.idle)-1]
	l.runs[c.digest]++
	if c.heavy {
		l.heavy++
	}
	return w
}

// may reports whether a run may have a worker that rests. Those of scripts that
// were heavy may have as many as a lane keeps warm: it has as many again while
// heavy runs are aside, and those are for scripts that nothing is known against.
func (l *lane) may(c caller) bool { return !c.heavy || l.heavy < l.size }

// next chooses among those who wait, or returns -1: one whose script was not
// heavy lately goes before those whose was, then the one whose script has the
// fewest running, then the first. A script that many call at once, and that takes
// long, thus waits for itself and not others for it.
func (l *lane) next() int {
	best := -1
	for i, w := range l.waiters {
		switch {
		case !l.may(w.caller):
		case best < 0:
			best = i
		case w.heavy != l.waiters[best].heavy:
			if !w.heavy {
				best = i
			}
		case l.runs[w.digest] < l.runs[l.waiters[best].digest]:
			best = i
		}
	}
	return best
}

// take returns a worker for one run; giveBack ends it.
func (l *lane) take(ctx context.Context, c caller) (*process, error) {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil, ErrClosed
	}
	if len(l.idle) > 0 && l.may(c) {
		defer l.mu.Unlock()
		return l.run(c), nil
	}
	if !l.mayWait(c) {
		l.mu.Unlock()
		return nil, ErrBusy
	}
	mine := &waiter{caller: c, worker: make(chan *process, 1)}
	l.waiters = append(l.waiters, mine)
	l.mu.Unlock()

	w, err := l.wait(ctx, mine)
	if err == nil {
		return w, nil
	}
	l.mu.Lock()
	l.waiters = slices.DeleteFunc(l.waiters, func(w *waiter) bool { return w == mine })
	l.mu.Unlock()
	select {
	case w := <-mine.worker: // handed over at the last moment
		if w != nil {
			l.giveBack(w, c)
		}
	default:
	}
	return nil, err
}

func (l *lane) wait(ctx context.Context, mine *waiter) (*process, error) {
	limit := time.NewTimer(l.options.Wait)
	defer limit.Stop()
	starving := time.NewTicker(l.options.Wall / heavyShare)
	defer starving.Stop()
	for {
		select {
		case w := <-mine.worker:
			if w == nil {
				return nil, errProved
			}
			return w, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-limit.C:
			return nil, ErrBusy
		case <-l.closing:
			return nil, ErrClosed
		case <-starving.C:
			if l.trial && !mine.heavy && l.bare() {
				return nil, errStarved
			}
		}
	}
}

// letGo ends the waiting of all runs of a script, which are served elsewhere.
func (l *lane) letGo(digest [32]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiters = slices.DeleteFunc(l.waiters, func(w *waiter) bool {
		if w.digest != digest {
			return false
		}
		w.worker <- nil
		return true
	})
}

// bare reports whether there is no worker that serves, or will when it is asked:
// those of low priority may take long to end, too.
func (l *lane) bare() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.all {
		if !w.isEnding() {
			return false
		}
	}
	return true
}

// mayWait reports whether there is room in the queue for another run. The last
// quarter of it is kept from scripts that were heavy, and where there are any that
// have not proved quick also from those that somebody waits for already.
func (l *lane) mayWait(c caller) bool {
	room := l.options.Queue - len(l.waiters)
	if room <= 0 || room > l.options.Queue/4 {
		return room > 0
	}
	unproved := l.trial || l.options.OneLane
	return !c.heavy && (!unproved || !slices.ContainsFunc(l.waiters, func(w *waiter) bool { return w.digest == c.digest }))
}

// ready waits until a worker is ready.
func (l *lane) ready(ctx context.Context) error {
	w, err := l.take(ctx, caller{})
	if err != nil {
		return err
	}
	l.giveBack(w, caller{})
	return nil
}
