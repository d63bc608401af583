package engine

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// The notices of deadlines.
const (
	// NoticeTaskDue reminds of a task before it is due or after.
	NoticeTaskDue NoticeKind = "task.due"
	// NoticeTaskOverdue says that a task's time is over.
	NoticeTaskOverdue NoticeKind = "task.overdue"
)

// ResolvedDeadline is the Resolver of a task whose people were found by a
// deadline that named nobody: the managers of those who had it.
const ResolvedDeadline = "deadline"

// setDeadline sets the timers of a task that has opened: its deadline, and the
// reminders that lie ahead.
func (r *run) setDeadline(t Task, d *flow.Deadline) error {
	timer := Timer{Purpose: TimerDeadline, Node: t.Node, Token: t.Token, Task: t.ID, Then: d.ThenOr()}
	var known bool
	if timer.Due, known = r.when(t.Node, Due{From: r.at, After: &d.After}); known {
		if err := r.setTimer(timer); err != nil {
			return err
		}
	}
	for _, p := range d.Remind {
		span := p.Span()
		due := Due{From: r.at, After: &d.After, Before: &span}
		if p.When == flow.After {
			if !known {
				continue // it counts from the deadline, which is asked for first
			}
			due = Due{From: timer.Due, After: &span}
		}
		at, ok := r.when(t.Node, due)
		if !ok || at <= r.at {
			continue
		}
		if err := r.setTimer(Timer{Due: at, Purpose: TimerRemind, Node: t.Node, Token: t.Token, Task: t.ID}); err != nil {
			return err
		}
	}
	return nil
}

// remind tells the people of a task that it waits. Where more of its timers are
// due by now (nobody was there to fire them) only the last one speaks.
func (r *run) remind(t Timer) error {
	if slices.ContainsFunc(r.in.DueTimers(r.at), func(o Timer) bool { return o.Task == t.Task }) {
		return nil
	}
	if task, ok := r.in.Task(t.Task); ok {
		r.notify(Notice{Kind: NoticeTaskDue, To: task.Assignees, Task: task.ID, Node: task.Node})
	}
	return nil
}

// overdue carries out what a step does when a task's time is over.
func (r *run) overdue(t Timer, n *flow.Node) error {
	task, ok := r.in.Task(t.Task)
	if !ok || task.Status != TaskOpen {
		return nil
	}
	switch t.Then {
	case flow.Approve, flow.Reject:
		if r.in.timedLately(n.ID, task.Visit) { // a loop in which only time acts
			return r.escalate(task, n, false)
		}
		action := Approve
		if t.Then == flow.Reject {
			action = Reject
		}
		r.notify(Notice{Kind: NoticeTaskOverdue, To: task.Assignees, Task: task.ID, Node: n.ID})
		return DecideTask{Task: task.ID, Action: action, At: r.at}.run(r)
	case flow.Escalate, flow.Transfer:
		return r.escalate(task, n, t.Then == flow.Transfer)
	default:
		r.notify(Notice{Kind: NoticeTaskOverdue, To: task.Assignees, Task: task.ID, Node: n.ID})
		return nil
	}
}

// escalate lets others decide a task too, or instead. Where nobody is found who
// has it not yet, it is the administrators'.
func (r *run) escalate(task Task, n *flow.Node, instead bool) error {
	people, resolver, err := r.successors(task, n)
	if err != nil {
		return err
	}
	people, standIns := r.standIn(people, false)
	fresh := slices.DeleteFunc(slices.Clone(people), func(p string) bool { return slices.Contains(task.Assignees, p) })
	switch {
	case len(fresh) > 0 && instead:
		fresh = people
	case len(fresh) == 0 && !slices.Contains(task.Assignees, AdminPrincipal):
		fresh, resolver = []string{AdminPrincipal}, ResolvedFallbackAdmin
	}
	r.notify(Notice{Kind: NoticeTaskOverdue, To: task.Assignees, Task: task.ID, Node: n.ID})
	if len(fresh) == 0 {
		return nil
	}
	escalated := TaskEscalated{Task: task.ID, To: fresh, Instead: instead, Resolver: resolver, For: among(standIns, fresh)}
	if err := r.emit(escalated); err != nil {
		return err
	}
	told := slices.DeleteFunc(slices.Clone(fresh), func(p string) bool { return slices.Contains(task.Assignees, p) })
	r.notify(Notice{Kind: NoticeTaskAssigned, To: told, Task: task.ID, Node: n.ID})
	return nil
}

// successors returns who gets a task that is overdue, and how they were found.
func (r *run) successors(task Task, n *flow.Node) (people []string, resolver string, err error) {
	if n.Deadline == nil {
		return nil, "", nil
	}
	if n.Deadline.To != nil {
		with := *n
		with.Assignee, with.Mode = n.Deadline.To, flow.Any // they share the task that there is
		people, _, err = r.resolve(Token{ID: task.Token, Visit: task.Visit}, &with)
		return people, string(n.Deadline.To.Kind), err
	}
	for _, p := range task.Assignees {
		person, isPerson := strings.CutPrefix(p, UserPrefix)
		if !isPerson {
			continue // a role has no manager
		}
		managers, _, err := r.managerOf(n, person)
		if err != nil {
			return nil, "", err
		}
		for _, m := range managers {
			if !slices.Contains(people, m) {
				people = append(people, m)
			}
		}
	}
	return people, ResolvedDeadline, nil
}
