package engine

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// SkippedInitiator is the reason of a step that asks nobody but the initiator,
// who is not to decide on their own case.
const SkippedInitiator = "initiator"

// PassedSame is the reason of a task that was approved by itself because its
// holder had approved before.
const PassedSame = "same"

// TaskPassed approved a task by itself, in the name of By.
type TaskPassed struct {
	Task   string `json:"task"`
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// TypeTaskPassed is the stored name of the event.
const TypeTaskPassed = "task.passed"

// EventType returns TypeTaskPassed.
func (TaskPassed) EventType() string { return TypeTaskPassed }

func (in *Instance) taskPassedBy(e TaskPassed, rec Recorded) error {
	t, err := in.task(e.Task, isOpen)
	if err != nil {
		return err
	}
	t.Status, t.EndedAt, t.By, t.Auto = TaskDone, rec.At, e.By, e.Reason
	return nil
}

// others lets who is there act for who is away, and takes the initiator out of a
// step's people where the step says so: in this order, so that the manager is
// asked instead of an initiator who stands in. An absence alone never makes a
// step skipped. known is false where it is not
// known yet who takes their place; skip is set where nobody is left.
func (r *run) others(n *flow.Node, people []string) (left []string, standIns []StandIn, known, skip bool, err error) {
	people, standIns = r.standIn(people, n.Self == flow.SelfManager)
	own := UserPrefix + r.in.Initiator
	i := slices.Index(people, own)
	if i < 0 || n.Self != flow.SelfSkip && n.Self != flow.SelfManager {
		return people, standIns, true, false, nil
	}
	var instead []string
	if n.Self == flow.SelfManager {
		if instead, known, err = r.managerOf(n, r.in.Initiator); err != nil || !known {
			return nil, nil, false, false, err
		}
		var more []StandIn
		instead, more = r.standIn(instead, false)
		standIns = append(standIns, more...)
	}
	for _, p := range slices.Concat(people[:i], instead, people[i+1:]) {
		if !slices.Contains(left, p) {
			left = append(left, p)
		}
	}
	return left, standIns, true, len(left) == 0 && n.Self == flow.SelfSkip, nil
}

// passSame approves the open tasks of a stay whose holders have approved before
// and need not be asked again. Each approval may open the next task, so it goes
// on until there is none left, or the stay is over.
func (r *run) passSame(visit int, n *flow.Node) error {
	if n.Same != flow.SameConsecutive && n.Same != flow.SameAny {
		return nil
	}
	if before, again := r.auto[n.ID]; again && before != visit {
		return nil
	}
	approvers := r.approvers(visit, n.Same == flow.SameAny)
	for _, t := range r.in.tasksOf(visit) {
		if t.Status != TaskOpen || t.Lender != nil {
			continue
		}
		i := slices.IndexFunc(t.Assignees, func(p string) bool {
			id, person := strings.CutPrefix(p, UserPrefix)
			return person && slices.Contains(approvers, id)
		})
		if i < 0 {
			continue
		}
		by := strings.TrimPrefix(t.Assignees[i], UserPrefix)
		r.auto[n.ID] = visit
		if err := r.emit(TaskPassed{Task: t.ID, By: by, Reason: PassedSame}); err != nil {
			return err
		}
		return r.progress(t, n)
	}
	return nil
}

// approvers returns who approved at the step before a visit, or at every step on
// the way to it, since the case was last returned or edited.
func (r *run) approvers(visit int, all bool) []string {
	var people []string
	seen := map[int]bool{}
	open := r.in.Lineage(visit)
	for len(open) > 0 {
		v := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[v] || v < r.in.Fresh {
			continue
		}
		seen[v] = true
		found := false
		for _, t := range r.in.tasksOf(v) {
			if t.Status != TaskDone {
				found = found || t.Status == TaskFilledIn // somebody acted in between, but approved nothing
				continue
			}
			if found = true; t.By != "" {
				people = append(people, t.By)
			}
		}
		if all || !found {
			open = append(open, r.in.Lineage(v)...)
		}
	}
	return people
}

// stale notes that what was approved so far was approved of another case: it was
// edited since, or returned.
func (in *Instance) stale() { in.Fresh = len(in.Visits) }

// holder returns the one person whose task it is; empty for a group.
func holder(t Task) string {
	if len(t.Assignees) != 1 || !isUser(t.Assignees[0]) {
		return ""
	}
	return strings.TrimPrefix(t.Assignees[0], UserPrefix)
}
