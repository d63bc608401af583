package script

import (
	"context"
	"sync"
	"time"
)

// OnDemand is a pool that starts with its first run, for what is needed now and
// then. It is safe for concurrent use.
type OnDemand struct {
	options Options

	mu     sync.Mutex
	pool   *Pool
	closed bool
}

// NewOnDemand makes a pool that has not started.
func NewOnDemand(o Options) *OnDemand { return &OnDemand{options: o} }

// Try is Pool's.
func (d *OnDemand) Try(ctx context.Context, source Source, f Function, now time.Time, form, ctxValue any) (*Report, error) {
	p, err := d.started()
	if err != nil {
		return nil, err
	}
	return p.Try(ctx, source, f, now, form, ctxValue)
}

func (d *OnDemand) started() (*Pool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, ErrClosed
	}
	if d.pool == nil {
		p, err := NewPool(d.options)
		if err != nil {
			return nil, err
		}
		d.pool = p
	}
	return d.pool, nil
}

// Close ends the pool where it has started.
func (d *OnDemand) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	if d.pool == nil {
		return nil
	}
	return d.pool.Close()
}
