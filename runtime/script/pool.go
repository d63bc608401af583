package script

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
)

// WorkerCommand is the argument that this binary is started with to be a
// worker; it then calls WorkerMain.
const WorkerCommand = "script-worker"

// Options set up a Pool. A zero value stands for the default of each.
type Options struct {
	Command []string      // program and arguments of a worker; this binary with WorkerCommand
	Env     []string      // environment of a worker beside what Go needs; empty
	Workers int           // processes kept warm; 2
	Wall    time.Duration // a run may take so long; 250 ms
	Memory  int64         // bytes a script may take beyond what a worker needs; 64 MiB
	Stack   int           // calls inside each other; 1,000
	Queue   int           // runs that may wait for a worker; 64
	Wait    time.Duration // how long a run may wait; 2 s
	Clock   clock.Clock   // what scripts see as now; the system's
	Logger  *slog.Logger  // where deaths of workers are told; nowhere
}

func (o Options) withDefaults() (Options, error) {
	if len(o.Command) == 0 {
		self, err := os.Executable()
		if err != nil {
			return o, fmt.Errorf("script: finding this binary: %w", err)
		}
		o.Command = []string{self, WorkerCommand}
	}
	def(&o.Workers, 2)
	def(&o.Wall, 250*time.Millisecond)
	def(&o.Memory, 64<<20)
	def(&o.Stack, 1000)
	def(&o.Queue, 64)
	def(&o.Wait, 2*time.Second)
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Pool runs scripts in worker processes that it starts, keeps warm, kills and
// replaces. It is safe for concurrent use.
type Pool struct {
	options Options
	slots   sync.WaitGroup
	closing chan struct{}

	mu      sync.Mutex
	closed  bool
	idle    []*process // the last used at the end, and taken first
	waiters []chan *process
	all     map[*process]struct{}
	aside   int   // heavy runs whose slot has another worker already
	past    Usage // of workers that are gone
}

var _ Runner = (*Pool)(nil)

// NewPool starts the workers and returns without waiting for them; a run waits
// for the first one that is ready.
func NewPool(options Options) (*Pool, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	p := &Pool{options: o, closing: make(chan struct{}), all: map[*process]struct{}{}}
	for range o.Workers {
		p.slots.Add(1)
		go p.keepSlot()
	}
	return p, nil
}

// Close kills the workers and waits until they are gone.
func (p *Pool) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	close(p.closing)
	for w := range p.all {
		w.kill()
	}
	p.mu.Unlock()
	p.slots.Wait()
	return nil
}

// The pause before a worker is started again after one could not be started,
// doubling from the first to the last.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 5 * time.Second
)

// keepSlot keeps one worker alive: whenever it is gone, or busy with a heavy
// run, another is started.
func (p *Pool) keepSlot() {
	defer p.slots.Done()
	pause := firstPause
	for {
		w, err := startProcess(p.options)
		if err == nil && !p.enter(w) {
			w.kill()
			<-w.gone
			return
		}
		if err != nil {
			p.options.Logger.Error("a script worker could not be started", "error", err, "again_in", pause)
			select {
			case <-p.closing:
				return
			case <-time.After(pause):
			}
			pause = min(pause*2, lastPause)
			continue
		}
		pause = firstPause
		if !w.limited {
			p.options.Logger.Warn("the memory of scripts is not limited on this system", "pid", w.pid)
		}
		p.give(w)
		select {
		case <-w.gone:
		case <-w.heavy:
			if p.setAside() {
				go p.seeOff(w)
				continue
			}
		}
		if p.mourn(w) {
			return
		}
	}
}

// setAside lets the slot of a heavy run have another worker before the run has
// ended, so that nobody waits for it. As many may be aside as there are slots;
// beyond that heavy runs keep theirs, and all there can be is twice Workers. It
// returns false when the run keeps its slot.
func (p *Pool) setAside() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.aside >= p.options.Workers {
		return false
	}
	p.aside++
	p.slots.Add(1)
	return true
}

// seeOff waits for the end of a worker that was set aside.
func (p *Pool) seeOff(w *process) {
	defer p.slots.Done()
	p.mourn(w)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.aside--
}

// mourn waits for the end of a worker and tells of it; it returns true when
// the pool is closing.
func (p *Pool) mourn(w *process) bool {
	<-w.gone
	if p.leave(w) {
		return true
	}
	p.options.Logger.Warn("a script worker ended and is replaced", "pid", w.pid, "why", w.lastWords())
	return false
}

// enter counts a worker in; it returns false when the pool is closing.
func (p *Pool) enter(w *process) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.all[w] = struct{}{}
	return true
}

