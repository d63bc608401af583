package engine

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// A stay is what goes on at a step while a token waits there: the tasks of one
// visit, of which as many must be approved, or filled in, as the step
// says.

// verdict is what the decisions so far make of a step.
type verdict int

const (
	pending verdict = iota
	passed
	refused
)

// judge counts the decisions of a stay. Whoever signs at the moment counts:
// those who were added, without those who were removed. The verdict comes as
// soon as it is certain, whatever those who are still to decide will say.
//
// With mode Any all assignees share one task, so that task's decision is the
// step's; people who were added beside it must approve as well. Where each row
// of a table has its task, the first decision on one of them is the step's if the
// step says so; unless it says how many, all of them must be approved.
func judge(n *flow.Node, tasks []Task) verdict {
	asked, yes, no := 0, 0, 0
	for _, t := range tasks {
		switch t.Status {
		case TaskDone, TaskFilledIn:
			yes++
		case TaskRefused:
			no++
		case TaskOpen, TaskWaiting:
		default:
			continue
		}
		asked++
	}
	if n.Mode == flow.Any && rowed(tasks) {
		return judgeAnyRow(tasks)
	}
	needed, veto := asked, true
	if n.ModeOr() == flow.Share {
		needed, veto = n.Share.Of(asked), n.Share.Veto
	}
	switch {
	case veto && no > 0 || asked-no < needed:
		return refused
	case yes >= needed:
		return passed
	}
	return pending
}

// people are those of a step who get a task together.
type signer struct {
	people []string
	// inTurn makes the signer wait for the one before.
	inTurn bool
	// row is the row of a table that they are asked for; 0 for none.
	row      int
	standIns []StandIn
}

// signers shares a step's people out over tasks.
func signers(n *flow.Node, f found) []signer {
	people := f.people
	if len(f.rows) > 0 {
		list := make([]signer, len(f.rows))
		for i, row := range f.rows {
			list[i] = signer{people: row.people, row: row.row, standIns: row.standIns, inTurn: n.Mode == flow.InTurn && i > 0}
		}
		return list
	}
	if n.ModeOr() == flow.Any || len(people) == 0 {
		return []signer{{people: people, standIns: f.standIns}}
	}
	list := make([]signer, len(people))
	for i, p := range people {
		list[i] = signer{people: []string{p}, standIns: f.standIns, inTurn: n.Mode == flow.InTurn && i > 0}
	}
	return list
}

// assign creates a step's tasks. Of the stand-ins those count who are among the
// people.
func (r *run) assign(t Token, n *flow.Node, f found) error {
	if len(f.unnamed) > 0 && len(f.rows) > 0 {
		if err := r.emit(RowsUnnamed{Token: t.ID, Node: n.ID, Rows: f.unnamed}); err != nil {
			return err
		}
	}
	last := ""
	for _, s := range signers(n, f) {
		e := TaskCreated{
			Task: r.in.taskID(r.in.NextTask), Token: t.ID, Node: n.ID, Assignees: s.people, Resolver: f.resolver, Row: s.row,
		}
		e.For = among(s.standIns, s.people)
		if s.inTurn {
			e.Waits = []string{last}
		}
		if err := r.emit(e); err != nil {
			return err
		}
		if len(e.Waits) == 0 {
			r.tellAssigned(e.Task, n.ID, e.Assignees)
		}
		last = e.Task
	}
	return r.passSame(t.Visit, n)
}

func (r *run) tellAssigned(task, node string, people []string) {
	r.notify(Notice{Kind: NoticeTaskAssigned, To: people, Task: task, Node: node})
}

// wake opens the waiting tasks of a stay whose turn has come.
func (r *run) wake(visit int) error {
	for _, t := range r.in.tasksOf(visit) {
		if t.Status != TaskWaiting || slices.ContainsFunc(t.Waits, r.live) {
			continue
		}
		if err := r.emit(TaskOpened{Task: t.ID}); err != nil {
			return err
		}
		r.tellAssigned(t.ID, t.Node, t.Assignees)
	}
	return nil
}

func (r *run) live(task string) bool {
	t, ok := r.in.Task(task)
	return ok && t.Live()
}

// dismiss cancels what is left to decide of a stay because one task's decision
// settled it.
func (r *run) dismiss(visit int, because string) error {
	for _, t := range r.in.tasksOf(visit) {
		if !t.Live() {
			continue
		}
		if err := r.emit(TaskCancelled{Task: t.ID, Because: because}); err != nil {
			return err
		}
	}
	return nil
}

// progress goes on with a stay after one of its tasks was closed.
func (r *run) progress(t Task, n *flow.Node) error {
	v := judge(n, r.in.tasksOf(t.Visit))
	switch {
	case v == pending:
		if err := r.wake(t.Visit); err != nil {
			return err
		}
		return r.passSame(t.Visit, n)
	case v == refused && n.OnReject == flow.ReturnCase:
		return r.retreat(t.Token, r.startOf(t.Visit), n.Resume != flow.WalkAgain, t.ID)
	case v == refused:
		return r.end(Rejected, n.ID, "", "")
	}
	if err := r.dismiss(t.Visit, t.ID); err != nil {
		return err
	}
	token, err := r.token(t.Token)
	if err != nil {
		return err
	}
	return r.onward(token, n)
}

// startOf returns the latest visit to the start from which a visit came.
func (r *run) startOf(visit int) int {
	start := 0
	for v := visit; v > 0; v-- {
		if r.in.Visits[v].Node == r.in.Visits[0].Node && r.in.follows(visit, []int{v}) {
			start = v
			break
		}
	}
	return start
}
