package storetest

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

func testLife(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	_, err := c.Get(ctx, "a")
	wantErr(t, err, store.ErrNotFound)

	open := false
	d := newDoc("a", func(d *doc) {
		d.Group, d.At, d.Small, d.Open = "leave", 1_700_000_000_000, -7, &open
		d.Tags, d.Login, d.Facts = []string{"user:1", "role:hr"}, "li.na", &facts{Days: 3, Place: "上海"}
		d.Body = `{"reason":"休息"}`
	})
	insert(t, c, d)
	if got := mustGet(t, c, "a"); !reflect.DeepEqual(got, d) {
		t.Fatalf("got %+v, want %+v", got, d)
	}

	d.Group, d.Tags, d.Facts = "expenses", nil, nil
	mustReplace(t, c, d)
	if got := mustGet(t, c, "a"); !reflect.DeepEqual(got, d) {
		t.Fatalf("got %+v, want %+v", got, d)
	}

	stale := *d
	stale.Rev = 1
	wantErr(t, c.Replace(ctx, &stale), store.ErrConflict)
	if stale.Rev != 1 {
		t.Fatalf("a refused replace left revision %d, want 1", stale.Rev)
	}
	wantErr(t, c.Delete(ctx, "a", 1), store.ErrConflict)
	if got := mustGet(t, c, "a"); !reflect.DeepEqual(got, d) {
		t.Fatalf("refused writes left %+v, want %+v", got, d)
	}

	if err := c.Delete(ctx, "a", 2); err != nil {
		t.Fatalf("delete: %v", err)
	}
	_, err = c.Get(ctx, "a")
	wantErr(t, err, store.ErrNotFound)
	wantErr(t, c.Replace(ctx, d), store.ErrNotFound)
	wantErr(t, c.Delete(ctx, "a", 2), store.ErrNotFound)

	insert(t, c, newDoc("a", nil))
}

func testExists(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	insert(t, c, newDoc("a", func(d *doc) { d.Body, d.Login = "first", "x" }))
	// The same login too, as when a request is sent twice.
	second := newDoc("a", func(d *doc) { d.Body, d.Login = "second", "x" })
	err := c.Insert(t.Context(), second)
	wantErr(t, err, store.ErrExists)
	if second.Rev != 0 {
		t.Fatalf("a refused insert left revision %d, want 0", second.Rev)
	}
	var e *store.Error
	if errors.As(err, &e) && (e.Op != "insert" || e.Collection != spec.Name || e.ID != "a") {
		t.Fatalf("error says %+v", e)
	}
	if got := mustGet(t, c, "a"); got.Body != "first" {
		t.Fatalf("the stored document is %q", got.Body)
	}
}

func testIDs(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	good := []string{
		"a", "A", "a ", "0", "x.17", "用户/李娜", "🙂", `quo"te`, "per%cent", "semi;colon", "'; DROP TABLE docs; --", "nul\x00inside",
		strings.Repeat("z", store.MaxID),
	}
	for _, id := range good {
		insert(t, c, newDoc(id, func(d *doc) { d.Body = id }))
	}
	for _, id := range good {
		if got := mustGet(t, c, id); got.ID != id || got.Body != id {
			t.Fatalf("id %q came back as %q with %q", id, got.ID, got.Body)
		}
	}
	for _, id := range []string{"", strings.Repeat("z", store.MaxID+1)} {
		wantErr(t, c.Insert(ctx, newDoc(id, nil)), store.ErrKey)
	}
	_, err := c.Get(ctx, "")
	wantErr(t, err, store.ErrNotFound)
}

func testRefusedWrites(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	insert(t, c,
		newDoc("a", func(d *doc) { d.Login, d.Group, d.At, d.Tags = "a", "g", 1, []string{"t"} }),
		newDoc("b", func(d *doc) { d.Login, d.Group, d.At, d.Tags = "b", "g", 2, []string{"t"} }),
	)
	refused := []struct {
		name string
		err  error
		want error
	}{
		{"stale", c.Replace(ctx, &doc{Head: store.Head{ID: "a", Rev: 7}, Group: "h", At: 9}), store.ErrConflict},
		{"never read", c.Replace(ctx, &doc{Head: store.Head{ID: "a"}, Group: "h", At: 9}), store.ErrConflict},
		{"absent", c.Replace(ctx, &doc{Head: store.Head{ID: "z", Rev: 1}, Group: "h", At: 9}), store.ErrNotFound},
		{"duplicate", c.Replace(ctx, &doc{Head: store.Head{ID: "a", Rev: 1}, Login: "b", Group: "h", At: 9}), store.ErrDuplicate},
		{"unindexable", c.Replace(ctx, &doc{Head: store.Head{ID: "a", Rev: 1}, Mixed: 1.5, Group: "h", At: 9}), store.ErrKey},
		{"exists", c.Insert(ctx, &doc{Head: store.Head{ID: "b"}, Group: "h", At: 9}), store.ErrExists},
		{"new duplicate", c.Insert(ctx, &doc{Head: store.Head{ID: "c"}, Login: "a", Group: "h", At: 9}), store.ErrDuplicate},
		{"stale delete", c.Delete(ctx, "b", 2), store.ErrConflict},
	}
	for _, r := range refused {
		if !errors.Is(r.err, r.want) {
			t.Errorf("%s: %v, want %v", r.name, r.err, r.want)
		}
	}
	wantFound(t, c, store.Query{}, "a", "b")
	wantFound(t, c, store.Query{Where: where("group", "g")}, "a", "b")
	wantFound(t, c, store.Query{Where: where("group", "h")})
	wantFound(t, c, store.Query{Where: where("tags", "t")}, "a", "b")
	wantFound(t, c, store.Query{Where: where("login", "a")}, "a")
	wantFound(t, c, store.Query{Order: "at"}, "a", "b")
}

