package engine

import "github.com/banli-oa/banli/builder/flow"

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
)

// Step is one step of a case's path. Gateways are steps only where they are
// undecided: otherwise the way that they took says it all.
type Step struct {
	Node  string    `json:"node"`
	Type  flow.Type `json:"type"`
	State StepState `json:"state"`
	// Assignees are principals: who acts, acted, or is told.
	Assignees []string  `json:"assignees,omitempty"`
	Mode      flow.Mode `json:"mode,omitempty"`
	Task      string    `json:"task,omitempty"`
	// By is the person who acted, At when (for a current step: since when), in
	// UTC milliseconds.
	By      string `json:"by,omitempty"`
	At      int64  `json:"at,omitempty"`
	Comment string `json:"comment,omitempty"`
	// Nobody is set where nobody was found: the step is skipped, or is the
	// administrators', or, where it has no assignees, refuses to be submitted.
	Nobody bool `json:"nobody,omitempty"`
}

// Path returns the way of a case: what lies behind it, where it stands, and
// what lies ahead if every open task is approved and nothing is edited. It
// runs the code that executes the case. For a case that is not submitted the
// instance carries its Initiator and Values. Needs are answered as Decide's.
func Path(s Scene, in Instance, a Answers) ([]Step, Needs, error) {
	r := newRun(s, in, a)
	r.look = newLook(in)
	if r.look.draft {
		if err := (Submit{Actor: in.Initiator, Values: in.Values}).start(r); err != nil {
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
	for i := range r.in.Visits {
		step, shown, err := r.step(i)
		if err != nil {
			return nil, nil, err
		}
		if shown {
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
	case m.undecided:
		step.State = StepUndecided
	case v.Skipped:
		step.State, step.Nobody = StepSkipped, true
	case ahead:
		step.State = StepUpcoming
	}
	switch n.Type {
	case flow.Start:
		step.Assignees = []string{UserPrefix + r.in.Initiator}
		if ahead {
			step.State = StepCurrent
		} else {
			step.By = r.in.Initiator
		}
	case flow.Exclusive:
		return step, m.undecided, nil
	case flow.Approval:
		step.Mode = n.Mode
		if step.Mode == "" {
			step.Mode = flow.Any
		}
		r.describeTask(&step, visit, ahead)
	case flow.CC:
		for _, c := range r.in.Copies {
			if c.Visit == visit {
				step.Assignees = c.To
			}
		}
	}
	return step, true, nil
}

// describeTask adds to an approval's step what its task says.
func (r *run) describeTask(step *Step, visit int, ahead bool) {
	for _, t := range r.in.Tasks {
		if t.Visit != visit {
			continue
		}
		step.Assignees = t.Assignees
		step.Nobody = step.Nobody || t.Resolver == ResolvedFallbackAdmin
		if ahead {
			return
		}
		step.Task, step.By, step.At, step.Comment = t.ID, t.By, t.EndedAt, t.Comment
		switch t.Status {
		case TaskOpen:
			step.State, step.At = StepCurrent, t.ArrivedAt
		case TaskRefused:
			step.State = StepRejected
		case TaskWithdrawn:
			step.State = StepSkipped
		}
		// Looking ahead approved the tasks that are open; show them as they are.
		if r.look.waiting[t.ID] {
			step.State, step.By, step.At, step.Comment = StepCurrent, "", t.ArrivedAt, ""
		}
	}
}
