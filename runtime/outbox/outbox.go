package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/rounds"
)

const (
	// batch is how many documents one round takes.
	batch = 256
	// atOnce is how many documents are worked on at the same time: the store
	// commits what waits together, so a single file would be the slow part.
	atOnce = 32
	// idle is how long the worker rests when nothing is due. A change in this
	// process is not waited for: effects are for people, who do not notice.
	idle = 200 * time.Millisecond
	// firstDelay and longestDelay are how long a failed delivery waits: twice
	// as long each time.
	firstDelay   = 5 * time.Second
	longestDelay = 10 * time.Minute
)

// Effect is a notice to people, or an order to some other part of the product.
type Effect struct {
	// ID is the same at every attempt.
	ID string
	// Kind is what it is about, such as "task.assigned".
	Kind string
	// To lists principals.
	To []string
	// Instance, Task, Node and App say where it happened.
	Instance, Task, Node, App string
	// No is the instance's number, by which people tell it from others.
	No string
	// At is when, in UTC milliseconds.
	At int64
	// Text is what is said, where the kind alone does not say it.
	Text words.Text
	// For are those of To who are meant in the place of somebody who is away.
	For []StandIn
	// Errand is what an order belongs to, Data what its receiver needs to know,
	// as JSON text.
	Errand string
	Data   []byte
}

// StandIn says that one principal acts for another.
type StandIn struct{ By, For string }

// Parcel holds the waiting effects of one document.
type Parcel struct {
	Document string
	Effects  []Effect
	// Tries counts the failed deliveries so far.
	Tries int
	// Held is what the source wants back with the parcel: it saves reading the
	// document a second time. The worker does not look at it.
	Held any
}

// Source is where effects wait.
type Source interface {
	// Due returns up to limit parcels that may be delivered at now (UTC
	// milliseconds).
	Due(ctx context.Context, now int64, limit int) ([]Parcel, error)
	// Acknowledge takes the effects with these ids out of a parcel's document.
	Acknowledge(ctx context.Context, p Parcel, ids []string) error
	// Postpone lets the effects of a parcel's document wait until the given
	// instant, and counts a failed attempt.
	Postpone(ctx context.Context, p Parcel, until int64) error
	// Pending counts the documents with waiting effects, up to limit.
	Pending(ctx context.Context, limit int) (int, error)
}

// Deliverer delivers an effect. A repeat under the same id must do nothing.
type Deliverer interface {
	Deliver(ctx context.Context, e Effect) error
}

// Worker moves effects from the source to the deliverer.
type Worker struct {
	source  Source
	deliver Deliverer
	clock   clock.Clock
	log     *slog.Logger
}

// New returns a worker; Run starts it.
func New(s Source, d Deliverer, c clock.Clock, log *slog.Logger) *Worker {
	return &Worker{source: s, deliver: d, clock: c, log: log}
}

// Run delivers until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	rounds.Run(ctx, idle, batch, w.Round, func(err error) { w.log.Error("delivering effects", "error", err) })
}

// Round delivers what is due once, and returns how many parcels it took. A
// parcel that cannot be delivered is postponed and does not hold up others.
func (w *Worker) Round(ctx context.Context) (int, error) {
	parcels, err := w.source.Due(ctx, w.clock.Now().UnixMilli(), batch)
	if err != nil {
		return 0, fmt.Errorf("outbox: finding what is due: %w", err)
	}
	var (
		group  sync.WaitGroup
		places = make(chan struct{}, atOnce)
		errs   = make([]error, len(parcels))
	)
	for i, p := range parcels {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			errs[i] = w.send(ctx, p)
		})
	}
	group.Wait()
	return len(parcels), errors.Join(errs...)
}

func (w *Worker) send(ctx context.Context, p Parcel) error {
	var delivered []string
	var failure error
	// What cannot be done holds up those of its own kind, which would fail as
	// well, and not what people are to be told.
	held := map[string]bool{}
	for _, e := range p.Effects {
		if held[e.Kind] {
			continue
		}
		if err := w.deliver.Deliver(ctx, e); err != nil {
			failure, held[e.Kind] = err, true
			continue
		}
		delivered = append(delivered, e.ID)
	}
	if len(delivered) > 0 {
		if err := w.source.Acknowledge(ctx, p, delivered); err != nil {
			return fmt.Errorf("outbox: acknowledging: %w", err)
		}
	}
	if failure == nil {
		return nil
	}
	w.log.Warn("an effect could not be delivered", "instance", p.Document, "tries", p.Tries+1, "error", failure)
	until := w.clock.Now().Add(rounds.Delay(p.Tries+1, firstDelay, longestDelay)).UnixMilli()
	if err := w.source.Postpone(ctx, p, until); err != nil {
		return fmt.Errorf("outbox: postponing: %w", err)
	}
	return nil
}

// Pending counts the documents with waiting effects, up to 10,000. It is -1
// where the store cannot say.
func (w *Worker) Pending(ctx context.Context) int {
	n, err := w.source.Pending(ctx, 10_000)
	if err != nil {
		return -1
	}
	return n
}
