package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"pgregory.net/rapid"
)

func mustLayout(t testing.TB, indexes ...Index) *Layout {
	t.Helper()
	l, err := NewLayout(Spec{Name: "docs", Indexes: indexes})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func encode(t interface{ Fatal(...any) }, doc any) bson.Raw {
	raw, err := bson.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// everything holds a value of every BSON type, so that each is stepped over.
var everything = bson.D{
	{Key: "double", Value: 1.5}, {Key: "string", Value: "s"}, {Key: "document", Value: bson.D{{Key: "x", Value: 1}}},
	{Key: "array", Value: bson.A{1, "two", nil}}, {Key: "binary", Value: bson.Binary{Subtype: 2, Data: []byte{1, 2}}},
	{Key: "undefined", Value: bson.Undefined{}}, {Key: "oid", Value: bson.ObjectID{1}}, {Key: "bool", Value: true},
	{Key: "date", Value: bson.DateTime(5)}, {Key: "null", Value: nil}, {Key: "regex", Value: bson.Regex{Pattern: "a", Options: "i"}},
	{Key: "pointer", Value: bson.DBPointer{DB: "db", Pointer: bson.ObjectID{2}}}, {Key: "js", Value: bson.JavaScript("f()")},
	{Key: "symbol", Value: bson.Symbol("s")}, {Key: "scope", Value: bson.CodeWithScope{Code: "f", Scope: bson.D{}}},
	{Key: "int32", Value: int32(-3)}, {Key: "timestamp", Value: bson.Timestamp{T: 1}}, {Key: "int64", Value: int64(1) << 40},
	{Key: "decimal", Value: bson.NewDecimal128(1, 2)}, {Key: "min", Value: bson.MinKey{}}, {Key: "max", Value: bson.MaxKey{}},
}

func TestExtract(t *testing.T) {
	t.Parallel()
	l := mustLayout(t,
		Index{Name: "one", Paths: []string{"last", "int32", "int64", "bool"}},
		Index{Name: "two", Paths: []string{"deep.er.est", "deep.flat", "string"}},
		Index{Name: "three", Paths: []string{"tags", "string"}, Multi: true},
		Index{Name: "four", Paths: []string{"deep.list"}, Multi: true},
	)
	doc := append(slices.Clone(everything),
		bson.E{Key: "deep", Value: bson.D{
			{Key: "list", Value: bson.A{"b", "a", "b", int32(7), true, nil, int64(7)}},
			{Key: "er", Value: bson.D{{Key: "est", Value: "deepest"}}},
		}},
		bson.E{Key: "last", Value: "end"},
	)
	keys := Keys{Scalars: []Value{IntValue(9)}, Arrays: [][]Value{{IntValue(9)}}} // as left by another document
	if err := l.Extract(encode(t, doc), &keys); err != nil {
		t.Fatal(err)
	}
	want := map[string]Value{
		"last": StringValue("end"), "int32": IntValue(-3), "int64": IntValue(1 << 40), "bool": BoolValue(true),
		"deep.er.est": StringValue("deepest"), "deep.flat": {}, "string": StringValue("s"),
	}
	for path, v := range want {
		if got := keys.Scalars[l.Slot(path)]; got != v {
			t.Errorf("%s is %v, want %v", path, got.Any(), v.Any())
		}
	}
	if got := keys.Arrays[l.ArraySlot("tags")]; len(got) != 0 {
		t.Errorf("tags are %v, want none", got)
	}
	list := []Value{IntValue(7), StringValue("a"), StringValue("b"), BoolValue(true)}
	if got := keys.Arrays[l.ArraySlot("deep.list")]; !reflect.DeepEqual(got, list) {
		t.Errorf("deep.list is %v, want %v", got, list)
	}
}

func TestExtractRefuses(t *testing.T) {
	t.Parallel()
	l := mustLayout(t,
		Index{Name: "a", Paths: []string{"a", "b.c"}},
		Index{Name: "d", Paths: []string{"d"}, Multi: true},
	)
	for _, e := range everything {
		scalar := slices.Contains([]string{"string", "bool", "int32", "int64", "null"}, e.Key)
		var keys Keys
		err := l.Extract(encode(t, bson.D{{Key: "a", Value: e.Value}}), &keys)
		if scalar != (err == nil) || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s at a scalar path: %v", e.Key, err)
		}
		err = l.Extract(encode(t, bson.D{{Key: "b", Value: e.Value}}), &keys)
		if ok := e.Key == "document" || e.Key == "null"; ok != (err == nil) || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s on the way to a path: %v", e.Key, err)
		}
		err = l.Extract(encode(t, bson.D{{Key: "d", Value: e.Value}}), &keys)
		if ok := e.Key == "array" || e.Key == "null"; ok != (err == nil) || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s at the path of an array: %v", e.Key, err)
		}
		err = l.Extract(encode(t, bson.D{{Key: "d", Value: bson.A{e.Value}}}), &keys)
		if scalar != (err == nil) || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s in an array: %v", e.Key, err)
		}
	}
}

