package workflow

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/script"
)

// TestRowsThatSayTheSameAreAskedOnce counts the runs of scripts for rows, some of
// which say the same but for what is chosen in them.
func TestRowsThatSayTheSameAreAskedOnce(t *testing.T) {
	t.Parallel()
	column := form.Field{Path: "rows.place", ID: "place", Layout: form.FieldLayout{Source: &form.Source{Script: "rooms"}}}
	rows := []map[string]any{
		{"kind": "a", "place": "x"}, {"kind": "a", "place": "y"}, {"kind": "a"}, {"kind": "b", "place": "x"}, nil, {},
	}
	for source, want := range map[string]int{
		"function options(form, ctx) { return ctx.row.kind }": 3,
		"function options(form, ctx) { return ctx.index }":    6,
	} {
		runs := 0
		now := time.Unix(0, 0)
		o := &offering{
			sources: map[string]string{"rooms": source}, now: func() time.Time { return now }, began: now, known: map[string][]script.Option{},
			run: func(_ context.Context, name string, of rowFacts) ([]script.Option, error) {
				runs++
				if _, chosen := of["row"].(map[string]any)["place"]; chosen || name != "rooms" {
					t.Errorf("the script %s is told %v", name, of)
				}
				return []script.Option{{Value: "x"}}, nil
			},
		}
		for i, cells := range rows {
			if _, err := o.of(t.Context(), column, &row{cells: cells, index: &i}); err != nil {
				t.Fatal(err)
			}
		}
		if runs != want {
			t.Errorf("%s ran %d times, want %d", source, runs, want)
		}
		if rows[0]["place"] != "x" {
			t.Error("a row of the form was changed")
		}
		// Scripts that are slow, none too slow by itself, do not hold a form up for ever.
		now = now.Add(optionsTime + 1)
		i := 0
		if _, err := o.of(t.Context(), column, &row{cells: rows[0], index: &i}); err != nil {
			t.Errorf("what is known is refused: %v", err)
		}
		if _, err := o.of(t.Context(), column, &row{cells: map[string]any{"kind": "c"}, index: &i}); !errors.Is(err, script.ErrTimeout) || runs != want {
			t.Errorf("after its time %d runs and %v", runs, err)
		}
	}
}
