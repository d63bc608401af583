package sqlitestore

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// TestStatementsWalkTheirIndex asks SQLite how it would answer each shape of
// query: always along the index, never through all documents, never by
// sorting (but for the id behind a unique index, which it does not know to be
// unique in effect).
func TestStatementsWalkTheirIndex(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	spec := store.Spec{Name: "items", Indexes: append([]store.Index{
		{Name: "three", Paths: []string{"a.b", "c", "d"}},
	}, itemSpec.Indexes...)}
	openItems(t, s, spec)
	table := s.open["items"].table
	eq := func(pairs ...string) []store.Cond {
		var out []store.Cond
		for _, p := range pairs {
			out = append(out, store.Cond{Path: p, Value: "x"})
		}
		return out
	}
	for _, tc := range []struct {
		q    store.Query
		uses string
	}{
		{store.Query{}, "USING INDEX sqlite_autoindex_d_items_1"},
		{store.Query{Where: eq("_id")}, "USING INDEX sqlite_autoindex_d_items_1 (id=?)"},
		{store.Query{Order: "_id", From: "a", To: "b"}, "USING INDEX sqlite_autoindex_d_items_1 (id>? AND id<?)"},
		{store.Query{Where: eq("group")}, "USING INDEX x_items_groupAt (k3=?"},
		{store.Query{Order: "group"}, "USING INDEX x_items_groupAt (k3>?)"},
		{store.Query{Where: eq("group"), Order: "at", From: 1, To: 2}, "USING INDEX x_items_groupAt (k3=? AND k4>? AND k4<?)"},
		{store.Query{Where: eq("group"), Order: "at", From: 1}, "USING INDEX x_items_groupAt (k3=? AND k4>? AND k4<?)"},
		{store.Query{Where: eq("group", "at")}, "USING INDEX x_items_groupAt (k3=? AND k4=?)"},
		{store.Query{Where: eq("a.b")}, "USING INDEX x_items_three (k0=?"},
		{store.Query{Where: eq("a.b"), Order: "c", To: "x"}, "USING INDEX x_items_three (k0=? AND k1>? AND k1<?)"},
		{store.Query{Where: eq("a.b", "c"), Order: "d"}, "USING INDEX x_items_three (k0=? AND k1=?"},
		{store.Query{Where: eq("tags")}, "SEARCH e USING PRIMARY KEY (v=?)"},
		{store.Query{Where: eq("tags"), Order: "at", From: 1, To: 2}, "SEARCH e USING PRIMARY KEY (v=? AND p1>? AND p1<?)"},
		{store.Query{Where: eq("tags", "at")}, "SEARCH e USING PRIMARY KEY (v=? AND p1=?)"},
		{store.Query{Where: eq("login")}, "USING INDEX x_items_login (k5=?)"},
	} {
		for _, desc := range []bool{false, true} {
			for _, after := range []bool{false, true} {
				tc.q.Desc = desc
				plan, err := table.layout.Plan(tc.q)
				if err != nil {
					t.Fatal(err)
				}
				if after {
					for range len(plan.Rest) + 1 {
						plan.After = append(plan.After, store.StringValue("m"))
					}
				}
				text, args := table.find(plan)
				how := explain(t, s, text, args)
				uses := tc.uses
				if after {
					uses, _, _ = strings.Cut(uses, " (")
					uses, _, _ = strings.Cut(uses, ", ")
				}
				if !strings.Contains(how, uses) || strings.Contains(how, "SCAN e") || strings.Contains(how, "TEMP B-TREE") {
					t.Errorf("%+v, after %v:\n%s\nis answered by: %s\nwant:           %s", tc.q, after, text, how, uses)
				}
				countText, countArgs := table.count(plan)
				if how := explain(t, s, countText, countArgs); strings.Contains(how, "TEMP B-TREE") {
					t.Errorf("%s is answered by: %s", countText, how)
				}
			}
		}
	}
}

func explain(t *testing.T, s *Store, text string, args []any) string {
	t.Helper()
	var steps []string
	onWriter(t, s, func(c *conn) error {
		st, err := c.compile("EXPLAIN QUERY PLAN " + text)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		err = st.each(args, func(row []driver.Value) (bool, error) {
			steps = append(steps, fmt.Sprint(row[3]))
			return true, nil
		})
		if e := st.close(); err == nil {
			err = e
		}
		return err
	})
	return strings.Join(steps, "; ")
}
