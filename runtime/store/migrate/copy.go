package migrate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

const (
	// page is how many documents are read at a time: one may have 16 MiB.
	page = 64
	// writers is how many are written at one time, so that a store that commits
	// in groups, or far away, has something to do.
	writers = 16
)

// copyAll copies what of a collection has not arrived yet.
func (r *run) copyAll(ctx context.Context, p pair) error {
	for at := r.mark.place(p.name); !at.Whole; {
		docs, err := next(ctx, p.from, p.layout, at.After)
		if err != nil {
			return fmt.Errorf("reading: %w", err)
		}
		if err := p.putAll(ctx, docs); err != nil {
			return err
		}
		at.Count += len(docs)
		at.Whole = len(docs) < page
		if len(docs) > 0 {
			if at.After, _, err = headOf(docs[len(docs)-1]); err != nil {
				return err
			}
		}
		if err := r.save(ctx); err != nil {
			return err
		}
		r.Progress(Progress{Phase: "copy", Collection: p.name, Done: at.Count, All: p.all})
	}
	return nil
}

// next reads the documents behind an id, in the order of their ids.
func next(ctx context.Context, c store.RawCollection, layout *store.Layout, after string) ([]bson.Raw, error) {
	plan, err := layout.Plan(store.Query{Order: store.IDPath, Limit: page})
	if err != nil {
		return nil, err
	}
	if after != "" {
		plan.After = []store.Value{store.StringValue(after)}
	}
	return c.Find(ctx, plan)
}

// putAll writes documents, several at one time, and waits for them all.
func (p pair) putAll(ctx context.Context, docs []bson.Raw) error {
	var (
		group  sync.WaitGroup
		mu     sync.Mutex
		failed error
	)
	room := make(chan struct{}, writers)
	for _, doc := range docs {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			if err := p.put(ctx, doc); err != nil {
				mu.Lock()
				defer mu.Unlock()
				if failed == nil {
					failed = err
				}
			}
		})
	}
	group.Wait()
	return failed
}

// put writes a document as it is, with its revision. One that is there already
// was written before a move was cut off.
func (p pair) put(ctx context.Context, raw bson.Raw) error {
	id, rev, err := headOf(raw)
	if err != nil {
		return err
	}
	var keys store.Keys
	if err := p.layout.Extract(raw, &keys); err != nil {
		return fmt.Errorf("document %q: %w", id, err)
	}
	err = p.to.Insert(ctx, store.Document{ID: id, Rev: rev, Raw: raw, Keys: &keys})
	if errors.Is(err, store.ErrExists) {
		there, err := p.to.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("document %q: %w", id, err)
		}
		if !bytes.Equal(there, raw) {
			return &DiffersError{Count: 1, Differences: []Difference{{Collection: p.name, ID: id, How: "changed"}}}
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("document %q: %w", id, err)
	}
	return nil
}

// headOf reads the id and the revision of a document.
func headOf(raw bson.Raw) (id string, rev int64, err error) {
	id, ok := raw.Lookup(store.IDPath).StringValueOK()
	rev, okRev := raw.Lookup("rev").AsInt64OK()
	if !ok || !okRev {
		return "", 0, fmt.Errorf("%w: it has no id or revision", store.ErrCorrupt)
	}
	return id, rev, nil
}
