package mongostore

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/banli-oa/banli/runtime/store"
)

// collection is one open collection.
type collection struct {
	store   *Store
	layout  *store.Layout
	docs    *mongo.Collection
	uniques []unique
}

var _ store.RawCollection = (*collection)(nil)

// read runs a read, which ends with its caller's context.
func (c *collection) read(ctx context.Context, ask func(context.Context) error) error {
	leave, err := c.store.gate.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	limited, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	err = ask(limited)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return c.store.hide(sentinel(err))
}

// write runs a write. Once begun it is finished: were it given up in the
// middle, nobody could say whether it was done.
func (c *collection) write(ctx context.Context, do func(context.Context) error) error {
	leave, err := c.store.gate.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerLimit)
	defer cancel()
	return c.store.hide(sentinel(do(limited)))
}

// sentinel leaves the store package's errors as they are and translates the
// driver's.
func sentinel(err error) error {
	for _, own := range []error{store.ErrNotFound, store.ErrConflict, store.ErrExists, store.ErrDuplicate, store.ErrTooLarge, store.ErrCorrupt} {
		if errors.Is(err, own) {
			return err
		}
	}
	return fault(err)
}

func byID(id string) bson.D { return bson.D{{Key: store.IDPath, Value: id}} }

// at is the guard of every change: this revision of this document.
func at(id string, rev int64) bson.D {
	return bson.D{{Key: store.IDPath, Value: id}, {Key: "rev", Value: rev}}
}

// Get implements store.RawCollection.
func (c *collection) Get(ctx context.Context, id string) (doc bson.Raw, err error) {
	err = c.read(ctx, func(ctx context.Context) error {
		raw, err := c.docs.FindOne(ctx, byID(id)).Raw()
		if errors.Is(err, mongo.ErrNoDocuments) {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		doc, err = withoutUnique(raw)
		return err
	})
	return doc, err
}

// Insert implements store.RawCollection.
func (c *collection) Insert(ctx context.Context, doc store.Document) error {
	body, err := c.body(doc)
	if err != nil {
		return err
	}
	return c.write(ctx, func(ctx context.Context) error {
		_, err := c.docs.InsertOne(ctx, body)
		if !hasCode(err, codeDuplicateKey) {
			return err
		}
		if index := duplicateOf(err); index != "" && index != store.IDPath {
			// Where the id is taken too, that is what counts; the server
			// reports whichever index it looked at first.
			if there, err := c.exists(ctx, doc.ID); err != nil || !there {
				return orElse(err, &store.DuplicateError{Index: c.uniqueAt(index)})
			}
		}
		return store.ErrExists
	})
}

// Replace implements store.RawCollection.
func (c *collection) Replace(ctx context.Context, rev int64, doc store.Document) error {
	body, err := c.body(doc)
	if err != nil {
		return err
	}
	return c.write(ctx, func(ctx context.Context) error {
		res, err := c.docs.ReplaceOne(ctx, at(doc.ID, rev), body)
		if hasCode(err, codeDuplicateKey) {
			return &store.DuplicateError{Index: c.uniqueAt(duplicateOf(err))}
		}
		if err != nil || res.MatchedCount == 1 {
			return err
		}
		return c.missed(ctx, doc.ID)
	})
}

// Delete implements store.RawCollection.
func (c *collection) Delete(ctx context.Context, id string, rev int64) error {
	return c.write(ctx, func(ctx context.Context) error {
		res, err := c.docs.DeleteOne(ctx, at(id, rev))
		if err != nil || res.DeletedCount == 1 {
			return err
		}
		return c.missed(ctx, id)
	})
}

// missed says why a change found nothing to change. A write that changed
// nothing also waits for the majority, so this read sees what that write saw.
func (c *collection) missed(ctx context.Context, id string) error {
	there, err := c.exists(ctx, id)
	switch {
	case err != nil:
		return err
	case there:
		return store.ErrConflict
	}
	return store.ErrNotFound
}

func (c *collection) exists(ctx context.Context, id string) (bool, error) {
	err := c.docs.FindOne(ctx, byID(id), options.FindOne().SetProjection(bson.D{{Key: store.IDPath, Value: 1}})).Err()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return false, nil
	}
	return err == nil, err
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// uniqueAt names the index whose values lie at a path of stored documents.
func (c *collection) uniqueAt(path string) string {
	for _, u := range c.uniques {
		if u.path() == path {
			return u.name
		}
	}
	return ""
}

// body is the document as it is stored.
func (c *collection) body(doc store.Document) (bson.Raw, error) {
	body := withUnique(doc.Raw, c.uniques, doc.Keys)
	if len(body) > store.MaxDocument {
		return nil, fmt.Errorf("%w: %d bytes with its unique values, at most %d", store.ErrTooLarge, len(body), store.MaxDocument)
	}
	return body, nil
}

// Find implements store.RawCollection.
func (c *collection) Find(ctx context.Context, plan *store.Plan) (docs []bson.Raw, err error) {
	s := newSelection(plan)
	err = c.read(ctx, func(ctx context.Context) error {
		docs = nil
		cursor, err := c.docs.Find(ctx, s.filter, options.Find().
			SetSort(s.sort).SetHint(s.hint).SetLimit(int64(plan.Limit)).SetBatchSize(int32(plan.Limit)))
		if err != nil {
			return err
		}
		defer func() { _ = cursor.Close(ctx) }()
		for cursor.Next(ctx) {
			doc, err := withoutUnique(append(bson.Raw(nil), cursor.Current...))
			if err != nil {
				return err
			}
			docs = append(docs, doc)
		}
		return cursor.Err()
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// Count implements store.RawCollection.
func (c *collection) Count(ctx context.Context, plan *store.Plan) (n int, err error) {
	s := newSelection(plan)
	err = c.read(ctx, func(ctx context.Context) error {
		counted, err := c.docs.CountDocuments(ctx, s.filter, options.Count().SetHint(s.hint).SetLimit(int64(plan.Limit)))
		n = int(counted)
		return err
	})
	return n, err
}
