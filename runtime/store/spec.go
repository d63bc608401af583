package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// MaxKey is the length of the longest string in an index, in bytes.
const MaxKey = 1024

// IDPath is the path of a document's id. Every collection is indexed by it
// without a declaration, so it may stand in Query.Where and Query.Order.
const IDPath = "_id"

// Index declares one index of a collection.
//
// A document that lacks one of the paths (or has null there) is not in the
// index: it is not found through it, and it does not take part in uniqueness.
// What is found at a path must be an integer, a bool, or a string of at most
// MaxKey bytes; a write with anything else there is refused with ErrKey.
type Index struct {
	// Name identifies the index in its collection. A declaration that changes
	// under its name is rebuilt when the collection is opened.
	Name string
	// Paths lead into the document, with dots between field names, as
	// "status" or "facts.amount". They do not lead through arrays.
	Paths []string
	// Unique refuses a second document with the same values (ErrDuplicate).
	Unique bool
	// Multi says that Paths[0] holds an array of scalars: the document is
	// found under each of its elements, and a query must name one of them.
	Multi bool
}

// Spec declares a collection: its name and every way in which it is searched.
type Spec struct {
	Name    string
	Indexes []Index
}

// Limits of a declaration, the same in every backend.
const (
	maxIndexes    = 32
	maxIndexPaths = 6
	// maxPaths keeps a set of changed paths in one machine word.
	maxPaths = 64
)

var (
	namePattern = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,47}$`)
	pathPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}(\.[A-Za-z][A-Za-z0-9_]{0,63}){0,3}$`)
)

// validate checks the declaration and returns ErrSpec with what is wrong.
func (s Spec) validate() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: collection %q: %s", ErrSpec, s.Name, fmt.Sprintf(format, args...))
	}
	if !namePattern.MatchString(s.Name) {
		return bad("its name must match %s", namePattern)
	}
	if len(s.Indexes) > maxIndexes {
		return bad("%d indexes, at most %d", len(s.Indexes), maxIndexes)
	}
	names := make(map[string]bool, len(s.Indexes)) // in lower case: SQL knows no other
	asArray := make(map[string]bool)
	for _, ix := range s.Indexes {
		if !namePattern.MatchString(ix.Name) {
			return bad("index name %q must match %s", ix.Name, namePattern)
		}
		if names[strings.ToLower(ix.Name)] {
			return bad("two indexes are named %q", ix.Name)
		}
		names[strings.ToLower(ix.Name)] = true
		if len(ix.Paths) == 0 || len(ix.Paths) > maxIndexPaths {
			return bad("index %q needs 1 to %d paths", ix.Name, maxIndexPaths)
		}
		for i, p := range ix.Paths {
			if !pathPattern.MatchString(p) {
				return bad("index %q: path %q must match %s", ix.Name, p, pathPattern)
			}
			if slices.Contains(ix.Paths[:i], p) {
				return bad("index %q names path %q twice", ix.Name, p)
			}
			array := ix.Multi && i == 0
			if was, seen := asArray[p]; seen && was != array {
				return bad("path %q is an array in one index and a scalar in another", p)
			}
			asArray[p] = array
		}
	}
	if len(asArray) > maxPaths {
		return bad("%d different paths, at most %d", len(asArray), maxPaths)
	}
	return nil
}
