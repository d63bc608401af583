package engine_test

import (
	"encoding/json"
	"fmt"

	"pgregory.net/rapid"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// scenario is a flow, a company, a filled form and what people then do: all of
// it data, so that it can be played again, also with faults.
type scenario struct {
	Flow   flow.Flow
	World  world
	Values map[string]any
	Moves  []move
}

// move is something that somebody does. Its numbers choose among what is there
// when it is played.
type move struct {
	Kind  moveKind
	Pick  int
	Actor string
	Edits map[string]any
	// World replaces the company before the move, where it is set.
	World *world
}

type moveKind int

const (
	approveOpen moveKind = iota
	rejectOpen
	approveAny // open or not: what is closed must be refused
	approveUnknown
	eatOpen // an action that does not exist
	editClosed
	submitAgain
	handOver // the actor leaves, and the picked person follows
	urge
	fireDue // time passes until the picked timer is due
	fireEarly
	fireGone
	moveKinds
)

var scenarioTypes = rule.Types{
	"a": {Kind: rule.KindNumber}, "b": {Kind: rule.KindNumber}, "flag": {Kind: rule.KindBool}, "who": {Kind: rule.KindText},
	"day": {Kind: rule.KindDate},
}

var folk = []string{"ann", "bob", "cat", "dan", "eve", "fay"}

// scenarios makes scenarios whose flows are sound.
func scenarios() *rapid.Generator[scenario] {
	return rapid.Custom(func(t *rapid.T) scenario {
		s := scenario{
			Flow:   flows().Draw(t, "flow"),
			World:  worlds().Draw(t, "world"),
			Values: formValues().Draw(t, "values"),
		}
		for range rapid.IntRange(0, 12).Draw(t, "moves") {
			m := move{
				Kind:  moveOf(rapid.IntRange(-int(moveKinds), int(moveKinds)-1).Draw(t, "kind")),
				Pick:  rapid.IntRange(0, 5).Draw(t, "pick"),
				Actor: rapid.SampledFrom(folk).Draw(t, "actor"),
				Edits: formValues().Draw(t, "edits"),
			}
			if rapid.IntRange(0, 3).Draw(t, "change") == 0 {
				w := worlds().Draw(t, "then")
				m.World = &w
			}
			s.Moves = append(s.Moves, m)
		}
		return s
	})
}

// moveOf makes half of the moves approve or let time pass, so that cases get
// somewhere.
func moveOf(drawn int) moveKind {
	switch {
	case drawn >= 0:
		return moveKind(drawn)
	case drawn%3 == 0:
		return fireDue
	}
	return approveOpen
}

func worlds() *rapid.Generator[world] {
	return rapid.Custom(func(t *rapid.T) world {
		w := world{People: map[string]person{}, Departments: map[string]department{}, Roles: map[string][]string{}}
		someone := rapid.SampledFrom(append([]string{""}, folk...))
		for _, id := range folk {
			w.People[id] = person{
				Manager:    someone.Draw(t, "manager"),
				Department: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "department"),
				Gone:       rapid.IntRange(0, 4).Draw(t, "gone") == 0,
			}
		}
		for _, d := range []string{"x", "y"} {
			w.Departments[d] = department{Head: someone.Draw(t, "head")}
		}
		w.Roles["full"] = []string{"ann", "bob", "cat", "dan", "eve", "fay"}
		w.Roles["some"] = rapid.SliceOfN(rapid.SampledFrom(folk), 0, 2).Draw(t, "holders")
		return w
	})
}

// formValues makes values of the form in which each field may be missing.
func formValues() *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		v := map[string]any{}
		for _, field := range []string{"a", "b"} {
			if n := rapid.IntRange(-2, 4).Draw(t, field); n >= 0 {
				v[field] = json.Number(fmt.Sprint(n))
			}
		}
		if rapid.Bool().Draw(t, "flagged") {
			v["flag"] = rapid.Bool().Draw(t, "flag")
		}
		if rapid.Bool().Draw(t, "named") {
			v["who"] = rapid.SampledFrom(folk).Draw(t, "who")
		}
		if rapid.Bool().Draw(t, "dated") {
			v["day"] = fmt.Sprintf("2026-01-%02d", rapid.IntRange(1, 28).Draw(t, "day"))
		}
		return v
	})
}

// flows makes sound flows: blocks in blocks, and ways back to approvals.
func flows() *rapid.Generator[flow.Flow] {
	return rapid.Custom(func(t *rapid.T) flow.Flow {
		b := &flowBuilder{t: t}
		start := b.node(flow.Node{Type: flow.Start})
		last := b.sequence([]end{{from: start}}, 3)
		if len(last) > 0 {
			b.join(last, b.node(flow.Node{Type: flow.End}))
		}
		return b.flow
	})
}

