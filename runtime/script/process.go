package script

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
)

// errNotStarted means that a worker was gone before a request reached it.
var errNotStarted = errors.New("script: the worker was gone")

const (
	// startLimit is how long a worker may take to become ready, lowStartLimit how
	// long one that has only the processor time that nobody else wants.
	startLimit    = 20 * time.Second
	lowStartLimit = 500 * time.Millisecond
)

// maxLastWords is how much is kept of what a dying worker says.
const maxLastWords = 4 << 10

// process is one worker as its parent sees it. One request is served at a time.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	outPipe io.ReadCloser // what out reads
	pid     int
	limited bool
	wall    time.Duration
	gone    chan struct{} // closed when the process has ended and been waited for
	words   tail
	killing atomic.Bool
	retired atomic.Bool // killed though its run has ended in time
	timer   *time.Timer
	watch   clock.Clock   // only for how long a run takes
	trial   bool          // for scripts that have not proved quick
	heavy   chan struct{} // closed when a run has turned out to be a heavy one

	mu      sync.Mutex // guards what follows against the timer
	running bool
	slowed  bool                  // heavy is closed
	owed    bool                  // the run is of a script that was not heavy lately
	spent   time.Duration         // on the run elsewhere, before
	starved time.Duration         // how long a run took, on trial, until it was given up for starved
	quick   bool                  // the run that ended last was a quick one
	began   time.Time             // when the run began
	before  time.Duration         // processor time of the worker when the run began
	known   map[[32]byte]struct{} // scripts sent to it
	frame   []byte
	reply   []byte
}

// startTrial starts a worker for scripts that have not proved quick: one that
// has only the processor time that nobody else wants. That goes for its start
// too, which takes longer than many runs; where the machine is too busy for it,
// it starts like others and is put back when it is ready.
func startTrial(o Options) (*process, error) {
	w, err := startProcess(o, lowStartLimit, lowerPriority)
	if err != nil {
		if w, err = startProcess(o, startLimit, nil); err != nil {
			return nil, err
		}
		lowerPriority(w.pid)
	}
	w.trial = true
	return w, nil
}

// startProcess starts a worker and waits until it is ready. Something may be done
// to its process as soon as there is one.
func startProcess(o Options, limit time.Duration, first func(pid int)) (*process, error) {
	w := &process{gone: make(chan struct{}), heavy: make(chan struct{}), wall: o.Wall, watch: clock.System(), known: map[[32]byte]struct{}{}}
	w.command = exec.Command(o.Command[0], o.Command[1:]...) // the pool's owner says what a worker is
	// Nothing of our environment: what a script can't see it can't tell. One
	// thread of JavaScript needs one processor, and the time zone of dates
	// without one is UTC wherever the site is.
	w.command.Env = append([]string{"TZ=UTC", "GOMAXPROCS=1", "GOTRACEBACK=none"}, o.Env...)
	w.command.Stderr = &w.words
	var err error
	if w.in, err = w.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWorker, err)
	}
	if w.outPipe, err = w.command.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWorker, err)
	}
	w.out = bufio.NewReaderSize(w.outPipe, 16<<10)
	if err := w.command.Start(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWorker, err)
	}
	w.pid = w.command.Process.Pid
	if first != nil {
		first(w.pid)
	}
	go w.wait()
	starting := time.AfterFunc(limit, w.kill)
	if err := w.greet(o); err != nil {
		w.kill()
		<-w.gone
		return nil, fmt.Errorf("%w: %w: %s", ErrWorker, err, w.words.String())
	}
	starting.Stop()
	w.timer = time.AfterFunc(time.Hour, w.look)
	w.timer.Stop()
	return w, nil
}

func (w *process) greet(o Options) error {
	if err := writeJSON(w.in, hello{Memory: o.Memory, Stack: o.Stack, WallMS: o.Wall.Milliseconds()}); err != nil {
		return err
	}
	var r ready
	if err := readJSON(w.out, &r); err != nil {
		return err
	}
	w.limited = r.Limited
	return nil
}

