package form_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/watchdog"
)

func TestDecodeValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		// want is the canonical text of the values; wrong is a part of the error.
		want, wrong string
	}{
		{"nothing", `{}`, `{}`, ""},
		{"keys are sorted", ` {"b": 1, "a": [true, null, "x"]} `, `{"a":[true,null,"x"],"b":1}`, ""},
		{"numbers keep their digits", `{"a":12345678901234567890.123456789}`, `{"a":12345678901234567890.123456789}`, ""},
		{"equal numbers are written the same", `{"a":1.50,"b":1.5e0,"c":15E-1,"d":-0,"e":100,"f":1e2,"g":0.0001,"h":1e-4}`, `{"a":1.5,"b":1.5,"c":1.5,"d":0,"e":100,"f":100,"g":0.0001,"h":0.0001}`, ""},
		{"a colon in text", `{"a":"b:c","d\":":1}`, `{"a":"b:c","d\":":1}`, ""},
		{"escapes", `{"a":"\u4f60\n\u0001<>&/"}`, `{"a":"你\n\u0001<>&/"}`, ""},
		{"60 digits before the point", `{"a":` + strings.Repeat("9", 60) + `}`, `{"a":` + strings.Repeat("9", 60) + `}`, ""},
		{"61 digits before the point", `{"a":` + strings.Repeat("9", 61) + `}`, "", "too many digits at \"/a\""},
		{"61 digits after the point", `{"a":1e-61}`, "", "too many digits"},
		{"an exponent that no one reads", `{"a":[1e99999999999]}`, "", "too many digits"},
		{"zero has no digits", `{"a":0e99999}`, `{"a":0}`, ""},
		{"no object", `[1]`, "", "not an object"},
		{"null", `null`, "", "not an object"},
		{"empty", ``, "", "not JSON"},
		{"cut off", `{"a":`, "", "not JSON"},
		{"a trailing comma", `{"a":1,}`, "", "not JSON"},
		{"something after it", `{} {}`, "", "follows"},
		{"a key twice", `{"a":1,"a":1}`, "", "a key is given twice at \"/a\""},
		{"a key twice, escaped", `{"a":1,"\u0061":1}`, "", "twice"},
		{"a key twice, deep", `{"a":{"b/c":[{"d":1,"d":2}]}}`, "", "twice at \"/a/b~1c/d\""},
		{"the same key in two rows", `{"a":[{"b":1},{"b":2}]}`, `{"a":[{"b":1},{"b":2}]}`, ""},
		{"not UTF-8", "{\"a\":\"\xff\"}", "", "UTF-8"},
		{"32 levels", strings.Repeat(`{"a":`, 31) + `{}` + strings.Repeat(`}`, 31), strings.Repeat(`{"a":`, 31) + `{}` + strings.Repeat(`}`, 31), ""},
		{"33 levels", strings.Repeat(`{"a":`, 32) + `{}` + strings.Repeat(`}`, 32), "", "too deep"},
		{"very deep", `{"a":` + strings.Repeat(`[`, 500_000), "", "too deep"},
		{"1001 rows", `{"a":[` + strings.TrimSuffix(strings.Repeat(`{},`, 1001), ",") + `]}`, "", "too many"},
		{"too long", `{"a":"` + strings.Repeat("x", 1<<20) + `"}`, "", "bytes"},
		{"NaN", `{"a":NaN}`, "", "not JSON"},
		{"a leading zero", `{"a":01}`, "", "not JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, err := form.DecodeValues([]byte(tt.text))
			if tt.wrong != "" {
				if !errors.Is(err, form.ErrValues) || !strings.Contains(err.Error(), tt.wrong) {
					t.Fatalf("got %v, %v", v, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, err := form.Canonical(v); err != nil || string(got) != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestCanonicalOfOthers(t *testing.T) {
	t.Parallel()
	type pair struct {
		B json.RawMessage `json:"b"`
		A []int           `json:"a,omitempty"`
	}
	got, err := form.Canonical(map[string]any{"z": pair{B: json.RawMessage(`{"y":1.0,"x":[]}`), A: []int{2, 1}}, "f": 0.5})
	if want := `{"f":0.5,"z":{"a":[2,1],"b":{"x":[],"y":1}}}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err := form.Canonical([]any{json.Number("1e999"), json.Number("-12.5e-100")}); err != nil || string(got) != `[1e999,-1.25e-99]` {
		t.Errorf("got %s, %v", got, err)
	}
	for _, bad := range []any{json.Number("1e"), json.Number(""), json.Number("0x1"), func() {}} {
		if got, err := form.Canonical(bad); !errors.Is(err, form.ErrCanonical) {
			t.Errorf("%v: got %s, %v", bad, got, err)
		}
	}
}

// Whatever is accepted is what encoding/json reads, is accepted again in its
// canonical form, and gives the same bytes.
func FuzzDecodeValues(f *testing.F) {
	for _, c := range readFixtures(f).Cases {
		text, err := form.Canonical(c.Values)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"a":1,"a":2,"b":"\u0000:\"","c":[1.50,-0,1E+2]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := form.DecodeValues(text)
		if err != nil {
			if !errors.Is(err, form.ErrValues) {
				t.Errorf("error %v does not wrap ErrValues", err)
			}
			return
		}
		var std map[string]any
		dec := json.NewDecoder(strings.NewReader(string(text)))
		dec.UseNumber()
		if err := dec.Decode(&std); err != nil || !reflect.DeepEqual(v, std) {
			t.Fatalf("%q: got %v, encoding/json %v, %v", text, v, std, err)
		}
		once, err := form.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := form.DecodeValues(once)
		if err != nil {
			t.Fatalf("canonical %q: %v", once, err)
		}
		if twice, err := form.Canonical(again); err != nil || string(twice) != string(once) {
			t.Errorf("%q became %q, %v", once, twice, err)
		}
	})
}

// Compile neither crashes nor hangs, and what it accepts validates.
func FuzzCompile(f *testing.F) {
	for _, def := range readFixtures(f).Forms {
		f.Add([]byte(def.Schema), []byte(`{"a":1,"items":[{}],"period":{"start":"2026-01-01"}}`))
	}
	for _, schema := range hostileSchemas() {
		if len(schema) < 20_000 {
			f.Add([]byte(schema), []byte(`{"a":[1]}`))
		}
	}
	f.Add([]byte(object(`"a":{"$ref":"#/$defs/x"}`, `,"$defs":{"x":{"type":["object","null"],"dependentSchemas":{"b":{"if":{},"then":false}}}}`)), []byte(`{"a":{"b":1}}`))
	f.Fuzz(func(t *testing.T, schema, values []byte) {
		watchdog.Watch(t)
		compiled, err := form.Compile(form.Definition{Schema: schema})
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
		v, err := form.DecodeValues(values)
		if err != nil {
			return
		}
		for _, violation := range compiled.Validate(v, form.Overrides{}) {
			if compiled.Message(violation, "en") == "" {
				t.Errorf("%s has no message", violation.Code)
			}
		}
		for _, field := range compiled.Fields() {
			_ = compiled.ShowText(v[field.ID], field.ID, nil)
		}
		_ = fmt.Sprint(compiled.Types(), compiled.Labels())
	})
}
