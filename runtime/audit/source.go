package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// Chain is what an object's own document says of its record.
type Chain struct {
	Object string
	// Tail is the end of the chain. Where Own is set, it has no Last.
	Tail Tail
	// Own are all entries, where the document keeps them itself.
	Own []Record
	// State are the object's fields as they are now, as changes from nothing;
	// nil where they are not to be compared with what was recorded.
	State Changes
	// Differs names what of the object is not what its record makes of it, where
	// the source can tell by itself.
	Differs []string
}

// Source lists the objects of one kind.
type Source interface {
	// Kind is what the names of its objects begin with, before the colon.
	Kind() string
	// Each calls f for every object until f fails.
	Each(ctx context.Context, f func(Chain) error) error
	// Get returns one object, or false where it is not there.
	Get(ctx context.Context, object string) (Chain, bool, error)
}

// documents is the Source over a collection whose documents carry tails.
type documents[T any] struct {
	kind       string
	collection *store.Collection[T]
	head       func(*T) string
	state      func(*T) Changes
}

// SourceOf lists the documents of a collection as objects of a kind. state may
// be nil.
func SourceOf[T any](kind string, c *store.Collection[T], id func(*T) string, state func(*T) Changes) Source {
	return &documents[T]{kind, c, id, state}
}

func (d *documents[T]) Kind() string { return d.kind }

func (d *documents[T]) chain(doc *T) Chain {
	c := Chain{Object: Object(d.kind, d.head(doc))}
	if tail, ok := tailOf(doc); ok {
		c.Tail = *tail
	}
	if d.state != nil {
		c.State = d.state(doc)
	}
	return c
}

func (d *documents[T]) Each(ctx context.Context, f func(Chain) error) error {
	return Scan(ctx, d.collection, func(doc *T) error { return f(d.chain(doc)) })
}

func (d *documents[T]) Get(ctx context.Context, object string) (Chain, bool, error) {
	id, ok := strings.CutPrefix(object, d.kind+":")
	if !ok || id == "" || len(id) > store.MaxID {
		return Chain{}, false, nil
	}
	doc, err := d.collection.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Chain{}, false, nil
	}
	if err != nil {
		return Chain{}, false, fmt.Errorf("audit: reading %s: %w", object, err)
	}
	return d.chain(doc), true, nil
}

// Scan reads a whole collection in the order of its ids.
func Scan[T any](ctx context.Context, c *store.Collection[T], f func(*T) error) error {
	q := store.Query{Order: store.IDPath, Limit: store.MaxLimit}
	for {
		page, err := c.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("audit: reading %s: %w", c.Name(), err)
		}
		for _, doc := range page.Items {
			if err := f(doc); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// Sweep copies the last entries that a crash left in their objects' documents
// alone.
func (r *Recorder) Sweep(ctx context.Context, sources []Source) error {
	settle := func(c Chain) error {
		if c.Tail.Last == nil {
			return nil
		}
		return r.copy(ctx, c.Tail)
	}
	for _, s := range sources {
		if s.Kind() == KindInstance {
			continue // nothing is copied from these
		}
		if err := s.Each(ctx, settle); err != nil {
			return err
		}
	}
	return Scan(ctx, r.tails, func(doc *tailDocument) error { return settle(Chain{Tail: doc.Audit}) })
}
