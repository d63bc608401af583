package migrate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// compare reads both sides again, document by document. The target must hold
// what the source holds, byte for byte, and nothing else.
func (r *run) compare(ctx context.Context, pairs []pair) (Report, error) {
	var (
		all   Report
		wrong DiffersError
	)
	for _, p := range pairs {
		c, err := r.compareOne(ctx, p, &wrong)
		if err != nil {
			return Report{}, fmt.Errorf("comparing %s: %w", p.name, err)
		}
		all.Collections = append(all.Collections, c)
	}
	if err := r.extras(ctx, pairs, &wrong); err != nil {
		return Report{}, err
	}
	var err error
	if all.Files, err = r.compareFiles(ctx, &wrong); err != nil {
		return Report{}, fmt.Errorf("comparing files: %w", err)
	}
	if wrong.Count > 0 {
		return Report{}, &wrong
	}
	return all, nil
}

func (e *DiffersError) add(collection, id, how string) {
	e.Count++
	if len(e.Differences) < maxNamed {
		e.Differences = append(e.Differences, Difference{Collection: collection, ID: id, How: how})
	}
}

// compareOne walks both sides of a collection in step.
func (r *run) compareOne(ctx context.Context, p pair, wrong *DiffersError) (Compared, error) {
	from, to := newWalk(p.from, p.layout), newWalk(p.to, p.layout)
	done := 0
	for {
		a, err := from.look(ctx)
		if err != nil {
			return Compared{}, fmt.Errorf("the source: %w", err)
		}
		b, err := to.look(ctx)
		if err != nil {
			return Compared{}, fmt.Errorf("the target: %w", err)
		}
		switch {
		case a == nil && b == nil:
			r.Progress(Progress{Phase: "verify", Collection: p.name, Done: done, All: p.all})
			return Compared{Name: p.name, Documents: done, Digest: to.digest()}, nil
		case b == nil || a != nil && from.id < to.id:
			wrong.add(p.name, from.id, "missing")
			from.step()
		case a == nil || to.id < from.id:
			wrong.add(p.name, to.id, "extra")
			to.step()
			continue
		default:
			if !bytes.Equal(a, b) {
				wrong.add(p.name, from.id, "changed")
			}
			from.step()
			to.step()
		}
		if done++; done%page == 0 {
			r.Progress(Progress{Phase: "verify", Collection: p.name, Done: done, All: p.all})
		}
	}
}

// extras finds collections of the target that the source does not have.
func (r *run) extras(ctx context.Context, pairs []pair, wrong *DiffersError) error {
	names, err := r.To.Names(ctx)
	if err != nil {
		return fmt.Errorf("the target: %w", err)
	}
	for _, name := range names {
		if apart(name) || slices.ContainsFunc(pairs, func(p pair) bool { return p.name == name }) {
			continue
		}
		i := slices.IndexFunc(r.Specs, func(s store.Spec) bool { return s.Name == name })
		if i >= 0 {
			n, err := count(ctx, r.To, r.Specs[i])
			if err != nil {
				return fmt.Errorf("the target: %w", err)
			}
			if n == 0 {
				continue
			}
		}
		wrong.add(name, "*", "extra")
	}
	return nil
}

// walk goes through the documents of a collection in the order of their ids,
// and digests each that it leaves behind.
type walk struct {
	c      store.RawCollection
	layout *store.Layout
	ahead  []bson.Raw
	last   string // the id of the last document that was read
	end    bool
	id     string // of the document that look returned
	sum    hash.Hash
}

func newWalk(c store.RawCollection, layout *store.Layout) *walk {
	return &walk{c: c, layout: layout, sum: sha256.New()}
}

// look returns the document that the walk stands at, nil behind the last.
func (w *walk) look(ctx context.Context) (bson.Raw, error) {
	if len(w.ahead) == 0 && !w.end {
		docs, err := next(ctx, w.c, w.layout, w.last)
		if err != nil {
			return nil, err
		}
		w.ahead, w.end = docs, len(docs) < page
		if len(docs) > 0 {
			if w.last, _, err = headOf(docs[len(docs)-1]); err != nil {
				return nil, err
			}
		}
	}
	if len(w.ahead) == 0 {
		return nil, nil
	}
	var err error
	w.id, _, err = headOf(w.ahead[0])
	return w.ahead[0], err
}

// step goes on to the next document. BSON begins with its own length, so the
// digest of one after the other is that of their list.
func (w *walk) step() {
	_, _ = w.sum.Write(w.ahead[0]) // a hash never fails
	w.ahead = w.ahead[1:]
}

func (w *walk) digest() string { return hex.EncodeToString(w.sum.Sum(nil)) }