func testKeys(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	long := strings.Repeat("x", store.MaxKey+1)
	for _, bad := range []any{1.5, []string{"x"}, map[string]string{"a": "b"}, long} {
		wantErr(t, c.Insert(ctx, newDoc("bad", func(d *doc) { d.Mixed = bad })), store.ErrKey)
	}
	for _, bad := range []any{"scalar", int64(1), []float64{1}, []any{[]string{"nested"}}, []string{long}} {
		wantErr(t, c.Insert(ctx, newDoc("bad", func(d *doc) { d.Many = bad })), store.ErrKey)
	}
	_, err := c.Get(ctx, "bad")
	wantErr(t, err, store.ErrNotFound)

	yes := true
	insert(t, c,
		newDoc("int", func(d *doc) { d.Mixed = int64(1 << 40) }),
		newDoc("small", func(d *doc) { d.Mixed, d.Small = int32(7), 7 }),
		newDoc("text", func(d *doc) { d.Mixed = "7" }),
		newDoc("bool", func(d *doc) { d.Mixed, d.Open = true, &yes }),
		newDoc("empty", func(d *doc) { d.Mixed = "" }),
		newDoc("longest", func(d *doc) { d.Mixed = long[1:] }),
		newDoc("many", func(d *doc) { d.Many = []any{int64(7), "7", true, "7", nil} }),
		newDoc("none", func(d *doc) { d.Many = []any{} }),
	)
	wantFound(t, c, store.Query{Where: where("mixed", 1<<40)}, "int")
	wantFound(t, c, store.Query{Where: where("mixed", 7)}, "small")
	wantFound(t, c, store.Query{Where: where("small", int64(7))}, "small")
	wantFound(t, c, store.Query{Where: where("mixed", "7")}, "text")
	wantFound(t, c, store.Query{Where: where("mixed", true)}, "bool")
	wantFound(t, c, store.Query{Where: where("mixed", 1)})
	wantFound(t, c, store.Query{Where: where("mixed", "")}, "empty")
	wantFound(t, c, store.Query{Where: where("mixed", long[1:])}, "longest")
	wantFound(t, c, store.Query{Where: where("open", true)}, "bool")
	wantFound(t, c, store.Query{Where: where("open", false)})
	for _, v := range []any{7, "7", true} {
		wantFound(t, c, store.Query{Where: where("many", v)}, "many")
	}
	// Integers, strings, bools: in one order, and bounds keep to their type.
	wantFound(t, c, store.Query{Order: "mixed"}, "small", "int", "empty", "text", "longest", "bool")
	wantFound(t, c, store.Query{Order: "mixed", From: 8}, "int")
	wantFound(t, c, store.Query{Order: "mixed", To: "7"}, "empty")
	wantFound(t, c, store.Query{Order: "mixed", From: "7"}, "text", "longest")
	wantFound(t, c, store.Query{Order: "mixed", From: false}, "bool")
	wantFound(t, c, store.Query{Order: "mixed", To: true})
}

func testUnstorable(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	wantErr(t, c.Insert(ctx, newDoc("a", func(d *doc) { d.Body = strings.Repeat("x", store.MaxDocument) })), store.ErrTooLarge)
	wantErr(t, c.Insert(ctx, newDoc("a", func(d *doc) { d.Mixed = map[string]any{"no\x00key": 1} })), store.ErrKey)
	_, err := c.Get(ctx, "a")
	wantErr(t, err, store.ErrNotFound)
	// A write after a refused one does not suffer from it.
	insert(t, c, newDoc("a", func(d *doc) { d.Body = "fine" }))
}

