package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/webhook"
)

// receiver is a system outside, which flows call. It notes what it is told.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got map[string]int // by the call's id
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{got: map[string]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got[req.Header.Get(webhook.HeaderID)]++
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(r.Close)
	return r
}

// compare finds each call of the histories at the receiver, and no others. A
// receiver may hear a call again, under the same id; the case goes on from it
// once, as its history says.
func (r *receiver) compare(t *testing.T, cases []engine.Instance) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	sent, again := map[string]bool{}, 0
	for _, in := range cases {
		for _, e := range in.Errands {
			id := "msg_" + strings.ReplaceAll(e.ID, ".", "_")
			sent[id] = true
			if e.Status == engine.ErrandDone && r.got[id] == 0 {
				t.Errorf("call %s is done, and nobody was called", e.ID)
			}
			if e.Status == engine.ErrandSent || e.Status == engine.ErrandFailed {
				t.Errorf("call %s is %s: %+v", e.ID, e.Status, e.Failure)
			}
		}
	}
	for id, n := range r.got {
		if !sent[id] {
			t.Errorf("call %s is of no case", id)
		}
		again += n - 1
	}
	t.Logf("%d calls, %d of them heard again", len(r.got), again)
}
