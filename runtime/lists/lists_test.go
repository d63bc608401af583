package lists_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// server is one of the servers on a store.
func server(t *testing.T, b store.Backend) *lists.Lists {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC))
	record, err := audit.New(t.Context(), b, c, audit.Options{})
	must(t, err)
	l, err := lists.New(t.Context(), b, record, c)
	must(t, err)
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func named(name string) words.Text { return words.Text{words.English: name} }

func TestServersFollowEachOther(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	one, two := server(t, backend), server(t, backend)
	_, err := one.Add(t.Context(), lists.Input{ID: "centres", Name: named("Centres")}, "en")
	must(t, err)
	if two.Has("centres") {
		t.Fatal("nobody has told the second server yet")
	}
	must(t, two.Refresh(t.Context()))
	before, err := two.List("centres")
	must(t, err)
	_, err = one.Put(t.Context(), "centres", 0, lists.Item{Value: "C1", Label: named("One")}, false, "en")
	must(t, err)
	must(t, two.Refresh(t.Context()))
	if item, ok := two.Option("centres", "C1"); !ok || item.Words()[words.English] != "One" {
		t.Errorf("got %+v, %v", item, ok)
	}
	// What was handed out before does not change under its holder.
	if _, ok := before.Item("C1"); ok {
		t.Error("a list changed after it was handed out")
	}
	// A revision that is no more is refused, and a name that is taken, too.
	var stale *fault.Stale
	if _, err = two.Edit(t.Context(), "centres", before.Rev(), lists.Input{Name: named("Mine")}, "en"); !errors.As(err, &stale) {
		t.Errorf("got %v", err)
	}
	var invalid *fault.Invalid
	if _, err = two.Add(t.Context(), lists.Input{ID: "centres", Name: named("Mine")}, "en"); !errors.As(err, &invalid) {
		t.Errorf("got %v", err)
	}
	// A server that starts later knows all.
	if item, ok := server(t, backend).Option("centres", "C1"); !ok || item.Off {
		t.Errorf("got %+v, %v", item, ok)
	}
}

// Two servers that change one list at the same time lose nothing.
// TestADeletedListIsGoneEverywhere: another server hears of it, nothing is offered of
// it any more, and only where that was asked for are its values still called something.
func TestADeletedListIsGoneEverywhere(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	one, two := server(t, backend), server(t, backend)
	for _, id := range []string{"kept", "emptied"} {
		_, err := one.Add(t.Context(), lists.Input{ID: id, Name: named(id)}, "en")
		must(t, err)
		_, err = one.Put(t.Context(), id, 0, lists.Item{Value: "C1", Label: named("One")}, false, "en")
		must(t, err)
	}
	must(t, two.Refresh(t.Context()))
	var stale *fault.Stale
	if err := one.Remove(t.Context(), "kept", 1, true); !errors.As(err, &stale) || stale.Rev != 2 {
		t.Fatalf("an old revision was deleted: %v", err)
	}
	must(t, one.Remove(t.Context(), "kept", 2, true))
	must(t, one.Remove(t.Context(), "emptied", 2, false))
	must(t, two.Refresh(t.Context()))
	third := server(t, backend) // one that starts later
	var gone *fault.NotFound
	for name, l := range map[string]*lists.Lists{"one": one, "two": two, "third": third} {
		if l.Has("kept") || len(l.All("en")) != 0 {
			t.Errorf("%s still has %d lists", name, len(l.All("en")))
		}
		if item, ok := l.Option("kept", "C1"); !ok || !item.Off || item.Words()[words.English] != "One" {
			t.Errorf("%s calls the value %+v, %v", name, item, ok)
		}
		if _, ok := l.Option("emptied", "C1"); ok {
			t.Errorf("%s kept what nothing refers to", name)
		}
		if err := l.Remove(t.Context(), "kept", 3, true); !errors.As(err, &gone) {
			t.Errorf("%s deleted it again: %v", name, err)
		}
		if _, err := l.Put(t.Context(), "kept", 0, lists.Item{Value: "C2"}, false, "en"); !errors.As(err, &gone) {
			t.Errorf("%s added to it: %v", name, err)
		}
		var taken *fault.Invalid
		if _, err := l.Add(t.Context(), lists.Input{ID: "kept", Name: named("Again")}, "en"); !errors.As(err, &taken) || taken.Problems[0].Code != lists.CodeIDGone {
			t.Errorf("%s gave the id again: %v", name, err)
		}
	}
}

func TestChangesAtOnceAllStay(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	servers := []*lists.Lists{server(t, backend), server(t, backend)}
	_, err := servers[0].Add(t.Context(), lists.Input{ID: "centres", Name: named("Centres")}, "en")
	must(t, err)
	const each = 4
	var wg sync.WaitGroup
	for s, l := range servers {
		wg.Go(func() {
			for i := range each {
				if _, err := l.Put(t.Context(), "centres", 0, lists.Item{Value: fmt.Sprintf("S%d-%d", s, i)}, false, "en"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	list, err := server(t, backend).List("centres")
	must(t, err)
	if all, active := list.Size(); all != 2*each || active != 2*each {
		t.Errorf("%d items, %d offered", all, active)
	}
}

// Everything that is said has words in both languages.
func TestMessages(t *testing.T) {
	t.Parallel()
	for code, text := range lists.Messages() {
		if text[words.English] == "" || text[words.Chinese] == "" {
			t.Errorf("%s: %v", code, text)
		}
	}
	if got := lists.Message(lists.CodeTwice, map[string]string{"row": "7"}, "zh-CN"); got != "该值已在第 7 行出现，请只保留一行。" {
		t.Errorf("got %q", got)
	}
}
