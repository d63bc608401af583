package httpapi

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/company"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
)

// maxBody is the largest request body in bytes.
const maxBody = 1 << 20

// maxConnections is how many connections may be open at one time; more are
// answered 503 before anything is read.
const maxConnections = 16 << 10

// maxHead is the largest request line with its headers in bytes: a link that
// fills in a form has the values in its address, three bytes for each in UTF-8.
const maxHead = 16 << 10

// Deps are the rooms that the edge serves. All are required but Demo and UI.
type Deps struct {
	Workflow  *workflow.Service
	Studio    *studio.Service
	Identity  *identity.Identity
	Directory *directory.Directory
	Company   *company.Company
	Leaving   *directory.Leaving
	Absences  *directory.Absences
	Notify    *notify.Notices
	Post      *mail.Post
	Webhooks  *webhook.Service
	Lists     *lists.Lists
	Authz     authz.Authorizer
	Clock     clock.Clock
	IDs       ids.Source
	Log       *slog.Logger
	Telemetry *Telemetry
	// UI holds the built interface with index.html at its root; nil or empty
	// shows a page that says how to build it.
	UI fs.FS
	// Demo maps "employee", "manager", "hr", "admin" and "it" to logins; nil
	// outside a demo.
	Demo []DemoPerson
	// PublicURL is the address people use, such as "https://oa.example.com";
	// empty takes the Host header. It decides the Origin check and the
	// Secure mark of cookies.
	PublicURL string
	// Heartbeat is how often an open event stream says that it is there; zero
	// is every 20 seconds.
	Heartbeat time.Duration
	// Ready reports why the server cannot serve now, or nil.
	Ready func(context.Context) error
	// System tells IT what is running.
	System System
	// Limits bound how much is taken on at one time.
	Limits Limits
	// TrustedProxies are the addresses whose X-Forwarded headers are believed.
	TrustedProxies []netip.Prefix
}

// DemoPerson is one of the people a visitor of a demo can enter as.
type DemoPerson struct {
	As    string
	Login string
}

// Server serves the API and the interface.
type Server struct {
	Deps
	app    *fiber.App
	static *staticFiles
	// contract is what the server says of itself.
	contract *contract
	routes   []route
	// turnstile bounds the requests at one time; the buckets those of a person
	// and, where nobody is signed in, of an address.
	turnstile          *turnstile
	persons, addresses *buckets
	// trials bounds the scripts that one person tries out, asks those that run for
	// the forms that they fill in.
	trials   *buckets
	asks     shares
	uploads  lanes
	stopping atomic.Bool
}

// route is one address of the API. Every handler under /api must ask the
// policy before it answers; see guard.
type route struct {
	method, path string
	// anonymous lets a request through for which nobody is signed in; the
	// policy then decides about an anonymous subject.
	anonymous bool
	// slow is a request that may take minutes through no fault of the server's; it
	// gives its turn back once it is admitted, and bounds itself.
	slow   bool
	handle func(*call) error
}

