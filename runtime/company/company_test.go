package company_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/bundle"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// site is one store on which companies are opened, each as another node would.
type site struct {
	t       *testing.T
	faults  *storetest.Faulty
	clock   *clock.Manual
	keyFile string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{
		t: t, faults: storetest.NewFaulty(mongotest.Backend(t)), clock: clock.NewManual(time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC)),
		keyFile: filepath.Join(t.TempDir(), "master.key"),
	}
	s.keys(1)
	return s
}

// keys writes the key file: the first seals.
func (s *site) keys(list ...byte) {
	s.t.Helper()
	var text strings.Builder
	for _, b := range list {
		text.WriteString(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)) + "\n")
	}
	must(s.t, os.WriteFile(s.keyFile, []byte(text.String()), 0o600))
}

// node is a company as one process has it open.
type node struct {
	*company.Company
	t      *testing.T
	people *identity.Identity
	site   *calendar.Site
}

func (s *site) open(change ...func(*company.Deps)) (*node, error) {
	s.t.Helper()
	keys, err := keyring.Load(s.keyFile)
	must(s.t, err)
	record, err := audit.New(s.t.Context(), s.faults, s.clock, audit.Options{})
	must(s.t, err)
	people, err := identity.New(s.t.Context(), s.faults, s.clock, identity.Options{Audit: record})
	must(s.t, err)
	gate := authz.New(nil, authz.Options{})
	_, err = bundle.NewManager(gate, bundle.Options{}).Activate(s.t.Context(), "")
	must(s.t, err)
	d := company.Deps{
		Backend: s.faults, Keys: keys, Identity: people, Directory: directory.New(people, s.clock), Authz: gate, Audit: record, Clock: s.clock,
		Site: calendar.NewSite(calendar.Default()),
	}
	for _, f := range change {
		f(&d)
	}
	c, err := company.New(s.t.Context(), d)
	return &node{Company: c, t: s.t, people: people, site: d.Site}, err
}

func (s *site) mustOpen(change ...func(*company.Deps)) *node {
	s.t.Helper()
	n, err := s.open(change...)
	must(s.t, err)
	return n
}

func demo(d *company.Deps) { d.Demo = words.Text{"en": "Demo Works"} }

const secret = "correct horse battery"

// founding is a set-up that nothing is wrong with.
func founding(token string) company.SetUpInput {
	return company.SetUpInput{
		Token: token,
		Input: company.Input{Name: words.Text{"en": " Bright Works "}, Language: words.Chinese, Zone: "Europe/Berlin", Days: calendar.Weekends},
		Admin: company.Admin{Login: " Ann ", Name: words.Text{"en": "Ann"}, Email: "ann@example.com", Password: secret},
	}
}

func (n *node) link() string {
	n.t.Helper()
	token, err := n.NewLink(n.t.Context())
	must(n.t, err)
	if token == "" {
		n.t.Fatal("no link")
	}
	return token
}

func (n *node) setUp(in company.SetUpInput) error {
	return n.SetUp(n.t.Context(), in, "10.0.0.1", words.English)
}

// settled fails the test unless the company is set up with one admin.
func (n *node) settled() {
	n.t.Helper()
	if n.Open() || n.Name()["en"] != "Bright Works" || n.Language() != words.Chinese {
		n.t.Fatalf("open %v, name %v, language %s", n.Open(), n.Name(), n.Language())
	}
	must(n.t, n.people.Reload(n.t.Context()))
	people := n.people.Organisation().People()
	if len(people) != 1 || people[0].Login != "ann" || strings.Join(people[0].Roles, " ") != "employee admin it" {
		n.t.Fatalf("people %+v", people)
	}
	if _, err := n.people.Login(n.t.Context(), identity.Credentials{Login: "ann", Password: secret, Address: "10.0.0.2"}); err != nil {
		n.t.Fatalf("the first admin cannot sign in: %v", err)
	}
}

func (n *node) nobody() {
	n.t.Helper()
	must(n.t, n.people.Reload(n.t.Context()))
	if got := n.people.Organisation().Logins(); len(got) != 0 {
		n.t.Fatalf("there are people: %v", got)
	}
}

func wantConflict(t *testing.T, err error, code string) {
	t.Helper()
	var conflict *fault.Conflict
	if !errors.As(err, &conflict) || conflict.Code != code {
		t.Fatalf("%v, want %s", err, code)
	}
}

