package identity_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
)

const password = "correct horse"

// withPassword gives everyone one password, hashed once.
func withPassword(t testing.TB, options identity.Options) *site {
	t.Helper()
	s := newSite(t, options)
	hash, err := s.HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"p-dev", "p-anna", "p-head"} {
		s.change(t, id, func(p *identity.Person) { p.PasswordHash = hash })
	}
	return s
}

func (s *site) login(t testing.TB, login, word, address string) (*identity.Session, error) {
	t.Helper()
	return s.Login(t.Context(), identity.Credentials{Login: login, Password: word, Address: address})
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{})
	in, err := s.login(t, " DEV ", password, "10.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if in.Person != "p-dev" || len(in.Token) != 43 || in.CSRF == "" || in.CSRF == in.Token || !in.EndsAt.Equal(start.Add(7*24*time.Hour)) {
		t.Errorf("%+v", in)
	}
	a, err := s.Session(t.Context(), in.Token)
	if err != nil || a.Person.Login != "dev" || a.Subject.ID != "p-dev" || a.Scheme != identity.SchemeSession {
		t.Fatalf("%+v, %v", a, err)
	}
	if !a.CSRFMatches(in.CSRF) || a.CSRFMatches("") || a.CSRFMatches(in.Token) {
		t.Error("CSRF token")
	}
	for name, c := range map[string][2]string{
		"wrong password": {"dev", "wrong horse"}, "no password": {"dev", ""}, "unknown": {"nobody", password}, "has none": {"boss", ""},
		"has none, tries": {"ops", password}, "long": {"anna", strings.Repeat("x", 10000)}, "odd login": {"\x00", "x"},
	} {
		if _, err := s.login(t, c[0], c[1], "10.0.0.2"); !errors.Is(err, identity.ErrCredentials) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSomeoneWhoLeftCanNotSignIn(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{})
	in, err := s.login(t, "dev", password, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), in.Token); err != nil {
		t.Fatal(err)
	}
	s.change(t, "p-dev", func(p *identity.Person) { p.Status = identity.Left })
	if _, err := s.Session(t.Context(), in.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("the open session: %v", err)
	}
	if _, err := s.login(t, "dev", password, ""); !errors.Is(err, identity.ErrCredentials) {
		t.Errorf("a new one: %v", err)
	}
	if _, err := s.Enter(t.Context(), "p-dev", ""); !errors.Is(err, identity.ErrPersonUnknown) {
		t.Errorf("by one click: %v", err)
	}
}

func TestASessionIsRenewedAtLogin(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{})
	old, err := s.Enter(t.Context(), "p-anna", "")
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.Session(t.Context(), old.Token); err != nil || a.Scheme != identity.SchemeDemo {
		t.Fatalf("%+v, %v", a, err)
	}
	in, err := s.Login(t.Context(), identity.Credentials{Login: "dev", Password: password, Previous: old.Token})
	if err != nil || in.Token == old.Token {
		t.Fatalf("%v", err)
	}
	if _, err := s.Session(t.Context(), old.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("the old session: %v", err)
	}
	// A wrong password ends nothing.
	if _, err := s.Login(t.Context(), identity.Credentials{Login: "dev", Password: "x", Previous: in.Token}); err == nil {
		t.Fatal("wrong password")
	}
	if _, err := s.Session(t.Context(), in.Token); err != nil {
		t.Errorf("after a failed login: %v", err)
	}
}

func TestBackoffOfAnAccount(t *testing.T) {
	t.Parallel()
	for _, login := range []string{"dev", "nobody"} { // one tells no more than the other
		t.Run(login, func(t *testing.T) {
			t.Parallel()
			s := withPassword(t, identity.Options{})
			var waits []time.Duration
			for range 20 {
				_, err := s.login(t, login, "wrong", "10.0.0.1")
				var wait *identity.WaitError
				if errors.As(err, &wait) {
					waits = append(waits, wait.After)
					if _, err := s.login(t, login, password, "10.9.9.9"); !errors.As(err, &wait) {
						t.Fatalf("from elsewhere, with the right one: %v", err)
					}
					s.clock.Advance(wait.After)
				} else if !errors.Is(err, identity.ErrCredentials) {
					t.Fatal(err)
				}
			}
			want := time.Second
			for _, w := range waits {
				if w != want {
					t.Fatalf("waits %v", waits)
				}
				want *= 2
			}
			if len(waits) != 8 { // 12 attempts: 4 free, then a wait before each
				t.Fatalf("%d waits: %v", len(waits), waits)
			}
		})
	}
}

