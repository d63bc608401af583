package webhook

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	callVersion = 1
	// maxSwaps is how often a lost swap is tried again.
	maxSwaps = 20
	// mostCounted is where counting the calls that wait stops.
	mostCounted = 1000
)

// Cases are what calls are made for. Telling of an errand that a case does not
// wait for any more does nothing.
type Cases interface {
	// Waits reports whether a case still waits for an errand.
	Waits(ctx context.Context, instance, errand string) (bool, error)
	// Finish tells a case that an errand is done, Fail that it has failed.
	Finish(ctx context.Context, instance, errand string) error
	Fail(ctx context.Context, instance, errand string, f Failure) error
}

// Failure says why a call failed, as one of the Failed codes, what the receiver
// or the network said, and how often it was tried.
type Failure struct {
	Code, Detail string
	Tries        int
}

// Deps are what webhooks need. All but TLS are required.
type Deps struct {
	Backend store.Backend
	Keys    *keyring.Keyring
	Audit   *audit.Recorder
	Authz   authz.Authorizer
	Cases   Cases
	Clock   clock.Clock
	Log     *slog.Logger
	// Gate decides where calls may go.
	Gate Gate
	// TLS says which certificates to trust; nil takes the system's.
	TLS *tls.Config
}

// Service notes calls, makes them, and keeps the secrets that they are signed
// with. It is safe for concurrent use.
type Service struct {
	Deps
	calls   *store.Collection[call]
	secrets *store.Collection[secretDocument]
	client  *client
	flights flights
	trying  sync.Mutex
	// clearedAt belongs to Round, which one worker calls.
	clearedAt time.Time
}

var _ outbox.Deliverer = (*Service)(nil)

// New opens the collections of calls and secrets, and seals secrets again that
// are sealed under a master key of before.
func New(ctx context.Context, d Deps) (*Service, error) {
	s := &Service{Deps: d, flights: flights{origins: map[string]int{}}}
	var err error
	if s.calls, err = store.Open[call](d.Backend, callsSpec); err != nil {
		return nil, fmt.Errorf("webhook: opening calls: %w", err)
	}
	if s.secrets, err = store.Open[secretDocument](d.Backend, secretsSpec); err != nil {
		return nil, fmt.Errorf("webhook: opening secrets: %w", err)
	}
	s.client = newClient(d.Gate, &http.Transport{TLSClientConfig: d.TLS})
	return s, s.reseal(ctx)
}

// Deliver notes the call that an effect orders. It calls nobody itself.
func (s *Service) Deliver(ctx context.Context, e outbox.Effect) error {
	var o Order
	if err := json.Unmarshal(e.Data, &o); err != nil {
		return fmt.Errorf("webhook: the order of effect %s: %w", e.ID, err)
	}
	now := s.Clock.Now().UnixMilli()
	err := s.calls.Insert(ctx, &call{
		Head: store.Head{ID: ids.Hash("webhookCall", e.ID)}, V: callVersion, App: e.App, Instance: e.Instance, Errand: e.Errand,
		URL: o.URL, Timeout: o.Timeout, Most: o.Tries, Body: o.Body, At: now, State: waiting, DueAt: now,
	})
	if err != nil && !errors.Is(err, store.ErrExists) {
		return fmt.Errorf("webhook: noting a call: %w", err)
	}
	return nil
}

// Waiting counts the calls that have no end yet, up to 1,000.
func (s *Service) Waiting(ctx context.Context) (int, error) {
	n, err := s.calls.Count(ctx, store.Query{Order: "dueAt"}, mostCounted)
	if err != nil {
		return 0, fmt.Errorf("webhook: counting calls: %w", err)
	}
	return n, nil
}

// ask puts a request about an app to the policy; a refusal is a *fault.Denied.
func (s *Service) ask(ctx context.Context, subject authz.Subject, action, app string) error {
	d := s.Authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "studio", App: app, ID: app}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}
