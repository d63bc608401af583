package directory_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
)

func (s *site) link(t *testing.T, login string) directory.Link {
	t.Helper()
	l, err := s.NewLink(t.Context(), person(login), person("boss"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALinkSetsAPasswordOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	invitation := s.link(t, "li")
	if invitation.Kind != identity.LinkInvitation || !invitation.ExpiresAt.Equal(start.Add(72*time.Hour)) || invitation.Path() != "/welcome#"+invitation.Token {
		t.Errorf("%+v", invitation)
	}
	p, _ := s.identity.Organisation().Person(person("li"))
	if strings.Contains(p.Link.ID, invitation.Token) || len(p.Link.ID) != 64 {
		t.Error("the token itself is kept")
	}
	if _, err := s.UseLink(t.Context(), invitation.Token, "", "short"); err == nil {
		t.Fatal("a short password was taken")
	}
	if _, err := s.UseLink(t.Context(), invitation.Token, "", "long enough"); err != nil {
		t.Fatal(err)
	}
	in, err := s.identity.Login(t.Context(), identity.Credentials{Login: "li", Password: "long enough"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.UseLink(t.Context(), invitation.Token, "", "other enough"); !errors.Is(err, identity.ErrLink) {
		t.Errorf("a second time: %v", err)
	}
	reset := s.link(t, "li")
	if reset.Kind != identity.LinkReset || !reset.ExpiresAt.Equal(start.Add(24*time.Hour)) {
		t.Errorf("%+v", reset)
	}
	if _, err := s.identity.Session(t.Context(), in.Token); err != nil {
		t.Error("making a link ended the session")
	}
	if _, err := s.UseLink(t.Context(), reset.Token, "", "other enough"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.identity.Session(t.Context(), in.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("a session of before: %v", err)
	}
}

func TestWhatEndsALink(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, s *site){
		"a newer link": func(t *testing.T, s *site) { s.link(t, "li") },
		"time":         func(_ *testing.T, s *site) { s.clock.Advance(72 * time.Hour) },
		"leaving": func(t *testing.T, s *site) {
			if _, err := leaving(s, &tasks{}).Leave(t.Context(), person("li"), 0, "", ""); err != nil {
				t.Fatal(err)
			}
		},
		"a password set otherwise": func(t *testing.T, s *site) {
			if err := s.SetPassword(t.Context(), person("li"), "long enough"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			l := s.link(t, "li")
			end(t, s)
			if _, err := s.UseLink(t.Context(), l.Token, "", "quite another"); !errors.Is(err, identity.ErrLink) {
				t.Errorf("got %v", err)
			}
			if _, err := s.identity.Login(t.Context(), identity.Credentials{Login: "li", Password: "quite another"}); err == nil {
				t.Error("the password was set")
			}
		})
	}
}

func TestOfManyWhoUseALinkOneSucceeds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	l := s.link(t, "li")
	other, err := identity.New(t.Context(), s.backend, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var won atomic.Int32
	var all sync.WaitGroup
	for _, d := range []*directory.Directory{s.Directory, directory.New(other, s.clock), s.Directory} {
		all.Go(func() {
			_, err := d.UseLink(t.Context(), l.Token, "", "long enough")
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, identity.ErrLink):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d times", won.Load())
	}
}

// A link that another process made works here at once.
func TestALinkOfAnotherProcess(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other, err := identity.New(t.Context(), s.backend, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := s.link(t, "li")
	if _, err := directory.New(other, s.clock).UseLink(t.Context(), l.Token, "", "long enough"); err != nil {
		t.Error(err)
	}
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	l := s.link(t, "li")
	guess := strings.Repeat("A", len(l.Token))
	var wait *identity.WaitError
	for range 100 {
		_, err := s.identity.Linked(t.Context(), guess, "192.0.2.1")
		if errors.As(err, &wait) {
			break
		}
		if !errors.Is(err, identity.ErrLink) {
			t.Fatal(err)
		}
	}
	if wait == nil {
		t.Fatal("never slowed down")
	}
	if _, err := s.identity.Linked(t.Context(), l.Token, "192.0.2.1"); !errors.As(err, &wait) {
		t.Errorf("the right one at that address: %v", err)
	}
	if _, err := s.identity.Linked(t.Context(), l.Token, "192.0.2.2"); err != nil {
		t.Errorf("elsewhere: %v", err)
	}
}
