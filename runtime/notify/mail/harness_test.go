package mail_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/bundle"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// office is a store with Ann, who reads English, Bo, who reads Chinese, and
// Ivan of IT; Max has no address.
type office struct {
	t        *testing.T
	faulty   *storetest.Faulty
	clock    *clock.Manual
	identity *identity.Identity
	gate     *authz.Evaluator
	people   *directory.Directory
	notices  *notify.Notices
	ids      map[string]string
	log      *syncBuffer

	mu     sync.Mutex
	server *mail.Server // nil: none is set up
}

func newOffice(t *testing.T) *office {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	o := &office{
		t: t, faulty: storetest.NewFaulty(backend), clock: clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)),
		gate: authz.New(nil, authz.Options{}), ids: map[string]string{}, log: &syncBuffer{},
	}
	_, err = bundle.NewManager(o.gate, bundle.Options{}).Activate(t.Context(), "")
	must(t, err)
	o.identity, err = identity.New(t.Context(), o.faulty, o.clock, identity.Options{})
	must(t, err)
	o.people = directory.New(o.identity, o.clock)
	for _, p := range []struct{ login, lang, mail string }{
		{"ann", "en", "ann@example.com"}, {"bo", "zh-CN", "bo@example.com"}, {"ivan", "en", "ivan@example.com"}, {"max", "en", ""},
	} {
		role := map[string]string{"ivan": "it"}[p.login]
		if role == "" {
			role = "employee"
		}
		person, err := o.people.AddPerson(t.Context(), directory.NewPerson{
			Login: p.login, Name: words.Text{"en": "Mx " + p.login, "zh-CN": "人" + p.login}, Email: p.mail,
			Roles: []string{"employee", role}, Language: p.lang,
		})
		must(t, err)
		o.ids[p.login] = person.ID
	}
	o.notices, err = notify.New(o.faulty, o.identity, o.gate, o.clock)
	must(t, err)
	return o
}

// syncBuffer is a log that several goroutines write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// use sets the mail server; nil takes it away.
func (o *office) use(s *mail.Server) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.server = s
	o.clock.Advance(10 * time.Second) // the settings are asked for again
}

func (o *office) settings(context.Context) (mail.Server, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.server == nil {
		return mail.Server{}, false, nil
	}
	return *o.server, true, nil
}

func (o *office) post(change func(*mail.Deps)) *mail.Post {
	o.t.Helper()
	d := mail.Deps{
		Backend: o.faulty, Identity: o.identity, Authz: o.gate, Settings: o.settings, Wants: o.notices.WantsMail,
		AppName:   func(context.Context, string) words.Text { return words.Text{"en": "Leave", "zh-CN": "请假"} },
		PublicURL: "https://oa.example.com/", Clock: o.clock, IDs: ids.Random(), Log: o.logger(),
		Timeout: 5 * time.Second,
	}
	if change != nil {
		change(&d)
	}
	p, err := mail.New(d)
	must(o.t, err)
	return p
}

func (o *office) effect(id, kind string, logins ...string) outbox.Effect {
	e := outbox.Effect{ID: id, Kind: kind, App: "leave", Instance: "case" + id, No: "LV-2026-000007", At: o.clock.Now().UnixMilli()}
	for _, login := range logins {
		e.To = append(e.To, "user:"+o.ids[login])
	}
	return e
}

func (o *office) subject(login string) authz.Subject {
	s, _ := o.identity.Organisation().Subject(o.ids[login])
	return authz.Subject{ID: s.ID, Roles: s.Roles, Scheme: "session"}
}

// round sends what is due.
func (o *office) round(p *mail.Post) {
	o.t.Helper()
	_, err := p.Round(o.t.Context())
	must(o.t, err)
}

func (o *office) logger() *slog.Logger { return slog.New(slog.NewTextHandler(o.log, nil)) }

// parsed is a mail as a reader's program sees it.
type parsed struct {
	header      netmail.Header
	subject     string
	plain, rich string
}

func parse(t *testing.T, d delivery) parsed {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(d.body))
	must(t, err)
	var decoder mime.WordDecoder
	p := parsed{header: m.Header}
	p.subject, err = decoder.DecodeHeader(m.Header.Get("Subject"))
	must(t, err)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	must(t, err)
	if kind != "multipart/alternative" {
		t.Fatalf("Content-Type %q", kind)
	}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // the reader returns it as it is
			return p
		}
		must(t, err)
		if got := part.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
			t.Fatalf("a part as %q", got)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		must(t, err)
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			p.plain = strings.ReplaceAll(string(text), "\r\n", "\n")
		} else {
			p.rich = string(text)
		}
	}
}
