package script

// heavyShare is the part of its wall clock that a run may use as processor
// time before it is taken for a heavy one: a check of a form needs a hundredth
// of that.
const heavyShare = 8

// patience is how many times its wall clock a run may take where the machine
// gives it no processor.
const patience = 6

// begin starts the clock of a run.
func (w *process) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running, w.began = true, w.watch.Now()
	w.before, _ = processorTime(w.pid)
	w.timer.Reset(w.wall / heavyShare)
}

// end stops the clock, and reports whether the run was in time.
func (w *process) end() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = false
	w.timer.Stop()
	return !w.killing.Load()
}

// look is what the timer of a run does. A run that has used its share of
// processor time is heavy: from then on it gets only what nobody else wants,
// and it ends with its wall clock, whatever it got. A run that the machine has
// kept waiting for even that share is owed it, within patience: an honest
// script must not fail because others are busy. Where processor time can't be
// read, the wall clock alone counts.
func (w *process) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.running {
		return
	}
	took := w.watch.Now().Sub(w.began)
	used := took
	if now, ok := processorTime(w.pid); ok {
		used = now - w.before
	}
	share, limit := w.wall/heavyShare, patience*w.wall
	// The timer and the processor's clock do not agree to the microsecond.
	if used >= share*9/10 {
		limit = w.wall
		if !w.slowed {
			w.slowed = true
			lowerPriority(w.pid)
			close(w.heavy)
		}
	}
	if took >= limit {
		w.kill()
		return
	}
	next := limit - took
	if !w.slowed {
		next = min(next, share-used)
	}
	w.timer.Reset(next)
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
