package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/banli-oa/banli/runtime/store"
)

// model is what the store should hold: a map.
type model map[string]*doc

// testModel drives the store and a map with the same random operations, and
// compares after each.
func testModel(t *testing.T, b store.Backend) {
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		c := openSpec(t, b, store.Spec{Name: fmt.Sprint("model", runs), Indexes: []store.Index{
			{Name: "groupAt", Paths: []string{"group", "at"}},
			{Name: "tagsAt", Paths: []string{"tags", "at"}, Multi: true},
			{Name: "login", Paths: []string{"login"}, Unique: true},
		}})
		m := model{}
		id := rapid.StringMatching(`[a-e]`)
		few := rapid.StringMatching(`[p-r]?`)
		draw := func(rt *rapid.T) *doc {
			d := newDoc(id.Draw(rt, "id"), nil)
			d.Group = few.Draw(rt, "group")
			d.At = rapid.Int64Range(-1, 2).Draw(rt, "at")
			d.Tags = rapid.SliceOfN(few, 0, 3).Draw(rt, "tags")
			d.Login = few.Draw(rt, "login")
			d.Rev = rapid.Int64Range(0, 3).Draw(rt, "rev")
			return d
		}
		same := func(rt *rapid.T, op string, got, want error) {
			if !errors.Is(got, want) || want == nil && got != nil {
				rt.Fatalf("%s: %v, the model says %v", op, got, want)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"insert": func(rt *rapid.T) {
				d := draw(rt)
				want := m.insert(d)
				same(rt, "insert", c.Insert(t.Context(), d), want)
			},
			"replace": func(rt *rapid.T) {
				d := draw(rt)
				want := m.replace(d)
				same(rt, "replace", c.Replace(t.Context(), d), want)
			},
			"delete": func(rt *rapid.T) {
				d := draw(rt)
				same(rt, "delete", c.Delete(t.Context(), d.ID, d.Rev), m.delete(d))
			},
			"": func(rt *rapid.T) { m.check(rt, t, c) },
		})
	})
}

func (m model) duplicate(d *doc) bool {
	for _, o := range m {
		if o.ID != d.ID && o.Login != "" && o.Login == d.Login {
			return true
		}
	}
	return false
}

func (m model) keep(d *doc, rev int64) {
	kept := *d
	kept.Rev = rev
	m[d.ID] = &kept
}

func (m model) insert(d *doc) error {
	switch {
	case m[d.ID] != nil:
		return store.ErrExists
	case m.duplicate(d):
		return store.ErrDuplicate
	}
	m.keep(d, 1)
	return nil
}

func (m model) replace(d *doc) error {
	switch old := m[d.ID]; {
	case old == nil:
		return store.ErrNotFound
	case old.Rev != d.Rev:
		return store.ErrConflict
	case m.duplicate(d):
		return store.ErrDuplicate
	}
	m.keep(d, d.Rev+1)
	return nil
}

func (m model) delete(d *doc) error {
	switch old := m[d.ID]; {
	case old == nil:
		return store.ErrNotFound
	case old.Rev != d.Rev:
		return store.ErrConflict
	}
	delete(m, d.ID)
	return nil
}

// check compares all documents, and every answer of every index.
func (m model) check(rt *rapid.T, t *testing.T, c *store.Collection[doc]) {
	for id, want := range m {
		got, err := c.Get(t.Context(), id)
		if err != nil || got.Rev != want.Rev || got.Login != want.Login {
			rt.Fatalf("get %q: %+v, %v; the model has %+v", id, got, err, want)
		}
	}
	compare := func(q store.Query, in func(*doc) bool) {
		var docs []*doc
		for _, d := range m {
			if in(d) {
				docs = append(docs, d)
			}
		}
		slices.SortFunc(docs, func(a, b *doc) int {
			byPlace := cmp.Compare(a.ID, b.ID)
			if q.Order == "at" {
				byPlace = cmp.Or(cmp.Compare(a.At, b.At), byPlace)
			}
			if q.Desc {
				return -byPlace
			}
			return byPlace
		})
		q.Limit = 2
		got, err := findAll(t.Context(), c, q)
		if want := ids(docs); err != nil || !slices.Equal(got, want) {
			rt.Fatalf("find %+v: %q, %v; the model says %q", q, got, err, want)
		}
	}
	compare(store.Query{}, func(*doc) bool { return true })
	for _, v := range []string{"p", "q", "r"} {
		compare(store.Query{Where: where("group", v), Order: "at"}, func(d *doc) bool { return d.Group == v && d.At != 0 })
		compare(store.Query{Where: where("tags", v), Order: "at", Desc: true}, func(d *doc) bool { return slices.Contains(d.Tags, v) && d.At != 0 })
		compare(store.Query{Where: where("login", v)}, func(d *doc) bool { return d.Login == v })
	}
}
