package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
)

// A recipient whom the server refuses for good is tried once, holds up nobody,
// and is shown to IT, who may have it tried again.
func TestARefusedRecipientHoldsUpNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	asked := 0
	m.refuse = func(to string) error {
		if to == "ann@example.com" {
			asked++
			return no(550, "no such mailbox")
		}
		return nil
	}
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann", "bo")))
	for range 3 {
		o.round(p)
		o.clock.Advance(2 * time.Hour)
	}
	if got := m.taken(); len(got) != 1 || got[0].to != "bo@example.com" || asked != 1 {
		t.Fatalf("%d mails, Ann was tried %d times", len(got), asked)
	}
	status, err := p.Status(t.Context(), o.subject("ivan"))
	must(t, err)
	if len(status.Failed) != 1 || status.Waiting != 0 || !status.Configured {
		t.Fatalf("%+v", status)
	}
	f := status.Failed[0]
	if f.Address != "ann@example.com" || f.Trouble.Code != mail.TroubleRecipient || !strings.Contains(f.Trouble.Detail, "no such mailbox") || f.No != "LV-2026-000007" || f.Tries != 1 {
		t.Errorf("%+v", f)
	}
	var denied *fault.Denied
	if _, err := p.Status(t.Context(), o.subject("ann")); !errors.As(err, &denied) {
		t.Errorf("an employee sees it: %v", err)
	}
	if _, err := p.Retry(t.Context(), o.subject("ann")); !errors.As(err, &denied) {
		t.Errorf("an employee has it tried again: %v", err)
	}
	m.mu.Lock()
	m.refuse = nil
	m.mu.Unlock()
	n, err := p.Retry(t.Context(), o.subject("ivan"))
	must(t, err)
	o.round(p)
	if got := m.taken(); n != 1 || len(got) != 2 || got[1].to != "ann@example.com" {
		t.Fatalf("%d tried again, %d mails", n, len(got))
	}
}

func TestATemporaryNoIsTriedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	refusals := 2
	m.data = func() error {
		if refusals > 0 {
			refusals--
			return no(451, "greylisted")
		}
		return nil
	}
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann")))
	o.round(p)
	o.round(p) // at once: it is not due
	if refusals != 1 {
		t.Fatalf("tried again at once")
	}
	for range 3 {
		o.clock.Advance(2 * time.Minute)
		o.round(p)
	}
	if n := len(m.taken()); n != 1 {
		t.Fatalf("%d mails", n)
	}
	status, err := p.Status(t.Context(), o.subject("ivan"))
	must(t, err)
	if len(status.Failed) != 0 || status.Waiting != 0 || status.Trouble != nil {
		t.Fatalf("%+v", status)
	}
}

// A server that is away: the letters wait, IT sees why, and after two days
// they are given up.
func TestAServerThatIsAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	away := mail.Server{Host: "127.0.0.1", Port: closedPort(t), Security: mail.SecurityNone, From: "oa@example.com"}
	o.use(&away)
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann", "bo")))
	o.round(p)
	status, err := p.Status(t.Context(), o.subject("ivan"))
	must(t, err)
	if status.Waiting != 2 || status.Trouble == nil || status.Trouble.Code != mail.TroubleUnreachable || len(status.Failed) != 0 {
		t.Fatalf("%+v", status)
	}
	if !strings.Contains(o.log.String(), "mail.unreachable") {
		t.Error("the log says nothing")
	}
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	o.clock.Advance(time.Minute)
	o.round(p)
	if n := len(m.taken()); n != 2 {
		t.Fatalf("%d mails once it was back", n)
	}

	o.use(&away)
	must(t, p.Deliver(t.Context(), o.effect("2", notify.KindAssigned, "ann")))
	for range 60 {
		o.round(p)
		o.clock.Advance(61 * time.Minute)
	}
	status, err = p.Status(t.Context(), o.subject("ivan"))
	must(t, err)
	if status.Waiting != 0 || len(status.Failed) != 1 {
		t.Fatalf("after two days: %+v", status)
	}
}

