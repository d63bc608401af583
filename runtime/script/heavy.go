package script

import "time"

const (
	// heavyShare is the part of its wall clock that a run may use as processor
	// time before it is taken for a heavy one: a check of a form needs a hundredth
	// of that.
	heavyShare = 8
	// quickShare is the part that a quick run may use: 4 ms of 250, some ten times
	// what a check of a form needs.
	quickShare = 64
	// starvedShare is the part of its wall clock after which a run on trial that
	// has not had as much as a quick one is starved.
	starvedShare = 4
	// patience is how many times its wall clock a run may take where the machine
	// gives it no processor.
	patience = 6
)

// begin starts the clock of a run. One of a script that was heavy lately is owed
// nothing, and what was spent on it elsewhere counts once it is heavy.
func (w *process) begin(heavy bool, spent time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running, w.owed, w.spent, w.began = true, !heavy, spent, w.watch.Now()
	w.before, _ = processorTime(w.pid)
	w.timer.Reset(w.wall / heavyShare)
}

// end stops the clock, and reports whether the run was in time.
func (w *process) end() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = false
	w.timer.Stop()
	took := w.watch.Now().Sub(w.began)
	w.quick = took < w.wall/quickShare || w.used(took) < w.wall/quickShare
	return !w.killing.Load()
}

// used is the processor time that a run has taken. Where that can't be read, it
// is the time that has gone by.
func (w *process) used(took time.Duration) time.Duration {
	if now, ok := processorTime(w.pid); ok {
		return now - w.before
	}
	return took
}

// look is what the timer of a run does. A run that has used its share of
// processor time is heavy: from then on it gets only what nobody else wants,
// and it ends with its wall clock, whatever it got. A run that the machine has
// kept waiting for even that share is owed it: an honest script must not fail
// because others are busy. It has it within patience; on trial, where it has had
// what nobody else wanted from the beginning, it is starved, and run elsewhere.
func (w *process) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.running {
		return
	}
	took := w.watch.Now().Sub(w.began)
	used, share, limit := w.used(took), w.wall/heavyShare, patience*w.wall
	if w.trial {
		limit = w.wall
		if w.owed && used < w.wall/quickShare { // not even what a quick run needs
			limit = w.wall / starvedShare
		}
	}
	// The timer and the processor's clock do not agree to the microsecond.
	if used >= share*9/10 {
		limit = w.wall - w.spent
		if !w.slowed {
			w.slowed = true
			lowerPriority(w.pid)
			close(w.heavy)
		}
	}
	if took >= limit {
		if w.trial && w.owed && !w.slowed {
			w.starved = took
		}
		w.kill()
		return
	}
	next := limit - took
	if !w.slowed {
		next = min(next, share-used)
	}
	w.timer.Reset(next)
}

// wasQuick reports whether the run that ended last was a quick one. It is for
// whoever had the worker for it.
func (w *process) wasQuick() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.quick
}

// wasStarved returns after how long the run that ended last, on trial, was ended
// because the machine had no processor for it; 0 where it was not.
func (w *process) wasStarved() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.starved
}

// isHeavy reports whether a run of this worker was heavy. Its priority does not
// come back: that would take a right that a server need not have.
func (w *process) isHeavy() bool {
	select {
	case <-w.heavy:
		return true
	default:
		return false
	}
}
