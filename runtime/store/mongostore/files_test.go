package mongostore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func openFiles(t *testing.T, s *mongostore.Store) store.Files {
	t.Helper()
	f, err := s.Files(t.Context())
	must(t, err)
	return f
}

func TestFilesConformance(t *testing.T) {
	t.Parallel()
	storetest.RunFiles(t, func(t *testing.T) store.Files {
		s := mongotest.Open(t)
		closeStore(t, s)
		return openFiles(t, s)
	})
}

// unremoved lists the contents that were put into GridFS and not taken out
// again, by what went over the wire.
func unremoved(t *testing.T, commands []mongotest.Command) map[string]bool {
	t.Helper()
	left := map[string]bool{}
	for _, c := range commands {
		coll, _ := c.Body.Lookup(c.Name).StringValueOK()
		if coll != "fileContents.chunks" {
			continue
		}
		switch c.Name {
		case "insert":
			if w := c.Body.Lookup("writeConcern", "w").StringValue(); w != "majority" {
				t.Errorf("a chunk is written with w: %s", w)
			}
			each(t, c.Body, "documents", func(d bson.Raw) { left[d.Lookup("files_id").ObjectID().Hex()] = true })
		case "delete":
			each(t, c.Body, "deletes", func(d bson.Raw) {
				id := d.Lookup("q", "files_id")
				if equal, ok := id.DocumentOK(); ok {
					id = equal.Lookup("$eq")
				}
				delete(left, id.ObjectID().Hex())
			})
		}
	}
	return left
}

// What an upload that was cut off left is seen by nobody, does not block the
// name, and is cleared away by a later start.
func TestUnfinishedUploads(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := mongotest.NewProxy(t)
	uri, name := mongotest.DatabaseOn(t, p)
	recorded := p.Record(name)
	now := clock.NewManual(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC))
	opts := mongotest.Options(t)
	opts.Clock = now
	open := func() (*mongostore.Store, store.Files) {
		s, err := mongostore.Open(ctx, uri, opts)
		must(t, err)
		return s, openFiles(t, s)
	}
	s, f := open()
	body := bytes.Repeat([]byte("x"), 600<<10)
	// The line breaks when the name is to be marked, and everything after it.
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		if coll, _ := c.Body.Lookup(c.Name).StringValueOK(); c.Name == "update" && coll == "fileNames" || c.Name == "delete" {
			return nil, mongotest.ErrCut
		}
		return nil, nil
	})
	for _, name := range []string{"abcdefgh", "ijklmnop"} {
		if _, err := f.Put(ctx, name, bytes.NewReader(body), 1<<20); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("put over a line that breaks: %v", err)
		}
	}
	p.Intercept(nil)
	if _, _, err := f.Open(ctx, "abcdefgh"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("open: %v", err)
	}
	if all, err := f.List(ctx, "", 10); err != nil || len(all) != 0 {
		t.Errorf("list: %+v, %v", all, err)
	}
	if err := f.Delete(ctx, "abcdefgh"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("delete: %v", err)
	}
	if left := unremoved(t, recorded()); len(left) != 2 {
		t.Fatalf("the test is wrong: %d contents are left", len(left))
	}
	// The same name can be stored, and takes away what was left under it.
	if _, err := f.Put(ctx, "abcdefgh", bytes.NewReader(body), 1<<20); err != nil {
		t.Fatal(err)
	}
	must(t, s.Close())

	now.Advance(time.Hour)
	s, _ = open() // another node's upload may still be going on
	must(t, s.Close())
	if left := unremoved(t, recorded()); len(left) != 2 {
		t.Errorf("after an hour %d contents, want the file and the unfinished one", len(left))
	}
	now.Advance(24 * time.Hour)
	s, f = open()
	closeStore(t, s)
	if left := unremoved(t, recorded()); len(left) != 1 {
		t.Errorf("after a day %d contents, want the file", len(left))
	}
	r, _, err := f.Open(ctx, "abcdefgh")
	must(t, err)
	got, err := io.ReadAll(r)
	must(t, errors.Join(err, r.Close()))
	if !bytes.Equal(got, body) {
		t.Errorf("read %d bytes", len(got))
	}
}

// A content that is not what was stored is not handed out as if it were.
func TestDamagedContents(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	uri, _, name := mongotest.Database(t)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	f := openFiles(t, s)
	client, err := mongo.Connect(options.Client().ApplyURI(uri))
	must(t, err)
	t.Cleanup(func() { must(t, client.Disconnect(context.Background())) })
	chunks := client.Database(name).Collection("fileContents.chunks")
	for i, change := range []bson.D{
		{{Key: "data", Value: bson.Binary{Data: []byte("Content")}}},
		{{Key: "data", Value: bson.Binary{Data: []byte("conten")}}},
		{{Key: "files_id", Value: "nobody's"}},
	} {
		file := fmt.Sprint("abcdefgh", i)
		_, err = f.Put(ctx, file, strings.NewReader("content"), 100)
		must(t, err)
		res, err := chunks.UpdateOne(ctx, bson.D{{Key: "data", Value: bson.Binary{Data: []byte("content")}}}, bson.D{{Key: "$set", Value: change}})
		must(t, err)
		if res.ModifiedCount != 1 {
			t.Fatalf("change %d changed %d chunks", i, res.ModifiedCount)
		}
		r, _, err := f.Open(ctx, file)
		must(t, err)
		if _, err := io.ReadAll(r); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("change %d: %v, want ErrCorrupt", i, err)
		}
		must(t, r.Close())
	}
	// Of a part only its own chunks are asked for: the others need not be there.
	_, err = f.Put(ctx, "of-three-chunks", bytes.NewReader(make([]byte, 700<<10)), 1<<20)
	must(t, err)
	_, err = chunks.DeleteMany(ctx, bson.D{{Key: "n", Value: bson.D{{Key: "$ne", Value: 1}}}})
	must(t, err)
	for part, want := range map[[2]int64]error{{300 << 10, 1000}: nil, {0, 1000}: store.ErrCorrupt, {300 << 10, 300 << 10}: store.ErrCorrupt} {
		r, err := f.OpenPart(ctx, "of-three-chunks", part[0], part[1])
		must(t, err)
		if got, err := io.ReadAll(r); !errors.Is(err, want) || want == nil && int64(len(got)) != part[1] {
			t.Errorf("%v: %d bytes, %v, want %v", part, len(got), err, want)
		}
		must(t, r.Close())
	}
}
