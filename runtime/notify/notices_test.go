package notify_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/bundle"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// place is a store with Ann, Bo and Hong of HR, and the notices of two
// processes on it.
type place struct {
	clock    *clock.Manual
	identity *identity.Identity
	gate     *authz.Evaluator
	notices  *notify.Notices
	other    *notify.Notices
	ids      map[string]string
}

func newPlace(t *testing.T, backend store.Backend) *place {
	t.Helper()
	if backend == nil {
		opened, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
		must(t, err)
		t.Cleanup(func() { must(t, opened.Close()) })
		backend = opened
	}
	p := &place{clock: clock.NewManual(time.UnixMilli(1_000_000)), gate: authz.New(nil, authz.Options{}), ids: map[string]string{}}
	_, err := bundle.NewManager(p.gate, bundle.Options{}).Activate(t.Context(), "")
	must(t, err)
	p.identity, err = identity.New(t.Context(), backend, p.clock, identity.Options{})
	must(t, err)
	people := directory.New(p.identity, p.clock)
	for login, role := range map[string]string{"ann": "employee", "bo": "manager", "hong": "hr"} {
		person, err := people.AddPerson(t.Context(), directory.NewPerson{
			Login: login, Name: words.Text{"en": login, "zh-CN": login}, Roles: []string{"employee", role}, Language: "en",
		})
		must(t, err)
		p.ids[login] = person.ID
	}
	for _, n := range []**notify.Notices{&p.notices, &p.other} {
		*n, err = notify.New(backend, p.identity, p.gate, p.clock)
		must(t, err)
	}
	return p
}

func (p *place) subject(login string) authz.Subject {
	return authz.Subject{ID: p.ids[login], Roles: []string{"employee"}, Scheme: "session"}
}

func (p *place) effect(id, login string, at int64) outbox.Effect {
	return outbox.Effect{ID: id, Kind: notify.KindAssigned, To: []string{"user:" + p.ids[login]}, App: "leave", Instance: "i" + id, No: "LV-" + id, At: at}
}

func TestUnreadNoticesAreCountedBeyondAPage(t *testing.T) {
	t.Parallel()
	p := newPlace(t, nil)
	// The newest are read, and older ones are not: they count all the same.
	for i := range 130 {
		must(t, p.notices.Deliver(t.Context(), p.effect(fmt.Sprintf("%03d", i), "ann", int64(i))))
	}
	must(t, p.notices.Deliver(t.Context(), p.effect("bo", "bo", 1)))
	first, err := p.notices.List(t.Context(), p.subject("ann"), "", 50)
	must(t, err)
	if first.Unread != notify.MostCounted || len(first.Items) != 50 || first.Items[0].Instance != "i129" {
		t.Fatalf("%d unread, %d shown, first %v", first.Unread, len(first.Items), first.Items[0])
	}
	for _, v := range first.Items {
		must(t, p.notices.Read(t.Context(), p.subject("ann"), v.ID))
		must(t, p.notices.Read(t.Context(), p.subject("ann"), v.ID)) // again, and nothing to it
	}
	seen := map[string]bool{}
	cursor, unread := "", 0
	for range 4 {
		page, err := p.notices.List(t.Context(), p.subject("ann"), cursor, 50)
		must(t, err)
		for i, v := range page.Items {
			if seen[v.ID] {
				t.Fatalf("%s comes twice", v.ID)
			}
			if i > 0 && page.Items[i-1].At < v.At {
				t.Fatalf("%d after %d", v.At, page.Items[i-1].At)
			}
			seen[v.ID] = true
		}
		unread = page.Unread
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 130 || unread != 80 {
		t.Fatalf("%d listed, %d unread", len(seen), unread)
	}
	must(t, p.notices.ReadAll(t.Context(), p.subject("ann")))
	for login, want := range map[string]int{"ann": 0, "bo": 1} {
		l, err := p.notices.List(t.Context(), p.subject(login), "", 10)
		must(t, err)
		if l.Unread != want {
			t.Errorf("%s has %d unread, want %d", login, l.Unread, want)
		}
	}
}

func TestANoticeIsItsPersonsAlone(t *testing.T) {
	t.Parallel()
	p := newPlace(t, nil)
	must(t, p.notices.Deliver(t.Context(), p.effect("1", "ann", 1)))
	own, err := p.notices.List(t.Context(), p.subject("ann"), "", 10)
	must(t, err)
	var gone *fault.NotFound
	if err := p.notices.Read(t.Context(), p.subject("bo"), own.Items[0].ID); !errors.As(err, &gone) {
		t.Errorf("Bo marks Ann's notice: %v", err)
	}
	for _, cursor := range []string{"x", "AQAAAAA"} {
		var bad *fault.Malformed
		if _, err := p.notices.List(t.Context(), p.subject("ann"), cursor, 10); !errors.As(err, &bad) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	again, err := p.notices.List(t.Context(), p.subject("ann"), "", 10)
	must(t, err)
	if again.Unread != 1 {
		t.Error("it counts as read")
	}
}

// What one node delivers, a stream at another hears of.
func TestAnotherNodesNoticesAreHeard(t *testing.T) {
	t.Parallel()
	p := newPlace(t, nil)
	must(t, p.other.Deliver(t.Context(), p.effect("0", "ann", 1)))
	s, err := p.notices.Listen(t.Context(), p.subject("ann"), false, func() {})
	must(t, err)
	if got := fmt.Sprint(names(s.Take())); got != "[state]" {
		t.Fatal(got)
	}
	must(t, p.notices.CatchUp(t.Context()))
	if got := s.Take(); len(got) != 0 {
		t.Fatalf("%v, though nothing is new", names(got))
	}
	must(t, p.other.Deliver(t.Context(), p.effect("1", "ann", 2)))
	must(t, p.other.Deliver(t.Context(), p.effect("2", "bo", 3)))
	for _, want := range []string{"[resync]", "[]"} {
		must(t, p.notices.CatchUp(t.Context()))
		if got := fmt.Sprint(names(s.Take())); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	must(t, p.notices.Deliver(t.Context(), p.effect("3", "ann", 4)))
	must(t, p.notices.CatchUp(t.Context()))
	if got := fmt.Sprint(names(s.Take())); got != "[notice]" {
		t.Fatalf("%s: what this node delivered is said once", got)
	}
}
