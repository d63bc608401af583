package rounds_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/rounds"
)

var errAway = errors.New("away")

func TestAWholeBatchIsFollowedAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	left := 25
	rounds.Run(ctx, time.Hour, 10, func(context.Context) (int, error) {
		took := min(left, 10)
		if left -= took; left == 0 {
			cancel() // an hour would pass before the next round
		}
		return took, nil
	}, func(err error) { t.Errorf("told of %v", err) })
	if left != 0 {
		t.Fatalf("%d left", left)
	}
}

func TestAFailureIsToldAndTriedAgainLater(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var called, told int
	rounds.Run(ctx, time.Millisecond, 10, func(context.Context) (int, error) {
		if called++; called == 3 {
			cancel()
		}
		return 10, errAway
	}, func(err error) {
		told++
		if !errors.Is(err, errAway) {
			t.Errorf("told of %v", err)
		}
	})
	// The third came after the end, of which nobody needs to hear.
	if called != 3 || told != 2 {
		t.Fatalf("%d rounds, %d told", called, told)
	}
}

func TestAFullBatchDoesNotOutliveTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	called := 0
	rounds.Run(ctx, time.Hour, 1, func(context.Context) (int, error) {
		called++
		return 1, nil
	}, func(err error) { t.Errorf("told of %v", err) })
	if called != 1 {
		t.Fatalf("%d rounds", called)
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 4: 8 * time.Second, 5: 10 * time.Second, 1000: 10 * time.Second,
	} {
		if got := rounds.Delay(failures, time.Second, 10*time.Second); got != want {
			t.Errorf("after %d failures %s, want %s", failures, got, want)
		}
	}
}
