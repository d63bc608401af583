package main

import (
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

// moment is when a server is killed. It is told by what its clients see, not
// by the time: so a kill falls into the middle of something.
type moment int

const (
	// answered: a client has just been told that a command is carried out, while
	// those of others are being committed.
	answered moment = iota
	// asked: a command has just left for the server.
	asked
	// told: somebody has just heard of a notice: the outbox has delivered it, and
	// not acknowledged it in its case yet.
	told
)

func (m moment) String() string { return [...]string{"answers", "commands", "notices"}[m] }

// patience bounds how long a test waits for a server to get anywhere.
const patience = 2 * time.Minute

// node is one server of an arena.
type node struct {
	start func() *exec.Cmd
	// process is nil while the server is down.
	process *process
}

// arena is servers on one store that are killed at any moment and started again.
type arena struct {
	t *testing.T

	mu      sync.Mutex
	nodes   []*node
	changed chan struct{} // closed when a server comes or goes

	// The next kill: of victim, when left more moments of a kind were reached.
	victim *node
	at     moment
	left   int
	fell   chan struct{} // closed by the kill

	over   bool          // no client begins anything new
	failed chan struct{} // closed when something was wrong, which ends the test
}

func newArena(t *testing.T, starts ...func() *exec.Cmd) *arena {
	a := &arena{t: t, changed: make(chan struct{}), failed: make(chan struct{})}
	for _, start := range starts {
		a.nodes = append(a.nodes, &node{start: start})
	}
	return a
}

// raise starts a server that is down.
func (a *arena) raise(n *node) {
	a.t.Helper()
	p := start(a.t, n.start())
	a.mu.Lock()
	defer a.mu.Unlock()
	n.process = p
	a.news()
}

// news wakes whoever waits for a server to come or go.
func (a *arena) news() {
	close(a.changed)
	a.changed = make(chan struct{})
}

// errorf says what is wrong, and ends the test soon.
func (a *arena) errorf(format string, args ...any) {
	a.t.Helper()
	a.t.Errorf(format, args...)
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.over {
		a.over = true
		close(a.failed)
		a.news()
	}
}

// reach counts a moment, and kills where it was the one that the kill waits for.
func (a *arena) reach(m moment) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.victim == nil || a.at != m {
		return
	}
	if a.left--; a.left > 0 {
		return
	}
	if err := a.victim.process.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		a.t.Errorf("killing: %v", err)
	}
	a.victim.process, a.victim = nil, nil
	a.news()
	close(a.fell)
}

// kill kills a server when so many moments of a kind have been reached, waits
// until it is gone, and starts it again.
func (a *arena) kill(n *node, m moment, count int) {
	a.t.Helper()
	a.mu.Lock()
	process, fell := n.process, make(chan struct{})
	a.victim, a.at, a.left, a.fell = n, m, count, fell
	a.mu.Unlock()
	select {
	case <-fell:
	case <-a.failed:
		a.t.FailNow()
	case <-time.After(patience):
		a.t.Fatalf("%d %s were not seen within %s\n%s", count, m, patience, tail(process.log.String()))
	}
	_ = process.cmd.Wait() // it was killed
	if line := trouble(process.log.String()); line != "" {
		a.t.Fatalf("the server was in trouble before it was killed: %s", line)
	}
	a.raise(n)
}

// address is where the n-th server listens, or another one where that is down,
// and what is closed when one comes or goes. It waits for one to be up; where
// the test is over first it is empty.
func (a *arena) address(n int) (base string, changed <-chan struct{}) {
	for {
		a.mu.Lock()
		changed := a.changed
		for i := range a.nodes {
			if at := a.nodes[(n+i)%len(a.nodes)]; at.process != nil {
				base := at.process.base
				a.mu.Unlock()
				return base, changed
			}
		}
		a.mu.Unlock()
		select {
		case <-changed:
		case <-a.t.Context().Done():
			return "", nil
		}
	}
}

// finish lets nobody begin anything new.
func (a *arena) finish() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.over = true
	a.news()
}

func (a *arena) finished() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.over || a.t.Context().Err() != nil
}

// stop ends every server as a supervisor would.
func (a *arena) stop() {
	a.t.Helper()
	for _, n := range a.nodes {
		n.process.stop()
		if line := trouble(n.process.log.String()); line != "" {
			a.t.Errorf("a server was in trouble: %s", line)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.news()
}

// tail is the end of a log.
func tail(log string) string {
	const keep = 4 << 10
	return log[max(0, len(log)-keep):]
}

// trouble returns a line of a log that tells of a fault of the program. That
// the policy had no time is one of the machine, which does much at once.
func trouble(log string) string {
	for line := range strings.Lines(log) {
		if strings.Contains(line, authz.ErrTimeout.Error()) || strings.Contains(line, authz.ReasonTimeout) {
			continue
		}
		for _, sign := range []string{"panic", "fatal error", "DATA RACE", `"level":"ERROR"`} {
			if strings.Contains(line, sign) {
				return line
			}
		}
	}
	return ""
}