// flowBuilder puts a flow together. An end is an edge that leads nowhere yet.
type flowBuilder struct {
	t         *rapid.T
	flow      flow.Flow
	approvals []string
}

type end struct {
	from      string
	when      json.RawMessage
	otherwise bool
}

func (b *flowBuilder) node(n flow.Node) string {
	n.ID = fmt.Sprintf("n%d", len(b.flow.Nodes))
	b.flow.Nodes = append(b.flow.Nodes, n)
	return n.ID
}

func (b *flowBuilder) join(ends []end, to string) {
	for _, e := range ends {
		b.flow.Edges = append(b.flow.Edges, flow.Edge{
			ID: fmt.Sprintf("e%d", len(b.flow.Edges)), From: e.from, To: to, When: e.when, Default: e.otherwise,
		})
	}
}

func (b *flowBuilder) sequence(ends []end, depth int) []end {
	for range rapid.IntRange(0, 3).Draw(b.t, "length") {
		if len(ends) == 0 {
			return nil // every branch has ended
		}
		ends = b.block(ends, depth)
	}
	return ends
}

func (b *flowBuilder) block(ends []end, depth int) []end {
	kind := rapid.IntRange(0, 9).Draw(b.t, "block")
	switch {
	case kind <= 2:
		id := b.node(b.approval())
		b.approvals = append(b.approvals, id)
		b.join(ends, id)
		return []end{{from: id}}
	case kind == 3:
		id := b.node(flow.Node{Type: flow.CC, Assignee: b.assignee()})
		b.join(ends, id)
		return []end{{from: id}}
	case kind == 4 && len(b.approvals) > 0:
		return b.wayBack(ends)
	case kind == 5 && depth > 0:
		return b.gateway(ends, depth)
	case kind == 6 && depth > 0:
		return b.earlyEnd(ends)
	case kind == 9:
		id := b.node(flow.Node{Type: flow.Wait, Wait: b.wait()})
		b.join(ends, id)
		return []end{{from: id}}
	case kind >= 7 && depth > 0:
		return b.fork(ends, depth)
	}
	return ends
}

// gateway makes branches that meet again.
func (b *flowBuilder) gateway(ends []end, depth int) []end {
	id := b.node(flow.Node{Type: flow.Exclusive})
	b.join(ends, id)
	var out []end
	for range rapid.IntRange(1, 3).Draw(b.t, "branches") {
		out = append(out, b.sequence([]end{{from: id, when: b.condition()}}, depth-1)...)
	}
	return append(out, b.sequence([]end{{from: id, otherwise: true}}, depth-1)...)
}

// fork makes concurrent branches. They are joined, but for a few: what comes
// behind is then done once for each of them, or the branch ends by itself.
func (b *flowBuilder) fork(ends []end, depth int) []end {
	inclusive := rapid.Bool().Draw(b.t, "inclusive")
	var id string
	out := []end{}
	if inclusive {
		id = b.node(flow.Node{Type: flow.Inclusive})
		out = append(out, end{from: id, otherwise: true})
	} else {
		id = b.node(flow.Node{Type: flow.Parallel})
		out = append(out, end{from: id})
	}
	b.join(ends, id)
	for range rapid.IntRange(1, 2).Draw(b.t, "branches") {
		e := end{from: id}
		if inclusive {
			e.when = b.condition()
		}
		out = append(out, e)
	}
	var last []end
	for _, e := range out {
		branch := b.sequence([]end{e}, depth-1)
		if len(branch) > 0 && rapid.IntRange(0, 7).Draw(b.t, "ends") == 0 {
			b.join(branch, b.node(flow.Node{Type: flow.End, Result: "early"}))
			continue
		}
		last = append(last, branch...)
	}
	if len(last) == 0 || rapid.IntRange(0, 5).Draw(b.t, "unjoined") == 0 {
		return last
	}
	join := b.node(flow.Node{Type: flow.Join})
	b.join(last, join)
	return []end{{from: join}}
}

// wayBack makes a gateway one of whose branches leads back to an approval.
func (b *flowBuilder) wayBack(ends []end) []end {
	id := b.node(flow.Node{Type: flow.Exclusive})
	b.join(ends, id)
	b.join([]end{{from: id, when: b.condition()}}, rapid.SampledFrom(b.approvals).Draw(b.t, "back"))
	return []end{{from: id, otherwise: true}}
}

