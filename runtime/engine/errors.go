package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// What can be wrong with a command.
var (
	// ErrTaskUnknown says that the case has no such task.
	ErrTaskUnknown = errors.New("the case has no such task")
	// ErrInstanceEnded says that the case has ended.
	ErrInstanceEnded = errors.New("the case has ended")
	// ErrInstanceSubmitted says that a case is submitted a second time.
	ErrInstanceSubmitted = errors.New("the case is already submitted")
	// ErrNotRunning says that a case that is not submitted was to be changed.
	ErrNotRunning = errors.New("the case is not submitted")
	// ErrPeople says that a command names nobody, or not a person.
	ErrPeople = errors.New("the command names no people")
	// ErrReason says that an intervention gives no reason.
	ErrReason = errors.New("an intervention needs a reason")
	// ErrSameCase says that a command would leave everything as it is.
	ErrSameCase = errors.New("the command changes nothing")
	// ErrActionUnknown says that a task knows no such action.
	ErrActionUnknown = errors.New("a task knows no such action")
	// ErrNothingToHandOver says that no open task is the leaver's.
	ErrNothingToHandOver = errors.New("there is no open task to hand over")
)

// What can be wrong with what the caller supplies beside the command.
var (
	// ErrUnanswered says that a need was handed back without an answer.
	ErrUnanswered = errors.New("a need was left unanswered")
	// ErrAnswer says that an answer names something that is no principal.
	ErrAnswer = errors.New("an answer is not a principal")
	// ErrGraph says that the instance does not belong to the scene's graph.
	ErrGraph = errors.New("the instance does not fit the flow")
	// ErrEventMisfit says that an event does not fit the instance: history was
	// damaged, or belongs to another case.
	ErrEventMisfit = errors.New("the event does not fit the case")
	// ErrEventUnknown says that a stored event has a type that nothing knows.
	ErrEventUnknown = errors.New("the event's type is unknown")
	// ErrEventNewer says that a stored event is newer than this program.
	ErrEventNewer = errors.New("the event is newer than this program")
)

// TaskDecidedError says that a task is closed, by whom, when and how. Where
// the task was cancelled because the case ended it wraps ErrInstanceEnded.
type TaskDecidedError struct {
	Task string
	// By is the person who acted, At the instant in UTC milliseconds.
	By string
	At int64
	// Status is how the task was closed.
	Status TaskStatus
	ended  bool
}

// Error says what became of the task.
func (e *TaskDecidedError) Error() string {
	return fmt.Sprintf("task %s is already %s", e.Task, e.Status)
}

// Unwrap returns ErrInstanceEnded where that is why the task is closed.
func (e *TaskDecidedError) Unwrap() error {
	if e.ended {
		return ErrInstanceEnded
	}
	return nil
}

// TaskWaitingError says that a task cannot be decided yet because others come
// first.
type TaskWaitingError struct {
	Task string
	// For are the principals who come first.
	For []string
}

// Error says for whom the task waits.
func (e *TaskWaitingError) Error() string {
	return fmt.Sprintf("task %s waits for %s", e.Task, strings.Join(e.For, ", "))
}

// NobodyError refuses to submit: a step on the way finds nobody to act, and
// its fallback is to refuse.
type NobodyError struct{ Node string }

// Error names the step.
func (e *NobodyError) Error() string {
	return fmt.Sprintf("step %s finds nobody to act", e.Node)
}

// RowsError refuses to start a case for each row of a table that has too many.
type RowsError struct {
	Node, Field string
	Rows        int
}

// Error says how many there are.
func (e *RowsError) Error() string {
	return fmt.Sprintf("step %s starts a case for each of %d rows, more than %d", e.Node, e.Rows, flow.MaxRows)
}

// FieldClosedError refuses edits of fields that the step does not open.
type FieldClosedError struct {
	Node string
	// Fields are field ids, or "table.column", sorted.
	Fields []string
}

// Error names the step and the fields.
func (e *FieldClosedError) Error() string {
	return fmt.Sprintf("step %s does not open %s for editing", e.Node, strings.Join(e.Fields, ", "))
}

// LoopError stops a decision that would go on without a person, or split into
// ever more branches.
type LoopError struct {
	// Node is where it was stopped, after Steps nodes or with Steps branches.
	Node  string
	Steps int
}

// Error says where the loop was noticed.
func (e *LoopError) Error() string {
	return fmt.Sprintf("the case passed %d steps without waiting for anybody, last %s", e.Steps, e.Node)
}
