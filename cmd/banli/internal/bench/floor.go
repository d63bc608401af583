package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/workflow"
)

// FloorOptions say how to take the floor.
type FloorOptions struct {
	Clients  int
	Duration time.Duration
	WarmUp   time.Duration
	// Writes is how often a case's document is written on average, the first
	// time included.
	Writes float64
	// Notices is how many notices a case becomes on average.
	Notices float64
	// Body is the size of a case's document, in bytes of BSON.
	Body int
}

// TakeFloor measures what the store alone does with the writes of the leave
// case: the same documents under the same indexes, each case inserted and
// then replaced as often as the server does, from Clients goroutines in a
// closed loop, every write durable before the next.
func TakeFloor(ctx context.Context, o FloorOptions) (f Floor, err error) {
	dir, err := os.MkdirTemp("", "banli-floor-")
	if err != nil {
		return Floor{}, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing rests on its being gone
	backend, err := sqlitestore.Open(ctx, dir, sqlitestore.Options{})
	if err != nil {
		return Floor{}, fmt.Errorf("open the store: %w", err)
	}
	defer func() {
		if closing := backend.Close(); err == nil && closing != nil {
			err = fmt.Errorf("close the store: %w", closing)
		}
	}()
	spec, err := instanceSpec(ctx, backend)
	if err != nil {
		return Floor{}, err
	}
	cases, err := store.Open[workflow.Document](backend, spec)
	if err != nil {
		return Floor{}, fmt.Errorf("open the cases: %w", err)
	}
	told, err := newFloorNotices(ctx, backend)
	if err != nil {
		return Floor{}, err
	}
	templates, err := newTemplates(o.Body)
	if err != nil {
		return Floor{}, err
	}
	w := &floorWriter{cases: cases, told: told, templates: templates, writes: o.Writes, notices: o.Notices, clients: o.Clients, ids: ids.Random()}
	if _, err := w.drive(ctx, o.WarmUp); err != nil {
		return Floor{}, err
	}
	before, began := ownCPU(), time.Now()
	did, err := w.drive(ctx, o.Duration)
	if err != nil {
		return Floor{}, err
	}
	took, cpu := time.Since(began), ownCPU()-before
	n := float64(len(did.whole))
	if n == 0 {
		return Floor{}, fmt.Errorf("no case was written within %s", o.Duration)
	}
	return Floor{
		Clients: o.Clients, Seconds: took.Seconds(), Cases: len(did.whole),
		WritesPerCase: float64(len(did.writes)) / n, NoticesPerCase: o.Notices, BodyBytes: o.Body, Indexes: len(spec.Indexes),
		CasesPerSecond: n / took.Seconds(), Case: did.whole.spread(), Write: did.writes.spread(),
		CPUPerCase: milliseconds(cpu) / n,
	}, nil
}

// specRecorder is a backend that remembers how its collections are declared.
type specRecorder struct {
	store.Backend
	specs map[string]store.Spec
}

// Collection remembers the declaration and opens the collection.
func (r specRecorder) Collection(spec store.Spec) (store.RawCollection, error) {
	r.specs[spec.Name] = spec
	return r.Backend.Collection(spec)
}

// instanceSpec is the declaration that workflow itself makes, so that the
// floor cannot drift away from what the server writes.
func instanceSpec(ctx context.Context, b store.Backend) (store.Spec, error) {
	r := specRecorder{Backend: b, specs: map[string]store.Spec{}}
	if _, err := workflow.New(ctx, workflow.Deps{Backend: r, Calendar: calendar.NewSite(calendar.Default()), Clock: clock.System(), IDs: ids.Random()}); err != nil {
		return store.Spec{}, fmt.Errorf("learn the indexes of a case: %w", err)
	}
	spec, ok := r.specs["instances"]
	if !ok {
		return store.Spec{}, fmt.Errorf("workflow opens no collection of instances")
	}
	return spec, nil
}

// floorWriter writes cases in a closed loop.
type floorWriter struct {
	cases     *store.Collection[workflow.Document]
	told      *notify.Notices
	templates templates
	writes    float64
	notices   float64
	clients   int
	ids       ids.Source
	next      atomic.Int64
}

// floorTally is how long whole cases and single writes took.
type floorTally struct{ whole, writes latencies }

func (w *floorWriter) drive(ctx context.Context, d time.Duration) (floorTally, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	deadline := time.Now().Add(d)
	tallies := make([]floorTally, w.clients)
	var group sync.WaitGroup
	for i := range w.clients {
		group.Go(func() {
			for time.Now().Before(deadline) && ctx.Err() == nil {
				if err := w.oneCase(ctx, &tallies[i]); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	group.Wait()
	var sum floorTally
	for _, t := range tallies {
		sum.whole = append(sum.whole, t.whole...)
		sum.writes = append(sum.writes, t.writes...)
	}
	return sum, context.Cause(ctx)
}

func (w *floorWriter) oneCase(ctx context.Context, t *floorTally) error {
	began := time.Now()
	doc := w.templates.first(w.ids.New(), began.UnixMilli())
	n := w.next.Add(1)
	writes := writesOf(n, w.writes)
	for i := range writes {
		at := time.Now()
		if i == 0 {
			if err := w.cases.Insert(ctx, doc); err != nil {
				return fmt.Errorf("insert a case: %w", err)
			}
		} else {
			if i == writes-1 {
				if err := w.tell(ctx, doc.ID, writesOf(n, w.notices)); err != nil {
					return err
				}
			}
			doc = w.templates.following(doc, i == writes-1, at.UnixMilli())
			if err := w.cases.Replace(ctx, doc); err != nil {
				return fmt.Errorf("replace a case: %w", err)
			}
		}
		t.writes = append(t.writes, time.Since(at))
	}
	t.whole = append(t.whole, time.Since(began))
	return nil
}

// tell stores a case's notices through the room that stores them for the
// server, all at once, as the outbox works on many cases at once.
func (w *floorWriter) tell(ctx context.Context, id string, count int) error {
	errs := make([]error, count)
	var group sync.WaitGroup
	for i := range count {
		group.Go(func() {
			errs[i] = w.told.Deliver(ctx, outbox.Effect{
				ID: fmt.Sprintf("%s.%d.1", id, i), Kind: "task.assigned", To: []string{"user:" + floorPerson}, Instance: id, App: "leave", At: time.Now().UnixMilli(),
			})
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// floorPerson is whom the floor's notices are for.
var floorPerson = directory.PersonID("floor")

// newFloorNotices opens the notices of a company of one.
func newFloorNotices(ctx context.Context, b store.Backend) (*notify.Notices, error) {
	id, err := identity.New(ctx, b, clock.System(), identity.Options{})
	if err != nil {
		return nil, fmt.Errorf("open the people: %w", err)
	}
	if _, err := directory.New(id, clock.System()).AddPerson(ctx, directory.NewPerson{
		Login: "floor", Name: words.Text{"en": "Floor"}, Language: "en", Roles: []string{identity.RoleEmployee},
	}); err != nil {
		return nil, fmt.Errorf("add a person: %w", err)
	}
	return notify.New(b, id, nil, clock.System())
}

// writesOf spreads an average that is no whole number evenly over the cases:
// the writes of case n, counted from 1, and at least one.
func writesOf(n int64, average float64) int {
	return max(1, int(math.Floor(float64(n)*average)-math.Floor(float64(n-1)*average)))
}
