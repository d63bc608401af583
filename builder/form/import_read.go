package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// keyed is a JSON object that keeps its members in their order: the order of
// fields matters to people. A nil one is empty.
type keyed struct {
	keys   []string
	values map[string]any
}

// newKeyed makes an object of keys and values in turn.
func newKeyed(pairs ...any) *keyed {
	k := &keyed{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); ok {
			k.set(key, pairs[i+1])
		}
	}
	return k
}

func (k *keyed) at(key string) any {
	if k == nil {
		return nil
	}
	return k.values[key]
}

func (k *keyed) has(key string) bool {
	if k == nil {
		return false
	}
	_, ok := k.values[key]
	return ok
}

func (k *keyed) set(key string, v any) {
	if k.values == nil {
		k.values = map[string]any{}
	}
	if _, ok := k.values[key]; !ok {
		k.keys = append(k.keys, key)
	}
	k.values[key] = v
}

func (k *keyed) drop(key string) {
	if k.has(key) {
		delete(k.values, key)
		k.keys = slices.DeleteFunc(k.keys, func(s string) bool { return s == key })
	}
}

// clone copies the object but not what is in it.
func (k *keyed) clone() *keyed {
	out := &keyed{}
	if k != nil {
		for _, key := range k.keys {
			out.set(key, k.values[key])
		}
	}
	return out
}

// size counts the values in it.
func (k *keyed) size() int {
	n := 1
	if k != nil {
		for _, v := range k.values {
			n += sizeOf(v)
		}
	}
	return n
}

func sizeOf(v any) int {
	switch v := v.(type) {
	case *keyed:
		return v.size()
	case []any:
		n := 1
		for _, item := range v {
			n += sizeOf(item)
		}
		return n
	default:
		return 1
	}
}

// MarshalJSON writes the members in their order.
func (k *keyed) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range k.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(k.values[key])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// readImport reads the text of a schema.
func readImport(text []byte) (*keyed, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(text) > maxSchemaBytes {
		return nil, &ImportError{Code: ImportSize, Params: map[string]any{"limit": maxSchemaBytes >> 10}}
	}
	seen := shape(text)
	if seen.containers > maxContainers || seen.containers+seen.commas > maxSchemaValues {
		return nil, &ImportError{Code: ImportLarge, Params: map[string]any{"limit": maxContainers}}
	}
	if seen.deepest > maxSchemaJSON {
		return nil, &ImportError{Code: ImportDeep, Params: map[string]any{"limit": maxSchemaJSON}}
	}
	// The strict reader says what is wrong and where; the second one keeps the
	// order.
	if _, err := decodeJSON(text, limits{depth: maxSchemaJSON}); err != nil {
		return nil, &ImportError{Code: ImportJSON, Params: map[string]any{"reason": err.Error()}}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	v, err := readOrdered(dec)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &ImportError{Code: ImportJSON, Params: map[string]any{"reason": err.Error()}}
	}
	root, ok := v.(*keyed)
	if !ok {
		return nil, &ImportError{Code: ImportNoSchema}
	}
	return root, nil
}

// readOrdered reads one JSON value of a text that is known to be well-formed.
func readOrdered(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'):
		out := &keyed{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			v, err := readOrdered(dec)
			if err != nil {
				return nil, err
			}
			if name, ok := key.(string); ok {
				out.set(name, v)
			}
		}
		_, err = dec.Token()
		return out, err
	case json.Delim('['):
		out := []any{}
		for dec.More() {
			v, err := readOrdered(dec)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err = dec.Token()
		return out, err
	}
	return tok, nil
}

// anys makes a list of names one of values.
func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
