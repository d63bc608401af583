package form_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/banli-oa/banli/builder/form"
)

// stock compiles an exported schema as another program would, with nothing of
// Banli's.
func stock(t *testing.T, def form.Definition) *jsonschema.Schema {
	t.Helper()
	text, err := form.Export(def, "en")
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	if err := c.AddResource("https://export.invalid/form", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("https://export.invalid/form")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return schema
}

// What a form accepts, its exported schema accepts too, and the other way
// round, but for what no schema can say.
func TestExportAcceptsWhatTheFormAccepts(t *testing.T) {
	t.Parallel()
	beyond := map[string]bool{form.ViolationDateRange: true, form.ViolationTooLarge: true}
	unsaid := map[string]bool{"cn-id": true, "phone": true, "option": true, "serial": true}
	compared := 0
	fixtures := readFixtures(t)
	schemas := map[string]*jsonschema.Schema{}
	for id, def := range fixtures.Forms {
		schemas[id] = stock(t, def)
	}
	for _, c := range fixtures.Cases {
		if len(c.Hidden)+len(c.Required) > 0 {
			continue
		}
		f := compile(t, fixtures.Forms[c.Form])
		found := f.Validate(c.Values, form.Overrides{})
		only := false
		for _, v := range found {
			format, _ := v.Params["format"].(string)
			only = only || beyond[v.Code] || v.Code == form.ViolationFormat && unsaid[format] ||
				v.Code == form.ViolationRequired && blank(c.Values, v.Path)
		}
		if only {
			continue
		}
		compared++
		if err := schemas[c.Form].Validate(any(f.WithoutRowIDs(c.Values))); (err == nil) != (len(found) == 0) {
			t.Errorf("%s %s: the form finds %v, the exported schema %v", c.Form, c.Values, found, err)
		}
	}
	if compared < 200 {
		t.Errorf("only %d compared", compared)
	}
}

// blank reports whether a value that counts as missing is there.
func blank(values form.Values, pointer string) bool {
	var v any = values
	for _, key := range strings.Split(pointer, "/")[1:] {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(at) {
				return false
			}
			v = at[i]
		}
	}
	s, ok := v.(string)
	return ok && s != ""
}

// A form that is exported and imported again asks for the same, under the same
// names.
func TestExportComesBackAsItWas(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/import/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, err := form.Import(text)
		if err != nil {
			t.Fatal(err)
		}
		exported, err := form.Export(first.Form, "en")
		if err != nil {
			t.Fatal(err)
		}
		again, err := form.Import(exported)
		if err != nil {
			t.Fatalf("%s: %v\n%s", file, err, exported)
		}
		kinds := func(got form.Imported) string {
			var lines []string
			for _, f := range got.Fields {
				// What was JSON once is plain enough to be a field the second time.
				if f.Path != "" && first.Form.Layout.Fields[f.Path].Widget != "" {
					lines = append(lines, f.Path+" "+string(f.Kind))
				}
			}
			return strings.Join(lines, "\n")
		}
		if kinds(first) != kinds(again) {
			t.Errorf("%s\nfirst\n%s\nagain\n%s", file, kinds(first), kinds(again))
		}
	}
}

func TestExportCarriesTheWordsOfTheReader(t *testing.T) {
	t.Parallel()
	def := form.Definition{
		Schema: json.RawMessage(`{"type":"object","properties":{"when":{"type":"string","format":"time"},"how":{"type":"string","enum":["a","b"]},"rows":{"type":"array","items":{"type":"object","properties":{"what":{"type":"string"}}}}}}`),
		Layout: form.Layout{Fields: map[string]form.FieldLayout{
			"how":       {Title: map[string]string{"en": "How", "zh-CN": "方式"}},
			"rows.what": {Title: map[string]string{"en": "What", "zh-CN": "事项"}},
		}},
	}
	text, err := form.Export(def, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"title": "方式"`, `"title": "事项"`, `"x-banli-format": "time"`, `"$schema": "https://json-schema.org/draft/2020-12/schema"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	if strings.Contains(string(text), `"format": "time"`) {
		t.Error("a time of Banli is no time of RFC 3339")
	}
	if _, err := form.Export(form.Definition{Schema: json.RawMessage(`[]`)}, "en"); err == nil {
		t.Error("a list was exported")
	}
}
