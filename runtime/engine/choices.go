package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// PeopleChosen says whom somebody chose, with a task of theirs, for a step that
// the case comes to.
type PeopleChosen struct {
	Task string `json:"task"`
	Node string `json:"node"`
	// People are person ids.
	People []string `json:"people"`
}

// TypePeopleChosen is the stored name of the event.
const TypePeopleChosen = "people.chosen"

// EventType returns TypePeopleChosen.
func (PeopleChosen) EventType() string { return TypePeopleChosen }

// peopleChosen copies the choices, because instances share them.
func (in *Instance) peopleChosen(e PeopleChosen) {
	choices := maps.Clone(in.Choices)
	if choices == nil {
		choices = map[string][]string{}
	}
	choices[e.Node] = e.People
	in.Choices = choices
}

// ChoiceMissingError says that somebody must say who acts at steps to come.
type ChoiceMissingError struct {
	// Nodes are the steps, in the order in which the case comes to them.
	Nodes []string
}

// Error names the steps.
func (e *ChoiceMissingError) Error() string {
	return "people must be chosen for " + strings.Join(e.Nodes, ", ")
}

// ChoiceFault is what is wrong with a choice.
type ChoiceFault string

// The faults.
const (
	// ChoiceStray is a choice for a step whose people are not chosen now, or not
	// by whoever chose.
	ChoiceStray ChoiceFault = "stray"
	// ChoiceCount is too few or too many people.
	ChoiceCount ChoiceFault = "count"
	// ChoicePerson is somebody who is no candidate, or does not work here.
	ChoicePerson ChoiceFault = "person"
)

// ChoiceError refuses a choice of people.
type ChoiceError struct {
	Node  string
	Fault ChoiceFault
	// Person is who cannot be chosen, where that is the fault.
	Person string
}

// Error says what is wrong.
func (e *ChoiceError) Error() string {
	return fmt.Sprintf("choice for step %s: %s %s", e.Node, e.Fault, e.Person)
}

// chosen returns the people who were chosen for a step. Where somebody can
// choose now and has not, that is noted, and known is false.
func (r *run) chosen(t Token, n *flow.Node) (people []string, known bool, err error) {
	ids := r.in.Choices[n.ID]
	if n.Assignee.By == flow.ByApprover {
		given, ok := r.choices[n.ID]
		again := r.in.Visits[t.Visit].Cause != nil && len(ids) > 0 // back where they were chosen already
		switch {
		case ok:
			return r.choose(n, given)
		case again:
		case r.chooses(t):
			return r.unchosen(t, n)
		default:
			return nil, true, nil
		}
	} else if len(ids) == 0 {
		if r.choosing {
			return r.unchosen(t, n)
		}
		return nil, true, nil
	}
	people, known, err = r.people(choiceQuery(n, ids))
	if known && r.choosing && r.look != nil && n.Assignee.By == flow.ByInitiator && (len(people) < len(ids) || !fits(n, ids)) {
		return r.unchosen(t, n) // they can still choose better
	}
	return people, known, err
}

// unchosen notes that people must be chosen for a step. Where there are too few
// to choose from, nobody is found: otherwise it could never be gone on.
func (r *run) unchosen(t Token, n *flow.Node) (people []string, known bool, err error) {
	there, known, err := r.people(choiceQuery(n, nil))
	if err != nil || !known || len(there) < n.Assignee.LeastOr() {
		return nil, known, err
	}
	if r.look != nil {
		m := r.look.marks[t.Visit]
		m.unchosen = true
		r.look.marks[t.Visit] = m
	} else {
		r.missing = append(r.missing, n.ID)
	}
	return nil, false, nil
}

// choose takes the people whom an approver names with a decision.
func (r *run) choose(n *flow.Node, ids []string) (people []string, known bool, err error) {
	if people, known, err = r.checked(n, ids); err != nil || !known {
		return nil, known, err
	}
	r.chose = append(r.chose, n.ID)
	return people, true, r.emit(PeopleChosen{Task: r.task, Node: n.ID, People: ids})
}

