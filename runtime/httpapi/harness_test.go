package httpapi_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
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
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/httpapi"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/timer"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/templates"
)

// The test binary is its own script worker, as the product is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == script.WorkerCommand {
		if err := script.WorkerMain(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(runAll(m))
}

// runAll runs the tests. After a run of them all, every success that the
// contract describes must have been answered to some test.
func runAll(m *testing.M) int {
	code := m.Run()
	if code != 0 || flag.Lookup("test.run").Value.String() != "" || flag.Lookup("test.list").Value.String() != "" {
		return code
	}
	c, err := theContract()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if missing := c.unseen(); len(missing) > 0 {
		fmt.Fprintf(os.Stderr, "FAIL: described in openapi/api/*.yaml and answered to no test:\n  %s\n", strings.Join(missing, "\n  "))
		return 1
	}
	return 0
}

// maxBody is the server's limit on bodies, in bytes.
const maxBody = 1 << 20

const password = "correct horse battery"

// world is a whole server on the embedded store with a small company: Ann
// reports to Bo, Cai heads their department, Hong is HR, Eva the business
// admin, Ivan IT; Max works elsewhere.
type world struct {
	t         *testing.T
	server    *httpapi.Server
	base      string // the server's address
	clock     *clock.Manual
	record    *audit.Recorder
	identity  *identity.Identity
	directory *directory.Directory
	company   *company.Company
	site      *calendar.Site
	leaving   *directory.Leaving
	absences  *directory.Absences
	lists     *lists.Lists
	studio    *studio.Service
	workflow  *workflow.Service
	outbox    *outbox.Worker
	timers    *timer.Worker
	hub       *notify.Hub
	post      *mail.Post
	webhooks  *webhook.Service
	files     *files.Service
	policies  *bundle.Manager
	gate      *authz.Evaluator
	ids       map[string]string // login → person id
	tokens    map[string]string // login → API token
	log       *bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldWith(t, nil)
}

// newWorldWith is a world with a built interface.
func newWorldWith(t *testing.T, ui fs.FS, change ...func(*httpapi.Deps)) *world {
	t.Helper()
	backend := mongotest.Backend(t)
	return worldOn(t, backend, ui, change...)
}

func worldOn(t *testing.T, backend store.Backend, ui fs.FS, change ...func(*httpapi.Deps)) *world {
	t.Helper()
	return buildWorld(t, backend, ui, testWorks(), change...)
}

// buildWorld makes a world of a company that has a name, with its people and
// its leave app; without a name it is empty and waits to be set up.
func buildWorld(t *testing.T, backend store.Backend, ui fs.FS, name words.Text, change ...func(*httpapi.Deps)) *world {
	t.Helper()
	w := assemble(t, backend, ui, name, change...)
	w.listen()
	return w
}

// unserved is a world that does not listen yet, for tests that add addresses
// of their own: a server that runs takes no more.
func unserved(t *testing.T, change ...func(*httpapi.Deps)) *world {
	t.Helper()
	return assemble(t, mongotest.Backend(t), nil, testWorks(), change...)
}

func testWorks() words.Text { return words.Text{"en": "Test Works", "zh-CN": "测试工厂"} }

