package script

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/banli-oa/banli/builder/words"
)

// Limits of what goes in and comes out.
const (
	MaxSource   = 64 << 10  // bytes of one script
	MaxInput    = 4 << 20   // bytes of form and context together, as JSON
	MaxProblems = 100       // problems of one run
	MaxMessage  = 1000      // UTF-16 units of one message in one language
	MaxResult   = 256 << 10 // bytes of what a function returns, as JSON
	maxPath     = 500       // UTF-16 units of a problem's path
)

// How a run can fail, beside *ScriptError.
var (
	// ErrTimeout means that the script ran too long and its process was killed.
	ErrTimeout = errors.New("script: it ran too long and was stopped")
	// ErrMemory means that the script took more memory than it may.
	ErrMemory = errors.New("script: it took too much memory and was stopped")
	// ErrBusy means that too many runs are waiting; trying again shortly helps.
	ErrBusy = errors.New("script: too many scripts at once")
	// ErrSourceTooLarge means a script of more than MaxSource bytes.
	ErrSourceTooLarge = errors.New("script: the source is too long")
	// ErrInputTooLarge means a form and context of more than MaxInput bytes.
	ErrInputTooLarge = errors.New("script: the form is too large for a script")
	// ErrWorker means that a worker died of something that was not the
	// script's time or memory, or can't be started at all.
	ErrWorker = errors.New("script: the worker process failed")
	// ErrClosed means that the pool has been closed.
	ErrClosed = errors.New("script: closed")
)

// ScriptError is a mistake in the script itself: it does not compile, it
// threw, or it returned something that it may not. It is for whoever wrote the
// script, in the engine's English.
type ScriptError struct {
	Line    int // from 1; 0 where the place is not known
	Column  int // from 1; 0 where the place is not known
	Message string
	// Result says that the script ran to its end and returned the wrong thing.
	Result bool
}

// Error names the place and what is wrong.
func (e *ScriptError) Error() string {
	if e.Line == 0 {
		return "script: " + e.Message
	}
	return fmt.Sprintf("script: line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// Source is a script with the digest that workers keep its compiled form
// under. Make it once with NewSource and keep it.
type Source struct {
	code   string
	digest [sha256.Size]byte
}

// NewSource makes a Source of code.
func NewSource(code string) Source {
	return Source{code: code, digest: sha256.Sum256([]byte(code))}
}

// Empty reports whether there is no script at all.
func (s Source) Empty() bool { return s.code == "" }

// Function is what a script defines to be called.
type Function byte

// The functions.
const (
	FuncValidate Function = 'v' // validate(form, ctx): what is wrong with a form
	FuncCompute  Function = 'm' // compute(form, ctx): an object of fields
	FuncOptions  Function = 'o' // options(form, ctx): a list of {value, label}
	FuncRun      Function = 'r' // run(form, ctx): what a step is to do
)

// String is the function's name in the script.
func (f Function) String() string {
	switch f {
	case FuncValidate:
		return "validate"
	case FuncCompute:
		return "compute"
	case FuncOptions:
		return "options"
	default:
		return "run"
	}
}

// Problem is something that a script finds wrong with a form.
type Problem struct {
	// Path is a JSON pointer to the value, "/period"; empty for the whole form.
	Path    string     `json:"path"`
	Message words.Text `json:"message"` // under the language "" where the script gave plain text
}

// Text returns the problem's words in a language, as words.Text.In does.
func (p Problem) Text(lang, fallback string) string {
	if s, ok := p.Message[""]; ok {
		return s
	}
	return p.Message.In(lang, fallback)
}

// Runner runs scripts.
type Runner interface {
	// Validate calls the script's function validate(form, ctx) and returns the
	// problems it finds. Both values are handed over as JSON; json.RawMessage
	// is passed on as it is. A script without that function finds nothing.
	Validate(ctx context.Context, source Source, form, ctxValue any) ([]Problem, error)
	// Call calls a function of the script but validate, with form and ctx, and
	// returns what it returns, as JSON: "null" for nothing. A script without that
	// function is a *ScriptError.
	Call(ctx context.Context, source Source, f Function, form, ctxValue any) (json.RawMessage, error)
	// Outline compiles a script without running it and says what it can be seen to
	// do where a function of it is called; a *ScriptError says where it does not
	// compile.
	Outline(ctx context.Context, source Source, f Function) (Outline, error)
}

// Report is everything that came of one run.
type Report struct {
	Problems []Problem
	Value    json.RawMessage // what a function other than validate returned
	Console  []Line          // what the script wrote to console, cut to size
	Took     time.Duration   // inside the worker
	// Missing says that the script has no function validate, which finds nothing.
	Missing bool
}
