package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// thing is an object with a document of its own.
type thing struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	Color         string `bson:"color"`
}

// site is a store with a record and a collection of things.
type site struct {
	t       *testing.T
	backend store.Backend
	faults  *storetest.Faulty
	clock   *clock.Manual
	record  *audit.Recorder
	things  *store.Collection[thing]
}

func newSite(t *testing.T) *site {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	s := &site{t: t, faults: storetest.NewFaulty(backend), clock: clock.NewManual(time.UnixMilli(1_700_000_000_000))}
	s.backend = s.faults
	s.record = s.open(vault{1})
	s.things, err = store.Open[thing](s.backend, store.Spec{Name: "things"})
	must(t, err)
	return s
}

// open is another process on the same store.
func (s *site) open(v audit.Vault) *audit.Recorder {
	s.t.Helper()
	r, err := audit.New(s.t.Context(), s.backend, s.clock, audit.Options{Vault: v})
	must(s.t, err)
	return r
}

// vault seals under its last number, and opens what any of them sealed.
type vault []byte

func (v vault) Seal(plain []byte, place string) []byte {
	sealed := append([]byte{v[len(v)-1]}, place...)
	for _, b := range plain {
		sealed = append(sealed, b^v[len(v)-1])
	}
	return sealed
}

func (v vault) Open(sealed []byte, place string) ([]byte, error) {
	if bytes.IndexByte(v, sealed[0]) < 0 || !bytes.HasPrefix(sealed[1:], []byte(place)) {
		return nil, errors.New("another key")
	}
	var plain []byte
	for _, b := range sealed[1+len(place):] {
		plain = append(plain, b^sealed[0])
	}
	return plain, nil
}

func (v vault) Stale(sealed []byte) bool { return sealed[0] != v[len(v)-1] }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func object(id string) string { return audit.Object("thing", id) }

// add stores a new thing.
func (s *site) add(ctx context.Context, id, color string) (*thing, error) {
	e := audit.Event{Object: object(id), Action: "thing.added"}
	e.Changes.Add("color", "", color)
	doc := &thing{Head: store.Head{ID: id}, Color: color}
	return doc, audit.Insert(ctx, s.record, s.things, doc, e)
}

// paint changes a thing's colour.
func (s *site) paint(ctx context.Context, id, color string) error {
	doc, err := s.things.Get(ctx, id)
	if err != nil {
		return err
	}
	e := audit.Event{Object: object(id), Action: "thing.painted"}
	e.Changes.Add("color", doc.Color, color)
	doc.Color = color
	return audit.Replace(ctx, s.record, s.things, doc, e)
}

// raw opens a collection of the record as it is stored.
func (s *site) raw(spec store.Spec) store.RawCollection {
	s.t.Helper()
	c, err := s.backend.Collection(spec)
	must(s.t, err)
	return c
}

