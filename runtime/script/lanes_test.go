package script_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

const endless = `function validate() { for (;;); }`

// flood calls an endless script so many times at once, and returns what hears of
// each end.
func flood(t testing.TB, pool *script.Pool, code string, calls int) <-chan error {
	t.Helper()
	ended := make(chan error, calls)
	for range calls {
		go func() {
			_, err := pool.Validate(t.Context(), script.NewSource(code), goodForm, someone)
			ended <- err
		}()
	}
	return ended
}

// A script that has proved quick does not wait for those that have not, however
// many there are.
func TestAQuickScriptHasALaneOfItsOwn(t *testing.T) {
	t.Parallel()
	const wall, calls = 5 * time.Second, 6
	pool := newPool(t, func(o *script.Options) { o.Workers, o.Trial, o.Wall, o.Wait = 1, 1, wall, time.Minute })
	check := func() {
		t.Helper()
		began := time.Now()
		if got, err := pool.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone); err != nil || len(got) != 2 {
			t.Fatal(got, err)
		}
		if took := time.Since(began); took > wall*3/4 {
			t.Errorf("a quick script took %v", took)
		}
	}
	check() // its proof
	ended := flood(t, pool, endless, 1)
	check()
	if err := <-ended; !errors.Is(err, script.ErrTimeout) {
		t.Fatalf("%v, want ErrTimeout", err)
	}
	ended = flood(t, pool, endless, calls)
	for range 20 {
		check()
	}
	if n := len(ended); n > calls/2 {
		t.Errorf("%d of %d endless runs had ended by then", n, calls)
	}
}

// Of those who wait for a worker, the script goes first that has the fewest
// running: one that many call waits for itself.
func TestAFloodOfOneScriptWaitsForItself(t *testing.T) {
	t.Parallel()
	const calls = 12
	pool := newPool(t, func(o *script.Options) {
		o.Workers, o.OneLane, o.Wall, o.Wait = 2, true, 500*time.Millisecond, time.Minute
	})
	if err := pool.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	ended := flood(t, pool, endless, calls)
	until(t, "every worker is busy", func() bool { return len(pool.Pids()) == 4 })
	if got, err := pool.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone); err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	before := len(ended)
	if before > calls/2 {
		t.Errorf("the normal script waited for %d of %d", before, calls)
	}
	for range calls {
		if err := <-ended; !errors.Is(err, script.ErrTimeout) {
			t.Error(err)
		}
	}
}

// The last places in the queue are not for a script that waits there already.
func TestAFloodOfOneScriptLeavesRoomInTheQueue(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) {
		o.Workers, o.OneLane, o.Queue, o.Wall, o.Wait = 1, true, 8, 400*time.Millisecond, time.Minute
	})
	if err := pool.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	ended := flood(t, pool, endless, 20)
	if err := <-ended; !errors.Is(err, script.ErrBusy) {
		t.Fatalf("%v, want ErrBusy", err)
	}
	if got, err := pool.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone); err != nil || len(got) != 2 {
		t.Errorf("another script: %v, %v", got, err)
	}
	busy := 1
	for range 19 {
		if errors.Is(<-ended, script.ErrBusy) {
			busy++
		}
	}
	if busy < 8 {
		t.Errorf("%d of 20 were refused", busy)
	}
}

// The workers of both lanes are counted.
func TestBothLanesAreCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*script.Options)
		want   int
	}{
		"by default":   {nil, 3},
		"as asked for": {func(o *script.Options) { o.Workers, o.Trial = 4, 3 }, 7},
		"half as many": {func(o *script.Options) { o.Workers = 4 }, 6},
		"one lane":     {func(o *script.Options) { o.Workers, o.OneLane = 2, true }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, c.change)
			until(t, "the workers are there", func() bool { return pool.Usage().Workers >= c.want })
			pids := pool.Pids()
			if len(pids) != c.want || len(slices.Compact(pids)) != c.want {
				t.Errorf("%v, want %d", pids, c.want)
			}
		})
	}
}

// A form that many send at the same moment is checked for all of them, also when
// nothing is known of its script yet.
func TestManyCallOneNewScript(t *testing.T) {
	t.Parallel()
	const calls = 150
	pool := newPool(t, func(o *script.Options) { o.Wait = time.Minute })
	ended := flood(t, pool, leaveCheck, calls)
	for range calls {
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
}
