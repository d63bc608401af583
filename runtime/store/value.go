package store

import (
	"cmp"
	"fmt"
	"math"
	"strings"
)

// Kind is the type of a Value. The kinds sort in the order of their numbers:
// every integer before every string, every string before every bool (the order
// that BSON gives them).
type Kind uint8

// The kinds of indexed values. None is the zero Value: nothing.
const (
	None Kind = iota
	Int
	String
	Bool
)

// Value is one scalar of an index key or of a query. The zero Value is nothing.
type Value struct {
	kind Kind
	num  int64 // Int, and Bool as 0 or 1
	str  string
}

// IntValue returns v as a Value.
func IntValue(v int64) Value { return Value{kind: Int, num: v} }

// StringValue returns v as a Value.
func StringValue(v string) Value { return Value{kind: String, str: v} }

// BoolValue returns v as a Value.
func BoolValue(v bool) Value {
	if v {
		return Value{kind: Bool, num: 1}
	}
	return Value{kind: Bool}
}

// ValueOf converts a string, a bool or any integer that fits 64 signed bits.
// nil becomes nothing; any other type is an error.
func ValueOf(v any) (Value, error) {
	switch x := v.(type) {
	case nil:
		return Value{}, nil
	case string:
		return StringValue(x), nil
	case bool:
		return BoolValue(x), nil
	case int:
		return IntValue(int64(x)), nil
	case int64:
		return IntValue(x), nil
	case int32:
		return IntValue(int64(x)), nil
	case int16:
		return IntValue(int64(x)), nil
	case int8:
		return IntValue(int64(x)), nil
	case uint8:
		return IntValue(int64(x)), nil
	case uint16:
		return IntValue(int64(x)), nil
	case uint32:
		return IntValue(int64(x)), nil
	case uint64:
		if x <= math.MaxInt64 {
			return IntValue(int64(x)), nil
		}
	case uint:
		if uint64(x) <= math.MaxInt64 {
			return IntValue(int64(x)), nil
		}
	}
	return Value{}, fmt.Errorf("a value of type %T is never indexed: want string, integer or bool", v)
}

// Kind returns the type of the value.
func (v Value) Kind() Kind { return v.kind }

// IsNone reports whether v is nothing.
func (v Value) IsNone() bool { return v.kind == None }

// Int returns the integer, or 0 if v is not one.
func (v Value) Int() int64 {
	if v.kind != Int {
		return 0
	}
	return v.num
}

// Str returns the string, or "" if v is not one.
func (v Value) Str() string { return v.str }

// Bool returns the bool, or false if v is not one.
func (v Value) Bool() bool { return v.kind == Bool && v.num == 1 }

// Any returns the value as int64, string, bool or nil.
func (v Value) Any() any {
	switch v.kind {
	case Int:
		return v.num
	case String:
		return v.str
	case Bool:
		return v.num == 1
	default:
		return nil
	}
}

// Compare orders values as every backend sorts them: nothing, integers by
// size, strings by their bytes, false before true.
func (v Value) Compare(o Value) int {
	if v.kind != o.kind {
		return cmp.Compare(v.kind, o.kind)
	}
	if v.kind == String {
		return strings.Compare(v.str, o.str)
	}
	return cmp.Compare(v.num, o.num)
}
