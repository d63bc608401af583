package script

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
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
	Workers int           // processes kept warm for scripts that have proved quick; 2
	Trial   int           // processes kept warm for all other scripts; half as many, at least 1
	OneLane bool          // Workers processes run all scripts, and none is on trial
	Wall    time.Duration // a run may take so long; 250 ms
	Memory  int64         // bytes a script may take beyond what a worker needs; 64 MiB
	Stack   int           // calls inside each other; 1,000
	Queue   int           // runs that may wait for a worker of a lane; 256
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
	def(&o.Trial, max(1, o.Workers/2))
	if o.OneLane {
		o.Trial = 0
	}
	def(&o.Wall, 250*time.Millisecond)
	def(&o.Memory, 64<<20)
	def(&o.Stack, 1000)
	def(&o.Queue, 256)
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
//
// It has two lanes, so that a script that takes long stands in nobody's way. A
// script begins on trial: workers that have only the processor time that nobody
// else wants run it, and so they are started. One that has proved quick runs in
// the other lane, with workers of its own and the priority of everybody, until
// it is quick no more.
type Pool struct {
	options Options
	closing chan struct{}
	quick   *lane
	trial   *lane
	proofs  proofs
	watch   clock.Clock // how long the machine has been busy, not what scripts see

	mu       sync.Mutex
	closed   bool
	starving time.Time // until then nothing is on trial that can be elsewhere
}

var _ Runner = (*Pool)(nil)

// NewPool starts the workers and returns without waiting for them; a run waits
// for the first one that is ready.
func NewPool(options Options) (*Pool, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	p := &Pool{options: o, closing: make(chan struct{}), watch: clock.System()}
	p.quick = newLane(o, o.Workers, false, p.closing)
	p.trial = newLane(o, o.Trial, true, p.closing)
	return p, nil
}

// Close kills the workers and waits until they are gone.
func (p *Pool) Close() error {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.closing)
	}
	p.mu.Unlock()
	for _, l := range p.lanes() {
		l.close()
	}
	return nil
}

func (p *Pool) lanes() []*lane { return []*lane{p.quick, p.trial} }

// laneOf returns the lane that a request belongs to, and what the lane is to
// know of it.
func (p *Pool) laneOf(q *request) (*lane, caller) {
	c := caller{digest: q.digest}
	if p.options.OneLane {
		return p.quick, c
	}
	is, known := p.proofs.of(q.digest)
	c.heavy = is.heavy
	switch {
	case known && is.owed == 0 && q.kind != askOutline:
		return p.quick, c
	case !c.heavy && (q.starved || known && p.isStarving()):
		return p.quick, c
	}
	return p.trial, c
}

// starvation is for how many times the wall clock a machine counts as too busy
// for trials after one was starved. On such a machine every trial would end so,
// and its worker with it: scripts that are known to be slow, but no worse, are
// spared it. New ones are not, for they may be anything.
const starvation = 4

func (p *Pool) starved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starving = p.watch.Now().Add(starvation * p.options.Wall)
}

func (p *Pool) isStarving() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.watch.Now().Before(p.starving)
}

// Ready waits until a worker is ready, one of those that most runs need.
func (p *Pool) Ready(ctx context.Context) error { return p.quick.ready(ctx) }

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
		l, c := p.laneOf(q)
		w, err := l.take(ctx, c)
		if errors.Is(err, errStarved) {
			q.starved = true
			p.starved()
			continue
		}
		if errors.Is(err, errProved) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if _, now := p.laneOf(q); now.heavy && l == p.quick { // it has been found out while it waited
			l.giveBack(w, c)
			continue
		}
		q.heavy = c.heavy
		res, err := w.serve(source, q)
		if errors.Is(err, errNotStarted) { // it was dead before; another will do
			l.giveBack(w, c)
			continue
		}
		if spent := w.wasStarved(); err != nil && spent > 0 { // it has changed nothing and can run again
			q.starved, q.spent = true, spent
			p.starved()
			l.giveBack(w, c)
			continue
		}
		if q.kind != askOutline {
			p.proofs.note(q.digest, err == nil && w.wasQuick(), w.isHeavy() || err != nil)
			if next, _ := p.laneOf(q); l == p.trial && next == p.quick { // nor need the others wait
				p.trial.letGo(q.digest)
			}
		}
		if err == nil && w.isHeavy() {
			w.retired.Store(true)
			w.kill()
		}
		l.giveBack(w, c)
		if err != nil {
			return nil, err // the worker is gone, or about to be
		}
		report := &Report{Problems: res.Problems, Value: res.Value, Console: res.Console, Took: time.Duration(res.Micros) * time.Microsecond, Missing: res.Missing}
		if res.Error != nil {
			return report, res.Error
		}
		return report, nil
	}
}
