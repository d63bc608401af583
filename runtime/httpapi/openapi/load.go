package openapi

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed api/*.yaml
var files embed.FS

// ErrContract says that the files of the contract do not fit together.
var ErrContract = errors.New("openapi: contract")

// object is a JSON object.
type object = map[string]any

// Load merges the embedded files into one document, as JSON. It fails with ErrContract
// where two files describe the same thing or one names a code that the
// registry lacks.
func Load() ([]byte, error) {
	doc := object{}
	entries, err := files.ReadDir("api")
	if err != nil {
		return nil, fmt.Errorf("openapi: reading the contract: %w", err)
	}
	for _, e := range entries {
		text, err := files.ReadFile("api/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("openapi: reading the contract: %w", err)
		}
		part := object{}
		if err := yaml.Unmarshal(text, &part); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrContract, e.Name(), err)
		}
		if err := merge(doc, part, ""); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrContract, e.Name(), err)
		}
	}
	if err := complete(doc); err != nil {
		return nil, err
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrContract, err)
	}
	return text, nil
}

// merge adds part to doc: objects join, lists are appended, and anything else
// may stand in one file only.
func merge(doc, part object, at string) error {
	for _, key := range slices.Sorted(maps.Keys(part)) {
		place := at + "/" + key
		have, ok := doc[key]
		if !ok {
			doc[key] = part[key]
			continue
		}
		switch have := have.(type) {
		case object:
			more, ok := part[key].(object)
			// A path, a schema and the like belong to one file.
			if !ok || strings.Count(place, "/") > 2 || strings.HasPrefix(place, "/paths/") {
				return fmt.Errorf("%s is described twice", place)
			}
			if err := merge(have, more, place); err != nil {
				return err
			}
		case []any:
			more, ok := part[key].([]any)
			if !ok {
				return fmt.Errorf("%s is described twice", place)
			}
			doc[key] = append(have, more...)
		default:
			return fmt.Errorf("%s is described twice", place)
		}
	}
	return nil
}
