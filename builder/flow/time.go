package flow

import "slices"

// MaxAmount is the largest amount of a Span.
const MaxAmount = 10_000

// MaxReminders is how many reminders a deadline may have.
const MaxReminders = 10

// Unit is what a span of time is counted in.
type Unit string

// The units. A working day is as long as a usual day of the site's calendar.
const (
	Minutes   Unit = "minutes"
	Hours     Unit = "hours"
	Days      Unit = "days"
	WorkHours Unit = "workHours"
	WorkDays  Unit = "workDays"
)

// Units lists the units in the order in which they are offered.
func Units() []Unit { return []Unit{Minutes, Hours, Days, WorkHours, WorkDays} }

// Working reports whether only working time counts.
func (u Unit) Working() bool { return u == WorkHours || u == WorkDays }

// Span is a length of time.
type Span struct {
	Amount int  `json:"amount"`
	Unit   Unit `json:"unit"`
}

// WaitFor says what a wait node waits for: exactly one of For, Field and Work.
type WaitFor struct {
	// For is how long it waits.
	For *Span `json:"for,omitempty"`
	// Field is a date field, or "period.start" or "period.end" of a date range:
	// it waits until that date.
	Field string `json:"field,omitempty"`
	// At is the time of that date on the site's clocks, "HH:MM"; midnight where
	// it is empty.
	At string `json:"at,omitempty"`
	// Before lets it go on so long before that date.
	Before *Span `json:"before,omitempty"`
	// Work waits until somebody works: not at all within working hours.
	Work bool `json:"work,omitempty"`
}

// Then is what happens to a task when its deadline passes.
type Then string

// What can happen when a deadline passes.
const (
	// OnlyRemind says that the task is overdue and leaves it where it is. It is
	// the default.
	OnlyRemind Then = "remind"
	// Escalate lets somebody else decide beside those who have the task.
	Escalate Then = "escalate"
	// Transfer gives the task to somebody else instead.
	Transfer Then = "transfer"
	// Approve and Reject decide the task.
	Approve Then = "approve"
	Reject  Then = "reject"
)

// Thens lists what can happen when a deadline passes.
func Thens() []Then { return []Then{OnlyRemind, Escalate, Transfer, Approve, Reject} }

// Deadline is how long the people of a step have for each task of it.
type Deadline struct {
	After Span `json:"after"`
	// Remind are the points at which they are reminded.
	Remind []Reminder `json:"remind,omitempty"`
	// Then is empty for OnlyRemind.
	Then Then `json:"then,omitempty"`
	// To is who gets the task by Escalate or Transfer. Absent, Escalate takes
	// the manager of whoever has the task.
	To *Assignee `json:"to,omitempty"`
}

// When says on which side of a deadline a reminder lies.
type When string

// The sides of a deadline; empty means before.
const (
	Before When = "before"
	After  When = "after"
)

// Reminder is a point in time, so long before or after a deadline.
type Reminder struct {
	Amount int  `json:"amount"`
	Unit   Unit `json:"unit"`
	When   When `json:"when,omitempty"`
}

// Span returns how far the reminder is from the deadline.
func (r Reminder) Span() Span { return Span{Amount: r.Amount, Unit: r.Unit} }

// ThenOr returns what happens when the deadline passes, or the default.
func (d *Deadline) ThenOr() Then {
	if d.Then == "" {
		return OnlyRemind
	}
	return d.Then
}

// Assignees returns every way in which the node finds people.
func (n *Node) Assignees() []*Assignee {
	var all []*Assignee
	if n.Assignee != nil {
		all = append(all, n.Assignee)
	}
	for i := range n.Otherwise {
		all = append(all, &n.Otherwise[i])
	}
	if n.Deadline != nil && n.Deadline.To != nil {
		all = append(all, n.Deadline.To)
	}
	return all
}

func cloneSpan(s *Span) *Span {
	if s == nil {
		return nil
	}
	c := *s
	return &c
}

func (w *WaitFor) clone() *WaitFor {
	if w == nil {
		return nil
	}
	c := *w
	c.For, c.Before = cloneSpan(w.For), cloneSpan(w.Before)
	return &c
}

func (d *Deadline) clone() *Deadline {
	if d == nil {
		return nil
	}
	c := *d
	c.Remind = slices.Clone(d.Remind)
	c.To = d.To.clone()
	return &c
}

func (a *Assignee) clone() *Assignee {
	if a == nil {
		return nil
	}
	c := *a
	c.People = slices.Clone(a.People)
	return &c
}
