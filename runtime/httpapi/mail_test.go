package httpapi_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/store"
)

// postbox is a mail server that takes everything but what is for "nobody".
type postbox struct {
	mu    sync.Mutex
	mails []string
	port  int
}

type postboxSession struct{ box *postbox }

func (s postboxSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s postboxSession) Reset()                               {}
func (s postboxSession) Logout() error                        { return nil }

func (s postboxSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	return nil
}

func (s postboxSession) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.mails = append(s.box.mails, string(text))
	return err
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	box := &postbox{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return postboxSession{box}, nil }))
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	box.port = ln.Addr().(*net.TCPAddr).Port
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(ln) }()
	t.Cleanup(func() {
		_ = server.Close()
		_ = ln.Close() // the server may not have taken it over yet
		<-done
	})
	return box
}

// useMail saves a mail server in the company's settings.
func (w *world) useMail(port int) {
	w.t.Helper()
	rev := w.as("ivan", "GET", "/api/company", "").want(w.t, 200).text(w.t, "rev")
	w.as("ivan", "PUT", "/api/company", `{"rev":`+rev+`,"name":{"en":"Works"},"language":"en","zone":"Asia/Shanghai","days":"china",`+
		`"mail":{"host":"127.0.0.1","port":`+strconv.Itoa(port)+`,"security":"none","user":"","from":"oa@example.com"}}`).want(w.t, 200)
}

func TestMailIsTestedByWhoMayChangeTheSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path, to = "/api/company/mail/test", `{"to":"max@example.com"}`
	w.as("ivan", http.MethodPost, path, to).problem(t, http.StatusUnprocessableEntity, "mail.notConfigured")
	box := newPostbox(t)
	w.useMail(box.port)
	w.as("ivan", http.MethodPost, path, to).want(t, http.StatusNoContent)
	w.as("ann", http.MethodPost, path, to).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodGet, "/api/company/mail", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodPost, "/api/company/mail/retry", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("ivan", http.MethodPost, path, `{"to":"nobody@example.com"}`).problem(t, http.StatusUnprocessableEntity, "mail.recipient")
	w.as("ivan", http.MethodPost, path, `{}`).problem(t, http.StatusUnprocessableEntity, "mail.address") // Ivan has none
	if len(box.mails) != 1 || !strings.Contains(box.mails[0], "Subject: [Banli] Test mail") {
		t.Fatalf("%d mails: %v", len(box.mails), box.mails)
	}
}

// From the submission to the approver's mailbox: the mail names the case and
// nothing that is in it, and leaves out who does not want it.
func TestASubmissionIsMailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := newPostbox(t)
	w.useMail(box.port)
	for _, login := range []string{"bo", "hong"} {
		w.giveAddress(login, login+"@example.com")
	}
	w.as("hong", http.MethodPut, "/api/notices/choices", `{"mail":{"moon.landed":false}}`).problem(t, http.StatusBadRequest, "request.unknownKey")
	chosen := w.as("hong", http.MethodPut, "/api/notices/choices", `{"mail":{"copy.sent":false}}`).want(t, http.StatusOK)
	if chosen.text(t, "mail", "copy.sent") != "false" || chosen.text(t, "mail", "task.assigned") != "true" || chosen.text(t, "address") != "hong@example.com" {
		t.Fatal(chosen.body)
	}
	if again := w.as("hong", http.MethodGet, "/api/notices/choices", "").want(t, http.StatusOK); again.body != chosen.body {
		t.Fatal(again.body)
	}
	id, task := w.submit(shortLeave)
	w.deliver()
	_, err := w.post.Round(t.Context())
	must(t, err)
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":"Get well soon"}`).want(t, http.StatusOK)
	w.deliver()
	_, err = w.post.Round(t.Context())
	must(t, err)
	if len(box.mails) != 1 {
		t.Fatalf("%d mails, want the one to Bo: Ann has no address, Hong wants none", len(box.mails))
	}
	no := w.as("ann", http.MethodGet, "/api/instances/"+id, "").text(t, "no")
	if !strings.Contains(box.mails[0], no) {
		t.Errorf("the mail lacks the number %s:\n%s", no, box.mails[0])
	}
	for _, secret := range []string{"Flu", "badly", "sick", "2026-03-03", "Mx ann"} {
		if strings.Contains(box.mails[0], secret) {
			t.Errorf("the mail tells %q:\n%s", secret, box.mails[0])
		}
	}
}

func TestFailedMailsAreShownAndTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := newPostbox(t)
	w.useMail(box.port)
	w.giveAddress("bo", "nobody@example.com")
	w.submit(shortLeave)
	w.deliver()
	_, err := w.post.Round(t.Context())
	must(t, err)
	status := w.as("ivan", http.MethodGet, "/api/company/mail", "").want(t, http.StatusOK)
	if status.text(t, "failed", 0, "trouble", "code") != "mail.recipient" || status.text(t, "failed", 0, "person") != w.ids["bo"] || status.text(t, "waiting") != "0" {
		t.Fatal(status.body)
	}
	w.giveAddress("bo", "bo@example.com")
	if n := w.as("ivan", http.MethodPost, "/api/company/mail/retry", "").want(t, http.StatusOK).text(t, "retried"); n != "1" {
		t.Fatalf("%s tried again", n)
	}
	_, err = w.post.Round(t.Context())
	must(t, err)
	if status := w.as("ivan", http.MethodGet, "/api/company/mail", ""); len(box.mails) != 1 || len(status.get(t, "failed").([]any)) != 0 {
		t.Fatalf("%d mails, %s", len(box.mails), status.body)
	}
}

// The link goes to its person alone: whoever asked for it does not see it, and
// it sets a password.
func TestAPasswordLinkIsMailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := newPostbox(t)
	path := "/api/directory/people/" + w.ids["dan"] + "/link/mail"
	w.as("hong", http.MethodPost, path, "").problem(t, http.StatusUnprocessableEntity, "mail.address")
	w.giveAddress("dan", "dan@example.com")
	w.as("hong", http.MethodPost, path, "").problem(t, http.StatusUnprocessableEntity, "mail.notConfigured")
	w.useMail(box.port)
	w.as("ann", http.MethodPost, path, "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", http.MethodPost, "/api/directory/people/"+w.ids["ivan"]+"/link/mail", "").problem(t, http.StatusForbidden, "permission.denied")
	a := w.as("hong", http.MethodPost, path, "").want(t, http.StatusCreated)
	if a.text(t, "address") != "dan@example.com" || strings.Contains(a.body, "token") || len(box.mails) != 1 {
		t.Fatalf("%d mails, %s", len(box.mails), a.body)
	}
	found := regexp.MustCompile(`https://oa\.example\.com/[a-z]+#([A-Za-z0-9_-]+)`).FindStringSubmatch(strings.ReplaceAll(box.mails[0], "=\r\n", ""))
	if found == nil {
		t.Fatalf("no link in the mail:\n%s", box.mails[0])
	}
	if strings.Contains(a.body, found[1]) {
		t.Error("who asked for the link sees it")
	}
	w.ask(http.MethodPost, "/api/links/password", `{"token":"`+found[1]+`","password":"a long enough one"}`).want(t, http.StatusOK)
}

// giveAddress changes where a person's mails go.
func (w *world) giveAddress(login, address string) {
	w.t.Helper()
	p, _ := w.identity.Organisation().Person(w.ids[login])
	_, err := w.directory.EditPerson(w.t.Context(), p.ID, p.Rev, directory.PersonEdit{
		Name: p.Name, Email: address, Title: p.Title, Dept: p.Dept, Manager: p.Manager, Roles: p.Roles, Language: p.Language,
	})
	must(w.t, err)
}

// deliver delivers what waits in the outbox.
func (w *world) deliver() {
	w.t.Helper()
	_, err := w.outbox.Round(w.t.Context())
	must(w.t, err)
}

// newPost sends by the mail server of the company's settings.
func (w *world) newPost(backend store.Backend, notices *notify.Notices, log *slog.Logger) (*mail.Post, error) {
	return mail.New(mail.Deps{
		Backend: backend, Identity: w.identity, Authz: w.gate, Wants: notices.WantsMail, Clock: w.clock, IDs: ids.Random(), Log: log,
		Settings: func(ctx context.Context) (mail.Server, bool, error) {
			m, on, err := w.company.Mail(ctx)
			return mail.Server(m), on, err
		},
		PublicURL: "https://oa.example.com",
		AppName:   func(context.Context, string) words.Text { return words.Text{"en": "Leave", "zh-CN": "请假"} },
	})
}
