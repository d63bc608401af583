package audit

import (
	"context"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	// refusalWindow is how long further refusals of the same thing to the same
	// person are only counted.
	refusalWindow = 10 * time.Minute
	// maxTargets is how many different things one person can be refused within
	// the window before they are counted together.
	maxTargets = 50
	// maxCounted bounds the memory of what is being counted, and maxWaiting
	// that of what is not written yet.
	maxCounted = 10_000
	maxWaiting = 1_000
	// maxTarget is the longest name of a target, in bytes: it may come from
	// an address that somebody made up.
	maxTarget = 120
)

// Refusal is something that a person was refused.
type Refusal struct {
	// Person is the id of the person concerned.
	Person string
	// Action is what happened: "access.refused" or "login.failed".
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
	n       int // beyond the one that was written at once
	latest  Who
	at      int64 // of the latest
}

// waitingEntry is an entry that the next flush writes.
type waitingEntry struct {
	who   Who
	event Event
}

// refusals counts repeated ones, so that a hammering client cannot fill the
// disk: the first is an entry, the others within ten minutes are one more with
// their number. Nothing waits for the store here: how long a failed sign-in
// takes must not tell whether the person exists.
type refusals struct {
	mu      sync.Mutex
	byKey   map[refusalKey]*refusalCount
	targets map[string]int // person → keys being counted
	waiting []waitingEntry
}

// Refuse takes note of a refusal. What was refused did not happen, so it is
// written by the next flush, and lost with a crash before it.
func (r *Recorder) Refuse(ctx context.Context, f Refusal) {
	r.refusals.note(f, WhoOf(ctx), r.clock.Now().UnixMilli())
}

func (q *refusals) note(f Refusal, who Who, now int64) {
	f.Target = short(f.Target)
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.byKey == nil {
		q.byKey, q.targets = map[refusalKey]*refusalCount{}, map[string]int{}
	}
	key := refusalKey{f.Person, f.Action, f.Asked, f.Target}
	c, counting := q.byKey[key]
	if !counting && q.targets[f.Person] >= maxTargets {
		f.Target, f.Reasons = "", nil
		key = refusalKey{f.Person, f.Action, "", ""}
		c, counting = q.byKey[key]
	}
	switch {
	case counting && now-c.since < refusalWindow.Milliseconds():
		c.n++
		c.latest, c.at = who, now
		return
	case counting:
		q.close(key, c)
	case len(q.byKey) >= maxCounted:
		return // thousands of people are being refused at once; their first refusals are on record
	}
	q.byKey[key] = &refusalCount{refusal: f, since: now}
	q.targets[f.Person]++
	q.wait(f, who, now, nil)
}

// close ends a count; what it counted is one entry.
func (q *refusals) close(key refusalKey, c *refusalCount) {
	delete(q.byKey, key)
	if q.targets[key.person]--; q.targets[key.person] <= 0 {
		delete(q.targets, key.person)
	}
	if c.n > 0 {
		q.wait(c.refusal, c.latest, c.at, map[string]any{"count": c.n, "since": c.since})
	}
}

func (q *refusals) wait(f Refusal, who Who, at int64, facts map[string]any) {
	if len(q.waiting) >= maxWaiting {
		return
	}
	if facts == nil {
		facts = map[string]any{}
	}
	if f.Asked != "" {
		facts["asked"] = f.Asked
	}
	if f.Target != "" {
		facts["target"] = f.Target
	}
	if len(f.Reasons) > 0 {
		facts["reasons"] = f.Reasons
	}
	q.waiting = append(q.waiting, waitingEntry{who, Event{
		Object: Object(KindAccess, f.Person), Action: f.Action, About: f.Person, Facts: facts, At: at,
	}})
}

// sumUp closes the counts whose window is over at now; a negative now means
// all of them.
func (q *refusals) sumUp(now int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for key, c := range q.byKey {
		if now < 0 || now-c.since >= refusalWindow.Milliseconds() {
			q.close(key, c)
		}
	}
}

// writeRefusals writes the entries that wait.
func (r *Recorder) writeRefusals(ctx context.Context) error {
	q := &r.refusals
	q.mu.Lock()
	waiting := q.waiting
	q.waiting = nil
	q.mu.Unlock()
	for i, w := range waiting {
		if err := r.Record(With(ctx, w.who), w.event); err != nil {
			q.mu.Lock()
			q.waiting = append(slices.Clone(waiting[i:]), q.waiting...)
			q.mu.Unlock()
			return err
		}
	}
	return nil
}

// short cuts a name at maxTarget bytes, between characters.
func short(s string) string {
	if len(s) <= maxTarget {
		return s
	}
	end := maxTarget
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
