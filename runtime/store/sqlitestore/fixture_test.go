package sqlitestore

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

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

// verify compares every column and every entry of a collection with what its
// documents say, and lets SQLite check its file.
func verify(t *testing.T, s *Store, name string) {
	t.Helper()
	s.mu.Lock()
	table := s.open[name].table
	s.mu.Unlock()
	onWriter(t, s, func(c *conn) error {
		row, err := c.ask("PRAGMA integrity_check")
		if err != nil {
			return err
		}
		if row[0] != "ok" {
			return fmt.Errorf("integrity check: %v", row)
		}
		columns := ""
		for i := range table.columns {
			columns += ", " + columnName(i)
		}
		want := make([]map[string]bool, len(table.sides)) // entries by side
		for i := range want {
			want[i] = map[string]bool{}
		}
		rows, err := allRows(c, fmt.Sprintf("SELECT n, id, rev, body%s FROM %s", columns, table.name))
		if err != nil {
			return err
		}
		var keys store.Keys
		for _, row := range rows {
			body, _ := row[3].([]byte)
			if err := table.layout.Extract(bson.Raw(body), &keys); err != nil {
				return err
			}
			var d item
			if err := bson.Unmarshal(body, &d); err != nil {
				return err
			}
			if d.ID != row[1] || d.Rev != row[2] {
				return fmt.Errorf("the document of %v, revision %v, is %+v", row[1], row[2], d.Head)
			}
			for col, slot := range table.slot {
				if slot >= 0 && !reflect.DeepEqual(row[4+col], column(keys.Scalars[slot])) {
					return fmt.Errorf("%s of %s is %v, the document says %v", columnName(col), d.ID, row[4+col], keys.Scalars[slot].Any())
				}
			}
			for i, side := range table.sides {
				rest, ok := side.rest(&keys)
				for _, v := range keys.Arrays[side.array] {
					if ok {
						entry := []any{column(v)}
						for _, r := range rest {
							entry = append(entry, column(r))
						}
						want[i][fmt.Sprint(append(entry, d.ID, row[0]))] = true
					}
				}
			}
		}
		for i, side := range table.sides {
			rows, err := allRows(c, fmt.Sprintf("SELECT %s, n FROM %s", strings.Join(side.columns(), ", "), side.name))
			if err != nil {
				return err
			}
			got := map[string]bool{}
			for _, row := range rows {
				got[fmt.Sprint(row)] = true
			}
			if !reflect.DeepEqual(got, want[i]) {
				return fmt.Errorf("%s holds %v, the documents say %v", side.name, got, want[i])
			}
		}
		return nil
	})
}

func allRows(c *conn, text string) ([][]any, error) {
	s, err := c.compile(text)
	if err != nil {
		return nil, err
	}
	var out [][]any
	err = s.each(nil, func(row []driver.Value) (bool, error) {
		kept := make([]any, len(row))
		for i, v := range row {
			kept[i] = v
		}
		out = append(out, kept)
		return true, nil
	})
	if e := s.close(); err == nil {
		err = e
	}
	return out, err
}
