package engine

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// UndoTask takes a decision back, as long as nobody has acted on it (撤回).
type UndoTask struct {
	Task, Actor string
	Comment     string
	At          int64
}

var _ Command = UndoTask{}

func (c UndoTask) by() (string, int64) { return c.Actor, c.At }

func (c UndoTask) run(r *run) error {
	t, ok := r.in.Task(c.Task)
	if !ok {
		return fmt.Errorf("%w: %q", ErrTaskUnknown, c.Task)
	}
	if err := r.undoable(t, c.Actor); err != nil {
		return err
	}
	e := TaskUndone{Task: t.ID, Comment: c.Comment}
	if r.left(t.Visit) {
		stays, err := r.takeBack(t)
		if err != nil {
			return err
		}
		for i, v := range stays {
			e.Tokens = append(e.Tokens, TokenAt{Token: r.in.NextToken + i, Visit: v})
		}
	}
	for _, other := range r.in.tasksOf(t.Visit) {
		switch {
		case other.Status == TaskOpen && slices.Contains(other.Waits, t.ID):
			e.Held = append(e.Held, other.ID)
		case other.Status == TaskWithdrawn && r.within(other.Because, t.Visit):
			e.Reopened = append(e.Reopened, other.ID)
		}
	}
	if err := r.emit(e); err != nil {
		return err
	}
	r.tellAssigned(t.ID, t.Node, t.Assignees)
	return r.rest(e.Reopened)
}

// rest tells of tasks that are open again, or makes them wait where their turn
// has not come.
func (r *run) rest(reopened []string) error {
	for _, id := range reopened {
		t, _ := r.in.Task(id)
		if slices.ContainsFunc(t.Waits, r.live) {
			if err := r.emit(TaskHeld{Task: id, Waits: t.Waits}); err != nil {
				return err
			}
			continue
		}
		r.tellAssigned(id, t.Node, t.Assignees)
	}
	return nil
}

// undoable refuses to take a decision back that is not the actor's, or on which
// somebody has acted.
func (r *run) undoable(t Task, actor string) error {
	if err := r.active(); err != nil {
		return err
	}
	n, err := r.node(t.Node)
	if err != nil {
		return err
	}
	switch {
	case !t.Status.Decides() || !n.Type.Asks():
		return &OthersError{}
	case t.By != actor || actor == "": // what time decided is nobody's
		return &OthersError{By: t.By}
	case !n.Allows(flow.DoUndo):
		return &ForbiddenError{Node: n.ID, Deed: flow.DoUndo}
	}
	if r.left(t.Visit) {
		return r.takeable(t, n)
	}
	for _, other := range r.in.tasksOf(t.Visit) {
		if slices.Contains(other.Waits, t.ID) && touched(other) {
			return &TooLateError{By: other.By, At: other.EndedAt}
		}
	}
	return nil
}

// takeable refuses to take back a decision with which the case went on, unless
// it simply went on, and everything that came of it still waits for a first
// move.
func (r *run) takeable(t Task, n *flow.Node) error {
	since := r.in.since(t.Visit)
	for _, other := range r.in.Tasks {
		here := other.Visit == t.Visit
		switch {
		case since[other.Visit] && touched(other), here && slices.Contains(other.Waits, t.ID) && touched(other),
			here && other.Status == TaskSentBack,
			// cancelled by what happened elsewhere: a return, a jump
			here && other.Status == TaskWithdrawn && !r.within(other.Because, t.Visit),
			// or the case was moved as a whole
			other.Because == MovedCase && other.EndedAt >= t.EndedAt:
			return &TooLateError{By: other.By, At: other.EndedAt}
		}
	}
	for _, e := range r.in.Errands {
		switch {
		case !since[e.Visit]:
		case e.Kind == ErrandWebhook:
			return &SentError{Node: e.Node, At: e.SentAt}
		default: // what was begun elsewhere cannot be called back
			return &TooLateError{At: e.SentAt}
		}
	}
	standing := slices.ContainsFunc(r.in.Tokens, func(t Token) bool { return since[t.Visit] })
	if !standing || judge(n, r.in.tasksOf(t.Visit)) != passed {
		return &TooLateError{}
	}
	return r.undecides(t, n)
}

// undecides refuses to take back a decision without which the step would have
// been decided all the same: others have acted on it in that they settled the
// step, and it would stand open with nothing to decide.
func (r *run) undecides(t Task, n *flow.Node) error {
	var settled TooLateError
	tasks := slices.Clone(r.in.tasksOf(t.Visit))
	for i, other := range tasks {
		switch {
		case other.ID == t.ID, other.Status == TaskWithdrawn && r.within(other.Because, t.Visit):
			tasks[i].Status = TaskOpen
		case other.Status.agrees() && other.EndedAt >= settled.At:
			settled = TooLateError{By: other.By, At: other.EndedAt}
		}
	}
	if judge(n, tasks) != pending {
		return &settled
	}
	return nil
}

// left reports whether no token stands at a visit any more.
func (r *run) left(visit int) bool {
	return !slices.ContainsFunc(r.in.Tokens, func(t Token) bool { return t.Visit == visit })
}

// within reports whether a task is one of a visit's.
func (r *run) within(task string, visit int) bool {
	t, ok := r.in.Task(task)
	return ok && t.Visit == visit
}

// touched reports whether somebody has acted on a task.
func touched(t Task) bool { return t.Acts > 0 || !t.Live() && t.Status != TaskWithdrawn }

// since tells which visits came after a visit because of it.
func (in Instance) since(visit int) map[int]bool {
	came := map[int]bool{}
	for v := visit + 1; v < len(in.Visits); v++ {
		if slices.ContainsFunc(in.after(v), func(p int) bool { return p == visit || came[p] }) {
			came[v] = true
		}
	}
	return came
}

// takeBack cancels what came of a stay that was left, and returns the stays at
// which tokens stand then: that one, and those whose tokens had been joined with
// what came of it.
func (r *run) takeBack(t Task) ([]int, error) {
	since := r.in.since(t.Visit)
	stays := []int{t.Visit}
	var open []int
	for _, token := range slices.Clone(r.in.Tokens) {
		if !since[token.Visit] {
			continue
		}
		open = append(open, token.Visit)
		if err := r.dismiss(token.Visit, t.ID); err != nil {
			return nil, err
		}
		if err := r.emit(TokenCancelled{Token: token.ID, Node: token.Node}); err != nil {
			return nil, err
		}
	}
	seen := map[int]bool{}
	for len(open) > 0 {
		v := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[v] {
			continue
		}
		seen[v] = true
		for _, before := range r.in.after(v) {
			if since[before] {
				open = append(open, before)
			} else if !slices.Contains(stays, before) {
				stays = append(stays, before)
			}
		}
	}
	slices.Sort(stays[1:])
	return stays, nil
}
