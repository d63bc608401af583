package audit_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func TestARecordThatIsWhole(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	found, digest := k.verify("")
	if len(found) > 0 {
		t.Errorf("%q", found)
	}
	// More happens; what was there is still there.
	must(t, k.paint(t.Context(), "a", "black"))
	k.cases.extend(k.record, "instance:2", "submitted")
	must(t, k.record.Flush(t.Context()))
	found, later := k.verify("verified, digest " + digest + "\n")
	if len(found) > 0 || later == digest {
		t.Errorf("%q, %s after %s", found, later, digest)
	}
	if _, err := k.record.Verify(t.Context(), k.sources(), "nonsense"); !errors.Is(err, audit.ErrDigest) {
		t.Error(err)
	}
}

func TestWhatACrashLeavesIsNoFinding(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	// The change of a was stored, and then the process died.
	k.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
	must(t, k.paint(t.Context(), "a", "black"))
	k.cases.extend(k.open(vault{1}), "instance:2", "submitted") // noted by a process that died
	must(t, k.open(vault{1}).Sweep(t.Context(), k.sources()))
	if n := len(k.contents(object("a"))); n != 4 {
		t.Errorf("%d entries after the sweep", n)
	}
	if found, _ := k.verify(""); len(found) > 0 {
		t.Errorf("%q", found)
	}
	// Verifying wrote down what the journal lacked: it cannot be cut any more.
	delete(k.cases, "instance:2")
	if found, _ := k.verify(""); !slices.Equal(found, []string{"instance:2 0 deleted"}) {
		t.Errorf("%q", found)
	}
}

func TestWhatWasErasedByLawIsNoFinding(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	if err := k.record.Erase(t.Context(), object("a"), 3, "the law"); !errors.Is(err, audit.ErrNewest) {
		t.Fatal(err)
	}
	must(t, k.record.Erase(t.Context(), object("a"), 2, "the law"))
	report, err := k.record.Verify(t.Context(), k.sources(), "")
	must(t, err)
	if len(report.Findings) > 0 || report.Erased != 1 {
		t.Errorf("%+v", report)
	}
	page, err := k.record.Search(t.Context(), audit.Filter{Object: object("a")}, "", 10)
	must(t, err)
	if c := page.Items[1]; c.Seq != 2 || c.Facts["erased"] != true || c.Who.Person != "" {
		t.Errorf("%+v", c)
	}
}

// An object's newest entry is in its own document too: whoever deletes the copy
// has deleted nothing, and is noticed.
func TestADeletedNewestEntryIsPutBack(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	k.remove(spec(t, "audit"), object("a")+"#000000000003")
	report, err := k.record.Verify(t.Context(), k.sources(), "")
	must(t, err)
	if len(report.Findings) > 0 || !slices.Equal(report.Restored, []string{"thing:a#000000000003"}) {
		t.Errorf("%+v", report)
	}
	if got := actions(k.contents(object("a"))); len(got) != 3 {
		t.Errorf("%v", got)
	}
}

