package audit

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// refusalWindow is how long further refusals of the same thing to the same
	// person are only counted.
	refusalWindow = 10 * time.Minute
	// maxRefusals bounds the memory of what is being counted.
	maxRefusals = 10_000
)

// Refusal is something that a person was refused.
type Refusal struct {
	// Person is the id of the person concerned.
	Person string
	// Action is what was refused: "access.refused" or "login.failed".
	Action string
	// Asked is the policy's action; Target names what it was asked about.
	Asked, Target string
	// Reasons are the policy's, sorted.
	Reasons []string
}

type refusalKey struct{ person, action, asked, target string }

type refusalCount struct {
	refusal Refusal
	since   int64
	n       int // beyond the one that was recorded
	latest  Who
}

// refusals counts repeated ones, so that a hammering client cannot fill the
// disk: the first is recorded at once, the others within ten minutes are one
// more entry with their number.
type refusals struct {
	mu    sync.Mutex
	byKey map[refusalKey]*refusalCount
}

// Refuse records a refusal. What was refused did not happen, so a record that
// cannot be written is only told to the log.
func (r *Recorder) Refuse(ctx context.Context, f Refusal) {
	key := refusalKey{f.Person, f.Action, f.Asked, f.Target}
	now := r.clock.Now().UnixMilli()
	r.refusals.mu.Lock()
	c, counting := r.refusals.byKey[key]
	if counting && now-c.since < refusalWindow.Milliseconds() {
		c.n++
		c.latest = WhoOf(ctx)
		r.refusals.mu.Unlock()
		return
	}
	if r.refusals.byKey == nil {
		r.refusals.byKey = map[refusalKey]*refusalCount{}
	}
	if !counting && len(r.refusals.byKey) >= maxRefusals {
		for old := range r.refusals.byKey { // any one: its count is lost, what it counted is not news
			delete(r.refusals.byKey, old)
			break
		}
	}
	r.refusals.byKey[key] = &refusalCount{refusal: f, since: now}
	r.refusals.mu.Unlock()
	if counting && c.n > 0 {
		r.writeRefusal(With(ctx, c.latest), c.refusal, c.n, c.since)
	}
	r.writeRefusal(ctx, f, 1, 0)
}

func (r *Recorder) writeRefusal(ctx context.Context, f Refusal, n int, since int64) {
	facts := map[string]any{}
	if f.Asked != "" {
		facts["asked"] = f.Asked
	}
	if f.Target != "" {
		facts["target"] = f.Target
	}
	if len(f.Reasons) > 0 {
		facts["reasons"] = f.Reasons
	}
	if since > 0 {
		facts["count"], facts["since"] = n, since
	}
	e := Event{Object: Object(KindAccess, f.Person), Action: f.Action, About: f.Person, Facts: facts}
	if err := r.Record(context.WithoutCancel(ctx), e); err != nil {
		r.log.Error("a refusal was not recorded", "action", f.Action, "asked", f.Asked, "reasons", strings.Join(f.Reasons, " "), "error", err)
	}
}

// sumUp records the counts whose window is over at now; a negative now means
// all of them.
func (r *Recorder) sumUp(ctx context.Context, now int64) {
	r.refusals.mu.Lock()
	var over []*refusalCount
	for _, key := range slices.Collect(maps.Keys(r.refusals.byKey)) {
		c := r.refusals.byKey[key]
		if now < 0 || now-c.since >= refusalWindow.Milliseconds() {
			over = append(over, c)
			delete(r.refusals.byKey, key)
		}
	}
	r.refusals.mu.Unlock()
	for _, c := range over {
		if c.n > 0 {
			r.writeRefusal(With(ctx, c.latest), c.refusal, c.n, c.since)
		}
	}
}
