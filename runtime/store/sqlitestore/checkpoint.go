package sqlitestore

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
)

const (
	// checkpointBytes is about how much is logged between two checkpoints.
	// More makes all of them together cheaper, because pages that change often
	// are moved once (with 64 MB a loaded server took 7 % less processor time
	// than 16 MB), and recovery after a crash a little longer; beyond 16 MB a
	// reader searches the log in several steps instead of one.
	checkpointBytes = 64 << 20
	// overlong is the multiple of that from which the log file, which is
	// otherwise reused, is cut: a flood of large documents went through it, or
	// something kept readers in it for long.
	overlong = 2
)

// checkpointer moves what has been logged into the database file, on a
// connection of its own, so that no commit waits for it.
type checkpointer struct {
	conn    *conn
	log     *slog.Logger
	file    string      // of the log
	pause   sync.Locker // held while the writer must not write
	every   int         // about how many bytes are logged between two checkpoints
	logged  int         // since the last one; the writer's goroutine counts
	wake    chan struct{}
	stopped chan struct{}

	done, failed atomic.Int64
}

func newCheckpointer(c *conn, file string, opts Options) *checkpointer {
	return &checkpointer{
		conn:    c,
		log:     opts.Logger,
		file:    file,
		every:   cmp.Or(opts.checkpointBytes, checkpointBytes),
		wake:    make(chan struct{}, 1),
		stopped: make(chan struct{}),
	}
}

// grown notes that a commit logged about that many bytes, and starts a
// checkpoint if it is time. The writer's goroutine calls it.
func (k *checkpointer) grown(bytes int) {
	k.logged += bytes
	if k.logged < k.every {
		return
	}
	k.logged = 0
	select {
	case k.wake <- struct{}{}:
	default: // one is under way; it will be followed by another
	}
}

// run is the checkpointer's goroutine.
func (k *checkpointer) run() {
	defer close(k.stopped)
	for range k.wake {
		if err := k.checkpoint(); err != nil {
			// Nothing is lost: the log keeps everything until a later one.
			k.failed.Add(1)
			k.log.Error("checkpoint failed", "error", err)
			continue
		}
		k.done.Add(1)
	}
}

// checkpoint moves most of the log while writes go on, and then, with the
// writer paused, the little that came meanwhile. Only when nothing is left
// does the next write start the log anew; under steady load a checkpoint that
// never pauses the writer would never get there, and the log would grow.
func (k *checkpointer) checkpoint() error {
	if err := k.move("PASSIVE"); err != nil {
		return err
	}
	k.pause.Lock()
	defer k.pause.Unlock()
	if info, err := os.Stat(k.file); err == nil && info.Size() > int64(overlong*k.every) {
		return k.move("TRUNCATE")
	}
	return k.move("PASSIVE")
}

func (k *checkpointer) move(mode string) error {
	s, err := k.conn.prepare(fmt.Sprintf("PRAGMA wal_checkpoint(%s)", mode))
	if err != nil {
		return err
	}
	_, err = s.first()
	return err
}

// close waits for the checkpoint that is under way, if any. The writer must
// have stopped.
func (k *checkpointer) close() {
	close(k.wake)
	<-k.stopped
}
