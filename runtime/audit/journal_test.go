package audit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// The chains' key outlives the master keys, and is not to be had without one.
func TestTheKeyOfTheChains(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	probe := func(r *audit.Recorder) string {
		_, head := r.Sealer().Seal("x", 1, nil, nil)
		_, again := r.Sealer().Seal("x", 1, nil, nil)
		if bytes.Equal(head, again) {
			t.Fatal("two salts are the same")
		}
		e, head := r.Sealer().Seal("x", 1, nil, []byte("y"))
		for i, other := range []*audit.Recorder{s.record, s.open(nil)} {
			if other.Sealer().Verify("x", []audit.Record{{Entry: e, Content: []byte("y")}}, head) == nil {
				return fmt.Sprint("record ", i)
			}
		}
		return "none"
	}
	if got := probe(s.open(vault{1})); got != "record 0" {
		t.Errorf("the same master key: %s", got)
	}
	if got := probe(s.open(vault{1, 2})); got != "record 0" { // sealed again under 2
		t.Errorf("a newer master key: %s", got)
	}
	if got := probe(s.open(vault{2})); got != "record 0" {
		t.Errorf("the newer master key alone: %s", got)
	}
	if got := probe(s.open(nil)); got != "record 1" {
		t.Errorf("no master key: %s", got)
	}
	if _, err := audit.New(t.Context(), s.backend, s.clock, audit.Options{Vault: vault{3}}); !errors.Is(err, audit.ErrKey) {
		t.Errorf("another master key: %v", err)
	}
}

// A hammering client makes two entries in ten minutes, however often it asks.
func TestRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	refuse := func(asked string) {
		s.record.Refuse(audit.With(t.Context(), audit.Who{Person: "ann", Scheme: "session"}),
			audit.Refusal{Person: "ann", Action: "access.refused", Asked: asked, Target: "studio:leave", Reasons: []string{"deny.role"}})
	}
	for range 500 {
		refuse("studio.write")
	}
	refuse("studio.publish")
	access := audit.Object(audit.KindAccess, "ann")
	if got := s.contents(access); len(got) != 0 {
		t.Fatal("whoever is refused waits for the store")
	}
	must(t, s.record.Flush(t.Context()))
	if got := s.contents(access); len(got) != 2 {
		t.Fatalf("%d entries before the window is over", len(got))
	}
	s.clock.Advance(11 * time.Minute)
	refuse("studio.write")
	s.record.Close(t.Context())
	all := s.contents(access)
	if len(all) != 4 {
		t.Fatalf("%d entries: %+v", len(all), all)
	}
	if n := all[2].Facts["count"]; n != float64(499) || all[2].Who.Person != "ann" {
		t.Errorf("%+v", all[2])
	}
	if _, counted := all[3].Facts["count"]; counted {
		t.Errorf("%+v", all[3])
	}
}

// The journal holds every chain's newest head, once it was flushed.
func TestTheJournal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.add(t.Context(), "a", "red")
	must(t, err)
	must(t, s.paint(t.Context(), "a", "blue"))
	s.record.Note("instance:x", 1, make([]byte, 32))
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "auditTails", Mode: storetest.Fail})
	if err := s.record.Flush(t.Context()); err == nil {
		t.Fatal("a lost journal was reported as written")
	}
	must(t, s.record.Flush(t.Context()))
	must(t, s.record.Flush(t.Context())) // nothing waits: nothing is written
	n, head, err := s.record.JournalHead(t.Context())
	if err != nil || n != 1 || len(head) != 32 {
		t.Fatalf("%d entries, %v", n, err)
	}
	doc, err := s.raw(spec(t, "auditJournal")).Get(t.Context(), "journal#000000000001")
	must(t, err)
	var c audit.Content
	must(t, json.Unmarshal([]byte(doc.Lookup("content").StringValue()), &c))
	if len(c.Heads) != 2 || c.Heads[1][:len("thing:a 2 ")] != "thing:a 2 " {
		t.Errorf("%v", c.Heads)
	}
	if doc.Lookup("chain").Type != bson.TypeBinary {
		t.Error("the journal's entry has no head")
	}
}
