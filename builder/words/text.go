package words

import (
	"maps"
	"slices"
)

// The languages that Banli itself speaks, as BCP 47 tags.
const (
	English = "en"
	Chinese = "zh-CN"
)

// Languages lists the languages that Banli itself speaks.
func Languages() []string { return []string{English, Chinese} }

// Text is one thing said in several languages: BCP 47 tag → words.
type Text map[string]string

// In returns the words in lang; where they are missing, in fallback; else in
// whichever language sorts first, so that something is always shown. It is
// empty only where no language has words.
func (t Text) In(lang, fallback string) string {
	if s := t[lang]; s != "" {
		return s
	}
	if s := t[fallback]; s != "" {
		return s
	}
	for _, k := range slices.Sorted(maps.Keys(t)) {
		if t[k] != "" {
			return t[k]
		}
	}
	return ""
}

// Empty reports whether no language has words.
func (t Text) Empty() bool {
	for _, s := range t {
		if s != "" {
			return false
		}
	}
	return true
}
