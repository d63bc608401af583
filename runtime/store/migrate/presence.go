package migrate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// presenceName is the collection in which servers say that they use a
	// shared store. Like the mark it is never moved. The embedded store has a
	// lock instead.
	presenceName = "servers"
	// beatEvery is how often a server says so.
	beatEvery = 10 * time.Second
	// silentFor is how long a server that died counts as running.
	silentFor = 45 * time.Second
	// forgetAfter is when what a server that died has left is taken away.
	forgetAfter = 24 * time.Hour
	// leaveLimit is how long taking the presence back may hold up a stop.
	leaveLimit = time.Second
)

// presence is one server on a shared store.
type presence struct {
	store.Head `bson:",inline"`
	V          int   `bson:"v"`
	At         int64 `bson:"at"` // when it was last heard of, in UTC milliseconds
}

var presenceSpec = store.Spec{Name: presenceName}

// Attend says in a shared store that the server with that id uses it, so that
// nobody moves the documents away under it, until leave is called or the
// process dies. ctx only lends its values.
func Attend(ctx context.Context, b store.Backend, id string, c clock.Clock) (leave func(), err error) {
	servers, err := store.Open[presence](b, presenceSpec)
	if err != nil {
		return nil, err
	}
	me := &presence{Head: store.Head{ID: id}, V: 1, At: c.Now().UnixMilli()}
	if err := servers.Insert(ctx, me); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		forget(ctx, servers, c.Now())
		for {
			select {
			case <-ctx.Done():
				withdraw(ctx, servers, me)
				return
			case <-ticker.C:
				me = beat(ctx, servers, me, c.Now())
			}
		}
	}()
	return func() { stop(); <-ended }, nil
}

// withdraw takes a presence back. One that cannot be taken back now is silent
// soon.
func withdraw(ctx context.Context, servers *store.Collection[presence], me *presence) {
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveLimit)
	defer cancel()
	_ = servers.Delete(limit, me.ID, me.Rev)
}

// beat says that the server is there. A store that does not answer hears it
// next time; a write whose answer was lost is looked up.
func beat(ctx context.Context, servers *store.Collection[presence], me *presence, now time.Time) *presence {
	me.At = now.UnixMilli()
	err := servers.Replace(ctx, me)
	if errors.Is(err, store.ErrConflict) {
		if there, err := servers.Get(ctx, me.ID); err == nil {
			return there
		}
	}
	return me
}

// forget removes what servers that died long ago have left.
func forget(ctx context.Context, servers *store.Collection[presence], now time.Time) {
	page, err := servers.Find(ctx, store.Query{Order: store.IDPath, Limit: store.MaxLimit})
	if err != nil {
		return // the next server does it
	}
	for _, p := range page.Items {
		if now.Sub(time.UnixMilli(p.At)) > forgetAfter {
			_ = servers.Delete(ctx, p.ID, p.Rev) // or the next server does it
		}
	}
}

// unused makes sure that no server uses a store.
func unused(ctx context.Context, s Store, now time.Time) error {
	names, err := s.Names(ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(names, presenceName) {
		return nil
	}
	servers, err := store.Open[presence](s, presenceSpec)
	if err != nil {
		return err
	}
	page, err := servers.Find(ctx, store.Query{Order: store.IDPath, Limit: store.MaxLimit})
	if err != nil {
		return err
	}
	for _, p := range page.Items {
		if ago := now.Sub(time.UnixMilli(p.At)); ago < silentFor {
			return fmt.Errorf("%w: a server is running on it (heard of %d s ago); stop it first, or wait %d s if it died",
				store.ErrInUse, int(max(0, ago).Seconds()), int(silentFor.Seconds()))
		}
	}
	return nil
}
