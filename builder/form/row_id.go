package form

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/rule"
)

// RowID is the key under which a row of a table carries its id, beside its cells.
// It is no part of what a form asks for: schemas, rules and scripts do not know it.
const RowID = rule.RowID

// WithoutRowIDs returns the values as the form asks for them: without the ids of
// rows. It does not change its argument; what it leaves alone is shared with it.
func (f *Form) WithoutRowIDs(values Values) Values {
	out, own := values, false
	for i := range f.fields {
		table := &f.fields[i]
		rows, _ := values[table.ID].([]any)
		if table.Kind != KindTable || !slices.ContainsFunc(rows, named) {
			continue
		}
		plain := slices.Clone(rows)
		for n, row := range plain {
			if named(row) {
				cells := maps.Clone(row.(map[string]any))
				delete(cells, RowID)
				plain[n] = cells
			}
		}
		if !own {
			out, own = maps.Clone(values), true
		}
		out[table.ID] = plain
	}
	return out
}

// named reports whether a row carries an id.
func named(row any) bool {
	cells, _ := row.(map[string]any)
	_, ok := cells[RowID]
	return ok
}