func TestSuccessForgivesTheAccount(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{})
	for range 3 {
		for range 4 {
			if _, err := s.login(t, "dev", "wrong", "10.0.0.1"); !errors.Is(err, identity.ErrCredentials) {
				t.Fatal(err)
			}
		}
		if _, err := s.login(t, "dev", password, "10.0.0.1"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBackoffOfAnAddress(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{})
	tried := 0
	var wait *identity.WaitError
	for ; tried < 100; tried++ {
		_, err := s.login(t, "user"+string(rune('a'+tried%26))+string(rune('a'+tried/26)), "wrong", "2001:db8:1:2::"+string(rune('1'+tried%9)))
		if errors.As(err, &wait) {
			break
		}
	}
	if tried != 21 {
		t.Errorf("stopped after %d", tried)
	}
	if _, err := s.login(t, "dev", password, "2001:db8:1:2:ffff::"); !errors.As(err, &wait) {
		t.Errorf("the same /64: %v", err)
	}
	if _, err := s.login(t, "dev", password, "2001:db8:1:3::1"); err != nil {
		t.Errorf("another /64: %v", err)
	}
	s.clock.Advance(wait.After)
	if _, err := s.login(t, "dev", password, "2001:db8:1:2::1"); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	// One right password buys no more guesses.
	if _, err := s.login(t, "other", "wrong", "2001:db8:1:2::1"); !errors.Is(err, identity.ErrCredentials) {
		t.Error(err)
	}
	if _, err := s.login(t, "other", "wrong", "2001:db8:1:2::1"); !errors.As(err, &wait) {
		t.Errorf("the next guess: %v", err)
	}
	s.clock.Advance(3 * time.Hour)
	for n := range 5 {
		if _, err := s.login(t, "later"+string(rune('a'+n)), "wrong", "2001:db8:1:2::1"); !errors.Is(err, identity.ErrCredentials) {
			t.Fatalf("hours later: %v", err)
		}
	}
}

func TestGuessesAtOnceDoNotSlipThrough(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{Waiting: 1000})
	var wg sync.WaitGroup
	var mu sync.Mutex
	hashed := 0
	for range 30 {
		wg.Go(func() {
			if _, err := s.login(t, "dev", "wrong", "10.0.0.1"); errors.Is(err, identity.ErrCredentials) {
				mu.Lock()
				hashed++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if hashed != 5 {
		t.Errorf("%d guesses were answered", hashed)
	}
}

func TestAFloodOfSignInsIsRefused(t *testing.T) {
	t.Parallel()
	s := withPassword(t, identity.Options{Hashings: 1, Waiting: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[error]int{}
	for i := range 12 {
		wg.Go(func() {
			_, err := s.Login(ctx, identity.Credentials{Login: "u" + string(rune('a'+i)), Password: "x"})
			for _, known := range []error{identity.ErrBusy, identity.ErrCredentials} {
				if errors.Is(err, known) {
					mu.Lock()
					got[known]++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	cancel()
	if got[identity.ErrCredentials] == 0 || got[identity.ErrBusy]+got[identity.ErrCredentials] != 12 {
		t.Errorf("%v", got)
	}
	if _, err := s.Login(ctx, identity.Credentials{Login: "dev", Password: password}); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who went away: %v", err)
	}
}

func TestHashPassword(t *testing.T) {
	t.Parallel()
	s := newSite(t, identity.Options{})
	a, err := s.HashPassword(t.Context(), password)
	if err != nil || !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", a, err)
	}
	if b, _ := s.HashPassword(t.Context(), password); a == b {
		t.Error("two hashes with one salt")
	}
	if _, err := s.HashPassword(t.Context(), "七个字的密码呀"); !errors.Is(err, identity.ErrPasswordShort) {
		t.Errorf("7 characters: %v", err)
	}
	if _, err := s.HashPassword(t.Context(), "八个字的密码可以"); err != nil {
		t.Errorf("8 characters: %v", err)
	}
	if _, err := s.HashPassword(t.Context(), strings.Repeat("x", 257)); !errors.Is(err, identity.ErrPasswordLong) {
		t.Errorf("257 bytes: %v", err)
	}
	for _, stored := range []string{"x", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA", strings.Replace(a, "t=2", "t=9999", 1), a[:len(a)-4], a + "$x"} {
		s.change(t, "p-dev", func(p *identity.Person) { p.PasswordHash = stored })
		if _, err := s.login(t, "dev", password, stored); !errors.Is(err, identity.ErrCredentials) {
			t.Errorf("stored %q: %v", stored, err)
		}
		s.clock.Advance(2 * time.Hour)
	}
}

func BenchmarkLogin(b *testing.B) {
	s := withPassword(b, identity.Options{})
	for b.Loop() {
		if _, err := s.login(b, "dev", password, "10.0.0.1"); err != nil {
			b.Fatal(err)
		}
	}
}
