package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/clock"
)

// hasteVariable makes a server's clock run faster: "FACTOR@MILLISECONDS", the
// second being the instant at which it showed the same as the machine's. All
// servers of a test share it, those that are started again too.
const hasteVariable = "BANLI_TEST_HASTE"

// hasty is a clock that runs faster than the machine's, so that deadlines of
// minutes pass within seconds.
type hasty struct {
	from   time.Time
	factor int64
}

var _ clock.Clock = hasty{}

func (h hasty) Now() time.Time {
	return h.from.Add(time.Since(h.from) * time.Duration(h.factor))
}

// haste is the setting of a clock that is so many times faster from now on.
func haste(factor int) string {
	return fmt.Sprintf("%s=%d@%d", hasteVariable, factor, time.Now().UnixMilli())
}

// beHasty puts the clock in the environment in place of the machine's.
func beHasty() {
	factor, from, ok := strings.Cut(os.Getenv(hasteVariable), "@")
	if !ok {
		return
	}
	n, err := strconv.ParseInt(factor, 10, 64)
	at, wrong := strconv.ParseInt(from, 10, 64)
	if err != nil || wrong != nil {
		fmt.Fprintf(os.Stderr, "%s: %v %v\n", hasteVariable, err, wrong)
		os.Exit(2)
	}
	systemClock = func() clock.Clock { return hasty{from: time.UnixMilli(at), factor: n} }
}

func TestAHastyClockKeepsItsPace(t *testing.T) {
	t.Parallel()
	h := hasty{from: time.Now().Add(-time.Minute), factor: 60}
	if passed := h.Now().Sub(h.from); passed < time.Hour || passed > 2*time.Hour {
		t.Errorf("%s passed in a minute", passed)
	}
}
