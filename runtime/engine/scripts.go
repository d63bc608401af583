package engine

import (
	"encoding/json"
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// QueryScript asks what a script of the app makes of the case: what it sets, or,
// where the query names an Assignee, who acts.
const QueryScript QueryKind = "script"

// Done is a step that somebody has done, as scripts are told of it.
type Done struct {
	Node string `json:"node"`
	// By is a person's id; empty where time decided.
	By string `json:"by"`
	// Action is how the task was closed: approved, rejected, completed and so on.
	Action TaskStatus `json:"action"`
}

// AssigneeFailed says that the script which names a step's people failed; what
// the step does where nobody is found follows.
type AssigneeFailed struct {
	Token   int     `json:"token"`
	Node    string  `json:"node"`
	Failure Failure `json:"failure"`
}

// TypeAssigneeFailed is the stored name of the event.
const TypeAssigneeFailed = "assignee.failed"

// EventType returns TypeAssigneeFailed.
func (AssigneeFailed) EventType() string { return TypeAssigneeFailed }

// scripted returns what a script makes of the case as it is; the need is noted
// where that is not known. The same script on the same case is asked once within
// a command.
func (r *run) scripted(n *flow.Node, script string, by *flow.Assignee) (a Answer, known bool) {
	q := Query{Kind: QueryScript, Node: n.ID, Initiator: r.in.Initiator, Script: script, Values: r.in.Values}
	if by != nil {
		q.Assignee, q.Each = *by, n.Type.Asks() && n.ModeOr() != flow.Any
	}
	for _, t := range r.in.Tasks {
		if !t.Live() && t.Status != TaskWithdrawn && t.Status != TaskRemoved {
			q.Steps = append(q.Steps, Done{Node: t.Node, By: t.By, Action: t.Status})
		}
	}
	text, err := json.Marshal([]any{q.Values, q.Steps})
	if err != nil {
		text = fmt.Append(nil, r.in.Seq) // values that are no JSON are never asked about twice
	}
	q.Key = fmt.Sprintf("%s/%s/%s/%s/%t/%s", QueryScript, n.ID, script, q.Assignee.Kind, q.Each, text)
	if a, known = r.answers[q.Key]; !known {
		r.need(q)
	}
	return a, known
}

// scriptPeople finds the people whom a script names. One that fails names nobody,
// which is recorded, and administrators are told.
func (r *run) scriptPeople(t Token, n *flow.Node, by *flow.Assignee) (people []string, known bool, err error) {
	if r.look.vague() && r.look.unsureStep(t) {
		return nil, false, nil
	}
	a, known := r.scripted(n, by.Script, by)
	switch {
	case !known:
		if r.look != nil {
			r.look.stuck = true
		}
		return nil, false, nil
	case a.Failure == nil:
		people, err = principals(a)
		return people, err == nil, err
	case r.look != nil:
		return nil, !r.look.unsureStep(t), nil
	}
	if err := r.emit(AssigneeFailed{Token: t.ID, Node: n.ID, Failure: *a.Failure}); err != nil {
		return nil, false, err
	}
	r.notify(Notice{Kind: NoticeStepFailed, To: []string{AdminPrincipal}, Node: n.ID})
	return nil, true, nil
}
