package form_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

// fixtures is testdata/fixtures.json, which the TypeScript validator runs too.
type fixtures struct {
	Forms map[string]form.Definition `json:"forms"`
	Cases []fixture                  `json:"cases"`
}

type fixture struct {
	Name       string            `json:"name"`
	Form       string            `json:"form"`
	Values     form.Values       `json:"values"`
	Hidden     []string          `json:"hidden"`
	Required   []string          `json:"required"`
	Violations []string          `json:"violations"`
	Messages   map[string]string `json:"messages"`
}

func readFixtures(t testing.TB) fixtures {
	t.Helper()
	data, err := os.ReadFile("testdata/fixtures.json")
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out fixtures
	if err := dec.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func compile(t testing.TB, def form.Definition) *form.Form {
	t.Helper()
	f, err := form.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func set(paths []string) map[string]bool {
	out := map[string]bool{}
	for _, p := range paths {
		out[p] = true
	}
	return out
}

func TestFixtures(t *testing.T) {
	t.Parallel()
	all := readFixtures(t)
	if len(all.Cases) < 500 {
		t.Fatalf("only %d cases", len(all.Cases))
	}
	forms := map[string]*form.Form{}
	for name, def := range all.Forms {
		forms[name] = compile(t, def)
	}
	for _, c := range all.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			f := forms[c.Form]
			violations := f.Validate(c.Values, form.Overrides{Hidden: set(c.Hidden), Required: set(c.Required)})
			got := []string{}
			for _, v := range violations {
				got = append(got, v.Path+" "+v.Code)
				for _, lang := range []string{"en", "zh-CN"} {
					if m := f.Message(v, lang); m == "" || strings.ContainsAny(m, "{}") {
						t.Errorf("%s in %s: %q", v.Code, lang, m)
					}
				}
			}
			if !slices.Equal(got, c.Violations) {
				t.Fatalf("got  %q\nwant %q", got, c.Violations)
			}
			for lang, want := range c.Messages {
				if m := f.Message(violations[0], lang); m != want {
					t.Errorf("%s: got %q, want %q", lang, m, want)
				}
			}
		})
	}
}