func TestTampering(t *testing.T) {
	t.Parallel()
	entries, tails, journal := spec(t, "audit"), spec(t, "auditTails"), spec(t, "auditJournal")
	name := func(obj string, n string) string { return obj + "#00000000000" + n }
	a := func(n string) string { return name(object("a"), n) }
	for _, tt := range []struct {
		name   string
		tamper func(k *kept)
		want   []string
	}{
		{"content altered", func(k *kept) {
			d := k.entry(a("2"))
			d["content"] = strings.Replace(d["content"].(string), "blue", "gold", 1)
			k.put(entries, d)
		}, []string{"thing:a 2 altered"}},
		{"content and digest altered", func(k *kept) {
			d := k.entry(a("2"))
			reseal(d, strings.Replace(d["content"].(string), "blue", "gold", 1))
			k.put(entries, d)
		}, []string{"thing:a 2 unlinked"}},
		{"what it is found by altered", func(k *kept) {
			d := k.entry(a("2"))
			d["people"] = bson.A{"ivan"}
			k.put(entries, d)
		}, []string{"thing:a 2 altered"}},
		{"content emptied", func(k *kept) {
			d := k.entry(a("2"))
			d["content"] = ""
			k.put(entries, d)
		}, []string{"thing:a 2 emptied"}},
		{"first deleted", func(k *kept) { k.remove(entries, a("1")) }, []string{"thing:a 1 missing"}},
		{"middle deleted", func(k *kept) { k.remove(entries, a("2")) }, []string{"thing:a 2 missing"}},
		{"last two deleted", func(k *kept) { k.remove(entries, a("2")); k.remove(entries, a("3")) }, []string{"thing:a 2 missing"}},
		{"last of an ended object deleted", func(k *kept) { k.remove(entries, name(object("gone"), "2")) },
			[]string{"thing:gone 0 deleted", "thing:gone 2 missing"}},
		{"chain deleted", func(k *kept) {
			for _, n := range []string{"1", "2", "3"} {
				k.remove(entries, a(n))
			}
		}, []string{"thing:a 1 missing", "thing:a 2 missing"}},
		{"chain of what has ended deleted", func(k *kept) {
			k.remove(entries, name(object("gone"), "1"))
			k.remove(entries, name(object("gone"), "2"))
		}, []string{"thing:gone 0 deleted"}},
		{"object deleted", func(k *kept) { k.remove(things, "a") }, []string{"thing:a 0 deleted"}},
		{"object and chain deleted", func(k *kept) {
			k.remove(things, "a")
			for _, n := range []string{"1", "2", "3"} {
				k.remove(entries, a(n))
			}
		}, []string{"thing:a 0 deleted"}},
		{"two swapped", func(k *kept) {
			one, two := k.entry(a("1")), k.entry(a("2"))
			swapBodies(one, two)
			k.put(entries, one)
			k.put(entries, two)
		}, []string{"thing:a 1 unlinked", "thing:a 1 moved", "thing:a 2 unlinked", "thing:a 2 moved"}},
		{"moved to another object", func(k *kept) {
			d := k.entry(a("2"))
			k.remove(entries, a("2"))
			d["_id"], d["object"], d["seq"] = name(object("c"), "2"), object("c"), int64(2)
			k.put(entries, d)
		}, []string{"thing:a 2 missing", "thing:c 2 unlinked", "thing:c 2 moved", "thing:c 2 setBack"}},
		{"one added", func(k *kept) {
			d := k.entry(a("2"))
			d["_id"], d["seq"] = a("4"), int64(4)
			k.put(entries, d)
		}, []string{"thing:a 4 unlinked", "thing:a 4 moved", "thing:a 4 setBack"}},
		{"the object changed behind the record", func(k *kept) {
			d := k.read(things, "a")
			d["color"] = "gold"
			k.put(things, d)
		}, []string{"thing:a 0 unrecorded"}},
		{"the object's last entry altered", func(k *kept) {
			d := k.read(things, "a")
			last := d["audit"].(bson.D)
			for i := range last {
				if last[i].Key == "head" {
					last[i].Value = make([]byte, 32)
				}
			}
			k.put(things, d)
		}, []string{"thing:a 3 unlinked"}},
		{"the object stripped of its record", func(k *kept) {
			k.put(things, map[string]any{"_id": "a", "color": "green"})
		}, []string{"thing:a 1 setBack"}},
		{"an object without a record", func(k *kept) {
			k.put(things, map[string]any{"_id": "z", "color": "green"})
		}, []string{"thing:z 0 unrecorded"}},
		{"the tail of what has no document deleted", func(k *kept) { k.remove(tails, "policy") }, []string{"policy 0 deleted"}},
		{"a journal entry deleted", func(k *kept) { k.remove(journal, "journal#000000000002") }, []string{"journal 2 missing"}},
		{"the journal deleted", func(k *kept) {
			k.remove(tails, "journal")
		}, []string{"journal 0 deleted"}},
		{"a case's entry altered", func(k *kept) { k.cases["instance:1"].Own[0].Content = []byte("rejected") }, []string{"instance:1 1 altered"}},
		{"a case's first entry deleted", func(k *kept) { k.cases["instance:1"].Own = k.cases["instance:1"].Own[1:] },
			[]string{"instance:1 0 unlinked", "instance:1 1 journal", "instance:1 2 missing"}},
		{"a case's entries swapped", func(k *kept) { slices.Reverse(k.cases["instance:1"].Own) },
			[]string{"instance:1 0 unlinked", "instance:1 1 journal", "instance:1 2 journal"}},
		{"a case deleted", func(k *kept) { delete(k.cases, "instance:1") }, []string{"instance:1 0 deleted"}},
		{"a case set back", func(k *kept) {
			c := k.cases["instance:1"]
			c.Own = c.Own[:1]
			_, head := k.reseal("instance:1", c.Own)
			c.Tail = audit.Tail{Seq: 1, Head: head}
		}, []string{"instance:1 0 unlinked", "instance:1 1 journal", "instance:1 2 missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			k := newKept(t)
			_, whole := k.verify("")
			tt.tamper(k)
			found, digest := k.verify("")
			if !slices.Equal(found, tt.want) {
				t.Errorf("got  %q\nwant %q", found, tt.want)
			}
			if digest != whole && tt.name != "the journal deleted" {
				t.Errorf("the journal went on from %s to %s over a record that is not whole", whole, digest)
			}
		})
	}
}

