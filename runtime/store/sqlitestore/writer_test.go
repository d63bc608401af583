package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// hold keeps the writer busy until the returned function is called, so that
// what is queued meanwhile goes into one transaction.
func hold(t *testing.T, s *Store) (letGo func()) {
	t.Helper()
	began, end := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := s.writer.do(t.Context(), 0, false, func() error { close(began); <-end; return nil }); err != nil {
			t.Errorf("holding the writer: %v", err)
		}
	})
	<-began
	return func() { close(end); wg.Wait() }
}

// queued waits until n jobs wait for the writer.
func queued(s *Store, n int) {
	for waiting := 0; waiting < n; {
		s.writer.queue.Lock()
		waiting = len(s.writer.queue.jobs)
		s.writer.queue.Unlock()
	}
}

// together runs the writes in one transaction and returns their results.
func together(t *testing.T, s *Store, writes ...func() error) []error {
	t.Helper()
	letGo := hold(t, s)
	errs := make([]error, len(writes))
	var wg sync.WaitGroup
	for i, w := range writes {
		wg.Go(func() { errs[i] = w() })
	}
	queued(s, len(writes))
	letGo()
	wg.Wait()
	return errs
}

func TestGroupCommit(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	insertItems(t, c, newItem("old", 1))
	before := s.Stats()
	var writes []func() error
	for i := range 20 {
		writes = append(writes, func() error { return c.Insert(t.Context(), newItem(fmt.Sprint(i), i)) })
	}
	writes = append(writes,
		func() error { return c.Insert(t.Context(), newItem("old", 1)) },
		func() error {
			return c.Replace(t.Context(), &item{Head: store.Head{ID: "old", Rev: 9}})
		})
	errs := together(t, s, writes...)
	for i, err := range errs[:20] {
		if err != nil {
			t.Errorf("write %d: %v", i, err)
		}
	}
	if !errors.Is(errs[20], store.ErrExists) || !errors.Is(errs[21], store.ErrConflict) {
		t.Errorf("the refused writes: %v and %v", errs[20], errs[21])
	}
	after := s.Stats()
	if commits, writes := after.Commits-before.Commits, after.Writes-before.Writes; commits != 2 || writes != 23 {
		t.Errorf("%d writes took %d commits, want 23 and 2", writes, commits)
	}
	verify(t, s)
}

// TestOneBreaksTheTransaction has a write fail in a way that ends everybody's
// transaction: the others are written all the same.
func TestOneBreaksTheTransaction(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	broken := errors.New("broken")
	halfway := func() error {
		if err := s.writer.conn.run("INSERT INTO d_items (id, rev, body) VALUES ('half', 1, x'00')"); err != nil {
			return err
		}
		return broken
	}
	errs := together(t, s,
		func() error { return c.Insert(t.Context(), newItem("a", 1)) },
		func() error { return s.writer.do(t.Context(), 0, false, halfway) },
		func() error { return s.writer.do(t.Context(), 0, true, halfway) },
		func() error { return c.Insert(t.Context(), newItem("b", 2)) },
	)
	if errs[0] != nil || errs[3] != nil {
		t.Errorf("the neighbours: %v, %v", errs[0], errs[3])
	}
	if !errors.Is(errs[1], broken) || !errors.Is(errs[2], broken) {
		t.Errorf("the broken ones: %v, %v", errs[1], errs[2])
	}
	if got := found(t, c, store.Query{}); len(got) != 2 {
		t.Errorf("stored %q, want a and b", got)
	}
	verify(t, s)
}

func TestTransactionLeftOpen(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	s.writer.mu.Lock()
	err := s.writer.conn.run("BEGIN; INSERT INTO d_items (id, rev, body) VALUES ('stray', 1, x'00')")
	s.writer.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	insertItems(t, c, newItem("a", 1))
	if got := found(t, c, store.Query{}); len(got) != 1 {
		t.Errorf("stored %q, want a", got)
	}
}

func TestCancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	letGo := hold(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- c.Insert(ctx, newItem("a", 1)) }()
	queued(s, 1)
	cancel()
	// It returns although the writer is still busy.
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	letGo()
	insertItems(t, c, newItem("b", 2))
	if got := found(t, c, store.Query{}); len(got) != 1 || got[0] != "b" {
		t.Fatalf("stored %q, want b alone", got)
	}
}

func TestCancelledWhileWritten(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	openItems(t, s, itemSpec)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.writer.do(ctx, 0, false, func() error {
		cancel()
		return s.writer.conn.run("CREATE TABLE kept (x)")
	})
	if err != nil {
		t.Fatalf("a write that was committed: %v", err)
	}
	onWriter(t, s, func(c *conn) error { return c.run("DROP TABLE kept") })
}

func TestCloseFinishesWhatWasAccepted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	c := openItems(t, s, itemSpec)
	const n = 64
	errs := make([]error, n)
	var half, all sync.WaitGroup
	half.Add(n / 2)
	for i := range n {
		all.Go(func() {
			errs[i] = c.Insert(t.Context(), newItem(fmt.Sprint(i), i))
			if i < n/2 {
				half.Done()
			}
		})
	}
	half.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if err := s.Close(); err != nil {
		t.Fatalf("a second close: %v", err)
	}

	s = openStore(t, dir, Options{})
	c = openItems(t, s, itemSpec)
	for i, err := range errs {
		_, missing := c.Get(t.Context(), fmt.Sprint(i))
		switch {
		case err == nil && missing != nil:
			t.Errorf("write %d was acknowledged: %v", i, missing)
		case err != nil && !errors.Is(err, store.ErrClosed):
			t.Errorf("write %d: %v", i, err)
		case err != nil && missing == nil:
			t.Errorf("write %d was refused and is there", i)
		}
	}
}

// TestFullDisk lets the database grow no further, which SQLite reports as it
// does a full disk.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	old := newItem("old", 1)
	insertItems(t, c, old)
	var room int64
	onWriter(t, s, func(c *conn) error {
		row, err := c.ask("PRAGMA page_count")
		if err != nil {
			return err
		}
		room, _ = row[0].(int64)
		return c.run(fmt.Sprintf("PRAGMA max_page_count = %d", room+3))
	})
	large := func(it *item) *item { it.Body = strings.Repeat("x", 100_000); return it }
	grown := *old
	errs := together(t, s,
		func() error { return c.Insert(t.Context(), newItem("small", 2)) },
		func() error { return c.Insert(t.Context(), large(newItem("large", 3))) },
		func() error { return c.Replace(t.Context(), large(&grown)) },
	)
	if errs[0] != nil || !errors.Is(errs[1], store.ErrFull) || !errors.Is(errs[2], store.ErrFull) {
		t.Fatalf("small: %v, large: %v, grown: %v", errs[0], errs[1], errs[2])
	}
	if got := found(t, c, store.Query{Where: is("tags", "all"), Order: "at"}); strings.Join(got, " ") != "old small" {
		t.Fatalf("stored %q", got)
	}
	verify(t, s)
	onWriter(t, s, func(c *conn) error { return c.run(fmt.Sprintf("PRAGMA max_page_count = %d", room+1000)) })
	insertItems(t, c, large(newItem("large", 3)))
	if err := c.Replace(t.Context(), large(old)); err != nil {
		t.Fatal(err)
	}
	verify(t, s)
}

func TestPortions(t *testing.T) {
	t.Parallel()
	batch := make([]*job, 1000)
	for i := range batch {
		batch[i] = &job{bytes: 1}
	}
	if n := portion(batch); n != maxBatchJobs {
		t.Errorf("%d small jobs in a transaction, want %d", n, maxBatchJobs)
	}
	batch[3].bytes = maxBatchBytes
	if n := portion(batch); n != 3 {
		t.Errorf("%d jobs before a large one, want 3", n)
	}
	if n := portion(batch[3:]); n != 1 {
		t.Errorf("the large one goes with %d, want alone", n)
	}
}
