package audit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/store"
)

const (
	// flushEvery is how long a chain's new head waits for the journal.
	flushEvery = time.Second
	// maxLines is how many heads one entry of the journal holds.
	maxLines = 2000
	// maxHeads bounds what waits while the store is away: beyond it, heads of
	// further objects are left to their next change.
	maxHeads = 100_000
)

// head is a chain's length and head.
type head struct {
	seq  int64
	head []byte
}

// heads are what the journal does not hold yet, the newest of each chain, and
// the entries whose copy failed.
type heads struct {
	mu    sync.Mutex
	byObj map[string]head
	owed  map[string]Tail
}

func (h *heads) note(object string, at head) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.byObj == nil {
		h.byObj = map[string]head{}
	}
	old, waiting := h.byObj[object]
	if waiting && old.seq >= at.seq || !waiting && len(h.byObj) >= maxHeads {
		return
	}
	h.byObj[object] = at
}

func (h *heads) owe(object string, t Tail) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.owed == nil {
		h.owed = map[string]Tail{}
	}
	if h.owed[object].Seq < t.Seq && len(h.owed) < maxHeads {
		h.owed[object] = t
	}
}

// take empties what waits.
func (h *heads) take() (map[string]head, map[string]Tail) {
	h.mu.Lock()
	defer h.mu.Unlock()
	waiting, owed := h.byObj, h.owed
	h.byObj, h.owed = nil, nil
	return waiting, owed
}

// Note tells the journal the head of a chain that was just stored. It costs
// no I/O; Flush writes it down.
func (r *Recorder) Note(object string, seq int64, newHead []byte) {
	r.heads.note(object, head{seq: seq, head: newHead})
}

// lineOf is a head as the journal holds it: half of the digest is far more
// than anyone could hit.
func lineOf(object string, h head) string {
	return object + " " + strconv.FormatInt(h.seq, 10) + " " + short16(h.head)
}

func parseLine(line string) (object string, seq int64, short string, ok bool) {
	rest, short, ok := cutLast(line)
	if !ok {
		return "", 0, "", false
	}
	object, number, ok := cutLast(rest)
	if !ok {
		return "", 0, "", false
	}
	seq, err := strconv.ParseInt(number, 10, 64)
	return object, seq, short, err == nil
}

func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

// Flush writes the refusals that wait, copies what is owed and writes the
// waiting heads to the journal. What fails waits for the next time.
func (r *Recorder) Flush(ctx context.Context) error {
	errs := []error{r.writeRefusals(ctx)}
	waiting, owed := r.heads.take()
	for object, t := range owed {
		if err := r.copy(ctx, t); err != nil {
			r.heads.owe(object, t)
			errs = append(errs, err)
		}
	}
	objects := slices.Sorted(maps.Keys(waiting))
	for part := range slices.Chunk(objects, maxLines) {
		lines := make([]string, len(part))
		for i, o := range part {
			lines[i] = lineOf(o, waiting[o])
		}
		system := With(ctx, Who{Scheme: SchemeSystem})
		if err := r.record(system, Event{Object: journalObject, Action: "record.kept"}, lines); err != nil {
			errs = append(errs, err)
			for _, o := range part {
				r.heads.note(o, waiting[o])
			}
		}
	}
	return errors.Join(errs...)
}

// Run keeps the journal, and closes what was counted of refusals, until ctx
// ends; then it writes the rest.
func (r *Recorder) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			r.Close(context.WithoutCancel(ctx))
			return
		case <-tick.C:
			r.keep(ctx)
		}
	}
}

func (r *Recorder) keep(ctx context.Context) {
	r.refusals.sumUp(r.clock.Now().UnixMilli())
	if err := r.Flush(ctx); err != nil && ctx.Err() == nil {
		r.log.Warn("the journal of the record is written later", "error", err)
	}
}

// Close writes down everything that waits: the counts of refusals and the
// heads that the journal has not got.
func (r *Recorder) Close(ctx context.Context) {
	r.refusals.sumUp(-1)
	if err := r.Flush(ctx); err != nil {
		r.log.Error("the journal of the record was not finished; it is at the next change of each object", "error", err)
	}
}

// JournalHead returns the journal's length and head: the digest of the whole
// record so far. It is empty before the first entry.
func (r *Recorder) JournalHead(ctx context.Context) (int64, []byte, error) {
	doc, err := r.tails.Get(ctx, journalObject)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("audit: reading the journal's tail: %w", err)
	}
	return doc.Audit.Seq, doc.Audit.Head, nil
}
