package rounds

import (
	"context"
	"time"
)

// Run calls round until ctx ends: again at once after one that took a whole
// batch without an error, for there is more then, and otherwise every so
// often. round returns how much it took. failed is told of each error, but not
// of those that come of ctx having ended.
func Run(ctx context.Context, every time.Duration, batch int, round func(context.Context) (int, error), failed func(error)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		n, err := round(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if n == batch && err == nil && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
