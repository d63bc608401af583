//go:build linux

package script_test

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banli-oa/banli/runtime/script"
)

// A run that takes long goes behind everybody else, in all of its threads, and
// another worker takes its place before it has ended.
func TestAHeavyRunMakesRoom(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, 4*time.Second })
	pid := onlyWorker(t, pool)
	if policies(t, pid)[unix.SCHED_NORMAL] == 0 {
		t.Fatal("a worker starts with low priority")
	}
	ended := inBackground(t, pool, `function validate() { for (;;); }`)
	// The pool has one worker, and it is busy for seconds.
	problems, err := pool.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone)
	if err != nil || len(problems) != 2 {
		t.Fatalf("a normal script beside it: %v (%v)", problems, err)
	}
	select {
	case err := <-ended:
		t.Fatalf("the normal script waited for the end of the heavy one (%v)", err)
	default:
	}
	all := policies(t, pid)
	if all[unix.SCHED_IDLE] == 0 || len(all) != 1 {
		t.Errorf("scheduling policies of the heavy run's threads: %v, want SCHED_IDLE alone", all)
	}
	others := slices.DeleteFunc(pool.Pids(), func(p int) bool { return p == pid })
	if len(others) != 1 || policies(t, others[0])[unix.SCHED_IDLE] != 0 {
		t.Errorf("other workers: %v", others)
	}
	if err := <-ended; !errors.Is(err, script.ErrTimeout) {
		t.Errorf("the heavy run: %v, want ErrTimeout", err)
	}
	until(t, "the worker of the heavy run is gone", func() bool { return !slices.Contains(pool.Pids(), pid) })
	if u := pool.Usage(); u.Workers != 1 || u.Replaced != 1 {
		t.Errorf("%+v", u)
	}
}

// However many heavy runs there are, there are never more than two workers for
// each that is kept warm, and afterwards as many as before.
func TestHeavyRunsAreBounded(t *testing.T) {
	t.Parallel()
	const runs = 6
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 2, true, 200*time.Millisecond })
	ended := make(chan error, runs)
	for range runs {
		go func() {
			_, err := pool.Validate(t.Context(), script.NewSource(`function validate() { for (;;); }`), nil, nil)
			ended <- err
		}()
	}
	most := 0
	for left := runs; left > 0; {
		most = max(most, len(pool.Pids()))
		select {
		case err := <-ended:
			if left--; !errors.Is(err, script.ErrTimeout) {
				t.Errorf("%v, want ErrTimeout", err)
			}
		case <-time.After(time.Millisecond):
		}
	}
	if most > 4 || most < 3 {
		t.Errorf("at most %d workers at once, want 3 or 4", most)
	}
	until(t, "two workers are left", func() bool { u := pool.Usage(); return u.Replaced == runs && u.Workers == 2 })
}

// A heavy run that gets no processor is owed nothing more: whoever waits for it
// hears at the wall clock, though its process can't even end.
func TestAHeavyRunEndsWithItsWallClock(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, 2*time.Second })
	pid := onlyWorker(t, pool)
	began := time.Now()
	ended := inBackground(t, pool, `function validate() { for (;;); }`)
	until(t, "the run is heavy", func() bool { return policies(t, pid)[unix.SCHED_IDLE] > 0 })
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, script.ErrTimeout) {
		t.Errorf("%v, want ErrTimeout", err)
	}
	if took := time.Since(began); took < 2*time.Second || took > 8*time.Second { // its patience would be 12
		t.Errorf("took %v", took)
	}
}

// A run that is heavy and ends in time is answered; its worker is not used again.
func TestAHeavyRunThatEndsIsAnswered(t *testing.T) {
	t.Parallel()
	const wall = 4 * time.Second
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, wall })
	pid := onlyWorker(t, pool)
	count := func(n int) (time.Duration, error) {
		before := pool.Usage().CPU
		code := `function validate() { let n = 0; while (n < ` + strconv.Itoa(n) + `) n++; return [{message: String(n)}] }`
		got, err := pool.Validate(t.Context(), script.NewSource(code), nil, nil)
		if err == nil && (len(got) != 1 || got[0].Message[""] != strconv.Itoa(n)) {
			t.Errorf("counting to %d: %v", n, got)
		}
		return pool.Usage().CPU - before, err
	}
	n, took := 1<<16, time.Duration(0)
	for took < 100*time.Millisecond { // long enough to reckon with
		n *= 2
		var err error
		if took, err = count(n); err != nil {
			t.Fatal(err)
		}
	}
	if pool.Pids()[0] != pid || pool.Usage().Replaced != 0 {
		t.Fatal("the worker was replaced after a run that was not heavy")
	}
	// Somewhat more than an eighth of the wall clock. A machine that has no time
	// left for it may end it.
	if _, err := count(int(float64(n) * float64(wall/6) / float64(took))); err != nil && !errors.Is(err, script.ErrTimeout) {
		t.Error(err)
	}
	until(t, "the worker is replaced", func() bool { return pool.Usage().Replaced == 1 })
	if slices.Contains(pool.Pids(), pid) {
		t.Error("the worker is still there")
	}
}

// onlyWorker returns the process id of a pool's only worker when it is ready.
func onlyWorker(t *testing.T, pool *script.Pool) int {
	t.Helper()
	if err := pool.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return pool.Pids()[0]
}

// inBackground runs a script that keeps the pool's worker, and returns when it
// has begun.
func inBackground(t *testing.T, pool *script.Pool, code string) <-chan error {
	t.Helper()
	ended := make(chan error, 1)
	before := pool.Usage().CPU
	go func() {
		_, err := pool.Validate(t.Context(), script.NewSource(code), nil, nil)
		ended <- err
	}()
	until(t, "the script runs", func() bool { return pool.Usage().CPU > before })
	return ended
}

// policies counts the scheduling policies of a process's threads.
func policies(t *testing.T, pid int) map[uint32]int {
	t.Helper()
	threads, err := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	if err != nil {
		t.Fatal(err)
	}
	all := map[uint32]int{}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			t.Fatal(err)
		}
		attr, err := unix.SchedGetAttr(id, 0)
		if errors.Is(err, unix.ESRCH) { // it has ended meanwhile
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		all[attr.Policy]++
	}
	return all
}
