package engine

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// StepState is how a step of a path stands.
type StepState string

// The step states.
const (
	// StepDone lies behind the case.
	StepDone StepState = "done"
	// StepCurrent is where the case waits; before submitting, the start.
	StepCurrent StepState = "current"
	// StepUpcoming lies ahead if everybody approves and nothing is edited.
	StepUpcoming StepState = "upcoming"
	// StepUndecided lies ahead on a way that depends on something that is still
	// to be filled in.
	StepUndecided StepState = "undecided"
	// StepSkipped is passed without anybody acting.
	StepSkipped StepState = "skipped"
	// StepRejected is where the case was rejected; nothing follows it.
	StepRejected StepState = "rejected"
	// StepCancelled is where the case stood when it ended otherwise.
	StepCancelled StepState = "cancelled"
	// StepReturned is where the case was sent back to an earlier step.
	StepReturned StepState = "returned"
)

// Step is one step of a case's path. Gateways are steps only where they are
// undecided: otherwise the way that they took says it all.
type Step struct {
	Node  string    `json:"node"`
	Type  flow.Type `json:"type"`
	State StepState `json:"state"`
	// Assignees are principals: who acts, acted, or is told.
	Assignees []string `json:"assignees,omitempty"`
	// For says who of them stands in for somebody who is away.
	For  []StandIn `json:"for,omitempty"`
	Mode flow.Mode `json:"mode,omitempty"`
	// Needed is how many must approve, where that is not all of them.
	Needed int    `json:"needed,omitempty"`
	Task   string `json:"task,omitempty"`
	// By is the person who acted, At when (for a current step: since when), in
	// UTC milliseconds.
	By      string `json:"by,omitempty"`
	At      int64  `json:"at,omitempty"`
	Comment string `json:"comment,omitempty"`
	// Due is when a current step should be done, or goes on by itself, in UTC
	// milliseconds.
	Due int64 `json:"due,omitempty"`
	// Nobody is set where nobody was found: the step is skipped, or is the
	// administrators', or, where it has no assignees, refuses to be submitted.
	Nobody bool `json:"nobody,omitempty"`
	// Signers are those who act each for themselves, where a step has more than
	// one task.
	Signers []Signer `json:"signers,omitempty"`
	// Branch names the concurrent branches that the step lies in, outermost
	// first, by the edges that lead into them. Empty outside of them.
	Branch []string `json:"branch,omitempty"`
	// Auto is why a step passes by itself, where it does: PassedSame or
	// SkippedInitiator.
	Auto string `json:"auto,omitempty"`
	// Errands are what the step waits or waited for, where no person does it.
	Errands []Errand `json:"errands,omitempty"`
	// Result is the named outcome of an end.
	Result string `json:"result,omitempty"`
	// Choice says how the people of a step that lies ahead are chosen, where they
	// are.
	Choice *Choice `json:"choice,omitempty"`
	// Unnamed are the rows of a table, counted from 1, for which nobody was found
	// at a step that asks for each of them.
	Unnamed []int `json:"unnamed,omitempty"`
}

// Signer is one of several who act at a step. Status is empty for a step that
// lies ahead.
type Signer struct {
	Task string `json:"task,omitempty"`
	// Row is the row of a table that they act for, counted from 1.
	Row       int        `json:"row,omitempty"`
	Assignees []string   `json:"assignees"`
	For       []StandIn  `json:"for,omitempty"`
	Status    TaskStatus `json:"status,omitempty"`
	By        string     `json:"by,omitempty"`
	At        int64      `json:"at,omitempty"`
	Comment   string     `json:"comment,omitempty"`
}

// Path returns the way of a case: what lies behind it, where it stands, and
// what lies ahead if every open task is approved and nothing is edited. It
// runs the code that executes the case. For a case that is not submitted the
// instance carries its Initiator and Values. Needs are answered as Decide's.
func Path(s Scene, in Instance, a Answers) ([]Step, Needs, error) {
	r := newRun(s, in, a)
	r.look = newLook(in)
	if r.look.draft {
		if err := (Submit{Actor: in.Initiator, Values: in.Values, Choices: in.Choices}).start(r); err != nil {
			return nil, nil, err
		}
	}
	if err := r.lookAhead(); err != nil {
		return nil, nil, err
	}
	if len(r.needs) > 0 {
		return nil, r.needs, nil
	}
	var steps []Step
	branches := r.branches()
	for i := range r.in.Visits {
		step, shown, err := r.step(i)
		if err != nil {
			return nil, nil, err
		}
		if step.Branch = branches[i]; shown {
			steps = append(steps, step)
		}
	}
	return steps, nil, nil
}

