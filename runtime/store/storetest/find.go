package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// library is a fixed set of documents for the query tables.
func library(t *testing.T, c *store.Collection[doc]) {
	t.Helper()
	yes, no := true, false
	insert(t, c,
		newDoc("a", func(d *doc) { d.Group, d.At, d.Open, d.Tags = "x", 10, &yes, []string{"p", "q"} }),
		newDoc("b", func(d *doc) { d.Group, d.At, d.Open, d.Tags = "x", 30, &no, []string{"q"} }),
		newDoc("c", func(d *doc) { d.Group, d.At, d.Open, d.Tags = "x", 20, &yes, []string{"p", "q", "q"} }),
		newDoc("d", func(d *doc) { d.Group, d.At, d.Tags = "y", 20, []string{"p"} }),
		newDoc("e", func(d *doc) { d.Group, d.At = "x", 20 }),
		newDoc("f", func(d *doc) { d.Group, d.Tags = "x", []string{"p"} }), // no at
		newDoc("g", func(d *doc) { d.At = -5 }),                            // no group
		newDoc("h", func(d *doc) { d.Facts, d.At = &facts{Place: "上海", Days: 2}, 40 }),
		newDoc("i", func(d *doc) { d.Facts, d.At = &facts{Place: "上海", Days: 1}, 50 }),
		newDoc("j", func(d *doc) { d.Facts, d.At = &facts{Place: "上海"}, 60 }), // no days
		newDoc("k", func(d *doc) { d.Facts, d.At = &facts{Place: "北京", Days: 1}, 70 }),
		newDoc("l", func(d *doc) { d.Facts, d.At = &facts{Place: "上海", Days: 2}, 5 }),
	)
}

func testQueries(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	library(t, c)
	cases := []struct {
		name string
		q    store.Query
		want string
	}{
		{"everything", store.Query{}, "abcdefghijkl"},
		{"everything, backwards", store.Query{Order: "_id", Desc: true}, "lkjihgfedcba"},
		{"ids from", store.Query{Order: "_id", From: "j"}, "jkl"},
		{"ids to", store.Query{Order: "_id", To: "c"}, "ab"},
		{"ids between, backwards", store.Query{Order: "_id", From: "b", To: "e", Desc: true}, "dcb"},
		{"one id", store.Query{Where: where("_id", "d")}, "d"},
		{"an absent id", store.Query{Where: where("_id", "zz")}, ""},

		{"one path: without at is not in the index", store.Query{Where: where("group", "x")}, "aceb"},
		{"one path, backwards", store.Query{Where: where("group", "x"), Desc: true}, "beca"},
		{"ordered", store.Query{Where: where("group", "x"), Order: "at"}, "aceb"},
		{"ordered, from", store.Query{Where: where("group", "x"), Order: "at", From: 20}, "ceb"},
		{"ordered, to", store.Query{Where: where("group", "x"), Order: "at", To: 20}, "a"},
		{"ordered, between, backwards", store.Query{Where: where("group", "x"), Order: "at", From: 20, To: 30, Desc: true}, "ec"},
		{"both paths", store.Query{Where: where("group", "x", "at", 20)}, "ce"},
		{"both paths, the other way round", store.Query{Where: where("at", 20, "group", "x")}, "ce"},
		{"both paths, by id backwards", store.Query{Where: where("at", 20, "group", "x"), Order: "_id", Desc: true}, "ec"},
		{"both paths, ids from", store.Query{Where: where("at", 20, "group", "x"), Order: "_id", From: "d"}, "e"},
		{"nobody", store.Query{Where: where("group", "z")}, ""},

		{"a scan of an index", store.Query{Order: "at"}, "glacdebhijk"},
		{"a scan from below zero", store.Query{Order: "at", From: -5, To: 20}, "gla"},
		{"an empty range", store.Query{Order: "at", From: 20, To: 20}, ""},
		{"a range turned round", store.Query{Order: "at", From: 30, To: 20}, ""},
		{"equal at alone", store.Query{Where: where("at", 20)}, "cde"},
		{"true", store.Query{Where: where("open", true)}, "ac"},
		{"false", store.Query{Where: where("open", false)}, "b"},
		{"in order of a bool", store.Query{Order: "open"}, "bac"},

		{"an element", store.Query{Where: where("tags", "q")}, "acb"},
		{"an element, ordered backwards", store.Query{Where: where("tags", "p"), Order: "at", Desc: true}, "dca"},
		{"an element, between", store.Query{Where: where("tags", "q"), Order: "at", From: 10, To: 30}, "ac"},
		{"an element and a scalar", store.Query{Where: where("tags", "p", "at", 20)}, "cd"},
		{"no such element", store.Query{Where: where("tags", "z")}, ""},
		{"a prefix of an element", store.Query{Where: where("tags", "")}, ""},

		{"dotted paths", store.Query{Where: where("facts.place", "上海")}, "ilh"},
		{"dotted paths, next path", store.Query{Where: where("facts.place", "上海"), Order: "facts.days", From: 2}, "lh"},
		{"dotted paths, two of three", store.Query{Where: where("facts.days", 2, "facts.place", "上海"), Order: "at"}, "lh"},
		{"dotted paths, all", store.Query{Where: where("facts.days", 2, "facts.place", "上海", "at", 5)}, "l"},
		{"dotted paths, backwards", store.Query{Where: where("facts.place", "上海"), Order: "facts.days", Desc: true}, "hli"},
		{"dotted paths, scanned", store.Query{Order: "facts.place"}, "ilhk"},
	}
	for _, tc := range cases {
		// Whatever the size of the page, the answer is the same.
		for _, limit := range []int{0, 1, 2, 5} {
			t.Run(fmt.Sprintf("%s, %d a page", tc.name, limit), func(t *testing.T) {
				q := tc.q
				q.Limit = limit
				var want []string
				for _, r := range tc.want {
					want = append(want, string(r))
				}
				wantFound(t, c, q, want...)
			})
		}
	}
}

