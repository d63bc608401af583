package form

import (
	"maps"
	"slices"
	"strings"
)

// keySensitive marks the schema of a field or column as sensitive. It stands in
// the schema and not in the layout, because it says something of the data, not of
// how it looks: whoever takes a field over by its schema takes it over. To JSON
// Schema it is an annotation, which decides nothing about validity.
const keySensitive = "sensitive"

// Sensitive returns the paths of what is sensitive, in the order of the fields:
// fields, and columns of tables that are not sensitive as a whole. It is nil for a
// form without any.
func (f *Form) Sensitive() []string { return f.sensitive }

func sensitiveOf(fields []Field) []string {
	var paths []string
	for _, f := range fields {
		if f.Sensitive {
			paths = append(paths, f.Path)
			continue
		}
		paths = append(paths, sensitiveOf(f.Columns)...)
	}
	return paths
}

// sensitive reports whether a field's schema is marked, itself or by one that it
// refers to.
func (l *fieldList) sensitive(location string) bool {
	for at := location; !l.own[at]; {
		l.own[at] = true
		s, _ := l.doc.schemas[at].(map[string]any)
		target, code := l.doc.resolve(s["$ref"])
		if code != "" {
			break
		}
		at = target
	}
	return l.follow(location)[keySensitive] == true
}

// checkSensitive refuses marks that nobody would heed: within a field, say, or in
// a branch of a combination. Whoever set one relies on it.
func (l *fieldList) checkSensitive() {
	for _, at := range slices.Sorted(maps.Keys(l.doc.schemas)) {
		s, _ := l.doc.schemas[at].(map[string]any)
		mark, marked := s[keySensitive]
		if _, plain := mark.(bool); marked && (!plain || mark == true && !l.own[at]) {
			l.doc.add(at, CodeSensitive, nil)
		}
	}
}

// Touches reports whether what a path names is sensitive, wholly or in part: a
// field, a column, a table with such a column, or a part of such a field.
func (f *Form) Touches(path string) bool {
	return slices.ContainsFunc(f.sensitive, func(s string) bool {
		return s == path || strings.HasPrefix(s, path+".") || strings.HasPrefix(path, s+".")
	})
}
