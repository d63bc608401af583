package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
	"github.com/banli-oa/banli/runtime/webhook"
)

// desk is what calls are made for, and a place to make them from.
type desk struct {
	t      *testing.T
	faulty *storetest.Faulty
	clock  *clock.Manual
	keys   *keyring.Keyring
	folder string

	mu   sync.Mutex
	told map[string][]string // errand → what it was told
	gone map[string]bool     // errands that nobody waits for
	deaf bool                // nobody listens
}

var errDeaf = errors.New("the case does not listen")

func newDesk(t *testing.T) *desk {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	d := &desk{
		t: t, faulty: storetest.NewFaulty(backend), clock: clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)),
		folder: t.TempDir(), told: map[string][]string{}, gone: map[string]bool{},
	}
	d.keys, err = keyring.LoadOrCreate(filepath.Join(d.folder, "master.key"))
	must(t, err)
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// service is one process's.
func (d *desk) service() *webhook.Service {
	d.t.Helper()
	record, err := audit.New(d.t.Context(), d.faulty, d.clock, audit.Options{})
	must(d.t, err)
	s, err := webhook.New(d.t.Context(), webhook.Deps{
		Backend: d.faulty, Keys: d.keys, Audit: record, Authz: authz.New(nil, authz.Options{}), Cases: d, Clock: d.clock,
		Log: slog.New(slog.DiscardHandler), Gate: webhook.NewGate([]netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}),
	})
	must(d.t, err)
	return s
}

func (d *desk) Waits(_ context.Context, _, errand string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.gone[errand], nil
}

func (d *desk) Finish(_ context.Context, _, errand string) error { return d.hear(errand, "done") }

func (d *desk) Fail(_ context.Context, _, errand string, f webhook.Failure) error {
	return d.hear(errand, f.Code)
}

func (d *desk) hear(errand, what string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.deaf {
		return errDeaf
	}
	d.told[errand] = append(d.told[errand], what)
	return nil
}

// heard says what an errand's case was told.
func (d *desk) heard(errand string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.told[errand], " ")
}

// order has an errand called.
func (d *desk) order(s *webhook.Service, errand, url string) {
	d.t.Helper()
	data, err := json.Marshal(webhook.Order{URL: url, Timeout: 5, Tries: 3, Body: `{"a":1}`})
	must(d.t, err)
	e := outbox.Effect{ID: errand + ".order", Kind: "errand.webhook", App: "leave", Instance: "case", Errand: errand, Data: data}
	must(d.t, s.Deliver(d.t.Context(), e))
	must(d.t, s.Deliver(d.t.Context(), e)) // a repeat notes nothing
}

// round makes what is due, and waits for it.
func round(t *testing.T, s *webhook.Service) int {
	t.Helper()
	n, err := s.Round(t.Context())
	must(t, err)
	s.Wait()
	return n
}

// counter is a receiver that counts the calls by their ids.
type counter struct {
	*httptest.Server
	mu  sync.Mutex
	ids map[string]int
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{ids: map[string]int{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ids[r.Header.Get(webhook.HeaderID)]++
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *counter) count(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids[id]
}

func TestACallThatIsNotNotedIsMadeAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	s := d.service()
	d.order(s, "case.e1", c.URL)
	// The second write of the call is what notes the outcome: there the process
	// ends.
	d.faulty.Inject(storetest.Fault{Op: storetest.Replace, Collection: "webhookCalls", Skip: 1, Mode: storetest.Fail})
	round(t, s)
	if c.count("msg_case_e1") != 1 || d.heard("case.e1") != "" {
		t.Fatalf("%d calls, told %q", c.count("msg_case_e1"), d.heard("case.e1"))
	}
	later := d.service()
	if n := round(t, later); n != 0 {
		t.Fatal("it was taken again while it might still be under way")
	}
	d.clock.Advance(4 * time.Minute)
	round(t, later)
	if c.count("msg_case_e1") != 2 || d.heard("case.e1") != "done" {
		t.Errorf("%d calls, told %q", c.count("msg_case_e1"), d.heard("case.e1"))
	}
	if n, err := later.Waiting(t.Context()); n != 0 || err != nil {
		t.Errorf("%d wait: %v", n, err)
	}
}

func TestACaseThatDoesNotListenIsToldLaterAndNobodyCalledAgain(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	s := d.service()
	d.order(s, "case.e1", c.URL)
	d.deaf = true
	round(t, s)
	d.deaf = false
	d.clock.Advance(time.Minute)
	round(t, s)
	d.clock.Advance(time.Hour)
	round(t, s)
	if c.count("msg_case_e1") != 1 || d.heard("case.e1") != "done" {
		t.Errorf("%d calls, told %q", c.count("msg_case_e1"), d.heard("case.e1"))
	}
}

func TestTwoProcessesMakeACallOnce(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	all := []*webhook.Service{d.service(), d.service(), d.service()}
	const calls = 60
	for i := range calls {
		d.order(all[0], "case.e"+string(rune('A'+i)), c.URL)
	}
	for range calls { // four at a time to one receiver
		var group sync.WaitGroup
		for _, s := range all {
			group.Go(func() { _, _ = s.Round(t.Context()); s.Wait() })
		}
		group.Wait()
	}
	for i := range calls {
		id := "case.e" + string(rune('A'+i))
		if n := c.count("msg_" + strings.ReplaceAll(id, ".", "_")); n != 1 || d.heard(id) != "done" {
			t.Errorf("%s: %d calls, told %q", id, n, d.heard(id))
		}
	}
}

func TestASlowReceiverLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer slow.Close()
	s := d.service()
	for i := range 50 {
		d.order(s, "slow.e"+string(rune('A'+i)), slow.URL)
	}
	d.clock.Advance(time.Second)
	d.order(s, "case.e1", c.URL)
	n, err := s.Round(t.Context())
	must(t, err)
	if n != 5 {
		t.Errorf("%d calls begun, want 4 of the slow one's and the other", n)
	}
	deadline := time.After(10 * time.Second)
	for d.heard("case.e1") != "done" {
		select {
		case <-deadline:
			t.Fatal("the other receiver waited for the slow one")
		case <-time.Tick(5 * time.Millisecond):
		}
	}
	close(hold)
	s.Wait()
}

