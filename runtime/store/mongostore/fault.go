package mongostore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver"

	"github.com/banli-oa/banli/runtime/store"
)

// MongoDB's error codes that mean something to us
// (https://www.mongodb.com/docs/manual/reference/error-codes/).
const (
	codeUnauthorized        = 13
	codeAuthentication      = 18
	codeNamespaceNotFound   = 26
	codeIndexNotFound       = 27
	codeDuplicateKey        = 11000
	codeQuotaExceeded       = 12501
	codeOutOfDiskSpace      = 14031
	codeValidation          = 121
	codeObjectTooLarge      = 10334
	codeKeyTooLong          = 17280
	codeResultTooLarge      = 17419
	codeResultTooLargeMoved = 17420
)

var (
	tooLarge = []int{codeObjectTooLarge, codeKeyTooLong, codeResultTooLarge, codeResultTooLargeMoved}
	full     = []int{codeOutOfDiskSpace, codeQuotaExceeded}
	refused  = []int{codeUnauthorized, codeAuthentication}
	// telling are errors whose text quotes what a document holds.
	telling = []int{codeDuplicateKey, codeValidation}
)

// fault turns an error of the driver into one of the store package's. Of
// errors whose text may quote a document only the code is kept.
func fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, mongo.ErrClientDisconnected):
		return store.ErrClosed
	case errors.Is(err, driver.ErrDocumentTooLarge):
		return store.ErrTooLarge
	}
	codes := codesOf(err)
	has := func(these []int) bool {
		return slices.ContainsFunc(these, func(c int) bool { return slices.Contains(codes, c) })
	}
	switch {
	case has(tooLarge):
		return store.ErrTooLarge
	case has(full):
		return fmt.Errorf("%w: the MongoDB server has run out of disk space", store.ErrFull)
	case has(refused):
		return fmt.Errorf("%w: the MongoDB server refuses the user or password of the URI, or the user lacks the role readWrite on the database", store.ErrUnavailable)
	case has(telling):
		return fmt.Errorf("%w: MongoDB refused the write (code %d)", store.ErrUnavailable, codes[0])
	case mongo.IsTimeout(err) || errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: MongoDB did not answer in time: %w", store.ErrUnavailable, plain{err})
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, plain{err})
}

// plain keeps the text of an error and hides what it wraps: a deadline that the
// driver set itself is not one that the caller's context had.
type plain struct{ err error }

func (p plain) Error() string { return p.err.Error() }

func codesOf(err error) []int {
	var se mongo.ServerError
	if errors.As(err, &se) {
		return se.ErrorCodes()
	}
	// A failure to sign in comes as text around the command's error.
	var de driver.Error
	if errors.As(err, &de) {
		return []int{int(de.Code)}
	}
	return nil
}

func hasCode(err error, code int) bool { return slices.Contains(codesOf(err), code) }

// duplicateOf names the index that refused a write, or "" where the server
// does not say.
func duplicateOf(err error) string {
	var we mongo.WriteException
	if !errors.As(err, &we) {
		return ""
	}
	for _, e := range we.WriteErrors {
		pattern, ok := e.Raw.Lookup("keyPattern").DocumentOK()
		if !ok {
			continue
		}
		fields, err := pattern.Elements()
		if err != nil || len(fields) == 0 {
			continue
		}
		return fields[0].Key()
	}
	return ""
}
