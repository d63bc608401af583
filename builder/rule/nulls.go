package rule

import (
	"maps"
	"slices"
)

// withoutNulls copies values, leaving out what is null: fields and cells. Null
// is the same as not filled in.
func withoutNulls(values map[string]any) map[string]any {
	out := make(map[string]any, len(values))
	for k, v := range values {
		switch v := v.(type) {
		case nil:
		case []any:
			out[k] = rowsWithoutNulls(v)
		default:
			out[k] = v
		}
	}
	return out
}

// rowsWithoutNulls copies a list only where a row has nulls.
func rowsWithoutNulls(rows []any) []any {
	out := rows
	for i, row := range rows {
		m, ok := row.(map[string]any)
		if !ok || !hasNull(m) {
			continue
		}
		if &out[0] == &rows[0] {
			out = slices.Clone(rows)
		}
		m = maps.Clone(m)
		maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
		out[i] = m
	}
	return out
}

func hasNull(m map[string]any) bool {
	for _, v := range m {
		if v == nil {
			return true
		}
	}
	return false
}
