package mongostore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/store"
)

// gate bounds what is asked of the server at one time. When the server is slow
// or away, callers wait a short while for a place and are then told so, instead
// of piling up behind it.
type gate struct {
	places chan struct{}
	wait   time.Duration

	mu     sync.RWMutex
	closed bool
	inside sync.WaitGroup
}

func newGate(places int, wait time.Duration) *gate {
	return &gate{places: make(chan struct{}, places), wait: wait}
}

// enter takes a place; leave gives it back.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.mu.RLock()
	if g.closed {
		g.mu.RUnlock()
		return nil, store.ErrClosed
	}
	g.inside.Add(1)
	g.mu.RUnlock()

	leave = func() {
		<-g.places
		g.inside.Done()
	}
	select {
	case g.places <- struct{}{}:
		return leave, nil
	default:
	}
	patience := time.NewTimer(g.wait)
	defer patience.Stop()
	select {
	case g.places <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = fmt.Errorf("%w: %d operations wait for MongoDB already", store.ErrUnavailable, cap(g.places))
	}
	g.inside.Done()
	return nil, err
}

// close lets nobody in any more and waits for who is inside. It reports
// whether it was open.
func (g *gate) close() bool {
	g.mu.Lock()
	was := !g.closed
	g.closed = true
	g.mu.Unlock()
	g.inside.Wait()
	return was
}
