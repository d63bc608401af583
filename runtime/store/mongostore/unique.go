package mongostore

import (
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"github.com/banli-oa/banli/runtime/store"
)

// uniqueField holds, last in a stored document, its values of the unique
// indexes: {_u: {login: "s5:li.na"}}. No declared path begins with an
// underscore. What is read from the collection comes without it.
//
// A native unique index on the paths themselves would not do: MongoDB files a
// document without them under null, which then could be there once only, and a
// partial index that leaves such documents out would still take [] and null for
// values.
const uniqueField = "_u"

// unique is one unique index of a collection.
type unique struct {
	name  string
	multi bool
	array int   // slot of the array, where multi
	slots []int // slots of the scalar paths
}

func uniques(layout *store.Layout) []unique {
	var all []unique
	for _, ix := range layout.Spec().Indexes {
		if !ix.Unique {
			continue
		}
		u := unique{name: ix.Name, multi: ix.Multi}
		paths := ix.Paths
		if ix.Multi {
			u.array, paths = layout.ArraySlot(paths[0]), paths[1:]
		}
		for _, p := range paths {
			u.slots = append(u.slots, layout.Slot(p))
		}
		all = append(all, u)
	}
	return all
}

func (u unique) path() string { return uniqueField + "." + u.name }

// values returns what a document brings to the index: nothing where it lacks
// one of the paths.
func (u unique) values(keys *store.Keys) []string {
	tail := ""
	for _, slot := range u.slots {
		v := keys.Scalars[slot]
		if v.IsNone() {
			return nil
		}
		tail += keyText(v)
	}
	if !u.multi {
		return []string{tail}
	}
	all := make([]string, len(keys.Arrays[u.array]))
	for i, v := range keys.Arrays[u.array] {
		all[i] = keyText(v) + tail
	}
	return all
}

// keyText writes a value so that no two values, and no two rows of values, have
// the same text.
func keyText(v store.Value) string {
	switch v.Kind() {
	case store.Int:
		return "i" + strconv.FormatInt(v.Int(), 10) + ";"
	case store.Bool:
		return "b" + strconv.FormatBool(v.Bool()) + ";"
	default:
		return "s" + strconv.Itoa(len(v.Str())) + ":" + v.Str()
	}
}

// element makes the value of uniqueField, or nothing where the document is in
// no unique index.
func element(all []unique, keys *store.Keys) bson.Raw {
	var fields []byte
	for _, u := range all {
		values := u.values(keys)
		switch {
		case len(values) == 0:
		case u.multi:
			array := bsoncore.NewArrayBuilder()
			for _, v := range values {
				array.AppendString(v)
			}
			fields = bsoncore.AppendArrayElement(fields, u.name, array.Build())
		default:
			fields = bsoncore.AppendStringElement(fields, u.name, values[0])
		}
	}
	if fields == nil {
		return nil
	}
	return bson.Raw(bsoncore.BuildDocument(nil, fields))
}

// withUnique returns the document as it is stored.
func withUnique(doc bson.Raw, all []unique, keys *store.Keys) bson.Raw {
	values := element(all, keys)
	if values == nil {
		return doc
	}
	out := make([]byte, 0, len(doc)+len(values)+len(uniqueField)+2)
	out = append(out, doc[:len(doc)-1]...)
	out = bsoncore.AppendDocumentElement(out, uniqueField, bsoncore.Document(values))
	out = append(out, 0)
	return bson.Raw(bsoncore.UpdateLength(out, 0, int32(len(out))))
}

// withoutUnique returns the document as it was given to the store. It changes
// the bytes that it is handed.
func withoutUnique(doc bson.Raw) (bson.Raw, error) {
	length, rest, ok := bsoncore.ReadLength(doc)
	if !ok || int(length) != len(doc) {
		return nil, store.ErrCorrupt
	}
	at := len(doc) - len(rest)
	for len(rest) > 1 {
		el, next, ok := bsoncore.ReadElement(rest)
		if !ok {
			return nil, store.ErrCorrupt
		}
		if el.Key() == uniqueField {
			doc = append(doc[:at], doc[at+len(el):]...)
			return bson.Raw(bsoncore.UpdateLength(doc, 0, int32(len(doc)))), nil
		}
		at += len(el)
		rest = next
	}
	return doc, nil
}
