package rule

import "github.com/shopspring/decimal"

// The bounds of date arithmetic.
const (
	// maxAdded is the most days, or months, that are added to a date: more than
	// the calendar has.
	maxAdded = 4_000_000
	// maxAddedWorkdays is the most working days that are added: some four years.
	maxAddedWorkdays = 1000
	// maxWalked is the most days that are looked at to find them.
	maxWalked = 10_000
)

// date evaluates an operand that must be a date; known is false for null.
func (s *scope) date(n *node, i int) (d day, known bool, err *EvalError) {
	v, err := s.eval(n.args[i])
	if err != nil {
		return 0, false, err
	}
	d, known, code := boundary(v)
	if code != "" {
		return 0, false, fail(n, code)
	}
	return d, known, nil
}

// evalDaysBetween is how many days later the second date is: 1 for tomorrow,
// -1 for yesterday.
func evalDaysBetween(s *scope, n *node) (any, *EvalError) {
	from, known, err := s.date(n, 0)
	if err != nil {
		return nil, err
	}
	to, alsoKnown, err := s.date(n, 1)
	if err != nil || !known || !alsoKnown {
		return nil, err
	}
	return decimal.NewFromInt(int64(to - from)), nil
}

// adding is addDays, addMonths and addWorkdays: a date and a whole number,
// which may be negative. A date outside the years 1 to 9999 is CodeRange.
func adding(plus func(s *scope, d day, count int) (day, string)) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		d, known, err := s.date(n, 0)
		if err != nil {
			return nil, err
		}
		number, alsoKnown, err := s.number(n, 1)
		if err != nil {
			return nil, err
		}
		count, ok := whole(number, maxAdded)
		if !ok {
			return nil, fail(n, CodeRange)
		}
		if !known || !alsoKnown {
			return nil, nil
		}
		d, code := plus(s, d, count)
		if code == "" && (d < 0 || d > lastDay) {
			code = CodeRange
		}
		if code != "" {
			return nil, fail(n, code)
		}
		return d.String(), nil
	}
}

func plusDays(_ *scope, d day, count int) (day, string) { return d + day(count), "" }

// plusMonths keeps the day of the month, or takes the last one of a shorter
// month: a month after 31 January is 28 or 29 February.
func plusMonths(_ *scope, d day, count int) (day, string) {
	y, m, dom := d.civil()
	months := y*12 + m - 1 + count
	if months < 12 || months >= 10_000*12 {
		return 0, CodeRange
	}
	y, m = months/12, months%12+1
	return dayOf(y, m, min(dom, monthLength(y, m))), ""
}

// plusWorkdays is the working day that comes so many working days later, or
// earlier; the date itself for none.
func plusWorkdays(s *scope, d day, count int) (day, string) {
	c := s.env.Calendar
	if c == nil {
		return 0, CodeCalendar
	}
	step, left := day(1), count
	if count < 0 {
		step, left = -1, -count
	}
	if left > maxAddedWorkdays {
		return 0, CodeRange
	}
	for walked := 0; left > 0; walked++ {
		d += step
		if walked >= maxWalked || d < 0 || d > lastDay {
			return 0, CodeRange
		}
		if s.steps++; s.steps > maxSteps {
			return 0, CodeTooLarge
		}
		if c.worked(d) {
			left--
		}
	}
	return d, ""
}

// datePart is year, month, day and weekday (1 for Monday to 7 for Sunday).
func datePart(of func(y, m, dom int, d day) int) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		d, known, err := s.date(n, 0)
		if err != nil || !known {
			return nil, err
		}
		y, m, dom := d.civil()
		return decimal.NewFromInt(int64(of(y, m, dom, d))), nil
	}
}
