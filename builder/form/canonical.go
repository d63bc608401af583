package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// ErrCanonical is wrapped by the errors of [Canonical].
var ErrCanonical = errors.New("form: canonical")

// Canonical writes a value as canonical JSON text: members sorted by key, no
// spaces, the shortest exact decimal of each number, text escaped only where
// JSON demands it. Equal values give equal bytes, so that digests and
// idempotency can rest on it. What is not made of nil, bool, string,
// json.Number, []any and map[string]any goes through encoding/json first. The
// error wraps [ErrCanonical].
func Canonical(v any) ([]byte, error) {
	return appendCanonical(make([]byte, 0, 512), v, 0)
}

// maxCanonicalDepth ends values that contain themselves.
const maxCanonicalDepth = 1000

func appendCanonical(b []byte, v any, depth int) ([]byte, error) {
	if depth > maxCanonicalDepth {
		return nil, fmt.Errorf("%w: nested too deep", ErrCanonical)
	}
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		if v {
			return append(b, "true"...), nil
		}
		return append(b, "false"...), nil
	case string:
		return appendString(b, v), nil
	case json.Number:
		d, ok := parseDecimal(string(v))
		if !ok {
			return nil, fmt.Errorf("%w: %q is not a number", ErrCanonical, clip(string(v)))
		}
		return append(b, d.String()...), nil
	case []any:
		return appendList(b, v, depth)
	case map[string]any:
		return appendObject(b, v, depth)
	default:
		return appendOther(b, v, depth)
	}
}

func appendList(b []byte, list []any, depth int) ([]byte, error) {
	var err error
	b = append(b, '[')
	for i, item := range list {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendCanonical(b, item, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendObject(b []byte, m map[string]any, depth int) ([]byte, error) {
	var err error
	b = append(b, '{')
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
		if b, err = appendCanonical(b, m[key], depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendOther writes what is not made of plain JSON values.
func appendOther(b []byte, v any, depth int) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCanonical, err)
	}
	plain, err := decodeJSON(data, limits{depth: maxCanonicalDepth})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCanonical, err)
	}
	return appendCanonical(b, plain, depth+1)
}

// appendString writes text as RFC 8785 does: only quotes, backslashes and
// control characters are escaped. Bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\f':
			b = append(b, '\\', 'f')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			if c < ' ' {
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
				continue
			}
			b = append(b, c)
		}
	}
	return append(b, '"')
}