func assemble(t *testing.T, backend store.Backend, ui fs.FS, name words.Text, change ...func(*httpapi.Deps)) *world {
	t.Helper()
	ctx := t.Context()
	w := &world{
		t: t, clock: clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600))),
		ids: map[string]string{}, tokens: map[string]string{}, log: &bytes.Buffer{},
	}
	binary, err := os.Executable()
	must(t, err)
	scripts, err := script.NewPool(script.Options{Command: []string{binary, script.WorkerCommand}, Clock: clock.System()})
	must(t, err)
	t.Cleanup(func() { must(t, scripts.Close()) })
	w.record, err = audit.New(ctx, backend, w.clock, audit.Options{})
	must(t, err)
	t.Cleanup(func() { w.verify(backend) })
	w.identity, err = identity.New(ctx, backend, w.clock, identity.Options{Audit: w.record})
	must(t, err)
	w.gate = authz.New(nil, authz.Options{})
	w.policies = bundle.NewManager(w.gate, bundle.Options{})
	_, err = w.policies.Activate(ctx, "")
	must(t, err)
	people := directory.New(w.identity, w.clock)
	keys, err := keyring.LoadOrCreate(filepath.Join(t.TempDir(), "master.key"))
	must(t, err)
	w.site = calendar.NewSite(calendar.Default())
	w.company, err = company.New(ctx, company.Deps{
		Backend: backend, Keys: keys, Identity: w.identity, Directory: people, Authz: w.gate, Audit: w.record, Clock: w.clock, Site: w.site,
		Demo: name,
	})
	must(t, err)
	people.SpeakByDefault(w.company.Language)
	w.directory = people
	if !name.Empty() {
		w.hire(people)
	}
	w.lists, err = lists.New(ctx, backend, w.record, w.clock)
	must(t, err)
	notices, err := notify.New(backend, w.identity, w.gate, w.clock)
	must(t, err)
	w.studio, err = studio.New(studio.Deps{Backend: backend, Identity: w.identity, Authz: w.gate, Scripts: scripts, Lists: w.lists, Clock: w.clock, Saved: notices.DraftSaved})
	must(t, err)
	if !name.Empty() {
		leave, err := templates.App("leave")
		must(t, err)
		must(t, w.studio.Install(ctx, leave, w.ids["eva"]))
	}
	w.hub = notices.Hub()
	log := w.logger()
	w.post, err = w.newPost(backend, notices, log)
	must(t, err)
	w.files = w.newFiles(backend, keys, log)
	w.workflow, err = workflow.New(ctx, workflow.Deps{
		Backend: backend, Editions: w.studio.Editions(), Identity: w.identity, Authz: w.gate, Scripts: scripts, Bench: scripts,
		Lists: w.lists, Designs: w.studio, Calendar: w.site, Clock: w.clock, IDs: ids.Random(), InboxChanged: notices.InboxChanged, Say: httpapi.Words, Tell: outbox.Fan(notices, w.post), Keys: keys, Files: w.files,
	})
	must(t, err)
	w.leaving, w.absences = directory.NewLeaving(people, w.workflow), directory.NewAbsences(people, w.workflow)
	w.webhooks = w.newWebhooks(backend, keys)
	ways := w.workflow.SubFlows()
	ways[workflow.EffectWebhook] = w.webhooks
	w.outbox = outbox.New(w.workflow, outbox.ByKind(ways, outbox.Fan(notices, w.post)), w.clock, log)
	w.timers = timer.New(w.workflow, w.clock, log)
	deps := httpapi.Deps{
		Workflow: w.workflow, Studio: w.studio, Identity: w.identity, Directory: people, Company: w.company, Leaving: w.leaving, Absences: w.absences, Notify: notices, Post: w.post, Webhooks: w.webhooks, Lists: w.lists, Authz: w.gate,
		Clock: w.clock, IDs: ids.Random(), Log: log, Telemetry: httpapi.NewTelemetry(),
		UI:        ui,
		Demo:      demoCast(name),
		Heartbeat: 50 * time.Millisecond,
		Ready:     func(context.Context) error { return nil },
		System: httpapi.System{
			Version: "test", Store: "embedded", StartedAt: w.clock.Now(),
			Policy:  func() (string, string) { return "default", "" },
			Scripts: func() httpapi.ScriptWorkers { return httpapi.ScriptWorkers{Limited: true, Running: 2} },
		},
	}
	for _, f := range change {
		f(&deps)
	}
	w.server, err = httpapi.New(deps)
	must(t, err)
	return w
}

// logger writes to the world's log.
func (w *world) logger() *slog.Logger { return slog.New(slog.NewTextHandler(w.log, nil)) }

// listen serves on a real connection, as limits on bodies need.
func (w *world) listen() {
	w.t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(w.t.Context(), "tcp", "127.0.0.1:0")
	must(w.t, err)
	w.base = "http://" + ln.Addr().String()
	done := make(chan error, 1)
	go func() { done <- w.server.Serve(ln) }()
	w.t.Cleanup(func() {
		must(w.t, w.server.Shutdown(context.Background()))
		must(w.t, <-done)
	})
}

func (w *world) hire(d *directory.Directory) {
	w.t.Helper()
	ctx := w.t.Context()
	depts := map[string]string{}
	for _, code := range []string{"top", "rd", "ops"} {
		dept, _, err := d.EnsureDepartment(ctx, directory.NewDepartment{Code: code, Name: words.Text{"en": code, "zh-CN": code}, Parent: depts["top"]})
		must(w.t, err)
		depts[code] = dept.ID
	}
	for _, p := range []struct{ login, dept, manager, role string }{
		{"cai", "rd", "", "manager"}, {"bo", "rd", "", "manager"}, {"ann", "rd", "bo", "employee"}, {"dan", "rd", "bo", "employee"},
		{"hong", "ops", "", "hr"}, {"eva", "ops", "", "admin"}, {"ivan", "ops", "", "it"}, {"max", "ops", "", "employee"},
	} {
		person, added, err := d.EnsurePerson(ctx, directory.NewPerson{
			Login: p.login, Name: words.Text{"en": "Mx " + p.login, "zh-CN": "人" + p.login}, Dept: depts[p.dept],
			Manager: w.ids[p.manager], Roles: []string{"employee", p.role}, Language: "en",
		})
		must(w.t, err)
		w.ids[p.login] = person.ID
		if added && p.login == "ann" {
			must(w.t, d.SetPassword(ctx, person.ID, password))
		}
		token, _, err := w.identity.CreateToken(ctx, p.login, "test")
		must(w.t, err)
		w.tokens[p.login] = token
	}
	_, err := d.SetLead(ctx, depts["rd"], w.ids["cai"])
	must(w.t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// submit starts a leave of Ann's and returns its id and its task.
func (w *world) submit(body string, headers ...string) (id, task string) {
	w.t.Helper()
	a := w.as("ann", http.MethodPost, "/api/apps/leave/instances", body, headers...).want(w.t, http.StatusCreated)
	return a.text(w.t, "id"), a.text(w.t, "tasks", 0, "id")
}

func (w *world) long() string { return fmt.Sprintf(longLeave, w.ids["dan"]) }
