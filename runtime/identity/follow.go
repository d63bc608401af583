package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/banli-oa/banli/runtime/store"
)

// skew is how far the clocks of the processes on one store may be apart without
// CatchUp missing a change, and the longest that a change may take between the
// stamp and the store. Reload has no such limit.
const skew = 30 * time.Second

// CatchUp reads the people and departments that other processes have changed
// lately. It asks an index for what is newer than the latest change known, less
// a margin for clocks that differ, so that it costs little where nothing has
// changed.
func (i *Identity) CatchUp(ctx context.Context) error {
	i.mu.Lock()
	since := min(i.newest, i.now()) - skew.Milliseconds() // one clock that runs ahead must not hide the others' changes
	i.mu.Unlock()
	people, err := readSince(ctx, i.people, since)
	if err != nil {
		return fmt.Errorf("identity: reading changed people: %w", err)
	}
	departments, err := readSince(ctx, i.departments, since)
	if err != nil {
		return fmt.Errorf("identity: reading changed departments: %w", err)
	}
	i.keep(people, departments)
	return nil
}

// changed is the index by which CatchUp finds what is new.
var changed = store.Index{Name: "changedAt", Paths: []string{"changedAt"}}

func readSince[T any](ctx context.Context, c *store.Collection[T], since int64) ([]*T, error) {
	return readPages(ctx, c, store.Query{Order: "changedAt", From: since, Limit: 200})
}

// keep takes in people and departments as the store has them, each unless a
// later revision is known. Nobody is ever taken out of the store, so nothing is
// forgotten here. What it is given it keeps.
func (i *Identity) keep(people []*Person, departments []*Department) {
	var left []string
	i.mu.Lock()
	for _, p := range people {
		i.newest = max(i.newest, p.ChangedAt)
		if old, ok := i.personByID[p.ID]; ok && old.Rev >= p.Rev {
			continue
		}
		i.personByID[p.ID] = p
		i.organisation.Store(nil)
		if p.Status != Active {
			left = append(left, p.ID)
		}
	}
	for _, d := range departments {
		i.newest = max(i.newest, d.ChangedAt)
		if old, ok := i.deptByID[d.ID]; ok && old.Rev >= d.Rev {
			continue
		}
		i.deptByID[d.ID] = d
		i.organisation.Store(nil)
	}
	i.mu.Unlock()
	for _, id := range left {
		i.seen.forgetPerson(id)
	}
}
