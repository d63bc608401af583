package company_test

import (
	"errors"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
)

func TestADemoStaysADemo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen(demo)
	if n.Open() || n.Name()["en"] != "Demo Works" {
		t.Fatalf("a demo waits to be set up, or has the name %v", n.Name())
	}
	wantConflict(t, n.setUp(founding("")), "setup.done")
	if _, err := s.open(); !errors.Is(err, company.ErrDemo) {
		t.Errorf("a demo opened as a company: %v", err)
	}
	s.mustOpen(demo)

	works := newSite(t)
	n = works.mustOpen()
	must(t, n.setUp(founding(n.link())))
	if _, err := works.open(demo); !errors.Is(err, company.ErrReal) {
		t.Errorf("a company opened as a demo: %v", err)
	}
	works.mustOpen().settled()
}

// A folder in which nobody has set anything up may still become a demo, and one
// with people from before there were settings is a demo.
func TestFoldersFromBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	token := s.mustOpen().link()
	n := s.mustOpen(demo)
	wantConflict(t, n.setUp(founding(token)), "setup.done")

	old := newSite(t)
	people, err := identity.New(t.Context(), old.faults, old.clock, identity.Options{})
	must(t, err)
	_, err = directory.New(people, old.clock).AddPerson(t.Context(), directory.NewPerson{Login: "bo", Name: words.Text{"en": "Bo"}})
	must(t, err)
	if _, err := old.open(); !errors.Is(err, company.ErrDemo) {
		t.Errorf("people from nowhere: %v", err)
	}
	old.mustOpen(demo)
}

func TestNewPeopleSpeakTheCompanysLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var d *directory.Directory
	n := s.mustOpen(func(deps *company.Deps) { d = deps.Directory })
	d.SpeakByDefault(n.Language)
	must(t, n.setUp(founding(n.link())))
	p, err := d.AddPerson(t.Context(), directory.NewPerson{Login: "bo", Name: words.Text{"en": "Bo"}})
	must(t, err)
	if p.Language != words.Chinese {
		t.Errorf("%s", p.Language)
	}
}
