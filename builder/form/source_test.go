package form_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/watchdog"
	"github.com/banli-oa/banli/builder/words"
)

// sourcedSchema has choices whose options are fetched, outside of a table, in it,
// and several at once; a serial number, and a text.
const sourcedSchema = `{"type":"object","properties":{
	"a":{"type":"string","format":"option"},"b":{"type":"string","format":"option"},"c":{"type":"string","format":"option"},
	"some":{"type":"array","items":{"type":"string","format":"option"}},"text":{"type":"string"},
	"t":{"type":"array","maxItems":9,"items":{"type":"object","properties":{"d":{"type":"string","format":"option"},"e":{"type":"string","format":"option"}}}},
	"u":{"type":"array","maxItems":9,"items":{"type":"object","properties":{"f":{"type":"string","format":"option"}}}}}}`

// sourced lays out sourcedSchema: every choice takes its options from a list,
// but where looks says something else.
func sourced(looks map[string]form.FieldLayout) form.Definition {
	fields := map[string]form.FieldLayout{}
	for _, path := range []string{"a", "b", "c", "some", "t.d", "t.e", "u.f"} {
		fields[path] = form.FieldLayout{Source: &form.Source{List: "list"}}
	}
	for path, look := range looks {
		fields[path] = look
	}
	return form.Definition{Schema: json.RawMessage(sourcedSchema), Layout: form.Layout{Fields: fields}}
}

func from(s form.Source) form.FieldLayout { return form.FieldLayout{Source: &s} }

