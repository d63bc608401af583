package workflow

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/banli-oa/banli/runtime/store"
)

// blockSize is how many numbers of cases and of serial number fields a process takes at once. Numbers are
// unique; those of a block that a process did not use are gaps.
const blockSize = 100

// counter is the highest number that was ever taken of a series.
type counter struct {
	store.Head `bson:",inline"`
	Taken      int64 `bson:"taken"`
}

// numbers hands out the numbers of cases and serial number fields from blocks.
type numbers struct {
	counters *store.Collection[counter]
	mu       sync.Mutex
	blocks   map[string]*block
}

type block struct{ next, last int64 }

func newNumbers(b store.Backend) (*numbers, error) {
	c, err := store.Open[counter](b, store.Spec{Name: "counters"})
	if err != nil {
		return nil, fmt.Errorf("workflow: opening counters: %w", err)
	}
	return &numbers{counters: c, blocks: map[string]*block{}}, nil
}

// next returns the next number of an app in a year, such as "LV-2026-000042".
func (n *numbers) next(ctx context.Context, app, prefix, year string) (string, error) {
	no, err := n.draw(ctx, app+"/"+year)
	if err != nil {
		return "", err
	}
	if prefix == "" {
		return fmt.Sprintf("%s-%06d", year, no), nil
	}
	return fmt.Sprintf("%s-%s-%06d", prefix, year, no), nil
}

// draw returns the next number of a series, from 1.
func (n *numbers) draw(ctx context.Context, series string) (int64, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	b := n.blocks[series]
	if b == nil || b.next > b.last {
		var err error
		if b, err = n.take(ctx, series); err != nil {
			return 0, fmt.Errorf("workflow: taking numbers: %w", err)
		}
		n.blocks[series] = b
	}
	b.next++
	return b.next - 1, nil
}

func (n *numbers) take(ctx context.Context, series string) (*block, error) {
	for {
		c, err := n.counters.Get(ctx, series)
		switch {
		case errors.Is(err, store.ErrNotFound):
			c = &counter{Head: store.Head{ID: series}, Taken: blockSize}
			err = n.counters.Insert(ctx, c)
		case err == nil:
			c.Taken += blockSize
			err = n.counters.Replace(ctx, c)
		}
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			continue // another process took a block at the same moment
		}
		if err != nil {
			return nil, err
		}
		return &block{next: c.Taken - blockSize + 1, last: c.Taken}, nil
	}
}