// TestExtractDamaged cuts and changes a document at every byte: the answer is
// an error or some keys, never a panic.
func TestExtractDamaged(t *testing.T) {
	t.Parallel()
	l := mustLayout(t,
		Index{Name: "a", Paths: []string{"document.x", "int64", "string"}},
		Index{Name: "d", Paths: []string{"array"}, Multi: true},
	)
	whole := encode(t, everything)
	var keys Keys
	for cut := range whole {
		if err := l.Extract(whole[:cut], &keys); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("cut at %d: %v, want ErrCorrupt", cut, err)
		}
	}
	for i := range whole {
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff, whole[i] + 1, whole[i] - 1} {
			changed := slices.Clone(whole)
			changed[i] = b
			if err := l.Extract(changed, &keys); err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrKey) {
				t.Fatalf("byte %d as %d: %v", i, b, err)
			}
			_, _, _ = headOf(changed)
		}
	}
}

// TestExtractLikeLookup compares with the bson package, on random documents.
func TestExtractLikeLookup(t *testing.T) {
	t.Parallel()
	l := mustLayout(t, Index{Name: "a", Paths: []string{"a", "b.a", "b.b"}}, Index{Name: "c", Paths: []string{"c"}, Multi: true})
	rapid.Check(t, func(t *rapid.T) {
		scalar := rapid.OneOf(rapid.Just[any](nil), rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Int32().AsAny(), rapid.Bool().AsAny())
		other := rapid.OneOf(scalar, rapid.Float64().AsAny(), rapid.SliceOf(rapid.Byte()).AsAny())
		fields := func(label string) bson.D {
			var d bson.D
			for _, name := range rapid.Permutation([]string{"a", "b", "x", "ab", "y"}).Draw(t, label)[:rapid.IntRange(0, 5).Draw(t, label+" size")] {
				if name == "a" || name == "b" {
					d = append(d, bson.E{Key: name, Value: scalar.Draw(t, name)})
				} else {
					d = append(d, bson.E{Key: name, Value: other.Draw(t, name)})
				}
			}
			return d
		}
		doc := fields("top")
		doc = slices.DeleteFunc(doc, func(e bson.E) bool { return e.Key == "b" })
		doc = append(doc, bson.E{Key: "b", Value: fields("below")}, bson.E{Key: "c", Value: rapid.SliceOf(scalar).Draw(t, "c")})
		raw := encode(t, doc)
		var keys Keys
		if err := l.Extract(raw, &keys); err != nil {
			t.Fatal(err)
		}
		for slot, path := range [][]string{{"a"}, {"b", "a"}, {"b", "b"}} {
			var want any
			if v, err := raw.LookupErr(path...); err == nil {
				if err := v.Unmarshal(&want); err != nil {
					t.Fatal(err)
				}
			}
			w, err := ValueOf(want)
			if err != nil || keys.Scalars[slot] != w {
				t.Fatalf("%v is %v, the document says %v, %v", path, keys.Scalars[slot].Any(), want, err)
			}
		}
		if !slices.IsSortedFunc(keys.Arrays[0], func(a, b Value) int {
			if n := a.Compare(b); n != 0 {
				return n
			}
			return 1 // the same twice
		}) {
			t.Fatalf("elements %v are not sorted, each once", keys.Arrays[0])
		}
	})
}

func TestValues(t *testing.T) {
	t.Parallel()
	ascending := []any{nil, int64(-1 << 63), -1, int8(0), uint16(1), uint32(2), uint64(1<<63 - 1), "", "a", "a\x00", "b", "é", false, true}
	for i, a := range ascending {
		va, err := ValueOf(a)
		if err != nil {
			t.Fatal(err)
		}
		if va.IsNone() != (a == nil) || va.Int() != 0 && va.Any() != va.Int() || va.Bool() != (a == true) || va.Kind() != String && va.Str() != "" {
			t.Errorf("%v became %v", a, va.Any())
		}
		for j, b := range ascending {
			vb, _ := ValueOf(b)
			if got := va.Compare(vb); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("%v against %v: %d", a, b, got)
			}
		}
	}
	for _, bad := range []any{1.5, uint64(1 << 63), ^uint(0), []byte("x"), struct{}{}, bson.D{}} {
		if _, err := ValueOf(bad); err == nil {
			t.Errorf("%T was taken for a value", bad)
		}
	}
	for _, good := range []any{int16(1), int32(1), uint8(1), uint(1)} {
		if v, err := ValueOf(good); err != nil || v != IntValue(1) {
			t.Errorf("%T: %v, %v", good, v, err)
		}
	}
}
