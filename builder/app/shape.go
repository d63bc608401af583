package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// checkShape compares a JSON text with a Go type, key by key. encoding/json
// alone is too kind: it takes keys in any case, the last of two equal ones, and
// tells no path.
func checkShape(data []byte, t reflect.Type) error {
	s := &shape{dec: json.NewDecoder(bytes.NewReader(data))}
	s.dec.UseNumber()
	if err := s.value(t, "", 1); err != nil {
		return err
	}
	if _, err := s.dec.Token(); !errors.Is(err, io.EOF) {
		return &DecodeError{Code: DecodeTrailing}
	}
	return nil
}

type shape struct{ dec *json.Decoder }

// The kinds of JSON values, as they are told to people.
const (
	jsonObject  = "object"
	jsonList    = "array"
	jsonText    = "string"
	jsonNumber  = "number"
	jsonInteger = "integer"
	jsonBoolean = "boolean"
	jsonNull    = "null"
)

// value reads one value. A nil type is content that is not ours to judge.
func (s *shape) value(t reflect.Type, path string, depth int) error {
	if depth > MaxDepth {
		return &DecodeError{Code: DecodeTooDeep, Path: path, Params: map[string]any{"max": MaxDepth}}
	}
	token, err := s.token(path)
	if err != nil {
		return err
	}
	for t != nil && t.Kind() == reflect.Pointer && token != nil {
		t = t.Elem()
	}
	if t != nil && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		t = nil
	}
	want, got := wants(t), kindOf(token)
	if n, ok := token.(json.Number); ok && want == jsonInteger {
		if _, err := strconv.ParseInt(n.String(), 10, 64); err == nil {
			got = jsonInteger
		}
	}
	if t != nil && want != got && (got != jsonNull || !nullable(t)) {
		return &DecodeError{Code: DecodeWrongType, Path: path, Params: map[string]any{"want": want, "got": got}}
	}
	switch got {
	case jsonObject:
		return s.object(t, path, depth)
	case jsonList:
		return s.list(t, path, depth)
	}
	return nil
}

func (s *shape) object(t reflect.Type, path string, depth int) error {
	seen := map[string]bool{}
	for s.dec.More() {
		token, err := s.token(path)
		if err != nil {
			return err
		}
		key, _ := token.(string) // what is not a text here is a syntax error by now
		at := path + "/" + escape(key)
		if seen[key] {
			return &DecodeError{Code: DecodeKeyDuplicate, Path: at, Params: map[string]any{"key": key}}
		}
		seen[key] = true
		next, ok := member(t, key)
		if !ok {
			return &DecodeError{Code: DecodeKeyUnknown, Path: at, Params: map[string]any{"key": key}}
		}
		if err := s.value(next, at, depth+1); err != nil {
			return err
		}
	}
	_, err := s.token(path)
	return err
}

func (s *shape) list(t reflect.Type, path string, depth int) error {
	var next reflect.Type
	if t != nil {
		next = t.Elem()
	}
	for i := 0; s.dec.More(); i++ {
		if err := s.value(next, path+"/"+strconv.Itoa(i), depth+1); err != nil {
			return err
		}
	}
	_, err := s.token(path)
	return err
}

func (s *shape) token(path string) (json.Token, error) {
	token, err := s.dec.Token()
	if err != nil {
		return nil, &DecodeError{Code: DecodeSyntax, Path: path, Params: map[string]any{"offset": s.dec.InputOffset()}}
	}
	return token, nil
}

// member returns the type of an object's member.
func member(t reflect.Type, key string) (reflect.Type, bool) {
	if t == nil {
		return nil, true
	}
	if t.Kind() == reflect.Map {
		return t.Elem(), true
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == key {
			return f.Type, true
		}
	}
	return nil, false
}

// wants returns the kind of JSON value that a type is written as.
func wants(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return jsonObject
	case reflect.Slice:
		return jsonList
	case reflect.String:
		return jsonText
	case reflect.Bool:
		return jsonBoolean
	case reflect.Int, reflect.Int64:
		return jsonInteger
	default:
		return jsonNumber
	}
}

func kindOf(token json.Token) string {
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			return jsonObject
		}
		return jsonList
	case string:
		return jsonText
	case json.Number:
		return jsonNumber
	case bool:
		return jsonBoolean
	default:
		return jsonNull
	}
}

// nullable reports whether null is how an empty value of a type is written.
func nullable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	default:
		return false
	}
}

// escape writes a key as a part of a JSON pointer.
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}
