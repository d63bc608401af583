package company_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

var it = authz.Subject{ID: "ivan", Roles: []string{identity.RoleIT}, Scheme: "session"}

func (s *site) founded() *node {
	s.t.Helper()
	n := s.mustOpen()
	must(s.t, n.setUp(founding(n.link())))
	return n
}

func (n *node) read() company.View {
	n.t.Helper()
	v, err := n.Read(n.t.Context(), it)
	must(n.t, err)
	return v
}

func (n *node) update(change func(*company.Input)) (company.View, error) {
	n.t.Helper()
	v := n.read()
	in := company.Input{Name: v.Name, Language: v.Language, Zone: v.Zone, Days: v.Days}
	if v.Mail != nil {
		in.Mail = &company.MailInput{Host: v.Mail.Host, Port: v.Mail.Port, Security: v.Mail.Security, User: v.Mail.User, From: v.Mail.From}
	}
	change(&in)
	return n.Update(n.t.Context(), it, v.Rev, in, words.English)
}

func (n *node) mustUpdate(change func(*company.Input)) company.View {
	n.t.Helper()
	v, err := n.update(change)
	must(n.t, err)
	return v
}

func text(s string) *string { return &s }

// mailer is a mail server that nothing is wrong with.
func mailer(in *company.Input) {
	in.Mail = &company.MailInput{
		Host: " SMTP.example.com ", Port: 465, Security: company.SecurityTLS, User: "oa", Password: text("mail secret"), From: "Office <oa@example.com>",
	}
}

func (n *node) wantInvalid(err error, path, code string) {
	n.t.Helper()
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Path != path || invalid.Problems[0].Code != code {
		n.t.Fatalf("%v, want %s %s", err, path, code)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.founded()
	before := n.read()
	v := n.mustUpdate(func(in *company.Input) {
		in.Name = words.Text{"en": "Brighter Works", "zh-CN": "  "}
		in.Zone, in.Days, in.Language = "Asia/Tokyo", calendar.China, words.English
	})
	if v.Rev <= before.Rev || v.Name["en"] != "Brighter Works" || len(v.Name) != 1 || v.ChangedAt == 0 || v.SetUpBy == nil {
		t.Fatalf("%+v", v)
	}
	if site := n.site.Current(); site.Zone().String() != "Asia/Tokyo" || len(site.Days().Holidays) == 0 {
		t.Errorf("the calendar did not follow")
	}
	if n.Language() != words.English || n.Name()["en"] != "Brighter Works" {
		t.Errorf("what is known did not follow")
	}
	in := company.Input{Name: v.Name, Language: v.Language, Zone: "Asia/Seoul", Days: v.Days}
	_, err := n.Update(t.Context(), it, before.Rev, in, words.English)
	var stale *fault.Stale
	if !errors.As(err, &stale) || stale.Rev != v.Rev || n.read().Zone != "Asia/Tokyo" {
		t.Fatalf("a late change: %v", err)
	}
	// Somebody is first between reading and writing.
	s.faults.Inject(storetest.Fault{Op: storetest.Replace, Collection: "company", Mode: storetest.Fail, Err: store.ErrConflict})
	if _, err := n.update(func(*company.Input) {}); !errors.As(err, &stale) {
		t.Fatalf("a lost swap: %v", err)
	}
}

func TestOnlyITAndAdminsMayReadAndWrite(t *testing.T) {
	t.Parallel()
	n := newSite(t).founded()
	v := n.read()
	for _, who := range []authz.Subject{{Anonymous: true}, {ID: "ann", Roles: []string{"employee", "manager", "hr"}}} {
		var denied *fault.Denied
		if _, err := n.Read(t.Context(), who); !errors.As(err, &denied) {
			t.Errorf("%v read: %v", who.Roles, err)
		}
		if _, err := n.Update(t.Context(), who, v.Rev, company.Input{}, words.English); !errors.As(err, &denied) {
			t.Errorf("%v wrote: %v", who.Roles, err)
		}
	}
	if after := n.read(); after.Rev != v.Rev {
		t.Error("a refused change was made")
	}
}

func TestAnotherNodeFollows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	here := s.founded()
	there := s.mustOpen()
	here.mustUpdate(func(in *company.Input) { in.Zone, in.Language = "Asia/Tokyo", words.English; mailer(in) })
	if m, ok, err := there.Mail(t.Context()); err != nil || !ok || m.Password != "mail secret" {
		t.Errorf("mail there: %v %v", ok, err)
	}
	must(t, there.Refresh(t.Context()))
	if there.site.Current().Zone().String() != "Asia/Tokyo" || there.Language() != words.English {
		t.Error("the other node did not follow")
	}
	must(t, here.Refresh(t.Context()))
}

func TestACalendarFileStays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.founded()
	utc, err := calendar.Of("UTC", calendar.Weekends)
	must(t, err)
	n := s.mustOpen(func(d *company.Deps) { d.Fixed, d.Site = true, calendar.NewSite(utc) })
	v := n.read()
	if !v.CalendarFixed || v.Zone != "UTC" {
		t.Fatalf("%+v", v)
	}
	n.mustUpdate(func(in *company.Input) { in.Zone = "Asia/Tokyo" })
	if n.site.Current() != utc {
		t.Error("the file's calendar was replaced")
	}
}

func TestMailIsSealedAndWriteOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.founded()
	if _, ok, err := n.Mail(t.Context()); ok || err != nil {
		t.Fatalf("mail without settings: %v %v", ok, err)
	}
	v := n.mustUpdate(mailer)
	if v.Mail == nil || !v.Mail.PasswordSet || v.Mail.Host != "smtp.example.com" {
		t.Fatalf("%+v", v.Mail)
	}
	want := company.Mail{Host: "smtp.example.com", Port: 465, Security: company.SecurityTLS, User: "oa", Password: "mail secret", From: "Office <oa@example.com>"}
	mail := func() company.Mail {
		t.Helper()
		m, ok, err := n.Mail(t.Context())
		if err != nil || !ok {
			t.Fatalf("%v %v", ok, err)
		}
		return m
	}
	if got := mail(); got != want {
		t.Fatalf("%+v", got)
	}
	raw, err := s.faults.Collection(store.Spec{Name: "company"})
	must(t, err)
	doc, err := raw.Get(t.Context(), "settings")
	must(t, err)
	if strings.Contains(string(doc), "mail secret") {
		t.Fatal("the store shows the password")
	}
	// A password that is not given stays, for as long as it goes to the same place.
	n.mustUpdate(func(in *company.Input) { in.Mail.From = "new@example.com" })
	if got := mail(); got.Password != want.Password || got.From != "new@example.com" {
		t.Fatalf("%+v", got)
	}
	for _, elsewhere := range []func(*company.MailInput){
		func(m *company.MailInput) { m.Host = "mallory.example" },
		func(m *company.MailInput) { m.Port = 2525 },
		func(m *company.MailInput) { m.Security = company.SecurityStartTLS },
		func(m *company.MailInput) { m.User = "other" },
	} {
		_, err := n.update(func(in *company.Input) { elsewhere(in.Mail) })
		n.wantInvalid(err, "/mail/password", "company.passwordAgain")
	}
	n.mustUpdate(func(in *company.Input) { in.Mail.Port, in.Mail.Password = 2525, text("other") })
	if got := mail(); got.Password != "other" || got.Port != 2525 {
		t.Fatalf("%+v", got)
	}
	n.mustUpdate(func(in *company.Input) { in.Mail.Password, in.Mail.User = text(""), "" })
	if got := mail(); got.Password != "" || n.read().Mail.PasswordSet {
		t.Fatal("the password is still there")
	}
	_, err = n.update(func(in *company.Input) { in.Mail.Security, in.Mail.User = company.SecurityNone, "oa" })
	n.wantInvalid(err, "/mail/security", "company.mailReadable")
	n.mustUpdate(func(in *company.Input) { in.Mail = nil })
	if _, ok, err := n.Mail(t.Context()); ok || err != nil {
		t.Fatalf("mail after it was taken out: %v %v", ok, err)
	}
}

func TestAnotherMasterKeyIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.founded().mustUpdate(mailer)
	s.keys(2)
	if _, err := s.open(); !errors.Is(err, company.ErrKey) || !strings.Contains(err.Error(), "--key-file") {
		t.Fatalf("opened with a key of its own: %v", err)
	}
	// Even where nothing but the key's own check is sealed.
	fresh := newSite(t)
	fresh.mustOpen()
	fresh.keys(2)
	if _, err := fresh.open(); !errors.Is(err, company.ErrKey) {
		t.Fatalf("opened with a key of its own: %v", err)
	}
	// Rotation: the new key first, the old one behind it, then the new one alone.
	s.keys(2, 1)
	s.mustOpen()
	s.keys(2)
	m, ok, err := s.mustOpen().Mail(t.Context())
	if err != nil || !ok || m.Password != "mail secret" {
		t.Fatalf("%v %v", ok, err)
	}
}

// Whatever was done to the settings can be read in the record, by whom and from
// what to what, and no secret with it.
func TestChangesAreRecorded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.founded()
	n.mustUpdate(mailer)
	entries, err := s.faults.Collection(audit.Specs()[0])
	must(t, err)
	var all string
	for seq := 1; ; seq++ {
		doc, err := entries.Get(t.Context(), fmt.Sprintf("company:settings#%012d", seq))
		if err != nil {
			break
		}
		all += doc.String()
	}
	for _, want := range []string{"company.made", "company.linkMade", "company.setUp", "company.founded", "company.changed", "smtp.example.com", "setup"} {
		if !strings.Contains(all, want) {
			t.Errorf("the record lacks %s", want)
		}
	}
	for _, secret := range []string{"mail secret", secret, "argon2id"} {
		if strings.Contains(all, secret) {
			t.Errorf("the record shows %s", secret)
		}
	}
}

func TestEveryCodeSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	for code, text := range company.Codes() {
		if text["en"] == "" || text["zh-CN"] == "" || text["en"] == text["zh-CN"] {
			t.Errorf("%s: %v", code, text)
		}
	}
}
