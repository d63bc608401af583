package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

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
	"github.com/banli-oa/banli/runtime/lists"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/notify/mail"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store/migrate"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/timer"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/seed"
	"github.com/banli-oa/banli/ui"
)

// stopLimit is how long running requests may take once the server is told to
// stop: with closing the store it stays below the ten seconds after which
// supervisors kill.
const stopLimit = 8 * time.Second

func serveCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c, err := readConfig(args, os.Environ(), stderr)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		// A server's live heap is small: collecting half as often costs some
		// 15 MiB and saves a tenth of the processor time under load.
		debug.SetGCPercent(200)
	}
	log := slog.New(slog.NewJSONHandler(stderr, nil))
	p, err := assemble(ctx, c, log)
	if err != nil {
		return err
	}
	// What starting took is not needed any more: policies, schemas and the
	// interface were read, parsed and made small.
	debug.FreeOSMemory()
	err = p.serve(ctx, c, stdout)
	return errors.Join(err, p.close())
}

// product is everything that runs while the server does.
type product struct {
	log      *slog.Logger
	backend  migrate.Store
	scripts  *script.Pool
	bench    *script.OnDemand
	record   *audit.Recorder
	identity *identity.Identity
	policies *bundle.Manager
	company  *company.Company
	lists    *lists.Lists
	workflow *workflow.Service
	leaving  *directory.Leaving
	absences *directory.Absences
	notices  *notify.Notices
	outbox   *outbox.Worker
	post     *mail.Post
	timers   *timer.Worker
	webhooks *webhook.Service
	files    *files.Service
	server   *httpapi.Server
}

