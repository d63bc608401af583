package studio

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/templates"
)

// lateBackend lets something happen between the store's answer about the apps
// and its reader.
type lateBackend struct {
	store.Backend
	once sync.Once
	then func()
}

type lateCollection struct {
	store.RawCollection
	b *lateBackend
}

func (b *lateBackend) Collection(spec store.Spec) (store.RawCollection, error) {
	c, err := b.Backend.Collection(spec)
	if err != nil || spec.Name != "apps" {
		return c, err
	}
	return &lateCollection{c, b}, nil
}

func (c *lateCollection) Find(ctx context.Context, plan *store.Plan) ([]bson.Raw, error) {
	docs, err := c.RawCollection.Find(ctx, plan)
	if c.b.then != nil {
		c.b.once.Do(c.b.then)
	}
	return docs, err
}

func TestAnAnswerFromBeforeAPublicationIsNoNews(t *testing.T) {
	t.Parallel()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	late := &lateBackend{Backend: backend}
	now := clock.NewManual(time.UnixMilli(1_000_000))
	people, err := identity.New(t.Context(), backend, now, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Deps{Backend: late, Identity: people, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	text, err := templates.App("leave")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	a.Scripts.Validate = "" // nothing to compile, so no worker is needed
	if text, err = app.Encode(a); err != nil {
		t.Fatal(err)
	}
	if err := s.Install(t.Context(), text, "eva"); err != nil {
		t.Fatal(err)
	}

	// While somebody asks what is published, revision 2 is.
	late.then = func() {
		doc, err := s.loadApp(t.Context(), "leave")
		if err != nil {
			t.Error(err)
			return
		}
		a.Icon = "plane"
		if _, err := s.publish(t.Context(), doc, a, revision{By: "eva"}, "en"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Editions().Current(t.Context(), "leave"); err != nil {
		t.Fatal(err)
	}
	ed, err := s.Editions().Current(t.Context(), "leave") // at the same moment of the clock
	if err != nil || ed.N != 2 {
		t.Fatalf("revision %d (%v), want 2", ed.N, err)
	}
}
