package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/words"
)

// TestEveryCodeHasMessages reads the codes out of the sources, so that a new
// one cannot be forgotten.
func TestEveryCodeHasMessages(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for _, dir := range []string{".", "../app", "../flow"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Code") {
					return true
				}
				if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
					code, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					codes[code] = true
				}
				return true
			})
		}
	}
	if len(codes) < 50 {
		t.Fatalf("only %d codes were found", len(codes))
	}
	for code := range codes {
		if _, ok := messages[code]; !ok {
			t.Errorf("no message for %s", code)
		}
	}
	for code := range messages {
		if !codes[code] {
			t.Errorf("a message for %s, which is no code", code)
		}
	}
}

// TestMessagesSayTheSame compares what the languages name.
func TestMessagesSayTheSame(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`\{[^}]*\}`)
	for code, text := range merge(messages, aboutWords) {
		var first []string
		for i, lang := range words.Languages() {
			if text[lang] == "" {
				t.Errorf("%s has no words in %s", code, lang)
			}
			found := named.FindAllString(text[lang], -1)
			slices.Sort(found)
			if i == 0 {
				first = found
			} else if !slices.Equal(first, found) {
				t.Errorf("%s names %v in one language and %v in %s", code, first, found, lang)
			}
		}
	}
	for name, table := range map[string]map[string]words.Text{"aspect": aspectWords, "setting": settingWords, "language": languageWords} {
		for key, text := range table {
			if text[words.English] == "" || text[words.Chinese] == "" {
				t.Errorf("%s %s lacks words", name, key)
			}
		}
	}
}
