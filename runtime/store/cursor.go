package store

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// Cursor is a place in the order of a query, as opaque base64url text. It
// holds index values and an id in the clear: whoever hands it to a stranger
// signs it.
type Cursor string

const (
	cursorVersion = 1
	// maxCursor is longer than any cursor that this package makes of keys of
	// sensible length, and keeps a hostile one from costing anything.
	maxCursor = 16 << 10
)

// cursor writes a place of the plan's order.
func (p *Plan) cursor(at []Value) Cursor {
	b := make([]byte, 0, 64)
	b = append(b, cursorVersion)
	b = binary.BigEndian.AppendUint32(b, p.fingerprint())
	for _, v := range at {
		b = append(b, byte(v.kind))
		switch v.kind {
		case Int:
			b = binary.BigEndian.AppendUint64(b, uint64(v.num))
		case String:
			b = binary.AppendUvarint(b, uint64(len(v.str)))
			b = append(b, v.str...)
		case Bool:
			b = append(b, byte(v.num))
		case None:
		}
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(b))
}

// parse reads a cursor of this plan's order.
func (p *Plan) parse(c Cursor) ([]Value, error) {
	bad := func(what string) error { return fmt.Errorf("%w: %s", ErrCursor, what) }
	if len(c) > maxCursor {
		return nil, bad("too long")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(c))
	if err != nil || len(b) < 5 || b[0] != cursorVersion {
		return nil, bad("not a cursor")
	}
	if binary.BigEndian.Uint32(b[1:]) != p.fingerprint() {
		return nil, bad("made by another query")
	}
	b = b[5:]
	at := make([]Value, 0, len(p.Rest)+1)
	for range len(p.Rest) + 1 {
		v, rest, ok := readValue(b)
		if !ok {
			return nil, bad("cut short")
		}
		at, b = append(at, v), rest
	}
	if len(b) > 0 || at[len(at)-1].kind != String {
		return nil, bad("not a place in this order")
	}
	return at, nil
}

// readValue reads one value from the start of b.
func readValue(b []byte) (v Value, rest []byte, ok bool) {
	if len(b) == 0 {
		return Value{}, nil, false
	}
	kind, b := Kind(b[0]), b[1:]
	switch kind {
	case Int:
		if len(b) < 8 {
			return Value{}, nil, false
		}
		return IntValue(int64(binary.BigEndian.Uint64(b))), b[8:], true
	case String:
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return Value{}, nil, false
		}
		b = b[used:]
		return StringValue(string(b[:n])), b[n:], true
	case Bool:
		if len(b) == 0 || b[0] > 1 {
			return Value{}, nil, false
		}
		return BoolValue(b[0] == 1), b[1:], true
	case None:
	}
	return Value{}, nil, false
}
