package form

import "strings"

// Mask returns the values without those of the hidden fields and columns
// ("items.amount"). It does not change its argument; what it leaves alone is
// shared with it.
func (f *Form) Mask(values Values, hide []string) Values {
	out := make(Values, len(values))
	for k, v := range values {
		out[k] = v
	}
	columns := map[string][]string{}
	for _, path := range hide {
		if table, column, ok := strings.Cut(path, "."); ok {
			columns[table] = append(columns[table], column)
			continue
		}
		delete(out, path)
	}
	for table, hidden := range columns {
		if rows, ok := out[table].([]any); ok {
			out[table] = maskRows(rows, hidden)
		}
	}
	return out
}

// maskRows copies rows without some cells.
func maskRows(rows []any, hidden []string) []any {
	out := make([]any, len(rows))
	for i, row := range rows {
		cells, ok := row.(map[string]any)
		if !ok {
			// A row that is no object has no cells to tell apart: none is shown.
			continue
		}
		kept := make(map[string]any, len(cells))
		for k, v := range cells {
			kept[k] = v
		}
		for _, column := range hidden {
			delete(kept, column)
		}
		out[i] = kept
	}
	return out
}
