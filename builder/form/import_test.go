package form_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/watchdog"
)

// report writes what an import did, one line for each field.
func report(got form.Imported) string {
	var b strings.Builder
	for _, n := range got.Notes {
		fmt.Fprintf(&b, "! %s\n", n.Code)
	}
	for _, f := range got.Fields {
		codes := make([]string, 0, len(f.Notes))
		for _, n := range f.Notes {
			codes = append(codes, strings.TrimPrefix(n.Code, "import."))
		}
		fmt.Fprintf(&b, "%s → %s %s (%s) %s\n", f.From, f.Path, f.Kind, f.Title.In("en", "zh-CN"), strings.Join(codes, " "))
	}
	for _, s := range got.Form.Layout.Sections {
		fmt.Fprintf(&b, "# %s: %s\n", s.Title.In("en", "zh-CN"), strings.Join(s.Fields, " "))
	}
	return b.String() + string(got.Form.Schema) + "\n"
}

// Each schema of the corpus becomes the form that stands beside it.
func TestImportOfTheCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/import/*.json")
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := form.Import(text)
			if err != nil {
				t.Fatal(err)
			}
			checkImported(t, got)
			golden := strings.TrimSuffix(file, ".json") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(report(got)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if report(got) != string(want) {
				t.Errorf("got\n%s\nwant\n%s", report(got), want)
			}
		})
	}
}

// checkImported checks what holds for every import: it compiles, every field
// has its line and its place, and all is said in both languages.
func checkImported(t *testing.T, got form.Imported) {
	t.Helper()
	f := compile(t, got.Form)
	placed := map[string]int{}
	for _, s := range got.Form.Layout.Sections {
		for _, id := range s.Fields {
			placed[id]++
		}
	}
	lines := map[string]bool{}
	for _, line := range got.Fields {
		for _, n := range line.Notes {
			checkNote(t, n)
		}
		if line.Path == "" {
			if len(line.Notes) == 0 {
				t.Errorf("%s was left out and nothing says why", line.From)
			}
			continue
		}
		field, ok := f.Field(line.Path)
		if !ok || field.Kind != line.Kind || lines[line.Path] {
			t.Errorf("%s is said to be %s %s, found %v %s", line.From, line.Path, line.Kind, ok, field.Kind)
		}
		lines[line.Path] = true
	}
	for _, field := range f.Fields() {
		if !lines[field.Path] || placed[field.ID] != 1 {
			t.Errorf("%s is in the report: %v, stands on the form %d times", field.Path, lines[field.Path], placed[field.ID])
		}
		for _, column := range field.Columns {
			if !lines[column.Path] {
				t.Errorf("%s is not in the report", column.Path)
			}
		}
	}
	for _, n := range got.Notes {
		checkNote(t, n)
	}
}

func checkNote(t *testing.T, n form.ImportNote) {
	t.Helper()
	for _, lang := range []string{"en", "zh-CN"} {
		if text := n.Message(lang); text == "" || strings.Contains(text, "{") && !strings.Contains(fmt.Sprint(n.Params), "{") {
			t.Errorf("%s in %s says %q", n.Code, lang, text)
		}
	}
}

// Whatever the suite of the JSON Schema people holds becomes a form or is
// refused with a reason; nothing crashes.
func TestImportOfTheWholeSuite(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/suite/*.json")
	if err != nil {
		t.Fatal(err)
	}
	forms, refused := 0, 0
	for _, file := range files {
		if filepath.Base(file) == "exclusions.json" {
			continue
		}
		for _, group := range readSuite[[]suiteGroup](t, file) {
			whole, err := json.Marshal(group.Schema)
			if err != nil {
				t.Fatal(err)
			}
			member, err := json.Marshal(map[string]any{"type": "object", "properties": map[string]any{"it": group.Schema}})
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range [][]byte{whole, member} {
				got, err := form.Import(text)
				var reason *form.ImportError
				switch {
				case err == nil:
					forms++
					checkImported(t, got)
				case errors.As(err, &reason):
					refused++
					checkNote(t, form.ImportNote{Code: reason.Code, Params: reason.Params})
				default:
					t.Errorf("%s %s: %v", file, group.Description, err)
				}
			}
		}
	}
	t.Logf("%d forms, %d refused with a reason", forms, refused)
	if forms < 500 {
		t.Errorf("only %d forms", forms)
	}
}

// What is made to take long is over at once: with a form, or with a reason.
func TestImportOfHostileSchemasIsOverAtOnce(t *testing.T) {
	more := map[string]string{
		"a million brackets":        strings.Repeat("[", 1_000_000),
		"not JSON":                  "{'a':1}",
		"a list":                    "[]",
		"nothing":                   "",
		"two texts":                 "{}{}",
		"a text":                    `"x"`,
		"a key twice":               `{"type":"object","type":"string"}`,
		"wide allOf of one":         object(`"a":{"allOf":[`+times(3000, `{"$ref":"#/$defs/o"}`)+`]}`, `,"$defs":{"o":{"type":"object","properties":{`+times(2000, `"p%d":{}`)+`}}}`),
		"two enums of 15,000":       object(`"a":{"allOf":[{"enum":[`+times(15_000, `"a%d"`)+`]},{"enum":[`+times(15_000, `"a%d"`)+`]}]}`, ``),
		"a chain of objects":        chainedObjects(1900),
		"objects within each other": object(`"a":{"$ref":"#/$defs/a"}`, `,"$defs":{`+crossed(60)+`}`),
		"tables by the hundred":     object(times(400, `"t%d":{"type":"array","items":`+object(times(10, `"c%d":{"anyOf":[{},{}]}`), ``)+`}`), ``),
		"names without end":         object(`"`+strings.Repeat("k", 200_000)+`":{"type":"string"}`, ``),
		"the same name":             object(times(3000, `"a %d":{}`), ``),
		"many tall titles":          object(times(400, `"a%d":{"title":"`+strings.Repeat("x", 500)+`"}`), ``),
		"a ref of slashes":          object(`"a":{"$ref":"#`+strings.Repeat("/a", 50_000)+`"}`, ``),
		"a quoted wall":             object(times(500, `"f%d":{"pattern":"(((((((((a{9}){9}){9}){9}"}`), ``),
		"JSON by the hundred":       object(times(500, `"f%d":{"type":"object","additionalProperties":{"anyOf":[`+times(8, `{"type":"string","minLength":%d}`)+`]}}`), ``),
	}
	for name, schema := range hostileSchemas() {
		more[name] = schema
	}
	worst, slowest := time.Duration(0), ""
	for name, schema := range more {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			took := time.Hour
			var got form.Imported
			var err error
			for range 3 {
				started := threadTime()
				got, err = form.Import([]byte(schema))
				took = min(took, threadTime()-started)
			}
			t.Logf("%s", took)
			if err == nil {
				checkImported(t, got)
			} else if reason := new(form.ImportError); !errors.As(err, &reason) || reason.Message("en") == "" {
				t.Errorf("error %v", err)
			}
			if took > worst {
				worst, slowest = took, name
			}
			if took > time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
	t.Logf("the slowest is %q: %s", slowest, worst)
}

// chainedObjects is an object in an object in an object, by reference.
func chainedObjects(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"d%d":{"type":"object","properties":{"x":{"type":"string"},"y":{"$ref":"#/$defs/d%d"}}},`, i, i+1)
	}
	return object(`"a":{"$ref":"#/$defs/d0"}`, `,"$defs":{`+b.String()+fmt.Sprintf(`"d%d":{}}`, n))
}

// crossed are objects each of which has all the others as members.
func crossed(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"o%d":{"type":"object","properties":{`, i)
		for j := range n {
			fmt.Fprintf(&b, `"m%d":{"$ref":"#/$defs/o%d"},`, j, j)
		}
		b.WriteString(`"z":{"type":"string"}}},`)
	}
	return b.String() + `"a":{"$ref":"#/$defs/o0"}`
}

func TestImportMessagesAreSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	for code, text := range form.ImportMessages() {
		if text["en"] == "" || text["zh-CN"] == "" || strings.Count(text["en"], "{") != strings.Count(text["zh-CN"], "{") {
			t.Errorf("%s: %v", code, text)
		}
	}
}

func FuzzImport(f *testing.F) {
	files, err := filepath.Glob("testdata/import/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		watchdog.Watch(t)
		got, err := form.Import(text)
		var reason *form.ImportError
		switch {
		case err == nil:
			checkImported(t, got)
		case !errors.As(err, &reason):
			t.Fatalf("error %v is no *ImportError", err)
		}
	})
}
