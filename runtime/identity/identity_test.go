package identity_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// site is an organisation in a store of its own:
//
//	co (boss) ── rd (head) ── platform (no lead)
//	          └─ hr (head, too)
type site struct {
	*identity.Identity
	backend store.Backend
	clock   *clock.Manual
}

func newSite(t testing.TB, options identity.Options) *site {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	s := &site{backend: backend, clock: clock.NewManual(start)}
	s.Identity = s.reopen(t, options)
	for _, d := range departments() {
		if err := s.InsertDepartment(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range people() {
		if err := s.InsertPerson(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// reopen is another process on the same store.
func (s *site) reopen(t testing.TB, options identity.Options) *identity.Identity {
	t.Helper()
	i, err := identity.New(t.Context(), s.backend, s.clock, options)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (s *site) change(t testing.TB, id string, f func(*identity.Person)) {
	t.Helper()
	p, ok := s.Organisation().Person(id)
	if !ok {
		t.Fatalf("no person %s", id)
	}
	p = p.Clone()
	f(p)
	if err := s.ReplacePerson(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func departments() []*identity.Department {
	dept := func(id, parent, lead string) *identity.Department {
		return &identity.Department{Head: store.Head{ID: "d-" + id}, Code: id, Name: words.Text{"en": id}, Parent: parent, Lead: lead}
	}
	return []*identity.Department{
		dept("co", "", "p-boss"), dept("rd", "d-co", "p-head"), dept("platform", "d-rd", ""), dept("hr", "d-co", "p-head"),
	}
}

func people() []*identity.Person {
	person := func(login, dept, manager string, roles ...string) *identity.Person {
		return &identity.Person{
			Head: store.Head{ID: "p-" + login}, Login: login, Name: words.Text{"en": login + " Smith", "zh-CN": "史" + login},
			Email: login + "@example.com", Dept: dept, Manager: manager, Roles: roles, Language: "en", Status: identity.Active,
		}
	}
	return []*identity.Person{
		person("boss", "d-co", "", "employee"),
		person("head", "d-rd", "", "employee", "manager"),
		person("lead", "d-rd", "", "employee", "manager"),
		person("dev", "d-rd", "p-lead", "employee"),
		person("ops", "d-platform", "", "employee", "it"),
		person("anna", "d-hr", "", "employee", "hr"),
		person("free", "", "", "employee"),
	}
}

func TestAChangeIsSeenAtOnceAndByTheNextProcess(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	before := s.Organisation()
	s.change(t, "p-dev", func(p *identity.Person) { p.Dept, p.Name["en"] = "d-hr", "New Name" })
	after := s.Organisation()
	if p, _ := before.Person("p-dev"); p.Dept != "d-rd" || p.Name["en"] != "dev Smith" {
		t.Error("an old snapshot changed")
	}
	if p, _ := after.Person("p-dev"); p.Dept != "d-hr" || after.Version() <= before.Version() {
		t.Error("the new snapshot is not new")
	}
	if s.Organisation() != after {
		t.Error("a snapshot was made without a change")
	}
	other := s.reopen(t, identity.Options{})
	if sub, ok := other.Organisation().Subject("p-dev"); !ok || fmt.Sprint(sub.Depts) != "[d-hr d-co]" {
		t.Errorf("after a restart: %+v", sub)
	}
	s.change(t, "p-dev", func(p *identity.Person) { p.Dept = "d-rd" })
	if err := other.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, _ := other.Organisation().Person("p-dev"); p.Dept != "d-rd" {
		t.Error("Reload did not read the change")
	}
}

func TestAStaleChangeIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	p, _ := s.Organisation().Person("p-dev")
	mine, theirs := p.Clone(), p.Clone()
	if err := s.ReplacePerson(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	if err := s.ReplacePerson(t.Context(), theirs); err == nil {
		t.Error("a change of an old revision was stored")
	}
}

func BenchmarkSubject(b *testing.B) {
	s := newSite(b, identity.Options{})
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := s.Organisation().Subject("p-dev"); !ok {
			b.Fatal("unknown")
		}
	}
}
