package sqlitestore

import (
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// writing carries out writes on one table, on the writer's connection. Its
// methods run on the writer's goroutine, inside its transaction. Where one
// fails with a sentinel of a lost race (not found, conflict, exists), or with
// a duplicate in a table without undo, it has changed nothing.
type writing struct {
	table *table
	conn  *conn
	args  []any
	old   store.Keys // of the document being replaced or deleted

	inserts, currents, deletes *stmt
	updates                    map[uint64]*stmt // by the set of changed slots
	entries                    []entryStmts     // of table.sides
}

// entryStmts are the statements of one side table.
type entryStmts struct{ add, remove *stmt }

// newWriting prepares the writes of a table that exists.
func newWriting(c *conn, t *table) (*writing, error) {
	w := &writing{table: t, conn: c, updates: make(map[uint64]*stmt), entries: make([]entryStmts, len(t.sides))}
	var errs []error
	prepare := func(text string) *stmt {
		s, err := c.prepare(text)
		errs = append(errs, err)
		return s
	}
	w.inserts, w.currents, w.deletes = prepare(t.insertSQL()), prepare(t.currentSQL()), prepare(t.deleteSQL())
	for i, s := range t.sides {
		w.entries[i] = entryStmts{add: prepare(s.insertSQL()), remove: prepare(s.deleteSQL())}
	}
	return w, errors.Join(errs...)
}

// update returns the statement that writes a document of which the given
// scalar slots changed: indexes over other columns are then left alone.
func (w *writing) update(changed uint64) (*stmt, error) {
	if s, ok := w.updates[changed]; ok {
		return s, nil
	}
	s, err := w.conn.prepare(w.table.updateSQL(changed))
	if err == nil {
		w.updates[changed] = s
	}
	return s, err
}

// column returns what SQLite stores for a value. Bools are blobs of one byte,
// which sort behind all integers and strings, as they do in BSON.
func column(v store.Value) any {
	switch v.Kind() {
	case store.Int:
		return v.Int()
	case store.String:
		return v.Str()
	case store.Bool:
		if v.Bool() {
			return []byte{1}
		}
		return []byte{0}
	default:
		return nil
	}
}

// addScalars appends the values of the slots in changed, in their order.
func (w *writing) addScalars(keys *store.Keys, changed uint64) {
	for slot, v := range keys.Scalars {
		if changed&(1<<slot) != 0 {
			w.args = append(w.args, column(v))
		}
	}
}

func (w *writing) insert(d store.Document) error {
	w.args = append(w.args[:0], d.ID, d.Rev, []byte(d.Raw))
	for _, slot := range w.table.slot {
		var v any
		if slot >= 0 {
			v = column(d.Keys.Scalars[slot])
		}
		w.args = append(w.args, v)
	}
	res, err := w.inserts.do(w.args...)
	switch {
	case isUnique(err):
		return w.table.duplicate(err)
	case err != nil:
		return err
	}
	if rows, err := res.RowsAffected(); err != nil || rows == 0 {
		return orElse(err, store.ErrExists)
	}
	n, err := res.LastInsertId()
	if err != nil {
		return fault(err)
	}
	for i := range w.table.sides {
		if err := w.addEntries(i, d.Keys, d.ID, n); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) replace(rev int64, d store.Document) error {
	n, err := w.current(d.ID, rev)
	if err != nil {
		return err
	}
	var changed uint64
	for slot, v := range d.Keys.Scalars {
		if w.table.column[slot] >= 0 && v != w.old.Scalars[slot] {
			changed |= 1 << slot
		}
	}
	update, err := w.update(changed)
	if err != nil {
		return err
	}
	w.args = append(w.args[:0], d.Rev, []byte(d.Raw))
	w.addScalars(d.Keys, changed)
	w.args = append(w.args, n)
	if _, err := update.do(w.args...); isUnique(err) {
		return w.table.duplicate(err)
	} else if err != nil {
		return err
	}
	for i := range w.table.sides {
		if err := w.changeEntries(i, d.Keys, d.ID, n); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) delete(id string, rev int64) error {
	n, err := w.current(id, rev)
	if err != nil {
		return err
	}
	for i, side := range w.table.sides {
		rest, ok := side.rest(&w.old)
		if !ok {
			continue
		}
		for _, v := range w.old.Arrays[side.array] {
			if err := w.removeEntry(i, v, rest, id); err != nil {
				return err
			}
		}
	}
	_, err = w.deletes.do(n)
	return err
}

// current finds the document that is to be changed, checks its revision, and
// leaves its keys in w.old.
func (w *writing) current(id string, rev int64) (n int64, err error) {
	row, err := w.currents.first(id)
	switch {
	case err != nil:
		return 0, err
	case row == nil:
		return 0, store.ErrNotFound
	case row[1] != rev:
		return 0, store.ErrConflict
	}
	n, _ = row[0].(int64)
	body, _ := row[2].([]byte)
	if err := w.table.layout.Extract(bson.Raw(body), &w.old); err != nil {
		return 0, fmt.Errorf("%w: its indexed values cannot be read: %w", store.ErrCorrupt, err)
	}
	return n, nil
}

// rest returns the values of a side table's other paths; ok is false if the
// document lacks one and so has no entries.
func (s side) rest(keys *store.Keys) (rest []store.Value, ok bool) {
	rest = make([]store.Value, len(s.slots))
	for i, slot := range s.slots {
		if rest[i] = keys.Scalars[slot]; rest[i].IsNone() {
			return nil, false
		}
	}
	return rest, true
}

// addEntries writes all entries of a new document into side table i.
func (w *writing) addEntries(i int, keys *store.Keys, id string, n int64) error {
	side := &w.table.sides[i]
	rest, ok := side.rest(keys)
	if !ok {
		return nil
	}
	for _, v := range keys.Arrays[side.array] {
		if err := w.addEntry(i, v, rest, id, n); err != nil {
			return err
		}
	}
	return nil
}

// changeEntries rewrites only the entries that differ from the old document's.
func (w *writing) changeEntries(i int, keys *store.Keys, id string, n int64) error {
	side := &w.table.sides[i]
	var before, after []store.Value
	oldRest, had := side.rest(&w.old)
	newRest, has := side.rest(keys)
	if had {
		before = w.old.Arrays[side.array]
	}
	if has {
		after = keys.Arrays[side.array]
	}
	// Both are sorted: an element that stands in both stays, if the other
	// values did not change either. Removals come first, so that an entry may
	// take the place of another under a unique index.
	keep := had && has && slices.Equal(oldRest, newRest)
	for _, v := range before {
		if keep && contains(after, v) {
			continue
		}
		if err := w.removeEntry(i, v, oldRest, id); err != nil {
			return err
		}
	}
	for _, v := range after {
		if keep && contains(before, v) {
			continue
		}
		if err := w.addEntry(i, v, newRest, id, n); err != nil {
			return err
		}
	}
	return nil
}

func contains(sorted []store.Value, v store.Value) bool {
	_, found := slices.BinarySearchFunc(sorted, v, store.Value.Compare)
	return found
}

// setEntry makes the arguments that name one entry of a side table.
func (w *writing) setEntry(v store.Value, rest []store.Value, id string) {
	w.args = append(w.args[:0], column(v))
	for _, r := range rest {
		w.args = append(w.args, column(r))
	}
	w.args = append(w.args, id)
}

func (w *writing) addEntry(i int, v store.Value, rest []store.Value, id string, n int64) error {
	w.setEntry(v, rest, id)
	w.args = append(w.args, n)
	_, err := w.entries[i].add.do(w.args...)
	if isUnique(err) && w.table.sides[i].index.Unique {
		return &store.DuplicateError{Index: w.table.sides[i].index.Name}
	}
	return err
}

func (w *writing) removeEntry(i int, v store.Value, rest []store.Value, id string) error {
	w.setEntry(v, rest, id)
	_, err := w.entries[i].remove.do(w.args...)
	return err
}

func orElse(err, fallback error) error {
	if err != nil {
		return fault(err)
	}
	return fallback
}