func testRefusedQueries(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	library(t, c)
	cases := []struct {
		name string
		q    store.Query
		want error
	}{
		{"undeclared path", store.Query{Where: where("body", "x")}, store.ErrNoIndex},
		{"undeclared order", store.Query{Order: "body"}, store.ErrNoIndex},
		{"order behind no equality", store.Query{Order: "facts.days"}, store.ErrNoIndex},
		{"order skips a path", store.Query{Where: where("facts.place", "x"), Order: "at"}, store.ErrNoIndex},
		{"paths of two indexes", store.Query{Where: where("group", "x", "open", true)}, store.ErrNoIndex},
		{"not a prefix", store.Query{Where: where("facts.days", 1)}, store.ErrNoIndex},
		{"more than the index has", store.Query{Where: where("group", "x", "at", 1, "open", true)}, store.ErrNoIndex},
		{"array without an element", store.Query{Order: "tags"}, store.ErrNoIndex},
		{"id order over a part of an index", store.Query{Where: where("group", "x"), Order: "_id"}, store.ErrNoIndex},
		{"id and more", store.Query{Where: where("_id", "a", "group", "x")}, store.ErrNoIndex},
		{"an index of another case", store.Query{Where: where("Group", "x")}, store.ErrNoIndex},
		{"the same path twice", store.Query{Where: where("group", "x", "group", "y")}, store.ErrQuery},
		{"a float", store.Query{Where: where("at", 1.5)}, store.ErrQuery},
		{"nothing", store.Query{Where: where("group", nil)}, store.ErrQuery},
		{"an operator", store.Query{Where: where("group", map[string]any{"$ne": ""})}, store.ErrQuery},
		{"bounds without order", store.Query{Where: where("group", "x"), From: 1}, store.ErrQuery},
		{"a float bound", store.Query{Order: "at", From: 1.5}, store.ErrQuery},
		{"bounds of two types", store.Query{Order: "at", From: 1, To: "x"}, store.ErrQuery},
		{"ids that are numbers", store.Query{Order: "_id", From: 1}, store.ErrQuery},
	}
	for _, tc := range cases {
		_, err := c.Find(t.Context(), tc.q)
		if !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, err, tc.want)
		}
		if _, err := c.Count(t.Context(), tc.q, 10); !errors.Is(err, tc.want) {
			t.Errorf("counting %s: %v, want %v", tc.name, err, tc.want)
		}
	}
}

func testMaintenance(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	d := newDoc("a", func(d *doc) { d.Group, d.At, d.Tags = "x", 1, []string{"p", "q"} })
	insert(t, c, d, newDoc("other", func(d *doc) { d.Group, d.At, d.Tags = "x", 5, []string{"p", "q", "r"} }))
	// Each step changes the document; afterwards it is found by these tags and
	// this group, and by no others.
	steps := []struct {
		name   string
		change func()
		tags   string
		group  string
	}{
		{"as inserted", func() {}, "pq", "x"},
		{"nothing indexed", func() { d.Body = "changed" }, "pq", "x"},
		{"an element less", func() { d.Tags = []string{"q"} }, "q", "x"},
		{"an element more, twice", func() { d.Tags = []string{"r", "q", "r"} }, "qr", "x"},
		{"other elements", func() { d.Tags = []string{"p"} }, "p", "x"},
		{"the scalar beside them", func() { d.At = 9; d.Tags = []string{"p", "r"} }, "pr", "x"},
		{"another group", func() { d.Group = "y" }, "pr", "y"},
		{"the scalar goes", func() { d.At = 0 }, "", ""},
		{"the scalar comes back", func() { d.At = 2 }, "pr", "y"},
		{"no elements", func() { d.Tags = nil }, "", "y"},
		{"everything again", func() { d.Tags, d.Group = []string{"p", "q", "r"}, "x" }, "pqr", "x"},
	}
	found := func(q store.Query) bool {
		got, err := findAll(t.Context(), c, q)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(got, "a")
	}
	for _, s := range steps {
		s.change()
		mustReplace(t, c, d)
		for _, tag := range []string{"p", "q", "r"} {
			want := slices.Contains([]rune(s.tags), rune(tag[0]))
			if got := found(store.Query{Where: where("tags", tag), Order: "at"}); got != want {
				t.Fatalf("%s: found by tag %q: %v, want %v", s.name, tag, got, want)
			}
		}
		for _, group := range []string{"x", "y"} {
			if got := found(store.Query{Where: where("group", group)}); got != (group == s.group) {
				t.Fatalf("%s: found by group %q: %v", s.name, group, got)
			}
		}
	}
	if err := c.Delete(t.Context(), "a", d.Rev); err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"p", "q", "r"} {
		wantFound(t, c, store.Query{Where: where("tags", tag)}, "other")
	}
	wantFound(t, c, store.Query{Where: where("group", "x")}, "other")
	wantFound(t, c, store.Query{Order: "at"}, "other")
}
