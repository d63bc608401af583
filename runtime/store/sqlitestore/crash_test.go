package sqlitestore

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// copied is a database and its log as they lay on disk at one moment.
type copied struct{ database, log []byte }

func copyFiles(t *testing.T, dir string) copied {
	t.Helper()
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return copied{read(databaseName), read(databaseName + "-wal")}
}

// TestLogCutAtEveryByte opens the store after its log was cut at each byte of
// the last transaction, as a crash in the middle of writing leaves it, and
// also with the missing part as zeros, as a file system may leave it: there is
// the state before the transaction or the one after it, never one between.
func TestLogCutAtEveryByte(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{pageSize: 512})
	c := openItems(t, s, itemSpec)
	subject := newItem("subject", 1)
	insertItems(t, c, newItem("other", 1), subject)
	if err := s.ckpt.move("TRUNCATE"); err != nil {
		t.Fatal(err)
	}
	insertItems(t, c, newItem("logged", 2))
	before := copyFiles(t, dir)
	// The last transaction touches the document, a scalar index, a side table.
	subject.Group, subject.Tags, subject.Body = "moved", []string{"all", "new"}, "after"
	if err := c.Replace(t.Context(), subject); err != nil {
		t.Fatal(err)
	}
	after := copyFiles(t, dir)
	if !slices.Equal(before.database, after.database) || len(after.log) <= len(before.log) {
		t.Fatalf("the last transaction is not what follows in the log: %d bytes, then %d", len(before.log), len(after.log))
	}
	t.Logf("the last transaction takes %d bytes of the log", len(after.log)-len(before.log))

	type state struct {
		name string
		log  []byte
		want string // "" where both states will do
	}
	states := make(chan state)
	var workers sync.WaitGroup
	for range 4 {
		folder := quickFolder(t)
		workers.Go(func() {
			for st := range states {
				if err := checkCut(t, folder, copied{after.database, st.log}, st.want); err != nil {
					t.Errorf("%s: %v", st.name, err)
				}
			}
		})
	}
	for cut := len(before.log); cut <= len(after.log); cut++ {
		want := "before"
		if cut == len(after.log) {
			want = "after"
		}
		states <- state{fmt.Sprintf("cut at %d", cut), after.log[:cut], want}
		if cut%16 == 0 {
			zeroed := append(slices.Clone(after.log[:cut]), make([]byte, len(after.log)-cut)...)
			states <- state{fmt.Sprintf("zero from %d", cut), zeroed, ""}
		}
	}
	close(states)
	workers.Wait()
}

// quickFolder is a folder in memory, where there is one: what is cut here has
// long been flushed, and waiting for the disk again would only take time.
func quickFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "banli-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// checkCut puts the files into folder, opens the store there, and looks at it
// from all sides.
func checkCut(t *testing.T, folder string, files copied, want string) error {
	for name, content := range map[string][]byte{databaseName: files.database, databaseName + "-wal": files.log} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	if err := os.Remove(filepath.Join(folder, databaseName+"-shm")); err != nil && !os.IsNotExist(err) {
		return err
	}
	s, err := Open(t.Context(), folder, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	c, err := store.Open[item](s, itemSpec)
	if err != nil {
		return err
	}
	got, err := c.Get(t.Context(), "subject")
	if err != nil {
		return err
	}
	is := "before"
	if got.Rev == 2 {
		is = "after"
	}
	if want != "" && is != want {
		return fmt.Errorf("the state is the one %s, want the one %s", is, want)
	}
	type answer struct {
		where []store.Cond
		ids   []string
	}
	answers := map[string][]answer{
		"before": {
			{[]store.Cond{{Path: "group", Value: "g1"}}, []string{"other", "subject"}},
			{[]store.Cond{{Path: "group", Value: "moved"}}, nil},
			{[]store.Cond{{Path: "tags", Value: "t1"}}, []string{"other", "subject"}},
			{[]store.Cond{{Path: "tags", Value: "new"}}, nil},
			{[]store.Cond{{Path: "tags", Value: "all"}}, []string{"other", "subject", "logged"}},
		},
		"after": {
			{[]store.Cond{{Path: "group", Value: "g1"}}, []string{"other"}},
			{[]store.Cond{{Path: "group", Value: "moved"}}, []string{"subject"}},
			{[]store.Cond{{Path: "tags", Value: "t1"}}, []string{"other"}},
			{[]store.Cond{{Path: "tags", Value: "new"}}, []string{"subject"}},
			{[]store.Cond{{Path: "tags", Value: "all"}}, []string{"other", "subject", "logged"}},
		},
	}
	for _, a := range answers[is] {
		page, err := c.Find(t.Context(), store.Query{Where: a.where})
		if err != nil {
			return err
		}
		var ids []string
		for _, it := range page.Items {
			ids = append(ids, it.ID)
		}
		if !slices.Equal(ids, a.ids) {
			return fmt.Errorf("%s: %v finds %q, want %q", is, a.where, ids, a.ids)
		}
	}
	return nil
}