func testLarge(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	d := newDoc("a", func(d *doc) { d.Group, d.At = "g", 1 })
	insert(t, c, d)
	for _, size := range []int{1 << 20, 100, 3000, 4096, 200_000, 0} {
		d.Body = strings.Repeat("大", size/3)
		mustReplace(t, c, d)
		if got := mustGet(t, c, "a"); got.Body != d.Body || got.Rev != d.Rev {
			t.Fatalf("a body of %d bytes came back with %d", len(d.Body), len(got.Body))
		}
		wantFound(t, c, store.Query{Where: where("group", "g")}, "a")
	}
}

func testUnicode(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	// Sorted by the bytes of UTF-8, as every store does it.
	words := []string{"", "A", "Z", "a", "a\x00b", "ab", "é", "Ω", "上海", "北京", "🙂"}
	for i, w := range words {
		insert(t, c, newDoc("id:"+w, func(d *doc) { d.Mixed, d.Body, d.Tags = w, w, []string{w}; d.At = int64(i) + 1 }))
	}
	var want []string
	for _, w := range words {
		want = append(want, "id:"+w)
		wantFound(t, c, store.Query{Where: where("mixed", w)}, "id:"+w)
		wantFound(t, c, store.Query{Where: where("tags", w), Order: "at"}, "id:"+w)
		if got := mustGet(t, c, "id:"+w); got.Body != w {
			t.Fatalf("%q came back as %q", w, got.Body)
		}
	}
	wantFound(t, c, store.Query{Order: "mixed", Limit: 2}, want...)
	wantFound(t, c, store.Query{Order: "mixed", From: "a", To: "é"}, "id:a", "id:a\x00b", "id:ab")
	wantFound(t, c, store.Query{Limit: 3}, want...)
}

func testMemory(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	d := newDoc("a", func(d *doc) { d.Tags, d.At = []string{"one", "two"}, 1 })
	insert(t, c, d)
	d.Tags[0] = "changed"
	first := mustGet(t, c, "a")
	first.Tags[1] = "changed"
	if got := mustGet(t, c, "a"); got.Tags[0] != "one" || got.Tags[1] != "two" {
		t.Fatalf("the stored tags became %q", got.Tags)
	}
}

func testCancelled(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	insert(t, c, newDoc("a", func(d *doc) { d.At = 1 }))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	d := mustGet(t, c, "a")
	_, getErr := c.Get(ended, "a")
	_, findErr := c.Find(ended, store.Query{Order: "at"})
	_, countErr := c.Count(ended, store.Query{Order: "at"}, 10)
	for name, err := range map[string]error{
		"get": getErr, "find": findErr, "count": countErr,
		"insert":  c.Insert(ended, newDoc("b", nil)),
		"replace": c.Replace(ended, d),
		"delete":  c.Delete(ended, "a", 1),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	if d.Rev != 1 {
		t.Errorf("revision %d after a write that was not done", d.Rev)
	}
	wantFound(t, c, store.Query{}, "a")
}

func testClosed(t *testing.T, b store.Backend) {
	ctx, c := t.Context(), openDocs(t, b)
	insert(t, c, newDoc("a", func(d *doc) { d.At = 1 }))
	d := mustGet(t, c, "a")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	_, getErr := c.Get(ctx, "a")
	_, findErr := c.Find(ctx, store.Query{Order: "at"})
	_, countErr := c.Count(ctx, store.Query{Order: "at"}, 10)
	_, openErr := store.Open[doc](b, store.Spec{Name: "later"})
	for name, err := range map[string]error{
		"get": getErr, "find": findErr, "count": countErr, "open": openErr,
		"insert":  c.Insert(ctx, newDoc("b", nil)),
		"replace": c.Replace(ctx, d),
		"delete":  c.Delete(ctx, "a", 1),
	} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s: %v, want ErrClosed", name, err)
		}
	}
}

func testDeclarations(t *testing.T, b store.Backend) {
	c := openDocs(t, b)
	again := openDocs(t, b)
	insert(t, c, newDoc("a", nil))
	mustGet(t, again, "a")

	_, err := store.Open[doc](b, store.Spec{Name: "docs"})
	wantErr(t, err, store.ErrSpec)
	_, err = store.Open[struct{ A int }](b, store.Spec{Name: "headless"})
	wantErr(t, err, store.ErrSpec)
	_, err = store.Open[struct{ store.Head }](b, store.Spec{Name: "hidden"})
	wantErr(t, err, store.ErrSpec)

	// Collections do not see each other, and need no index.
	other := openSpec(t, b, store.Spec{Name: "others"})
	insert(t, other, newDoc("a", func(d *doc) { d.Mixed, d.Body = 1.5, "other" }))
	if got := mustGet(t, other, "a"); got.Body != "other" {
		t.Fatalf("got %q", got.Body)
	}
	if got := mustGet(t, c, "a"); got.Body != "" {
		t.Fatalf("got %q", got.Body)
	}
}
