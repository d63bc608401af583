package sqlitestore

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// The format of the database file. application_id makes `file` and us
// recognise it ("BNLI"); user_version is the layout of table.go, and a file
// with a higher one is refused.
const (
	applicationID = 0x424e4c49
	formatVersion = 1
)

const collectionsSQL = `CREATE TABLE collections (
	name TEXT PRIMARY KEY COLLATE NOCASE,
	declaration TEXT NOT NULL
) WITHOUT ROWID`

// declaration is what the database knows about a collection.
type declaration struct {
	Columns []string      `json:"columns"`
	Indexes []store.Index `json:"indexes"`
}

// checkFormat makes sure that the file is empty or ours.
func checkFormat(c *conn) (fresh bool, err error) {
	number := func(text string) int64 {
		row, e := c.ask(text)
		if e != nil || len(row) != 1 {
			err = fmt.Errorf("%w (reading the format of the database)", e)
			return 0
		}
		n, _ := row[0].(int64)
		return n
	}
	objects := number("SELECT count(*) FROM sqlite_schema")
	app, version := number("PRAGMA application_id"), number("PRAGMA user_version")
	switch {
	case err != nil:
		return false, err
	case objects == 0 && app == 0 && version == 0:
		return true, nil
	case app != applicationID:
		return false, fmt.Errorf("%w: the database file was not made by Banli", store.ErrCorrupt)
	case version > formatVersion:
		return false, fmt.Errorf("%w: the data was written by a newer version (format %d, this one reads up to %d)", store.ErrUnavailable, version, formatVersion)
	}
	return false, nil
}