// earlyEnd makes a gateway one of whose branches ends the case.
func (b *flowBuilder) earlyEnd(ends []end) []end {
	id := b.node(flow.Node{Type: flow.Exclusive})
	b.join(ends, id)
	outcome := rapid.SampledFrom([]flow.Outcome{"", flow.Approved, flow.Rejected}).Draw(b.t, "outcome")
	b.join([]end{{from: id, when: b.condition()}}, b.node(flow.Node{Type: flow.End, Outcome: outcome}))
	return []end{{from: id, otherwise: true}}
}

func (b *flowBuilder) approval() flow.Node {
	n := flow.Node{
		Type: flow.Approval, Assignee: b.assignee(), Fields: map[string]flow.Access{},
		Fallback: rapid.SampledFrom([]flow.Fallback{"", flow.ToAdmin, flow.Skip, flow.Skip, flow.Refuse}).Draw(b.t, "fallback"),
	}
	n.Mode = rapid.SampledFrom([]flow.Mode{"", flow.Any, flow.All, flow.InTurn, flow.Share}).Draw(b.t, "mode")
	if n.Mode == flow.Share {
		n.Share = &flow.Quota{Veto: rapid.Bool().Draw(b.t, "veto")}
		if rapid.Bool().Draw(b.t, "counted") {
			n.Share.Count = rapid.IntRange(1, 3).Draw(b.t, "count")
		} else {
			n.Share.Percent = rapid.SampledFrom([]int{1, 34, 50, 67, 100}).Draw(b.t, "percent")
		}
	}
	for _, field := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "flag", "who"}), 0, 2).Draw(b.t, "opens") {
		n.Fields[field] = flow.Edit
	}
	if rapid.IntRange(0, 2).Draw(b.t, "timed") == 0 {
		n.Deadline = b.deadline()
	}
	return n
}

func (b *flowBuilder) span() flow.Span {
	return flow.Span{
		Amount: rapid.IntRange(1, 4).Draw(b.t, "amount"), Unit: rapid.SampledFrom(flow.Units()).Draw(b.t, "unit"),
	}
}

func (b *flowBuilder) wait() *flow.WaitFor {
	s := b.span()
	switch rapid.IntRange(0, 3).Draw(b.t, "wait") {
	case 0:
		return &flow.WaitFor{Work: true}
	case 1:
		return &flow.WaitFor{Field: "day"}
	case 2:
		return &flow.WaitFor{Field: "day", At: "09:00", Before: &s}
	}
	return &flow.WaitFor{For: &s}
}

func (b *flowBuilder) deadline() *flow.Deadline {
	d := &flow.Deadline{After: b.span(), Then: rapid.SampledFrom(append(flow.Thens(), "")).Draw(b.t, "then")}
	for range rapid.IntRange(0, 2).Draw(b.t, "reminders") {
		s := b.span()
		d.Remind = append(d.Remind, flow.Reminder{
			Amount: s.Amount, Unit: s.Unit, When: rapid.SampledFrom([]flow.When{"", flow.Before, flow.After}).Draw(b.t, "when"),
		})
	}
	if d.Then == flow.Transfer || d.Then == flow.Escalate && rapid.Bool().Draw(b.t, "to") {
		d.To = b.assignee()
	}
	return d
}

func (b *flowBuilder) assignee() *flow.Assignee {
	return rapid.Custom(func(t *rapid.T) *flow.Assignee {
		kinds := []flow.Kind{flow.Initiator, flow.Manager, flow.DepartmentHead, flow.Role, flow.People, flow.Field}
		a := &flow.Assignee{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		switch a.Kind {
		case flow.Manager:
			a.Level = rapid.IntRange(0, 3).Draw(t, "level")
		case flow.Role:
			a.Role = rapid.SampledFrom([]string{"full", "some", "empty"}).Draw(t, "role")
		case flow.People:
			a.People = rapid.SliceOfN(rapid.SampledFrom(folk), 1, 3).Draw(t, "people")
		case flow.Field:
			a.Field = "who"
		}
		return a
	}).Draw(b.t, "assignee")
}

func (b *flowBuilder) condition() json.RawMessage {
	return json.RawMessage(rapid.SampledFrom([]string{
		`{">":[{"var":"a"},1]}`, `{">":[{"var":"b"},2]}`, `{"var":"flag"}`, `{"<":[{"var":"a"},{"var":"b"}]}`,
		`{"==":[{"var":"who"},"bob"]}`, `{"and":[{"var":"flag"},{">":[{"var":"b"},0]}]}`,
	}).Draw(b.t, "condition"))
}
