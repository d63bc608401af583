package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// ErrValues is wrapped by every error of [DecodeValues].
var ErrValues = errors.New("form: values")

// The caps of values. A form that a person fills stays far below them.
const (
	maxValuesBytes = 1 << 20
	maxValuesDepth = 32
	// maxList is the most elements of one list, and so the most rows of a table.
	maxList = 1000
	// maxMembers is the most members of one object.
	maxMembers = 1000
)

// DecodeValues reads a JSON object of values: numbers as json.Number, a key
// given twice refused, and so is what is larger or deeper than a form can be,
// or a number with more than 60 digits before or after the point. The error
// wraps [ErrValues] and names the place by the keys that lead there.
func DecodeValues(data []byte) (Values, error) {
	if len(data) > maxValuesBytes {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrValues, maxValuesBytes)
	}
	return decodeValues(data, maxValuesDepth)
}

// DecodeKept reads values as they were kept, where some are sealed: that makes
// them longer than people may send them.
func DecodeKept(data []byte) (Values, error) { return decodeValues(data, maxValuesDepth+1) }

func decodeValues(data []byte, depth int) (Values, error) {
	v, err := decodeJSON(data, limits{depth: depth, list: maxList, members: maxMembers, numbers: true})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrValues, err)
	}
	values, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%w: not an object", ErrValues)
	}
	return values, nil
}

// limits are what a reader of JSON accepts; 0 means any number.
type limits struct {
	depth, list, members int
	// numbers is set where numbers must be within the bounds of inRange.
	numbers bool
}

// reader reads JSON tokens into values, so that keys given twice are seen and
// nothing deep is built.
type reader struct {
	dec    *json.Decoder
	limits limits
	// keys lead to the object under way, for saying where something is wrong.
	keys []string
}

var (
	errNotJSON   = errors.New("not JSON")
	errTwice     = errors.New("a key is given twice")
	errTooDeep   = errors.New("nested too deep")
	errTooMany   = errors.New("too many members or elements")
	errNumber    = errors.New("a number has too many digits")
	errEncoding  = errors.New("not UTF-8")
	errRemainder = errors.New("something follows the value")
)

// decodeJSON reads one JSON value.
func decodeJSON(data []byte, l limits) (any, error) {
	if !utf8.Valid(data) {
		return nil, errEncoding
	}
	if v, ok := decodeFast(data, l); ok {
		return v, nil
	}
	return decodeSlowly(data, l)
}

// decodeSlowly reads one JSON value token by token and says what is wrong with
// it and where.
func decodeSlowly(data []byte, l limits) (any, error) {
	r := &reader{dec: json.NewDecoder(bytes.NewReader(data)), limits: l}
	r.dec.UseNumber()
	v, err := r.next(0)
	if err != nil {
		return nil, err
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errRemainder
	}
	return v, nil
}

// wrong says what is wrong, and where.
func (r *reader) wrong(err error) error {
	at := ""
	for _, key := range r.keys {
		at += "/" + escape(key)
	}
	return fmt.Errorf("%w at %q", err, clip(at))
}

// next reads one value.
func (r *reader) next(depth int) (any, error) {
	tok, err := r.dec.Token()
	if err != nil {
		return nil, r.wrong(errNotJSON)
	}
	switch tok := tok.(type) {
	case json.Delim:
		if depth >= r.limits.depth {
			return nil, r.wrong(errTooDeep)
		}
		if tok == '[' {
			return r.list(depth)
		}
		return r.object(depth)
	case json.Number:
		if r.limits.numbers && !inRange(string(tok)) {
			return nil, r.wrong(errNumber)
		}
		return tok, nil
	default:
		return tok, nil
	}
}

func (r *reader) list(depth int) (any, error) {
	out := []any{}
	for r.dec.More() {
		if r.limits.list > 0 && len(out) == r.limits.list {
			return nil, r.wrong(errTooMany)
		}
		v, err := r.next(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if _, err := r.dec.Token(); err != nil {
		return nil, r.wrong(errNotJSON)
	}
	return out, nil
}

func (r *reader) object(depth int) (any, error) {
	out := map[string]any{}
	for r.dec.More() {
		tok, err := r.dec.Token()
		key, ok := tok.(string)
		if err != nil || !ok {
			return nil, r.wrong(errNotJSON)
		}
		r.keys = append(r.keys, key)
		if _, twice := out[key]; twice {
			return nil, r.wrong(errTwice)
		}
		if r.limits.members > 0 && len(out) == r.limits.members {
			return nil, r.wrong(errTooMany)
		}
		if out[key], err = r.next(depth + 1); err != nil {
			return nil, err
		}
		r.keys = r.keys[:len(r.keys)-1]
	}
	if _, err := r.dec.Token(); err != nil {
		return nil, r.wrong(errNotJSON)
	}
	return out, nil
}

// clip shortens what was given from outside before it is said.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
