package workflow

import (
	"maps"
	"reflect"
	"slices"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// Each row of a table in the values of a case has an id, beside its cells:
//
//	{"items": [{"$id": "mfzq…", "name": "Chair", "price": 90}]}
//
// It is given by the server, never changes and is never given again: it says which
// row is which, wherever it has moved, to whoever cannot see all of it. People get
// the ids with the values and send them back; a row that they send without one, or
// with null, is new. Rules, scripts, schemas and other systems know nothing of them:
// what goes there goes without (form.WithoutRowIDs). The engine hands them on.

// tablesIn visits the tables of values that have rows.
func tablesIn(in *form.Form, values form.Values, visit func(table form.Field, rows []any)) {
	for _, f := range in.Fields() {
		if rows, ok := values[f.ID].([]any); ok && f.Kind == form.KindTable {
			visit(f, rows)
		}
	}
}

// rowID is the id of a row; empty for one that has none.
func rowID(row any) string {
	cells, _ := row.(map[string]any)
	id, _ := cells[form.RowID].(string)
	return id
}

// withID is a row with an id. What is no row is left to the checks.
func withID(row any, id string) any {
	cells, ok := row.(map[string]any)
	if !ok {
		return row
	}
	cells = maps.Clone(cells)
	cells[form.RowID] = id
	return cells
}

// rowsByID are the rows of a table by their ids.
func rowsByID(value any) map[string]map[string]any {
	rows, _ := value.([]any)
	byID := make(map[string]map[string]any, len(rows))
	for _, row := range rows {
		if id := rowID(row); id != "" {
			byID[id] = row.(map[string]any)
		}
	}
	return byID
}

// unnamed is a table as it was stored before rows had ids, and as it is read.
type unnamed struct{ kept, read []any }

// nameOld gives ids to the rows of a case that was stored before they had any: the
// same whenever the case is read, until the table is changed and they are stored.
func (d *Document) nameOld(f *form.Form) {
	tablesIn(f, d.Case.Values, func(table form.Field, rows []any) {
		if !slices.ContainsFunc(rows, func(row any) bool { return rowID(row) == "" }) {
			return
		}
		read := slices.Clone(rows)
		for i, row := range rows {
			if rowID(row) == "" {
				read[i] = withID(row, oldRowID(d.ID, table.ID, i))
			}
		}
		if d.unnamed == nil {
			d.unnamed = map[string]unnamed{}
			d.Case.Values = maps.Clone(d.Case.Values)
		}
		d.unnamed[table.ID] = unnamed{kept: rows, read: read}
		d.Case.Values[table.ID] = read
	})
}

// asKept returns values as they are stored: a table that was stored without ids
// and has not changed stays so, since no event says anything else.
func (d *Document) asKept(values form.Values) form.Values {
	if len(d.unnamed) == 0 {
		return values
	}
	out := maps.Clone(values)
	for table, old := range d.unnamed {
		if rows, ok := values[table].([]any); ok && reflect.DeepEqual(rows, old.read) {
			out[table] = old.kept
		}
	}
	return out
}

// nameRows returns values in which every row has an id. Rows of a table none of
// which has one come from somebody who knows no ids, as scripts do: those that can
// be told to be rows of before keep theirs.
func (s *Service) nameRows(ed *studio.Edition, before, values form.Values) form.Values {
	out := maps.Clone(values)
	tablesIn(ed.Form, values, func(table form.Field, rows []any) {
		was, _ := before[table.ID].([]any)
		rows = recognised(was, rows)
		for i, row := range rows {
			if rowID(row) == "" {
				rows[i] = withID(row, s.IDs.New())
			}
		}
		out[table.ID] = rows
	})
	return out
}

// recognised returns a copy of rows, none of which has an id, with the ids of what
// they were. As many rows as there were are those rows; of more or fewer those that
// say what a row said, in the order in which they stand.
func recognised(was, rows []any) []any {
	out := slices.Clone(rows)
	if slices.ContainsFunc(rows, carriesID) {
		return out
	}
	if len(was) == len(rows) {
		for i, row := range rows {
			if id := rowID(was[i]); id != "" {
				out[i] = withID(row, id)
			}
		}
		return out
	}
	places := map[string][]int{} // of the rows of before, by what they say
	for j, row := range was {
		if text := cellsText(row); text != "" && rowID(row) != "" {
			places[text] = append(places[text], j)
		}
	}
	next := 0
	for i, row := range rows {
		alike := places[cellsText(row)]
		if k, _ := slices.BinarySearch(alike, next); k < len(alike) {
			out[i], next = withID(row, rowID(was[alike[k]])), alike[k]+1
		}
	}
	return out
}

// cellsText is what the cells of a row say, whichever row it is; empty for what no
// form holds.
func cellsText(row any) string {
	cells, _ := row.(map[string]any)
	cells = maps.Clone(cells)
	delete(cells, form.RowID)
	text, err := form.Canonical(cells)
	if err != nil {
		return ""
	}
	return string(text)
}

// carriesID reports whether a row says which one it is: by an id, or with null that
// it is new.
func carriesID(row any) bool {
	cells, _ := row.(map[string]any)
	_, given := cells[form.RowID]
	return given
}

// strangeRows refuses ids that somebody cannot have: of no row that the table had,
// of one that is not there any more, or the same twice.
func strangeRows(a Actor, ed *studio.Edition, table form.Field, was, rows []any) []fault.Problem {
	var problems []fault.Problem
	stood, seen := rowsByID(was), map[string]bool{}
	for i, row := range rows {
		cells, _ := row.(map[string]any)
		if cells[form.RowID] == nil {
			continue
		}
		id := rowID(row)
		title, n := fieldTitles(ed, []string{table.ID}, a.Lang), itoa(i+1)
		switch at := "/" + table.ID + "/" + itoa(i); {
		case stood[id] == nil:
			problems = append(problems, fault.Problem{Path: at, Code: "form.rowUnknown", Message: sayIn(a.Lang,
				title+", row "+n+": this row is not in the table any more. Reload the page, and make your change again.",
				title+"第 "+n+" 行：表格中已没有此行，请刷新页面后重新修改。")})
		case seen[id]:
			problems = append(problems, fault.Problem{Path: at, Code: "form.rowTwice", Message: sayIn(a.Lang,
				title+", row "+n+": this row is there twice. Send a copy without its $id.",
				title+"第 "+n+" 行：同一行出现了两次，副本请勿带 $id。")})
		}
		seen[id] = true
	}
	return problems
}

// broughtAlong refuses ids of rows in a new form: whatever they are, they are
// another one's.
func broughtAlong(a Actor, ed *studio.Edition, given form.Values) []fault.Problem {
	var problems []fault.Problem
	tablesIn(ed.Form, given, func(table form.Field, rows []any) {
		problems = append(problems, strangeRows(a, ed, table, nil, rows)...)
	})
	return problems
}
