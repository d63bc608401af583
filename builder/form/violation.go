package form

import (
	"slices"
	"strings"
)

// Violation is one thing that is wrong with values.
type Violation struct {
	// Path is the JSON pointer of the value: "/items/0/amount". What is missing
	// is reported where it should be.
	Path string `json:"path"`
	// Code is one of the Violation constants.
	Code string `json:"code"`
	// Params are what the message needs; numbers are given as decimal text.
	Params map[string]any `json:"params,omitempty"`
	// spare is set for what comes of unevaluatedProperties or -Items: whether
	// they look at a value that is wrong already is left open by the standard.
	spare bool
}

// maxViolations is the most that are reported at once.
const maxViolations = 200

// tidy orders violations by path and leaves out what says nothing new: the same
// twice, and whatever else is wrong at or below a value that is missing or of
// the wrong type. ui/src/core/form does the same.
func tidy(list []Violation) []Violation {
	slices.SortStableFunc(list, func(a, b Violation) int {
		if c := comparePointers(a.Path, b.Path); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	list = withoutSpare(list)
	settled := map[string]bool{}
	others := map[string]bool{}
	for _, v := range list {
		switch v.Code {
		case ViolationRequired, ViolationType:
			settled[v.Path] = true
		case ViolationUnknownField:
		default:
			others[v.Path] = true
		}
	}
	out := list[:0]
	for _, v := range list {
		switch {
		case len(out) > 0 && out[len(out)-1].Path == v.Path && out[len(out)-1].Code == v.Code:
		case settledAbove(settled, v.Path):
		case settled[v.Path] && v.Code != ViolationRequired && v.Code != ViolationType:
		case v.Code == ViolationType && len(out) > 0 && out[len(out)-1].Path == v.Path && out[len(out)-1].Code == ViolationRequired:
		case v.Code == ViolationUnknownField && others[v.Path]:
		default:
			out = append(out, v)
		}
		if len(out) == maxViolations {
			break
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// withoutSpare leaves out what is spare where something else is wrong: with the
// list or object that holds it, with itself, or below it.
func withoutSpare(list []Violation) []Violation {
	if !slices.ContainsFunc(list, func(v Violation) bool { return v.spare }) {
		return list
	}
	above := func(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }
	itself, within := map[string]bool{}, map[string]bool{}
	for _, v := range list {
		if !v.spare {
			itself[v.Path] = true
		}
		for path := above(v.Path); v.Path != "" && !within[path]; path = above(path) {
			within[path] = true
		}
	}
	return slices.DeleteFunc(list, func(v Violation) bool {
		return v.spare && (itself[v.Path] || within[v.Path] || itself[above(v.Path)])
	})
}

// settledAbove reports whether something that a path lies in is settled.
func settledAbove(settled map[string]bool, path string) bool {
	for {
		i := strings.LastIndexByte(path, '/')
		if i <= 0 {
			return path != "" && settled[""]
		}
		path = path[:i]
		if settled[path] {
			return true
		}
	}
}
