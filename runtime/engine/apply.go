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
	case NodeSkipped:
		in.Visits = slices.Clone(in.Visits)
	case EdgeTaken, TokenSplit, TokensJoined, TokenEnded:
		in.Tokens = slices.Clone(in.Tokens)
	case TaskCreated, TaskOpened, TaskApproved, TaskRejected, TaskCancelled, TaskHandedOver, TaskUrged, TaskEscalated:
		in.Tasks = slices.Clone(in.Tasks)
	case TimerSet:
		in.Tasks, in.Timers = slices.Clone(in.Tasks), slices.Clone(in.Timers)
	case TimerFired, TimerCancelled:
		in.Timers = slices.Clone(in.Timers)
	case CopySent:
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
	var err error
	switch e := rec.Event.(type) {
	case InstanceSubmitted:
		err = in.submitted(e, rec)
	case NodeEntered:
		err = in.entered(e, rec)
	case NodeSkipped:
		err = in.nodeSkipped(e)
	case EdgeTaken:
		err = in.edgeTaken(e)
	case TokenSplit:
		err = in.tokenSplit(e)
	case TokensJoined:
		err = in.tokensJoined(e)
	case TokenEnded:
		err = in.tokenEnded(e)
	case TaskCreated:
		err = in.taskCreated(e, rec)
	case TaskOpened:
		err = in.taskOpened(e, rec)
	case TaskApproved:
		err = in.taskClosed(e.Task, TaskDone, e.Comment, rec)
	case TaskRejected:
		err = in.taskClosed(e.Task, TaskRefused, e.Comment, rec)
	case TaskCancelled:
		err = in.taskCancelled(e, rec)
	case TaskHandedOver:
		err = in.taskHandedOver(e)
	case TaskUrged:
		err = in.taskUrged(e, rec)
	case TaskEscalated:
		err = in.taskEscalated(e)
	case TimerSet:
		err = in.timerSet(e)
	case TimerFired:
		err = in.timerGone(e.Timer)
	case TimerCancelled:
		err = in.timerGone(e.Timer)
	case FieldsEdited:
		in.fieldsEdited(e)
	case CopySent:
		err = in.copySent(e, rec)
	case InstanceEnded:
		in.Status, in.EndedAt, in.Result = e.Status, rec.At, e.Result
		in.Tokens, in.Timers = nil, nil
	default:
		err = fmt.Errorf("%w: %T", ErrEventUnknown, rec.Event)
	}
	if err != nil {
		return err
	}
	in.Seq = rec.Seq
	return nil
}

func (in *Instance) submitted(e InstanceSubmitted, rec Recorded) error {
	if in.Status != "" {
		return fmt.Errorf("%w: submitted twice", ErrEventMisfit)
	}
	in.ID, in.App, in.Revision = e.Instance, e.App, e.Revision
	in.Initiator, in.Values = e.Initiator, e.Values
	in.Status, in.StartedAt = Running, rec.At
	in.NextToken, in.NextTask = 1, 1
	return nil
}

func (in *Instance) entered(e NodeEntered, rec Recorded) error {
	i := in.tokenIndex(e.Token)
	if i < 0 {
		if e.Token != in.NextToken {
			return fmt.Errorf("%w: no token %d", ErrEventMisfit, e.Token)
		}
		in.Tokens = append(in.Tokens, Token{ID: e.Token, Node: e.Node})
		in.NextToken++
		i = len(in.Tokens) - 1
	}
	if in.Tokens[i].Node != e.Node {
		return fmt.Errorf("%w: token %d is on its way to %s, not %s", ErrEventMisfit, e.Token, in.Tokens[i].Node, e.Node)
	}
	t := &in.Tokens[i]
	v := Visit{Node: e.Node, Token: e.Token, At: rec.At}
	if last := len(in.Visits) - 1; last >= 0 && (t.Visit != last || len(t.Merged) > 0) {
		v.From = append([]int{t.Visit}, t.Merged...)
	}
	t.Visit, t.Merged = len(in.Visits), nil
	in.Visits = append(in.Visits, v)
	return nil
}

// tokenAt returns the token, which must stand at the node.
func (in *Instance) tokenAt(id int, node string) (*Token, error) {
	i := in.tokenIndex(id)
	if i < 0 || in.Tokens[i].Node != node {
		return nil, fmt.Errorf("%w: token %d is not at %s", ErrEventMisfit, id, node)
	}
	return &in.Tokens[i], nil
}

func (in *Instance) nodeSkipped(e NodeSkipped) error {
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	in.Visits[t.Visit].Skipped = true
	return nil
}

func (in *Instance) edgeTaken(e EdgeTaken) error {
	t, err := in.tokenAt(e.Token, e.From)
	if err != nil {
		return err
	}
	t.Node, t.Edge = e.To, e.Edge
	return nil
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
		Assignees: e.Assignees, Resolver: e.Resolver, ArrivedAt: rec.At, Waits: e.Waits,
	})
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
	t.Status, t.ArrivedAt, t.Waits = TaskOpen, rec.At, nil
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
	if !slices.Contains(t.Assignees, e.From) {
		return fmt.Errorf("%w: task %s is not %s's", ErrEventMisfit, e.Task, e.From)
	}
	var assignees []string
	for _, p := range t.Assignees {
		if p == e.From {
			p = e.To
		}
		if !slices.Contains(assignees, p) {
			assignees = append(assignees, p)
		}
	}
	t.Assignees = assignees
	return nil
}

func (in *Instance) taskCancelled(e TaskCancelled, rec Recorded) error {
	t, err := in.task(e.Task, Task.Live)
	if err != nil {
		return err
	}
	t.Status, t.EndedAt, t.By, t.Because = TaskWithdrawn, rec.At, rec.Actor, e.Because
	return nil
}

// fieldsEdited copies the values, because instances share them.
func (in *Instance) fieldsEdited(e FieldsEdited) {
	values := maps.Clone(in.Values)
	if values == nil {
		values = map[string]any{}
	}
	for _, changes := range []map[string]any{e.Edits, e.Computed} {
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
