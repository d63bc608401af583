package identity_test

import (
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// on is another process on the same store, with a clock of its own.
func (s *site) on(t *testing.T, c clock.Clock) *identity.Identity {
	t.Helper()
	i, err := identity.New(t.Context(), s.backend, c, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func catchUp(t *testing.T, i *identity.Identity) {
	t.Helper()
	if err := i.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestCatchUpReadsWhatOthersChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	other := s.reopen(t, identity.Options{})
	session, err := other.Enter(t.Context(), "p-dev", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Session(t.Context(), session.Token); err != nil {
		t.Fatal(err)
	}
	before := other.Organisation()
	catchUp(t, other)
	if other.Organisation() != before {
		t.Error("nothing has changed, and there is a new snapshot")
	}

	s.clock.Advance(time.Hour)
	s.change(t, "p-dev", func(p *identity.Person) { p.Status = identity.Left })
	if err := s.InsertDepartment(t.Context(), &identity.Department{Head: store.Head{ID: "d-new"}, Code: "new", Name: words.Text{"en": "new"}}); err != nil {
		t.Fatal(err)
	}
	catchUp(t, other)
	if other.Organisation().Active("p-dev") {
		t.Error("who left works here still")
	}
	if _, ok := other.Organisation().Department("d-new"); !ok {
		t.Error("the new department is unknown")
	}
	if _, err := other.Session(t.Context(), session.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("the session of who left: %v", err)
	}
}

// Clocks differ between machines: nobody's changes are missed for it.
func TestCatchUpAllowsForOtherClocks(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	late, early := s.on(t, clock.NewManual(start.Add(-20*time.Second))), s.on(t, clock.NewManual(start.Add(time.Hour)))
	mine := s.reopen(t, identity.Options{})
	for language, writer := range map[string]*identity.Identity{"en": early, "zh-CN": late} {
		catchUp(t, writer)
		p, _ := writer.Organisation().Person("p-dev")
		p = p.Clone()
		p.Language = language
		if err := writer.ReplacePerson(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		catchUp(t, mine)
		if p, _ := mine.Organisation().Person("p-dev"); p.Language != language {
			t.Errorf("the change to %s was missed", language)
		}
		catchUp(t, late)
		catchUp(t, early)
		if err := errors.Join(late.Reload(t.Context()), early.Reload(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
}

// What this process wrote while it was reading is newer than what it read.
func TestReloadKeepsWhatWasWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	faulty := storetest.NewFaulty(s.backend)
	i, err := identity.New(t.Context(), faulty, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// The people have been read; then one is written, and then the
	// departments are read.
	faulty.Inject(storetest.Fault{Op: storetest.Find, Collection: "departments", Mode: storetest.Pass, Before: func() {
		p, _ := i.Organisation().Person("p-dev")
		p = p.Clone()
		p.Language = "zh-CN"
		if err := i.ReplacePerson(t.Context(), p); err != nil {
			t.Error(err)
		}
	}})
	if err := i.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, _ := i.Organisation().Person("p-dev"); p.Language != "zh-CN" || p.Rev != 2 {
		t.Errorf("after reading again: %s at revision %d", p.Language, p.Rev)
	}
}

func TestCatchUpSaysThatTheStoreFailed(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	faulty := storetest.NewFaulty(s.backend)
	i, err := identity.New(t.Context(), faulty, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := i.Organisation()
	for _, collection := range []string{"people", "departments"} {
		faulty.Inject(storetest.Fault{Op: storetest.Find, Collection: collection})
		if err := i.CatchUp(t.Context()); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: %v", collection, err)
		}
	}
	if i.Organisation() != before {
		t.Error("a failure changed the snapshot")
	}
}
