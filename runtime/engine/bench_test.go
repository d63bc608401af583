package engine

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

// thirty is a flow of 30 nodes: nine rounds of a gateway, an approval and a
// copy, between the start, a last approval and the end.
func thirty(b *testing.B) (*flow.Graph, Answers) {
	b.Helper()
	f := flow.Flow{Nodes: []flow.Node{{ID: "start", Type: flow.Start}}}
	last := "start"
	link := func(from, to string, when string, otherwise bool) {
		e := flow.Edge{ID: fmt.Sprintf("e%d", len(f.Edges)), From: from, To: to, Default: otherwise}
		if when != "" {
			e.When = json.RawMessage(when)
		}
		f.Edges = append(f.Edges, e)
	}
	for i := range 9 {
		how, boss, told := fmt.Sprintf("how%d", i), fmt.Sprintf("boss%d", i), fmt.Sprintf("told%d", i)
		f.Nodes = append(f.Nodes,
			flow.Node{ID: how, Type: flow.Exclusive},
			flow.Node{ID: boss, Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Manager, Level: 1 + i%3}},
			flow.Node{ID: told, Type: flow.CC, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}})
		link(last, how, "", false)
		link(how, told, `{"<":[{"var":"days"},1]}`, false)
		link(how, boss, "", true)
		link(boss, told, "", false)
		last = told
	}
	f.Nodes = append(f.Nodes,
		flow.Node{ID: "last", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.DepartmentHead}},
		flow.Node{ID: "end", Type: flow.End})
	link(last, "last", "", false)
	link("last", "end", "", false)
	if len(f.Nodes) != 30 {
		b.Fatalf("%d nodes", len(f.Nodes))
	}
	return compile(b, f), Answers{
		"manager/1/ann": {People: []string{"user:bob"}}, "manager/2/ann": {People: []string{"user:cat"}},
		"manager/3/ann": {People: []string{"user:dan"}}, "departmentHead/0/ann": {People: []string{"user:eve"}},
		"role/hr": {People: []string{"role:hr"}},
	}
}

// BenchmarkCase runs a whole case of the 30-node flow: a submission and ten
// approvals, each decided and then applied from its events.
func BenchmarkCase(b *testing.B) {
	g, answers := thirty(b)
	s := Scene{Graph: g}
	values := map[string]any{"days": json.Number("3")}
	b.ReportAllocs()
	for b.Loop() {
		in := Instance{ID: "case"}
		commands := 0
		for in.Status != Approved {
			var c Command = Submit{Actor: "ann", Values: values, At: 1}
			if commands > 0 {
				c = DecideTask{Task: in.OpenTasks()[0].ID, Actor: "bob", Action: Approve, At: 2}
			}
			commands++
			out, err := Decide(s, in, c, answers)
			if err != nil || len(out.Needs) > 0 {
				b.Fatal(err, out.Needs)
			}
			for _, rec := range out.Events {
				if in, err = Apply(in, rec); err != nil {
					b.Fatal(err)
				}
			}
		}
		if commands != 11 {
			b.Fatalf("%d commands", commands)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/11, "ns/command")
}

// BenchmarkDecideApply decides and applies one approval in the middle of the
// 30-node flow.
func BenchmarkDecideApply(b *testing.B) {
	g, answers := thirty(b)
	s := Scene{Graph: g}
	in := Instance{ID: "case"}
	var c Command = Submit{Actor: "ann", Values: map[string]any{"days": json.Number("3")}, At: 1}
	for range 5 {
		out, err := Decide(s, in, c, answers)
		if err != nil {
			b.Fatal(err)
		}
		in = out.Instance
		c = DecideTask{Task: in.OpenTasks()[0].ID, Actor: "bob", Action: Approve, At: 2}
	}
	b.ReportAllocs()
	for b.Loop() {
		out, err := Decide(s, in, c, answers)
		if err != nil {
			b.Fatal(err)
		}
		at := in
		for _, rec := range out.Events {
			if at, err = Apply(at, rec); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPath shows the path of a case that is not submitted yet.
func BenchmarkPath(b *testing.B) {
	g, answers := thirty(b)
	s := Scene{Graph: g}
	in := Instance{Initiator: "ann", Values: map[string]any{"days": json.Number("3")}}
	b.ReportAllocs()
	for b.Loop() {
		steps, needs, err := Path(s, in, answers)
		if err != nil || len(needs) > 0 || len(steps) != 21 {
			b.Fatal(err, needs, len(steps))
		}
	}
}
