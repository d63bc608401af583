package main

import (
	"errors"
	"io"
	"testing"
	"time"
)

var errTorn = errors.New("the pipe is torn")

// torn is an output that nothing can be written to.
type torn struct{}

func (torn) Write([]byte) (int, error) { return 0, errTorn }

// A server that cannot serve ends, and does not go on working behind a closed
// door.
func TestAServerThatCannotServeEnds(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	go func() {
		ended <- serveCommand(t.Context(), []string{"--data", t.TempDir(), "--listen", "127.0.0.1:0"}, torn{}, io.Discard)
	}()
	select {
	case err := <-ended:
		if !errors.Is(err, errTorn) {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it goes on")
	}
}
