package calendar_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/banli-oa/banli/runtime/calendar"
)

func TestLater(t *testing.T) {
	t.Parallel()
	china := calendar.Default()
	berlin, err := calendar.Parse([]byte("zone: Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name   string
		c      *calendar.Calendar
		from   string
		amount int
		unit   calendar.Unit
		want   string
	}{
		{"minutes run on through the night", china, "2026-11-23 23:50", 20, calendar.Minutes, "2026-11-24 00:10"},
		{"hours run on over lunch", china, "2026-11-23 11:30", 2, calendar.Hours, "2026-11-23 13:30"},
		{"days over a weekend", china, "2026-11-20 10:00", 3, calendar.Days, "2026-11-23 10:00"},
		{"a day that is an hour shorter", berlin, "2026-03-28 12:00", 1, calendar.Days, "2026-03-29 12:00"},
		{"working hours over lunch", china, "2026-11-23 11:30", 2, calendar.WorkHours, "2026-11-23 14:30"},
		{"working days over a weekend", china, "2026-11-20 10:00", 2, calendar.WorkDays, "2026-11-24 10:00"},
		{"working days over National Day", china, "2026-09-30 10:00", 1, calendar.WorkDays, "2026-10-08 10:00"},
		{"a Sunday that is worked counts", china, "2026-09-19 10:00", 1, calendar.WorkDays, "2026-09-20 18:00"},
		{"back in working hours over lunch", china, "2026-11-23 13:30", -1, calendar.WorkHours, "2026-11-23 11:30"},
		{"back over a weekend", china, "2026-11-23 10:00", -2, calendar.WorkHours, "2026-11-20 17:00"},
		{"back from the night", china, "2026-11-23 22:00", -1, calendar.WorkHours, "2026-11-23 17:00"},
		{"back to when work began", china, "2026-11-23 18:00", -1, calendar.WorkDays, "2026-11-23 09:00"},
		{"back in days", china, "2026-11-23 10:00", -3, calendar.Days, "2026-11-20 10:00"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			got, err := x.c.Later(wall(t, x.c, x.from), x.amount, x.unit)
			if err != nil || !got.Equal(wall(t, x.c, x.want)) {
				t.Errorf("%s (%v), want %s", got.In(x.c.Zone()).Format("2006-01-02 15:04"), err, x.want)
			}
		})
	}
	if _, err := china.Later(time.UnixMilli(0), 1, "moons"); !errors.Is(err, calendar.ErrInvalid) {
		t.Errorf("a unit that does not exist: %v", err)
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	china := calendar.Default()
	for clock, want := range map[string]string{"": "2026-11-23 00:00", "09:30": "2026-11-23 09:30"} {
		if got, err := china.At("2026-11-23", clock); err != nil || !got.Equal(wall(t, china, want)) {
			t.Errorf("%q: %v, %v", clock, got, err)
		}
	}
	for _, bad := range [][2]string{{"2026-13-01", ""}, {"soon", "09:00"}, {"2026-11-23", "9 o'clock"}} {
		if _, err := china.At(bad[0], bad[1]); !errors.Is(err, calendar.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestBackAndForth counts back and asks how much working time lies between.
func TestBackAndForth(t *testing.T) {
	t.Parallel()
	china := calendar.Default()
	begin := wall(t, china, "2026-01-01 00:00")
	rapid.Check(t, func(t *rapid.T) {
		to := begin.Add(time.Duration(rapid.IntRange(0, 500_000).Draw(t, "to")) * time.Minute)
		work := time.Duration(rapid.IntRange(1, 6000).Draw(t, "work")) * time.Minute
		from := china.Sub(to, work)
		if got := china.Between(from, to); got != work {
			t.Fatalf("%v of working time from %v to %v, not %v", got, from, to, work)
		}
		if got := china.Between(from.Add(time.Minute), to); got >= work {
			t.Fatalf("%v is not the latest: %v is left a minute later", from, got)
		}
	})
}