func TestSources(t *testing.T) {
	t.Parallel()
	under := func(path string) form.FieldLayout { return from(form.Source{List: "list", Under: path}) }
	tests := []struct {
		name  string
		looks map[string]form.FieldLayout
		want  []string
	}{
		{"lists", nil, nil},
		{"a script", map[string]form.FieldLayout{"a": from(form.Source{Script: "rooms"})}, nil},
		{"three that follow each other", map[string]form.FieldLayout{"b": under("a"), "c": under("b")}, nil},
		{"a column below a field, and one below its row's", map[string]form.FieldLayout{"t.d": under("a"), "t.e": under("t.d")}, nil},
		{"several below a field", map[string]form.FieldLayout{"some": under("a")}, nil},
		{"no source", map[string]form.FieldLayout{"a": {}, "t.d": {}}, []string{"form.layoutSource@layout.fields.a", "form.layoutSource@layout.fields.t.d"}},
		{"an empty source", map[string]form.FieldLayout{"a": from(form.Source{})}, []string{"form.layoutSource@layout.fields.a"}},
		{"two sources", map[string]form.FieldLayout{"a": from(form.Source{List: "l", Script: "s"})}, []string{"form.layoutSource@layout.fields.a"}},
		{"a list that can have no such name", map[string]form.FieldLayout{"a": from(form.Source{List: "../l"})}, []string{"form.layoutSource@layout.fields.a"}},
		{"below itself", map[string]form.FieldLayout{"a": under("a")}, []string{"form.layoutUnder@layout.fields.a"}},
		{"in a circle", map[string]form.FieldLayout{"a": under("b"), "b": under("a")}, []string{"form.layoutUnder@layout.fields.a", "form.layoutUnder@layout.fields.b"}},
		{"below a circle", map[string]form.FieldLayout{"a": under("b"), "b": under("b")}, []string{"form.layoutUnder@layout.fields.a", "form.layoutUnder@layout.fields.b"}},
		{"below nothing", map[string]form.FieldLayout{"a": under("gone")}, []string{"form.layoutUnder@layout.fields.a"}},
		{"below a text", map[string]form.FieldLayout{"a": under("text")}, []string{"form.layoutUnder@layout.fields.a"}},
		{"below several", map[string]form.FieldLayout{"a": under("some")}, []string{"form.layoutUnder@layout.fields.a"}},
		{"a field below a column", map[string]form.FieldLayout{"a": under("t.d")}, []string{"form.layoutUnder@layout.fields.a"}},
		{"a column below another table's", map[string]form.FieldLayout{"t.d": under("u.f")}, []string{"form.layoutUnder@layout.fields.t.d"}},
		{"a script below a field", map[string]form.FieldLayout{"a": from(form.Source{Script: "s", Under: "b"})}, []string{"form.layoutUnder@layout.fields.a"}},
		{"below a script's", map[string]form.FieldLayout{"a": under("b"), "b": from(form.Source{Script: "s"})}, []string{"form.layoutUnder@layout.fields.a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := findings(t, sourced(tt.looks)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSourcedFields(t *testing.T) {
	t.Parallel()
	f := compile(t, sourced(nil))
	for path, want := range map[string]form.Kind{"a": form.KindOption, "some": form.KindOptions, "t.d": form.KindOption} {
		if field, _ := f.Field(path); field.Kind != want || field.Layout.Source == nil {
			t.Errorf("%s: got %+v", path, field)
		}
	}
	if typ := f.Types()["a"]; typ.Kind != rule.KindText || typ.List || typ.Options != nil {
		t.Errorf("got %+v", typ)
	}
	if typ := f.Types()["some"]; typ.Kind != rule.KindText || !typ.List {
		t.Errorf("got %+v", typ)
	}
	// The same value of another list is something else.
	names := map[string]words.Text{"list/list/x": {"en": "Ten", "zh-CN": "十"}, "list/other/y": {"en": "Not this"}, "x": {"en": "Nor this"}}
	if got := f.Show("x", "a", "zh-CN", names); got != "十" {
		t.Errorf("got %q", got)
	}
	if got := f.Show([]any{"x", "y"}, "some", "en", names); got != "Ten, y" {
		t.Errorf("got %q", got)
	}
}

func TestSerials(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field, more, pattern string
		want                       []string
	}{
		{"a count", `{"type":"string","format":"serial"}`, ``, "{seq}", nil},
		{"all parts", `{"type":"string","format":"serial"}`, ``, "采购-{yyyy}/{yy}{MM}{dd}-{seq:5}号", nil},
		{"no pattern", `{"type":"string","format":"serial"}`, ``, "", []string{"form.layoutSerial@layout.fields.no"}},
		{"no count", `{"type":"string","format":"serial"}`, ``, "PO-{yyyy}", []string{"form.layoutSerial@layout.fields.no"}},
		{"two counts", `{"type":"string","format":"serial"}`, ``, "{seq}-{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"an unknown part", `{"type":"string","format":"serial"}`, ``, "{hh}{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"a lone brace", `{"type":"string","format":"serial"}`, ``, "{{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"two lines", `{"type":"string","format":"serial"}`, ``, "a\n{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"a month without a year", `{"type":"string","format":"serial"}`, ``, "{MM}-{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"a day without a month", `{"type":"string","format":"serial"}`, ``, "{yyyy}{dd}-{seq}", []string{"form.layoutSerial@layout.fields.no"}},
		{"a digit after the count", `{"type":"string","format":"serial"}`, ``, "{seq}1", []string{"form.layoutSerial@layout.fields.no"}},
		{"a year after the count", `{"type":"string","format":"serial"}`, ``, "{seq:4}{yyyy}", []string{"form.layoutSerial@layout.fields.no"}},
		{"too long", `{"type":"string","format":"serial"}`, ``, "一二三四五六七八九十一二三四五六七八九十{seq:4}", []string{"form.layoutSerial@layout.fields.no"}},
		{"required", `{"type":"string","format":"serial"}`, `,"required":["no"]`, "{seq}", []string{"form.serialPlace@layout.fields.no"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			layout := form.Layout{Fields: map[string]form.FieldLayout{"no": {Serial: tt.pattern}}}
			if got := findings(t, form.Definition{Schema: json.RawMessage(object(`"no":`+tt.field, tt.more)), Layout: layout}); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	inTable := `"t":{"type":"array","maxItems":9,"items":` + object(`"no":{"type":"string","format":"serial"}`, ``) + `}`
	layout := form.Layout{Fields: map[string]form.FieldLayout{"t.no": {Serial: "{seq}"}}}
	if got := findings(t, form.Definition{Schema: json.RawMessage(object(inTable, ``)), Layout: layout}); !slices.Equal(got, []string{"form.serialPlace@layout.fields.t.no"}) {
		t.Errorf("got %q", got)
	}
}

func TestSerialNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern        string
		n              int64
		number, series string
	}{
		{"{seq}", 7, "7", "#"},
		{"PO-{yyyy}-{seq:4}", 7, "PO-2026-0007", "PO-2026-#"},
		{"PO-{yyyy}-{seq:4}", 12345, "PO-2026-12345", "PO-2026-#"},
		{"{yy}{MM}{dd}/{seq:3}号", 42, "260307/042号", "260307/#号"},
	}
	for _, tt := range tests {
		if got := form.SerialNumber(tt.pattern, "2026-03-07", tt.n); got != tt.number {
			t.Errorf("%s: got %q, want %q", tt.pattern, got, tt.number)
		}
		if got := form.SerialSeries(tt.pattern, "2026-03-07"); got != tt.series {
			t.Errorf("%s: got %q, want %q", tt.pattern, got, tt.series)
		}
	}
}

// FuzzLayout: no schema with no layout crashes or hangs the compiler, and what it
// accepts says where its options come from and how its numbers look.
func FuzzLayout(f *testing.F) {
	for _, def := range readFixtures(f).Forms {
		layout, err := json.Marshal(def.Layout)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(def.Schema), layout)
	}
	f.Add([]byte(sourcedSchema), []byte(`{"fields":{"a":{"source":{"list":"l","under":"b"}},"b":{"source":{"list":"l","under":"c"}},"c":{"source":{"script":"s"}}}}`))
	f.Add([]byte(object(`"no":{"type":"string","format":"serial"}`, ``)), []byte(`{"sections":[{"id":"s","fields":["no"]}],"fields":{"no":{"serial":"{yy}{MM}{dd}{seq:9}"}}}`))
	f.Fuzz(func(t *testing.T, schema, text []byte) {
		watchdog.Watch(t)
		var layout form.Layout
		if json.Unmarshal(text, &layout) != nil {
			return
		}
		compiled, err := form.Compile(form.Definition{Schema: schema, Layout: layout})
		if err != nil {
			var refused *form.CompileError
			if !errors.As(err, &refused) || len(refused.Findings) == 0 {
				t.Fatalf("error %v is no *CompileError with findings", err)
			}
			for _, finding := range refused.Findings {
				if finding.Message("en") == "" || finding.Message("zh-CN") == "" {
					t.Errorf("%s has no message", finding.Code)
				}
			}
			return
		}
		for _, field := range compiled.Fields() {
			for _, each := range append([]form.Field{field}, field.Columns...) {
				checkSourced(t, compiled, each)
			}
		}
	})
}

// checkSourced holds a field to what a compiled form promises of its kind.
func checkSourced(t *testing.T, f *form.Form, field form.Field) {
	t.Helper()
	source := field.Layout.Source
	fetched := field.Kind == form.KindOption || field.Kind == form.KindOptions
	if fetched != (source != nil) || fetched && (source.List == "") == (source.Script == "") {
		t.Errorf("%s is %s and its source %+v", field.Path, field.Kind, source)
	}
	steps := 0
	for at := source; at != nil && at.Under != ""; steps++ {
		above, ok := f.Field(at.Under)
		if !ok || above.Kind != form.KindOption || steps > 1000 {
			t.Fatalf("%s depends on %q", field.Path, at.Under)
		}
		at = above.Layout.Source
	}
	if field.Kind != form.KindSerial {
		return
	}
	const day = "2026-03-07"
	first, second := form.SerialNumber(field.Layout.Serial, day, 1), form.SerialNumber(field.Layout.Serial, day, 2)
	if first == second || field.Path != field.ID {
		t.Errorf("%s gives %q twice", field.Path, first)
	}
	for _, v := range f.Validate(form.Values{field.ID: first}, form.Overrides{}) {
		if v.Path == "/"+field.ID && v.Code == form.ViolationFormat {
			t.Errorf("%q is refused: %s", first, v.Code)
		}
	}
}
