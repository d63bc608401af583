package timer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/rounds"
)

const (
	// batch is how many instances one round takes.
	batch = 64
	// atOnce is how many instances are worked on at the same time. Timers are
	// not in a hurry; people who decide at the same time are.
	atOnce = 4
	// inARow is how many timers of one instance fire before others have their
	// turn.
	inARow = 16
	// every is how often the worker looks. People set deadlines in minutes at
	// the least.
	every = time.Second
	// firstDelay and longestDelay are how long an instance waits whose timer
	// could not act: twice as long each time.
	firstDelay   = 5 * time.Second
	longestDelay = 10 * time.Minute
	// lateAfter is how long a timer may be overdue before it counts as late.
	lateAfter = time.Minute
)

// Due is an instance of which a timer is due.
type Due struct {
	Instance string
	// Tries counts how often its timers could not act.
	Tries int
}

// Source is where timers wait. Instants are UTC milliseconds.
type Source interface {
	// TimersDue returns up to limit instances of which a timer is due at now.
	TimersDue(ctx context.Context, now int64, limit int) ([]Due, error)
	// FireTimer lets the first due timer of an instance act, once, however many
	// try; it reports whether one did.
	FireTimer(ctx context.Context, instance string, now int64) (bool, error)
	// PostponeTimers lets an instance's timers wait until the given instant, and
	// counts a failure.
	PostponeTimers(ctx context.Context, instance string, until int64) error
	// TimersLate counts instances with a timer that was due before the given
	// instant and has not acted, up to limit.
	TimersLate(ctx context.Context, before int64, limit int) (int, error)
}

// Worker fires timers.
type Worker struct {
	source Source
	clock  clock.Clock
	log    *slog.Logger
}

// New returns a worker; Run starts it.
func New(s Source, c clock.Clock, log *slog.Logger) *Worker {
	return &Worker{source: s, clock: c, log: log}
}

// Run fires timers until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	rounds.Run(ctx, every, batch, w.Round, func(err error) { w.log.Error("firing timers", "error", err) })
}

// Round fires what is due once and returns how many instances it took. One whose
// timer cannot act is postponed and does not hold up others. The clock is read
// anew in each round, and nothing is remembered between two: a clock that jumps
// ahead fires early, one that is set back fires later, and neither fires twice.
func (w *Worker) Round(ctx context.Context) (int, error) {
	now := w.clock.Now().UnixMilli()
	due, err := w.source.TimersDue(ctx, now, batch)
	if err != nil {
		return 0, fmt.Errorf("timer: finding what is due: %w", err)
	}
	var (
		group  sync.WaitGroup
		places = make(chan struct{}, atOnce)
		errs   = make([]error, len(due))
	)
	for i, d := range due {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			errs[i] = w.fire(ctx, d, now)
		})
	}
	group.Wait()
	return len(due), errors.Join(errs...)
}

// fire lets the due timers of one instance act, one after the other.
func (w *Worker) fire(ctx context.Context, d Due, now int64) error {
	for range inARow {
		fired, err := w.source.FireTimer(ctx, d.Instance, now)
		if err == nil && fired {
			continue
		}
		if err == nil || ctx.Err() != nil {
			return nil
		}
		w.log.Warn("a timer could not act; it is tried again", "instance", d.Instance, "tries", d.Tries+1, "error", err)
		until := time.UnixMilli(now).Add(rounds.Delay(d.Tries+1, firstDelay, longestDelay)).UnixMilli()
		if err := w.source.PostponeTimers(ctx, d.Instance, until); err != nil {
			return fmt.Errorf("timer: postponing: %w", err)
		}
		return nil
	}
	return nil
}

// Late counts the instances of which a timer was due more than a minute ago and
// has not acted, up to 10,000. It is -1 where the source cannot say.
func (w *Worker) Late(ctx context.Context) int {
	n, err := w.source.TimersLate(ctx, w.clock.Now().Add(-lateAfter).UnixMilli(), 10_000)
	if err != nil {
		return -1
	}
	return n
}
