package sqlitestore

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// selection is a plan as a statement with its arguments.
type selection struct {
	text  strings.Builder
	where bool // the first condition has been written
	args  []any
}

func (q *selection) cond(expr string, args ...any) {
	if q.where {
		q.text.WriteString(" AND ")
	} else {
		q.text.WriteString(" WHERE ")
		q.where = true
	}
	q.text.WriteString(expr)
	q.args = append(q.args, args...)
}

// find makes the statement that returns the bodies of the plan's documents.
func (t *table) find(p *store.Plan) (string, []any) {
	var q selection
	from, columns := t.source(p)
	switch {
	case p.Index != nil && p.Index.Multi:
		// CROSS JOIN keeps the entries outside: they are in order already.
		q.text.WriteString("SELECT d.body FROM " + from + " AS e CROSS JOIN " + t.name + " AS d ON d.n = e.n")
		for i, c := range columns {
			columns[i] = "e." + c
		}
	default:
		q.text.WriteString("SELECT body FROM " + from)
	}
	t.conditions(&q, p, columns)
	direction := " ASC"
	if p.Desc {
		direction = " DESC"
	}
	order := columns[len(columns)-len(p.Rest)-1:]
	q.text.WriteString(" ORDER BY " + strings.Join(order, direction+", ") + direction + " LIMIT ?")
	return q.text.String(), append(q.args, int64(p.Limit))
}

// count makes the statement that counts the plan's documents up to its limit.
func (t *table) count(p *store.Plan) (string, []any) {
	var q selection
	from, columns := t.source(p)
	q.text.WriteString("SELECT count(*) FROM (SELECT 1 FROM " + from)
	t.conditions(&q, p, columns)
	q.text.WriteString(" LIMIT ?)")
	return q.text.String(), append(q.args, int64(p.Limit))
}

// source returns the table to walk and its columns in the order of the index,
// the id last. The index is named, so that a statement which it does not
// answer fails instead of scanning.
func (t *table) source(p *store.Plan) (from string, columns []string) {
	switch {
	case p.Index == nil:
		return t.name, []string{"id"}
	case p.Index.Multi:
		i := slices.IndexFunc(t.sides, func(s side) bool { return s.index.Name == p.Index.Name })
		return t.sides[i].name, t.sides[i].columns()
	default:
		return t.name + " INDEXED BY " + t.indexName(*p.Index), append(t.indexColumns(*p.Index), "id")
	}
}

// conditions writes what the plan asks for. columns are those of the index and
// the id.
func (t *table) conditions(q *selection, p *store.Plan, columns []string) {
	for i, v := range p.Equal {
		q.cond(columns[i]+" = ?", column(v))
	}
	if p.Index == nil && len(p.Equal) == 1 {
		// One id: a place or a bound can only leave it out.
		columns = append(columns, "id")
	}
	rest := columns[len(p.Equal):]
	if p.Index != nil && !p.Index.Multi {
		for _, c := range rest[:len(rest)-1] {
			// SQL indexes hold only documents that have all values; saying
			// so lets SQLite use them.
			q.cond(c + " IS NOT NULL")
		}
	}
	bounds(q, rest[0], p.From, p.To)
	if len(p.After) > 0 {
		sign := " > "
		if p.Desc {
			sign = " < "
		}
		args := make([]any, len(p.After))
		for i, v := range p.After {
			args[i] = column(v)
		}
		q.cond("("+strings.Join(rest, ", ")+")"+sign+"("+marks(len(args))+")", args...)
	}
}

// bounds keeps a column within [from, to), and, where one end is open, within
// the type of the other: SQLite sorts numbers, then text, then blobs.
func bounds(q *selection, col string, from, to store.Value) {
	if !from.IsNone() {
		q.cond(col+" >= ?", column(from))
	} else {
		switch to.Kind() {
		case store.String:
			q.cond(col + " >= ''")
		case store.Bool:
			q.cond(col + " >= x''")
		case store.None, store.Int:
		}
	}
	if !to.IsNone() {
		q.cond(col+" < ?", column(to))
		return
	}
	switch from.Kind() {
	case store.Int:
		q.cond(col + " < ''")
	case store.String:
		q.cond(col + " < x''")
	case store.None, store.Bool:
	}
}
