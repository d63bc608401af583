package identity_test

import (
	"errors"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// anything is a document of whatever collection.
type anything struct {
	store.Head `bson:",inline"`
	Rest       bson.M `bson:",inline"`
}

// dump returns everything that a collection holds, as text.
func dump(t testing.TB, s *site, spec store.Spec) (text string, n int) {
	t.Helper()
	c, err := store.Open[anything](s.backend, spec)
	if err != nil {
		t.Fatal(err)
	}
	page, err := c.Find(t.Context(), store.Query{Order: store.IDPath, Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range page.Items {
		raw, err := bson.MarshalExtJSON(d, false, false)
		if err != nil {
			t.Fatal(err)
		}
		text += string(raw) + "\n"
	}
	return text, len(page.Items)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	token, made, err := s.CreateToken(t.Context(), "Dev", " nightly export ")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(token, "banli_") || made.Person != "p-dev" || made.Name != "nightly export" || !made.CreatedAt.Equal(start) {
		t.Errorf("%s %+v", token, made)
	}
	a, err := s.Token(t.Context(), token)
	if err != nil || a.Person.ID != "p-dev" || a.Scheme != identity.SchemeToken || a.CSRF != "" || a.CSRFMatches("") {
		t.Fatalf("%+v, %v", a, err)
	}
	second, _, err := s.CreateToken(t.Context(), "dev", "other")
	if err != nil || second == token {
		t.Fatal(err)
	}
	if all, err := s.Tokens(t.Context(), "p-dev"); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
	if err := s.RevokeToken(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Token(t.Context(), token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("revoked: %v", err)
	}
	if _, err := s.Token(t.Context(), second); err != nil {
		t.Errorf("the other: %v", err)
	}
	if err := s.RevokeTokens(t.Context(), "p-dev"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Token(t.Context(), second); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("all revoked: %v", err)
	}
	for _, id := range []string{made.ID, "x", strings.Repeat("z", 64), strings.Repeat("0", 100)} {
		if err := s.RevokeToken(t.Context(), id); err != nil {
			t.Errorf("one that is gone: %v", err)
		}
	}
}

func TestTokensRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	for login, want := range map[string]error{"nobody": identity.ErrPersonUnknown, "": identity.ErrPersonUnknown} {
		if _, _, err := s.CreateToken(t.Context(), login, "x"); !errors.Is(err, want) {
			t.Errorf("%q: %v", login, err)
		}
	}
	for _, name := range []string{"", "  ", strings.Repeat("字", 65)} {
		if _, _, err := s.CreateToken(t.Context(), "dev", name); !errors.Is(err, identity.ErrTokenName) {
			t.Errorf("name %q: %v", name, err)
		}
	}
	in := s.enter(t, "p-dev")
	for _, token := range []string{"", "banli_", in.Token, "banli_" + strings.Repeat("a", 52), strings.Repeat("x", 1<<20)} {
		if _, err := s.Token(t.Context(), token); !errors.Is(err, identity.ErrUnauthenticated) {
			t.Errorf("%d characters: %v", len(token), err)
		}
	}
}

func TestALeaversTokenStopsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	token, _, err := s.CreateToken(t.Context(), "dev", "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Token(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	s.change(t, "p-dev", func(p *identity.Person) { p.Status = identity.Left })
	if _, err := s.Token(t.Context(), token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("%v", err)
	}
	if _, _, err := s.CreateToken(t.Context(), "dev", "x"); !errors.Is(err, identity.ErrPersonUnknown) {
		t.Errorf("a new one: %v", err)
	}
}

func BenchmarkToken(b *testing.B) {
	s := newSite(b, identity.Options{})
	token, _, err := s.CreateToken(b.Context(), "dev", "x")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Token(b.Context(), token); err != nil {
			b.Fatal(err)
		}
	}
}
