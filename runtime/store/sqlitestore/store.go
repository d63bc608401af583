package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"github.com/banli-oa/banli/runtime/store"
)

// Names of the files in the data folder. SQLite adds two beside the database
// while it is open.
const (
	databaseName = "banli.db"
	lockName     = "banli.lock"
)

// Options tune a Store; the zero value is right for production.
type Options struct {
	// Logger hears of failures that no caller waits for. Nil hears nothing.
	Logger *slog.Logger

	// For tests: a small page makes a log short enough to cut it at every byte.
	pageSize, checkpointBytes int
}

// Store is the embedded backend. It is safe for concurrent use.
type Store struct {
	dir     string
	unlock  func() error
	writer  *writer
	ckpt    *checkpointer
	readers *readers

	life   sync.RWMutex // held for reading by every read, for writing by Close
	closed bool

	mu   sync.Mutex
	open map[string]*collection
}

var _ store.Backend = (*Store)(nil)

// Exists reports whether the folder holds a store.
func Exists(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, databaseName))
	return err == nil && info.Mode().IsRegular()
}

// Open opens the store in the folder dir, which it creates if need be. It
// fails with store.ErrInUse if another process has it open, and refuses to
// start if the database does not promise to keep what it acknowledges. ctx
// only lends its values; its end does not close the store.
func Open(ctx context.Context, dir string, opts Options) (_ *Store, err error) {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	unlock, err := Lock(dir)
	if err != nil {
		return nil, err
	}
	undo := []func() error{unlock}
	defer func() {
		for i := len(undo) - 1; err != nil && i >= 0; i-- {
			err = errors.Join(err, undo[i]())
		}
	}()

	file := filepath.Join(dir, databaseName)
	if err := touch(file); err != nil {
		return nil, fmt.Errorf("%w: the database file: %w", store.ErrUnavailable, err)
	}
	wconn, err := dial(ctx, file, false)
	if err != nil {
		return nil, err
	}
	undo = append(undo, wconn.close)
	if err := prepareWriter(wconn, opts); err != nil {
		return nil, err
	}
	kconn, err := dial(ctx, file, false)
	if err != nil {
		return nil, err
	}
	undo = append(undo, kconn.close)
	if err := demandDurability(kconn); err != nil {
		return nil, err
	}
	if err := syncFolder(dir); err != nil {
		return nil, fmt.Errorf("%w: the data folder: %w", store.ErrUnavailable, err)
	}

	s := &Store{dir: dir, unlock: unlock, open: make(map[string]*collection)}
	s.ckpt = newCheckpointer(kconn, file+"-wal", opts)
	if s.writer, err = newWriter(wconn, s.ckpt.grown); err != nil {
		return nil, err
	}
	s.ckpt.pause = &s.writer.mu
	s.readers = newReaders(func() (*conn, error) { return dial(ctx, file, true) })
	go s.writer.run()
	go s.ckpt.run()
	return s, nil
}

// Lock takes the data folder dir, which it creates if need be, for this process
// until unlock is called or the process ends. It fails with store.ErrInUse if
// another process has it. Open does so by itself; this is for a server whose
// documents are elsewhere.
func Lock(dir string) (unlock func() error, err error) {
	if err := makeFolder(dir); err != nil {
		return nil, fmt.Errorf("%w: the data folder: %w", store.ErrUnavailable, err)
	}
	return lockFolder(filepath.Join(dir, lockName))
}

// prepareWriter sets up the writing connection, and the file if it is new.
func prepareWriter(c *conn, opts Options) error {
	fresh, err := checkFormat(c)
	if err != nil {
		return err
	}
	if fresh && opts.pageSize > 0 {
		if err := c.run(fmt.Sprintf("PRAGMA page_size = %d", opts.pageSize)); err != nil {
			return err
		}
	}
	if err := demandDurability(c); err != nil {
		return err
	}
	// 16 MB keep the pages near the roots of all indexes at hand. Checkpoints
	// belong to the checkpointer.
	if err := c.run("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 0"); err != nil {
		return err
	}
	if fresh {
		return initFormat(c)
	}
	return nil
}

// demandDurability asks for a log that is flushed to disk before a commit
// returns, and reads back whether that is what we got: a file system or a
// build of SQLite that silently gives less must not run.
func demandDurability(c *conn) error {
	mode, err := c.ask("PRAGMA journal_mode = WAL")
	if err != nil {
		return err
	}
	if len(mode) != 1 || mode[0] != "wal" {
		return fmt.Errorf("%w: the database cannot use a write-ahead log here (journal mode %v); is the data folder on a network file system?", store.ErrUnavailable, mode)
	}
	if err := c.run("PRAGMA synchronous = FULL"); err != nil {
		return err
	}
	const full = int64(2)
	sync, err := c.ask("PRAGMA synchronous")
	if err != nil {
		return err
	}
	if len(sync) != 1 || sync[0] != full {
		return fmt.Errorf("%w: the database does not flush every commit (synchronous is %v, not FULL)", store.ErrUnavailable, sync)
	}
	return nil
}

// makeFolder creates the data folder for us alone, and makes its name last.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// touch creates an empty file that only we may read; what SQLite puts beside
// it gets the same rights.
func touch(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Collection implements store.Backend.
func (s *Store) Collection(spec store.Spec) (store.RawCollection, error) {
	layout, err := store.NewLayout(spec)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.open[spec.Name]; ok {
		if !reflect.DeepEqual(c.table.layout.Spec(), layout.Spec()) {
			return nil, fmt.Errorf("%w: collection %q is open with other indexes", store.ErrSpec, spec.Name)
		}
		return c, nil
	}
	c := &collection{store: s}
	err = s.writer.do(s.writer.conn.ctx, 0, true, func() error {
		var err error
		if c.table, err = declare(s.writer.conn, layout); err != nil {
			return err
		}
		c.writing, err = newWriting(s.writer.conn, c.table)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.open[spec.Name] = c
	return c, nil
}

// Close implements store.Backend: it finishes the writes that were accepted,
// moves the log into the database, and gives the folder free.
func (s *Store) Close() error {
	s.life.Lock()
	defer s.life.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.writer.close()
	s.ckpt.close()
	return errors.Join(
		s.readers.close(),
		s.ckpt.conn.close(),
		closeWriter(s.writer.conn),
		s.unlock(),
	)
}

// closeWriter empties the log before it closes the last connection. What was
// committed is safe in the log too, so a failure here loses nothing.
func closeWriter(c *conn) error {
	_, err := c.ask("PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(err, c.close())
}

// Stats counts what the store did since it was opened.
type Stats struct {
	// Writes are the writes answered, refused ones included; Commits the
	// transactions, and so the flushes to disk, that took.
	Writes, Commits int64
	// Checkpoints counts how often the log was moved into the database, and
	// CheckpointFailures how often that failed.
	Checkpoints, CheckpointFailures int64
}

// Stats returns the counters.
func (s *Store) Stats() Stats {
	return Stats{
		Writes:             s.writer.writes.Load(),
		Commits:            s.writer.commits.Load(),
		Checkpoints:        s.ckpt.done.Load(),
		CheckpointFailures: s.ckpt.failed.Load(),
	}
}
