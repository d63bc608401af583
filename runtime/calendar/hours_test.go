package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/banli-oa/banli/runtime/calendar"
)

// wall reads "2026-09-30 17:30" as the clocks of a calendar's zone show it.
func wall(t testing.TB, c *calendar.Calendar, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, c.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWorkingTime(t *testing.T) {
	t.Parallel()
	china := calendar.Default()
	parse := func(text string) *calendar.Calendar {
		c, err := calendar.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	night := parse("zone: Europe/Berlin\nweekend: []\nhours: ['00:00-24:00']")
	for _, x := range []struct {
		name string
		c    *calendar.Calendar
		from string
		work time.Duration
		want string
	}{
		{"within the morning", china, "2026-11-23 09:30", time.Hour, "2026-11-23 10:30"},
		{"over lunch", china, "2026-11-23 11:30", time.Hour, "2026-11-23 13:30"},
		{"to the end of the morning, not the afternoon's beginning", china, "2026-11-23 11:00", time.Hour, "2026-11-23 12:00"},
		{"over night", china, "2026-11-23 17:00", 2 * time.Hour, "2026-11-24 10:00"},
		{"over a weekend", china, "2026-11-20 17:30", time.Hour, "2026-11-23 09:30"},
		{"from before work", china, "2026-11-23 03:00", time.Hour, "2026-11-23 10:00"},
		{"no work: at once while it is worked", china, "2026-11-23 10:10", 0, "2026-11-23 10:10"},
		{"no work: when work begins", china, "2026-11-21 10:10", 0, "2026-11-23 09:00"},
		{"over the National Day holiday", china, "2026-09-30 17:00", 2 * time.Hour, "2026-10-08 10:00"},
		{"on a Sunday that is worked", china, "2026-09-19 12:00", 8 * time.Hour, "2026-09-20 18:00"},
		{"a working week", china, "2026-11-23 09:00", 40 * time.Hour, "2026-11-27 18:00"},
		{"the night that is an hour shorter", night, "2026-03-29 00:00", 3 * time.Hour, "2026-03-29 04:00"},
		{"the night that is an hour longer", night, "2026-10-25 00:00", 4 * time.Hour, "2026-10-25 03:00"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			from := wall(t, x.c, x.from)
			got := x.c.Add(from, x.work)
			if !got.Equal(wall(t, x.c, x.want)) {
				t.Errorf("got %s, want %s", got.In(x.c.Zone()), x.want)
			}
			if between := x.c.Between(from, got); between != x.work {
				t.Errorf("%s lie between, want %s", between, x.work)
			}
		})
	}
	if got := china.WorkdayLength(); got != 8*time.Hour {
		t.Errorf("a day is %s", got)
	}
	if got := china.Between(wall(t, china, "2026-11-24 10:00"), wall(t, china, "2026-11-23 10:00")); got != 0 {
		t.Errorf("backwards: %s", got)
	}
}

// Counting minute by minute is slow and plainly right.
func TestWorkingTimeIsWhatCountingMinutesGives(t *testing.T) {
	t.Parallel()
	var all []*calendar.Calendar
	for _, text := range []string{
		"zone: Asia/Shanghai",
		"zone: Europe/Berlin\nhours: ['08:15-11:45', '12:30-16:45']\nholidays: [2026-04-03, 2026-04-06]",
		"zone: America/New_York\nweekend: [5]\nhours: ['00:00-06:00', '22:00-24:00']\nworkdays: [2026-03-13]",
	} {
		c, err := calendar.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	spans := [][][2]int{{{540, 720}, {780, 1080}}, {{495, 705}, {750, 1005}}, {{0, 360}, {1320, 1440}}}
	rapid.Check(t, func(t *rapid.T) {
		which := rapid.IntRange(0, len(all)-1).Draw(t, "calendar")
		c := all[which]
		// Spring and autumn, with the nights on which clocks change.
		start := time.Date(2026, time.Month(rapid.SampledFrom([]int{3, 10}).Draw(t, "month")), 1, 0, 0, 0, 0, time.UTC)
		from := start.Add(time.Duration(rapid.IntRange(0, 60*24*35).Draw(t, "minute")) * time.Minute)
		work := time.Duration(rapid.IntRange(0, 60*30).Draw(t, "work")) * time.Minute

		got := c.Add(from, work)
		worked := time.Duration(0)
		at := from
		for ; ; at = at.Add(time.Minute) {
			local := at.In(c.Zone())
			minute, open := local.Hour()*60+local.Minute(), false
			for _, s := range spans[which] {
				open = open || minute >= s[0] && minute < s[1]
			}
			open = open && c.Workday(local.Format(time.DateOnly))
			if worked == work && (work > 0 || open) {
				break
			}
			if open {
				worked += time.Minute
			}
		}
		if !got.Equal(at) {
			t.Fatalf("%s + %s = %s, counting gives %s", from.In(c.Zone()), work, got.In(c.Zone()), at.In(c.Zone()))
		}
		if between := c.Between(from, got); between != work {
			t.Fatalf("%s between %s and %s, want %s", between, from, got, work)
		}
	})
}

func TestHoursRefused(t *testing.T) {
	t.Parallel()
	for text, part := range map[string]string{
		"['9-12']":                       "9-12",
		"['09:00-25:00']":                "09:00-25:00",
		"['12:00-09:00']":                "12:00-09:00",
		"['09:00-12:00', '11:00-13:00']": "11:00-13:00",
		"['09:00-12:00', '12:00-13:00']": "12:00-13:00",
		"['09:00-09:00']":                "09:00-09:00",
		"['00:00-01:00','02:00-03:00','04:00-05:00','06:00-07:00','08:00-09:00','10:00-11:00','12:00-13:00','14:00-15:00','16:00-17:00']": "8 spans",
	} {
		_, err := calendar.Parse([]byte("zone: UTC\nhours: " + text))
		if !errors.Is(err, calendar.ErrInvalid) || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