// The server that hangs up after the first letter takes the rest at the next
// time, and none twice.
func TestAConnectionThatBreaksOff(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	m.refuse = func(to string) error {
		if to == "bo@example.com" {
			return no(421, "closing")
		}
		return nil
	}
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	for _, id := range []string{"1", "2", "3"} {
		must(t, p.Deliver(t.Context(), o.effect(id, notify.KindAssigned, "ann", "bo")))
	}
	o.round(p)
	m.mu.Lock()
	m.refuse = nil
	m.mu.Unlock()
	o.clock.Advance(2 * time.Minute)
	o.round(p)
	to := map[string]int{}
	for _, d := range m.taken() {
		to[d.to]++
	}
	if to["ann@example.com"] != 3 || to["bo@example.com"] != 3 {
		t.Fatal(to)
	}
}

// noTasks is a company in which nothing waits for anybody.
type noTasks struct{}

func (noTasks) OpenTasks(context.Context, string, int) (int, error)       { return 0, nil }
func (noTasks) RunningRequests(context.Context, string, int) (int, error) { return 0, nil }
func (noTasks) HandOver(context.Context, directory.HandOver) (int, error) { return 0, nil }

func TestWhoHasLeftIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	p := o.post(nil)
	must(t, p.Deliver(t.Context(), o.effect("1", notify.KindAssigned, "ann")))
	_, err := directory.NewLeaving(o.people, noTasks{}).Leave(t.Context(), o.ids["ann"], 0, "", "")
	must(t, err)
	o.round(p)
	if n, err := p.Waiting(t.Context()); len(m.taken()) != 0 || n != 0 || err != nil {
		t.Fatalf("%d mails, %d wait, %v", len(m.taken()), n, err)
	}
}

