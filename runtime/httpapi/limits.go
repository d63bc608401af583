package httpapi

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/banli-oa/banli/runtime/fault"
)

// Limits bound what the server takes on at one time, and from one person or
// address. A zero value stands for the default of each.
type Limits struct {
	Running  int           // requests handled at one time; 256
	Waiting  int           // requests that may wait for their turn; 1024
	Patience time.Duration // how long one waits before it is refused; 2 seconds
	// Person bounds the requests of one person, on whatever devices; 100 a
	// second with bursts of 400.
	Person Rate
	// Address bounds the requests of one address for which nobody is signed in;
	// 50 a second with bursts of 500, for a whole office may share an address
	// and begin its day at the same minute.
	Address Rate
	// Trials bounds the scripts that one person tries out; 2 a second with bursts
	// of 20.
	Trials Rate
}

// Rate is how many requests a second are let through in the long run, and how
// many at once after a quiet time.
type Rate struct {
	PerSecond float64
	Burst     int
}

func (l Limits) withDefaults() Limits {
	if l.Running == 0 {
		l.Running = 256
	}
	if l.Waiting == 0 {
		l.Waiting = 1024
	}
	if l.Patience == 0 {
		l.Patience = 2 * time.Second
	}
	if l.Person == (Rate{}) {
		l.Person = Rate{PerSecond: 100, Burst: 400}
	}
	if l.Address == (Rate{}) {
		l.Address = Rate{PerSecond: 50, Burst: 500}
	}
	if l.Trials == (Rate{}) {
		l.Trials = Rate{PerSecond: 2, Burst: 20}
	}
	return l
}

// turnstile lets a bounded number of requests run and a bounded number wait,
// so that a flood is refused quickly instead of slowing everybody down until
// memory runs out.
type turnstile struct {
	running, waiting chan struct{}
	patience         time.Duration
}

func newTurnstile(l Limits) *turnstile {
	return &turnstile{running: make(chan struct{}, l.Running), waiting: make(chan struct{}, l.Waiting), patience: l.Patience}
}

var errCrowded = errors.New("httpapi: too many requests at once")

// enter waits for a turn and returns what ends it, or a *fault.Unavailable
// "server.busy".
func (t *turnstile) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-t.running }
	select {
	case t.running <- struct{}{}:
		return leave, nil
	default:
	}
	busy := &fault.Unavailable{Code: "server.busy", Err: errCrowded}
	select {
	case t.waiting <- struct{}{}:
		defer func() { <-t.waiting }()
	default:
		return nil, busy
	}
	limit, cancel := context.WithTimeout(ctx, t.patience)
	defer cancel()
	select {
	case t.running <- struct{}{}:
		return leave, nil
	case <-limit.Done():
		return nil, busy
	}
}

// maxBuckets bounds the memory of one generation of buckets.
const maxBuckets = 50_000

// buckets holds a token bucket for each key that was seen lately. Keys live in
// two generations: one that is not seen for a whole generation is forgotten,
// by when its bucket would be full again anyway.
type buckets struct {
	rate       Rate
	generation time.Duration

	mu         sync.Mutex
	turnedAt   time.Time
	young, old map[string]*rate.Limiter
}

func newBuckets(r Rate) *buckets {
	refill := time.Duration(float64(r.Burst) / r.PerSecond * float64(time.Second))
	return &buckets{rate: r, generation: max(refill, time.Minute), young: map[string]*rate.Limiter{}}
}

// take takes one token of key's bucket, or returns a *fault.TooMany with how
// long to wait for one.
func (b *buckets) take(key string, now time.Time) error {
	bucket := b.of(key, now)
	if bucket.AllowN(now, 1) {
		return nil
	}
	missing := 1 - bucket.TokensAt(now)
	return &fault.TooMany{Wait: time.Duration(math.Ceil(missing/b.rate.PerSecond*1000)) * time.Millisecond}
}

func (b *buckets) of(key string, now time.Time) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Sub(b.turnedAt) >= b.generation || len(b.young) >= maxBuckets {
		b.young, b.old, b.turnedAt = map[string]*rate.Limiter{}, b.young, now
	}
	bucket, ok := b.young[key]
	if !ok {
		if bucket, ok = b.old[key]; !ok {
			bucket = rate.NewLimiter(rate.Limit(b.rate.PerSecond), b.rate.Burst)
		}
		b.young[key] = bucket
	}
	return bucket
}

// crowdKey is what an address counts as: itself, or its /64 for IPv6, which is
// what one subscriber is given.
func crowdKey(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	net, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return net.String()
}
