package engine

import (
	"errors"
	"fmt"
)

// UrgePause is how long a task is left alone once it was urged, in
// milliseconds.
const UrgePause = 10 * 60 * 1000

// Urge asks those who have an open task to hurry. Tasks that were urged lately
// are left out; where there are no others it is refused with an
// *UrgedLatelyError, and without any open task with ErrNothingToUrge.
type Urge struct {
	Actor string
	At    int64
}

var _ Command = Urge{}

func (c Urge) by() (string, int64) { return c.Actor, c.At }

// ErrNothingToUrge says that no task is open.
var ErrNothingToUrge = errors.New("there is no open task to urge")

// UrgedLatelyError says that every open task was urged lately.
type UrgedLatelyError struct {
	// Until is when the first of them can be urged again, in UTC milliseconds.
	Until int64
}

// Error says when it is possible again.
func (e *UrgedLatelyError) Error() string {
	return fmt.Sprintf("every open task was urged lately, the next can be at %d", e.Until)
}

func (c Urge) run(r *run) error {
	if r.in.Status == Suspended {
		return r.active()
	}
	urged := false
	for _, t := range r.in.OpenTasks() {
		if t.UrgeableAt() > c.At {
			continue
		}
		if err := r.emit(TaskUrged{Task: t.ID}); err != nil {
			return err
		}
		r.notify(Notice{Kind: NoticeTaskUrged, To: t.Assignees, Task: t.ID, Node: t.Node})
		urged = true
	}
	if urged {
		return nil
	}
	until, open := r.in.UrgeableAt()
	if !open {
		return ErrNothingToUrge
	}
	return &UrgedLatelyError{Until: until}
}

// UrgeableAt is the instant from which the task can be urged.
func (t Task) UrgeableAt() int64 {
	if t.UrgedAt == 0 {
		return t.ArrivedAt
	}
	return t.UrgedAt + UrgePause
}

// UrgeableAt is the instant from which a task of the case can be urged; false
// where none is open.
func (in Instance) UrgeableAt() (at int64, open bool) {
	for _, t := range in.OpenTasks() {
		if next := t.UrgeableAt(); !open || next < at {
			at, open = next, true
		}
	}
	return at, open
}

func (in *Instance) taskUrged(e TaskUrged, rec Recorded) error {
	i := in.taskIndex(e.Task)
	if i < 0 || in.Tasks[i].Status != TaskOpen {
		return fmt.Errorf("%w: task %s is not open", ErrEventMisfit, e.Task)
	}
	in.Tasks[i].UrgedAt = rec.At
	return nil
}
