package main

import (
	"context"
	"fmt"
	"time"

	"github.com/banli-oa/banli/seed"
)

const (
	// demoTries and demoPause are how often and after how long the demo is
	// loaded again where another server on the same store loads it too: what
	// that one was faster with is then found to be there.
	demoTries = 10
	demoPause = 500 * time.Millisecond
)

// loadDemo adds what is missing of the demo company.
func (p *product) loadDemo(ctx context.Context, shared bool, d seed.Deps) error {
	tries := 1
	if shared {
		tries = demoTries
	}
	for try := 1; ; try++ {
		err := seed.Load(ctx, d)
		if err == nil {
			return nil
		}
		if try == tries {
			return fmt.Errorf("loading the demo: %w", err)
		}
		pause := time.NewTimer(demoPause)
		select {
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		case <-pause.C:
		}
		if err := p.identity.Reload(ctx); err != nil {
			return fmt.Errorf("loading the demo: %w", err)
		}
	}
}
