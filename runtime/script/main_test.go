package script_test

import (
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/script"
)

// workerEnv makes the test binary be a worker, as the real binary's argument
// does.
const workerEnv = "BANLI_TEST_SCRIPT_WORKER"

func TestMain(m *testing.M) {
	switch os.Getenv(workerEnv) {
	case "reluctant":
		if lastInLine() { // it never becomes ready
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(1)
		}
		fallthrough
	case "1":
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case "broken":
		fmt.Fprintln(os.Stderr, "no such command")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// patience is the time for scripts that are to end by themselves, on a machine
// that has other things to do as well.
const patience = 10 * time.Second

func newPool(t testing.TB, change func(*script.Options)) *script.Pool {
	t.Helper()
	o := script.Options{Command: []string{os.Args[0]}, Env: []string{workerEnv + "=1"}, Wall: patience, Wait: 2 * patience}
	if change != nil {
		change(&o)
	}
	p, err := script.NewPool(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// until waits for something that comes by itself.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	limit := time.After(2 * patience)
	for !done() {
		select {
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}
