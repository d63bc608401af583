package storetest

import (
	"errors"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

func wantDuplicate(t *testing.T, err error, index string) {
	t.Helper()
	wantErr(t, err, store.ErrDuplicate)
	var e *store.Error
	if errors.As(err, &e) && e.Index != index {
		t.Fatalf("the error names index %q, want %q", e.Index, index)
	}
}

func testUnique(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	login := func(s string) func(*doc) { return func(d *doc) { d.Login = s } }
	one, two := newDoc("1", login("li")), newDoc("2", login("wang"))
	insert(t, c, one, two, newDoc("3", nil), newDoc("4", nil)) // no login: not in the index

	wantDuplicate(t, c.Insert(ctx, newDoc("5", login("li"))), "login")
	two.Login = "li"
	wantDuplicate(t, c.Replace(ctx, two), "login")

	// Its own value is no obstacle; a value given up is free.
	one.Body = "changed"
	mustReplace(t, c, one)
	one.Login = "zhao"
	mustReplace(t, c, one)
	mustReplace(t, c, two)
	if err := c.Delete(ctx, "2", two.Rev); err != nil {
		t.Fatal(err)
	}
	insert(t, c, newDoc("5", login("li")))
	wantFound(t, c, store.Query{Where: where("login", "li")}, "5")
	wantFound(t, c, store.Query{Order: "login"}, "5", "1")
	wantFound(t, c, store.Query{Order: "login", Desc: true, Limit: 1}, "1", "5")
}

func testUniqueCompound(t *testing.T, b store.Backend) {
	ctx := t.Context()
	c := openSpec(t, b, store.Spec{Name: "numbers", Indexes: []store.Index{
		{Name: "number", Paths: []string{"group", "at"}, Unique: true},
		{Name: "login", Paths: []string{"login"}, Unique: true},
	}})
	at := func(group string, at int64) func(*doc) {
		return func(d *doc) { d.Group, d.At, d.Login = group, at, group+string(rune('a'+at)) }
	}
	insert(t, c, newDoc("1", at("x", 1)), newDoc("2", at("x", 2)), newDoc("3", at("y", 1)))
	insert(t, c, newDoc("4", func(d *doc) { d.Group = "x" }), newDoc("5", func(d *doc) { d.Group = "x" }))
	wantDuplicate(t, c.Insert(ctx, newDoc("6", func(d *doc) { d.Group, d.At = "x", 2 })), "number")
	wantDuplicate(t, c.Insert(ctx, newDoc("6", func(d *doc) { d.Login = "xb" })), "login")
	wantFound(t, c, store.Query{Where: where("group", "x")}, "1", "2")
	wantFound(t, c, store.Query{Where: where("group", "x"), Order: "at", Desc: true, Limit: 1}, "2", "1")
	wantFound(t, c, store.Query{Where: where("at", 1, "group", "y")}, "3")
}

func testUniqueMulti(t *testing.T, b store.Backend) {
	ctx := t.Context()
	c := openSpec(t, b, store.Spec{Name: "holders", Indexes: []store.Index{
		{Name: "groupAt", Paths: []string{"group", "at"}},
		{Name: "tag", Paths: []string{"tags"}, Multi: true, Unique: true},
	}})
	tags := func(tags ...string) func(*doc) {
		return func(d *doc) { d.Tags, d.Group, d.At = tags, "g", 1 }
	}
	one := newDoc("1", tags("a", "b", "a"))
	insert(t, c, one, newDoc("2", tags("c")))

	wantDuplicate(t, c.Insert(ctx, newDoc("3", tags("x", "b", "y"))), "tag")
	one.Tags = []string{"a", "z", "c"}
	wantDuplicate(t, c.Replace(ctx, one), "tag")

	// Nothing of the refused writes is left, in no index.
	wantFound(t, c, store.Query{}, "1", "2")
	wantFound(t, c, store.Query{Where: where("group", "g")}, "1", "2")
	for tag, id := range map[string][]string{"a": {"1"}, "b": {"1"}, "c": {"2"}, "x": nil, "y": nil, "z": nil} {
		wantFound(t, c, store.Query{Where: where("tags", tag)}, id...)
	}

	one.Tags = []string{"b"}
	mustReplace(t, c, one)
	insert(t, c, newDoc("3", tags("a")))
	wantFound(t, c, store.Query{Where: where("tags", "a")}, "3")
}
