package store

import (
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Layout is a checked declaration, made ready for extracting keys and planning
// queries. It is immutable and safe for concurrent use.
type Layout struct {
	spec   Spec
	paths  []string // scalar paths, each once, in order of declaration
	arrays []string // paths of arrays, likewise
	root   *branch
}

// branch is one field name of the declared paths, with what lies below it.
type branch struct {
	below  map[string]*branch
	scalar int // slot in Keys.Scalars, -1 if no path ends here as a scalar
	array  int // slot in Keys.Arrays, likewise
}

func newBranch() *branch { return &branch{scalar: -1, array: -1} }

// Keys are what one document brings to the indexes of its collection.
type Keys struct {
	// Scalars holds the value at each of Layout.Paths; nothing where the
	// document lacks it.
	Scalars []Value
	// Arrays holds the elements at each of Layout.Arrays, sorted, each once.
	Arrays [][]Value
}

// NewLayout checks a declaration. It fails with ErrSpec.
func NewLayout(spec Spec) (*Layout, error) {
	if err := spec.validate(); err != nil {
		return nil, err
	}
	l := &Layout{spec: Spec{Name: spec.Name, Indexes: slices.Clone(spec.Indexes)}, root: newBranch()}
	for i, ix := range l.spec.Indexes {
		l.spec.Indexes[i].Paths = slices.Clone(ix.Paths)
		for j, path := range ix.Paths {
			if err := l.add(path, ix.Multi && j == 0); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

// add puts a path into the tree of paths, once.
func (l *Layout) add(path string, array bool) error {
	at := l.root
	for name := range strings.SplitSeq(path, ".") {
		if at.scalar >= 0 || at.array >= 0 {
			return fmt.Errorf("%w: collection %q: path %q leads through another indexed path", ErrSpec, l.spec.Name, path)
		}
		if at.below == nil {
			at.below = make(map[string]*branch)
		}
		if at.below[name] == nil {
			at.below[name] = newBranch()
		}
		at = at.below[name]
	}
	switch {
	case at.below != nil:
		return fmt.Errorf("%w: collection %q: another indexed path leads through path %q", ErrSpec, l.spec.Name, path)
	case array && at.array < 0:
		at.array = len(l.arrays)
		l.arrays = append(l.arrays, path)
	case !array && at.scalar < 0:
		at.scalar = len(l.paths)
		l.paths = append(l.paths, path)
	}
	return nil
}

// Spec returns the declaration. It must not be changed.
func (l *Layout) Spec() Spec { return l.spec }

// Paths returns the declared scalar paths, each once. It must not be changed.
func (l *Layout) Paths() []string { return l.paths }

// Arrays returns the declared paths of arrays, each once. It must not be
// changed.
func (l *Layout) Arrays() []string { return l.arrays }

// Slot returns the place of a scalar path in Keys.Scalars, or -1.
func (l *Layout) Slot(path string) int { return slices.Index(l.paths, path) }

// ArraySlot returns the place of an array's path in Keys.Arrays, or -1.
func (l *Layout) ArraySlot(path string) int { return slices.Index(l.arrays, path) }

// Extract finds the keys of a document. It overwrites keys and reuses its
// memory. It fails with ErrKey if the document holds something at an indexed
// path that cannot be indexed, and with ErrCorrupt if it is not BSON.
func (l *Layout) Extract(doc bson.Raw, keys *Keys) error {
	keys.reset(len(l.paths), len(l.arrays))
	if len(l.paths)+len(l.arrays) == 0 {
		return nil
	}
	if err := l.extract(doc, l.root, "", keys); err != nil {
		return err
	}
	for i, a := range keys.Arrays {
		slices.SortFunc(a, Value.Compare)
		keys.Arrays[i] = slices.Compact(a)
	}
	return nil
}

func (k *Keys) reset(scalars, arrays int) {
	k.Scalars = slices.Grow(k.Scalars[:0], scalars)[:scalars]
	clear(k.Scalars)
	k.Arrays = slices.Grow(k.Arrays[:0], arrays)[:arrays]
	for i := range k.Arrays {
		k.Arrays[i] = k.Arrays[i][:0]
	}
}

func (l *Layout) extract(raw []byte, at *branch, prefix string, keys *Keys) error {
	fields, ok := openDocument(raw)
	if !ok {
		return ErrCorrupt
	}
	for {
		el, more, ok := fields.next()
		if !ok {
			return ErrCorrupt
		}
		if !more {
			return nil
		}
		b := at.below[string(el.name)]
		switch {
		case b == nil || el.typ == bson.TypeNull:
		case b.array >= 0:
			if err := keys.fill(b.array, el); err != nil {
				return l.keyError(prefix, el, err)
			}
		case b.scalar >= 0:
			v, ok := el.scalar()
			if !ok {
				return l.keyError(prefix, el, errNotScalar)
			}
			if len(v.str) > MaxKey {
				return l.keyError(prefix, el, errKeyLong)
			}
			keys.Scalars[b.scalar] = v
		case el.typ != bson.TypeEmbeddedDocument:
			return l.keyError(prefix, el, errNotDocument)
		default:
			if err := l.extract(el.value, b, prefix+string(el.name)+".", keys); err != nil {
				return err
			}
		}
	}
}

var (
	errNotScalar   = fmt.Errorf("%w: want a string, an integer or a bool", ErrKey)
	errKeyLong     = fmt.Errorf("%w: longer than %d bytes", ErrKey, MaxKey)
	errNotArray    = fmt.Errorf("%w: want an array of strings, integers or bools", ErrKey)
	errNotDocument = fmt.Errorf("%w: want a document on the way to an indexed path", ErrKey)
)

func (l *Layout) keyError(prefix string, el element, err error) error {
	return fmt.Errorf("path %q of %s holds %s: %w", prefix+string(el.name), l.spec.Name, el.typ, err)
}

// fill reads the elements of an array into a slot. Null elements are left out.
func (k *Keys) fill(slot int, el element) error {
	if el.typ != bson.TypeArray {
		return errNotArray
	}
	items, ok := openDocument(el.value)
	if !ok {
		return ErrCorrupt
	}
	for {
		item, more, ok := items.next()
		if !ok {
			return ErrCorrupt
		}
		if !more {
			return nil
		}
		v, ok := item.scalar()
		if !ok {
			return errNotArray
		}
		if len(v.str) > MaxKey {
			return errKeyLong
		}
		if !v.IsNone() {
			k.Arrays[slot] = append(k.Arrays[slot], v)
		}
	}
}
