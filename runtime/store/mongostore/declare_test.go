package mongostore_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// One database is opened under one declaration after another; each time the
// indexes answer as if they had always been there, and unique ones refuse what
// was stored before them.
func TestChangedDeclarations(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	uri, _, _ := mongotest.Database(t)
	group := store.Index{Name: "group", Paths: []string{"group"}}
	groupAt := store.Index{Name: "group", Paths: []string{"group", "at"}}
	login := store.Index{Name: "login", Paths: []string{"login"}, Unique: true}
	plainLogin := store.Index{Name: "login", Paths: []string{"login"}}
	tags := store.Index{Name: "tags", Paths: []string{"tags"}, Multi: true, Unique: true}
	const n = 20
	for step, indexes := range [][]store.Index{nil, {group}, {groupAt, login}, {plainLogin, tags}, {login, group, tags}, {}} {
		s := mongotest.OpenURI(t, uri)
		c := openItems(t, s, store.Spec{Name: "items", Indexes: indexes})
		if step == 0 {
			for i := range n {
				d := &item{Head: store.Head{ID: fmt.Sprintf("%02d", i)}, Group: "g", At: int64(i), Login: fmt.Sprint("login", i), Tags: []string{fmt.Sprint("t", i), "u" + fmt.Sprint(i)}}
				if i == 0 {
					d.Login, d.Tags = "", nil // in no unique index
				}
				must(t, c.Insert(ctx, d))
			}
		}
		for _, ix := range indexes {
			want, q := n, store.Query{Order: ix.Paths[0], Limit: 100}
			switch {
			case ix.Multi:
				want, q = 1, store.Query{Where: []store.Cond{{Path: "tags", Value: "u3"}}}
			case ix.Name == "login":
				want = n - 1
				if step >= 4 {
					want = n
				}
			case len(ix.Paths) == 2:
				want = n - 1 // one has at 0, which is left out
			}
			page, err := c.Find(ctx, q)
			if err != nil || len(page.Items) != want {
				t.Fatalf("step %d, index %s: %d documents, %v; want %d", step, ix.Name, len(page.Items), err, want)
			}
			if ix.Unique {
				err := c.Insert(ctx, &item{Head: store.Head{ID: "other"}, Login: "login5", Tags: []string{"t5"}})
				var dup *store.Error
				if !errors.Is(err, store.ErrDuplicate) || !errors.As(err, &dup) || dup.Index == "" {
					t.Fatalf("step %d: a value that was stored before index %s: %v", step, ix.Name, err)
				}
			}
		}
		if late := (&item{Head: store.Head{ID: "late"}, Login: "late"}); step == 3 {
			must(t, c.Insert(ctx, late)) // while logins need not be unique
		} else if step == 4 {
			late.ID = "later"
			if err := c.Insert(ctx, late); !errors.Is(err, store.ErrDuplicate) {
				t.Fatalf("a value that was stored between two declarations: %v", err)
			}
		}
		must(t, s.Close())
	}
}

// A unique index that the stored documents violate is refused, and the
// collection stays as it was.
func TestAUniqueIndexThatComesTooLate(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	uri, _, _ := mongotest.Database(t)
	s := mongotest.OpenURI(t, uri)
	c := openItems(t, s, store.Spec{Name: "items"})
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "a"}, Login: "li"}))
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "b"}, Login: "li"}))
	must(t, s.Close())

	s = mongotest.OpenURI(t, uri)
	closeStore(t, s)
	_, err := store.Open[item](s, itemSpec)
	var dup *store.Error
	if !errors.Is(err, store.ErrDuplicate) || !errors.As(err, &dup) || dup.Index != "login" {
		t.Fatalf("opening with a violated index: %v", err)
	}
	c = openItems(t, s, store.Spec{Name: "items"})
	b, err := c.Get(ctx, "b")
	must(t, err)
	if b.Rev != 1 {
		t.Fatalf("revision %d, want 1", b.Rev)
	}
	b.Login = "wang"
	must(t, c.Replace(ctx, b))
}

// An index that nobody declared is reported and stays; nothing is built twice.
func TestIndexesOfOthers(t *testing.T) {
	t.Parallel()
	uri, proxy, name := mongotest.Database(t)
	s := mongotest.OpenURI(t, uri)
	openItems(t, s, store.Spec{Name: "items", Indexes: []store.Index{{Name: "report", Paths: []string{"at"}}}})
	must(t, s.Close())
	s = mongotest.OpenURI(t, uri)
	openItems(t, s, itemSpec)
	must(t, s.Close())

	recorded := proxy.Record(name)
	var log bytes.Buffer
	opts := mongotest.Options(t)
	opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s, err := mongostore.Open(t.Context(), uri, opts)
	must(t, err)
	closeStore(t, s)
	openItems(t, s, itemSpec)
	if !strings.Contains(log.String(), "index=report") || strings.Contains(log.String(), "index=groupAt") {
		t.Errorf("the log says %q", log.String())
	}
	for _, c := range recorded() {
		if c.Name == "createIndexes" || c.Name == "dropIndexes" {
			t.Errorf("opening again sent %s", c.Body)
		}
	}
}
