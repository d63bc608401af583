//go:build linux

package script_test

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// A worker that gets no processor is owed time; a script that uses its time up
// is not.
func TestAStarvedRunIsOwedItsTime(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, 100*time.Millisecond })
	if err := pool.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	pid := pool.Pids()[0]
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	go func() {
		// Longer than the wall clock, shorter than the patience.
		<-time.After(300 * time.Millisecond)
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}()
	source := script.NewSource(`function validate() { return [{message: "said"}] }`)
	problems, err := pool.Validate(t.Context(), source, map[string]any{}, nil)
	if err != nil || len(problems) != 1 {
		t.Fatalf("%v (%v), want what the script says", problems, err)
	}
	if pool.Pids()[0] != pid {
		t.Fatal("the worker was killed")
	}
}

func TestAWorkerThatNeverComesBackIsKilled(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) { o.Workers, o.OneLane, o.Wall = 1, true, 50*time.Millisecond })
	if err := pool.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pool.Pids()[0], syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := pool.Validate(limit, script.NewSource(`function validate() { return [] }`), map[string]any{}, nil)
	if !errors.Is(err, script.ErrTimeout) {
		t.Fatalf("%v, want ErrTimeout", err)
	}
}
