package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// NotFound says that a thing is not there, or that its reader may not know
// that it is.
type NotFound struct {
	Thing string // "app", "instance", "task", "draft", "revision", "person", "notice"
	ID    string
}

func (e *NotFound) Error() string { return fmt.Sprintf("%s %q not found", e.Thing, e.ID) }

// Denied says that the policy refused an action, with the policy's reasons
// (stable codes, never empty).
type Denied struct {
	Action  string
	Reasons []string
}

func (e *Denied) Error() string {
	return fmt.Sprintf("%s denied: %s", e.Action, strings.Join(e.Reasons, ", "))
}

// Problem is one thing wrong with one place of an input. Path is a JSON
// pointer into it ("" for the whole); Message is in the reader's language and
// says what to do.
type Problem struct {
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Invalid says that an input was understood and refused, place by place. Code
// names the kind of input, for instance "form.invalid".
type Invalid struct {
	Code     string
	Problems []Problem
}

func (e *Invalid) Error() string {
	paths := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		paths[i] = p.Path + " " + p.Code
	}
	return fmt.Sprintf("%s: %s", e.Code, strings.Join(paths, "; "))
}

// Malformed says that an input could not be understood at all. Code is a
// problem code of the request area; At is a JSON pointer or empty.
type Malformed struct {
	Code   string
	At     string
	Detail string
}

func (e *Malformed) Error() string { return strings.TrimSpace(e.Code + ": " + e.At + " " + e.Detail) }

// Stale says that a change was made to a version that is no longer the
// current one. Rev is the current one.
type Stale struct {
	Thing string
	Rev   int64
}

func (e *Stale) Error() string {
	return fmt.Sprintf("%s was changed by somebody else; it is at revision %d", e.Thing, e.Rev)
}

// Conflict says that a command does not fit the state any more. Code is a
// problem code; Params are the words' parameters, and each is safe to show.
type Conflict struct {
	Code   string
	Params map[string]string
}

func (e *Conflict) Error() string { return fmt.Sprintf("%s %v", e.Code, e.Params) }

// Failed says that a part of an app itself is at fault, a script say, and not
// whoever uses it. Code is a problem code; Params are the words' parameters.
type Failed struct {
	Code   string
	Params map[string]string
}

func (e *Failed) Error() string { return fmt.Sprintf("%s %v", e.Code, e.Params) }

// KeyReused says that an Idempotency-Key came again with another body.
type KeyReused struct{}

func (*KeyReused) Error() string { return "the Idempotency-Key was used before with another body" }

// Unavailable says that a part that is needed for the answer cannot give one
// now; the same request may succeed later. Code is a problem code.
type Unavailable struct {
	Code string
	Err  error
}

func (e *Unavailable) Error() string { return fmt.Sprintf("%s: %v", e.Code, e.Err) }

func (e *Unavailable) Unwrap() error { return e.Err }

// Backoff says that too many attempts failed; Wait is how long the next one
// is refused.
type Backoff struct {
	Wait time.Duration
}

func (e *Backoff) Error() string { return fmt.Sprintf("too many attempts; wait %s", e.Wait) }

// TooMany says that somebody asks more often than the server lets them; Wait
// is when it will listen again.
type TooMany struct {
	Wait time.Duration
}

func (e *TooMany) Error() string { return fmt.Sprintf("too many requests; wait %s", e.Wait) }

// ErrUnauthenticated says that nobody is signed in where somebody must be.
var ErrUnauthenticated = errors.New("not signed in")

// ErrWrongPassword says that a login or its password is wrong, without saying
// which.
var ErrWrongPassword = errors.New("wrong login or password")
