package webhook

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/rounds"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// idle is how long the sender rests when nothing is due.
	idle = 500 * time.Millisecond
	// atOnce is how many calls are under way at the same time, perOrigin how
	// many of them to one receiver: one that is slow must leave room for others.
	atOnce    = 32
	perOrigin = 4
	// seen is how many due calls a round looks at to find some whose receiver is
	// not busy.
	seen = 500
	// lease is how long a call rests with the node that has taken it: longer
	// than an answer may take. tellLease is the same for telling the case.
	lease     = 3 * time.Minute
	tellLease = 30 * time.Second
	// longestWait bounds what a receiver may ask for.
	longestWait = 6 * time.Hour
	// keepFor is how long a call is kept once it has an end; its effect has long
	// left its case by then, so no repeat of it comes.
	keepFor = 7 * 24 * time.Hour
	// clearEvery is how often old calls are cleared away, and clearBatch how
	// many at a time.
	clearEvery = 10 * time.Minute
	clearBatch = 500
)

// delays are how long a call waits after each failure; the last is for all that
// follow.
var delays = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}

// flights counts the calls that are under way.
type flights struct {
	mu      sync.Mutex
	all     int
	origins map[string]int
	group   sync.WaitGroup
}

// enter reports whether there is room for another call to a receiver, and takes
// it.
func (f *flights) enter(origin string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == atOnce || f.origins[origin] == perOrigin {
		return false
	}
	f.all++
	f.origins[origin]++
	return true
}

func (f *flights) leave(origin string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all--
	if f.origins[origin]--; f.origins[origin] == 0 {
		delete(f.origins, origin)
	}
}

// Run makes the calls that are due until ctx ends, and waits for those that are
// under way then.
func (s *Service) Run(ctx context.Context) {
	defer s.Wait()
	rounds.Run(ctx, idle, atOnce, s.Round, func(err error) { s.Log.Error("calling webhooks", "error", err) })
}

// Wait returns when no call is under way.
func (s *Service) Wait() { s.flights.group.Wait() }

// Round starts the calls that are due, as many as there is room for, and
// returns how many that were. It waits for none of them.
func (s *Service) Round(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	due, err := s.calls.Find(ctx, store.Query{Order: "dueAt", To: now.UnixMilli() + 1, Limit: seen})
	if err != nil {
		return 0, fmt.Errorf("webhook: finding what is due: %w", err)
	}
	if len(due.Items) == 0 {
		return 0, s.clearAway(ctx, now)
	}
	started := 0
	for _, c := range due.Items {
		origin := Origin(c.URL)
		if !s.flights.enter(origin) {
			continue
		}
		if err := s.take(ctx, c, now); err != nil {
			s.flights.leave(origin)
			if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
				continue // another node has it
			}
			return started, fmt.Errorf("webhook: taking a call: %w", err)
		}
		started++
		s.flights.group.Go(func() {
			defer s.flights.leave(origin)
			if err := s.handle(ctx, c, origin); err != nil && ctx.Err() == nil {
				s.Log.Error("a webhook call is left for later", "call", c.ID, "instance", c.Instance, "error", err)
			}
		})
	}
	return started, nil
}

// take lets this node alone make a call: whoever swaps it first has it.
func (s *Service) take(ctx context.Context, c *call, now time.Time) error {
	c.DueAt = now.Add(tellLease).UnixMilli()
	if c.State == waiting {
		c.DueAt = now.Add(lease).UnixMilli()
		c.Tries++
	}
	return s.calls.Replace(ctx, c)
}

// handle makes a call, unless its end is noted already, and tells the case of
// the end. A call whose handling fails is found again when its lease is over.
func (s *Service) handle(ctx context.Context, c *call, origin string) error {
	if c.State == waiting {
		waits, err := s.Cases.Waits(ctx, c.Instance, c.Errand)
		if err != nil {
			return err
		}
		if !waits {
			c.end(dropped, s.Clock.Now().UnixMilli())
		} else if err := s.call(ctx, c, origin); err != nil {
			return err
		}
	}
	var err error
	switch c.State {
	case waiting:
		return nil
	case done:
		err = s.Cases.Finish(ctx, c.Instance, c.Errand)
	case failed:
		err = s.Cases.Fail(ctx, c.Instance, c.Errand, Failure{c.Code, c.Detail, c.Tries})
	}
	if err != nil {
		return fmt.Errorf("webhook: telling case %s: %w", c.Instance, err)
	}
	c.DueAt = 0
	return s.note(ctx, c)
}

// call makes one attempt and notes what came of it.
func (s *Service) call(ctx context.Context, c *call, origin string) error {
	keys, err := s.keys(ctx, c.App, origin)
	if err != nil {
		return err
	}
	o := s.client.try(ctx, attempt{
		url: c.URL, id: messageID(c.Errand), at: s.Clock.Now(), keys: keys, body: []byte(c.Body),
		timeout: time.Duration(c.Timeout) * time.Second,
	})
	now := s.Clock.Now().UnixMilli()
	if ctx.Err() != nil && o.code != "" {
		// We are told to stop, and the call with us: that is no failure.
		c.Tries--
		c.DueAt = now
		return s.note(ctx, c)
	}
	c.Status, c.Code, c.Detail = o.status, o.code, o.detail
	switch {
	case o.code == "":
		c.end(done, now)
	case o.again && c.Tries < c.Most:
		c.DueAt = now + max(delayAfter(c), o.wait).Milliseconds()
	default:
		c.end(failed, now)
	}
	if o.code != "" {
		s.Log.Warn("a webhook call failed", "call", c.ID, "instance", c.Instance, "origin", origin, "tries", c.Tries, "state", c.State, "code", c.Code)
	}
	return s.note(ctx, c)
}

// note stores a call. It has been made: that is noted even where the server is
// told to stop.
func (s *Service) note(ctx context.Context, c *call) error {
	if err := s.calls.Replace(context.WithoutCancel(ctx), c); err != nil {
		return fmt.Errorf("webhook: noting what came of a call: %w", err)
	}
	return nil
}

// delayAfter is how long a call waits now, up to a tenth longer than the others:
// what failed together need not come again together.
func delayAfter(c *call) time.Duration {
	d := delays[min(c.Tries, len(delays))-1]
	h := fnv.New32a()
	fmt.Fprintf(h, "%s.%d", c.ID, c.Tries)
	return d + d/10*time.Duration(h.Sum32()%1000)/1000
}

// clearAway removes some calls that have long had an end.
func (s *Service) clearAway(ctx context.Context, now time.Time) error {
	if now.Sub(s.clearedAt) < clearEvery {
		return nil
	}
	s.clearedAt = now
	old, err := s.calls.Find(ctx, store.Query{Order: "endedAt", To: now.Add(-keepFor).UnixMilli(), Limit: clearBatch})
	if err != nil {
		return fmt.Errorf("webhook: finding old calls: %w", err)
	}
	for _, c := range old.Items {
		if c.DueAt != 0 {
			continue // the case is still to be told
		}
		err := s.calls.Delete(ctx, c.ID, c.Rev)
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("webhook: clearing old calls: %w", err)
		}
	}
	return nil
}
