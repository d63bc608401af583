package script

import (
	"slices"
	"time"
)

// Usage is what the workers have taken from the machine.
type Usage struct {
	Workers  int           // alive now
	Replaced int           // ended and replaced since the start, for what scripts did
	CPU      time.Duration // of all workers since the start, as far as the system tells
	// RSS is the memory in bytes that the living ones hold, as far as the
	// system tells. It counts the binary's own pages once for each worker
	// though there is one copy of them; PSS shares them out instead.
	RSS, PSS int64
}

// Pids lists the process ids of the living workers.
func (p *Pool) Pids() []int {
	pids := []int{}
	for _, l := range p.lanes() {
		l.each(func(w *process) { pids = append(pids, w.pid) })
	}
	slices.Sort(pids)
	return pids
}

// Usage returns what the workers have taken so far.
func (p *Pool) Usage() Usage {
	var u Usage
	for _, l := range p.lanes() {
		past := l.each(func(w *process) {
			cpu, rss, pss := processUsage(w.pid)
			u.Workers++
			u.CPU += cpu
			u.RSS += rss
			u.PSS += pss
		})
		u.Replaced += past.Replaced
		u.CPU += past.CPU
	}
	return u
}

// Limited reports whether every living worker's memory limit is in force.
func (p *Pool) Limited() bool {
	limited := Limited()
	for _, l := range p.lanes() {
		l.each(func(w *process) { limited = limited && w.limited })
	}
	return limited
}

// each calls f with every living worker, and returns what those that are gone
// have taken.
func (l *lane) each(f func(*process)) Usage {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.all {
		f(w)
	}
	return l.past
}
