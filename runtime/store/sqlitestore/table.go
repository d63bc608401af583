package sqlitestore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// table is how one collection lies in the database:
//
//	d_NAME        n (rowid), id, rev, body, and a column k0, k1 … for each path
//	              of a scalar index
//	x_NAME_INDEX  one SQL index for each scalar index, over its columns and the
//	              id; documents that lack one of the values are not in it
//	m_NAME_INDEX  one table for each multi-valued index: v (an element of the
//	              array), p1, p2 … (the other paths), id, and the document's n
//
// A rowid table keeps a body of up to 4 KB and its row on one page, which a
// replacement rewrites in place; indexes whose values did not change are not
// touched.
type table struct {
	layout  *store.Layout
	name    string
	columns []string // the path of each column k0, k1 …; "" where it is unused
	column  []int    // the column of each of the layout's scalar slots, or -1
	slot    []int    // the scalar slot of each column, or -1
	sides   []side
	unique  map[string]string // what SQLite names in a violation → our index
	// undo is set where one write takes several statements of which a later
	// one can be refused, so that the earlier ones must be taken back.
	undo bool
}

// side is the table of a multi-valued index.
type side struct {
	index store.Index
	name  string
	array int   // slot of the array
	slots []int // scalar slots of the other paths
}

// newTable lays out a collection. columns is what an existing table has.
func newTable(layout *store.Layout, columns []string) *table {
	spec := layout.Spec()
	t := &table{
		layout:  layout,
		name:    "d_" + spec.Name,
		columns: slices.Clone(columns),
		unique:  make(map[string]string),
	}
	for i, path := range t.columns {
		if !scalarPath(spec, path) {
			t.columns[i] = ""
		}
	}
	t.column = make([]int, len(layout.Paths()))
	for slot, path := range layout.Paths() {
		t.column[slot] = -1
		if scalarPath(spec, path) {
			t.column[slot] = t.claim(path)
		}
	}
	t.slot = make([]int, len(t.columns))
	for i := range t.slot {
		t.slot[i] = slices.Index(t.column, i)
	}
	for _, ix := range spec.Indexes {
		if !ix.Multi {
			if ix.Unique {
				t.unique[t.qualified(ix)] = ix.Name
			}
			continue
		}
		s := side{index: ix, name: "m_" + spec.Name + "_" + ix.Name, array: layout.ArraySlot(ix.Paths[0])}
		for _, path := range ix.Paths[1:] {
			s.slots = append(s.slots, layout.Slot(path))
		}
		t.sides = append(t.sides, s)
		t.undo = t.undo || ix.Unique
	}
	return t
}

// scalarPath reports whether path belongs to an index that needs a column.
func scalarPath(spec store.Spec, path string) bool {
	return slices.ContainsFunc(spec.Indexes, func(ix store.Index) bool {
		return !ix.Multi && slices.Contains(ix.Paths, path)
	})
}

// claim returns the column of a path: the one it has, a free one, or a new one.
func (t *table) claim(path string) int {
	if i := slices.Index(t.columns, path); i >= 0 {
		return i
	}
	if i := slices.Index(t.columns, ""); i >= 0 {
		t.columns[i] = path
		return i
	}
	t.columns = append(t.columns, path)
	return len(t.columns) - 1
}

// indexName is the name of a scalar index in SQL.
func (t *table) indexName(ix store.Index) string {
	return "x_" + t.layout.Spec().Name + "_" + ix.Name
}

// indexColumns are the columns of a scalar index.
func (t *table) indexColumns(ix store.Index) []string {
	cols := make([]string, len(ix.Paths))
	for i, path := range ix.Paths {
		cols[i] = columnName(slices.Index(t.columns, path))
	}
	return cols
}

// qualified is how SQLite names a unique index in a violation.
func (t *table) qualified(ix store.Index) string {
	cols := t.indexColumns(ix)
	for i, c := range cols {
		cols[i] = t.name + "." + c
	}
	return strings.Join(cols, ", ")
}

// duplicate names the index that a statement on the documents' table violated.
func (t *table) duplicate(err error) error {
	_, what, _ := strings.Cut(err.Error(), "UNIQUE constraint failed: ")
	what, _, _ = strings.Cut(what, " (")
	return &store.DuplicateError{Index: t.unique[what]}
}

func columnName(i int) string { return fmt.Sprintf("k%d", i) }

// columns of a side table that together make an entry: the element, the values
// of the other paths, and the id.
func (s side) columns() []string {
	cols := []string{"v"}
	for i := range s.slots {
		cols = append(cols, fmt.Sprintf("p%d", i+1))
	}
	return append(cols, "id")
}

func (s side) insertSQL() string {
	cols := append(s.columns(), "n")
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", s.name, strings.Join(cols, ", "), marks(len(cols)))
}

func (s side) deleteSQL() string {
	return fmt.Sprintf("DELETE FROM %s WHERE %s = ?", s.name, strings.Join(s.columns(), " = ? AND "))
}

func (t *table) insertSQL() string {
	var cols strings.Builder
	for i := range t.columns {
		cols.WriteString(", " + columnName(i))
	}
	// A repeated insert is told by its id before any unique index speaks.
	return fmt.Sprintf("INSERT INTO %s (id, rev, body%s) VALUES (%s) ON CONFLICT (id) DO NOTHING",
		t.name, &cols, marks(3+len(t.columns)))
}

// updateSQL sets the columns of the scalar slots in changed, in their order,
// before the row's number.
func (t *table) updateSQL(changed uint64) string {
	var set strings.Builder
	for slot, col := range t.column {
		if changed&(1<<slot) != 0 {
			set.WriteString(", " + columnName(col) + " = ?")
		}
	}
	return fmt.Sprintf("UPDATE %s SET rev = ?, body = ?%s WHERE n = ?", t.name, &set)
}

func (t *table) currentSQL() string {
	return fmt.Sprintf("SELECT n, rev, body FROM %s WHERE id = ?", t.name)
}

func (t *table) deleteSQL() string {
	return fmt.Sprintf("DELETE FROM %s WHERE n = ?", t.name)
}

func (t *table) getSQL() string {
	return fmt.Sprintf("SELECT body FROM %s WHERE id = ?", t.name)
}

// marks returns n question marks.
func marks(n int) string {
	return strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
}