// initFormat writes the empty database.
func initFormat(c *conn) error {
	return c.run(fmt.Sprintf("BEGIN IMMEDIATE; %s; PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		collectionsSQL, applicationID, formatVersion))
}

// declare brings the tables of a collection in line with its declaration. It
// runs inside a transaction, so that a crash leaves the old state.
func declare(c *conn, layout *store.Layout) (*table, error) {
	name := layout.Spec().Name
	old, known, err := declared(c, name)
	if err != nil {
		return nil, err
	}
	t := newTable(layout, old.Columns)
	now := declaration{Columns: t.columns, Indexes: layout.Spec().Indexes}
	if known && old.equal(now) {
		return t, nil
	}
	if !known {
		if err := c.once(t.createSQL()); err != nil {
			return nil, err
		}
		old.Columns = t.columns
	}
	if err := t.rebuild(c, old); err != nil {
		return nil, err
	}
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	return t, c.once(`INSERT INTO collections (name, declaration) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET declaration = excluded.declaration`, name, string(text))
}

// declared reads how a collection was declared last.
func declared(c *conn, name string) (d declaration, known bool, err error) {
	row, err := c.ask("SELECT name, declaration FROM collections WHERE name = ?", name)
	if err != nil || row == nil {
		return d, false, err
	}
	if row[0] != name {
		return d, false, fmt.Errorf("%w: the names %q and %q differ only in case", store.ErrSpec, name, row[0])
	}
	text, _ := row[1].(string)
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, false, fmt.Errorf("%w: the declaration of %s: %w", store.ErrCorrupt, name, err)
	}
	return d, true, nil
}

func (d declaration) equal(o declaration) bool {
	return slices.Equal(d.Columns, o.Columns) && slices.EqualFunc(d.Indexes, o.Indexes, sameIndex)
}

// has reports whether the declaration has exactly that index.
func (d declaration) has(ix store.Index) bool {
	return slices.ContainsFunc(d.Indexes, func(o store.Index) bool { return sameIndex(ix, o) })
}

func sameIndex(a, b store.Index) bool {
	return a.Name == b.Name && a.Unique == b.Unique && a.Multi == b.Multi && slices.Equal(a.Paths, b.Paths)
}

// rebuild drops the indexes that are gone or changed, fills the columns and
// tables that are new, and makes the new SQL indexes.
func (t *table) rebuild(c *conn, old declaration) error {
	spec := t.layout.Spec()
	now := declaration{Indexes: spec.Indexes}
	for _, ix := range old.Indexes {
		if now.has(ix) {
			continue
		}
		drop := "DROP INDEX " + t.indexName(ix)
		if ix.Multi {
			drop = "DROP TABLE m_" + spec.Name + "_" + ix.Name
		}
		if err := c.once(drop); err != nil {
			return err
		}
	}
	var columns uint64 // the slots whose columns are to be filled
	for slot, col := range t.column {
		switch {
		case col < 0 || col < len(old.Columns) && old.Columns[col] == t.columns[col]:
			continue
		case col >= len(old.Columns):
			if err := c.once(fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s", t.name, columnName(col))); err != nil {
				return err
			}
		}
		columns |= 1 << slot
	}
	var sides []int
	for i, s := range t.sides {
		if old.has(s.index) {
			continue
		}
		if err := c.once(s.createSQL()); err != nil {
			return err
		}
		sides = append(sides, i)
	}
	if columns != 0 || len(sides) > 0 {
		if err := t.fill(c, columns, sides); err != nil {
			return err
		}
	}
	for _, ix := range spec.Indexes {
		if ix.Multi || old.has(ix) {
			continue
		}
		if err := c.once(t.createIndexSQL(ix)); isUnique(err) {
			return &store.DuplicateError{Index: ix.Name}
		} else if err != nil {
			return err
		}
	}
	return nil
}

// fill goes through all documents and writes the columns of the slots in
// columns, and the entries of sides.
func (t *table) fill(c *conn, columns uint64, sides []int) error {
	w, err := newWriting(c, t)
	if err != nil {
		return err
	}
	var set *stmt
	if columns != 0 {
		if set, err = c.prepare(t.fillSQL(columns)); err != nil {
			return err
		}
	}
	var keys store.Keys
	return t.scan(c, func(n int64, id string, body bson.Raw) error {
		if err := t.layout.Extract(body, &keys); err != nil {
			return fmt.Errorf("building the indexes of %s: %w", t.layout.Spec().Name, err)
		}
		if set != nil {
			w.args = w.args[:0]
			w.addScalars(&keys, columns)
			w.args = append(w.args, n)
			if _, err := set.do(w.args...); err != nil {
				return err
			}
		}
		for _, i := range sides {
			if err := w.addEntries(i, &keys, id, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// What scan keeps in memory at a time: so many documents, or about so many
// bytes of them.
const (
	scanDocuments = 200
	scanBytes     = 4 << 20
)

// scan calls visit with every document. It reads some ahead and closes the
// statement before it visits them, because visit writes to the same table.
func (t *table) scan(c *conn, visit func(n int64, id string, body bson.Raw) error) error {
	type doc struct {
		n    int64
		id   string
		body []byte
	}
	next, err := c.prepare(fmt.Sprintf("SELECT n, id, body FROM %s WHERE n > ? ORDER BY n LIMIT %d", t.name, scanDocuments))
	if err != nil {
		return err
	}
	for last := int64(0); ; {
		var docs []doc
		bytes := 0
		err := next.each([]any{last}, func(row []driver.Value) (bool, error) {
			var d doc
			d.n, _ = row[0].(int64)
			d.id, _ = row[1].(string)
			d.body, _ = row[2].([]byte)
			docs = append(docs, d)
			bytes += len(d.body)
			return bytes < scanBytes, nil
		})
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, d := range docs {
			last = d.n
			if err := visit(d.n, d.id, d.body); err != nil {
				return err
			}
		}
	}
}

// fillSQL sets the columns of the given slots, in their order.
func (t *table) fillSQL(columns uint64) string {
	var set []string
	for slot, col := range t.column {
		if columns&(1<<slot) != 0 {
			set = append(set, columnName(col)+" = ?")
		}
	}
	return fmt.Sprintf("UPDATE %s SET %s WHERE n = ?", t.name, strings.Join(set, ", "))
}

func (t *table) createSQL() string {
	var cols strings.Builder
	for i := range t.columns {
		cols.WriteString(columnName(i) + ", ")
	}
	return fmt.Sprintf("CREATE TABLE %s (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, %sbody BLOB NOT NULL)", t.name, &cols)
}

func (t *table) createIndexSQL(ix store.Index) string {
	cols := t.indexColumns(ix)
	where := strings.Join(cols, " IS NOT NULL AND ") + " IS NOT NULL"
	kind := "UNIQUE INDEX"
	if !ix.Unique {
		kind = "INDEX"
		cols = append(cols, "id")
	}
	return fmt.Sprintf("CREATE %s %s ON %s (%s) WHERE %s", kind, t.indexName(ix), t.name, strings.Join(cols, ", "), where)
}

func (s side) createSQL() string {
	cols := s.columns()
	key := cols
	if s.index.Unique {
		key = cols[:len(cols)-1]
	}
	return fmt.Sprintf("CREATE TABLE %s (%s, n INTEGER NOT NULL, PRIMARY KEY (%s)) WITHOUT ROWID", s.name, strings.Join(cols, ", "), strings.Join(key, ", "))
}
