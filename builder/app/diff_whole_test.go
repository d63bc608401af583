package app_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
)

func full(t *testing.T) app.App {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestDiffSaysEverySetting changes every setting that an app can have, one at a
// time, by reflection: those that the app has not set too, and what is new to a
// definition without a line being added here. Each must be told, at its place and
// nowhere else.
func TestDiffSaysEverySetting(t *testing.T) {
	t.Parallel()
	a := full(t)
	all := variants(reflect.ValueOf(a), nil)
	if len(all) < 2000 {
		t.Fatalf("an app has only %d settings", len(all))
	}
	seen := map[string]int{}
	for _, v := range all {
		if seen[v.pattern()]++; seen[v.pattern()] > 2 {
			continue
		}
		place := strings.Join(v.path, ".")
		b := v.value.Interface().(app.App)
		changes := app.Diff(a, b)
		if v.is("Form", "Schema") {
			continue
		}
		if len(changes) == 0 && a.Digest() != b.Digest() {
			t.Errorf("%s changes and nothing is said", place)
		}
		for _, c := range changes {
			if said := string(c.Part) + " " + c.ID; said != v.part(a, b) && said != v.part(b, a) {
				t.Errorf("%s changes and it is said of the %s", place, said)
			}
			if c.Op == app.Changed && len(c.Settings) == 0 {
				t.Errorf("%s: the %s %s is changed in nothing", place, c.Part, c.ID)
			}
			for _, s := range c.Settings {
				if s.Aspect != "order" && string(s.Before) == string(s.After) {
					t.Errorf("%s: %s is the same before and after: %s", place, s.Aspect, s.After)
				}
			}
		}
	}
}

// TestDiffSaysEveryKeyOfTheSchema does the same with the form's schema, which has
// no Go type.
func TestDiffSaysEveryKeyOfTheSchema(t *testing.T) {
	t.Parallel()
	a := full(t)
	var schema any
	if err := json.Unmarshal(a.Form.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	for _, v := range variants(reflect.ValueOf(schema), nil) {
		text, err := json.Marshal(v.value.Interface())
		if err != nil {
			t.Fatal(err)
		}
		b := a
		b.Form.Schema = text
		place := strings.Join(v.path, ".")
		changes := app.Diff(a, b)
		if len(changes) == 0 && v.path[len(v.path)-1] != "required" {
			t.Errorf("%s changes and nothing is said", place)
		}
		if v.path[0] != "properties" || len(v.path) < 3 {
			continue
		}
		for _, c := range changes {
			if table, _, _ := strings.Cut(c.ID, "."); c.Part != app.PartField || table != v.path[1] {
				t.Errorf("%s changes and it is said of the %s %s", place, c.Part, c.ID)
			}
		}
	}
}

// variant is a value with one thing in it changed, and the way there.
type variant struct {
	path  []string
	value reflect.Value
}

func (v variant) is(path ...string) bool {
	return len(v.path) >= len(path) && slices.Equal(v.path[:len(path)], path)
}

// pattern is the path without the numbers and keys on the way.
func (v variant) pattern() string {
	pattern := slices.Clone(v.path)
	for i, name := range pattern {
		if name[0] < 'A' || name[0] > 'Z' {
			pattern[i] = "*"
		}
	}
	return strings.Join(pattern, ".")
}

// part names the part of an app that the path is in, by its kind and its id in
// the first of two apps that has it.
func (v variant) part(a, other app.App) string {
	index := func(i, length int) (int, bool) {
		n, err := strconv.Atoi(v.path[min(i, len(v.path)-1)])
		return n, err == nil && n < length
	}
	switch layout := a.Form.Layout; {
	case v.is("Form", "Layout", "Sections"):
		if i, ok := index(3, len(layout.Sections)); ok {
			return "section " + layout.Sections[i].ID
		}
	case v.is("Form", "Layout", "Tabs"):
		if i, ok := index(3, len(layout.Tabs)); ok {
			return "tab " + layout.Tabs[i].ID
		}
	case v.is("Form", "Layout", "Fields"):
		return "field " + v.path[3]
	case v.is("Form", "Layout", "Blocks"):
		return "block " + v.path[3]
	case v.is("Rules"):
		if i, ok := index(1, len(a.Rules)); ok {
			return "rule " + a.Rules[i].ID
		}
	case v.is("Scripts"):
		return "script "
	case v.is("Flow", "Nodes"):
		if i, ok := index(2, len(a.Flow.Nodes)); ok {
			return "node " + a.Flow.Nodes[i].ID
		}
	case v.is("Flow", "Edges"):
		if i, ok := index(2, len(a.Flow.Edges)); ok {
			return "edge " + a.Flow.Edges[i].ID
		}
	default:
		return "setting "
	}
	return other.ID
}

// variants lists a value with each single thing in it changed.
func variants(v reflect.Value, path []string) []variant {
	at := func(name string) []string { return append(slices.Clone(path), name) }
	one := func(to any) []variant { return []variant{{path, reflect.ValueOf(to).Convert(v.Type())}} }
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		return one(json.RawMessage(`{"!":[{"var":"agree"}]}`))
	}
	var found []variant
	switch v.Kind() {
	case reflect.String:
		return one(v.String() + "x")
	case reflect.Int:
		return one(v.Int() + 1)
	case reflect.Float64:
		return one(v.Float() + 1)
	case reflect.Bool:
		return one(!v.Bool())
	case reflect.Interface:
		for _, each := range variants(v.Elem(), path) {
			found = append(found, variant{each.path, wrapped(v.Type(), each.value)})
		}
	case reflect.Pointer:
		inner := reflect.Zero(v.Type().Elem())
		if !v.IsNil() {
			inner = v.Elem()
		}
		for _, each := range variants(inner, path) {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(each.value)
			found = append(found, variant{each.path, to})
		}
	case reflect.Struct:
		for i := range v.NumField() {
			for _, each := range variants(v.Field(i), at(v.Type().Field(i).Name)) {
				to := reflect.New(v.Type()).Elem()
				to.Set(v)
				to.Field(i).Set(each.value)
				found = append(found, variant{each.path, to})
			}
		}
	case reflect.Slice:
		if v.Len() == 0 && len(path) < 9 { // the groups of a tree nest without end
			v = reflect.MakeSlice(v.Type(), 1, 1)
		}
		for i := range v.Len() {
			for _, each := range variants(v.Index(i), at(strconv.Itoa(i))) {
				to := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v)
				to.Index(i).Set(each.value)
				found = append(found, variant{each.path, to})
			}
		}
	case reflect.Map:
		held := v
		if v.Len() == 0 {
			held = reflect.MakeMap(v.Type())
			held.SetMapIndex(reflect.ValueOf("en").Convert(v.Type().Key()), reflect.Zero(v.Type().Elem()))
		}
		for _, key := range held.MapKeys() {
			for _, each := range variants(held.MapIndex(key), at(key.String())) {
				to := reflect.MakeMap(v.Type())
				for _, other := range held.MapKeys() {
					to.SetMapIndex(other, held.MapIndex(other))
				}
				to.SetMapIndex(key, each.value)
				found = append(found, variant{each.path, to})
			}
		}
	}
	return found
}

