package migrate_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/migrate"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// item is a document with everything that an index can be about.
type item struct {
	store.Head `bson:",inline"`
	Login      string   `bson:"login,omitempty"`
	Tags       []string `bson:"tags,omitempty"`
	At         int64    `bson:"at"`
	Small      int32    `bson:"small"`
	Open       bool     `bson:"open,omitempty"`
	Body       []byte   `bson:"body,omitempty"`
	Inside     struct {
		Names map[string]string `bson:"names"`
		None  *string           `bson:"none"`
		List  []any             `bson:"list"`
	} `bson:"inside"`
}

var (
	itemsSpec = store.Spec{Name: "items", Indexes: []store.Index{
		{Name: "tags", Paths: []string{"tags", "at"}, Multi: true},
		{Name: "login", Paths: []string{"login"}, Unique: true},
	}}
	notesSpec = store.Spec{Name: "notes"}
	specs     = []store.Spec{itemsSpec, notesSpec, {Name: "unused"}}
)

const (
	// many is more than a page, and not a whole number of them.
	many      = 150
	fileCount = 12
)

func embedded(t *testing.T) migrate.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func mongodb(t *testing.T) migrate.Store { return mongotest.Open(t) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, s store.Backend, spec store.Spec) *store.Collection[item] {
	t.Helper()
	c, err := store.Open[item](s, spec)
	must(t, err)
	return c
}

// fill puts documents into a store; some have been changed since.
func fill(t *testing.T, s migrate.Store) {
	t.Helper()
	items := open(t, s, itemsSpec)
	for i := range many {
		doc := &item{Head: store.Head{ID: fmt.Sprintf("i%03d/人", i)}, Tags: []string{"all", fmt.Sprint(i % 7)}, At: int64(i) << 33, Small: int32(i)}
		if i%2 == 0 {
			doc.Login = fmt.Sprintf("login%d", i)
		}
		doc.Inside.Names = map[string]string{"zh-CN": "办理"}
		doc.Inside.List = []any{"a", int64(1), int32(2), true, nil, 1.5}
		if i == 3 {
			doc.Body = []byte(strings.Repeat("x", 300<<10))
		}
		must(t, items.Insert(t.Context(), doc))
		for range i % 3 {
			must(t, items.Replace(t.Context(), doc))
		}
	}
	must(t, open(t, s, notesSpec).Insert(t.Context(), &item{Head: store.Head{ID: "n"}}))
	f := files(t, s)
	for i := range fileCount {
		_, err := f.Put(t.Context(), fmt.Sprintf("file-%04d", i), strings.NewReader(strings.Repeat("file ", i*1000)), 1<<20)
		must(t, err)
	}
}

func files(t *testing.T, s migrate.Store) store.Files {
	t.Helper()
	f, err := s.Files(t.Context())
	must(t, err)
	return f
}

func move(from, to migrate.Store) migrate.Move {
	return migrate.Move{From: from, To: to, FromName: "the old store", Specs: specs, Clock: clock.NewManual(time.UnixMilli(1_800_000_000_000))}
}

func TestMovesBothWays(t *testing.T) {
	t.Parallel()
	origin := embedded(t)
	fill(t, origin)
	steps := []struct {
		name string
		to   func(*testing.T) migrate.Store
	}{{"embedded to MongoDB", mongodb}, {"MongoDB to embedded", embedded}}
	from, digests := origin, map[string]string{}
	var targets []migrate.Store
	for _, step := range steps {
		to := step.to(t)
		heard := 0
		m := move(from, to)
		m.Progress = func(migrate.Progress) { heard++ }
		report, err := migrate.Run(t.Context(), m)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if report.Documents() != many+1 || report.Files.Documents != fileCount || report.Resumed || heard < 4 {
			t.Errorf("%s: %+v, %d reports on the way", step.name, report, heard)
		}
		for _, c := range append(report.Collections, report.Files) {
			if digests[c.Name] != "" && digests[c.Name] != c.Digest {
				t.Errorf("%s: the digest of %s is another than before", step.name, c.Name)
			}
			digests[c.Name] = c.Digest
		}
		must(t, migrate.Check(t.Context(), to))
		targets = append(targets, to)
		from = to
	}
	for _, to := range targets {
		works(t, to)
	}
}

