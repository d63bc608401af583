package identity

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
)

// WaitError says that this account or address has failed too often and how
// long to wait before trying again. It is the same for accounts that exist and
// those that don't.
type WaitError struct {
	After time.Duration // whole seconds, at least one
}

// Error says how long to wait.
func (e *WaitError) Error() string {
	return fmt.Sprintf("identity: too many failed sign-ins, try again in %s", e.After)
}

// pace is how failures turn into waiting: free ones cost nothing, then each
// doubles the wait from one second up to longest.
type pace struct {
	free    int
	longest time.Duration
}

// An account's own mistakes are few; behind one address may be a whole office.
var (
	accountPace = pace{free: 4, longest: 15 * time.Minute}
	addressPace = pace{free: 20, longest: time.Minute}
)

const (
	forgetAfter = time.Hour // failures older than this, and waited out, count no more
	maxAttempts = 16384     // keys kept; beyond it the stalest of a few goes
)

func (p pace) wait(failures int) time.Duration {
	over := failures - p.free
	if over <= 0 {
		return 0
	}
	// Past 2^20 seconds every pace has long reached its longest.
	return min(time.Second<<min(over-1, 20), p.longest)
}

type attempt struct {
	pace     pace
	failures int
	last     time.Time
	until    time.Time
}

// backoff slows down whoever guesses. Its memory is bounded.
type backoff struct {
	clock clock.Clock
	mu    sync.Mutex
	byKey map[string]*attempt
}

func newBackoff(c clock.Clock) *backoff {
	return &backoff{clock: c, byKey: map[string]*attempt{}}
}

func accountKey(login string) string {
	if len(login) > 64 { // what is kept must not grow with what is sent
		sum := sha256.Sum256([]byte(login))
		return "account#" + string(sum[:])
	}
	return "account:" + login
}

// addressKey takes an IPv6 address by its /64, which is what one customer
// gets (RFC 6177).
func addressKey(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "address:?"
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return "address:" + a.String()
	}
	p, _ := a.Prefix(64) // never fails: 64 fits every IPv6 address
	return "address:" + p.String()
}

// begin counts a failure in advance, so that many tries at once can't slip
// through together, and returns how to take it back; or it returns how long to
// wait, counting nothing.
func (b *backoff) begin(login, address string) (t *try, wait time.Duration) {
	return b.count(accountKey(login), addressKey(address))
}

// count is begin for keys that are made already.
func (b *backoff) count(account, address string) (t *try, wait time.Duration) {
	t = &try{b: b, account: account, address: address}
	now := b.clock.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, k := range []string{t.account, t.address} {
		if a, ok := b.byKey[k]; ok {
			wait = max(wait, a.until.Sub(now))
		}
	}
	if wait > 0 {
		return nil, (wait + time.Second - 1).Truncate(time.Second)
	}
	b.charge(t.account, accountPace, now)
	b.charge(t.address, addressPace, now)
	return t, 0
}

func (b *backoff) charge(key string, p pace, now time.Time) {
	a, ok := b.byKey[key]
	if !ok || now.Sub(a.last) > forgetAfter {
		if !ok {
			b.makeRoom()
		}
		a = &attempt{pace: p}
		b.byKey[key] = a
	}
	a.failures++
	a.last = now
	a.until = now.Add(p.wait(a.failures))
}

// makeRoom drops the stalest of a few keys, as good as the very stalest and
// far cheaper to find.
func (b *backoff) makeRoom() {
	if len(b.byKey) < maxAttempts {
		return
	}
	var stalest string
	n := 0
	for k, a := range b.byKey {
		if stalest == "" || a.last.Before(b.byKey[stalest].last) {
			stalest = k
		}
		if n++; n == 16 {
			break
		}
	}
	delete(b.byKey, stalest)
}

// try is one sign-in that was counted as failed until it says otherwise.
type try struct {
	b                *backoff
	account, address string
}

// succeeded forgets the account's failures. The address keeps its others: one
// right password must not buy an attacker more guesses.
func (t *try) succeeded() {
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	delete(t.b.byKey, t.account)
	t.b.refund(t.address)
}

// void takes the try back where nothing was learnt from it.
func (t *try) void() {
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	t.b.refund(t.account)
	t.b.refund(t.address)
}

func (b *backoff) refund(key string) {
	a, ok := b.byKey[key]
	if !ok {
		return
	}
	if a.failures--; a.failures <= 0 {
		delete(b.byKey, key)
		return
	}
	a.until = a.last // whoever waited has waited; the next failure counts on from here
}
