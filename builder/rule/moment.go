package rule

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// moment is a date-time of RFC 3339 as a point in time: whole seconds since
// the midnight UTC that begins day 0, and nanoseconds. The offset that it was
// written with is gone.
type moment struct{ seconds, nanos int64 }

const (
	daySeconds    = 86_400
	secondNanos   = 1_000_000_000
	fractionWidth = 9
)

// afterDate is what follows the date of a date-time: the form's own pattern, so
// that rules read exactly what a form accepts. Leap seconds are left out.
var afterDate = regexp.MustCompile(`^[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$`)

// parseMoment reads a date-time; it is false for one that does not exist.
func parseMoment(s string) (moment, bool) {
	// Most texts are none, and are told from one by a letter.
	if len(s) < len("2026-01-01T00:00:00Z") || s[10] != 'T' && s[10] != 't' {
		return moment{}, false
	}
	d, ok := parseDate(s[:10])
	if !ok {
		return moment{}, false
	}
	m := afterDate.FindStringSubmatch(s[10:])
	if m == nil {
		return moment{}, false
	}
	offset := digits(m[6])*3600 + digits(m[7])*60
	if m[5] == "-" {
		offset = -offset
	}
	seconds := int64(d)*daySeconds + int64(digits(m[1])*3600+digits(m[2])*60+digits(m[3])-offset)
	nanos := digits(m[4] + strings.Repeat("0", fractionWidth-len(m[4])))
	return moment{seconds: seconds, nanos: int64(nanos)}, true
}

// compare orders two points in time.
func (m moment) compare(other moment) int {
	switch {
	case m.seconds < other.seconds, m.seconds == other.seconds && m.nanos < other.nanos:
		return -1
	case m == other:
		return 0
	default:
		return 1
	}
}

// moments reads both operands as date-times; ok is false where one is none.
func moments(a, b any) (x, y moment, ok bool) {
	s, isText := a.(string)
	t, alsoText := b.(string)
	if !isText || !alsoText {
		return x, y, false
	}
	if x, ok = parseMoment(s); !ok {
		return x, y, false
	}
	y, ok = parseMoment(t)
	return x, y, ok
}

// evalMinutesBetween is how many minutes later the second date-time is: 90 for
// an hour and a half, negative for earlier, with a fraction for seconds.
func evalMinutesBetween(s *scope, n *node) (any, *EvalError) {
	a, b, err := s.pair(n)
	if err != nil || a == nil || b == nil {
		return nil, err
	}
	from, to, ok := moments(a, b)
	if !ok {
		return nil, fail(n, CodeType)
	}
	nanos := decimal.NewFromInt(to.seconds - from.seconds).Mul(decimal.NewFromInt(secondNanos)).Add(decimal.NewFromInt(to.nanos - from.nanos))
	return bounded(n, nanos.DivRound(decimal.NewFromInt(60*secondNanos), divisionDigits))
}