// New makes a server; it does not listen yet.
func New(d Deps) (*Server, error) {
	limits := d.Limits.withDefaults()
	s := &Server{
		Deps: d, turnstile: newTurnstile(limits),
		persons: newBuckets(limits.Person), addresses: newBuckets(limits.Address),
		trials: newBuckets(limits.Trials), asks: shares{patience: limits.Patience},
	}
	static, err := newStaticFiles(d.UI)
	if err != nil {
		return nil, err
	}
	s.static = static
	if s.contract, err = newContract(); err != nil {
		return nil, err
	}
	s.app = fiber.New(fiber.Config{
		AppName:                      "Banli",
		BodyLimit:                    maxBody,
		ReadBufferSize:               maxHead,
		StreamRequestBody:            true, // see takeBody
		DisablePreParseMultipartForm: true,
		Immutable:                    true, // what a handler keeps must not change under it
		CaseSensitive:                true,
		StrictRouting:                true,
		DisableHeadAutoRegister:      true,
		ReadTimeout:                  30 * time.Second,
		WriteTimeout:                 60 * time.Second,
		IdleTimeout:                  2 * time.Minute,
		ErrorHandler:                 s.edgeError,
		Concurrency:                  maxConnections,
		TrustProxy:                   len(d.TrustedProxies) > 0,
		TrustProxyConfig:             fiber.TrustProxyConfig{Proxies: d.proxyList()},
	})
	// A client learns with its last answer that the connection ends, and does
	// not send another request into it.
	s.app.Server().CloseOnShutdown = true
	s.app.Server().HeaderReceived = announced
	s.app.Use(s.takeBody)
	s.routes = s.table()
	for _, r := range s.routes {
		s.app.Add([]string{r.method}, r.path, s.guard(r))
	}
	s.app.Get("/healthz", s.health)
	s.app.Get("/readyz", s.ready)
	s.app.All("/api/*", func(c fiber.Ctx) error {
		return s.send(c, problem("request.notFound", languageOf(c, s.Company.Language()), nil))
	})
	s.app.Get("/*", s.page)
	return s, nil
}

// table lists every route that the policy guards.
func (s *Server) table() []route {
	var all []route
	for _, group := range [][]route{
		s.sessionRoutes(), s.appRoutes(), s.instanceRoutes(), s.actionRoutes(), s.draftRoutes(), s.fileRoutes(), s.peopleRoutes(), s.departmentRoutes(), s.directoryRoutes(), s.importRoutes(), s.linkRoutes(), s.accountRoutes(), s.absenceRoutes(),
		s.noticeRoutes(), s.eventRoutes(), s.mailRoutes(), s.studioRoutes(), s.compareRoutes(), s.metricsRoutes(), s.systemRoutes(),
		s.companyRoutes(), s.setupRoutes(), s.failureRoutes(), s.webhookRoutes(), s.listRoutes(), s.scriptRoutes(), s.designRoutes(),
		s.auditRoutes(), s.contractRoutes(),
	} {
		all = append(all, group...)
	}
	return all
}

// Serve answers requests on ln until Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	return s.app.Listener(ln, fiber.ListenConfig{DisableStartupMessage: true})
}

// Shutdown stops accepting, says so to whoever asks /readyz, ends the event
// streams, which would run on, and waits for running requests until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	s.Notify.Hub().Shut()
	return s.app.ShutdownWithContext(ctx)
}

// edgeError renders what fiber itself refuses before any handler ran.
func (s *Server) edgeError(c fiber.Ctx, err error) error {
	code := "server.internal"
	var fe *fiber.Error
	if errors.As(err, &fe) {
		switch fe.Code {
		case http.StatusRequestEntityTooLarge:
			code = "request.tooLarge"
			if c.Path() == importPath || isListImport(c.Path()) {
				code = "import.tooLarge"
			}
		case http.StatusMethodNotAllowed:
			code = "request.method"
		case http.StatusNotFound:
			code = "request.notFound"
		case http.StatusBadRequest:
			code = "request.malformed"
		case http.StatusRequestTimeout:
			code = "request.timeout"
		case http.StatusRequestHeaderFieldsTooLarge:
			code = "request.headTooLarge"
		}
	}
	id := s.IDs.New()
	if code == "server.internal" {
		s.Log.Error("request failed at the edge", "request", id, "path", c.Path(), "error", err)
	}
	return s.send(c, problem(code, languageOf(c, s.Company.Language()), map[string]string{"request": id, "detail": err.Error()}))
}

func (s *Server) health(c fiber.Ctx) error { return c.SendString("ok\n") }

func (s *Server) ready(c fiber.Ctx) error {
	if s.stopping.Load() {
		return c.Status(http.StatusServiceUnavailable).SendString("not ready: the server is stopping\n")
	}
	if err := s.Ready(c.Context()); err != nil {
		s.Log.Warn("not ready", "error", err)
		return c.Status(http.StatusServiceUnavailable).SendString("not ready: " + err.Error() + "\n")
	}
	return c.SendString("ready\n")
}
