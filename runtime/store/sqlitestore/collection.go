package sqlitestore

import (
	"context"
	"database/sql/driver"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// collection is one open collection.
type collection struct {
	store   *Store
	table   *table
	writing *writing // belongs to the writer's goroutine
}

var _ store.RawCollection = (*collection)(nil)

// read runs a read on one of the reading connections.
func (c *collection) read(ctx context.Context, text string, args []any, yield func([]driver.Value) (bool, error)) error {
	c.store.life.RLock()
	defer c.store.life.RUnlock()
	if c.store.closed {
		return store.ErrClosed
	}
	return c.store.readers.use(ctx, func(r *conn) error {
		s, err := r.prepare(text)
		if err != nil {
			return err
		}
		return s.each(args, yield)
	})
}

// Get implements store.RawCollection.
func (c *collection) Get(ctx context.Context, id string) (bson.Raw, error) {
	var doc bson.Raw
	err := c.read(ctx, c.table.getSQL(), []any{id}, func(row []driver.Value) (bool, error) {
		var err error
		doc, err = body(row)
		return false, err
	})
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, store.ErrNotFound
	}
	return doc, nil
}

// body returns the document of a row, which is the caller's to keep.
func body(row []driver.Value) (bson.Raw, error) {
	b, ok := row[0].([]byte)
	if !ok {
		return nil, fmt.Errorf("%w: its body is %T", store.ErrCorrupt, row[0])
	}
	return bson.Raw(b), nil
}

// logged estimates what a write of a document adds to the log: its pages, and
// a page for each index it touches.
func (c *collection) logged(doc bson.Raw) int {
	const page = 4096
	return (len(doc)/page + 2 + len(c.table.layout.Spec().Indexes)) * page
}

// Insert implements store.RawCollection.
func (c *collection) Insert(ctx context.Context, doc store.Document) error {
	return c.store.writer.do(ctx, c.logged(doc.Raw), c.table.undo, func() error {
		return c.writing.insert(doc)
	})
}

// Replace implements store.RawCollection.
func (c *collection) Replace(ctx context.Context, rev int64, doc store.Document) error {
	return c.store.writer.do(ctx, c.logged(doc.Raw), c.table.undo, func() error {
		return c.writing.replace(rev, doc)
	})
}

// Delete implements store.RawCollection.
func (c *collection) Delete(ctx context.Context, id string, rev int64) error {
	return c.store.writer.do(ctx, c.logged(nil), c.table.undo, func() error {
		return c.writing.delete(id, rev)
	})
}

// Find implements store.RawCollection.
func (c *collection) Find(ctx context.Context, plan *store.Plan) ([]bson.Raw, error) {
	text, args := c.table.find(plan)
	var docs []bson.Raw
	err := c.read(ctx, text, args, func(row []driver.Value) (bool, error) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		doc, err := body(row)
		docs = append(docs, doc)
		return true, err
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// Count implements store.RawCollection.
func (c *collection) Count(ctx context.Context, plan *store.Plan) (int, error) {
	text, args := c.table.count(plan)
	var n int64
	err := c.read(ctx, text, args, func(row []driver.Value) (bool, error) {
		n, _ = row[0].(int64)
		return false, nil
	})
	return int(n), err
}
