package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// What can be wrong with a command because of how the case stands.

// EndedError says that the case has ended, and how. It wraps ErrInstanceEnded.
type EndedError struct {
	Status Status
	// At is the instant of the end, in UTC milliseconds.
	At int64
}

// Error says how the case ended.
func (e *EndedError) Error() string { return fmt.Sprintf("the case is %s", e.Status) }

// Unwrap returns ErrInstanceEnded.
func (e *EndedError) Unwrap() error { return ErrInstanceEnded }

// SuspendedError says that the case is suspended, by whom, when and why.
type SuspendedError struct{ Suspension }

// Error says who suspended the case.
func (e *SuspendedError) Error() string { return "the case was suspended by " + e.By }

// ForbiddenError says that the flow does not allow something at a step.
type ForbiddenError struct {
	Node string
	Deed flow.Deed
}

// Error names the step and the deed.
func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("step %s does not allow to %s", e.Node, e.Deed)
}

// NotPassedError refuses to return to a step that the case has not passed on
// its way to the task.
type NotPassedError struct{ Node string }

// Error names the step.
func (e *NotPassedError) Error() string {
	return fmt.Sprintf("the case has not passed step %q", e.Node)
}

// ResumeFixedError refuses to choose how a returned case comes back where the
// flow has fixed it.
type ResumeFixedError struct {
	Node   string
	Resume flow.Resumption
}

// Error names the step.
func (e *ResumeFixedError) Error() string {
	return fmt.Sprintf("step %s has fixed how a case comes back: %s", e.Node, e.Resume)
}

// DelegatedError says that a task is delegated: only an answer can be given,
// and it goes back to To then.
type DelegatedError struct {
	Task string
	To   []string
}

// Error names the task.
func (e *DelegatedError) Error() string {
	return fmt.Sprintf("task %s is delegated and can only be answered", e.Task)
}

// NotDelegatedError says that a task that is to be answered was not delegated.
type NotDelegatedError struct{ Task string }

// Error names the task.
func (e *NotDelegatedError) Error() string { return fmt.Sprintf("task %s is not delegated", e.Task) }

// SignerError refuses to bring in somebody who is asked at the step already.
type SignerError struct {
	// Person is who it is, Node the step.
	Person, Node string
}

// Error names the person.
func (e *SignerError) Error() string {
	return fmt.Sprintf("%s is asked at step %s already", e.Person, e.Node)
}

// OthersError refuses to touch what is somebody else's: a decision to be taken
// back, a signer to be removed, a case to be withdrawn. By is whose it is; empty
// where it is nobody's.
type OthersError struct{ By string }

// Error names the person.
func (e *OthersError) Error() string { return fmt.Sprintf("that is %q's to do", e.By) }

// TooLateError refuses to take a decision back after somebody else has acted on
// it.
type TooLateError struct {
	// By is who acted first, At when, in UTC milliseconds; At is 0 where it is
	// not known.
	By string
	At int64
}

// Error names the person.
func (e *TooLateError) Error() string { return e.By + " has acted since" }

// SentError refuses to take back what another system has been told of.
type SentError struct {
	// Node is the step that told it, At when, in UTC milliseconds.
	Node string
	At   int64
}

// Error names the step.
func (e *SentError) Error() string {
	return fmt.Sprintf("step %s has told another system", e.Node)
}

// ClaimError says that a task cannot be claimed or released: it is one person's
// already, or no group's.
type ClaimError struct {
	Task string
	// By is who has it.
	By []string
}

// Error names the task.
func (e *ClaimError) Error() string {
	return fmt.Sprintf("task %s cannot be claimed or released", e.Task)
}
