package calendar

import (
	"fmt"
	"strings"
	"time"
)

// usualHours are the hours of a calendar that names none: eight, with an hour
// for lunch.
var usualHours = []string{"09:00-12:00", "13:00-18:00"}

// maxSpans is how many spans of working hours a day may have.
const maxSpans = 8

// span is a part of a working day, in minutes after midnight on the wall
// clock. It lasts as long as the zone says: an hour that a change of summer
// time skips or repeats is not worked, or worked twice.
type span struct{ from, to int }

// hours reads spans such as "09:00-12:00", which must follow each other.
func hours(list []string) ([]span, error) {
	if len(list) == 0 {
		list = usualHours
	}
	if len(list) > maxSpans {
		return nil, fmt.Errorf("%w: hours: more than %d spans", ErrInvalid, maxSpans)
	}
	var spans []span
	last := -1
	for _, entry := range list {
		from, to, _ := strings.Cut(entry, "-")
		s := span{minutes(from), minutes(to)}
		if s.from < 0 || s.to < 0 || s.from >= s.to {
			return nil, fmt.Errorf("%w: hours: %q is not a span like 09:00-12:00", ErrInvalid, entry)
		}
		if s.from <= last {
			return nil, fmt.Errorf("%w: hours: %q begins before the span before it has ended", ErrInvalid, entry)
		}
		spans, last = append(spans, s), s.to
	}
	return spans, nil
}

// minutes reads "HH:MM", up to 24:00; -1 for anything else.
func minutes(text string) int {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return 24 * 60
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// WorkdayLength is how much of a usual working day is worked.
func (c *Calendar) WorkdayLength() time.Duration {
	total := 0
	for _, s := range c.hours {
		total += s.to - s.from
	}
	return time.Duration(total) * time.Minute
}

// Add returns the earliest instant by which so much working time has passed
// since from. With nothing to work it is the first working instant at or after
// from.
func (c *Calendar) Add(from time.Time, work time.Duration) time.Time {
	var at time.Time
	c.walk(from, func(begin, end time.Time) bool {
		if have := end.Sub(begin); have < work {
			work -= have
			return true
		}
		at = begin.Add(max(work, 0))
		return false
	})
	return at
}

// Between returns how much working time lies between two instants; none where
// to is not after from.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	var total time.Duration
	c.walk(from, func(begin, end time.Time) bool {
		if !begin.Before(to) {
			return false
		}
		if end.After(to) {
			end = to
		}
		total += end.Sub(begin)
		return true
	})
	return total
}

// walk hands out the spans of working time from an instant on, the first cut
// off there, until yield has had enough. A week has a working day and a
// calendar has a bounded number of holidays, so there is always a next span.
func (c *Calendar) walk(from time.Time, yield func(begin, end time.Time) bool) {
	year, month, day := from.In(c.zone).Date()
	for ; ; day++ {
		noon := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
		if !c.Workday(noon.Format(time.DateOnly)) {
			continue
		}
		for _, s := range c.hours {
			begin, end := c.wall(noon, s.from), c.wall(noon, s.to)
			if begin.Before(from) {
				begin = from
			}
			if begin.Before(end) && !yield(begin, end) {
				return
			}
		}
	}
}

// wall is the instant at which the site's clocks show so many minutes after
// midnight of a date.
func (c *Calendar) wall(date time.Time, minute int) time.Time {
	year, month, day := date.Date()
	return time.Date(year, month, day, 0, minute, 0, 0, c.zone)
}
