package calendar

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a site's zone must not depend on what is installed

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/runtime/clock"
)

// ErrInvalid means that a calendar file can't be used; the error says why.
var ErrInvalid = errors.New("calendar: the calendar is not valid")

// maxDates bounds holidays and make-up days, which travel with every form.
const maxDates = 2000

//go:embed china.yaml
var china []byte

// Calendar is a site's calendar. It does not change.
type Calendar struct {
	zone     *time.Location
	days     rule.Calendar
	compiled *rule.CompiledCalendar
	weekend  [7]bool
	holidays map[string]bool
	workdays map[string]bool
	hours    []span
}

// source is a calendar as written in its file.
type source struct {
	Zone     string   `yaml:"zone"`
	Weekend  []int    `yaml:"weekend"`
	Holidays []string `yaml:"holidays"`
	Workdays []string `yaml:"workdays"`
	// Hours are the spans of a working day, "09:00-12:00"; the usual ones where
	// there are none.
	Hours []string `yaml:"hours"`
}

// Default returns China's calendar: Saturday and Sunday off, the time of
// Shanghai, and the public holidays and make-up days that the State Council
// has announced.
func Default() *Calendar {
	c, err := Parse(china)
	if err != nil {
		panic(err) //nolint:forbidigo // it is part of the binary, and a test parses it
	}
	return c
}

// Load reads a calendar file.
func Load(path string) (*Calendar, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	c, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Parse reads a calendar in YAML or JSON: zone (a name of the IANA database),
// weekend (days of the week, 0 is Sunday; Saturday and Sunday if left out),
// holidays and workdays, each a list of dates 2026-10-01 or spans
// 2026-10-01/2026-10-07. Unknown keys are refused.
func Parse(data []byte) (*Calendar, error) {
	s := source{Weekend: []int{0, 6}}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	zone, err := location(s.Zone)
	if err != nil {
		return nil, err
	}
	return build(s, zone)
}

// location finds a time zone by its name of the IANA database.
func location(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%w: zone must name a time zone, such as Asia/Shanghai", ErrInvalid)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%w: zone %q: %w", ErrInvalid, name, err)
	}
	return zone, nil
}

// build makes a calendar of its days in a time zone.
func build(s source, zone *time.Location) (*Calendar, error) {
	c := &Calendar{zone: zone, days: rule.Calendar{Weekend: []int{}}}
	for _, day := range s.Weekend {
		if day < 0 || day > 6 || c.weekend[day] {
			return nil, fmt.Errorf("%w: weekend names days of the week from 0 (Sunday) to 6, each once", ErrInvalid)
		}
		c.weekend[day] = true
		c.days.Weekend = append(c.days.Weekend, day)
	}
	if len(c.days.Weekend) == 7 {
		return nil, fmt.Errorf("%w: a week needs a working day", ErrInvalid)
	}
	var err error
	if c.days.Holidays, c.holidays, err = dates("holidays", s.Holidays); err != nil {
		return nil, err
	}
	if c.days.Workdays, c.workdays, err = dates("workdays", s.Workdays); err != nil {
		return nil, err
	}
	for _, day := range c.days.Workdays {
		if c.holidays[day] {
			return nil, fmt.Errorf("%w: %s is both a holiday and a workday", ErrInvalid, day)
		}
	}
	if c.hours, err = hours(s.Hours); err != nil {
		return nil, err
	}
	if c.compiled, err = c.days.Compile(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return c, nil
}

// dates expands a list of dates and spans into sorted dates, each once.
func dates(key string, list []string) ([]string, map[string]bool, error) {
	all, set := []string{}, map[string]bool{}
	for _, entry := range list {
		first, last, span := strings.Cut(entry, "/")
		if !span {
			last = first
		}
		from, err1 := time.Parse(time.DateOnly, first)
		to, err2 := time.Parse(time.DateOnly, last)
		if err1 != nil || err2 != nil || to.Before(from) {
			return nil, nil, fmt.Errorf("%w: %s: %q is neither a date like 2026-10-01 nor a span like 2026-10-01/2026-10-07", ErrInvalid, key, entry)
		}
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			if len(all) == maxDates {
				return nil, nil, fmt.Errorf("%w: %s: more than %d dates", ErrInvalid, key, maxDates)
			}
			if text := day.Format(time.DateOnly); !set[text] {
				set[text] = true
				all = append(all, text)
			}
		}
	}
	slices.Sort(all)
	return all, set, nil
}

// Days returns the calendar as conditions and formulas use it. The lists are
// shared and must not be changed.
func (c *Calendar) Days() rule.Calendar { return c.days }

// Compiled returns the same days, ready for rules to count with.
func (c *Calendar) Compiled() *rule.CompiledCalendar { return c.compiled }

// Zone returns the site's time zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Today returns the site's date, "2026-11-21".
func (c *Calendar) Today(now clock.Clock) string { return c.Date(now.Now()) }

// Date returns the site's date at an instant.
func (c *Calendar) Date(t time.Time) string { return t.In(c.zone).Format(time.DateOnly) }

// Workday reports whether a date is worked. It is false for what is no date.
func (c *Calendar) Workday(date string) bool {
	day, err := time.Parse(time.DateOnly, date)
	switch {
	case err != nil:
		return false
	case c.workdays[date]:
		return true
	case c.holidays[date]:
		return false
	}
	return !c.weekend[day.Weekday()]
}

// AddWorkdays returns the n-th working day after a date, or before it for a
// negative n; for 0 the date itself. It is empty for what is no date, and where
// the calendar leaves no working day within ten years for each step.
func (c *Calendar) AddWorkdays(date string, n int) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for range n {
		for tries := 0; ; tries++ {
			day = day.AddDate(0, 0, step)
			if c.Workday(day.Format(time.DateOnly)) {
				break
			}
			if tries > 3660 {
				return ""
			}
		}
	}
	return day.Format(time.DateOnly)
}
