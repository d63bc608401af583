package bench

import (
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	t.Parallel()
	upTo := func(n int) latencies {
		var l latencies
		for i := n; i >= 1; i-- {
			l = append(l, time.Duration(i)*time.Millisecond)
		}
		return l
	}
	for name, test := range map[string]struct {
		in   latencies
		want Spread
	}{
		"none":        {nil, Spread{}},
		"one":         {upTo(1), Spread{Count: 1, P50: 1, P95: 1, P99: 1, Max: 1}},
		"two":         {upTo(2), Spread{Count: 2, P50: 1, P95: 2, P99: 2, Max: 2}},
		"a hundred":   {upTo(100), Spread{Count: 100, P50: 50, P95: 95, P99: 99, Max: 100}},
		"a hundred 1": {upTo(101), Spread{Count: 101, P50: 51, P95: 96, P99: 100, Max: 101}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.in.spread(); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
