package rule_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/shopspring/decimal"

	"github.com/banli-oa/banli/builder/rule"
)

// workdays counts through an expression, as every caller does.
func workdays(t rapid.TB, c *rule.CompiledCalendar, r map[string]any) decimal.Decimal {
	e, err := rule.Parse(json.RawMessage(`{"workdays":{"var":"r"}}`))
	if err != nil {
		t.Fatal(err)
	}
	v, err := e.Eval(rule.Env{Values: map[string]any{"r": r}, Calendar: c})
	if err != nil {
		t.Fatal(err)
	}
	d, ok := v.(decimal.Decimal)
	if !ok {
		t.Fatalf("got %v", v)
	}
	return d
}

// Counting by arithmetic agrees with walking the days one by one.
func TestWorkdaysAgainstWalking(t *testing.T) {
	t.Parallel()
	epoch := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	date := rapid.Map(rapid.IntRange(0, 500), func(n int) string { return epoch.AddDate(0, 0, n).Format(time.DateOnly) })
	rapid.Check(t, func(t *rapid.T) {
		c := rule.Calendar{
			Weekend:  rapid.SliceOfN(rapid.IntRange(0, 6), 0, 4).Draw(t, "weekend"),
			Holidays: rapid.SliceOfN(date, 0, 30).Draw(t, "holidays"),
			Workdays: rapid.SliceOfN(date, 0, 30).Draw(t, "workdays"),
		}
		compiled, err := c.Compile()
		if err != nil {
			t.Fatal(err)
		}
		start, end := date.Draw(t, "start"), date.Draw(t, "end")
		if end < start {
			start, end = end, start
		}
		got := workdays(t, compiled, map[string]any{"start": start, "end": end})
		want := int64(0)
		for d := mustDate(start); !d.After(mustDate(end)); d = d.AddDate(0, 0, 1) {
			s := d.Format(time.DateOnly)
			if slices.Contains(c.Workdays, s) || !slices.Contains(c.Holidays, s) && !slices.Contains(c.Weekend, int(d.Weekday())) {
				want++
			}
		}
		if !got.Equal(decimal.NewFromInt(want)) {
			t.Errorf("%s to %s: got %s, want %d", start, end, got, want)
		}
	})
}

func mustDate(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestCalendarRefused(t *testing.T) {
	t.Parallel()
	many := make([]string, 5001)
	for i := range many {
		many[i] = "2026-01-01"
	}
	for name, c := range map[string]rule.Calendar{
		"a day of the week that does not exist": {Weekend: []int{7}},
		"a negative day of the week":            {Weekend: []int{-1}},
		"a holiday that is no date":             {Holidays: []string{"2026-02-30"}},
		"a make-up day that is no date":         {Workdays: []string{"tomorrow"}},
		"a date with a time":                    {Holidays: []string{"2026-02-03T00:00:00Z"}},
		"too many dates":                        {Holidays: many},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := c.Compile(); !errors.Is(err, rule.ErrCalendar) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range readVectors(f).Eval {
		f.Add([]byte(v.Expr))
	}
	f.Add([]byte(strings.Repeat(`{"!":[`, 100)))
	f.Add([]byte(`{"+":[1e999999999,1]}`))
	calendar := compileCalendar(f, rule.Calendar{Weekend: []int{0, 6}})
	env := rule.Env{
		Values: map[string]any{
			"n": json.Number("12.5"), "t": "text", "d": "2026-11-23", "b": true, "z": nil,
			"items":  []any{map[string]any{"a": json.Number("1"), "b": "x"}, map[string]any{}, nil, "row"},
			"period": map[string]any{"start": "2026-11-23", "end": "2026-11-27", "startHalf": "pm"},
		},
		Today: "2026-11-21", Calendar: calendar,
	}
	types := rule.Types{"n": {Kind: rule.KindNumber}, "items": {Kind: rule.KindTable}, "items.a": {Kind: rule.KindNumber}, "period": {Kind: rule.KindDateRange}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := rule.Parse(raw)
		if err != nil {
			for _, finding := range findings(t, err) {
				if finding.Message("en") == "" || finding.Message("zh-CN") == "" {
					t.Errorf("%s has no message", finding.Code)
				}
			}
			return
		}
		if !json.Valid(raw) {
			t.Errorf("accepted invalid JSON %q", raw)
		}
		if _, err := e.Eval(env); err != nil {
			var failure *rule.EvalError
			if !errors.As(err, &failure) {
				t.Errorf("error %v is no *EvalError", err)
			}
		}
		for _, lang := range []string{"en", "zh-CN"} {
			_ = e.Words(rule.Labels{}, lang)
		}
		_ = e.Check(types, rule.KindNumber)
	})
}
