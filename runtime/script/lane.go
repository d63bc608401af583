package script

import (
	"slices"
	"sync"
	"time"
)

// lane is a number of workers, each of which serves one run at a time, and
// whoever waits for one.
type lane struct {
	options Options
	size    int  // how many workers are kept warm
	trial   bool // they have only the processor time that nobody else wants
	slots   sync.WaitGroup
	closing <-chan struct{} // the pool's

	mu      sync.Mutex
	closed  bool
	idle    []*process       // the last used at the end, and taken first
	waiters []*waiter        // the first that came at the front
	runs    map[[32]byte]int // of each script that runs now
	heavy   int              // runs of scripts that were heavy lately
	all     map[*process]struct{}
	aside   int   // heavy runs whose slot has another worker already
	past    Usage // of workers that are gone
}

func newLane(o Options, size int, trial bool, closing <-chan struct{}) *lane {
	l := &lane{options: o, size: size, trial: trial, closing: closing, all: map[*process]struct{}{}, runs: map[[32]byte]int{}}
	for range size {
		l.slots.Add(1)
		go l.keepSlot()
	}
	return l
}

// close kills the workers and waits until they are gone.
func (l *lane) close() {
	l.mu.Lock()
	l.closed = true
	for w := range l.all {
		w.kill()
	}
	l.mu.Unlock()
	l.slots.Wait()
}

// The pause before a worker is started again after one could not be started,
// doubling from the first to the last.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 5 * time.Second
)

// keepSlot keeps one worker alive: whenever it is gone, or busy with a heavy
// run, another is started.
func (l *lane) keepSlot() {
	defer l.slots.Done()
	pause := firstPause
	for {
		w, err := l.start()
		if err == nil && !l.enter(w) {
			w.kill()
			<-w.gone
			return
		}
		if err != nil {
			l.options.Logger.Error("a script worker could not be started", "error", err, "again_in", pause)
			select {
			case <-l.closing:
				return
			case <-time.After(pause):
			}
			pause = min(pause*2, lastPause)
			continue
		}
		pause = firstPause
		if !w.limited {
			l.options.Logger.Warn("the memory of scripts is not limited on this system", "pid", w.pid)
		}
		l.give(w)
		select {
		case <-w.gone:
		case <-w.heavy:
			if l.setAside() {
				go l.seeOff(w)
				continue
			}
		}
		if l.mourn(w) {
			return
		}
	}
}

func (l *lane) start() (*process, error) {
	if l.trial {
		return startTrial(l.options)
	}
	return startProcess(l.options, startLimit, nil)
}

// setAside lets the slot of a heavy run have another worker before the run has
// ended, so that nobody waits for it. As many may be aside as there are slots;
// beyond that heavy runs keep theirs, and all there can be is twice Workers. It
// returns false when the run keeps its slot.
func (l *lane) setAside() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.aside >= l.size {
		return false
	}
	l.aside++
	l.slots.Add(1)
	return true
}

// seeOff waits for the end of a worker that was set aside.
func (l *lane) seeOff(w *process) {
	defer l.slots.Done()
	l.mourn(w)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.aside--
}

// mourn waits for the end of a worker and tells of it; it returns true when
// the pool is closing.
func (l *lane) mourn(w *process) bool {
	<-w.gone
	if l.leave(w) {
		return true
	}
	l.options.Logger.Warn("a script worker ended and is replaced", "pid", w.pid, "why", w.lastWords())
	return false
}

// enter counts a worker in; it returns false when the pool is closing.
func (l *lane) enter(w *process) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.all[w] = struct{}{}
	return true
}

// leave counts a worker out; it returns true when the pool is closing.
func (l *lane) leave(w *process) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, w)
	l.idle = slices.DeleteFunc(l.idle, func(i *process) bool { return i == w })
	l.past.CPU += w.cpuTotal()
	if !l.closed && w.wasStarved() == 0 { // no script is to blame for that
		l.past.Replaced++
	}
	return l.closed
}