// reseal makes a chain of a case's entries as somebody without the key can.
func (k *kept) reseal(object string, own []audit.Record) ([]audit.Record, []byte) {
	var head []byte
	for i, r := range own {
		own[i].Entry, head = audit.Sealer{}.Seal(object, int64(i+1), head, r.Content)
	}
	return own, head
}

// Whoever has the store can bring back an old state of an object with its old
// tail; the entries since then tell, and where they are gone too, the journal.
func TestAReplayedObjectIsFound(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	old := k.read(things, "a")
	must(t, k.paint(t.Context(), "a", "black"))
	must(t, k.record.Flush(t.Context()))
	k.put(things, old)
	if found, _ := k.verify(""); !slices.Equal(found, []string{"thing:a 4 setBack"}) {
		t.Errorf("%q", found)
	}
	k.remove(spec(t, "audit"), object("a")+"#000000000004")
	if found, _ := k.verify(""); !slices.Equal(found, []string{"thing:a 4 missing"}) {
		t.Errorf("with the entry gone: %q", found)
	}
}

// Whoever has the store can bring back an old state of everything; then only a
// digest kept elsewhere tells.
func TestARecordCutAsAWholeIsFoundByAnEarlierDigest(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	tails, journal := spec(t, "auditTails"), spec(t, "auditJournal")
	thing, tail := k.read(things, "a"), k.read(tails, "journal")
	must(t, k.paint(t.Context(), "a", "black"))
	_, digest := k.verify("")
	n, _, err := k.record.JournalHead(t.Context())
	must(t, err)
	k.put(things, thing)
	k.put(tails, tail)
	k.remove(spec(t, "audit"), object("a")+"#000000000004")
	k.remove(journal, "journal#"+strings.Repeat("0", 11)+string(rune('0'+n)))
	if found, _ := k.verify(""); len(found) > 0 {
		t.Errorf("%q", found)
	}
	if found, _ := k.verify(digest); len(found) != 1 || !strings.HasSuffix(found[0], " cut") {
		t.Errorf("%q", found)
	}
	// And going on from there does not help.
	must(t, k.paint(t.Context(), "b", "black"))
	must(t, k.record.Flush(t.Context()))
	if found, _ := k.verify(digest); !slices.Contains(found, "journal "+string(rune('0'+n))+" cut") {
		t.Errorf("%q", found)
	}
}

func TestEveryChangeBesideAVerification(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		defer close(done)
		for i := range 400 {
			if ctx.Err() != nil {
				return
			}
			if err := k.paint(t.Context(), []string{"a", "b", "c"}[i%3], string(rune('a'+i%26))+"x"); err != nil {
				done <- err
				return
			}
			if i%20 == 0 {
				if err := k.record.Flush(t.Context()); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	for range 5 {
		report, err := k.record.Verify(t.Context(), k.sources(), "")
		must(t, err)
		if len(report.Findings) > 0 {
			t.Errorf("%v", report.Findings)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
