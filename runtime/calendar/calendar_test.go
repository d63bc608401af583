package calendar_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
)

// The days of the notice, counted: the lengths it names must come out.
func TestDefault(t *testing.T) {
	t.Parallel()
	c := calendar.Default()
	d := c.Days()
	if len(d.Holidays) != 3+9+3+5+3+3+7 || len(d.Workdays) != 6 {
		t.Fatalf("%d holidays, %d workdays", len(d.Holidays), len(d.Workdays))
	}
	if !slices.Equal(d.Weekend, []int{0, 6}) || c.Zone().String() != "Asia/Shanghai" {
		t.Errorf("weekend %v in %s", d.Weekend, c.Zone())
	}
	for _, w := range d.Workdays {
		if day, _ := time.Parse(time.DateOnly, w); day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
			t.Errorf("%s is worked anyway", w)
		}
	}
	for date, want := range map[string]bool{
		"2026-09-20": true, "2026-09-24": true, "2026-09-25": false, "2026-10-07": false, "2026-10-08": true,
		"2026-10-10": true, "2026-10-11": false, "2026-11-21": false, "2026-11-23": true, "2027-01-02": false, "x": false,
	} {
		if c.Workday(date) != want {
			t.Errorf("%s: %v", date, !want)
		}
	}
}

func TestToday(t *testing.T) {
	t.Parallel()
	c := calendar.Default()
	for now, want := range map[string]string{
		"2026-11-21T15:59:59Z": "2026-11-21", "2026-11-21T16:00:00Z": "2026-11-22", "2026-12-31T23:00:00-05:00": "2027-01-01",
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Today(clock.NewManual(at)); got != want {
			t.Errorf("%s: %s", now, got)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	t.Parallel()
	c := calendar.Default()
	for _, x := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-21", 1, "2026-11-23"}, {"2026-11-23", 0, "2026-11-23"}, {"2026-11-20", 5, "2026-11-27"},
		{"2026-09-30", 1, "2026-10-08"}, {"2026-09-18", 1, "2026-09-20"}, {"2026-10-08", -1, "2026-09-30"}, {"?", 1, ""},
	} {
		if got := c.AddWorkdays(x.from, x.n); got != x.want {
			t.Errorf("%s %+d: %s, want %s", x.from, x.n, got, x.want)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "calendar.json")
	if err := os.WriteFile(path, []byte(`{"zone":"Europe/Berlin","weekend":[5,6],"holidays":["2026-12-24/2026-12-26","2026-12-25"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := calendar.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := c.Days(); !slices.Equal(d.Holidays, []string{"2026-12-24", "2026-12-25", "2026-12-26"}) || !slices.Equal(d.Weekend, []int{5, 6}) {
		t.Errorf("%+v", d)
	}
	if c.Workday("2026-11-20") || !c.Workday("2026-11-22") {
		t.Error("the weekend is Friday and Saturday")
	}
	if _, err := calendar.Load(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such file: %v", err)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for text, part := range map[string]string{
		"":                           "zone",
		"zone: Local":                "zone",
		"zone: Nowhere/City":         "Nowhere/City",
		"zone: UTC\nholiday: []":     "holiday",
		"zone: UTC\nweekend: [7]":    "weekend",
		"zone: UTC\nweekend: [1, 1]": "weekend",
		"zone: UTC\nweekend: [0, 1, 2, 3, 4, 5, 6]":                 "working day",
		"zone: UTC\nholidays: [2026-02-30]":                         "2026-02-30",
		"zone: UTC\nholidays: [2026-10-07/2026-10-01]":              "2026-10-07/2026-10-01",
		"zone: UTC\nholidays: [0001-01-01/9999-12-31]":              "2000 dates",
		"zone: UTC\nholidays: [2026-10-01]\nworkdays: [2026-10-01]": "both",
		"{": "yaml",
	} {
		_, err := calendar.Parse([]byte(text))
		if !errors.Is(err, calendar.ErrInvalid) || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
