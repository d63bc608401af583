package lists

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// skew is how far the clocks of the servers on one store may be apart without
// Refresh missing a change, in milliseconds.
const skew = 30_000

// maxSwaps bounds how often a list that others keep changing is read again.
const maxSwaps = 8

// Lists holds the use cases over lists. It is safe for concurrent use.
type Lists struct {
	kept   *store.Collection[document]
	record *audit.Recorder
	clock  clock.Clock
	mu     sync.Mutex // held while known is exchanged
	known  atomic.Pointer[map[string]*List]
	newest int64
	// reading is held while a file is unpacked.
	reading sync.Mutex
}

// New opens the lists and reads them all.
func New(ctx context.Context, b store.Backend, r *audit.Recorder, c clock.Clock) (*Lists, error) {
	kept, err := store.Open[document](b, spec)
	if err != nil {
		return nil, fmt.Errorf("lists: opening the lists: %w", err)
	}
	l := &Lists{kept: kept, record: r, clock: c}
	l.known.Store(&map[string]*List{})
	return l, l.read(ctx, 0)
}

// AuditSources lists the lists, whose records are verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	kept, err := store.Open[document](b, spec)
	if err != nil {
		return nil, fmt.Errorf("lists: opening the lists: %w", err)
	}
	return []audit.Source{audit.SourceOf(audit.KindList, kept, func(d *document) string { return d.ID }, nil)}, nil
}

// Refresh takes over what other servers changed lately. Where nothing was it
// costs one look into an index.
func (l *Lists) Refresh(ctx context.Context) error {
	l.mu.Lock()
	since := min(l.newest, l.clock.Now().UnixMilli()) - skew
	l.mu.Unlock()
	return l.read(ctx, since)
}

// read takes in what was changed since an instant.
func (l *Lists) read(ctx context.Context, since int64) error {
	q := store.Query{Order: "changedAt", From: since, Limit: 20}
	for {
		page, err := l.kept.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("lists: reading the lists: %w", err)
		}
		l.keep(page.Items...)
		if page.Next == "" {
			return nil
		}
		q.After = page.Next
	}
}

// keep takes in lists as the store has them, each unless a later revision is
// known.
func (l *Lists) keep(docs ...*document) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var next map[string]*List
	for _, doc := range docs {
		l.newest = max(l.newest, doc.ChangedAt)
		if old, ok := (*l.known.Load())[doc.ID]; ok && old.Rev() >= doc.Rev {
			continue
		}
		if next == nil {
			next = maps.Clone(*l.known.Load())
		}
		next[doc.ID] = newList(doc)
	}
	if next != nil {
		l.known.Store(&next)
	}
}

// present are the lists that were not deleted.
func (l *Lists) present() iter.Seq[*List] {
	return func(yield func(*List) bool) {
		for _, list := range *l.known.Load() {
			if !list.doc.Gone && !yield(list) {
				return
			}
		}
	}
}

// All returns the lists by their names in a language.
func (l *Lists) All(lang string) []*List {
	return slices.SortedFunc(l.present(), func(a, b *List) int {
		return cmp.Or(cmp.Compare(a.Name().In(lang, words.English), b.Name().In(lang, words.English)), cmp.Compare(a.ID(), b.ID()))
	})
}

// List returns a list as it is now, or *fault.NotFound.
func (l *Lists) List(id string) (*List, error) {
	list, err := l.Kept(id)
	if err == nil && list.doc.Gone {
		return nil, &fault.NotFound{Thing: "list", ID: id}
	}
	return list, err
}

// Kept returns a list as it is now, or as it was when it was deleted: what its
// values are called in cases that have them. It returns *fault.NotFound.
func (l *Lists) Kept(id string) (*List, error) {
	list, ok := (*l.known.Load())[id]
	if !ok {
		return nil, &fault.NotFound{Thing: "list", ID: id}
	}
	return list, nil
}

// Has reports whether there is a list with an id.
func (l *Lists) Has(id string) bool {
	_, err := l.List(id)
	return err == nil
}

// Above is the list above one; empty where there is none.
func (l *Lists) Above(id string) string {
	list, err := l.List(id)
	if err != nil {
		return ""
	}
	return list.Above()
}

// Option returns an item of a list: false where there is no such list, or no
// such value in it. Of a deleted list nothing is offered.
func (l *Lists) Option(list, value string) (Item, bool) {
	kept, err := l.Kept(list)
	if err != nil {
		return Item{}, false
	}
	item, ok := kept.Item(value)
	item.Off = item.Off || kept.doc.Gone
	return item, ok
}

// change makes a change to a list on its latest state. With a revision it is made
// only if the list still is at it, else it returns *fault.Stale; 0 takes the list
// as it is. A nil event says that there is nothing to do.
func (l *Lists) change(ctx context.Context, id string, rev int64, change func(doc *document) (*audit.Event, error)) (*List, error) {
	for range maxSwaps {
		doc, err := l.kept.Get(ctx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && doc.Gone {
			return nil, &fault.NotFound{Thing: "list", ID: id}
		}
		if err != nil {
			return nil, fmt.Errorf("lists: reading a list: %w", err)
		}
		if rev != 0 && rev != doc.Rev {
			return nil, &fault.Stale{Thing: "list", Rev: doc.Rev}
		}
		event, err := change(doc)
		if err != nil {
			return nil, err
		}
		if event == nil {
			l.keep(doc)
			return l.List(id)
		}
		event.Object = audit.Object(audit.KindList, id)
		doc.ChangedAt = l.clock.Now().UnixMilli()
		err = audit.Replace(ctx, l.record, l.kept, doc, *event)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("lists: storing a list: %w", err)
		}
		l.keep(doc)
		return l.Kept(id)
	}
	return nil, fmt.Errorf("lists: storing a list: %w", store.ErrConflict)
}