// assemble wires the rooms. What was opened is closed again where a later part
// fails.
func assemble(ctx context.Context, c config, log *slog.Logger) (p *product, err error) {
	p = &product{log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	now := systemClock()
	if p.backend, err = openStore(ctx, c.place(), log); err != nil {
		return p, err
	}
	if err := p.startScripts(c.Workers); err != nil {
		return p, err
	}
	if p.record, err = openRecord(ctx, c, p.backend, audit.Options{Log: log}); err != nil {
		return p, err
	}
	remember := identity.Options{Audit: p.record}
	if c.place().shared() {
		remember.CacheFor = trustFor
	}
	if p.identity, err = identity.New(ctx, p.backend, now, remember); err != nil {
		return p, err
	}
	gate := authz.New(nil, authz.Options{Report: func(_ context.Context, what string, failure error) {
		log.Error("the policy failed and denied", "action", what, "error", failure)
	}})
	p.policies = bundle.NewManager(gate, bundle.Options{Admit: p.admitPolicy})
	if _, err = p.policies.Activate(ctx, c.Policies); err != nil {
		p.recordRefusedPolicy(ctx, err)
		return p, fmt.Errorf("the policy was refused: %w", err)
	}
	people := directory.New(p.identity, now)
	site, err := siteCalendar(c.Calendar)
	if err != nil {
		return p, err
	}
	keys, err := masterKey(c)
	if err != nil {
		return p, err
	}
	if p.company, err = company.New(ctx, company.Deps{
		Backend: p.backend, Keys: keys, Identity: p.identity, Directory: people, Authz: gate, Audit: p.record, Clock: now,
		Site: site, Fixed: c.Calendar != "", Demo: demoName(c),
	}); err != nil {
		return p, err
	}
	people.SpeakByDefault(p.company.Language)
	if p.lists, err = lists.New(ctx, p.backend, p.record, now); err != nil {
		return p, err
	}
	if p.notices, err = notify.New(p.backend, p.identity, gate, now); err != nil {
		return p, err
	}
	design, err := studio.New(studio.Deps{Backend: p.backend, Identity: p.identity, Authz: gate, Scripts: p.scripts, Lists: p.lists, Clock: now, Saved: p.notices.DraftSaved})
	if err != nil {
		return p, err
	}
	if p.post, err = mail.New(mail.Deps{
		Backend: p.backend, Identity: p.identity, Authz: gate, Settings: p.mailServer, Wants: p.notices.WantsMail,
		AppName: appName(design.Editions()), Company: p.company.Name, PublicURL: c.PublicURL, Clock: now, IDs: ids.Random(), Log: log,
	}); err != nil {
		return p, err
	}
	if p.files, err = newFiles(ctx, p.backend, keys, p.record, now, log); err != nil {
		return p, err
	}
	if p.workflow, err = workflow.New(ctx, workflow.Deps{
		Backend: p.backend, Editions: design.Editions(), Identity: p.identity, Authz: gate,
		Scripts: p.scripts, Bench: p.bench, Lists: p.lists, Designs: design, Calendar: site, Clock: now, IDs: ids.Random(), InboxChanged: p.notices.InboxChanged, Say: httpapi.Words,
		Tell: outbox.Fan(p.notices, p.post), Keys: keys, Files: p.files, Shared: c.place().shared(),
	}); err != nil {
		return p, err
	}
	p.leaving, p.absences = directory.NewLeaving(people, p.workflow), directory.NewAbsences(people, p.workflow)
	networks, err := readNetworks("webhook-allow", c.WebhookAllow)
	if err != nil {
		return p, err
	}
	if p.webhooks, err = webhook.New(ctx, webhook.Deps{
		Backend: p.backend, Keys: keys, Audit: p.record, Authz: gate, Cases: waitingCases{p.workflow}, Clock: now, Log: log,
		Gate: webhook.NewGate(networks),
	}); err != nil {
		return p, err
	}
	p.outbox = outbox.New(p.workflow, p.ways(), now, log)
	p.timers = timer.New(p.workflow, now, log)
	if c.Demo {
		if err := p.loadDemo(ctx, c.place().shared(), seed.Deps{
			Identity: p.identity, Directory: people, Lists: p.lists, Studio: design, Workflow: p.workflow, Calendar: site.Current(), Clock: now,
		}); err != nil {
			return p, err
		}
	}
	proxies, err := readNetworks("trusted-proxies", c.Proxies)
	if err != nil {
		return p, err
	}
	telemetry := httpapi.NewTelemetry()
	telemetry.Gauge("banli_outbox_pending", "Instances with effects that are not delivered yet.", func() float64 {
		return float64(p.outbox.Pending(ctx))
	})
	telemetry.Gauge("banli_timers_late", "Instances of which a timer was due a minute ago and has not acted.", func() float64 {
		return float64(p.timers.Late(ctx))
	})
	telemetry.Gauge("banli_event_streams", "Event streams that are open.", func() float64 { return float64(p.notices.Hub().Open()) })
	telemetry.Gauge("banli_mail_waiting", "Mails that are not sent yet, up to 1000.", func() float64 {
		n, err := p.post.Waiting(ctx)
		if err != nil {
			return -1
		}
		return float64(n)
	})
	telemetry.Gauge("banli_webhooks_waiting", "Webhook calls that have no end yet, up to 1000.", func() float64 {
		n, err := p.webhooks.Waiting(ctx)
		if err != nil {
			return -1
		}
		return float64(n)
	})
	p.server, err = httpapi.New(httpapi.Deps{
		Workflow: p.workflow, Studio: design, Identity: p.identity, Directory: people, Leaving: p.leaving, Absences: p.absences, Notify: p.notices, Post: p.post, Webhooks: p.webhooks, Lists: p.lists, Authz: gate, Clock: now, IDs: ids.Random(),
		Log: log, Telemetry: telemetry, UI: ui.Dist(), Demo: demoCast(c), PublicURL: c.PublicURL, Ready: p.ready,
		Company: p.company,
		Limits: httpapi.Limits{
			Person:  httpapi.Rate{PerSecond: c.PersonRate, Burst: int(c.PersonRate * 4)},
			Address: httpapi.Rate{PerSecond: c.AddressRate, Burst: int(c.AddressRate * 10)},
		},
		TrustedProxies: proxies,
		System:         httpapi.System{Version: version(), Store: c.place().name(), StartedAt: now.Now(), Policy: p.policyStatus, Scripts: p.scriptStatus},
	})
	return p, err
}

// policyStatus tells the revision of the policy in force and why a later one
// was refused.
func (p *product) policyStatus() (revision, refused string) {
	status := p.policies.Status()
	if status.Active != nil {
		revision = status.Active.Policy.Revision()
	}
	if status.Refused != nil {
		refused = status.Refused.Error()
	}
	return revision, refused
}

// siteCalendar reads the calendar file that was named, or begins with the
// default, which the company's settings replace.
func siteCalendar(path string) (*calendar.Site, error) {
	if path == "" {
		return calendar.NewSite(calendar.Default()), nil
	}
	c, err := calendar.Load(path)
	if err != nil {
		return nil, err
	}
	return calendar.NewSite(c), nil
}

// demoCast lists the people that a visitor of a demo can enter as.
func demoCast(c config) []httpapi.DemoPerson {
	if !c.Demo {
		return nil
	}
	var cast []httpapi.DemoPerson
	for _, m := range seed.Cast() {
		cast = append(cast, httpapi.DemoPerson{As: m.As, Login: m.Login})
	}
	return cast
}

// serve answers until ctx ends, and lets what runs then finish.
func (p *product) serve(ctx context.Context, c config, stdout io.Writer) error {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Listen, err)
	}
	stopControl, err := p.control(ctx, c.Data)
	if err != nil {
		// A folder with a long path has no room for a socket's name; the
		// server does its work without one.
		p.log.Warn("banli token create must wait until this server stops", "error", err)
	} else {
		defer stopControl()
	}
	// The record is kept until the last request has been answered.
	recording, stopRecording := context.WithCancel(context.WithoutCancel(ctx))
	recorded := make(chan struct{})
	go func() { p.record.Run(recording); close(recorded) }()
	go p.sweepRecord(ctx)
	defer func() { stopRecording(); <-recorded }()
	go p.outbox.Run(ctx)
	go p.post.Run(ctx)
	go p.timers.Run(ctx)
	calling, stopCalling := context.WithCancel(ctx)
	calls := make(chan struct{})
	go func() { p.webhooks.Run(calling); close(calls) }()
	defer func() { stopCalling(); <-calls }()
	go p.reapFiles(ctx)
	go p.keepPolicy(ctx)
	go p.finishLeaving(ctx)
	go p.beginAbsences(ctx)
	if c.place().shared() {
		leave, err := migrate.Attend(ctx, p.backend, ids.Random().New(), clock.System())
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		defer leave()
		go p.follow(ctx)
		go p.notices.Follow(ctx, streamsEvery, p.log)
	}
	fmt.Fprintf(stdout, "Banli is at http://%s\n", ln.Addr())
	if err := p.inviteFounder(ctx, c, ln.Addr(), stdout); err != nil && ctx.Err() == nil {
		return errors.Join(err, ln.Close())
	}
	failed := make(chan error, 1)
	go func() { failed <- p.server.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	p.log.Info("stopping", "limit", stopLimit.String())
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	return p.server.Shutdown(limit)
}

