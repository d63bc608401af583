package httpapi_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/httpapi"
)

func TestOnePersonCannotAskWithoutEnd(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, nil, func(d *httpapi.Deps) { d.Limits.Person = httpapi.Rate{PerSecond: 1, Burst: 3} })
	for range 3 {
		w.as("ann", http.MethodGet, "/api/apps", "").want(t, http.StatusOK)
	}
	a := w.as("ann", http.MethodGet, "/api/apps", "").problem(t, http.StatusTooManyRequests, "request.tooMany")
	if got := a.header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
	// A change that was refused was not made.
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", shortLeave).problem(t, http.StatusTooManyRequests, "request.tooMany")
	w.as("bo", http.MethodGet, "/api/apps", "").want(t, http.StatusOK)
	w.clock.Advance(2 * time.Second)
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").want(t, http.StatusOK).get(t, "items").([]any)); got != 0 {
		t.Errorf("%d instances of a refused submission", got)
	}
	w.clock.Advance(time.Hour)
	for range 3 {
		w.as("ann", http.MethodGet, "/api/apps", "").want(t, http.StatusOK)
	}
	w.as("ann", http.MethodGet, "/api/apps", "").problem(t, http.StatusTooManyRequests, "request.tooMany")
}

func TestAnAddressWithNobodySignedInCannotAskWithoutEnd(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, nil, func(d *httpapi.Deps) { d.Limits.Address = httpapi.Rate{PerSecond: 1, Burst: 4} })
	w.ask("GET", "/api/session", "").want(t, http.StatusOK)
	w.ask("GET", "/api/session", "").want(t, http.StatusOK)
	// Guesses at tokens count too.
	for range 2 {
		w.ask("GET", "/api/apps", "", "Authorization", "Bearer nonsense").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	}
	w.ask("GET", "/api/apps", "", "Authorization", "Bearer nonsense").problem(t, http.StatusTooManyRequests, "request.tooMany")
	w.ask("GET", "/api/session", "").problem(t, http.StatusTooManyRequests, "request.tooMany")
	// Whoever has signed in at the same address is not held up.
	w.as("ann", http.MethodGet, "/api/apps", "").want(t, http.StatusOK)
}

func TestTheAddressBehindAProxy(t *testing.T) {
	t.Parallel()
	burst := httpapi.Rate{PerSecond: 1, Burst: 2}
	t.Run("trusted", func(t *testing.T) {
		t.Parallel()
		w := newWorldWith(t, nil, func(d *httpapi.Deps) {
			d.Limits.Address = burst
			d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
		})
		for i := range 2 {
			// What the client wrote itself does not make it somebody else.
			w.ask("GET", "/api/session", "", "X-Forwarded-For", fmt.Sprintf("8.8.8.%d, 9.9.9.9, 10.0.0.7", i)).want(t, http.StatusOK)
		}
		w.ask("GET", "/api/session", "", "X-Forwarded-For", "9.9.9.9").problem(t, http.StatusTooManyRequests, "request.tooMany")
		w.ask("GET", "/api/session", "", "X-Forwarded-For", "9.9.9.10").want(t, http.StatusOK)
		// One subscriber's IPv6 addresses are one.
		for i := range 2 {
			w.ask("GET", "/api/session", "", "X-Forwarded-For", fmt.Sprintf("2001:db8::%d", i+1)).want(t, http.StatusOK)
		}
		w.ask("GET", "/api/session", "", "X-Forwarded-For", "2001:db8::77").problem(t, http.StatusTooManyRequests, "request.tooMany")
		w.ask("GET", "/api/session", "", "X-Forwarded-For", "2001:db8:1::77").want(t, http.StatusOK)
	})
	t.Run("not trusted", func(t *testing.T) {
		t.Parallel()
		w := newWorldWith(t, nil, func(d *httpapi.Deps) { d.Limits.Address = burst })
		for i := range 2 {
			w.ask("GET", "/api/session", "", "X-Forwarded-For", fmt.Sprintf("9.9.9.%d", i)).want(t, http.StatusOK)
		}
		w.ask("GET", "/api/session", "", "X-Forwarded-For", "9.9.9.99").problem(t, http.StatusTooManyRequests, "request.tooMany")
	})
}

func TestAFloodIsRefusedInsteadOfQueuedWithoutEnd(t *testing.T) {
	t.Parallel()
	w := unserved(t, func(d *httpapi.Deps) { d.Limits.Running, d.Limits.Waiting, d.Limits.Patience = 1, 1, time.Hour })
	began, goOn := make(chan struct{}, 2), make(chan struct{})
	w.server.AddWaiting("/waiting", began, goOn)
	w.listen()
	answers := make(chan answer, 3)
	for range 3 {
		go func() { answers <- w.ask("POST", "/waiting", "", "Accept-Language", "zh-CN") }()
	}
	// One runs and one waits until they may go on: what is answered before is
	// the third.
	a := (<-answers).problem(t, http.StatusServiceUnavailable, "server.busy")
	if a.header.Get("Retry-After") != "1" || a.text(t, "title") != "服务器繁忙" {
		t.Errorf("%v %s", a.header, a.body)
	}
	close(goOn)
	for range 2 {
		(<-answers).want(t, http.StatusOK)
	}
	w.ask("GET", "/api/session", "").want(t, http.StatusOK)
}

func TestWhoWaitsTooLongIsRefused(t *testing.T) {
	t.Parallel()
	w := unserved(t, func(d *httpapi.Deps) { d.Limits.Running, d.Limits.Patience = 1, time.Millisecond })
	began, goOn := make(chan struct{}, 1), make(chan struct{})
	w.server.AddWaiting("/waiting", began, goOn)
	w.listen()
	done := make(chan answer, 1)
	go func() { done <- w.ask("POST", "/waiting", "") }()
	<-began
	w.ask("GET", "/api/session", "").problem(t, http.StatusServiceUnavailable, "server.busy")
	close(goOn)
	(<-done).want(t, http.StatusOK)
}