func TestTheFirstStart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen()
	if !n.Open() || !n.Name().Empty() {
		t.Fatal("a new company is set up already")
	}
	token := n.link()
	must(t, n.setUp(founding(token)))
	n.settled()
	if got := n.site.Current(); got.Zone().String() != "Europe/Berlin" || len(got.Days().Holidays) != 0 {
		t.Errorf("the calendar did not follow: %s, %d holidays", got.Zone(), len(got.Days().Holidays))
	}
	// The link is dead, here and for a server that starts later.
	wantConflict(t, n.setUp(founding(token)), "setup.done")
	later := s.mustOpen()
	later.settled()
	wantConflict(t, later.setUp(founding(token)), "setup.done")
	if link, err := later.NewLink(t.Context()); err != nil || link != "" {
		t.Errorf("a company that is set up made a link: %q %v", link, err)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen()
	wantConflict(t, n.setUp(founding("")), "setup.link") // before there is any
	old := n.link()
	now := n.link()
	wantConflict(t, n.setUp(founding(old)), "setup.link")
	s.clock.Advance(company.LinkLife)
	wantConflict(t, n.setUp(founding(now)), "setup.link")
	n.nobody()
	must(t, n.setUp(founding(n.link())))
	n.settled()
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen()
	token := n.link()
	var wait *identity.WaitError
	tries := 0
	for ; tries < 10; tries++ {
		err := n.SetUp(t.Context(), founding("wrong"), "10.0.0.1", words.English)
		if errors.As(err, &wait) {
			break
		}
		wantConflict(t, err, "setup.link")
	}
	if wait == nil {
		t.Fatal("ten guesses in a row")
	}
	if err := n.setUp(founding(token)); !errors.As(err, &wait) {
		t.Fatalf("the guesser need not wait: %v", err)
	}
	// Others need not wait for the guesser.
	must(t, n.SetUp(t.Context(), founding(token), "10.0.0.2", words.English))
	n.settled()
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen()
	in := founding(n.link())
	in.Name, in.Language, in.Zone, in.Days = words.Text{"fr": "x"}, "fr", "Local", "moon"
	in.Mail = &company.MailInput{Host: "smtp example", Port: 0, Security: "ssl", Password: &[]string{"p\n"}[0], From: "nobody"}
	in.Admin = company.Admin{Login: "A b", Name: words.Text{}, Email: "ann", Password: "short"}
	err := n.SetUp(t.Context(), in, "10.0.0.1", words.Chinese)
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) || invalid.Code != "setup.invalid" {
		t.Fatal(err)
	}
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, p.Path)
		if p.Message == "" || strings.Contains(p.Message, "{") || !strings.HasPrefix(p.Code, "company.") {
			t.Errorf("%+v", p)
		}
	}
	want := "/name/fr /language /zone /days /mail/host /mail/port /mail/security /mail/user /mail/password /mail/from " +
		"/admin/login /admin/name /admin/email /admin/password"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if strings.Contains(err.Error(), "short") {
		t.Error("the error shows the password")
	}
	n.nobody()
	if !n.Open() {
		t.Error("a refused set-up set something up")
	}
}

// Whatever write of a set-up is cut off, and whether the store kept it or not,
// trying again or starting again ends with one company and one admin.
func TestACutOffSetUpIsFinished(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault storetest.Fault
	}{
		{"settings not written", storetest.Fault{Op: storetest.Replace, Collection: "company", Mode: storetest.Fail}},
		{"settings written, answer lost", storetest.Fault{Op: storetest.Replace, Collection: "company", Mode: storetest.LoseAnswer}},
		{"person not written", storetest.Fault{Op: storetest.Insert, Collection: "people", Mode: storetest.Fail}},
		{"person written, answer lost", storetest.Fault{Op: storetest.Insert, Collection: "people", Mode: storetest.LoseAnswer}},
		{"end not written", storetest.Fault{Op: storetest.Replace, Collection: "company", Mode: storetest.Fail, Skip: 1}},
		{"end written, answer lost", storetest.Fault{Op: storetest.Replace, Collection: "company", Mode: storetest.LoseAnswer, Skip: 1}},
	} {
		for _, restart := range []bool{false, true} {
			name := tt.name + ", tried again"
			if restart {
				name = tt.name + ", started again"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := newSite(t)
				n := s.mustOpen()
				token := n.link()
				s.faults.Inject(tt.fault)
				if err := n.setUp(founding(token)); err == nil {
					t.Fatal("the fault was not met")
				}
				if restart {
					n = s.mustOpen()
				}
				if n.Open() && restart {
					token = n.link()
				}
				// The same person goes on; where all was done, they are told so.
				if err := n.setUp(founding(token)); err != nil {
					wantConflict(t, err, "setup.done")
				}
				n.settled()
				other := founding(token)
				other.Admin.Login = "mallory"
				wantConflict(t, n.setUp(other), "setup.done")
				n.settled()
			})
		}
	}
}

// Another admin entered after a set-up was cut off must not become one too.
func TestOnlyTheFirstAdminIsMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.mustOpen()
	token := n.link()
	s.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "people", Mode: storetest.Fail})
	if err := n.setUp(founding(token)); err == nil {
		t.Fatal("the fault was not met")
	}
	other := founding(token)
	other.Admin.Login = "mallory"
	wantConflict(t, n.setUp(other), "setup.done")
	n.settled()
}

func TestOfManySetUpsOneWins(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	nodes := []*node{s.mustOpen(), s.mustOpen()}
	token := nodes[0].link()
	const n = 8
	results := make(chan error, n)
	for i := range n {
		go func() {
			in := founding(token)
			in.Admin.Login = "admin" + string(rune('a'+i))
			results <- nodes[i%2].SetUp(t.Context(), in, "10.0.1."+string(rune('1'+i)), words.English)
		}()
	}
	won := 0
	for range n {
		if err := <-results; err == nil {
			won++
		} else {
			wantConflict(t, err, "setup.done")
		}
	}
	last := s.mustOpen()
	if people := last.people.Organisation().People(); won != 1 || len(people) != 1 {
		t.Fatalf("%d set-ups won and %d people are there", won, len(people))
	}
}
