package calendar_test

import (
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		zone, days         string
		nationalDay, today string
	}{
		{"Asia/Shanghai", calendar.China, "off", "2026-11-22"},
		{"Europe/Berlin", calendar.China, "off", "2026-11-21"},
		{"Europe/Berlin", calendar.Weekends, "worked", "2026-11-21"},
		{"UTC", calendar.Weekends, "worked", "2026-11-21"},
	} {
		c, err := calendar.Of(tt.zone, tt.days)
		if err != nil {
			t.Fatal(err)
		}
		now := clock.NewManual(time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC))
		if c.Workday("2026-10-01") != (tt.nationalDay == "worked") || c.Today(now) != tt.today || c.Zone().String() != tt.zone {
			t.Errorf("%s %s: the national day is worked: %v; today is %s in %s", tt.zone, tt.days, c.Workday("2026-10-01"), c.Today(now), c.Zone())
		}
		if c.Workday("2026-11-21") || c.Compiled() == nil {
			t.Errorf("%s %s: a Saturday is worked, or rules can't count", tt.zone, tt.days)
		}
	}
	if calendar.Default().Zone().String() != calendar.DefaultZone {
		t.Error("the default calendar has lost its zone")
	}
	for _, set := range calendar.Sets() {
		if _, err := calendar.Of("Nowhere/City", set); !errors.Is(err, calendar.ErrInvalid) {
			t.Errorf("%s nowhere: %v", set, err)
		}
	}
	if _, err := calendar.Of("UTC", "moon"); !errors.Is(err, calendar.ErrInvalid) {
		t.Errorf("the moon's days: %v", err)
	}
}

func TestASiteExchangesItsCalendar(t *testing.T) {
	t.Parallel()
	first, second := calendar.Default(), calendar.Default()
	s := calendar.NewSite(first)
	if s.Current() != first {
		t.Error("the first calendar is not in force")
	}
	s.Set(second)
	if s.Current() != second {
		t.Error("the second calendar is not in force")
	}
}
