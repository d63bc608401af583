package engine

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/flow"
)

// QueryDue asks for an instant.
const QueryDue QueryKind = "due"

// Due describes an instant: so long After the instant From, or the Time of the
// site's Date; and from there so long Before. A span of working time is the
// calendar's affair, and so are zones. Working moves what lies outside of
// working time to where it begins again.
type Due struct {
	// From is in UTC milliseconds, and counts where Date is empty.
	From int64
	// Date is "YYYY-MM-DD" and Time "HH:MM" or empty for midnight.
	Date, Time    string
	After, Before *flow.Span
	Working       bool
}

func (d Due) key() string {
	span := func(s *flow.Span) string {
		if s == nil {
			return ""
		}
		return strconv.Itoa(s.Amount) + string(s.Unit)
	}
	return fmt.Sprintf("due/%d/%s/%s/%s/%s/%t", d.From, d.Date, d.Time, span(d.After), span(d.Before), d.Working)
}

// when returns the instant that is described. known is false where it must be
// asked for first.
func (r *run) when(node string, d Due) (at int64, known bool) {
	q := Query{Key: d.key(), Kind: QueryDue, Node: node, Due: d}
	answer, ok := r.answers[q.Key]
	if !ok {
		if !slices.ContainsFunc(r.needs, func(o Query) bool { return o.Key == q.Key }) {
			r.needs = append(r.needs, q)
		}
		return 0, false
	}
	return answer.At, true
}
