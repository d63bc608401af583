package store

import (
	"errors"
	"fmt"
)

// What can go wrong. Every error of this package and its backends wraps one of
// these, or the error of a context; ask with errors.Is.
var (
	// ErrNotFound: there is no document with that id.
	ErrNotFound = errors.New("no such document")
	// ErrConflict: somebody else changed the document since it was read.
	ErrConflict = errors.New("the document was changed by somebody else")
	// ErrExists: there is already a document with that id.
	ErrExists = errors.New("a document with this id exists")
	// ErrDuplicate: another document has the same values in a unique index.
	// Error.Index names the index.
	ErrDuplicate = errors.New("another document has these values of a unique index")
	// ErrNoIndex: no declared index answers the query.
	ErrNoIndex = errors.New("no declared index answers this query")
	// ErrQuery: the query contradicts itself or holds a value of a type that
	// is never indexed.
	ErrQuery = errors.New("malformed query")
	// ErrCursor: the cursor was not made by this query.
	ErrCursor = errors.New("the cursor does not belong to this query")
	// ErrKey: the document has, at an indexed path, something that cannot be
	// indexed, or its id is empty or too long.
	ErrKey = errors.New("the document cannot be indexed")
	// ErrTooLarge: the document is larger than MaxDocument.
	ErrTooLarge = errors.New("the document is too large")
	// ErrSpec: the declaration of a collection is wrong, or contradicts the
	// one under which it is already open.
	ErrSpec = errors.New("malformed collection declaration")
	// ErrCorrupt: stored bytes are not the document they should be.
	ErrCorrupt = errors.New("stored document is damaged")
	// ErrClosed: the backend has been closed.
	ErrClosed = errors.New("the store is closed")
	// ErrInUse: another process has the data folder open.
	ErrInUse = errors.New("the data folder is in use by another process")
	// ErrFull: the disk, or the store, has no room left; nothing was written.
	ErrFull = errors.New("no room left in the store")
	// ErrUnavailable: the store could not do its work (disk or network). Unless
	// the error says more, a write may or may not have been kept.
	ErrUnavailable = errors.New("the store is unavailable")
)

// Error says which operation failed on what. Err is one of the sentinels above
// or wraps one.
type Error struct {
	Op         string // "get", "insert", "replace", "delete", "find", "count", "open"
	Collection string
	ID         string // "" where the operation is not about one document
	Index      string // with ErrDuplicate: the index, where it is known
	Err        error
}

// Error leaves the id out: ids may be made of what people typed (a login, an
// invoice number), and errors end up in logs.
func (e *Error) Error() string {
	if e.Index != "" {
		return fmt.Sprintf("store: %s in %s: %v (index %q)", e.Op, e.Collection, e.Err, e.Index)
	}
	return fmt.Sprintf("store: %s in %s: %v", e.Op, e.Collection, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// wrap makes an Error.
func wrap(op, collection, id string, err error) error {
	e := &Error{Op: op, Collection: collection, ID: id, Err: err}
	var dup *DuplicateError
	if errors.As(err, &dup) {
		e.Index = dup.Index
	}
	return e
}

// DuplicateError is returned by backends for a violated unique index; Index is
// its name, or empty where the backend cannot tell.
type DuplicateError struct{ Index string }

func (e *DuplicateError) Error() string { return ErrDuplicate.Error() }

// Is makes errors.Is(err, ErrDuplicate) true.
func (e *DuplicateError) Is(target error) bool { return target == ErrDuplicate }
