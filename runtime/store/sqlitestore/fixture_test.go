package sqlitestore

import (
	"fmt"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

type item struct {
	store.Head `bson:",inline"`
	Group      string   `bson:"group,omitempty"`
	At         int64    `bson:"at,omitempty"`
	Tags       []string `bson:"tags,omitempty"`
	Login      string   `bson:"login,omitempty"`
	Mixed      any      `bson:"mixed,omitempty"`
	Body       string   `bson:"body,omitempty"`
}

var itemSpec = store.Spec{Name: "items", Indexes: []store.Index{
	{Name: "groupAt", Paths: []string{"group", "at"}},
	{Name: "tagsAt", Paths: []string{"tags", "at"}, Multi: true},
	{Name: "login", Paths: []string{"login"}, Unique: true},
}}

func openStore(t *testing.T, dir string, opts Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func openItems(t *testing.T, s *Store, spec store.Spec) *store.Collection[item] {
	t.Helper()
	c, err := store.Open[item](s, spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newItem(id string, n int) *item {
	return &item{
		Head: store.Head{ID: id}, Group: fmt.Sprint("g", n%3), At: int64(n + 1),
		Tags: []string{"all", fmt.Sprint("t", n%5)}, Login: "login " + id,
	}
}

func insertItems(t *testing.T, c *store.Collection[item], items ...*item) {
	t.Helper()
	for _, it := range items {
		if err := c.Insert(t.Context(), it); err != nil {
			t.Fatal(err)
		}
	}
}

func found(t *testing.T, c *store.Collection[item], q store.Query) []string {
	t.Helper()
	var out []string
	for {
		page, err := c.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			out = append(out, it.ID)
		}
		if page.Next == "" {
			return out
		}
		q.After = page.Next
	}
}

func is(path string, value any) []store.Cond { return []store.Cond{{Path: path, Value: value}} }

// onWriter runs a function on the writer's goroutine and connection.
func onWriter(t *testing.T, s *Store, f func(*conn) error) {
	t.Helper()
	if err := s.writer.do(t.Context(), 0, true, func() error { return f(s.writer.conn) }); err != nil {
		t.Fatal(err)
	}
}

// verify looks for damage.
func verify(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