func (w *process) kill() {
	w.killing.Store(true)
	_ = w.command.Process.Kill() // it may have ended by itself
	// A process needs the processor once more to end, and one of low priority
	// may wait for it. Whoever waits for its answer shall not.
	for _, pipe := range []any{w.in, w.outPipe} {
		if p, ok := pipe.(interface{ SetDeadline(time.Time) error }); ok {
			_ = p.SetDeadline(time.Unix(1, 0)) // closed means that nobody waits
		}
	}
}

// wait reaps the process when it ends, however it does. What it had written
// and nobody read by then is lost; no answer of a dead worker counts.
func (w *process) wait() {
	_ = w.command.Wait() // how it ended is told by what it said
	close(w.gone)
}

func (w *process) isGone() bool {
	select {
	case <-w.gone:
		return true
	default:
		return false
	}
}

// isEnding reports whether the process can serve no more.
func (w *process) isEnding() bool { return w.killing.Load() || w.isGone() }

// serve runs one request. After any error the worker is gone.
func (w *process) serve(source Source, q *request) (*result, error) {
	w.begin(q.heavy, q.spent)
	body, err := w.exchange(source, q)
	if !w.end() && err == nil {
		err = io.ErrUnexpectedEOF // answered while being killed: too late
	}
	if err != nil {
		return nil, w.bury(err)
	}
	var res result
	if len(body) > 0 {
		if err := json.Unmarshal(body, &res); err != nil {
			return nil, w.bury(err)
		}
	}
	return &res, nil
}

// exchange sends a request and reads the answer, with the source only if the
// worker asks for it or can't have it.
func (w *process) exchange(source Source, q *request) ([]byte, error) {
	q.source = nil
	if _, ok := w.known[q.digest]; !ok {
		q.source = []byte(source.code)
	}
	for {
		w.frame = endFrame(q.appendTo(beginFrame(w.frame)))
		if _, err := w.in.Write(w.frame); err != nil {
			return nil, fmt.Errorf("%w: %w", errNotStarted, err)
		}
		var err error
		if w.reply, err = readFrame(w.out, w.reply, maxAnswer); err != nil {
			return nil, err
		}
		if len(w.reply) == 0 {
			return nil, errFrame
		}
		if w.reply[0] == answerResult {
			if len(w.known) >= 4*maxPrograms { // the worker has forgotten most of them
				clear(w.known)
			}
			w.known[q.digest] = struct{}{}
			return w.reply[1:], nil
		}
		if q.source != nil {
			return nil, errFrame
		}
		q.source = []byte(source.code)
	}
}

// bury makes sure that the worker is gone and says what it died of.
func (w *process) bury(err error) error {
	timedOut := w.killing.Load()
	w.kill()
	if !timedOut {
		<-w.gone
	}
	said := w.words.String()
	switch {
	case errors.Is(err, errNotStarted) && !timedOut:
		return err
	case strings.Contains(said, "fatal error"), strings.Contains(said, "SIGSEGV"), strings.Contains(said, "out of memory"),
		strings.Contains(said, "failed to allocate"):
		// Mistakes of scripts and of the engine are caught in the worker. What
		// ends it is its limit: an allocation or a stack that may not grow, and
		// where the collector's own structures can't, the runtime runs into nil.
		// (The last words are the race detector's, in tests.)
		return ErrMemory
	case timedOut:
		return ErrTimeout
	case w.command.ProcessState.ExitCode() == exitOverdue: // its own clock was first
		return ErrTimeout
	}
	return fmt.Errorf("%w: %w: %s", ErrWorker, err, said)
}

// lastWords says why a worker that is gone has ended.
func (w *process) lastWords() string {
	if said, _, _ := strings.Cut(w.words.String(), "\n"); said != "" {
		return said
	}
	switch {
	case w.retired.Load():
		return "retired after a heavy run"
	case w.wasStarved() > 0:
		return "the machine had no processor for it"
	case w.killing.Load():
		return "killed for its time"
	}
	return w.command.ProcessState.String()
}

func (w *process) cpuTotal() time.Duration {
	return w.command.ProcessState.UserTime() + w.command.ProcessState.SystemTime()
}

// tail keeps the first part of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps what fits and drops the rest; it never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := maxLastWords - t.buf.Len(); room > 0 {
		t.buf.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(t.buf.String())
}