// step describes one visit.
func (r *run) step(visit int) (step Step, shown bool, err error) {
	v := r.in.Visits[visit]
	n, err := r.node(v.Node)
	if err != nil {
		return Step{}, false, err
	}
	m := r.look.marks[visit]
	ahead := visit >= r.look.from
	step = Step{Node: n.ID, Type: n.Type, State: StepDone, At: v.At, Nobody: m.nobody}
	switch {
	case m.undecided, m.unchosen:
		step.State = StepUndecided
	case v.Skipped:
		step.State, step.Nobody = StepSkipped, v.Reason != SkippedInitiator
		if v.Reason == SkippedInitiator {
			step.Auto = v.Reason
		}
	case ahead:
		step.State = StepUpcoming
	}
	r.describeErrands(&step, visit)
	switch n.Type {
	case flow.Start:
		step.Assignees = []string{UserPrefix + r.in.Initiator}
		if ahead {
			step.State = StepCurrent
		} else {
			step.By = r.in.Initiator
		}
		if visit > 0 { // it came back
			step.Assignees, step.By = nil, ""
			r.describeTasks(&step, n, visit, ahead)
		}
	case flow.Exclusive, flow.Inclusive:
		return step, m.undecided, nil
	case flow.Parallel, flow.Join:
		return step, false, nil
	case flow.Approval, flow.FillIn:
		step.Mode, step.Unnamed = n.ModeOr(), v.Unnamed
		r.describeTasks(&step, n, visit, ahead)
		if ahead {
			step.Choice = r.choice(n, visit)
		}
		if n.Mode == flow.Share && len(step.Signers) > 0 {
			step.Needed = n.Share.Of(asked(step.Signers))
		}
		if step.State == StepCurrent {
			step.Due = r.due(visit)
		}
		return step, ahead || !takenAway(r.look.tasks, visit), nil
	case flow.Webhook, flow.Script:
		step.Nobody = false
	case flow.Wait:
		step.Nobody = false
		if due, waits := r.look.held[visit]; waits {
			step.State, step.Due = StepCurrent, due
		} else if r.in.Status.Ended() && !ahead && step.State == StepDone && !r.in.followed(visit) {
			step.State = StepCancelled
		}
	case flow.Subflow:
		return step, ahead || r.describeCases(&step, n), nil
	case flow.CC, flow.Notify:
		for _, c := range r.in.Copies {
			if c.Visit == visit {
				step.Assignees = c.To
			}
		}
	case flow.End:
		step.Result = n.Result
	}
	return step, true, nil
}

// describeErrands adds to a step what it waits or waited for.
func (r *run) describeErrands(step *Step, visit int) {
	for _, e := range r.look.errands {
		if e.Visit != visit {
			continue
		}
		step.Errands = append(step.Errands, e)
		switch {
		case e.Live():
			step.State = StepCurrent
		case e.Status == ErrandDropped:
			step.State = StepCancelled
		}
	}
}

// followed reports whether the case went on from a visit.
func (in Instance) followed(visit int) bool {
	for v := visit + 1; v < len(in.Visits); v++ {
		if slices.Contains(in.Lineage(v), visit) {
			return true
		}
	}
	return false
}

// due returns when the first of a visit's tasks is due that were open before
// looking; 0 for never.
func (r *run) due(visit int) int64 {
	var due int64
	for _, t := range r.look.tasks {
		if t.Visit == visit && t.Status == TaskOpen && t.Due != 0 && (due == 0 || t.Due < due) {
			due = t.Due
		}
	}
	return due
}

// describeTasks adds to an approval's step what its tasks say. Looking ahead
// approved those that are open; they are shown as they were before.
func (r *run) describeTasks(step *Step, n *flow.Node, visit int, ahead bool) {
	tasks := r.in.tasksOf(visit)
	if !ahead {
		tasks = Instance{Tasks: r.look.tasks}.tasksOf(visit)
	}
	for _, t := range tasks {
		for _, p := range t.Assignees {
			if !slices.Contains(step.Assignees, p) {
				step.Assignees = append(step.Assignees, p)
			}
		}
		step.For = append(step.For, t.For...)
		step.Nobody = step.Nobody || t.Resolver == ResolvedFallbackAdmin
		if t.Auto != "" {
			step.Auto = t.Auto
		}
	}
	if slices.ContainsFunc(tasks, func(t Task) bool { return t.Auto == "" && t.Status != TaskWithdrawn }) {
		step.Auto = "" // somebody acts
	}
	if rowed(tasks) && n.Mode == "" {
		step.Mode = flow.All
	}
	if len(tasks) > 1 || rowed(tasks) {
		for _, t := range tasks {
			s := Signer{Assignees: t.Assignees, For: t.For, Row: t.Row}
			if !ahead {
				s.Task, s.Status, s.By, s.At, s.Comment = t.ID, t.Status, t.By, t.EndedAt, t.Comment
			}
			step.Signers = append(step.Signers, s)
		}
	}
	if ahead || len(tasks) == 0 {
		return
	}
	if len(tasks) == 1 {
		step.Task, step.By, step.Comment = tasks[0].ID, tasks[0].By, tasks[0].Comment
	}
	step.State, step.At = stateOf(n, tasks)
}

// asked counts those who are asked at a step.
func asked(signers []Signer) int {
	n := 0
	for _, s := range signers {
		switch s.Status {
		case "", TaskOpen, TaskWaiting, TaskDone, TaskRefused:
			n++
		}
	}
	return n
}

// stateOf says how a stay stands, and since or at when.
func stateOf(n *flow.Node, tasks []Task) (StepState, int64) {
	var arrived, ended int64
	live, decided, returned := false, false, false
	for _, t := range tasks {
		if t.Status == TaskOpen && (arrived == 0 || t.ArrivedAt < arrived) {
			arrived = t.ArrivedAt
		}
		live = live || t.Live()
		decided = decided || t.Status != TaskWithdrawn
		returned = returned || t.Status == TaskSentBack
		ended = max(ended, t.EndedAt)
	}
	switch {
	case live:
		return StepCurrent, arrived
	case !decided:
		return StepCancelled, ended
	case returned:
		return StepReturned, ended
	case n.Type.Asks() && judge(n, tasks) == refused:
		return StepRejected, ended
	}
	return StepDone, ended
}

// takenAway reports whether a stay was given up before anybody decided there:
// by a return, a decision taken back, a jump. It says nothing of the case's way.
func takenAway(tasks []Task, visit int) bool {
	found := false
	for _, t := range tasks {
		if t.Visit != visit {
			continue
		}
		if t.Status != TaskWithdrawn || t.Because == "" {
			return false
		}
		found = true
	}
	return found
}
