package mongotest

import (
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// uniquePrefix begins the paths of mongostore's unique indexes.
const uniquePrefix = "_u."

// mend adds to a command what FerretDB lacks. It returns the message to
// forward, or the answer that MongoDB would give.
func (l *line) mend(m message, c Command) (message, bson.D, error) {
	var (
		answer bson.D
		err    error
	)
	switch c.Name {
	case "createIndexes":
		answer, err = l.noteUnique(c)
	case "insert":
		answer, err = l.checkInsert(c)
	case "update":
		answer, err = l.checkUpdate(c)
	}
	if err != nil || answer != nil {
		return m, answer, err
	}
	if !troubled(bsoncore.Document(c.Body)) {
		return m, nil, nil
	}
	return newMessage(m.id(), 0, bson.Raw(rewrite(bsoncore.Document(c.Body), escaper.Replace))), nil, nil
}

// restore undoes in an answer what mend did to strings.
func restore(m message) (message, error) {
	if m.opcode() != opMessage {
		return m, nil
	}
	body, err := m.command()
	if err != nil || !troubled(bsoncore.Document(body)) {
		return m, err
	}
	out := newMessage(m.id(), 0, bson.Raw(rewrite(bsoncore.Document(body), unescaper.Replace)))
	copy(out[8:12], m[8:12]) // which message it answers
	return out, nil
}

// PostgreSQL's JSON has no NUL. The pairs keep the order of strings: NUL and
// then 0x01 come before everything else, as they did.
var (
	escaper   = strings.NewReplacer("\x00", "\x01\x01", "\x01", "\x01\x02")
	unescaper = strings.NewReplacer("\x01\x01", "\x00", "\x01\x02", "\x01")
)

// troubled reports whether a string in the document holds a NUL or 0x01.
func troubled(d bsoncore.Document) bool {
	elements, _ := d.Elements()
	for _, e := range elements {
		v := e.Value()
		switch v.Type {
		case bsoncore.TypeString:
			if s, ok := v.StringValueOK(); ok && strings.ContainsAny(s, "\x00\x01") {
				return true
			}
		case bsoncore.TypeEmbeddedDocument, bsoncore.TypeArray:
			if troubled(bsoncore.Document(v.Data)) {
				return true
			}
		default:
		}
	}
	return false
}

// rewrite changes every string of a document.
func rewrite(d bsoncore.Document, change func(string) string) bsoncore.Document {
	var out []byte
	elements, _ := d.Elements()
	for _, e := range elements {
		v := e.Value()
		switch v.Type {
		case bsoncore.TypeString:
			out = bsoncore.AppendStringElement(out, e.Key(), change(v.StringValue()))
		case bsoncore.TypeEmbeddedDocument, bsoncore.TypeArray:
			out = bsoncore.AppendHeader(out, v.Type, e.Key())
			out = append(out, rewrite(bsoncore.Document(v.Data), change)...)
		default:
			out = append(out, e...)
		}
	}
	return bsoncore.BuildDocument(nil, out)
}

// noteUnique remembers the unique indexes on mongostore's values, and refuses
// one that the stored documents violate.
func (l *line) noteUnique(c Command) (bson.D, error) {
	ns, coll := c.namespace()
	specs, _ := c.Body.Lookup("indexes").ArrayOK()
	values, _ := specs.Values()
	for _, v := range values {
		spec, ok := v.DocumentOK()
		unique, _ := spec.Lookup("unique").BooleanOK()
		if !ok || !unique {
			continue
		}
		key, _ := spec.Lookup("key").DocumentOK()
		fields, _ := key.Elements()
		if len(fields) != 1 || !strings.HasPrefix(fields[0].Key(), uniquePrefix) {
			continue
		}
		path := fields[0].Key()
		taken, err := l.violated(c.DB, coll, path)
		if err != nil {
			return nil, err
		}
		if taken {
			return bson.D{
				{Key: "ok", Value: 0.0}, {Key: "code", Value: 11000}, {Key: "codeName", Value: "DuplicateKey"},
				{Key: "errmsg", Value: "Index build failed: E11000 duplicate key error collection: " + ns},
			}, nil
		}
		l.proxy.mu.Lock()
		if !slices.Contains(l.proxy.unique[ns], path) {
			l.proxy.unique[ns] = append(l.proxy.unique[ns], path)
		}
		l.proxy.mu.Unlock()
	}
	return nil, nil
}

func (c Command) namespace() (ns, coll string) {
	coll, _ = c.Body.Lookup(c.Name).StringValueOK()
	return c.DB + "." + coll, coll
}

func (p *Proxy) uniquePaths(ns string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unique[ns]
}

func (l *line) checkInsert(c Command) (bson.D, error) {
	ns, coll := c.namespace()
	paths := l.proxy.uniquePaths(ns)
	if len(paths) == 0 {
		return nil, nil
	}
	docs, _ := c.Body.Lookup("documents").ArrayOK()
	values, _ := docs.Values()
	for i, v := range values {
		doc, _ := v.DocumentOK()
		path, err := l.taken(c.DB, coll, paths, doc, doc.Lookup("_id"))
		if err != nil || path != "" {
			return duplicate(ns, i, path), err
		}
	}
	return nil, nil
}

func (l *line) checkUpdate(c Command) (bson.D, error) {
	ns, coll := c.namespace()
	paths := l.proxy.uniquePaths(ns)
	if len(paths) == 0 {
		return nil, nil
	}
	updates, _ := c.Body.Lookup("updates").ArrayOK()
	values, _ := updates.Values()
	for i, v := range values {
		u, _ := v.DocumentOK()
		filter, _ := u.Lookup("q").DocumentOK()
		doc, _ := u.Lookup("u").DocumentOK()
		matched, err := l.find(c.DB, coll, filter)
		if err != nil || len(matched) == 0 {
			return nil, err
		}
		path, err := l.taken(c.DB, coll, paths, doc, filter.Lookup("_id"))
		if err != nil || path != "" {
			return duplicate(ns, i, path), err
		}
	}
	return nil, nil
}

// duplicate is how MongoDB answers a write that a unique index refuses.
func duplicate(ns string, i int, path string) bson.D {
	if path == "" {
		return nil
	}
	return bson.D{{Key: "n", Value: 0}, {Key: "nModified", Value: 0}, {Key: "ok", Value: 1.0}, {Key: "writeErrors", Value: bson.A{bson.D{
		{Key: "index", Value: i}, {Key: "code", Value: 11000}, {Key: "keyPattern", Value: bson.D{{Key: path, Value: 1}}},
		{Key: "errmsg", Value: "E11000 duplicate key error collection: " + ns + " index: " + path},
	}}}}
}

// taken returns the first of the paths at which another document has a value of
// doc.
func (l *line) taken(db, coll string, paths []string, doc bson.Raw, id bson.RawValue) (string, error) {
	for _, path := range paths {
		for _, v := range valuesAt(doc, path) {
			others, err := l.find(db, coll, bson.D{{Key: path, Value: v}, {Key: "_id", Value: bson.D{{Key: "$ne", Value: id}}}})
			if err != nil || len(others) > 0 {
				return path, err
			}
		}
	}
	return "", nil
}

// violated reports whether two documents have the same value at a path.
func (l *line) violated(db, coll, path string) (bool, error) {
	all, err := l.find(db, coll, bson.D{{Key: path, Value: bson.D{{Key: "$exists", Value: true}}}})
	if err != nil {
		return false, err
	}
	seen := map[string]bool{}
	for _, doc := range all {
		mine := valuesAt(doc, path)
		for _, v := range mine {
			if seen[v] {
				return true, nil
			}
		}
		for _, v := range mine {
			seen[v] = true
		}
	}
	return false, nil
}

func valuesAt(doc bson.Raw, path string) []string {
	v := doc.Lookup(strings.Split(path, ".")...)
	if s, ok := v.StringValueOK(); ok {
		return []string{s}
	}
	array, _ := v.ArrayOK()
	values, _ := array.Values()
	var all []string
	for _, e := range values {
		all = append(all, e.StringValue())
	}
	return all
}

// find asks the server a question of the proxy's own.
func (l *line) find(db, coll string, filter any) ([]bson.Raw, error) {
	body, err := bson.Marshal(bson.D{
		{Key: "find", Value: coll}, {Key: "filter", Value: filter}, {Key: "batchSize", Value: 100_000}, {Key: "singleBatch", Value: true}, {Key: "$db", Value: db},
	})
	if err != nil {
		return nil, err
	}
	l.asked++
	question := bson.Raw(rewrite(bsoncore.Document(body), escaper.Replace))
	if _, err := l.server.Write(newMessage(1<<31|l.asked, 0, question)); err != nil {
		return nil, err
	}
	reply, err := readMessage(l.server)
	if err != nil {
		return nil, err
	}
	if reply, err = restore(reply); err != nil {
		return nil, err
	}
	answer, err := reply.command()
	if err != nil {
		return nil, err
	}
	batch, _ := answer.Lookup("cursor", "firstBatch").ArrayOK()
	values, err := batch.Values()
	var docs []bson.Raw
	for _, v := range values {
		docs = append(docs, v.Document())
	}
	return docs, err
}
