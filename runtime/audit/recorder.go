package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
)

// Options adjust a Recorder.
type Options struct {
	// Vault keeps the key of the chains' links from whoever can read and write
	// the store; nil leaves the links plain. See Sealer.
	Vault Vault
	// Log is told of copies that must be made later; nil for nobody.
	Log *slog.Logger
}

// Recorder writes the record. It is safe for concurrent use.
type Recorder struct {
	sealer  Sealer
	clock   clock.Clock
	log     *slog.Logger
	entries *store.Collection[entryDocument]
	journal *store.Collection[entryDocument]
	tails   *store.Collection[tailDocument]

	queues   queues // records of one object follow each other within this process
	heads    heads
	refusals refusals
	cursors  cursors
}

// New opens the collections of the record. It returns ErrKey where the vault
// does not open the key of the chains.
func New(ctx context.Context, b store.Backend, c clock.Clock, o Options) (*Recorder, error) {
	r := &Recorder{clock: c, log: o.Log}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if r.entries, err = store.Open[entryDocument](b, entriesSpec); err != nil {
		return nil, fmt.Errorf("audit: opening the record: %w", err)
	}
	if r.journal, err = store.Open[entryDocument](b, journalSpec); err != nil {
		return nil, fmt.Errorf("audit: opening the journal: %w", err)
	}
	if r.tails, err = store.Open[tailDocument](b, tailsSpec); err != nil {
		return nil, fmt.Errorf("audit: opening the tails: %w", err)
	}
	secrets, err := store.Open[secretDocument](b, store.Spec{Name: "secrets"})
	if err != nil {
		return nil, fmt.Errorf("audit: opening secrets: %w", err)
	}
	doc, err := secret(ctx, secrets, cursorKeyID, func(key []byte) []byte { return key })
	if err != nil {
		return nil, err
	}
	r.cursors = cursors{key: doc.Key}
	if o.Vault != nil {
		key, err := linkKey(ctx, secrets, o.Vault)
		if err != nil {
			return nil, err
		}
		r.sealer = NewSealer(key)
	}
	return r, nil
}

// Sealer returns what the chains of instances are linked with.
func (r *Recorder) Sealer() Sealer { return r.sealer }

// ErrCarrier says that a document of this type carries no tail.
var ErrCarrier = errors.New("audit: the document carries no tail")

// Insert stores a new document with its object's first entry: both or
// neither. Errors are the store's.
func Insert[T any](ctx context.Context, r *Recorder, c *store.Collection[T], doc *T, e Event) error {
	return write(ctx, r, doc, e, c.Insert)
}

// Replace stores a changed document, if nobody changed it since, with the
// entry that says what changed: both or neither. Errors are the store's.
func Replace[T any](ctx context.Context, r *Recorder, c *store.Collection[T], doc *T, e Event) error {
	return write(ctx, r, doc, e, c.Replace)
}

func write[T any](ctx context.Context, r *Recorder, doc *T, e Event, put func(context.Context, *T) error) error {
	tail, ok := tailOf(doc)
	if !ok {
		return fmt.Errorf("%w: %T", ErrCarrier, *doc)
	}
	before := *tail
	if err := r.extend(ctx, tail, e, nil); err != nil {
		return err
	}
	if err := put(ctx, doc); err != nil {
		*tail = before
		return err
	}
	r.settle(ctx, *tail)
	return nil
}

// Finish ends an object: the document is stored as it is by then, with its
// last entry, then that entry is copied, and only then the document goes. A
// document that is there and carries an ended chain is what a crash left;
// finishing it again takes it away. The readers of the collection must treat
// it as gone from the first write on.
func Finish[T any](ctx context.Context, r *Recorder, c *store.Collection[T], doc *T, head func(*T) (id string, rev int64), e Event) error {
	tail, ok := tailOf(doc)
	if !ok {
		return fmt.Errorf("%w: %T", ErrCarrier, *doc)
	}
	if !tail.Ended() {
		e.Ends = true
		if err := Replace(ctx, r, c, doc, e); err != nil {
			return err
		}
	}
	if err := r.copy(ctx, *tail); err != nil {
		return err
	}
	id, rev := head(doc)
	if err := c.Delete(ctx, id, rev); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// Ended reports whether the chain's last entry ended its object.
func (t *Tail) Ended() bool {
	c := t.Content()
	return c != nil && c.Ends
}

// Content returns what the chain's last entry says, nil before the first.
func (t *Tail) Content() *Content {
	if t.Last == nil {
		return nil
	}
	c, err := readContent(t.Last.Content)
	if err != nil {
		return nil
	}
	return c
}

// Last returns the newest entry about an object that has no document of its
// own, nil where there is none.
func (r *Recorder) Last(ctx context.Context, object string) (*Content, error) {
	doc, err := r.tails.Get(ctx, object)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("audit: reading the tail of %s: %w", object, err)
	}
	return doc.Audit.Content(), nil
}