func TestTriesAreUsedUpAndThenTheCaseIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := 0
	e := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked == 1 {
			w.Header().Set("Retry-After", "600")
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer e.Close()
	s := d.service()
	d.order(s, "case.e1", e.URL)
	round(t, s)
	d.clock.Advance(9 * time.Minute)
	if round(t, s); asked != 1 {
		t.Fatal("the receiver's wish to be left alone was not heeded")
	}
	d.clock.Advance(time.Minute)
	round(t, s)
	d.clock.Advance(55 * time.Second)
	if round(t, s); asked != 2 {
		t.Fatalf("asked %d times", asked)
	}
	d.clock.Advance(15 * time.Second)
	round(t, s)
	d.clock.Advance(24 * time.Hour)
	round(t, s)
	if asked != 3 || d.heard("case.e1") != webhook.FailedStatus {
		t.Errorf("asked %d times, told %q", asked, d.heard("case.e1"))
	}
}

func TestWhatNobodyWaitsForIsNotCalled(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	s := d.service()
	d.order(s, "case.e1", c.URL)
	d.gone["case.e1"] = true
	round(t, s)
	d.clock.Advance(time.Hour)
	round(t, s)
	if c.count("msg_case_e1") != 0 || d.heard("case.e1") != "" {
		t.Errorf("%d calls, told %q", c.count("msg_case_e1"), d.heard("case.e1"))
	}
	if n, _ := s.Waiting(t.Context()); n != 0 {
		t.Errorf("%d wait", n)
	}
}

// A server that is told to stop breaks calls off; they are made again at the
// next start, and that is no failure.
func TestACallThatIsBrokenOffIsMadeAtTheNextStart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	came, hold := make(chan struct{}, 8), make(chan struct{})
	e := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		came <- struct{}{}
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}))
	defer e.Close()
	s := d.service()
	d.order(s, "case.e1", e.URL)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	<-came
	stop()
	<-ended
	close(hold)
	round(t, d.service())
	if d.heard("case.e1") != "done" {
		t.Errorf("told %q", d.heard("case.e1"))
	}
}

func TestSecretsAreSealedAgainUnderANewMasterKey(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), newCounter(t)
	first := d.service()
	d.order(first, "case.e1", c.URL)
	round(t, first) // makes a secret
	path := filepath.Join(d.folder, "master.key")
	old, err := os.ReadFile(path)
	must(t, err)
	_, err = keyring.LoadOrCreate(filepath.Join(d.folder, "other.key"))
	must(t, err)
	fresh, err := os.ReadFile(filepath.Join(d.folder, "other.key"))
	must(t, err)
	both := filepath.Join(d.folder, "both.key")
	must(t, os.WriteFile(both, append(append([]byte{}, fresh...), old...), 0o600))
	d.keys, err = keyring.Load(both)
	must(t, err)
	d.service() // seals again
	d.keys, err = keyring.Load(filepath.Join(d.folder, "other.key"))
	must(t, err)
	last := d.service()
	d.order(last, "case.e2", c.URL)
	round(t, last)
	if d.heard("case.e2") != "done" {
		t.Errorf("told %q", d.heard("case.e2"))
	}
}
