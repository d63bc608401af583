package identity_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

func (s *site) enter(t testing.TB, person string) *identity.Session {
	t.Helper()
	in, err := s.Enter(t.Context(), person, "")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func (s *site) opens(t testing.TB, token string) bool {
	t.Helper()
	a, err := s.Session(t.Context(), token)
	if err != nil && !errors.Is(err, identity.ErrUnauthenticated) {
		t.Fatal(err)
	}
	return err == nil && a.Person != nil
}

func TestASessionUnusedEnds(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	in := s.enter(t, "p-dev")
	s.clock.Advance(12*time.Hour - time.Second)
	if !s.opens(t, in.Token) {
		t.Fatal("ended early")
	}
	s.clock.Advance(12*time.Hour - time.Second) // the use before was written down
	if !s.opens(t, in.Token) {
		t.Fatal("use did not keep it alive")
	}
	s.clock.Advance(12 * time.Hour)
	if s.opens(t, in.Token) {
		t.Fatal("still open after 12 idle hours")
	}
}

func TestASessionEndsHoweverItIsUsed(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	in := s.enter(t, "p-dev")
	for hours := 0; hours < 7*24-6; hours += 6 {
		if !s.opens(t, in.Token) {
			t.Fatalf("ended after %d hours", hours)
		}
		s.clock.Advance(6 * time.Hour)
	}
	if s.opens(t, in.Token) {
		s.clock.Advance(6 * time.Hour)
	}
	if s.opens(t, in.Token) {
		t.Error("still open after 7 days")
	}
}

// countingBackend counts the writes to each collection.
type countingBackend struct {
	store.Backend
	mu     sync.Mutex
	writes map[string]int
}

type countingCollection struct {
	store.RawCollection
	name string
	b    *countingBackend
}

func (b *countingBackend) Collection(spec store.Spec) (store.RawCollection, error) {
	c, err := b.Backend.Collection(spec)
	return &countingCollection{c, spec.Name, b}, err
}

func (b *countingBackend) count(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.writes[name]++
}

func (c *countingCollection) Insert(ctx context.Context, d store.Document) error {
	c.b.count(c.name)
	return c.RawCollection.Insert(ctx, d)
}

func (c *countingCollection) Replace(ctx context.Context, rev int64, d store.Document) error {
	c.b.count(c.name)
	return c.RawCollection.Replace(ctx, rev, d)
}

func TestUseIsNotWrittenEachTime(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	b := &countingBackend{Backend: s.backend, writes: map[string]int{}}
	i, err := identity.New(t.Context(), b, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	in, err := i.Enter(t.Context(), "p-dev", "")
	if err != nil {
		t.Fatal(err)
	}
	for range 600 { // ten minutes, one request a second
		if _, err := i.Session(t.Context(), in.Token); err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(time.Second)
	}
	if n := b.writes["sessions"]; n != 2 { // opening it, and once after five minutes
		t.Errorf("%d writes", n)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	in, other := s.enter(t, "p-dev"), s.enter(t, "p-dev")
	if !s.opens(t, in.Token) {
		t.Fatal("not open")
	}
	for _, token := range []string{in.Token, in.Token, "", "x", strings.Repeat("x", 43)} {
		if err := s.Logout(t.Context(), token); err != nil {
			t.Errorf("%q: %v", token, err)
		}
	}
	if s.opens(t, in.Token) || !s.opens(t, other.Token) {
		t.Error("the wrong session ended")
	}
}

func TestEndSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	var mine []*identity.Session
	for range 250 {
		mine = append(mine, s.enter(t, "p-dev"))
	}
	other := s.enter(t, "p-anna")
	s.opens(t, mine[0].Token)
	if err := s.EndSessions(t.Context(), "p-dev"); err != nil {
		t.Fatal(err)
	}
	for _, in := range mine {
		if s.opens(t, in.Token) {
			t.Fatal("a session is still open")
		}
	}
	if !s.opens(t, other.Token) {
		t.Error("someone else's session ended")
	}
}

// What another process ends is noticed as soon as the memory of it is old.
func TestAnotherProcessEndsASession(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	other := s.reopen(t, identity.Options{})
	in := s.enter(t, "p-dev")
	if !s.opens(t, in.Token) {
		t.Fatal("not open")
	}
	if err := other.Logout(t.Context(), in.Token); err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(30 * time.Second)
	if s.opens(t, in.Token) {
		t.Error("still open")
	}
	without := s.reopen(t, identity.Options{CacheFor: -1})
	again := s.enter(t, "p-dev")
	if _, err := without.Session(t.Context(), again.Token); err != nil {
		t.Fatal(err)
	}
	if err := s.Logout(t.Context(), again.Token); err != nil {
		t.Fatal(err)
	}
	if _, err := without.Session(t.Context(), again.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("without memory: %v", err)
	}
}

func TestSessionsOutliveTheProcess(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	in := s.enter(t, "p-dev")
	a, err := s.reopen(t, identity.Options{}).Session(t.Context(), in.Token)
	if err != nil || !a.CSRFMatches(in.CSRF) {
		t.Errorf("%+v, %v", a, err)
	}
}

// The store never sees a token, only its digest.
func TestSecretsAreNotStored(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	in := s.enter(t, "p-dev")
	token, _, err := s.CreateToken(t.Context(), "dev", "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range identity.Specs() {
		text, n := dump(t, s, spec)
		if n == 0 {
			t.Errorf("%s is empty", spec.Name)
		}
		for _, secret := range []string{in.Token, in.CSRF, token, strings.TrimPrefix(token, identity.TokenPrefix)} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds a secret", spec.Name)
			}
		}
	}
}

func TestOldSessionsAreClearedAway(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(identity.Specs(), func(s store.Spec) bool { return s.Name == "sessions" })
	sessions := identity.Specs()[i]
	s := newSite(t, identity.Options{})
	for range 25 {
		s.enter(t, "p-dev")
	}
	s.clock.Advance(13 * time.Hour)
	for range 3 {
		s.enter(t, "p-anna")
	}
	if _, n := dump(t, s, sessions); n != 3 {
		t.Errorf("%d sessions are stored", n)
	}
}

func BenchmarkSession(b *testing.B) {
	s := newSite(b, identity.Options{})
	in := s.enter(b, "p-dev")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Session(b.Context(), in.Token); err != nil {
			b.Fatal(err)
		}
	}
}
