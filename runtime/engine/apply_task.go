package engine

import (
	"fmt"
	"slices"
)

// happenTask applies what happened to a task.
func (in *Instance) happenTask(rec Recorded) error {
	switch e := rec.Event.(type) {
	case TaskCreated:
		return in.taskCreated(e, rec)
	case TaskOpened:
		return in.taskOpened(e, rec)
	case TaskApproved:
		return in.taskClosed(e.Task, TaskDone, e.Comment, rec)
	case TaskRejected:
		return in.taskClosed(e.Task, TaskRefused, e.Comment, rec)
	case TaskCompleted:
		return in.taskClosed(e.Task, TaskFilledIn, e.Comment, rec)
	case TaskPassed:
		return in.taskPassedBy(e, rec)
	case TaskReturned:
		in.stale()
		return in.taskClosed(e.Task, TaskSentBack, e.Comment, rec)
	case TaskResubmitted:
		return in.taskClosed(e.Task, TaskSentOn, e.Comment, rec)
	case TaskCancelled:
		return in.taskCancelled(e, rec)
	case SignerRemoved:
		return in.signerRemoved(e, rec)
	case TaskHeld:
		return in.taskHeld(e)
	case TaskUndone:
		return in.taskUndone(e, rec)
	case TaskHandedOver:
		return in.taskHandedOver(e)
	case TaskUrged:
		return in.taskUrged(e, rec)
	case TaskEscalated:
		return in.taskEscalated(e)
	case TaskCovered:
		return in.taskCovered(e)
	case TaskReclaimed:
		return in.taskReclaimed(e)
	case TimerSet:
		return in.timerSet(e)
	case TimerMoved:
		return in.timerMoved(e)
	case TimerFired:
		return in.timerGone(e.Timer)
	case TimerCancelled:
		return in.timerGone(e.Timer)
	case TaskTransferred, TaskDelegated, TaskAnswered, TaskClaimed, TaskReleased, TaskReassigned:
		return in.taskPassed(e, rec)
	}
	return fmt.Errorf("%w: %T", ErrEventUnknown, rec.Event)
}

func (in *Instance) taskCreated(e TaskCreated, rec Recorded) error {
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	if e.Task != in.taskID(in.NextTask) {
		return fmt.Errorf("%w: task %s, expected number %d", ErrEventMisfit, e.Task, in.NextTask)
	}
	status := TaskOpen
	for _, id := range e.Waits {
		if in.taskIndex(id) < 0 {
			return fmt.Errorf("%w: task %s waits for %s, which is not there", ErrEventMisfit, e.Task, id)
		}
		status = TaskWaiting
	}
	in.Tasks = append(in.Tasks, Task{
		ID: e.Task, Node: e.Node, Token: e.Token, Visit: t.Visit, Status: status,
		Assignees: e.Assignees, Resolver: e.Resolver, ArrivedAt: rec.At, Waits: e.Waits, AddedBy: e.AddedBy, For: e.For, Row: e.Row,
	})
	if e.AddedBy != "" {
		in.Tasks[len(in.Tasks)-1].Adder = rec.Actor
	}
	in.NextTask++
	return nil
}

// task returns a task that must be as wanted.
func (in *Instance) task(id string, wanted func(Task) bool) (*Task, error) {
	i := in.taskIndex(id)
	if i < 0 || !wanted(in.Tasks[i]) {
		return nil, fmt.Errorf("%w: task %s", ErrEventMisfit, id)
	}
	return &in.Tasks[i], nil
}

func isOpen(t Task) bool    { return t.Status == TaskOpen }
func isWaiting(t Task) bool { return t.Status == TaskWaiting }

func (in *Instance) taskOpened(e TaskOpened, rec Recorded) error {
	t, err := in.task(e.Task, isWaiting)
	if err != nil {
		return err
	}
	t.Status, t.ArrivedAt = TaskOpen, rec.At
	return nil
}

func (in *Instance) taskClosed(id string, status TaskStatus, comment string, rec Recorded) error {
	t, err := in.task(id, isOpen)
	if err != nil {
		return err
	}
	t.Status, t.EndedAt, t.By, t.Comment = status, rec.At, rec.Actor, comment
	return nil
}

