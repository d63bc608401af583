package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
)

// Run puts a backend through the suite. open returns a fresh, empty backend
// each time it is called; Run closes it. The parts run in parallel.
func Run(t *testing.T, open func(t *testing.T) store.Backend) {
	t.Helper()
	parts := []struct {
		name string
		test func(*testing.T, store.Backend)
	}{
		{"one document through its life", testLife},
		{"a second document with the same id", testExists},
		{"ids", testIDs},
		{"a refused write changes nothing", testRefusedWrites},
		{"values that cannot be indexed", testKeys},
		{"documents that cannot be stored", testUnstorable},
		{"large documents", testLarge},
		{"text of the world", testUnicode},
		{"the caller's memory is its own", testMemory},
		{"a context that has ended", testCancelled},
		{"a closed store", testClosed},
		{"declarations", testDeclarations},
		{"unique index", testUnique},
		{"unique index over several paths", testUniqueCompound},
		{"unique index over arrays", testUniqueMulti},
		{"one winner of each revision", testSwapRace},
		{"one winner of each id", testInsertRace},
		{"one winner of each unique value", testUniqueRace},
		{"neighbours in a crowd", testNeighbours},
		{"queries", testQueries},
		{"refused queries", testRefusedQueries},
		{"indexes follow the documents", testMaintenance},
		{"pages", testPages},
		{"pages while documents are written", testPagesUnderWrites},
		{"cursors", testCursors},
		{"counts", testCounts},
		{"any of several values", testFindAny},
		{"like a model", testModel},
	}
	for _, p := range parts {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			t.Cleanup(func() {
				if err := b.Close(); err != nil {
					t.Errorf("closing the store: %v", err)
				}
			})
			p.test(t, b)
		})
	}
}

// doc is the suite's document. Empty fields are absent from what is stored.
type doc struct {
	store.Head `bson:",inline"`
	Group      string   `bson:"group,omitempty"`
	At         int64    `bson:"at,omitempty"`
	Small      int32    `bson:"small,omitempty"`
	Open       *bool    `bson:"open,omitempty"`
	Tags       []string `bson:"tags,omitempty"`
	Login      string   `bson:"login,omitempty"`
	Facts      *facts   `bson:"facts,omitempty"`
	Mixed      any      `bson:"mixed,omitempty"`
	Many       any      `bson:"many,omitempty"`
	Body       string   `bson:"body,omitempty"`
}

type facts struct {
	Days  int64  `bson:"days,omitempty"`
	Place string `bson:"place,omitempty"`
}

// spec declares every kind of index over doc.
var spec = store.Spec{Name: "docs", Indexes: []store.Index{
	{Name: "groupAt", Paths: []string{"group", "at"}},
	{Name: "at", Paths: []string{"at"}},
	{Name: "open", Paths: []string{"open"}},
	{Name: "small", Paths: []string{"small"}},
	{Name: "tagsAt", Paths: []string{"tags", "at"}, Multi: true},
	{Name: "login", Paths: []string{"login"}, Unique: true},
	{Name: "placeDaysAt", Paths: []string{"facts.place", "facts.days", "at"}},
	{Name: "mixed", Paths: []string{"mixed"}},
	{Name: "many", Paths: []string{"many"}, Multi: true},
}}

func openDocs(t *testing.T, b store.Backend) *store.Collection[doc] {
	t.Helper()
	return openSpec(t, b, spec)
}

func openSpec(t *testing.T, b store.Backend, spec store.Spec) *store.Collection[doc] {
	t.Helper()
	c, err := store.Open[doc](b, spec)
	if err != nil {
		t.Fatalf("opening the collection: %v", err)
	}
	return c
}

func newDoc(id string, change func(*doc)) *doc {
	d := &doc{Head: store.Head{ID: id}}
	if change != nil {
		change(d)
	}
	return d
}

// insert stores documents that must be accepted.
func insert(t *testing.T, c *store.Collection[doc], docs ...*doc) {
	t.Helper()
	for _, d := range docs {
		if err := c.Insert(t.Context(), d); err != nil {
			t.Fatalf("insert %q: %v", d.ID, err)
		}
		if d.Rev != 1 {
			t.Fatalf("insert %q left revision %d, want 1", d.ID, d.Rev)
		}
	}
}

func mustReplace(t *testing.T, c *store.Collection[doc], d *doc) {
	t.Helper()
	rev := d.Rev
	if err := c.Replace(t.Context(), d); err != nil {
		t.Fatalf("replace %q: %v", d.ID, err)
	}
	if d.Rev != rev+1 {
		t.Fatalf("replace %q went from revision %d to %d", d.ID, rev, d.Rev)
	}
}

func mustGet(t *testing.T, c *store.Collection[doc], id string) *doc {
	t.Helper()
	d, err := c.Get(t.Context(), id)
	if err != nil {
		t.Fatalf("get %q: %v", id, err)
	}
	return d
}

// wantErr checks the sentinel, and that the error says where it happened.
func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
	var e *store.Error
	if !errors.As(err, &e) || e.Op == "" || e.Collection == "" {
		t.Fatalf("error %v does not say what failed where", err)
	}
}

// ids of a page.
func ids(docs []*doc) []string {
	out := make([]string, len(docs))
	for i, d := range docs {
		out[i] = d.ID
	}
	return out
}

// wantFound runs a query page by page and compares the ids.
func wantFound(t *testing.T, c *store.Collection[doc], q store.Query, want ...string) {
	t.Helper()
	got, err := findAll(t.Context(), c, q)
	if err != nil {
		t.Fatalf("find %+v: %v", q, err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("find %+v\n found %q\n want  %q", q, got, want)
	}
}

func findAll(ctx context.Context, c *store.Collection[doc], q store.Query) ([]string, error) {
	var got []string
	for {
		page, err := c.Find(ctx, q)
		if err != nil {
			return got, err
		}
		got = append(got, ids(page.Items)...)
		if page.Next == "" {
			return got, nil
		}
		q.After = page.Next
	}
}

func where(pairs ...any) []store.Cond {
	var out []store.Cond
	for i := 0; i < len(pairs); i += 2 {
		path, _ := pairs[i].(string)
		out = append(out, store.Cond{Path: path, Value: pairs[i+1]})
	}
	return out
}
