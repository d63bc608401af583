package calendar

import (
	"fmt"
	"time"
)

// Unit is what a span of time is counted in: those of a flow.
type Unit string

// The units. Days are those of the wall clock, so that one with a change of
// summer time is 23 or 25 hours long; a working day is as long as a usual one.
const (
	Minutes   Unit = "minutes"
	Hours     Unit = "hours"
	Days      Unit = "days"
	WorkHours Unit = "workHours"
	WorkDays  Unit = "workDays"
)

// Later returns the instant so many units after another; a negative amount
// counts back. Of working time it is the earliest instant by which so much of
// it has passed, or, counting back, the latest from which it is still to pass.
// A unit that does not exist is ErrInvalid.
func (c *Calendar) Later(from time.Time, amount int, unit Unit) (time.Time, error) {
	switch unit {
	case Minutes:
		return from.Add(time.Duration(amount) * time.Minute), nil
	case Hours:
		return from.Add(time.Duration(amount) * time.Hour), nil
	case Days:
		return from.In(c.zone).AddDate(0, 0, amount), nil
	case WorkHours:
		return c.worked(from, time.Duration(amount)*time.Hour), nil
	case WorkDays:
		return c.worked(from, time.Duration(amount)*c.WorkdayLength()), nil
	}
	return time.Time{}, fmt.Errorf("%w: there is no unit of time %q", ErrInvalid, unit)
}

func (c *Calendar) worked(from time.Time, work time.Duration) time.Time {
	if work < 0 {
		return c.Sub(from, -work)
	}
	return c.Add(from, work)
}

// Sub returns the latest instant from which so much working time passes until
// to. With nothing to work it is the last working instant at or before to.
func (c *Calendar) Sub(to time.Time, work time.Duration) time.Time {
	year, month, day := to.In(c.zone).Date()
	for ; ; day-- {
		noon := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
		if !c.Workday(noon.Format(time.DateOnly)) {
			continue
		}
		for i := len(c.hours) - 1; i >= 0; i-- {
			begin, end := c.wall(noon, c.hours[i].from), c.wall(noon, c.hours[i].to)
			if end.After(to) {
				end = to
			}
			have := end.Sub(begin)
			if have <= 0 {
				continue
			}
			if have >= work {
				return end.Add(-max(work, 0))
			}
			work -= have
		}
	}
}

// At returns the instant at which the site's clocks show a time, "15:04", of a
// date, "2006-01-02". Without a time it is the date's beginning. It returns
// ErrInvalid for what is neither.
func (c *Calendar) At(date, clock string) (time.Time, error) {
	if clock == "" {
		clock = "00:00"
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, c.zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %q is no date with a time", ErrInvalid, date+" "+clock)
	}
	return at, nil
}
