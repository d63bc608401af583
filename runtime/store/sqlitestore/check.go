package sqlitestore

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// Check looks for damage: SQLite examines its file, and every column and every
// entry of an index must be what the documents say, no more and no less. What
// it finds is an error that wraps store.ErrCorrupt. It reads everything, while
// others may read and write.
func (s *Store) Check(ctx context.Context) error {
	s.life.RLock()
	defer s.life.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	return s.readers.use(ctx, func(c *conn) (err error) {
		// One transaction: what is written meanwhile must not look like damage.
		if err := c.run("BEGIN"); err != nil {
			return err
		}
		defer func() {
			if end := c.run("ROLLBACK"); err == nil {
				err = end
			}
		}()
		row, err := c.ask("PRAGMA integrity_check")
		if err != nil {
			return err
		}
		if row[0] != "ok" {
			return fmt.Errorf("%w: the database file: %v", store.ErrCorrupt, row[0])
		}
		all, err := declarations(c)
		if err != nil {
			return err
		}
		for name, d := range all {
			if err := checkCollection(ctx, c, name, d); err != nil {
				return fmt.Errorf("collection %s: %w", name, err)
			}
		}
		return nil
	})
}

// checkCollection compares what is beside the documents of a collection with
// the documents.
func checkCollection(ctx context.Context, c *conn, name string, d declaration) error {
	layout, err := store.NewLayout(store.Spec{Name: name, Indexes: d.Indexes})
	if err != nil {
		return err
	}
	k := &checker{table: newTable(layout, d.Columns), conn: c}
	k.entries = make([]int64, len(k.table.sides))
	columns := ""
	for i := range k.table.columns {
		columns += ", " + columnName(i)
	}
	all, err := c.compile(fmt.Sprintf("SELECT n, id, rev, body%s FROM %s", columns, k.table.name))
	if err != nil {
		return err
	}
	err = all.each(nil, func(row []driver.Value) (bool, error) { return true, k.document(ctx, row) })
	if end := all.close(); err == nil {
		err = end
	}
	if err != nil {
		return err
	}
	for i, side := range k.table.sides {
		row, err := c.ask("SELECT count(*) FROM " + side.name)
		if err != nil {
			return err
		}
		if row[0] != k.entries[i] {
			return fmt.Errorf("%w: index %s has %v entries, the documents make %d", store.ErrCorrupt, side.index.Name, row[0], k.entries[i])
		}
	}
	return nil
}

// checker looks at the documents of one collection.
type checker struct {
	table *table
	conn  *conn
	// entries counts what the documents bring to each table of a multi-valued
	// index: where all of it is there, an equal number means nothing else is.
	entries []int64
	keys    store.Keys
}

func (k *checker) document(ctx context.Context, row []driver.Value) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	body, _ := row[3].([]byte)
	doc := bson.Raw(body)
	if err := k.table.layout.Extract(doc, &k.keys); err != nil {
		return fmt.Errorf("document %v: %w", row[1], err)
	}
	id, _ := doc.Lookup("_id").StringValueOK()
	rev, _ := doc.Lookup("rev").AsInt64OK()
	if id != row[1] || rev != row[2] {
		return fmt.Errorf("%w: the document of %v, revision %v, says it is %q, revision %d", store.ErrCorrupt, row[1], row[2], id, rev)
	}
	for col, slot := range k.table.slot {
		if slot >= 0 && !reflect.DeepEqual(any(row[4+col]), column(k.keys.Scalars[slot])) {
			return fmt.Errorf("%w: %s of %s is %v, the document says %v", store.ErrCorrupt, k.table.columns[col], id, row[4+col], k.keys.Scalars[slot].Any())
		}
	}
	for i, side := range k.table.sides {
		rest, ok := side.rest(&k.keys)
		if !ok {
			continue
		}
		for _, v := range k.keys.Arrays[side.array] {
			entry := []any{column(v)}
			for _, r := range rest {
				entry = append(entry, column(r))
			}
			if err := k.entry(side, append(entry, id, row[0])); err != nil {
				return err
			}
			k.entries[i]++
		}
	}
	return nil
}

// entry looks for one entry of a multi-valued index.
func (k *checker) entry(side side, values []any) error {
	st, err := k.conn.prepare(fmt.Sprintf("SELECT 1 FROM %s WHERE %s IS ? AND n IS ?", side.name, strings.Join(side.columns(), " IS ? AND ")))
	if err != nil {
		return err
	}
	found, err := st.first(values...)
	if err != nil {
		return err
	}
	if found == nil {
		return fmt.Errorf("%w: index %s lacks the entry %v", store.ErrCorrupt, side.index.Name, values)
	}
	return nil
}
