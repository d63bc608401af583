package files

import (
	"errors"
	"fmt"
)

// Errors of uploads.
var (
	// ErrUnknown means that there is no such upload for whoever asks.
	ErrUnknown = errors.New("files: no such upload")
	// ErrEmpty means that the file has no content.
	ErrEmpty = errors.New("files: the file is empty")
	// ErrCutOff means that less, or more, came than was announced, or that the
	// sender went away.
	ErrCutOff = errors.New("files: the upload was cut off")
	// ErrPicture means that a picture is none, whatever its beginning says.
	ErrPicture = errors.New("files: the picture is damaged")
	// ErrTooMany means that its owner has too much uploaded that no case has
	// taken over.
	ErrTooMany = errors.New("files: too many uploads wait for a case")
	// ErrPlain means that the upload is not sealed, and its field asks for that by
	// now.
	ErrPlain = errors.New("files: the upload is not sealed")
	// ErrInUse means that a case has taken the upload over.
	ErrInUse = errors.New("files: a case has the upload")
)

// TooLargeError says that a file has more bytes than its field takes.
type TooLargeError struct {
	Limit int64 // in bytes
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("files: the file has more than %d bytes", e.Limit)
}

// TypeError says that a file is of a type that its field does not take.
type TypeError struct {
	// Found is the group of the type that the content has; empty for one that no
	// field takes, or HEIC.
	Found string
	// Accept are the groups that the field takes.
	Accept []string
}

func (e *TypeError) Error() string {
	return fmt.Sprintf("files: the content is of group %q, and the field takes %v", e.Found, e.Accept)
}
