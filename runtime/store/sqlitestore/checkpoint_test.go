package sqlitestore

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// TestLogStaysSmall writes many times what a checkpoint is due after, with
// readers at work: the log is moved, reused, and never grows with the data.
func TestLogStaysSmall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const every = 256 << 10
	s := openStore(t, dir, Options{checkpointBytes: every})
	c := openItems(t, s, itemSpec)
	const clients, each = 8, 60
	stop := make(chan struct{})
	var readers, writers sync.WaitGroup
	readers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := c.Find(t.Context(), store.Query{Where: is("tags", "all"), Order: "at", Desc: true, Limit: 20}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for client := range clients {
		writers.Go(func() {
			for i := range each {
				it := newItem(fmt.Sprintf("%d-%d", client, i), i)
				it.Body = strings.Repeat("x", 8000)
				if err := c.Insert(t.Context(), it); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	stats := s.Stats()
	if stats.Checkpoints == 0 || stats.CheckpointFailures != 0 {
		t.Errorf("%d checkpoints, %d failed", stats.Checkpoints, stats.CheckpointFailures)
	}
	info, err := os.Stat(filepath.Join(dir, databaseName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	// Without checkpoints it would hold all of it: about 8 MB.
	if info.Size() > 6*every {
		t.Errorf("the log grew to %d bytes", info.Size())
	}
	verify(t, s)
}

func TestOverlongLogIsCut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const every = 256 << 10
	s := openStore(t, dir, Options{checkpointBytes: every})
	c := openItems(t, s, itemSpec)
	large := newItem("large", 1)
	large.Body = strings.Repeat("x", 2*overlong*every)
	insertItems(t, c, large)
	for s.Stats().Checkpoints == 0 {
		runtime.Gosched()
	}
	info, err := os.Stat(filepath.Join(dir, databaseName+"-wal"))
	if err != nil || info.Size() != 0 {
		t.Errorf("the log still has %d bytes, %v", info.Size(), err)
	}
	verify(t, s)
}

// brokenDisk is a statement whose disk is gone.
type brokenDisk struct{ driver.StmtQueryContext }

func (brokenDisk) QueryContext(context.Context, []driver.NamedValue) (driver.Rows, error) {
	return nil, errors.New("the disk is gone")
}

func TestFailedCheckpointIsLogged(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	s := openStore(t, t.TempDir(), Options{Logger: slog.New(slog.NewTextHandler(&said, nil))})
	c := openItems(t, s, itemSpec)
	s.ckpt.conn.stmts["PRAGMA wal_checkpoint(PASSIVE)"] = &stmt{
		conn: s.ckpt.conn, query: brokenDisk{}, close: func() error { return nil },
	}
	onWriter(t, s, func(*conn) error {
		s.ckpt.grown(checkpointBytes)
		return nil
	})
	// Writes go on.
	for i := 0; s.Stats().CheckpointFailures == 0; i++ {
		insertItems(t, c, newItem(fmt.Sprint(i), i))
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if !strings.Contains(said.String(), "checkpoint failed") || !strings.Contains(said.String(), "the disk is gone") {
		t.Errorf("the log says %q", &said)
	}
}
