package store

import (
	"bytes"
	"encoding/binary"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// element is one field of a BSON document, still in its bytes.
type element struct {
	typ   bson.Type
	name  []byte
	value []byte
}

// elements steps through a BSON document (or array) without allocating. This
// runs on every write and again on the document it replaces; bson.Raw would
// look up each path from the start.
type elements struct {
	rest []byte
}

// openDocument checks the frame of a document and returns its fields.
func openDocument(raw []byte) (elements, bool) {
	if len(raw) < 5 || int64(binary.LittleEndian.Uint32(raw)) != int64(len(raw)) || raw[len(raw)-1] != 0 {
		return elements{}, false
	}
	return elements{rest: raw[4 : len(raw)-1]}, true
}

// next returns the next field; more is false at the end. ok is false if the
// bytes are not BSON.
func (e *elements) next() (el element, more, ok bool) {
	if len(e.rest) == 0 {
		return element{}, false, true
	}
	end := bytes.IndexByte(e.rest[1:], 0)
	if end < 0 {
		return element{}, false, false
	}
	el.typ = bson.Type(e.rest[0])
	el.name = e.rest[1 : 1+end]
	after := e.rest[2+end:]
	size := valueSize(el.typ, after)
	if size < 0 || size > len(after) {
		return element{}, false, false
	}
	el.value = after[:size]
	e.rest = after[size:]
	return el, true, true
}

// valueSize returns how many bytes the value at the start of b takes, or -1 if
// they cannot be a value of that type. The sizes are those of the BSON
// specification, version 1.1 (https://bsonspec.org/spec.html).
func valueSize(t bson.Type, b []byte) int {
	switch t {
	case bson.TypeNull, bson.TypeUndefined, bson.TypeMinKey, bson.TypeMaxKey:
		return 0
	case bson.TypeBoolean:
		return 1
	case bson.TypeInt32:
		return 4
	case bson.TypeInt64, bson.TypeDouble, bson.TypeDateTime, bson.TypeTimestamp:
		return 8
	case bson.TypeObjectID:
		return 12
	case bson.TypeDecimal128:
		return 16
	case bson.TypeString, bson.TypeJavaScript, bson.TypeSymbol:
		return prefixed(b, 4, 1)
	case bson.TypeBinary:
		return prefixed(b, 5, 0)
	case bson.TypeDBPointer:
		return prefixed(b, 16, 1)
	case bson.TypeEmbeddedDocument, bson.TypeArray, bson.TypeCodeWithScope:
		return prefixed(b, 0, 5)
	case bson.TypeRegex:
		pattern := bytes.IndexByte(b, 0)
		if pattern < 0 {
			return -1
		}
		options := bytes.IndexByte(b[pattern+1:], 0)
		if options < 0 {
			return -1
		}
		return pattern + options + 2
	default:
		return -1
	}
}

// prefixed returns the size of a value that begins with its length: that
// length, which must be at least least, plus extra bytes that it leaves out.
func prefixed(b []byte, extra, least int) int {
	if len(b) < 4 {
		return -1
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n < int64(least) || n > int64(len(b)) {
		return -1
	}
	return int(n) + extra
}

// text returns the string of a string element.
func (el element) text() (string, bool) {
	if len(el.value) < 5 || el.value[len(el.value)-1] != 0 {
		return "", false
	}
	return string(el.value[4 : len(el.value)-1]), true
}

// scalar returns what an index keeps of the element. ok is false for types
// that are never indexed.
func (el element) scalar() (v Value, ok bool) {
	switch el.typ {
	case bson.TypeNull:
		return Value{}, true
	case bson.TypeString:
		s, ok := el.text()
		return StringValue(s), ok
	case bson.TypeInt32:
		return IntValue(int64(int32(binary.LittleEndian.Uint32(el.value)))), true
	case bson.TypeInt64:
		return IntValue(int64(binary.LittleEndian.Uint64(el.value))), true
	case bson.TypeBoolean:
		return BoolValue(el.value[0] != 0), true
	default:
		return Value{}, false
	}
}
