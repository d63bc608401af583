package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// App is what a business admin designs.
type App struct {
	ID          string     `json:"id"`
	Name        words.Text `json:"name"`
	Description words.Text `json:"description,omitempty"`
	Icon        string     `json:"icon,omitempty"`
	// Color is "#rrggbb".
	Color string `json:"color,omitempty"`
	// DefaultLanguage is the language of words that lack the reader's.
	DefaultLanguage string       `json:"defaultLanguage"`
	Number          NumberFormat `json:"number"`
	// Title is the template of a case's title: "{initiator}: {days} days".
	Title words.Text `json:"title"`
	// Summary lists the fields that lists show.
	Summary []string        `json:"summary"`
	Form    form.Definition `json:"form"`
	Rules   []rule.Rule     `json:"rules"`
	Scripts Scripts         `json:"scripts"`
	Flow    flow.Flow       `json:"flow"`
}

// ValidID reports whether an app may have this id.
func ValidID(id string) bool { return idPattern.MatchString(id) }

// NumberFormat is how the numbers of an app's cases look.
type NumberFormat struct {
	// Prefix stands before the number: capital letters and digits, at most 8.
	Prefix string `json:"prefix,omitempty"`
}

// Encode writes an app as JSON, for export. Decode reads it back.
func Encode(a App) ([]byte, error) {
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write app %s: %w", a.ID, err)
	}
	return data, nil
}

// Digest returns "sha256:" and the hexadecimal SHA-256 of the app's canonical
// JSON: apps that mean the same have the same digest, whatever the order of
// keys or the spaces in their files. It is empty only for an app made by hand
// that holds broken JSON.
func (a App) Digest() string {
	text, err := a.canonical()
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func (a App) canonical() ([]byte, error) {
	data, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	return canonical(data)
}

// canonical writes a JSON text in its canonical form.
func canonical(data []byte) ([]byte, error) {
	v, err := decodeAny(data)
	if err != nil {
		return nil, err
	}
	return form.Canonical(v)
}
