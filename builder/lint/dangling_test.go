package lint_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/lint"
)

// TestDangling names something that is not there in every place that the designer
// leaves alone when the thing that it names is removed: each of them must be a
// finding, or it would be noticed by whoever fills the form in. The places are
// those of testdata/references.json, to which the designer's tests hold too.
func TestDangling(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "app", "testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join("testdata", "references.json"))
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	if err := json.Unmarshal(list, &patterns); err != nil {
		t.Fatal(err)
	}
	sound := map[string]bool{}
	for _, f := range findings(t, text) {
		sound[f] = true
	}
	for _, pattern := range patterns {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			places := 0
			for n := 0; ; n++ {
				var whole any
				if err := json.Unmarshal(text, &whole); err != nil {
					t.Fatal(err)
				}
				count := n
				spoiled, changed := spoil(whole, strings.Split(pattern, "."), &count)
				if !changed {
					break
				}
				places++
				data, err := json.Marshal(spoiled)
				if err != nil {
					t.Fatal(err)
				}
				var more []string
				for _, f := range findings(t, data) {
					if !sound[f] {
						more = append(more, f)
					}
				}
				if len(more) == 0 {
					t.Errorf("the reference at place %d of %s dangles and nothing says so", n, pattern)
				}
			}
			if places == 0 {
				t.Errorf("the full app has nothing at %s", pattern)
			}
		})
	}
}

func findings(t *testing.T, text []byte) []string {
	t.Helper()
	a, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range lint.Check(a) {
		all = append(all, fmt.Sprint(f.Code, f.Place, f.Params))
	}
	return all
}

// spoil has the n-th reference below the path name something that is not there.
func spoil(at any, path []string, n *int) (any, bool) {
	if len(path) == 0 {
		return renamed(at, n)
	}
	switch v := at.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			if path[0] != "*" && path[0] != key {
				continue
			}
			if next, ok := spoil(v[key], path[1:], n); ok {
				v[key] = next
				return v, true
			}
		}
	case []any:
		for i := range v {
			if path[0] != "*" {
				break
			}
			if next, ok := spoil(v[i], path[1:], n); ok {
				v[i] = next
				return v, true
			}
		}
	}
	return at, false
}

// renamed replaces the n-th name in an expression, a template or a plain name.
func renamed(at any, n *int) (any, bool) {
	switch v := at.(type) {
	case string:
		open := strings.LastIndex(v, "{")
		if *n > 0 || strings.Contains(v, "{") && !strings.Contains(v[open:], "}") {
			*n--
			return at, false
		}
		if open >= 0 {
			return v[:open] + "{gone}" + v[strings.Index(v[open:], "}")+open+1:], true
		}
		return "gone", true
	case map[string]any:
		for _, key := range sortedKeys(v) {
			if next, ok := renamed(v[key], n); ok {
				v[key] = next
				return v, true
			}
		}
	case []any:
		for i := range v {
			if next, ok := renamed(v[i], n); ok {
				v[i] = next
				return v, true
			}
		}
	}
	return at, false
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
