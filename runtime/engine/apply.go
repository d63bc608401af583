package engine

import (
	"fmt"
	"maps"
	"slices"
)

// Apply returns the case after an event. It never changes the instance that it
// is handed. An event that does not follow on the case is refused with an
// error that wraps ErrEventMisfit.
func Apply(in Instance, e Recorded) (Instance, error) {
	next := in
	next.own(e.Event)
	if err := next.apply(e); err != nil {
		return in, err
	}
	return next, nil
}

// own copies the lists that an event changes in place or adds to.
func (in *Instance) own(e Event) {
	switch e.(type) {
	case NodeEntered:
		in.Tokens, in.Visits = slices.Clone(in.Tokens), slices.Clone(in.Visits)
	case NodeSkipped, RowsUnnamed:
		in.Visits = slices.Clone(in.Visits)
	case EdgeTaken, TokenSplit, TokensJoined, TokenEnded, TokenMoved, TokenCancelled:
		in.Tokens = slices.Clone(in.Tokens)
	case TaskUndone:
		in.Tokens, in.Tasks = slices.Clone(in.Tokens), slices.Clone(in.Tasks)
	case TaskCreated, TaskOpened, TaskApproved, TaskRejected, TaskCompleted, TaskCancelled, TaskHandedOver,
		TaskReturned, TaskResubmitted, TaskTransferred, TaskDelegated, TaskAnswered, TaskHeld, SignerRemoved,
		TaskClaimed, TaskReleased, TaskReassigned, TaskUrged, TaskEscalated, TaskPassed, TaskCovered, TaskReclaimed:
		in.Tasks = slices.Clone(in.Tasks)
	case TimerSet, TimerMoved:
		in.Tasks, in.Timers = slices.Clone(in.Tasks), slices.Clone(in.Timers)
	case TimerFired, TimerCancelled:
		in.Timers = slices.Clone(in.Timers)
	case ErrandWasSent, ErrandWasDone, ErrandHasFailed, ErrandWasRetried, ErrandWasDropped:
		in.Errands = slices.Clone(in.Errands)
	case CopySent, PeopleCopied, NoticeGiven:
		in.Copies = slices.Clone(in.Copies)
	}
}

// apply changes the instance, whose lists it must own. It is the only place
// where a case changes. Where it fails the instance is left as it was.
func (in *Instance) apply(rec Recorded) error {
	if rec.Seq != in.Seq+1 {
		return fmt.Errorf("%w: event %d after event %d", ErrEventMisfit, rec.Seq, in.Seq)
	}
	if in.Status.Ended() {
		return fmt.Errorf("%w: event %d after the end", ErrEventMisfit, rec.Seq)
	}
	if err := in.happen(rec); err != nil {
		return err
	}
	in.Seq = rec.Seq
	return nil
}

// happen applies what happened to the case as a whole, and hands on the rest.
func (in *Instance) happen(rec Recorded) error {
	switch e := rec.Event.(type) {
	case InstanceSubmitted:
		return in.submitted(e, rec)
	case FieldsEdited:
		in.change(e.Edits, e.Computed)
		in.stale()
	case FieldsSet:
		if _, err := in.tokenAt(e.Token, e.Node); err != nil {
			return err
		}
		in.change(e.Values)
		in.stale()
	case PeopleChosen:
		in.peopleChosen(e)
	case InstanceSuspended:
		in.Status, in.Suspension = Suspended, &Suspension{By: rec.Actor, At: rec.At, Reason: e.Reason}
	case InstanceResumed:
		in.Status, in.Suspension = Running, nil
	case InstanceEnded:
		in.Status, in.EndedAt, in.Result = e.Status, rec.At, e.Result
		in.Tokens, in.Timers, in.Suspension = nil, nil, nil
	case NoticeGiven:
		return in.copySent(CopySent(e), rec)
	case CopySent:
		return in.copySent(e, rec)
	case PeopleCopied:
		in.Copies = append(in.Copies, Copy{Visit: -1, To: e.To, At: rec.At})
	case InstanceWithdrawn, InstanceJumped:
		in.stale() // what they lead to follows
	case CommentAdded, SignersAdded, AssigneeFailed: // they change nothing by themselves
	default:
		return in.happenToken(rec)
	}
	return nil
}

func (in *Instance) submitted(e InstanceSubmitted, rec Recorded) error {
	if in.Status != "" {
		return fmt.Errorf("%w: submitted twice", ErrEventMisfit)
	}
	in.ID, in.App, in.Revision = e.Instance, e.App, e.Revision
	in.Initiator, in.Values, in.Parent, in.Choices = e.Initiator, e.Values, e.Parent, e.Choices
	in.Status, in.StartedAt = Running, rec.At
	in.NextToken, in.NextTask = 1, 1
	return nil
}

// change copies the values, because instances share them. A nil value removes
// a field.
func (in *Instance) change(list ...map[string]any) {
	values := maps.Clone(in.Values)
	if values == nil {
		values = map[string]any{}
	}
	for _, changes := range list {
		for field, value := range changes {
			if value == nil {
				delete(values, field)
				continue
			}
			values[field] = value
		}
	}
	in.Values = values
}

func (in *Instance) copySent(e CopySent, rec Recorded) error {
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	in.Copies = append(in.Copies, Copy{Node: e.Node, Visit: t.Visit, To: e.To, At: rec.At})
	return nil
}