func wrapped(as reflect.Type, v reflect.Value) reflect.Value {
	to := reflect.New(as).Elem()
	to.Set(v)
	return to
}

// TestDiffSaysWhatGoes removes every part of an app, one at a time.
func TestDiffSaysWhatGoes(t *testing.T) {
	t.Parallel()
	a := full(t)
	gone := func(b app.App, part app.Part, id string) {
		t.Helper()
		for _, c := range app.Diff(a, b) {
			if c.Op == app.Removed && c.Part == part && c.ID == id {
				return
			}
		}
		t.Errorf("the %s %s goes and nothing is said: %v", part, id, app.Diff(a, b))
	}
	for i := range a.Rules {
		b := a
		b.Rules = slices.Delete(slices.Clone(a.Rules), i, i+1)
		gone(b, app.PartRule, a.Rules[i].ID)
	}
	for i := range a.Flow.Nodes {
		b := a
		b.Flow.Nodes = slices.Delete(slices.Clone(a.Flow.Nodes), i, i+1)
		gone(b, app.PartNode, a.Flow.Nodes[i].ID)
	}
	for i := range a.Flow.Edges {
		b := a
		b.Flow.Edges = slices.Delete(slices.Clone(a.Flow.Edges), i, i+1)
		gone(b, app.PartEdge, a.Flow.Edges[i].ID)
	}
	for id := range a.Form.Layout.Blocks {
		b := a
		b.Form.Layout.Blocks = maps.Clone(a.Form.Layout.Blocks)
		delete(b.Form.Layout.Blocks, id)
		gone(b, app.PartBlock, id)
	}
	for i := range a.Form.Layout.Tabs {
		b := a
		b.Form.Layout.Tabs = slices.Delete(slices.Clone(a.Form.Layout.Tabs), i, i+1)
		gone(b, app.PartTab, a.Form.Layout.Tabs[i].ID)
	}
}
