package authz

import (
	"context"
	"sync/atomic"
)

// Trail records that decisions were asked for within one request, so that the
// edge can refuse to send an answer that nobody authorised. It may be used from
// several goroutines.
type Trail struct {
	allowed atomic.Int32
	denied  atomic.Int32
	refused atomic.Pointer[Refused]
}

// Refused is a request that was denied, with the reasons.
type Refused struct {
	Action   string
	Resource Resource
	Reasons  []string
}

type trailKey struct{}

// WithTrail returns a context that carries a new trail, and the trail.
func WithTrail(ctx context.Context) (context.Context, *Trail) {
	t := new(Trail)
	return context.WithValue(ctx, trailKey{}, t), t
}

// TrailOf returns the trail that the context carries, or nil.
func TrailOf(ctx context.Context) *Trail {
	t, _ := ctx.Value(trailKey{}).(*Trail)
	return t
}

// Asked says whether at least one decision was asked for.
func (t *Trail) Asked() bool { return t.Allowed() || t.Denied() }

// Allowed says whether at least one decision allowed. An answer that carries
// content needs one.
func (t *Trail) Allowed() bool { return t != nil && t.allowed.Load() > 0 }

// Denied says whether at least one decision denied. A list may leave out denied
// rows, so this alone does not make an answer wrong.
func (t *Trail) Denied() bool { return t != nil && t.denied.Load() > 0 }

// Refused returns the last request that was denied, nil where there was none.
func (t *Trail) Refused() *Refused {
	if t == nil {
		return nil
	}
	return t.refused.Load()
}

func (t *Trail) mark(r *Request, d Decision) {
	switch {
	case t == nil:
	case d.Allow:
		t.allowed.Add(1)
	default:
		t.denied.Add(1)
		t.refused.Store(&Refused{Action: r.Action, Resource: r.Resource, Reasons: d.Reasons})
	}
}