func spec(t *testing.T, name string) store.Spec {
	t.Helper()
	for _, s := range audit.Specs() {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no collection %s", name)
	return store.Spec{}
}

// contents are the entries of an object that can be searched, in order.
func (s *site) contents(obj string) []audit.Content {
	s.t.Helper()
	sp := spec(s.t, "audit")
	layout, err := store.NewLayout(sp)
	must(s.t, err)
	plan, err := layout.Plan(store.Query{Where: []store.Cond{{Path: "object", Value: obj}}, Order: "seq"})
	must(s.t, err)
	docs, err := s.raw(sp).Find(s.t.Context(), plan)
	must(s.t, err)
	var all []audit.Content
	for _, d := range docs {
		var c audit.Content
		must(s.t, json.Unmarshal([]byte(d.Lookup("content").StringValue()), &c))
		all = append(all, c)
	}
	return all
}

func actions(all []audit.Content) []string {
	names := []string{}
	for _, c := range all {
		names = append(names, c.Action)
	}
	return names
}

func TestAChangeIsRecordedWithWhoAndFromWhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := audit.With(t.Context(), audit.Who{Person: "eva", Scheme: "session", Address: "10.0.0.7", Request: "r1"})
	_, err := s.add(ctx, "a", "red")
	must(t, err)
	s.clock.Advance(time.Minute)
	must(t, s.paint(t.Context(), "a", "blue"))
	all := s.contents(object("a"))
	if len(all) != 2 {
		t.Fatalf("%d entries, want 2", len(all))
	}
	first, second := all[0], all[1]
	if first.Action != "thing.added" || first.Seq != 1 || first.Who != (audit.Who{Person: "eva", Scheme: "session", Address: "10.0.0.7", Request: "r1"}) {
		t.Errorf("%+v", first)
	}
	if second.Who != (audit.Who{Scheme: audit.SchemeSystem}) || second.At != first.At+60_000 {
		t.Errorf("%+v", second)
	}
	if c := second.Changes; len(c) != 1 || c[0].Field != "color" || string(c[0].Before) != `"red"` || string(c[0].After) != `"blue"` {
		t.Errorf("%+v", second.Changes)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	var c audit.Changes
	c.Add("same", []string{"a"}, []string{"a"})
	c.Add("unset", nil, "")
	c.Add("gone", "x", "")
	c.Add("name", map[string]string{"en": "A", "zh-CN": "甲"}, map[string]string{"zh-CN": "乙", "en": "A"})
	c.Secret("kept", "secret", "secret")
	c.Secret("password", "", "swordfish")
	text, err := json.Marshal(c)
	must(t, err)
	if len(c) != 3 || c[0].Field != "gone" || c[0].After != nil || c[1].Field != "name" {
		t.Errorf("%s", text)
	}
	p := c[2]
	if !p.Secret || p.Before != nil || len(p.After) < 20 || string(p.After) == `"swordfish"` {
		t.Errorf("%s", text)
	}
	var again audit.Changes
	again.Secret("password", "", "swordfish")
	if string(again[0].After) == string(p.After) {
		t.Error("the digests of one secret can be compared")
	}
}

func TestARefusedWriteLeavesNoEntry(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc, err := s.add(t.Context(), "a", "red")
	must(t, err)
	stale := *doc
	must(t, s.paint(t.Context(), "a", "blue"))
	before := stale.Audit
	err = audit.Replace(t.Context(), s.record, s.things, &stale, audit.Event{Object: object("a"), Action: "thing.painted"})
	if !errors.Is(err, store.ErrConflict) || stale.Audit.Seq != before.Seq {
		t.Fatalf("%v; the tail is at %d", err, stale.Audit.Seq)
	}
	if _, err := s.add(t.Context(), "a", "green"); !errors.Is(err, store.ErrExists) {
		t.Fatal(err)
	}
	s.faults.Inject(storetest.Fault{Op: storetest.Replace, Collection: "things", Mode: storetest.Fail})
	if err := s.paint(t.Context(), "a", "white"); err == nil {
		t.Fatal("a failed write was reported as done")
	}
	if got := actions(s.contents(object("a"))); len(got) != 2 {
		t.Errorf("entries %v", got)
	}
}

// What a crash right after the change leaves is the entry in the object's own
// document: the next change copies it first.
func TestAnEntryThatWasNotCopiedIsCopiedBeforeTheNextChange(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
	_, err := s.add(t.Context(), "a", "red")
	must(t, err)
	if got := s.contents(object("a")); len(got) != 0 {
		t.Fatalf("copied: %v", got)
	}
	// While it cannot be copied, nothing may take its place.
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
	if err := s.paint(t.Context(), "a", "blue"); err == nil {
		t.Fatal("an entry was lost")
	}
	if doc, _ := s.things.Get(t.Context(), "a"); doc.Color != "red" {
		t.Fatalf("the thing is %s", doc.Color)
	}
	must(t, s.paint(t.Context(), "a", "blue"))
	if got := actions(s.contents(object("a"))); len(got) != 2 {
		t.Errorf("entries %v", got)
	}
}

func TestAFailedCopyIsMadeUpForByTheNextFlush(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
	_, err := s.add(t.Context(), "a", "red")
	must(t, err)
	must(t, s.record.Flush(t.Context()))
	if got := s.contents(object("a")); len(got) != 1 {
		t.Errorf("%d entries", len(got))
	}
}

func TestFinish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	head := func(d *thing) (string, int64) { return d.ID, d.Rev }
	doc, err := s.add(t.Context(), "a", "red")
	must(t, err)
	ended := audit.Event{Object: object("a"), Action: "thing.removed"}
	s.faults.Inject(storetest.Fault{Op: storetest.Delete, Collection: "things", Mode: storetest.Fail})
	if err := audit.Finish(t.Context(), s.record, s.things, doc, head, ended); err == nil {
		t.Fatal("not deleted, and reported as done")
	}
	left, err := s.things.Get(t.Context(), "a")
	must(t, err)
	if !left.Audit.Ended() {
		t.Fatal("what is left does not say that it has ended")
	}
	must(t, audit.Finish(t.Context(), s.record, s.things, left, head, ended))
	if _, err := s.things.Get(t.Context(), "a"); !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	all := s.contents(object("a"))
	if len(all) != 2 || !all[1].Ends || all[1].Action != "thing.removed" {
		t.Errorf("%+v", all)
	}
}

func TestRecordOfWhatHasNoDocument(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, a := range []string{"policy.activated", "policy.refused"} {
		must(t, s.record.Record(t.Context(), audit.Event{Object: audit.ObjectPolicy, Action: a}))
	}
	// Somebody else is first with the next one.
	s.faults.Inject(storetest.Fault{Op: storetest.Replace, Collection: "auditTails", Mode: storetest.Fail, Err: store.ErrConflict})
	must(t, s.record.Record(t.Context(), audit.Event{Object: audit.ObjectPolicy, Action: "policy.activated"}))
	if got := actions(s.contents(audit.ObjectPolicy)); len(got) != 3 || got[1] != "policy.refused" {
		t.Errorf("%v", got)
	}
	s.faults.Inject(storetest.Fault{Op: storetest.Replace, Collection: "auditTails", Mode: storetest.Fail})
	if err := s.record.Record(t.Context(), audit.Event{Object: audit.ObjectPolicy, Action: "policy.activated"}); err == nil {
		t.Error("a lost entry was reported as written")
	}
}

func TestADocumentWithoutATailIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	type bare struct {
		store.Head `bson:",inline"`
	}
	c, err := store.Open[bare](s.backend, store.Spec{Name: "bare"})
	must(t, err)
	doc := &bare{Head: store.Head{ID: "x"}}
	if err := audit.Insert(t.Context(), s.record, c, doc, audit.Event{Object: "x"}); !errors.Is(err, audit.ErrCarrier) {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), "x"); !errors.Is(err, store.ErrNotFound) {
		t.Error("it was stored without an entry")
	}
}
