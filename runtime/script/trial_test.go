//go:build linux

package script_test

import (
	"encoding/json"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banli-oa/banli/runtime/script"
)

// lastInLine reports whether this process has only the processor time that
// nobody else wants.
func lastInLine() bool {
	attr, err := unix.SchedGetAttr(0, 0)
	return err == nil && attr.Policy == unix.SCHED_IDLE
}

// twoLanes waits for a worker in each lane and returns their process ids.
func twoLanes(t *testing.T, pool *script.Pool) (quick, trial int) {
	t.Helper()
	until(t, "a worker in each lane", func() bool {
		pids := pool.Pids()
		if len(pids) != 2 {
			return false
		}
		quick, trial = pids[0], pids[1]
		if policies(t, quick)[unix.SCHED_IDLE] > 0 {
			quick, trial = trial, quick
		}
		return true
	})
	return quick, trial
}

// Workers for scripts on trial have low priority in all of their threads from
// the start; those for scripts that have proved quick have none of it.
func TestWorkersOnTrialMakeWay(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) { o.Workers, o.Trial = 1, 1 })
	quick, trial := twoLanes(t, pool)
	if all := policies(t, quick); all[unix.SCHED_NORMAL] == 0 || len(all) != 1 {
		t.Errorf("threads of the quick lane's worker: %v, want SCHED_NORMAL alone", all)
	}
	if all := policies(t, trial); all[unix.SCHED_IDLE] == 0 || len(all) != 1 {
		t.Errorf("threads of the worker on trial: %v, want SCHED_IDLE alone", all)
	}
}

// A run on trial that gets no processor at all is run in the other lane. Soon
// after, so is a script that is known to be slow, without a trial.
func TestAStarvedRunOnTrialIsRunElsewhere(t *testing.T) {
	t.Parallel()
	const wall = 4 * time.Second
	pool := newPool(t, func(o *script.Options) { o.Workers, o.Trial, o.Wall = 1, 1, wall })
	_, trial := twoLanes(t, pool)
	slow := script.NewSource(`function validate() { const end = 4e6; for (let i = 0; i < end; i++); return [{message: "slow"}] }`)
	if got, err := pool.Validate(t.Context(), slow, nil, nil); err != nil || len(got) != 1 || !slices.Contains(pool.Pids(), trial) {
		t.Skipf("the machine is too slow for this test: %v, %v", got, err)
	}
	if err := syscall.Kill(trial, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	got, err := pool.Validate(t.Context(), script.NewSource(`function validate(f) { return [{message: f.a}] }`), json.RawMessage(`{"a":"said"}`), nil)
	if err != nil || len(got) != 1 || got[0].Message[""] != "said" {
		t.Errorf("%v, %v", got, err)
	}
	if took := time.Since(began); took < wall/16 {
		t.Errorf("took %v: the stopped worker can't have had the run", took)
	}
	until(t, "the stopped worker is gone", func() bool { return !slices.Contains(pool.Pids(), trial) })
	if _, trial = twoLanes(t, pool); syscall.Kill(trial, syscall.SIGSTOP) != nil {
		t.Fatal("the new worker is gone")
	}
	if got, err := pool.Validate(t.Context(), slow, nil, nil); err != nil || len(got) != 1 {
		t.Errorf("a slow script: %v, %v", got, err)
	}
	if !slices.Contains(pool.Pids(), trial) {
		t.Error("the slow script was put on trial")
	}
	if u := pool.Usage(); u.Replaced != 0 {
		t.Errorf("a script is blamed for it: %+v", u)
	}
}

// Where the machine has no processor to start a worker on trial, it starts like
// others and has low priority then; a run that waits for it meanwhile goes to
// the other lane.
func TestAWorkerOnTrialStartsOnABusyMachine(t *testing.T) {
	t.Parallel()
	pool := newPool(t, func(o *script.Options) {
		o.Workers, o.Trial, o.Wall, o.Env = 1, 1, 100*time.Millisecond, []string{workerEnv + "=reluctant"}
	})
	got, err := pool.Validate(t.Context(), script.NewSource(leaveCheck), badForm, someone)
	if err != nil || len(got) != 2 {
		t.Errorf("%v, %v", got, err)
	}
	_, trial := twoLanes(t, pool)
	if all := policies(t, trial); all[unix.SCHED_IDLE] == 0 || len(all) != 1 {
		t.Errorf("threads of the worker on trial: %v, want SCHED_IDLE alone", all)
	}
}
