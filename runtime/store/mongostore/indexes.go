package mongostore

import (
	"context"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/banli-oa/banli/runtime/store"
)

// index is an index as it should be on the server.
type index struct {
	name   string
	key    bson.D
	unique *unique // nil for one that only finds
}

// wanted lists the indexes of the collection: each declared one with the id at
// its end, which is how equal documents are ordered, and for each unique one
// another on its values.
func (c *collection) wanted() []index {
	var all []index
	for _, ix := range c.layout.Spec().Indexes {
		w := index{name: ix.Name}
		for _, p := range ix.Paths {
			w.key = append(w.key, bson.E{Key: p, Value: int32(1)})
		}
		w.key = append(w.key, bson.E{Key: store.IDPath, Value: int32(1)})
		all = append(all, w)
	}
	for i := range c.uniques {
		u := &c.uniques[i]
		all = append(all, index{name: uniqueField + "_" + u.name, key: bson.D{{Key: u.path(), Value: int32(1)}}, unique: u})
	}
	return all
}

// found is an index as the server describes it.
type found struct {
	Name    string   `bson:"name"`
	Key     bson.D   `bson:"key"`
	Unique  bool     `bson:"unique"`
	Sparse  bool     `bson:"sparse"`
	Partial bson.Raw `bson:"partialFilterExpression"`
}

// is reports whether the server has the index as it should be. FerretDB does
// not say whether an index is sparse; all of its are.
func (f found) is(w index, ferret bool) bool {
	unique := w.unique != nil
	if f.Name != w.name || f.Unique != unique || f.Partial != nil || f.Sparse != unique && !ferret || len(f.Key) != len(w.key) {
		return false
	}
	for i, e := range w.key {
		if f.Key[i].Key != e.Key || fmt.Sprint(f.Key[i].Value) != "1" {
			return false
		}
	}
	return true
}

// declare brings the indexes on the server in line with the declaration:
// builds what is missing, and builds anew what has changed. An index that
// nobody declared stays, because an administrator may have made it and an older
// node may still walk it; it is reported. Only one on unique values goes: from
// now on documents are written without them, and should it be declared again
// later, it must not seem complete.
func (c *collection) declare(ctx context.Context) error {
	there, err := c.indexes(ctx)
	if err != nil {
		return err
	}
	log := c.store.options.Logger.With("collection", c.docs.Name())
	declared := map[string]bool{idIndex: true}
	for _, w := range c.wanted() {
		declared[w.name] = true
		f, ok := there[w.name]
		if ok && f.is(w, c.store.options.AcceptFerretDB) {
			continue
		}
		if ok {
			log.Info("an index has changed and is built anew", "index", w.name)
			if err := c.drop(ctx, w.name); err != nil {
				return err
			}
		}
		if err := c.build(ctx, w); err != nil {
			return err
		}
	}
	for name := range there {
		switch {
		case declared[name]:
		case strings.HasPrefix(name, uniqueField):
			log.Info("values need not be unique any more", "index", name)
			if err := c.drop(ctx, name); err != nil {
				return err
			}
		default:
			log.Warn("the collection has an index that Banli does not use; it makes each write slower and can be dropped", "index", name)
		}
	}
	return nil
}

// indexes lists what the server has.
func (c *collection) indexes(ctx context.Context) (map[string]found, error) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	cursor, err := c.docs.Indexes().List(ctx)
	if hasCode(err, codeNamespaceNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fault(err)
	}
	var all []found
	if err := cursor.All(ctx, &all); err != nil {
		return nil, fault(err)
	}
	byName := make(map[string]found, len(all))
	for _, f := range all {
		byName[f.Name] = f
	}
	return byName, nil
}

func (c *collection) drop(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	err := c.docs.Indexes().DropOne(ctx, name)
	if hasCode(err, codeIndexNotFound) { // another node was first
		return nil
	}
	return fault(err)
}

// build makes an index, and, where it is a unique one, first lets the documents
// that are there bring their values.
func (c *collection) build(ctx context.Context, w index) error {
	opts := options.Index().SetName(w.name)
	if w.unique != nil {
		if err := c.fill(ctx, *w.unique); err != nil {
			return err
		}
		// A document without values is not in the index at all.
		opts.SetUnique(true).SetSparse(true)
	}
	ctx, cancel := context.WithTimeout(ctx, buildLimit)
	defer cancel()
	_, err := c.docs.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: w.key, Options: opts})
	if hasCode(err, codeDuplicateKey) {
		return &store.DuplicateError{Index: w.unique.name}
	}
	return fault(err)
}

// fillPage is how many documents are read at a time to be filled in.
const fillPage = 500

// fill writes the values of a unique index into the documents that were stored
// before it was declared. Their revisions stay: nothing of what their readers
// see has changed.
func (c *collection) fill(ctx context.Context, u unique) error {
	after := ""
	for {
		page, err := c.page(ctx, after)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, raw := range page {
			var keys store.Keys
			if err := c.layout.Extract(raw, &keys); err != nil {
				return fmt.Errorf("index %q: %w", u.name, err)
			}
			if after, err = c.fillOne(ctx, raw, u, &keys); err != nil {
				return err
			}
		}
	}
}

func (c *collection) page(ctx context.Context, after string) ([]bson.Raw, error) {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	cursor, err := c.docs.Find(ctx, bson.D{{Key: store.IDPath, Value: bson.D{{Key: "$gt", Value: after}}}},
		options.Find().SetSort(bson.D{{Key: store.IDPath, Value: 1}}).SetLimit(fillPage))
	if err != nil {
		return nil, fault(err)
	}
	var all []bson.Raw
	return all, fault(cursor.All(ctx, &all))
}

// fillOne fills in one document, unless it was written meanwhile: then its
// writer has done so.
func (c *collection) fillOne(ctx context.Context, raw bson.Raw, u unique, keys *store.Keys) (id string, err error) {
	id, ok := raw.Lookup(store.IDPath).StringValueOK()
	rev, okRev := raw.Lookup("rev").AsInt64OK()
	if !ok || !okRev {
		return "", fmt.Errorf("%w: it has no id or revision", store.ErrCorrupt)
	}
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	var change bson.D
	switch values := element([]unique{u}, keys); {
	case values != nil:
		change = bson.D{{Key: "$set", Value: bson.D{{Key: u.path(), Value: values.Lookup(u.name)}}}}
	case raw.Lookup(uniqueField, u.name).IsZero():
		return id, nil
	default: // of another declaration under the same name
		change = bson.D{{Key: "$unset", Value: bson.D{{Key: u.path(), Value: ""}}}}
	}
	_, err = c.docs.UpdateOne(ctx, at(id, rev), change)
	return id, fault(err)
}
