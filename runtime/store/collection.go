package store

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Collection holds documents of type T, a struct that embeds Head inlined. It
// is safe for concurrent use.
type Collection[T any] struct {
	raw    RawCollection
	layout *Layout
}

// Open opens a collection on a backend and brings its indexes in line with
// spec. It fails with ErrSpec if the declaration is wrong, or if T does not
// carry a Head at the top of its document.
func Open[T any](b Backend, spec Spec) (*Collection[T], error) {
	fail := func(err error) (*Collection[T], error) {
		return nil, wrap("open", spec.Name, "", err)
	}
	layout, err := NewLayout(spec)
	if err != nil {
		return fail(err)
	}
	if err := checkType[T](); err != nil {
		return fail(err)
	}
	raw, err := b.Collection(spec)
	if err != nil {
		return fail(err)
	}
	return &Collection[T]{raw: raw, layout: layout}, nil
}

// checkType makes sure that a document of type T shows its id and revision
// where backends look for them: a forgotten `bson:",inline"` would hide them.
func checkType[T any]() error {
	doc := new(T)
	h, ok := any(doc).(headed)
	if !ok {
		return fmt.Errorf("%w: %T does not embed store.Head", ErrSpec, *doc)
	}
	h.storeHead().ID, h.storeHead().Rev = "id", 1
	raw, err := bson.Marshal(doc)
	if err != nil {
		return fmt.Errorf("%w: %T: %w", ErrSpec, *doc, err)
	}
	if id, rev, ok := headOf(raw); !ok || id != "id" || rev != 1 {
		return fmt.Errorf("%w: %T must embed store.Head with the tag `bson:\",inline\"`", ErrSpec, *doc)
	}
	return nil
}

// Name returns the name of the collection.
func (c *Collection[T]) Name() string { return c.layout.spec.Name }

func (c *Collection[T]) fail(op, id string, err error) error {
	return wrap(op, c.layout.spec.Name, id, err)
}

func head[T any](doc *T) *Head {
	// Open has made sure of the type.
	h, _ := any(doc).(headed)
	return h.storeHead()
}

func checkID(id string) error {
	if id == "" || len(id) > MaxID {
		return fmt.Errorf("%w: an id has 1 to %d bytes, this one %d", ErrKey, MaxID, len(id))
	}
	return nil
}

// Get returns the document with that id, or ErrNotFound.
func (c *Collection[T]) Get(ctx context.Context, id string) (*T, error) {
	raw, err := c.raw.Get(ctx, id)
	if err != nil {
		return nil, c.fail("get", id, err)
	}
	doc, err := decode[T](raw)
	if err != nil {
		return nil, c.fail("get", id, err)
	}
	return doc, nil
}

// Insert stores a new document and sets its Rev to 1. It fails with ErrExists
// if there is one with its ID, and with ErrDuplicate if a unique index refuses
// it. After an error doc is as it was.
func (c *Collection[T]) Insert(ctx context.Context, doc *T) error {
	return c.write("insert", doc, 1, func(d Document, _ int64) error {
		return c.raw.Insert(ctx, d)
	})
}

// Replace stores doc in place of the stored one, if that still has doc's Rev,
// and adds one to Rev. Otherwise it fails with ErrConflict, or ErrNotFound. A
// unique index may refuse it with ErrDuplicate. After an error doc is as it
// was.
func (c *Collection[T]) Replace(ctx context.Context, doc *T) error {
	return c.write("replace", doc, head(doc).Rev+1, func(d Document, rev int64) error {
		return c.raw.Replace(ctx, rev, d)
	})
}

// write encodes doc under its new revision and hands it to put, together with
// the revision it had.
func (c *Collection[T]) write(op string, doc *T, rev int64, put func(Document, int64) error) error {
	h := head(doc)
	if err := checkID(h.ID); err != nil {
		return c.fail(op, h.ID, err)
	}
	s, _ := scratches.Get().(*scratch)
	old := h.Rev
	h.Rev = rev
	raw, err := s.encode(c.layout, doc)
	if err == nil {
		err = put(Document{ID: h.ID, Rev: rev, Raw: raw, Keys: &s.keys}, old)
		s.release()
	}
	if err != nil {
		h.Rev = old
		return c.fail(op, h.ID, err)
	}
	return nil
}

// Delete removes the document if it still has that revision; ErrConflict or
// ErrNotFound otherwise.
func (c *Collection[T]) Delete(ctx context.Context, id string, rev int64) error {
	if err := c.raw.Delete(ctx, id, rev); err != nil {
		return c.fail("delete", id, err)
	}
	return nil
}