// works makes sure that the indexes and revisions of a target are what they
// were.
func works(t *testing.T, s migrate.Store) {
	t.Helper()
	items := open(t, s, itemsSpec)
	page, err := items.Find(t.Context(), store.Query{Where: []store.Cond{{Path: "tags", Value: "5"}}, Order: "at", Limit: 200})
	must(t, err)
	if len(page.Items) != 21 || page.Items[0].Rev != 3 {
		t.Errorf("%d items by an index, the first at revision %d", len(page.Items), page.Items[0].Rev)
	}
	err = items.Insert(t.Context(), &item{Head: store.Head{ID: "new"}, Login: "login4"})
	if !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("a second login: %v", err)
	}
	content, _, err := files(t, s).Open(t.Context(), "file-0011")
	must(t, err)
	text, err := io.ReadAll(content)
	must(t, errors.Join(err, content.Close()))
	if string(text) != strings.Repeat("file ", 11000) {
		t.Errorf("a file of %d bytes", len(text))
	}
	doc, err := items.Get(t.Context(), "i005/人")
	must(t, err)
	must(t, items.Replace(t.Context(), doc))
	doc.Rev--
	if err := items.Replace(t.Context(), doc); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an old revision: %v", err)
	}
}

// cut is a store whose writes end after some.
type cut struct {
	migrate.Store
	left int
	stop context.CancelFunc
}

func (c *cut) Collection(spec store.Spec) (store.RawCollection, error) {
	raw, err := c.Store.Collection(spec)
	return &cutCollection{RawCollection: raw, cut: c}, err
}

type cutCollection struct {
	store.RawCollection
	cut *cut
}

// Replace is what the mark does once for each page.
func (c *cutCollection) Replace(ctx context.Context, rev int64, doc store.Document) error {
	if c.cut.left--; c.cut.left < 0 {
		c.cut.stop()
		return ctx.Err()
	}
	return c.RawCollection.Replace(ctx, rev, doc)
}

func TestAMoveThatWasCutOffGoesOn(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]func(*testing.T) migrate.Store{"embedded": embedded, "MongoDB": mongodb} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, to := embedded(t), target(t)
			fill(t, from)
			// Each try comes a page further than the one before.
			for pages := range 5 {
				ctx, stop := context.WithCancel(t.Context())
				_, err := migrate.Run(ctx, move(from, &cut{Store: to, left: min(pages, 1), stop: stop}))
				stop()
				if err == nil {
					if pages < 3 {
						t.Fatalf("it ended at try %d", pages)
					}
					break
				}
				if err := migrate.Check(t.Context(), to); !errors.Is(err, migrate.ErrUnfinished) || !strings.Contains(err.Error(), "the old store") {
					t.Fatalf("cut off at try %d: %v", pages, err)
				}
			}
			report, err := migrate.Run(t.Context(), move(from, to))
			must(t, err)
			if !report.Resumed || report.Documents() != many+1 || report.Files.Documents != fileCount {
				t.Errorf("%+v", report)
			}
			must(t, migrate.Check(t.Context(), to))
			works(t, to)
		})
	}
}

// lying is a store that keeps something else than it was given.
type lying struct {
	migrate.Store
	insert func(c store.RawCollection, doc store.Document) error
}

func (l *lying) Collection(spec store.Spec) (store.RawCollection, error) {
	raw, err := l.Store.Collection(spec)
	if spec.Name != itemsSpec.Name {
		return raw, err
	}
	return &lyingCollection{RawCollection: raw, insert: l.insert}, err
}

