package notify_test

import (
	"fmt"
	"testing"

	"github.com/banli-oa/banli/runtime/notify"
)

func names(events []notify.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.Name)
	}
	return all
}

// However much is said, a reader who does not read costs a bounded memory, and
// learns that something was lost.
func TestASlowReaderIsToldToReadAgain(t *testing.T) {
	t.Parallel()
	h := notify.NewHub(8, 100)
	s, err := h.Add("ann", func() {})
	must(t, err)
	for range 10_000 {
		h.Say("ann", notify.Event{Name: notify.EventNotice, Notice: "n"})
	}
	if got := s.Take(); len(got) != 1 || got[0].Name != notify.EventResync {
		t.Fatalf("%v, want one resync", names(got))
	}
	h.Say("ann", notify.Event{Name: notify.EventNotice})
	if got := s.Take(); len(got) != 1 || got[0].Name != notify.EventNotice {
		t.Fatalf("%v: after that it must go on as usual", names(got))
	}
}

func TestInboxEventsInARowAreOne(t *testing.T) {
	t.Parallel()
	h := notify.NewHub(8, 100)
	s, err := h.Add("ann", func() {})
	must(t, err)
	for _, name := range []string{"inbox", "inbox", "inbox", "notice", "inbox"} {
		h.Say("ann", notify.Event{Name: name})
	}
	h.Say("bo", notify.Event{Name: "notice"})
	if got := fmt.Sprint(names(s.Take())); got != "[inbox notice inbox]" {
		t.Fatal(got)
	}
	if got := s.Take(); len(got) != 0 {
		t.Fatalf("%v came twice", names(got))
	}
}

func TestTheHubIsBounded(t *testing.T) {
	t.Parallel()
	h := notify.NewHub(2, 3)
	ended := map[string]int{}
	open := func(person, name string) (*notify.Stream, error) {
		return h.Add(person, func() { ended[name]++ })
	}
	first, err := open("ann", "first")
	must(t, err)
	for _, name := range []string{"second", "third"} {
		_, err := open("ann", name)
		must(t, err)
	}
	<-first.Done()
	if first.Reason() != notify.Replaced || h.Open() != 2 {
		t.Fatalf("the oldest ended because %q, %d are open", first.Reason(), h.Open())
	}
	first.Close() // late, and nothing to it
	bo, err := open("bo", "bo")
	must(t, err)
	if _, err := open("cai", "cai"); err != notify.ErrFull { //nolint:errorlint // it is returned as it is
		t.Fatalf("one too many: %v", err)
	}
	bo.Close()
	bo.Close()
	if h.Open() != 2 {
		t.Fatalf("%d are open", h.Open())
	}
	h.Shut()
	h.Shut()
	if _, err := open("dan", "dan"); err != notify.ErrFull { //nolint:errorlint // it is returned as it is
		t.Fatalf("after the end: %v", err)
	}
	if got := fmt.Sprint(ended); got != "map[first:1 second:1 third:1]" {
		t.Fatalf("told of their end: %s", got)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
