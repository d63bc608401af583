package sqlitestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"github.com/banli-oa/banli/runtime/store"
)

func TestReopen(t *testing.T) {
	t.Parallel()
	// A name that would break a database address put together carelessly.
	dir := filepath.Join(t.TempDir(), "data ?#%41&数据")
	var want []string
	for round := range 3 {
		s := openStore(t, dir, Options{})
		c := openItems(t, s, itemSpec)
		if got := found(t, c, store.Query{Where: is("tags", "all"), Order: "at"}); !slices.Equal(got, want) {
			t.Fatalf("round %d: %q, want %q", round, got, want)
		}
		for i := range 5 {
			it := newItem(fmt.Sprintf("%d-%d", round, i), round*5+i)
			insertItems(t, c, it)
			want = append(want, it.ID)
		}
		verify(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// A store that was closed leaves one file of data and its lock.
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("left behind: %q, %v", files, err)
	}
	for _, f := range append(files, dir) {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, %v: others can get at it", f, info.Mode(), err)
		}
	}
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	_, err := Open(t.Context(), dir, Options{})
	if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Fatalf("a second open: %v, want ErrInUse and the process", err)
	}
	// The refusal did not take the lock from the first.
	if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, store.ErrInUse) {
		t.Fatalf("a third open: %v, want ErrInUse", err)
	}
	insertItems(t, openItems(t, s, itemSpec), newItem("a", 1))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openStore(t, dir, Options{})
}

func TestUnusableFolders(t *testing.T) {
	t.Parallel()
	file := func(t *testing.T, content string) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, databaseName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	database := func(statements string) func(*testing.T) string {
		return func(t *testing.T) string {
			dir := t.TempDir()
			c, err := dial(t.Context(), filepath.Join(dir, databaseName), false)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(c.run(statements), c.close()); err != nil {
				t.Fatal(err)
			}
			return dir
		}
	}
	for _, tc := range []struct {
		name string
		dir  func(*testing.T) string
		want error
		says string
	}{
		{"a file in the folder's place", func(t *testing.T) string {
			f := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(f, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return f
		}, store.ErrUnavailable, "not a directory"},
		{"no folder can be made", func(*testing.T) string { return "/proc/banli" }, store.ErrUnavailable, "data folder"},
		{"not a database", func(t *testing.T) string { return file(t, strings.Repeat("not a database ", 500)) }, store.ErrCorrupt, "not a database"},
		{"somebody else's database", database("CREATE TABLE theirs (x)"), store.ErrCorrupt, "not made by Banli"},
		{"somebody else's format", database("PRAGMA application_id = 7"), store.ErrCorrupt, "not made by Banli"},
		{"a newer format", database(fmt.Sprintf("CREATE TABLE x (y); PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)), store.ErrUnavailable, "newer version"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := tc.dir(t)
			before, _ := os.ReadFile(filepath.Join(dir, databaseName))
			s, err := Open(t.Context(), dir, Options{})
			if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) || s != nil {
				t.Fatalf("open: %v, want %v that says %q", err, tc.want, tc.says)
			}
			after, _ := os.ReadFile(filepath.Join(dir, databaseName))
			if !bytes.Equal(before, after) {
				t.Fatal("the refused file was changed")
			}
		})
	}
}

// TestDurabilityIsReadBack uses a database in memory, which has no log to
// flush and does not complain when it is asked for one.
func TestDurabilityIsReadBack(t *testing.T) {
	t.Parallel()
	raw, err := new(sqlite.Driver).Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	c := &conn{raw: raw, ctx: t.Context(), stmts: map[string]*stmt{}}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	if err := demandDurability(c); !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "write-ahead log") {
		t.Fatalf("a database in memory: %v, want a refusal", err)
	}
}

func TestWriterFlushesEveryCommit(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	onWriter(t, s, func(c *conn) error {
		for pragma, want := range map[string]any{"synchronous": int64(2), "journal_mode": "wal", "wal_autocheckpoint": int64(0)} {
			if row, err := c.ask("PRAGMA " + pragma); err != nil || row[0] != want {
				t.Errorf("%s is %v, %v; want %v", pragma, row, err, want)
			}
		}
		return nil
	})
}

// TestLibraryVersion refuses a library from before SQLite 3.51.3: until then a
// commit that met two checkpoints in a row could lose a part of the log
// (https://www.sqlite.org/wal.html#walresetbug), and checkpoint.go runs two in
// a row beside the writer.
func TestLibraryVersion(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	onWriter(t, s, func(c *conn) error {
		row, err := c.ask("SELECT sqlite_version()")
		if err != nil {
			return err
		}
		var major, minor, patch int
		if _, err := fmt.Sscanf(fmt.Sprint(row[0]), "%d.%d.%d", &major, &minor, &patch); err != nil {
			return err
		}
		if slices.Compare([]int{major, minor, patch}, []int{3, 51, 3}) < 0 {
			t.Errorf("SQLite %v, want at least 3.51.3", row[0])
		}
		return nil
	})
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	openItems(t, s, itemSpec)
	err := s.readers.use(t.Context(), func(c *conn) error { return c.run("DELETE FROM d_items") })
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "readonly") {
		t.Fatalf("a reader deleted: %v", err)
	}
}

func TestReadersAreBounded(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	n := cap(s.readers.room)
	var taken []*conn
	for range n {
		c, err := s.readers.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.readers.take(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("one more than there is room for: %v", err)
	}
	for _, c := range taken {
		s.readers.idle <- c
	}
	if err := s.readers.use(t.Context(), func(*conn) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedDocument(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	c := openItems(t, s, itemSpec)
	it := newItem("a", 1)
	insertItems(t, c, it, newItem("b", 2))
	onWriter(t, s, func(c *conn) error { return c.run("UPDATE d_items SET body = x'0badc0de' WHERE id = 'a'") })
	_, err := c.Get(t.Context(), "a")
	_, findErr := c.Find(t.Context(), store.Query{})
	for name, err := range map[string]error{
		"get": err, "find": findErr,
		"replace": c.Replace(t.Context(), it),
		"delete":  c.Delete(t.Context(), "a", 1),
	} {
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v, want ErrCorrupt", name, err)
		}
	}
	if _, err := c.Get(t.Context(), "b"); err != nil {
		t.Errorf("its neighbour: %v", err)
	}
}