// maxSwaps bounds how often an entry is tried against a tail that other
// processes keep extending.
const maxSwaps = 16

// Record writes an entry about an object that has no document of its own.
func (r *Recorder) Record(ctx context.Context, e Event) error { return r.record(ctx, e, nil) }

func (r *Recorder) record(ctx context.Context, e Event, heads []string) error {
	queue := r.queues.of(e.Object)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		doc, err := r.tails.Get(ctx, e.Object)
		put := r.tails.Replace
		if errors.Is(err, store.ErrNotFound) {
			doc, err, put = &tailDocument{Head: store.Head{ID: e.Object}, V: documentVersion}, nil, r.tails.Insert
		}
		if err != nil {
			return fmt.Errorf("audit: reading the tail of %s: %w", e.Object, err)
		}
		if err := r.extend(ctx, &doc.Audit, e, heads); err != nil {
			return err
		}
		err = put(ctx, doc)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			continue // another process recorded something
		}
		if err != nil {
			return fmt.Errorf("audit: recording %s: %w", e.Action, err)
		}
		r.settle(ctx, doc.Audit)
		return nil
	}
	return fmt.Errorf("audit: recording %s: %w", e.Action, store.ErrConflict)
}

// extend adds an entry to a chain in memory. The entry before it is made sure
// of first: after the next write its only other place is gone.
func (r *Recorder) extend(ctx context.Context, t *Tail, e Event, heads []string) error {
	if t.Last != nil {
		if err := r.copy(ctx, *t); err != nil {
			return err
		}
	}
	if e.At == 0 {
		e.At = r.clock.Now().UnixMilli()
	}
	content, err := json.Marshal(Content{
		V: documentVersion, Object: e.Object, Seq: t.Seq + 1, At: e.At, Who: WhoOf(ctx),
		Action: e.Action, About: e.About, Changes: e.Changes, Facts: e.Facts, Ends: e.Ends, Heads: heads,
	})
	if err != nil {
		return fmt.Errorf("audit: writing an entry: %w", err)
	}
	seal, head := r.sealer.Seal(e.Object, t.Seq+1, t.Head, content)
	*t = Tail{Seq: t.Seq + 1, Head: head, Last: &Sealed{Entry: seal, Content: string(content)}}
	return nil
}

// copy makes sure that a tail's last entry is where it is searched. Doing it
// again changes nothing.
func (r *Recorder) copy(ctx context.Context, t Tail) error {
	doc, err := documentOf(&t)
	if err != nil {
		return err
	}
	c := r.entries
	if doc.Object == journalObject {
		c = r.journal
	}
	if _, err := c.Get(ctx, doc.ID); !errors.Is(err, store.ErrNotFound) {
		if err != nil {
			return fmt.Errorf("audit: looking for entry %d of %s: %w", doc.Seq, doc.Object, err)
		}
		return nil
	}
	if err := c.Insert(ctx, doc); err != nil && !errors.Is(err, store.ErrExists) {
		return fmt.Errorf("audit: copying entry %d of %s: %w", doc.Seq, doc.Object, err)
	}
	return nil
}

// settle does what follows a write: the entry is copied, and the chain's new
// head goes to the journal. What fails here is made up for later; the change
// stands, and so does its record.
func (r *Recorder) settle(ctx context.Context, t Tail) {
	ctx = context.WithoutCancel(ctx) // whoever asked may be gone; the entry is to be found all the same
	c, err := readContent(t.Last.Content)
	if err != nil {
		r.log.Error("an entry of the record cannot be read", "error", err)
		return
	}
	if err := r.copy(ctx, t); err != nil {
		r.heads.owe(c.Object, t)
		r.log.Warn("an entry of the record is copied later", "object", c.Object, "seq", c.Seq, "error", err)
	}
	if c.Object != journalObject {
		r.Note(c.Object, t.Seq, t.Head)
	}
}

// queues let writes to one tail follow each other.
type queues [64]sync.Mutex

func (q *queues) of(object string) *sync.Mutex {
	var h uint32 = 2166136261 // FNV-1a
	for i := range len(object) {
		h = (h ^ uint32(object[i])) * 16777619
	}
	return &q[h%uint32(len(q))]
}