// The test mail says what is wrong with the settings, in time.
func TestTheTestMailSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	open := newMailServer(t, mailOptions{})
	guarded := newMailServer(t, mailOptions{startTLS: true, user: "oa"})
	wrongName := newMailServer(t, mailOptions{tls: true, names: []string{"other.example.com"}})
	refusing := newMailServer(t, mailOptions{})
	refusing.refuse = func(string) error { return no(550, "no such mailbox") }
	spam := newMailServer(t, mailOptions{})
	spam.data = func() error { return no(554, "looks like spam") }
	for name, test := range map[string]struct {
		server mail.Server
		roots  *mailServer
		to     string
		want   string
	}{
		"well":            {server: open.settings(mail.SecurityNone, "", "")},
		"well, guarded":   {server: guarded.settings(mail.SecurityStartTLS, "oa", "secret"), roots: guarded},
		"to somebody":     {server: open.settings(mail.SecurityNone, "", ""), to: "dan@example.com"},
		"no address":      {server: open.settings(mail.SecurityNone, "", ""), to: "nowhere", want: mail.TroubleAddress},
		"wrong password":  {server: guarded.settings(mail.SecurityStartTLS, "oa", "wrong"), roots: guarded, want: mail.TroubleLogin},
		"no login":        {server: guarded.settings(mail.SecurityStartTLS, "", ""), roots: guarded, want: mail.TroubleSender},
		"unknown issuer":  {server: guarded.settings(mail.SecurityStartTLS, "oa", "secret"), want: mail.TroubleCertificate},
		"wrong name":      {server: wrongName.settings(mail.SecurityTLS, "", ""), roots: wrongName, want: mail.TroubleCertificate},
		"no STARTTLS":     {server: open.settings(mail.SecurityStartTLS, "", ""), want: mail.TroubleRefused},
		"no TLS there":    {server: open.settings(mail.SecurityTLS, "", ""), want: mail.TroubleUnreachable},
		"nobody listens":  {server: mail.Server{Host: "127.0.0.1", Port: closedPort(t), Security: mail.SecurityNone, From: "oa@example.com"}, want: mail.TroubleUnreachable},
		"unknown host":    {server: mail.Server{Host: "no-such-host.invalid", Port: 25, Security: mail.SecurityNone, From: "oa@example.com"}, want: mail.TroubleUnreachable},
		"says nothing":    {server: mail.Server{Host: "127.0.0.1", Port: silentServer(t), Security: mail.SecurityNone, From: "oa@example.com"}, want: mail.TroubleTimeout},
		"wrong recipient": {server: refusing.settings(mail.SecurityNone, "", ""), want: mail.TroubleRecipient},
		"spam":            {server: spam.settings(mail.SecurityNone, "", ""), want: mail.TroubleRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.use(&test.server)
			p := o.post(func(d *mail.Deps) {
				d.Timeout = 2 * time.Second
				if test.roots != nil {
					d.Roots = test.roots.roots
				}
			})
			began := time.Now()
			err := p.Test(t.Context(), o.subject("ivan"), test.to, "zh-CN")
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
			if test.want == "" {
				must(t, err)
				return
			}
			var why *fault.Conflict
			if !errors.As(err, &why) || why.Code != test.want || why.Params["detail"] == "" || strings.ContainsAny(why.Params["detail"], "\r\n") {
				t.Fatalf("%v, want %s", err, test.want)
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "wrong,") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
}

func TestTheTestMailIsForWhoMayChangeTheSettings(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	p := o.post(nil)
	var conflict *fault.Conflict
	if err := p.Test(t.Context(), o.subject("ivan"), "", "en"); !errors.As(err, &conflict) || conflict.Code != "mail.notConfigured" {
		t.Errorf("without a server: %v", err)
	}
	m := newMailServer(t, mailOptions{})
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	var denied *fault.Denied
	if err := p.Test(t.Context(), o.subject("ann"), "victim@example.com", "en"); !errors.As(err, &denied) {
		t.Errorf("an employee sends: %v", err)
	}
	if n := len(m.taken()); n != 0 {
		t.Fatalf("%d mails", n)
	}
}

func TestALinkGoesOutAtOnceAndIsNotKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := newMailServer(t, mailOptions{})
	p := o.post(nil)
	bo, _ := o.identity.Organisation().Person(o.ids["bo"])
	const link = "https://oa.example.com/welcome#TOKEN"
	made := 0
	send := func(p *mail.Post, person *identity.Person, want string) {
		t.Helper()
		err := p.SendLink(t.Context(), person, func() (string, time.Duration, error) {
			made++
			return "/welcome#TOKEN", 72 * time.Hour, nil
		})
		var why *fault.Conflict
		if want == "" && err != nil || want != "" && (!errors.As(err, &why) || why.Code != want) {
			t.Fatalf("%v, want %q", err, want)
		}
	}
	nobody, _ := o.identity.Organisation().Person(o.ids["max"])
	send(p, bo, "mail.notConfigured")
	s := m.settings(mail.SecurityNone, "", "")
	o.use(&s)
	send(p, nobody, mail.TroubleAddress)
	send(o.post(func(d *mail.Deps) { d.PublicURL = "" }), bo, "mail.noSite")
	if made != 0 {
		t.Fatal("a link was made though it could not be sent: the one before is lost")
	}
	send(p, bo, "")
	got := m.taken()
	if len(got) != 1 {
		t.Fatalf("%d mails", len(got))
	}
	sent := parse(t, got[0])
	if sent.subject != "[办理] 设置密码" || !strings.Contains(sent.plain, link) || !strings.Contains(sent.plain, "72 小时") || !strings.Contains(sent.rich, `href="`+link+`"`) {
		t.Errorf("%q\n%s", sent.subject, sent.plain)
	}
	if n, err := p.Waiting(t.Context()); n != 0 || err != nil || strings.Contains(o.log.String(), "TOKEN") {
		t.Errorf("%d wait, %v; log %s", n, err, o.log)
	}
}
