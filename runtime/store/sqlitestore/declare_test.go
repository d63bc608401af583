package sqlitestore

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// TestChangedDeclarations opens one folder under one declaration after
// another; each time the indexes must answer as if they had always been there.
func TestChangedDeclarations(t *testing.T) {
	t.Parallel()
	group := store.Index{Name: "group", Paths: []string{"group"}}
	at := store.Index{Name: "at", Paths: []string{"at"}}
	login := store.Index{Name: "login", Paths: []string{"login"}, Unique: true}
	tags := store.Index{Name: "tags", Paths: []string{"tags"}, Multi: true}
	tagsAt := store.Index{Name: "tags", Paths: []string{"tags", "at"}, Multi: true}
	groupAt := store.Index{Name: "group", Paths: []string{"group", "at"}}
	body := store.Index{Name: "body", Paths: []string{"body"}}

	dir := t.TempDir()
	const n = 2*scanDocuments + 5 // several steps of filling
	for step, indexes := range [][]store.Index{
		nil,
		{group, tags},
		{group, tags, login},
		{groupAt, tagsAt},
		{login, at},
		{body, groupAt},
		{login, group, at, tagsAt, body},
		{},
		itemSpec.Indexes,
	} {
		s := openStore(t, dir, Options{})
		c := openItems(t, s, store.Spec{Name: "items", Indexes: indexes})
		if step == 0 {
			for i := range n {
				insertItems(t, c, newItem(fmt.Sprintf("%04d", i), i))
			}
		}
		if got := found(t, c, store.Query{Limit: 1000}); len(got) != n {
			t.Fatalf("step %d: %d documents, want %d", step, len(got), n)
		}
		for _, ix := range indexes {
			q := store.Query{Order: ix.Paths[0], Limit: 1000}
			want := n
			switch {
			case ix.Multi:
				q = store.Query{Where: is(ix.Paths[0], "t3"), Limit: 1000}
				want = n / 5
			case ix.Name == "body":
				want = 1
			}
			if got := found(t, c, q); len(got) != want {
				t.Fatalf("step %d, index %s: %d documents, want %d", step, ix.Name, len(got), want)
			}
		}
		verify(t, s)
		// A write under each declaration, which the later ones must see.
		it, err := c.Get(t.Context(), "0000")
		if err != nil {
			t.Fatal(err)
		}
		it.Body, it.At = fmt.Sprint("step ", step), int64(1000+step)
		if err := c.Replace(t.Context(), it); err != nil {
			t.Fatal(err)
		}
		verify(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDeclarationThatTheDataRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	plain := store.Spec{Name: "items", Indexes: []store.Index{{Name: "at", Paths: []string{"at"}}}}
	c := openItems(t, s, plain)
	insertItems(t, c,
		&item{Head: store.Head{ID: "a"}, At: 1, Group: "same", Tags: []string{"same"}, Mixed: 1.5},
		&item{Head: store.Head{ID: "b"}, At: 2, Group: "same", Tags: []string{"same"}},
	)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		index store.Index
		want  error
	}{
		{store.Index{Name: "x", Paths: []string{"group"}, Unique: true}, store.ErrDuplicate},
		{store.Index{Name: "x", Paths: []string{"tags"}, Unique: true, Multi: true}, store.ErrDuplicate},
		{store.Index{Name: "x", Paths: []string{"mixed"}}, store.ErrKey},
		{store.Index{Name: "x", Paths: []string{"tags"}}, store.ErrKey},
		{store.Index{Name: "x", Paths: []string{"group"}, Multi: true}, store.ErrKey},
	} {
		s := openStore(t, dir, Options{})
		changed := store.Spec{Name: "items", Indexes: append(slices.Clone(plain.Indexes), tc.index)}
		_, err := store.Open[item](s, changed)
		if !errors.Is(err, tc.want) {
			t.Fatalf("index %+v: %v, want %v", tc.index, err, tc.want)
		}
		var e *store.Error
		if errors.Is(tc.want, store.ErrDuplicate) && (!errors.As(err, &e) || e.Index != "x") {
			t.Fatalf("index %+v: %v does not name it", tc.index, err)
		}
		// The refusal left nothing behind: the old declaration still holds.
		c := openItems(t, s, plain)
		if got := found(t, c, store.Query{Order: "at"}); !slices.Equal(got, []string{"a", "b"}) {
			t.Fatalf("afterwards: %q", got)
		}
		verify(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNamesThatDifferInCase(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir(), Options{})
	openItems(t, s, store.Spec{Name: "items"})
	if _, err := store.Open[item](s, store.Spec{Name: "iTems"}); !errors.Is(err, store.ErrSpec) {
		t.Fatalf("%v, want ErrSpec", err)
	}
}
