// Package watchdog ends tests of inputs that take too long: fuzzing by itself
// waits for ever on an input that hangs.
//
// It imports the standard library only, and is there for tests alone.
package watchdog

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// Limit is how much processor time one input may take. Nothing that people
// make takes a hundredth of it; what takes more was made to take long.
const Limit = 2 * time.Second

// Watch ends the process, and so makes a finding of the input at hand, where
// the test has not ended after the process has run for Limit. It counts
// processor time, since others may have the machine meanwhile.
func Watch(t testing.TB) {
	t.Helper()
	stop := watch(Limit, func(took time.Duration) {
		panic(fmt.Sprintf("%s has taken %s of processor time and goes on", t.Name(), took)) //nolint:forbidigo // in tests alone, and nothing else ends one that hangs
	})
	t.Cleanup(stop)
}

// watch calls over once the process has run for limit, unless stop is called
// first.
func watch(limit time.Duration, over func(took time.Duration)) (stop func()) {
	began, done := used(), make(chan struct{})
	go func() {
		wait := time.NewTimer(limit)
		defer wait.Stop()
		for {
			select {
			case <-done:
				return
			case <-wait.C:
			}
			took := used() - began
			if took >= limit {
				over(took)
				return
			}
			wait.Reset(limit - took)
		}
	}()
	return func() { close(done) }
}

// used is how long the process has run, in user and in system.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
