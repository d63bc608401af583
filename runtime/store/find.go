package store

import (
	"context"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Find returns one page of the documents that q asks for: ErrNoIndex if no
// index answers it, ErrQuery or ErrCursor if it is malformed.
//
// Paging goes by place, not by count: a document that is written while
// somebody pages shows up if its place is still ahead, and never makes another
// one be skipped or shown twice.
func (c *Collection[T]) Find(ctx context.Context, q Query) (Page[T], error) {
	page, err := c.find(ctx, []Query{q})
	if err != nil {
		return Page[T]{}, c.fail("find", "", err)
	}
	return page, nil
}

// FindAny is Find for documents whose value (or array) at path meets any of
// values, each document once, in one common order: an inbox over all the
// principals that a person has. It walks the index once for each value.
func (c *Collection[T]) FindAny(ctx context.Context, path string, values []any, q Query) (Page[T], error) {
	queries := make([]Query, 0, len(values))
	seen := make(map[Value]bool, len(values))
	for _, v := range values {
		key, err := ValueOf(v)
		if err != nil {
			return Page[T]{}, c.fail("find", "", fmt.Errorf("%w: path %q: %w", ErrQuery, path, err))
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		each := q
		each.Where = append(slices.Clone(q.Where), Cond{Path: path, Value: v})
		queries = append(queries, each)
	}
	page, err := c.find(ctx, queries)
	if err != nil {
		return Page[T]{}, c.fail("find", "", err)
	}
	return page, nil
}

// Count counts the documents that q asks for, and stops at limit. The cursor
// and the limit of q do not matter.
func (c *Collection[T]) Count(ctx context.Context, q Query, limit int) (int, error) {
	q.After = ""
	plan, err := c.layout.Plan(q)
	if err != nil {
		return 0, c.fail("count", "", err)
	}
	if limit <= 0 {
		return 0, nil
	}
	plan.Limit = limit
	n, err := c.raw.Count(ctx, plan)
	if err != nil {
		return 0, c.fail("count", "", err)
	}
	return n, nil
}

// found is a document of an answer with its place in the order.
type found struct {
	raw bson.Raw
	at  []Value
}

// find merges the answers of queries that differ only in their values, and so
// share one order.
func (c *Collection[T]) find(ctx context.Context, queries []Query) (Page[T], error) {
	var (
		page Page[T]
		all  []found
		plan *Plan
		keys Keys
	)
	limit := 0
	for _, q := range queries {
		p, err := c.layout.Plan(q)
		if err != nil {
			return page, err
		}
		plan, limit = p, p.Limit
		p.Limit++ // one more tells whether there is a next page
		raws, err := c.raw.Find(ctx, p)
		if err != nil {
			return page, err
		}
		for i, raw := range raws {
			f := found{raw: raw}
			// Places are needed to merge, and where the page ends.
			if len(queries) > 1 || i == limit-1 {
				if f.at, err = c.place(p, raw, &keys); err != nil {
					return page, err
				}
			}
			all = append(all, f)
		}
	}
	if len(queries) > 1 {
		all = merge(all, plan.Desc)
	}
	if len(all) > limit {
		all = all[:limit]
		page.Next = plan.cursor(all[limit-1].at)
	}
	page.Items = make([]*T, len(all))
	for i, f := range all {
		doc, err := decode[T](f.raw)
		if err != nil {
			return Page[T]{}, err
		}
		page.Items[i] = doc
	}
	return page, nil
}

func (c *Collection[T]) place(p *Plan, raw bson.Raw, keys *Keys) ([]Value, error) {
	id, _, ok := headOf(raw)
	if !ok {
		return nil, fmt.Errorf("%w: it has no id", ErrCorrupt)
	}
	return p.position(id, raw, keys, make([]Value, 0, len(p.Rest)+1))
}

// merge sorts by place and drops what was found more than once: the same id,
// which ends every place, and the same values before it. (Two reads of one
// document may differ when it is written between them; the younger one wins.)
func merge(all []found, desc bool) []found {
	newest := make(map[string]int, len(all))
	kept := all[:0]
	for _, f := range all {
		id := f.at[len(f.at)-1].Str()
		i, seen := newest[id]
		if !seen {
			newest[id] = len(kept)
			kept = append(kept, f)
			continue
		}
		kept[i] = f
	}
	slices.SortFunc(kept, func(a, b found) int {
		n := slices.CompareFunc(a.at, b.at, Value.Compare)
		if desc {
			return -n
		}
		return n
	})
	return kept
}
