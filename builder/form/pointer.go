package form

import (
	"net/url"
	"strconv"
	"strings"
)

// escape writes a key as a part of a JSON pointer (RFC 6901).
func escape(s string) string {
	if !strings.ContainsAny(s, "~/") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

// unescape reads a part of a JSON pointer.
func unescape(s string) string {
	if !strings.Contains(s, "~") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
}

// locationEscape writes a key as the schema library writes it in locations.
func locationEscape(s string) string { return url.PathEscape(escape(s)) }

// plainPointer turns a location, as the schema library writes it, into a JSON
// pointer.
func plainPointer(location string) string {
	location = strings.TrimPrefix(location, "#")
	if !strings.Contains(location, "%") {
		return location
	}
	parts := strings.Split(location, "/")
	for i, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[i] = plain
		}
	}
	return strings.Join(parts, "/")
}

// tokens splits a JSON pointer into its keys.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(pointer[1:], "/")
	for i, p := range parts {
		parts[i] = unescape(p)
	}
	return parts
}

// at returns what a JSON pointer points to in a value; nil where it points to
// nothing.
func at(v any, pointer string) any {
	for _, key := range tokens(pointer) {
		switch in := v.(type) {
		case map[string]any:
			member, ok := in[key]
			if !ok {
				return nil
			}
			v = member
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// comparePointers orders pointers part by part, row numbers as numbers.
func comparePointers(a, b string) int {
	for {
		headA, restA, moreA := strings.Cut(strings.TrimPrefix(a, "/"), "/")
		headB, restB, moreB := strings.Cut(strings.TrimPrefix(b, "/"), "/")
		if headA != headB {
			x, errX := strconv.Atoi(headA)
			y, errY := strconv.Atoi(headB)
			if errX == nil && errY == nil && x != y {
				return x - y
			}
			return strings.Compare(headA, headB)
		}
		switch {
		case moreA && moreB:
			a, b = restA, restB
		case moreA:
			return 1
		case moreB:
			return -1
		default:
			return 0
		}
	}
}
