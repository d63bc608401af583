package mongostore

import (
	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// idIndex is the name that MongoDB gives to the index of every collection.
const idIndex = "_id_"

// selection is a plan as MongoDB takes it.
type selection struct {
	filter bson.D
	sort   bson.D
	// hint names the index to walk, so that a query which it does not answer
	// fails instead of scanning.
	hint string
}

func newSelection(p *store.Plan) selection {
	var s selection
	paths := []string{store.IDPath}
	s.hint = idIndex
	if p.Index != nil {
		paths = append(append([]string{}, p.Index.Paths...), store.IDPath)
		s.hint = p.Index.Name
	}
	for i, v := range p.Equal {
		s.filter = append(s.filter, bson.E{Key: paths[i], Value: v.Any()})
	}
	order := paths[len(p.Equal):]
	if len(order) == 0 {
		order = paths // one id: a place or a bound can only leave it out
	}
	direction := 1
	if p.Desc {
		direction = -1
	}
	for _, path := range order {
		s.sort = append(s.sort, bson.E{Key: path, Value: direction})
	}
	var all bson.A
	for i, path := range order {
		if c := conditions(p, path, i == 0); len(c) > 0 {
			all = append(all, bson.D{{Key: path, Value: c}})
		}
	}
	if len(p.After) > 0 {
		all = append(all, behind(order, p.After, p.Desc))
	}
	if len(all) > 0 {
		s.filter = append(s.filter, bson.E{Key: "$and", Value: all})
	}
	if s.filter == nil {
		s.filter = bson.D{}
	}
	return s
}

// conditions asks for a path of the order to be there, and, of the first one,
// for its bounds. MongoDB compares $gte and $lt within one type only, as the
// bounds of a plan do.
func conditions(p *store.Plan, path string, first bool) bson.D {
	var c bson.D
	if path != store.IDPath {
		c = append(c, bson.E{Key: "$ne", Value: nil}) // neither absent nor null
	}
	if !first {
		return c
	}
	if !p.From.IsNone() {
		c = append(c, bson.E{Key: "$gte", Value: p.From.Any()})
	}
	if !p.To.IsNone() {
		c = append(c, bson.E{Key: "$lt", Value: p.To.Any()})
	}
	if len(p.After) > 0 {
		// Says nothing new, but gives MongoDB a bound to begin the walk at.
		op := "$lt"
		if p.Desc {
			op = "$gt"
		}
		c = append(c, bson.E{Key: "$not", Value: bson.D{{Key: op, Value: p.After[0].Any()}}})
	}
	return c
}

// behind asks for what comes after a place: behind it at the first path, or
// level there and behind it at the next, and so on.
func behind(order []string, at []store.Value, desc bool) bson.D {
	var ways bson.A
	for i, path := range order {
		for _, c := range beyond(at[i], desc) {
			var all bson.D
			for j := range i {
				all = append(all, bson.E{Key: order[j], Value: at[j].Any()})
			}
			ways = append(ways, append(all, bson.E{Key: path, Value: c}))
		}
	}
	return bson.D{{Key: "$or", Value: ways}}
}

// types are the types of indexed values in the order in which they sort.
var types = []struct {
	kind store.Kind
	name string
}{{store.Int, "number"}, {store.String, "string"}, {store.Bool, "bool"}}

// beyond lists the ways to lie beyond a value: within its type, or in one that
// sorts behind it.
func beyond(v store.Value, desc bool) []bson.D {
	op := "$gt"
	if desc {
		op = "$lt"
	}
	ways := []bson.D{{{Key: op, Value: v.Any()}}}
	for _, t := range types {
		if !desc && t.kind > v.Kind() || desc && t.kind < v.Kind() {
			ways = append(ways, bson.D{{Key: "$type", Value: t.name}})
		}
	}
	return ways
}
