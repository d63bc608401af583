package store

import (
	"fmt"
	"hash/fnv"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Plan is how a query is answered: a walk along one index. Backends execute
// it; Layout.Plan makes it.
type Plan struct {
	// Index is the index to walk, nil for the ids of the collection.
	Index *Index
	// Equal holds one value for each of the first paths of the index. Where
	// Index is nil it is empty or holds the id that is asked for.
	Equal []Value
	// Rest are the remaining paths of the index: the order of the answer,
	// before the id. A document that lacks one of them is not part of it.
	Rest []string
	// From and To bound the value at Rest[0], or the id where Rest is empty:
	// From <= value < To. Nothing leaves an end open; values of another kind
	// than the given bound are outside. Both are of one kind.
	From, To Value
	// After holds the values at Rest and then the id: the answer begins behind
	// that place. Empty means at the start.
	After []Value
	// Desc turns the order round, of Rest and of the id.
	Desc bool
	// Limit is at least 1.
	Limit int

	layout *Layout
}

// Plan finds the index that answers q. It fails with ErrNoIndex, ErrQuery or
// ErrCursor. Of q.Limit only the range is corrected.
func (l *Layout) Plan(q Query) (*Plan, error) {
	p := &Plan{Desc: q.Desc, Limit: pageLimit(q.Limit), layout: l}
	for i, c := range q.Where {
		for _, earlier := range q.Where[:i] {
			if earlier.Path == c.Path {
				return nil, fmt.Errorf("%w: path %q stands in Where twice", ErrQuery, c.Path)
			}
		}
	}
	paths, ok := l.choose(p, q)
	if !ok {
		return nil, l.noIndex(q)
	}
	p.Equal = make([]Value, len(q.Where))
	for i, c := range q.Where {
		v, err := ValueOf(c.Value)
		if err != nil || v.IsNone() {
			return nil, fmt.Errorf("%w: path %q is compared with %T; want a string, an integer or a bool", ErrQuery, c.Path, c.Value)
		}
		p.Equal[slices.Index(paths, q.Where[i].Path)] = v
	}
	if p.Index != nil {
		p.Rest = p.Index.Paths[len(p.Equal):]
	}
	if err := p.bound(q); err != nil {
		return nil, err
	}
	if q.After != "" {
		after, err := p.parse(q.After)
		if err != nil {
			return nil, err
		}
		p.After = after
	}
	return p, nil
}

func pageLimit(n int) int {
	switch {
	case n <= 0:
		return DefaultLimit
	case n > MaxLimit:
		return MaxLimit
	default:
		return n
	}
}

// choose sets p.Index and returns the paths that q.Where covers.
func (l *Layout) choose(p *Plan, q Query) ([]string, bool) {
	// The ids: everything, or one document.
	if q.Order == "" || q.Order == IDPath {
		if len(q.Where) == 0 || len(q.Where) == 1 && q.Where[0].Path == IDPath {
			return []string{IDPath}, true
		}
	}
	for i := range l.spec.Indexes {
		ix := &l.spec.Indexes[i]
		if ix.answers(q) && (p.Index == nil || len(ix.Paths) < len(p.Index.Paths)) {
			p.Index = ix
		}
	}
	if p.Index == nil {
		return nil, false
	}
	return p.Index.Paths, true
}

// answers reports whether the index covers the query.
func (ix *Index) answers(q Query) bool {
	n := len(q.Where)
	if n > len(ix.Paths) || ix.Multi && n == 0 {
		return false
	}
	for _, c := range q.Where {
		if !slices.Contains(ix.Paths[:n], c.Path) {
			return false
		}
	}
	switch q.Order {
	case "":
		return true
	case IDPath:
		return n == len(ix.Paths)
	default:
		return n < len(ix.Paths) && ix.Paths[n] == q.Order
	}
}

func (l *Layout) noIndex(q Query) error {
	where := make([]string, len(q.Where))
	for i, c := range q.Where {
		where[i] = c.Path
	}
	return fmt.Errorf("%w: collection %q, where %v, order %q", ErrNoIndex, l.spec.Name, where, q.Order)
}

// bound sets From and To.
func (p *Plan) bound(q Query) error {
	if q.From == nil && q.To == nil {
		return nil
	}
	if q.Order == "" {
		return fmt.Errorf("%w: From and To need Order", ErrQuery)
	}
	var err error
	if p.From, err = ValueOf(q.From); err != nil {
		return fmt.Errorf("%w: From: %w", ErrQuery, err)
	}
	if p.To, err = ValueOf(q.To); err != nil {
		return fmt.Errorf("%w: To: %w", ErrQuery, err)
	}
	if !p.From.IsNone() && !p.To.IsNone() && p.From.Kind() != p.To.Kind() {
		return fmt.Errorf("%w: From and To are of different types", ErrQuery)
	}
	if q.Order == IDPath && max(p.From.Kind(), p.To.Kind()) != String {
		return fmt.Errorf("%w: ids are strings", ErrQuery)
	}
	return nil
}

// position appends the place of a document in the plan's order to at: its
// values at Rest, and its id.
func (p *Plan) position(id string, doc bson.Raw, keys *Keys, at []Value) ([]Value, error) {
	if len(p.Rest) > 0 {
		if err := p.layout.Extract(doc, keys); err != nil {
			return nil, err
		}
		for _, path := range p.Rest {
			at = append(at, keys.Scalars[p.layout.Slot(path)])
		}
	}
	return append(at, StringValue(id)), nil
}

// fingerprint tells the orders of a collection apart, so that a cursor is not
// taken for one of another query. Conditions' values are not part of it:
// FindAny shares one cursor among several.
func (p *Plan) fingerprint() uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.layout.spec.Name))
	if p.Index != nil {
		_, _ = h.Write([]byte{0})
		_, _ = h.Write([]byte(p.Index.Name))
	}
	desc := byte(0)
	if p.Desc {
		desc = 1
	}
	_, _ = h.Write([]byte{0, byte(len(p.Equal)), desc})
	return h.Sum32()
}
