package identity

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
)

func TestBackoffMemoryIsBounded(t *testing.T) {
	t.Parallel()
	c := clock.NewManual(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC))
	b := newBackoff(c)
	for i := range maxAttempts {
		b.begin(fmt.Sprintf("user%d", i), fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
		c.Advance(time.Millisecond)
	}
	if len(b.byKey) != maxAttempts {
		t.Errorf("%d keys", len(b.byKey))
	}
	b.begin(strings.Repeat("x", 1<<20), "not an address")
	for k := range b.byKey {
		if len(k) > 80 {
			t.Errorf("a key of %d bytes", len(k))
		}
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	p := pace{free: 2, longest: time.Minute}
	for failures, want := range map[int]time.Duration{
		0: 0, 2: 0, 3: time.Second, 4: 2 * time.Second, 8: 32 * time.Second, 9: time.Minute, 1 << 30: time.Minute,
	} {
		if got := p.wait(failures); got != want {
			t.Errorf("%d: %v", failures, got)
		}
	}
}

func TestAddressKey(t *testing.T) {
	t.Parallel()
	for a, want := range map[string]string{
		"10.0.0.1": "address:10.0.0.1", "::ffff:10.0.0.1": "address:10.0.0.1", "2001:db8::1": "address:2001:db8::/64",
		"fe80::1%eth0": "address:fe80::/64", "": "address:?", "10.0.0.1:80": "address:?",
	} {
		if got := addressKey(a); got != want {
			t.Errorf("%s: %s", a, got)
		}
	}
}

func TestSeenIsBoundedAndKeepsNothingForgotten(t *testing.T) {
	t.Parallel()
	s := newSeen()
	d := digestOf("a")
	_, _, epoch := s.get(d)
	s.forgetPerson("someone") // between reading the store and remembering
	s.put(d, credential{person: "p"}, epoch)
	if _, known, _ := s.get(d); known {
		t.Error("taken in although something was forgotten meanwhile")
	}
	for i := range maxSeen + 10 {
		_, _, epoch = s.get(d)
		s.put(digestOf(fmt.Sprint(i)), credential{person: "p"}, epoch)
	}
	if len(s.byDigest) > maxSeen {
		t.Errorf("%d entries", len(s.byDigest))
	}
}