// taskHandedOver makes a new list of assignees, because instances share them.
func (in *Instance) taskHandedOver(e TaskHandedOver) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	if !slices.Contains(t.Assignees, e.From) && !slices.Contains(t.Lender, e.From) {
		return fmt.Errorf("%w: task %s is not %s's", ErrEventMisfit, e.Task, e.From)
	}
	t.passOn(e.From, e.To)
	return nil
}

// replaced returns a list in which one principal stands in another's place.
func replaced(principals []string, from, to string) []string {
	var list []string
	for _, p := range principals {
		if p == from {
			p = to
		}
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

func (in *Instance) taskCancelled(e TaskCancelled, rec Recorded) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	t.Status, t.EndedAt, t.By, t.Because = TaskWithdrawn, rec.At, rec.Actor, e.Because
	return nil
}

func (in *Instance) signerRemoved(e SignerRemoved, rec Recorded) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	t.Status, t.EndedAt, t.By, t.Comment = TaskRemoved, rec.At, rec.Actor, e.Comment
	return nil
}

func (in *Instance) taskHeld(e TaskHeld) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	t.Status, t.Waits, t.Due = TaskWaiting, e.Waits, 0
	return nil
}

// taskPassed changes who has a task. What stands behind its lists is shared, so
// they are replaced, never changed.
func (in *Instance) taskPassed(event Event, rec Recorded) error {
	var id string
	switch e := event.(type) {
	case TaskTransferred:
		id = e.Task
	case TaskDelegated:
		id = e.Task
	case TaskAnswered:
		id = e.Task
	case TaskClaimed:
		id = e.Task
	case TaskReleased:
		id = e.Task
	case TaskReassigned:
		id = e.Task
	}
	t, err := in.task(id, Task.Live)
	if err != nil {
		return err
	}
	switch e := event.(type) {
	case TaskTransferred:
		t.Assignees, t.Group = []string{e.To}, nil
	case TaskDelegated:
		t.Lender, t.Assignees, t.Group = e.From, []string{e.To}, nil
	case TaskAnswered:
		t.Assignees, t.Lender, t.ArrivedAt = t.Lender, nil, rec.At
	case TaskClaimed:
		t.Group, t.Assignees = t.Assignees, []string{UserPrefix + rec.Actor}
	case TaskReleased:
		t.Assignees, t.Group = t.Group, nil
	case TaskReassigned:
		t.Assignees, t.Group, t.Lender = []string{e.To}, nil, nil
	}
	t.keepStandIns()
	t.Acts++
	return nil
}

// taskUndone opens a decided task again. The tokens that come with it stand at
// stays that there were; the tasks of these stays are theirs from now on.
func (in *Instance) taskUndone(e TaskUndone, rec Recorded) error {
	decided := func(t Task) bool { return t.Status.Decides() }
	if _, err := in.task(e.Task, decided); err != nil {
		return err
	}
	cancelled := func(t Task) bool { return t.Status == TaskWithdrawn }
	for _, id := range e.Reopened {
		if _, err := in.task(id, cancelled); err != nil {
			return err
		}
	}
	for _, id := range e.Held {
		if _, err := in.task(id, isOpen); err != nil {
			return err
		}
	}
	for i, at := range e.Tokens {
		if at.Token != in.NextToken+i || at.Visit < 0 || at.Visit >= len(in.Visits) {
			return fmt.Errorf("%w: token %d at visit %d", ErrEventMisfit, at.Token, at.Visit)
		}
	}
	for _, at := range e.Tokens {
		in.Tokens = append(in.Tokens, Token{ID: at.Token, Node: in.Visits[at.Visit].Node, Visit: at.Visit})
		for i := range in.Tasks {
			if in.Tasks[i].Visit == at.Visit {
				in.Tasks[i].Token = at.Token
			}
		}
		in.NextToken++
	}
	for _, id := range append([]string{e.Task}, e.Reopened...) {
		t := &in.Tasks[in.taskIndex(id)]
		t.Status, t.ArrivedAt, t.EndedAt, t.Due = TaskOpen, rec.At, 0, 0
		t.By, t.Comment, t.Because, t.Auto = "", "", "", ""
	}
	for _, id := range e.Held {
		t := &in.Tasks[in.taskIndex(id)]
		t.Status, t.Due = TaskWaiting, 0
	}
	return nil
}
