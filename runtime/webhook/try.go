package webhook

import (
	"context"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
)

// TriedView says what came of a test. Code is empty where the receiver took the
// call.
type TriedView struct {
	Status int    `json:"status,omitempty"`
	Code   string `json:"code,omitempty"`
	Detail string `json:"detail,omitempty"`
	// Took is how long the answer took, in milliseconds.
	Took int64 `json:"took"`
}

// mostTimeout is how long a test may take, in seconds: whoever asked for it
// waits.
const mostTimeout = 30

// Try calls a receiver once, with a body that the caller has made of sample
// data, and says what came of it. Tests run one after the other.
func (s *Service) Try(ctx context.Context, subject authz.Subject, app string, o Order) (TriedView, error) {
	if err := s.ask(ctx, subject, authz.StudioPublish, app); err != nil {
		return TriedView{}, err
	}
	o.Timeout = min(max(o.Timeout, 1), mostTimeout)
	origin, err := originOf(o.URL)
	if err != nil {
		return TriedView{}, err
	}
	if !s.trying.TryLock() {
		return TriedView{}, &fault.TooMany{Wait: time.Second}
	}
	defer s.trying.Unlock()
	keys, err := s.keys(ctx, app, origin)
	if err != nil {
		return TriedView{}, err
	}
	at := s.Clock.Now()
	out := s.client.try(ctx, attempt{
		url: o.URL, id: messageID("test_" + ids.Hash("webhookTest", app, o.URL, stamp(at))), at: at, keys: keys, body: []byte(o.Body),
		timeout: time.Duration(o.Timeout) * time.Second,
	})
	return TriedView{Status: out.status, Code: out.code, Detail: out.detail, Took: s.Clock.Now().Sub(at).Milliseconds()}, nil
}
