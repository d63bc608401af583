package sqlitestore

import (
	"context"
	"errors"
	"runtime"

	"github.com/banli-oa/banli/runtime/store"
)

// readers are the reading connections, opened as they are needed.
type readers struct {
	open func() (*conn, error)
	idle chan *conn
	room chan struct{} // holds one token for each connection there is
}

func newReaders(open func() (*conn, error)) *readers {
	// Reads are mostly work for the processor; twice as many connections
	// leave some for those that wait for the disk.
	n := max(4, 2*runtime.GOMAXPROCS(0))
	return &readers{open: open, idle: make(chan *conn, n), room: make(chan struct{}, n)}
}

// use runs read on a connection.
func (r *readers) use(ctx context.Context, read func(*conn) error) error {
	c, err := r.take(ctx)
	if err != nil {
		return err
	}
	err = read(c)
	if errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrCorrupt) {
		// A connection that met a broken disk may be broken itself.
		<-r.room
		return errors.Join(err, c.close())
	}
	r.idle <- c
	return err
}

func (r *readers) take(ctx context.Context) (*conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case c := <-r.idle:
		return c, nil
	default:
	}
	select {
	case c := <-r.idle:
		return c, nil
	case r.room <- struct{}{}:
		c, err := r.open()
		if err != nil {
			<-r.room
			return nil, err
		}
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// close closes all connections; none may be in use.
func (r *readers) close() error {
	var errs []error
	for {
		select {
		case c := <-r.idle:
			errs = append(errs, c.close())
		default:
			return errors.Join(errs...)
		}
	}
}
