package sqlitestore

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"github.com/banli-oa/banli/runtime/store"
)

// Result codes of SQLite that mean something to us
// (https://www.sqlite.org/rescode.html).
const (
	codeBusy             = 5
	codeReadOnly         = 8
	codeCorrupt          = 11
	codeFull             = 13
	codeCantOpen         = 14
	codeNotADatabase     = 26
	codePrimary          = 0xff
	codeConstraintKey    = 1555 // SQLITE_CONSTRAINT_PRIMARYKEY
	codeConstraintUnique = 2067 // SQLITE_CONSTRAINT_UNIQUE
)

// fault turns an error of the driver into one of the store's. What SQLite said
// stays in the text.
func fault(err error) error {
	if err == nil {
		return nil
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	switch e.Code() & codePrimary {
	case codeFull:
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case codeCorrupt, codeNotADatabase:
		return fmt.Errorf("%w: the database file: %w", store.ErrCorrupt, err)
	case codeReadOnly, codeCantOpen:
		return fmt.Errorf("%w: the database file cannot be written or opened (check the rights on the data folder, and whether the disk is read-only): %w", store.ErrUnavailable, err)
	case codeBusy:
		return fmt.Errorf("%w: another program is using the database file: %w", store.ErrUnavailable, err)
	default:
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
}

// isUnique reports whether a statement failed on a unique constraint, which
// undoes that statement alone.
func isUnique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == codeConstraintUnique || e.Code() == codeConstraintKey)
}
