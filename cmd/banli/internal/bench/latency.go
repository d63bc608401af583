package bench

import (
	"math"
	"slices"
	"time"
)

// latencies collects how long each call took. It belongs to one client and is
// merged at the end, so that measuring takes no lock.
type latencies []time.Duration

// Spread is what is told about a kind of call: how many there were, and in
// milliseconds the median, the 95th and 99th percentile and the longest.
type Spread struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50Ms"`
	P95   float64 `json:"p95Ms"`
	P99   float64 `json:"p99Ms"`
	Max   float64 `json:"maxMs"`
}

// spread sorts l and describes it. No calls have a spread of zeros.
func (l latencies) spread() Spread {
	if len(l) == 0 {
		return Spread{}
	}
	slices.Sort(l)
	return Spread{
		Count: len(l),
		P50:   milliseconds(l.percentile(50)),
		P95:   milliseconds(l.percentile(95)),
		P99:   milliseconds(l.percentile(99)),
		Max:   milliseconds(l[len(l)-1]),
	}
}

// percentile returns the smallest value that p percent of the values do not
// exceed (the nearest-rank method, which never invents a value between two).
// l is sorted and not empty.
func (l latencies) percentile(p float64) time.Duration {
	rank := int(math.Ceil(p / 100 * float64(len(l))))
	return l[max(rank, 1)-1]
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
