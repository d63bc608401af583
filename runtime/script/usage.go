package script

import (
	"slices"
	"time"
)

// Usage is what the workers have taken from the machine.
type Usage struct {
	Workers  int           // alive now
	Replaced int           // ended and replaced since the start
	CPU      time.Duration // of all workers since the start, as far as the system tells
	// RSS is the memory in bytes that the living ones hold, as far as the
	// system tells. It counts the binary's own pages once for each worker
	// though there is one copy of them; PSS shares them out instead.
	RSS, PSS int64
}

// Pids lists the process ids of the living workers.
func (p *Pool) Pids() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	pids := make([]int, 0, len(p.all))
	for w := range p.all {
		pids = append(pids, w.pid)
	}
	slices.Sort(pids)
	return pids
}

// Usage returns what the workers have taken so far.
func (p *Pool) Usage() Usage {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.past
	for w := range p.all {
		cpu, rss, pss := processUsage(w.pid)
		u.Workers++
		u.CPU += cpu
		u.RSS += rss
		u.PSS += pss
	}
	return u
}

// Limited reports whether every living worker's memory limit is in force.
func (p *Pool) Limited() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for w := range p.all {
		if !w.limited {
			return false
		}
	}
	return Limited()
}
