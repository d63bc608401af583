package mongostore_test

import (
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

type item struct {
	store.Head `bson:",inline"`
	Group      string   `bson:"group,omitempty"`
	At         int64    `bson:"at,omitempty"`
	Login      string   `bson:"login,omitempty"`
	Tags       []string `bson:"tags,omitempty"`
}

var itemSpec = store.Spec{Name: "items", Indexes: []store.Index{
	{Name: "groupAt", Paths: []string{"group", "at"}},
	{Name: "tags", Paths: []string{"tags", "at"}, Multi: true},
	{Name: "login", Paths: []string{"login"}, Unique: true},
}}

func openItems(t *testing.T, b store.Backend, spec store.Spec) *store.Collection[item] {
	t.Helper()
	c, err := store.Open[item](b, spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func closeStore(t *testing.T, b store.Backend) {
	t.Helper()
	t.Cleanup(func() { must(t, b.Close()) })
}

// each calls f for the documents of an array of a command.
func each(t *testing.T, body bson.Raw, array string, f func(bson.Raw)) {
	t.Helper()
	values, err := body.Lookup(array).Array().Values()
	must(t, err)
	if len(values) == 0 {
		t.Fatalf("no %s in %s", array, body)
	}
	for _, v := range values {
		f(v.Document())
	}
}

// What goes over the wire: every change names the revision that it changes,
// every write waits for a majority, every read sees what a majority has and
// walks the index that was meant.
func TestCommands(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	uri, proxy, name := mongotest.Database(t)
	recorded := proxy.Record(name)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	c := openItems(t, s, itemSpec)

	doc := &item{Head: store.Head{ID: "a"}, Group: "g", At: 1, Login: "li", Tags: []string{"x"}}
	must(t, c.Insert(ctx, doc))
	doc.At = 2
	must(t, c.Replace(ctx, doc))
	_, err := c.Get(ctx, "a")
	must(t, err)
	_, err = c.Find(ctx, store.Query{Where: []store.Cond{{Path: "group", Value: "g"}}, Order: "at"})
	must(t, err)
	_, err = c.Count(ctx, store.Query{Where: []store.Cond{{Path: "tags", Value: "x"}}}, 5)
	must(t, err)
	stale := *doc
	stale.Rev = 1
	if err := c.Replace(ctx, &stale); err == nil {
		t.Fatal("a stale replace was done")
	}
	must(t, c.Delete(ctx, "a", 2))

	seen := map[string]int{}
	for _, cmd := range recorded() {
		seen[cmd.Name]++
		switch cmd.Name {
		case "insert", "update", "delete", "createIndexes":
			if w := cmd.Body.Lookup("writeConcern", "w"); w.StringValue() != "majority" {
				t.Errorf("%s without w: majority: %s", cmd.Name, cmd.Body)
			}
			if j := cmd.Body.Lookup("writeConcern", "j"); !j.Boolean() {
				t.Errorf("%s does not wait for the journal: %s", cmd.Name, cmd.Body)
			}
		case "find", "aggregate":
			if level := cmd.Body.Lookup("readConcern", "level").StringValue(); level != "majority" {
				t.Errorf("%s at read concern %q", cmd.Name, level)
			}
		}
		switch cmd.Name {
		case "update":
			each(t, cmd.Body, "updates", func(u bson.Raw) {
				guarded(t, u.Lookup("q").Document())
				if multi, ok := u.Lookup("multi").BooleanOK(); ok && multi {
					t.Errorf("an update of many: %s", u)
				}
				if upsert, ok := u.Lookup("upsert").BooleanOK(); ok && upsert {
					t.Errorf("an update that inserts: %s", u)
				}
			})
		case "delete":
			each(t, cmd.Body, "deletes", func(d bson.Raw) {
				guarded(t, d.Lookup("q").Document())
				if d.Lookup("limit").AsInt64() != 1 {
					t.Errorf("a delete of many: %s", d)
				}
			})
		case "find":
			if hint, ok := cmd.Body.Lookup("hint").StringValueOK(); ok && hint != "groupAt" {
				t.Errorf("the query walks %q", hint)
			}
		case "aggregate":
			if hint := cmd.Body.Lookup("hint").StringValue(); hint != "tags" {
				t.Errorf("the count walks %q", hint)
			}
		}
	}
	for command, atLeast := range map[string]int{"createIndexes": 1, "insert": 1, "update": 2, "delete": 1, "find": 3, "aggregate": 1} {
		if seen[command] < atLeast {
			t.Errorf("%d times %s, want at least %d; seen %v", seen[command], command, atLeast, seen)
		}
	}
}

// guarded checks that a filter names one revision of one document.
func guarded(t *testing.T, filter bson.Raw) {
	t.Helper()
	fields, err := filter.Elements()
	must(t, err)
	if len(fields) != 2 || fields[0].Key() != "_id" || fields[1].Key() != "rev" {
		t.Errorf("a change guarded by %s, want {_id, rev}", filter)
		return
	}
	if _, ok := fields[0].Value().StringValueOK(); !ok {
		t.Errorf("a change of %s, want one id", filter)
	}
	if _, ok := fields[1].Value().Int64OK(); !ok {
		t.Errorf("a change of %s, want one revision", filter)
	}
}

// What is stored is the document as in every store, with the values of its
// unique indexes behind it; what is read is the document alone.
func TestStoredDocument(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	uri, proxy, name := mongotest.Database(t)
	recorded := proxy.Record(name)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	c := openItems(t, s, itemSpec)
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "a"}, Login: "li", Group: "g"}))
	must(t, c.Insert(ctx, &item{Head: store.Head{ID: "b"}, Group: "g"}))

	var stored []string
	for _, cmd := range recorded() {
		if cmd.Name == "insert" {
			each(t, cmd.Body, "documents", func(d bson.Raw) { stored = append(stored, d.String()) })
		}
	}
	want := []string{
		`{"_id": "a","rev": {"$numberLong":"1"},"group": "g","login": "li","_u": {"login": "s2:li"}}`,
		`{"_id": "b","rev": {"$numberLong":"1"},"group": "g"}`,
	}
	if len(stored) != 2 || stored[0] != want[0] || stored[1] != want[1] {
		t.Fatalf("stored %q\nwant   %q", stored, want)
	}

	raw, err := s.Collection(itemSpec)
	must(t, err)
	body, err := raw.Get(ctx, "a")
	must(t, err)
	if got, want := body.String(), `{"_id": "a","rev": {"$numberLong":"1"},"group": "g","login": "li"}`; got != want {
		t.Fatalf("read %s, want %s", got, want)
	}
}
