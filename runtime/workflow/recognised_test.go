package workflow

import (
	"fmt"
	"strings"
	"testing"
)

// cell is a row with one cell, and with an id where there is one.
func cell(id, v string) any {
	row := map[string]any{"what": v}
	if id != "" {
		row["$id"] = id
	}
	return row
}

// What comes without ids keeps those of the rows that say the same, in the order in
// which they stand; as many rows as there were are those.
func TestRowsAreRecognised(t *testing.T) {
	t.Parallel()
	was := []any{cell("a", "taxi"), cell("b", "bus"), cell("c", "taxi"), cell("d", "train")}
	for name, c := range map[string]struct {
		rows []any
		want string
	}{
		"as many, whatever they say": {[]any{cell("", "x"), cell("", "bus"), cell("", "y"), cell("", "z")}, "a b c d"},
		"one less":                   {[]any{cell("", "taxi"), cell("", "taxi"), cell("", "train")}, "a c d"},
		"the first of two":           {[]any{cell("", "taxi"), cell("", "bus")}, "a b"},
		"the second, behind the bus": {[]any{cell("", "bus"), cell("", "taxi")}, "b c"},
		"nothing goes back":          {[]any{cell("", "train"), cell("", "bus")}, "d -"},
		"one that is new":            {[]any{cell("", "taxi"), cell("", "ship"), cell("", "train")}, "a - d"},
		"more than there were":       {[]any{cell("", "taxi"), cell("", "taxi"), cell("", "taxi"), cell("", "bus"), cell("", "train")}, "a c - - d"},
		"some that have ids":         {[]any{cell("a", "taxi"), cell("", "bus")}, "a -"},
	} {
		var got []string
		for _, row := range recognised(was, c.rows) {
			got = append(got, max(rowID(row), "-"))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", name, text, c.want)
		}
	}
}

// A table that is sent without ids and says something else everywhere.
func BenchmarkRecognised(b *testing.B) {
	var was, rows []any
	for i := range 1000 {
		was = append(was, cell(fmt.Sprint("id", i), fmt.Sprint("was ", i)))
		if i > 0 {
			rows = append(rows, cell("", fmt.Sprint("is ", i)))
		}
	}
	for b.Loop() {
		recognised(was, rows)
	}
}
