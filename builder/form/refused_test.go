package form_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// findings compiles a definition that must be refused, and lists "code@path".
func findings(t testing.TB, def form.Definition) []string {
	t.Helper()
	_, err := form.Compile(def)
	if err == nil {
		return nil
	}
	var refused *form.CompileError
	if !errors.As(err, &refused) || len(refused.Findings) == 0 {
		t.Fatalf("error %v is no *CompileError with findings", err)
	}
	var out []string
	for _, f := range refused.Findings {
		out = append(out, f.Code+"@"+f.Path)
		for _, lang := range words.Languages() {
			if m := f.Message(lang); m == "" || strings.Contains(m, "{") && !strings.Contains(fmt.Sprint(f.Params), "{") {
				t.Errorf("%s in %s: %q", f.Code, lang, m)
			}
		}
	}
	return out
}

// object is a schema of an object with these properties and keywords.
func object(properties, more string) string {
	return `{"type":"object","properties":{` + properties + `}` + more + `}`
}

func TestCompileRefusesSchemas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, schema string
		want         []string
	}{
		{"not JSON", `{"type":`, []string{"form.schemaJSON@schema"}},
		{"nothing", ``, []string{"form.schemaJSON@schema"}},
		{"two values", `{} {}`, []string{"form.schemaJSON@schema"}},
		{"a key twice", `{"type":"object","type":"object"}`, []string{"form.schemaJSON@schema"}},
		{"no object", `true`, []string{"form.rootInvalid@schema"}},
		{"of no object", `{"type":"string"}`, []string{"form.rootInvalid@schema"}},
		{"without properties", `{"type":"object"}`, []string{"form.rootInvalid@schema"}},
		{"an unknown type", object(`"a":{"type":"text"}`, ``), []string{"form.schemaInvalid@schema/properties/a/type"}},
		{"a negative length", object(`"a":{"type":"string","minLength":-1}`, ``), []string{"form.numberRange@schema/properties/a"}},
		{"required that is no list", object(`"a":{}`, `,"required":"a"`), []string{"form.schemaInvalid@schema/required"}},
		{"another dialect", object(`"a":{}`, `,"$schema":"http://json-schema.org/draft-07/schema#"`), []string{"form.schemaDialect@schema"}},
		{"a dialect within", object(`"a":{"$schema":"https://json-schema.org/draft/2020-12/schema"}`, ``), []string{"form.schemaDialect@schema/properties/a"}},
		{"an unknown format", object(`"a":{"type":"string","format":"hostname"}`, ``), []string{"form.formatUnknown@schema/properties/a"}},
		{"an unknown format in a branch", object(`"a":{"anyOf":[{},{"items":{"format":"x"}}]}`, ``), []string{"form.formatUnknown@schema/properties/a/anyOf/1/items"}},
		{"a pattern that is none", object(`"a":{"type":"string","pattern":"("}`, ``), []string{"form.patternInvalid@schema/properties/a"}},
		{"a pattern that looks back", object(`"a":{"type":"string","pattern":"(?<=a)b"}`, ``), []string{"form.patternInvalid@schema/properties/a"}},
		{"a pattern that explodes", object(`"a":{"type":"string","pattern":"(x{100}){100}"}`, ``), []string{"form.patternInvalid@schema/properties/a"}},
		{"a pattern of names that is none", object(`"a":{"type":"object","patternProperties":{"[":{}}}`, ``), []string{"form.patternInvalid@schema/properties/a"}},
		{"a number beyond all bounds", object(`"a":{"type":"number","maximum":1e999999999}`, ``), []string{"form.numberRange@schema/properties/a/maximum"}},
		{"a number beyond all bounds in an enum", object(`"a":{"enum":["x",1e-400000]}`, ``), []string{"form.numberRange@schema/properties/a/enum/1"}},
		{"a dynamic reference", object(`"a":{"$dynamicRef":"#x"}`, ``), []string{"form.keywordUnsupported@schema/properties/a"}},
		{"sensitive by a word", object(`"a":{"sensitive":"yes"}`, ``), []string{"form.sensitiveMisplaced@schema/properties/a"}},
		{"a sensitive form", object(`"a":{}`, `,"sensitive":true`), []string{"form.sensitiveMisplaced@schema"}},
		{"sensitive within a field", object(`"a":{"type":"object","properties":{"b":{"sensitive":true}}}`, ``), []string{"form.sensitiveMisplaced@schema/properties/a/properties/b"}},
		{"sensitive in a branch", object(`"a":{"anyOf":[{"sensitive":true}]}`, ``), []string{"form.sensitiveMisplaced@schema/properties/a/anyOf/0"}},
		{"sensitive in a table in a table", object(`"a":{"type":"array","items":{"type":"object","properties":{"b":{"type":"array","maxItems":9,"items":{"type":"object","properties":{"c":{"sensitive":true}}}}}}}`, ``), []string{"form.sensitiveMisplaced@schema/properties/a/items/properties/b/items/properties/c"}},
		{"sensitive where nothing refers to it", object(`"a":{}`, `,"$defs":{"x":{"sensitive":true}}`), []string{"form.sensitiveMisplaced@schema/$defs/x"}},
		{"an anchor", object(`"a":{"$anchor":"x"}`, ``), []string{"form.keywordUnsupported@schema/properties/a"}},
		{"an id within", object(`"a":{"$id":"https://example.com/a"}`, ``), []string{"form.keywordUnsupported@schema/properties/a"}},
		{"an older keyword that the library trusts", object(`"a":{"regexProperties":1}`, ``), []string{"form.keywordUnsupported@schema/properties/a"}},
		{"a reference to a page", object(`"a":{"$ref":"https://example.com/a.json"}`, ``), []string{"form.refOutside@schema/properties/a"}},
		{"a reference to a file", object(`"a":{"$ref":"file:///etc/passwd"}`, ``), []string{"form.refOutside@schema/properties/a"}},
		{"a reference to a file beside", object(`"a":{"$ref":"other.json#/a"}`, ``), []string{"form.refOutside@schema/properties/a"}},
		{"a reference to the dialect", object(`"a":{"$ref":"https://json-schema.org/draft/2020-12/schema"}`, ``), []string{"form.refOutside@schema/properties/a"}},
		{"a reference that is no text", object(`"a":{"$ref":1}`, ``), []string{"form.refOutside@schema/properties/a"}},
		{"a reference to nothing", object(`"a":{"$ref":"#/$defs/a"}`, ``), []string{"form.refMissing@schema/properties/a"}},
		{"a reference to what is no schema", object(`"a":{"$ref":"#/required"}`, `,"required":["a"]`), []string{"form.refMissing@schema/properties/a"}},
		{"a reference to itself", object(`"a":{"$ref":"#/properties/a"}`, ``), []string{"form.refCircle@schema/properties/a"}},
		{"a reference to the whole", object(`"a":{"type":"array","items":{"$ref":"#"}}`, ``), []string{"form.refCircle@schema"}},
		{"references in a circle that nothing uses", object(`"a":{}`, `,"$defs":{"x":{"$ref":"#/$defs/y"},"y":{"$ref":"#/$defs/x"}}`), []string{"form.refCircle@schema/$defs/x"}},
		{"an id with a capital", object(`"Days":{}`, ``), []string{"form.fieldId@schema/properties/Days"}},
		{"an id with a dot", object(`"a.b":{}`, ``), []string{"form.fieldId@schema/properties/a.b"}},
		{"an id with a slash", object(`"a/b":{}`, ``), []string{"form.fieldId@schema/properties/a~1b"}},
		{"an id that is too long", object(`"`+strings.Repeat("a", 65)+`":{}`, ``), []string{"form.fieldId@schema/properties/" + strings.Repeat("a", 65)}},
		{"an id that is empty", object(`"":{}`, ``), []string{"form.fieldId@schema/properties/"}},
		{"a column's id", object(`"t":{"type":"array","items":{"type":"object","properties":{"A":{}}}}`, ``), []string{"form.fieldId@schema/properties/t/items/properties/A"}},
		{"several at once", object(`"a":{"format":"x"},"b":{"pattern":"("}`, ``), []string{"form.formatUnknown@schema/properties/a", "form.patternInvalid@schema/properties/b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := findings(t, form.Definition{Schema: json.RawMessage(tt.schema)}); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// deepTree is a tree of one option below groups, so many levels in all.
func deepTree(levels int) []form.Branch {
	tree := []form.Branch{{Value: "x"}}
	for range levels - 1 {
		tree = []form.Branch{{Children: tree}}
	}
	return tree
}

func TestCompileRefusesLayouts(t *testing.T) {
	t.Parallel()
	schema := object(`"a":{"type":"string"},"k":{"type":"string","enum":["x","y"]},"t":{"type":"array","items":{"type":"object","properties":{"c":{"type":"number"}}}},"f":{"type":"array","items":{"type":"string","format":"attachment"}},"i":{"type":"array","items":{"type":"string","format":"image"}}`, ``)
	tests := []struct {
		name   string
		layout form.Layout
		want   []string
	}{
		{"as it should be", form.Layout{Sections: []form.Section{{ID: "s", Columns: 2, Fields: []string{"a", "t"}}}, Fields: map[string]form.FieldLayout{"t.c": {Widget: form.WidgetNumber, Total: true}, "t": {Columns: []string{"c"}}}}, nil},
		{"a field that does not exist", form.Layout{Sections: []form.Section{{ID: "s", Fields: []string{"gone"}}}}, []string{"form.layoutField@layout.sections.s"}},
		{"a column in a section", form.Layout{Sections: []form.Section{{ID: "s", Fields: []string{"t.c"}}}}, []string{"form.layoutField@layout.sections.s"}},
		{"a field twice", form.Layout{Sections: []form.Section{{ID: "s", Fields: []string{"a"}}, {ID: "r", Fields: []string{"a"}}}}, []string{"form.layoutTwice@layout.sections.r"}},
		{"a section without an id", form.Layout{Sections: []form.Section{{}}}, []string{"form.layoutSection@layout.sections."}},
		{"two sections with one id", form.Layout{Sections: []form.Section{{ID: "s"}, {ID: "s"}}}, []string{"form.layoutSection@layout.sections.s"}},
		{"four columns", form.Layout{Sections: []form.Section{{ID: "s", Columns: 4}}}, []string{"form.layoutColumns@layout.sections.s"}},
		{"a width of four", form.Layout{Fields: map[string]form.FieldLayout{"a": {Width: 4}}}, []string{"form.layoutColumns@layout.fields.a"}},
		{"the look of nothing", form.Layout{Fields: map[string]form.FieldLayout{"b": {}, "t.d": {}}}, []string{"form.layoutField@layout.fields.b", "form.layoutField@layout.fields.t.d"}},
		{"a widget that does not suit", form.Layout{Fields: map[string]form.FieldLayout{"a": {Widget: form.WidgetTable}}}, []string{"form.layoutWidget@layout.fields.a"}},
		{"a widget that does not exist", form.Layout{Fields: map[string]form.FieldLayout{"a": {Widget: "iframe"}}}, []string{"form.layoutWidget@layout.fields.a"}},
		{"an option that does not exist", form.Layout{Fields: map[string]form.FieldLayout{"k": {Options: map[string]words.Text{"z": {"en": "Z"}}}}}, []string{"form.layoutOption@layout.fields.k"}},
		{"tabs and blocks as they should be", form.Layout{Tabs: []form.Tab{{ID: "one"}}, Blocks: map[string]form.Block{"$n": {Kind: form.BlockNote}, "$d": {Kind: form.BlockDivider}}, Sections: []form.Section{{ID: "s", Columns: 3, Tab: "one", Fields: []string{"$n", "a", "$d"}}}, Fields: map[string]form.FieldLayout{"a": {Width: 3}}}, nil},
		{"a tab that does not exist", form.Layout{Sections: []form.Section{{ID: "s", Tab: "one"}}}, []string{"form.layoutTab@layout.sections.s"}},
		{"two tabs with one id, and one without", form.Layout{Tabs: []form.Tab{{ID: "one"}, {ID: "one"}, {}}}, []string{"form.layoutTab@layout.tabs.one", "form.layoutTab@layout.tabs."}},
		{"a block of an unknown kind", form.Layout{Blocks: map[string]form.Block{"$b": {Kind: "html"}}}, []string{"form.layoutBlock@layout.blocks.$b"}},
		{"a block with the id of a field", form.Layout{Blocks: map[string]form.Block{"a": {Kind: form.BlockNote}}}, []string{"form.layoutBlock@layout.blocks.a"}},
		{"a block twice", form.Layout{Blocks: map[string]form.Block{"$b": {Kind: form.BlockNote}}, Sections: []form.Section{{ID: "s", Fields: []string{"$b", "$b"}}}}, []string{"form.layoutTwice@layout.sections.s"}},
		{"a block that does not exist", form.Layout{Sections: []form.Section{{ID: "s", Fields: []string{"$b"}}}}, []string{"form.layoutField@layout.sections.s"}},
		{"a currency that is none", form.Layout{Fields: map[string]form.FieldLayout{"a": {Currency: "RMB¥"}}}, []string{"form.layoutCurrency@layout.fields.a"}},
		{"a tree as it should be", form.Layout{Fields: map[string]form.FieldLayout{"k": {Widget: form.WidgetTree, Tree: []form.Branch{{Title: words.Text{"en": "G"}, Children: []form.Branch{{Value: "x"}}}, {Value: "y"}}}}}, nil},
		{"a source for what fetches nothing", form.Layout{Fields: map[string]form.FieldLayout{"k": {Source: &form.Source{List: "l"}}}}, []string{"form.layoutSourceStray@layout.fields.k"}},
		{"a number for what is none", form.Layout{Fields: map[string]form.FieldLayout{"a": {Serial: "{seq}"}}}, []string{"form.layoutSerial@layout.fields.a"}},
		{"a total of a field that is no column", form.Layout{Fields: map[string]form.FieldLayout{"t": {Total: true}, "a": {Total: true}}}, []string{"form.layoutTotal@layout.fields.a", "form.layoutTotal@layout.fields.t"}},
		{"a tree with an option that does not exist", form.Layout{Fields: map[string]form.FieldLayout{"k": {Tree: []form.Branch{{Value: "z"}}}}}, []string{"form.layoutTree@layout.fields.k"}},
		{"a tree with an option twice", form.Layout{Fields: map[string]form.FieldLayout{"k": {Tree: []form.Branch{{Value: "x"}, {Children: []form.Branch{{Value: "x"}}}}}}}, []string{"form.layoutTree@layout.fields.k"}},
		{"a tree with something below an option", form.Layout{Fields: map[string]form.FieldLayout{"k": {Tree: []form.Branch{{Value: "x", Children: []form.Branch{{Value: "y"}}}}}}}, []string{"form.layoutTree@layout.fields.k"}},
		{"a tree too deep", form.Layout{Fields: map[string]form.FieldLayout{"k": {Tree: deepTree(7)}}}, []string{"form.layoutTree@layout.fields.k"}},
		{"files as they should be", form.Layout{Fields: map[string]form.FieldLayout{"f": {Accept: []string{form.FilesPDF}, MaxMB: 100}, "i": {MaxMB: 1}}}, nil},
		{"types of files that there are not", form.Layout{Fields: map[string]form.FieldLayout{"f": {Accept: []string{"exe"}}}}, []string{"form.layoutFiles@layout.fields.f"}},
		{"a type of files twice", form.Layout{Fields: map[string]form.FieldLayout{"f": {Accept: []string{form.FilesPDF, form.FilesPDF}}}}, []string{"form.layoutFiles@layout.fields.f"}},
		{"types of images", form.Layout{Fields: map[string]form.FieldLayout{"i": {Accept: []string{form.FilesImage}}}}, []string{"form.layoutFiles@layout.fields.i"}},
		{"files that are too large", form.Layout{Fields: map[string]form.FieldLayout{"f": {MaxMB: 101}}}, []string{"form.layoutFiles@layout.fields.f"}},
		{"files of no size", form.Layout{Fields: map[string]form.FieldLayout{"f": {MaxMB: -1}}}, []string{"form.layoutFiles@layout.fields.f"}},
		{"the place of what is no picture", form.Layout{Fields: map[string]form.FieldLayout{"f": {Accept: []string{form.FilesPDF}, KeepPlace: true}}}, []string{"form.layoutFiles@layout.fields.f"}},
		{"the place of a text", form.Layout{Fields: map[string]form.FieldLayout{"a": {KeepPlace: true}}}, []string{"form.layoutFiles@layout.fields.a"}},
		{"files of a text", form.Layout{Fields: map[string]form.FieldLayout{"a": {MaxMB: 1}, "k": {Accept: []string{form.FilesPDF}}}}, []string{"form.layoutFiles@layout.fields.a", "form.layoutFiles@layout.fields.k"}},
		{"a table's column that does not exist", form.Layout{Fields: map[string]form.FieldLayout{"t": {Columns: []string{"d"}}}}, []string{"form.layoutField@layout.fields.t"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := findings(t, form.Definition{Schema: json.RawMessage(schema), Layout: tt.layout}); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A $id at the top is accepted and means nothing.
func TestCompileIgnoresTopID(t *testing.T) {
	t.Parallel()
	f := compile(t, form.Definition{Schema: json.RawMessage(object(`"a":{"$ref":"#/$defs/x%20y"}`, `,"$id":"https://example.com/x","$defs":{"x y":{"type":"string"}}`))})
	if got := f.Validate(form.Values{"a": json.Number("1")}, form.Overrides{}); len(got) != 1 || got[0].Code != form.ViolationType {
		t.Errorf("got %v", got)
	}
	if field, _ := f.Field("a"); field.Kind != form.KindString {
		t.Errorf("got %s", field.Kind)
	}
}

// codePattern finds the codes in codes.go.
var codePattern = regexp.MustCompile(`= "(form\.[A-Za-z]+)"`)

// Files stand in the lists of fields and columns, where they can be uploaded and
// where it is known who may read them.
func TestFilesStandInLists(t *testing.T) {
	t.Parallel()
	const file = `{"type":"string","format":"attachment"}`
	for _, tt := range []struct{ name, fields, more, want string }{
		{"a list, a column, and both by reference", `"f":{"type":"array","items":` + file + `},"g":{"type":"array","items":{"$ref":"#/$defs/file"}},"t":{"type":"array","maxItems":3,"items":{"type":"object","properties":{"h":{"$ref":"#/$defs/files"}}}}`,
			`,"$defs":{"file":` + file + `,"files":{"type":"array","items":{"type":"string","format":"image"}}}`, ""},
		{"a field of its own", `"f":` + file, ``, "form.filePlace@schema/properties/f"},
		{"in an object", `"o":{"type":"object","properties":{"f":` + file + `}}`, ``, "form.filePlace@schema/properties/o/properties/f"},
		{"a list in a list", `"o":{"type":"array","maxItems":3,"items":{"type":"array","maxItems":3,"items":` + file + `}}`, ``, "form.filePlace@schema/properties/o/items/items"},
		{"one of several", `"o":{"anyOf":[` + file + `,{"type":"number"}]}`, ``, "form.filePlace@schema/properties/o/anyOf/0"},
	} {
		got := findings(t, form.Definition{Schema: json.RawMessage(object(tt.fields, tt.more))})
		if strings.Join(slices.Compact(got), " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What no browser keeps as it is written is refused and not rounded; what a
// script computes in doubles is kept.
func TestNumbersThatNoDoubleKeeps(t *testing.T) {
	t.Parallel()
	f := compile(t, form.Definition{Schema: json.RawMessage(object(`"n":{"type":"number"}`, ``))})
	for text, keeps := range map[string]bool{
		"9007199254740991": true, "9007199254740993": false, "0.1": true, "0.30000000000000004": true,
		"0.10000000000000001": false, "123456789012345.67": true, "1234567890123456.78": false,
		"-99999999999999999.99": false, "1e22": true, "100000000000000000000000": true, "1.00000000000000000000": true,
		"0.33333333333333333333": false,
	} {
		got := f.Validate(form.Values{"n": json.Number(text)}, form.Overrides{})
		if keeps != (len(got) == 0) {
			t.Errorf("%s: %v", text, got)
			continue
		}
		if keeps {
			continue
		}
		for lang, want := range map[string]string{"en": "n: this number has more digits than can be kept exactly. Enter at most 15.", "zh-CN": "n：数字位数过多，无法精确保存，请填写不超过 15 位。"} {
			if said := f.Message(got[0], lang); said != want || got[0].Code != form.ViolationType {
				t.Errorf("%s: %s says %q", text, got[0].Code, said)
			}
		}
	}
}