type lyingCollection struct {
	store.RawCollection
	insert func(c store.RawCollection, doc store.Document) error
}

func (l *lyingCollection) Insert(_ context.Context, doc store.Document) error {
	return l.insert(l.RawCollection, doc)
}

func TestWhatArrivedOtherwiseIsFound(t *testing.T) {
	t.Parallel()
	const victim = "i070/人"
	for name, tt := range map[string]struct {
		how    string
		insert func(c store.RawCollection, doc store.Document) error
	}{
		"changed": {"changed", func(c store.RawCollection, doc store.Document) error {
			if doc.ID == victim {
				doc.Raw = append([]byte{}, doc.Raw...)
				at := strings.Index(string(doc.Raw), "办")
				doc.Raw[at]++
			}
			return c.Insert(context.Background(), doc)
		}},
		"missing": {"missing", func(c store.RawCollection, doc store.Document) error {
			if doc.ID == victim {
				return nil
			}
			return c.Insert(context.Background(), doc)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, to := embedded(t), embedded(t)
			fill(t, from)
			_, err := migrate.Run(t.Context(), move(from, &lying{Store: to, insert: tt.insert}))
			var wrong *migrate.DiffersError
			if !errors.As(err, &wrong) || wrong.Count != 1 || wrong.Differences[0] != (migrate.Difference{Collection: "items", ID: victim, How: tt.how}) {
				t.Fatalf("%v", err)
			}
			// It stays unfinished, however often it is tried.
			if _, err := migrate.Run(t.Context(), move(from, to)); !errors.Is(err, migrate.ErrDiffers) {
				t.Errorf("again: %v", err)
			}
			if err := migrate.Check(t.Context(), to); !errors.Is(err, migrate.ErrUnfinished) {
				t.Errorf("it may be served: %v", err)
			}
		})
	}
}

// What somebody changed on either side while a move was cut off is found.
func TestWhatWasChangedMeanwhileIsFound(t *testing.T) {
	t.Parallel()
	for name, meddle := range map[string]func(t *testing.T, from, to migrate.Store){
		"a file of the source": func(t *testing.T, from, _ migrate.Store) {
			must(t, files(t, from).Delete(t.Context(), "file-0003"))
		},
		"a file of the target": func(t *testing.T, _, to migrate.Store) {
			must(t, files(t, to).Delete(t.Context(), "file-0003"))
			_, err := files(t, to).Put(t.Context(), "file-0003", strings.NewReader("another"), 100)
			must(t, err)
		},
		"a file that nobody moved": func(t *testing.T, _, to migrate.Store) {
			_, err := files(t, to).Put(t.Context(), "file-9999", strings.NewReader("extra"), 100)
			must(t, err)
		},
		"the source": func(t *testing.T, from, _ migrate.Store) {
			items := open(t, from, itemsSpec)
			doc, err := items.Get(t.Context(), "i000/人")
			must(t, err)
			must(t, items.Replace(t.Context(), doc))
		},
		"the target": func(t *testing.T, _, to migrate.Store) {
			must(t, open(t, to, itemsSpec).Insert(t.Context(), &item{Head: store.Head{ID: "h"}}))
		},
		"another collection of the target": func(t *testing.T, _, to migrate.Store) {
			must(t, open(t, to, store.Spec{Name: "unused"}).Insert(t.Context(), &item{Head: store.Head{ID: "h"}}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, to := embedded(t), embedded(t)
			fill(t, from)
			ctx, stop := context.WithCancel(t.Context())
			// Everything has arrived, and only the end is not marked yet.
			_, err := migrate.Run(ctx, move(from, &cut{Store: to, left: 5, stop: stop}))
			stop()
			if err == nil {
				t.Fatal("it was not cut off")
			}
			meddle(t, from, to)
			if _, err := migrate.Run(t.Context(), move(from, to)); !errors.Is(err, migrate.ErrDiffers) {
				t.Errorf("%v", err)
			}
		})
	}
}
