package engine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// flowBuilder puts a flow together. An end is an edge that leads nowhere yet.
type flowBuilder struct {
	d         dice
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
	shortest := 0
	if depth == deepest {
		shortest = 2
	}
	for range b.d.n(shortest, 4) {
		if len(ends) == 0 {
			return nil // every branch has ended
		}
		ends = b.block(ends, depth)
	}
	return ends
}

func (b *flowBuilder) block(ends []end, depth int) []end {
	kind := max(2, b.d.n(-1, 12))
	switch {
	case kind <= 2:
		n := b.approval()
		if b.d.n(0, 3) == 0 {
			n = b.fillIn(n)
		}
		id := b.node(n)
		b.approvals = append(b.approvals, id)
		b.join(ends, id)
		return []end{{from: id}}
	case kind == 3:
		n := flow.Node{Type: flow.CC, Assignee: b.assignee()}
		if b.d.n(0, 1) == 1 {
			n.Type, n.Message = flow.Notify, words.Text{"en": "Hello"}
		}
		id := b.node(n)
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
	case kind == 10:
		id := b.node(b.starts())
		b.join(ends, id)
		return []end{{from: id}}
	case kind == 11:
		id := b.node(b.webhook())
		b.join(ends, id)
		return []end{{from: id}}
	case kind == 12:
		id := b.node(b.script())
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
	for range b.d.n(1, 3) {
		out = append(out, b.sequence([]end{{from: id, when: b.condition()}}, depth-1)...)
	}
	return append(out, b.sequence([]end{{from: id, otherwise: true}}, depth-1)...)
}

// fork makes concurrent branches. They are joined, but for a few: what comes
// behind is then done once for each of them, or the branch ends by itself.
func (b *flowBuilder) fork(ends []end, depth int) []end {
	inclusive := b.d.coin()
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
	for range b.d.n(1, 2) {
		e := end{from: id}
		if inclusive {
			e.when = b.condition()
		}
		out = append(out, e)
	}
	var last []end
	for _, e := range out {
		branch := b.sequence([]end{e}, depth-1)
		if len(branch) > 0 && b.d.n(0, 7) == 0 {
			b.join(branch, b.node(flow.Node{Type: flow.End, Result: "early"}))
			continue
		}
		last = append(last, branch...)
	}
	if len(last) == 0 || b.d.n(0, 5) == 0 {
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
	b.join([]end{{from: id, when: b.condition()}}, pick(b.d, b.approvals))
	return []end{{from: id, otherwise: true}}
}

// earlyEnd makes a gateway one of whose branches ends the case.
func (b *flowBuilder) earlyEnd(ends []end) []end {
	id := b.node(flow.Node{Type: flow.Exclusive})
	b.join(ends, id)
	outcome := pick(b.d, []flow.Outcome{"", flow.Approved, flow.Rejected})
	b.join([]end{{from: id, when: b.condition()}}, b.node(flow.Node{Type: flow.End, Outcome: outcome}))
	return []end{{from: id, otherwise: true}}
}

func (b *flowBuilder) approval() flow.Node {
	n := flow.Node{
		Type: flow.Approval, Assignee: b.assigneeOrChosen(), Otherwise: b.otherwise(), Fields: map[string]flow.Access{},
		Fallback: pick(b.d, []flow.Fallback{"", flow.ToAdmin, flow.Skip, flow.Skip, flow.Refuse}),
	}
	n.Same = pick(b.d, []flow.Same{"", flow.SameAsked, flow.SameConsecutive, flow.SameAny})
	n.Self = pick(b.d, []flow.Self{"", flow.SelfOwn, flow.SelfSkip, flow.SelfManager})
	n.OnReject = pick(b.d, []flow.Rejection{"", "", flow.EndCase, flow.ReturnCase, flow.ReturnCase})
	n.Resume = pick(b.d, []flow.Resumption{"", flow.Choose, flow.AtReturner, flow.WalkAgain})
	if b.d.n(0, 4) == 0 {
		n.Forbids = some(b.d, []flow.Deed{
			flow.DoReject, flow.DoReturn, flow.DoTransfer, flow.DoDelegate, flow.DoAddSigner, flow.DoUndo, flow.DoWithdraw,
		}, 1, 3)
	}
	n.Mode = pick(b.d, []flow.Mode{"", flow.Any, flow.All, flow.InTurn, flow.Share})
	if n.Mode == flow.Share {
		n.Share = &flow.Quota{Veto: b.d.coin()}
		if b.d.coin() {
			n.Share.Count = b.d.n(1, 3)
		} else {
			n.Share.Percent = pick(b.d, []int{1, 34, 50, 67, 100})
		}
	}
	for _, field := range some(b.d, []string{"a", "b", "flag", "who", "rows"}, 0, 2) {
		n.Fields[field] = flow.Edit
	}
	if b.d.n(0, 2) == 0 {
		n.Deadline = b.deadline()
	}
	return n
}

// fillIn makes a fill-in of an approval.
func (b *flowBuilder) fillIn(n flow.Node) flow.Node {
	n.Type, n.Same, n.OnReject = flow.FillIn, "", ""
	if n.Mode == flow.Share {
		n.Mode, n.Share = flow.All, nil
	}
	n.Fields[pick(b.d, []string{"a", "b", "flag", "who"})] = flow.Edit
	for field := range n.Fields {
		n.Require = append(n.Require, field)
	}
	slices.Sort(n.Require)
	if d := n.Deadline; d != nil && (d.Then == flow.Approve || d.Then == flow.Reject) {
		d.Then = flow.OnlyRemind
	}
	return n
}

func (b *flowBuilder) assignee() *flow.Assignee {
	a := &flow.Assignee{Kind: pick(b.d, []flow.Kind{flow.Initiator, flow.Manager, flow.DepartmentHead, flow.Role, flow.People, flow.Field, flow.ManagerChain})}
	switch a.Kind {
	case flow.Manager:
		a.Level = b.d.n(0, 3)
	case flow.ManagerChain:
		a.Level, a.Role = b.d.n(0, 3), pick(b.d, []string{"", "some"})
	case flow.DepartmentHead:
		a.Level, a.Department = b.d.n(0, 1), pick(b.d, []string{"", "", "x"})
		if a.Department == "" {
			a.Field = pick(b.d, []string{"", "unit", "items.unit"})
		}
	case flow.Role:
		a.Role = pick(b.d, []string{"full", "some", "empty"})
		switch b.d.n(0, 5) {
		case 0:
			a.Branch = true
		case 1:
			a.Department = "y"
		}
	case flow.People:
		a.People = some(b.d, folk, 1, 3)
	case flow.Field:
		a.Field = pick(b.d, []string{"who", "items.owner"})
	}
	return b.scripted(a)
}

// assigneeOrChosen is assignee, or somebody whom somebody chooses.
func (b *flowBuilder) assigneeOrChosen() *flow.Assignee {
	if b.d.n(0, 3) > 0 {
		return b.assignee()
	}
	a := &flow.Assignee{Kind: flow.Chosen, By: pick(b.d, []flow.Chooser{flow.ByInitiator, flow.ByApprover})}
	switch b.d.n(0, 4) {
	case 0:
		a.Role = pick(b.d, []string{"full", "some"})
	case 1:
		a.Department = pick(b.d, []string{"x", "y"})
	case 2:
		a.People = some(b.d, folk, 2, 3)
	}
	a.Least = b.d.n(0, 2)
	a.Most = a.Least + b.d.n(0, 1)
	return a
}

// otherwise is what a step tries where it finds nobody.
func (b *flowBuilder) otherwise() []flow.Assignee {
	var ways []flow.Assignee
	for range max(0, b.d.n(-3, 2)) {
		ways = append(ways, *b.assignee())
	}
	return ways
}

// present lets the initiator choose where no approver can.
func (b *flowBuilder) present() {
	var wrong *flow.CompileError
	if _, err := flow.Compile(b.flow, scenarioTypes); !errors.As(err, &wrong) {
		return
	}
	for _, f := range wrong.Findings {
		for i := range b.flow.Nodes {
			if n := &b.flow.Nodes[i]; f.Code == flow.CodeChoiceApprover && f.Params["node"] == n.ID {
				n.Assignee.By = flow.ByInitiator
			}
		}
	}
}

func (b *flowBuilder) condition() json.RawMessage {
	return json.RawMessage(pick(b.d, []string{
		`{">":[{"var":"a"},1]}`, `{">":[{"var":"b"},2]}`, `{"var":"flag"}`, `{"<":[{"var":"a"},{"var":"b"}]}`,
		`{"==":[{"var":"who"},"bob"]}`, `{"and":[{"var":"flag"},{">":[{"var":"b"},0]}]}`,
	}))
}