// leavingEvery is how often what a leaver was given at the last moment is handed
// over.
const leavingEvery = 20 * time.Second

// finishLeaving hands over what leavers still hold, from the start on: a process
// that ended half-way is finished by the next.
func (p *product) finishLeaving(ctx context.Context) {
	ticker := time.NewTicker(leavingEvery)
	defer ticker.Stop()
	for {
		if _, err := p.leaving.Finish(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("handing over what a leaver held; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// keepPolicy makes lists follow the policy in force, and loads it again at
// each SIGHUP; one that is refused changes nothing.
func (p *product) keepPolicy(ctx context.Context) {
	p.reindex(ctx, p.policies.Status().Active)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			candidate, err := p.policies.Reload(ctx)
			if err != nil {
				p.recordRefusedPolicy(ctx, err)
				p.log.Error("the policy was refused; the one before it stays", "error", err)
				continue
			}
			p.log.Info("the policy was loaded again", "revision", candidate.Policy.Revision())
			p.reindex(ctx, candidate)
		}
	}
}

// reindex names the readers of the cases again if another policy named them.
func (p *product) reindex(ctx context.Context, c *bundle.Candidate) {
	did, err := p.workflow.Reindex(ctx, c.Digest, func(done int) {
		p.log.Info("naming the readers of cases by the new policy", "done", done)
	})
	switch {
	case err != nil && ctx.Err() == nil:
		p.log.Error("lists still follow the policy before; reload to try again", "error", err)
	case did && err == nil:
		p.log.Info("lists follow the policy", "revision", c.Policy.Revision())
	}
}

func (p *product) close() error {
	var errs []error
	errs = append(errs, p.stopScripts())
	if p.backend != nil {
		errs = append(errs, p.backend.Close())
	}
	return errors.Join(errs...)
}
