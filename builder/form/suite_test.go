package form_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

// suiteGroup is one schema of the JSON-Schema-Test-Suite with its cases.
type suiteGroup struct {
	Description string `json:"description"`
	Schema      any    `json:"schema"`
	Tests       []struct {
		Description string `json:"description"`
		Data        any    `json:"data"`
		Valid       bool   `json:"valid"`
	} `json:"tests"`
}

// exclusion is one line of testdata/suite/exclusions.json: a schema that is
// refused at publish, with the code, or a case that ends otherwise than the
// suite says. Whatever stands there must be so: one that is no longer needed
// fails the test.
type exclusion struct {
	File string `json:"file"`
	// Schema is the description of the schema.
	Schema string `json:"schema"`
	// Test is the description of the one case, where the schema is accepted.
	Test string `json:"test"`
	// Refused is the code with which the schema is refused.
	Refused string `json:"refused"`
	Reason  string `json:"reason"`
}

func (e exclusion) key() string { return e.File + " / " + e.Schema + " / " + e.Test }

func readSuite[T any](t testing.TB, file string) T {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out T
	if err := dec.Decode(&out); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return out
}

// suiteRoot is where a schema of the suite stands in the form that carries it:
// a member of a member, so that the checks of fields and tables stay out of it.
const suiteRoot = "#/properties/value/properties/data"

// carried puts a schema of the suite into a form. Its references move along.
func carried(t testing.TB, schema any) form.Definition {
	t.Helper()
	if root, ok := schema.(map[string]any); ok {
		// Both are ignored at the top of a form, and this is the suite's top.
		delete(root, "$schema")
		delete(root, "$id")
	}
	text, err := json.Marshal(map[string]any{"type": "object", "properties": map[string]any{
		"value": map[string]any{"properties": map[string]any{"data": moved(schema)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return form.Definition{Schema: text}
}

// moved rewrites the references of a schema; what enum and const hold is no
// schema.
func moved(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = moved(v[i])
		}
	case map[string]any:
		for key, part := range v {
			if ref, ok := part.(string); ok && key == "$ref" && (ref == "#" || strings.HasPrefix(ref, "#/")) {
				v[key] = suiteRoot + ref[1:]
			} else if key != "enum" && key != "const" {
				v[key] = moved(part)
			}
		}
	}
	return v
}

// TestSuite runs the required tests of the JSON-Schema-Test-Suite for 2020-12
// through the compiler and the validator.
func TestSuite(t *testing.T) {
	t.Parallel()
	excluded := map[string]exclusion{}
	for _, e := range readSuite[map[string][]exclusion](t, "testdata/suite/exclusions.json")["go"] {
		if e.Reason == "" {
			t.Errorf("%s is excluded without a reason", e.key())
		}
		excluded[e.key()] = e
	}
	files, err := filepath.Glob("testdata/suite/*.json")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	ran, refused, differ := 0, 0, 0
	for _, file := range files {
		name := filepath.Base(file)
		if name == "exclusions.json" {
			continue
		}
		for _, group := range readSuite[[]suiteGroup](t, file) {
			whole := exclusion{File: name, Schema: group.Description}
			expected := excluded[whole.key()]
			used[whole.key()] = true
			f, err := form.Compile(carried(t, group.Schema))
			if code := codeOf(err); code != expected.Refused {
				t.Errorf("%s: refused with %q, want %q", whole.key(), code, expected.Refused)
				continue
			}
			if err != nil {
				refused += len(group.Tests)
				continue
			}
			for _, test := range group.Tests {
				one := exclusion{File: name, Schema: group.Description, Test: test.Description}
				_, differs := excluded[one.key()]
				used[one.key()] = true
				found := f.Validate(form.Values{"value": map[string]any{"data": test.Data}}, form.Overrides{})
				if agrees := (len(found) == 0) == test.Valid; agrees == differs {
					t.Errorf("%s: valid %v, found %v, excluded %v", one.key(), test.Valid, found, differs)
				}
				for _, v := range found {
					if !strings.HasPrefix(v.Path, "/value/data") || f.Message(v, "en") == "" {
						t.Errorf("%s: violation %v", one.key(), v)
					}
				}
				if differs {
					differ++
				} else {
					ran++
				}
			}
		}
	}
	for key := range excluded {
		if !used[key] {
			t.Errorf("%s is excluded and is not in the suite", key)
		}
	}
	// The suite must really have been there.
	if ran < 800 {
		t.Errorf("only %d cases ran", ran)
	}
	t.Logf("%d cases agree, %d differ, %d belong to schemas that are refused", ran, differ, refused)
}

// codeOf is the first code with which a definition was refused; "" for none.
func codeOf(err error) string {
	var refused *form.CompileError
	if !errors.As(err, &refused) {
		return ""
	}
	codes := make([]string, len(refused.Findings))
	for i, f := range refused.Findings {
		codes[i] = f.Code
	}
	slices.Sort(codes)
	return codes[0]
}
