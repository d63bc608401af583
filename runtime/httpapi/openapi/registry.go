package openapi

import (
	_ "embed" // the registries
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/words"
)

//go:embed problems.yaml
var problemsYAML []byte

// Problem is one code of the registry. Detail may hold {params}; Mend says what
// the caller of the API does about it.
type Problem struct {
	Code   string     `yaml:"-" json:"code"`
	Status int        `yaml:"status" json:"status"`
	Title  words.Text `yaml:"title" json:"title"`
	Detail words.Text `yaml:"detail" json:"detail"`
	Mend   words.Text `yaml:"mend" json:"mend"`
}

// registry reads the embedded registry once.
var registry = sync.OnceValues(func() (map[string]Problem, error) {
	all := map[string]Problem{}
	if err := yaml.Unmarshal(problemsYAML, &all); err != nil {
		return nil, fmt.Errorf("openapi: problems.yaml: %w", err)
	}
	for code, p := range all {
		p.Code = code
		all[code] = p
	}
	return all, nil
})

// Lookup finds a code of the registry.
func Lookup(code string) (Problem, bool) {
	all, err := registry()
	if err != nil {
		return Problem{}, false
	}
	p, ok := all[code]
	return p, ok
}

// Problems lists the registry by code.
func Problems() ([]Problem, error) {
	all, err := registry()
	if err != nil {
		return nil, err
	}
	list := make([]Problem, 0, len(all))
	for _, p := range all {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Problem) int { return strings.Compare(a.Code, b.Code) })
	return list, nil
}

//go:embed details.yaml
var detailsYAML []byte

// Details lists the codes in a problem's errors whose rooms have no list of
// their own, each with its message; it may hold {params}.
func Details() (map[string]words.Text, error) {
	all := map[string]words.Text{}
	if err := yaml.Unmarshal(detailsYAML, &all); err != nil {
		return nil, fmt.Errorf("openapi: details.yaml: %w", err)
	}
	return all, nil
}
