package rule

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// ErrCalendar is wrapped by the error of Calendar.Compile.
var ErrCalendar = errors.New("rule: calendar")

// maxCalendarDates bounds holidays and make-up days: some decades of them.
const maxCalendarDates = 5000

// Calendar says which days are worked.
type Calendar struct {
	// Weekend lists the days of the week that are not worked, 0 = Sunday.
	Weekend []int `json:"weekend"`
	// Holidays are dates, "YYYY-MM-DD", that are not worked.
	Holidays []string `json:"holidays"`
	// Workdays are make-up days: dates that are worked though they fall on a
	// weekend, or stand among the holidays too.
	Workdays []string `json:"workdays"`
}

// CompiledCalendar is a Calendar made ready for counting: a span of any length
// is counted in logarithmic time. It is immutable.
type CompiledCalendar struct {
	weekend [7]bool
	// perWeek is the number of worked days in a week.
	perWeek int
	// off are holidays on days that would be worked; on are make-up days on
	// days that would not be. Both sorted, each date once.
	off, on []day
}

// Compile checks the dates and makes the calendar ready for counting. The error
// wraps ErrCalendar.
func (c Calendar) Compile() (*CompiledCalendar, error) {
	if len(c.Holidays) > maxCalendarDates || len(c.Workdays) > maxCalendarDates {
		return nil, fmt.Errorf("%w: more than %d dates", ErrCalendar, maxCalendarDates)
	}
	out := &CompiledCalendar{}
	for _, w := range c.Weekend {
		if w < 0 || w > 6 {
			return nil, fmt.Errorf("%w: weekend day %d is not within 0 (Sunday) to 6", ErrCalendar, w)
		}
		out.weekend[w] = true
	}
	for _, off := range out.weekend {
		if !off {
			out.perWeek++
		}
	}
	worked, err := dates(c.Workdays)
	if err != nil {
		return nil, err
	}
	holidays, err := dates(c.Holidays)
	if err != nil {
		return nil, err
	}
	for _, d := range worked {
		if out.weekend[d.weekday()] {
			out.on = append(out.on, d)
		}
	}
	for _, d := range holidays {
		if _, made := slices.BinarySearch(worked, d); !made && !out.weekend[d.weekday()] {
			out.off = append(out.off, d)
		}
	}
	return out, nil
}

// dates reads dates, sorted, each once.
func dates(list []string) ([]day, error) {
	out := make([]day, 0, len(list))
	for _, s := range list {
		d, ok := parseDate(s)
		if !ok {
			return nil, fmt.Errorf("%w: %q is not a date", ErrCalendar, s)
		}
		out = append(out, d)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// worked reports whether d is a working day.
func (c *CompiledCalendar) worked(d day) bool { return c.count(d, d) == 1 }

// count is the number of working days from a to b, both included.
func (c *CompiledCalendar) count(a, b day) int {
	return c.before(b+1) - c.before(a) - within(c.off, a, b) + within(c.on, a, b)
}

// before is the number of days before d that are not on a weekend.
func (c *CompiledCalendar) before(d day) int {
	n := int(d) / 7 * c.perWeek
	for i := int(d) / 7 * 7; i < int(d); i++ {
		if !c.weekend[day(i).weekday()] {
			n++
		}
	}
	return n
}

// within is how many of the sorted dates lie from a to b.
func within(sorted []day, a, b day) int {
	from := sort.Search(len(sorted), func(i int) bool { return sorted[i] >= a })
	to := sort.Search(len(sorted), func(i int) bool { return sorted[i] > b })
	return to - from
}

// halfDays counts a date range in half days: calendar days, or working days
// where a calendar is given. known is false where the range is not complete or
// ends before it starts.
func halfDays(r map[string]any, c *CompiledCalendar) (n int, known bool, code string) {
	start, end, known, code := span(r)
	if !known {
		return 0, false, code
	}
	fromNoon, code := half(r["startHalf"], "pm")
	if code != "" {
		return 0, false, code
	}
	untilNoon, code := half(r["endHalf"], "am")
	if code != "" {
		return 0, false, code
	}
	if end < start || (end == start && fromNoon && untilNoon) {
		return 0, false, ""
	}
	if c == nil {
		n = 2 * (int(end-start) + 1)
	} else {
		n = 2 * c.count(start, end)
	}
	if fromNoon && (c == nil || c.worked(start)) {
		n--
	}
	if untilNoon && (c == nil || c.worked(end)) {
		n--
	}
	return n, true, ""
}

// span reads the first and last date of a range.
func span(r map[string]any) (start, end day, known bool, code string) {
	if start, known, code = boundary(r["start"]); !known {
		return 0, 0, false, code
	}
	if end, known, code = boundary(r["end"]); !known {
		return 0, 0, false, code
	}
	return start, end, true, ""
}

// boundary reads one date of a range; it is not known where it is missing.
func boundary(v any) (d day, known bool, code string) {
	switch s := v.(type) {
	case nil:
		return 0, false, ""
	case string:
		if d, ok := parseDate(s); ok {
			return d, true, ""
		}
		return 0, false, CodeDate
	default:
		return 0, false, CodeType
	}
}

// half reports whether a range's half is the one that shortens the range.
func half(v any, short string) (bool, string) {
	switch v {
	case nil:
		return false, ""
	case "am", "pm":
		return v == short, ""
	default:
		return false, CodeType
	}
}