// leave counts a worker out; it returns true when the pool is closing.
func (p *Pool) leave(w *process) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, w)
	p.idle = slices.DeleteFunc(p.idle, func(i *process) bool { return i == w })
	p.past.CPU += w.cpuTotal()
	if !p.closed {
		p.past.Replaced++
	}
	return p.closed
}

// give hands a worker to whoever has waited longest, or lets it rest.
func (p *Pool) give(w *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if w.isGone() {
		return
	}
	if len(p.waiters) > 0 {
		p.waiters[0] <- w
		p.waiters = slices.Delete(p.waiters, 0, 1)
		return
	}
	p.idle = append(p.idle, w)
}

// take returns a worker for one run.
func (p *Pool) take(ctx context.Context) (*process, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return w, nil
	}
	if len(p.waiters) >= p.options.Queue {
		p.mu.Unlock()
		return nil, ErrBusy
	}
	mine := make(chan *process, 1)
	p.waiters = append(p.waiters, mine)
	p.mu.Unlock()

	limit := time.NewTimer(p.options.Wait)
	defer limit.Stop()
	var err error
	select {
	case w := <-mine:
		return w, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-limit.C:
		err = ErrBusy
	case <-p.closing:
		err = ErrClosed
	}
	p.mu.Lock()
	p.waiters = slices.DeleteFunc(p.waiters, func(c chan *process) bool { return c == mine })
	p.mu.Unlock()
	select {
	case w := <-mine: // handed over at the last moment
		p.give(w)
	default:
	}
	return nil, err
}

// Ready waits until a worker is ready.
func (p *Pool) Ready(ctx context.Context) error {
	w, err := p.take(ctx)
	if err != nil {
		return err
	}
	p.give(w)
	return nil
}

// Validate is Runner's.
func (p *Pool) Validate(ctx context.Context, source Source, form, ctxValue any) ([]Problem, error) {
	if source.Empty() {
		return nil, nil
	}
	r, err := p.Run(ctx, source, form, ctxValue)
	if err != nil {
		return nil, err
	}
	return r.Problems, nil
}

// Call is Runner's.
func (p *Pool) Call(ctx context.Context, source Source, f Function, form, ctxValue any) (json.RawMessage, error) {
	r, err := p.Try(ctx, source, f, p.options.Clock.Now(), form, ctxValue)
	if err != nil {
		return nil, err
	}
	return r.Value, nil
}

// Run is Validate with everything that came of it. The report is there with a
// *ScriptError too, for its console.
func (p *Pool) Run(ctx context.Context, source Source, form, ctxValue any) (*Report, error) {
	return p.Try(ctx, source, FuncValidate, p.options.Clock.Now(), form, ctxValue)
}

// Try calls a function of a script, which sees the given instant as now, and
// returns everything that came of it. The report is nil where the script was
// stopped or could not run.
func (p *Pool) Try(ctx context.Context, source Source, f Function, now time.Time, form, ctxValue any) (*Report, error) {
	formJSON, err := asJSON(form)
	if err != nil {
		return nil, fmt.Errorf("script: the form as JSON: %w", err)
	}
	ctxJSON, err := asJSON(ctxValue)
	if err != nil {
		return nil, fmt.Errorf("script: the context as JSON: %w", err)
	}
	if len(formJSON)+len(ctxJSON) > MaxInput {
		return nil, ErrInputTooLarge
	}
	return p.ask(ctx, source, &request{kind: byte(f), now: now.UnixMilli(), form: formJSON, ctx: ctxJSON})
}

func asJSON(v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return []byte("null"), nil
	case json.RawMessage:
		return v, nil
	}
	return json.Marshal(v)
}

// ask runs one request on a worker.
func (p *Pool) ask(ctx context.Context, source Source, q *request) (*Report, error) {
	if len(source.code) > MaxSource {
		return nil, ErrSourceTooLarge
	}
	q.digest = source.digest
	for {
		w, err := p.take(ctx)
		if err != nil {
			return nil, err
		}
		res, err := w.serve(source, q)
		if errors.Is(err, errNotStarted) { // it was dead before; another will do
			continue
		}
		if err != nil {
			return nil, err // the worker is gone, or about to be
		}
		if w.isHeavy() {
			w.retired.Store(true)
			w.kill()
		} else {
			p.give(w)
		}
		report := &Report{Problems: res.Problems, Value: res.Value, Console: res.Console, Took: time.Duration(res.Micros) * time.Microsecond, Missing: res.Missing}
		if res.Error != nil {
			return report, res.Error
		}
		return report, nil
	}
}