// checked returns the people of a choice that is as the step asks for it.
func (r *run) checked(n *flow.Node, ids []string) (people []string, known bool, err error) {
	if !fits(n, ids) {
		return nil, false, &ChoiceError{Node: n.ID, Fault: ChoiceCount}
	}
	if people, known, err = r.people(choiceQuery(n, ids)); err != nil || !known {
		return nil, false, err
	}
	for _, id := range ids {
		if !slices.Contains(people, UserPrefix+id) {
			return nil, false, &ChoiceError{Node: n.ID, Fault: ChoicePerson, Person: id}
		}
	}
	return people, true, nil
}

// fits reports whether as many different people are named as a step asks for.
func fits(n *flow.Node, ids []string) bool {
	different := len(union(nil, ids))
	return different == len(ids) && different >= n.Assignee.LeastOr() && different <= n.Assignee.MostOr()
}

// choiceQuery asks which of some people are there and may be chosen; of none, for
// as many as must be chosen at least.
func choiceQuery(n *flow.Node, ids []string) Query {
	return Query{
		Key: string(flow.Chosen) + "/" + n.ID + "/" + strings.Join(ids, ","), Kind: QueryPeople, Node: n.ID,
		Assignee: *n.Assignee, People: slices.Clone(ids),
	}
}

// keepChoices checks what the initiator chose, and records it: with the
// submission it is in that event already.
func (r *run) keepChoices(choices map[string][]string, task string) error {
	for _, id := range slices.Sorted(maps.Keys(choices)) {
		n := r.scene.Graph.Node(id)
		if !n.ChosenBy(flow.ByInitiator) {
			return &ChoiceError{Node: id, Fault: ChoiceStray}
		}
		if _, _, err := r.checked(n, choices[id]); err != nil {
			return err
		}
		if task != "" && !slices.Equal(r.in.Choices[id], choices[id]) {
			if err := r.emit(PeopleChosen{Task: task, Node: id, People: choices[id]}); err != nil {
				return err
			}
		}
	}
	return nil
}

// strayChoice refuses a choice for a step that the decision did not lead to.
func (r *run) strayChoice() error {
	for _, id := range slices.Sorted(maps.Keys(r.choices)) {
		if !slices.Contains(r.chose, id) {
			return &ChoiceError{Node: id, Fault: ChoiceStray}
		}
	}
	return nil
}

// chooses reports whether somebody is deciding who can say who acts next: they
// completed the approval before. What passes by itself has nobody to ask.
func (r *run) chooses(t Token) bool {
	return r.deciding && slices.ContainsFunc(r.asksBefore(t.Visit), func(v int) bool {
		return slices.ContainsFunc(r.in.tasksOf(v), func(t Task) bool { return t.Status.agrees() && t.By == r.actor })
	})
}

// asksBefore returns the visits of approvals that a visit follows on without
// anybody having been asked in between.
func (r *run) asksBefore(visit int) []int {
	var asked []int
	seen := map[int]bool{}
	open := r.in.Lineage(visit)
	for len(open) > 0 {
		v := open[0]
		open = open[1:]
		if seen[v] {
			continue
		}
		seen[v] = true
		n := r.scene.Graph.Node(r.in.Visits[v].Node)
		if n != nil && n.Type.Asks() && !r.in.Visits[v].Skipped {
			asked = append(asked, v)
			continue
		}
		open = append(open, r.in.Lineage(v)...)
	}
	return asked
}

// Choice says that the people of a step are chosen.
type Choice struct {
	By flow.Chooser `json:"by"`
	// At are the steps whose approvers choose, where they do.
	At []string `json:"at,omitempty"`
	// Open is set where they are still to be chosen.
	Open bool `json:"open,omitempty"`
}

// choice describes how the people of a step that lies ahead are chosen.
func (r *run) choice(n *flow.Node, visit int) *Choice {
	if n.Assignee == nil || n.Assignee.Kind != flow.Chosen {
		return nil
	}
	c := &Choice{By: n.Assignee.By, Open: r.look.marks[visit].unchosen}
	if c.By == flow.ByApprover {
		for _, v := range r.asksBefore(visit) {
			c.At = union(c.At, []string{r.in.Visits[v].Node})
		}
	}
	return c
}
