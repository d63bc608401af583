package flow_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/watchdog"
	"github.com/banli-oa/banli/builder/words"
)

// FuzzCompile feeds the compiler whatever decodes as a flow: it must not crash
// or hang, and what it lets pass must be sound by a plainer reckoning than its
// own.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		`{"nodes":[{"id":"start","type":"start"},{"id":"end","type":"end"}],"edges":[{"id":"e1","from":"start","to":"end"}]}`,
		`{"nodes":[{"id":"s","type":"start"},{"id":"a","type":"approval","assignee":{"kind":"manager"}},` +
			`{"id":"x","type":"exclusive"},{"id":"e","type":"end"}],"edges":[{"id":"e1","from":"s","to":"a"},` +
			`{"id":"e2","from":"a","to":"x"},{"id":"e3","from":"x","to":"a","when":{">":[{"var":"days"},3]}},` +
			`{"id":"e4","from":"x","to":"e","default":true}]}`,
		`{"nodes":[{"id":"s","type":"start"},{"id":"x","type":"exclusive"},{"id":"e","type":"end"}],` +
			`"edges":[{"id":"e1","from":"s","to":"x"},{"id":"e2","from":"x","to":"x","when":{"var":"urgent"}},` +
			`{"id":"e3","from":"x","to":"e","default":true}]}`,
		`{"nodes":[{"id":"s","type":"start","fields":{"items.amount":"edit"}},{"id":"c","type":"cc",` +
			`"assignee":{"kind":"field","field":"handover"}},{"id":"e","type":"end","outcome":"rejected"}],` +
			`"edges":[{"id":"e1","from":"s","to":"c"},{"id":"e2","from":"c","to":"e"}]}`,
		`{"nodes":null,"edges":[{"id":"e1","from":"a","to":"a"}]}`,
		`{"nodes":[{"id":"s","type":"start"},{"id":"p","type":"parallel"},{"id":"a","type":"approval","mode":"share",` +
			`"share":{"percent":50,"veto":true},"assignee":{"kind":"role","role":"hr","branch":true},"same":"any","self":"manager",` +
			`"deadline":{"after":{"amount":2,"unit":"workDays"},"remind":[{"amount":1,"unit":"hours"}],"then":"escalate"}},` +
			`{"id":"w","type":"wait","wait":{"field":"period.start","at":"09:00","before":{"amount":1,"unit":"days"}}},` +
			`{"id":"j","type":"join"},{"id":"e","type":"end","result":"paid"}],"edges":[{"id":"e1","from":"s","to":"p"},` +
			`{"id":"e2","from":"p","to":"a"},{"id":"e3","from":"p","to":"w"},{"id":"e4","from":"a","to":"j"},` +
			`{"id":"e5","from":"w","to":"j"},{"id":"e6","from":"j","to":"e"}]}`,
		`{"nodes":[{"id":"s","type":"start"},{"id":"a","type":"approval","assignee":{"kind":"chosen","by":"initiator","least":1,"most":2},` +
			`"otherwise":[{"kind":"managerChain","level":2}],"fallback":"skip","onReject":"return","resume":"walk","forbids":["undo"]},` +
			`{"id":"b","type":"subflow","sub":{"app":"other","each":"items","fill":[{"field":"x","from":"items.amount"}],` +
			`"until":"ended"}},{"id":"n","type":"notify","assignee":{"kind":"initiator"},` +
			`"message":{"en":"{reason}"}},{"id":"e","type":"end"}],"edges":[{"id":"e1","from":"s","to":"a"},{"id":"e2","from":"a","to":"b"},` +
			`{"id":"e3","from":"b","to":"n"},{"id":"e4","from":"n","to":"e"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		watchdog.Watch(t)
		definition, err := flow.Decode(data)
		if err != nil {
			return
		}
		g, err := flow.Compile(definition, types)
		if (g == nil) == (err == nil) {
			t.Fatalf("graph %v, error %v", g != nil, err)
		}
		if err != nil {
			return
		}
		sound(t, g)
		text, err := json.Marshal(g.Flow())
		if err != nil {
			t.Fatal(err)
		}
		again, err := flow.Decode(text)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if _, err := flow.Compile(again, types); err != nil {
			t.Fatalf("what was written does not compile: %v", err)
		}
	})
}

// sound follows every way through a graph up to the next approval or end: the
// ways must be finite and each gateway must have one default. That every node
// is reached, and reaches an end, follows from Inevitable never being vacuous.
func sound(t *testing.T, g *flow.Graph) {
	t.Helper()
	const budget = 200_000
	steps := 0
	var follow func(id string, on map[string]bool)
	follow = func(id string, on map[string]bool) {
		if steps++; steps > budget {
			t.Skip("too many ways to follow one by one")
		}
		if on[id] {
			t.Fatalf("a loop without an approval through %s", id)
		}
		on[id] = true
		defer delete(on, id)
		defaults := 0
		for _, e := range g.Out(id) {
			if e.Default {
				defaults++
			}
			if !g.Node(e.To).Type.Asks() {
				follow(e.To, on)
			}
		}
		if g.Node(id).Type.Branches() && defaults != 1 {
			t.Fatalf("gateway %s has %d defaults", id, defaults)
		}
	}
	for _, n := range g.Nodes() {
		follow(n.ID, map[string]bool{})
		if g.Inevitable(n.ID, "no such node") {
			t.Fatalf("no end is reached from %s", n.ID)
		}
	}
}

// FuzzCompileGraph builds graphs out of the input instead of texts, so that
// most of them are nearly sound, and compares what is said about their loops
// with a plain search for one.
func FuzzCompileGraph(f *testing.F) {
	f.Add([]byte{4, 0, 1, 2, 4, 0, 1, 0, 1, 2, 0, 2, 1, 1, 2, 3, 2})
	f.Add([]byte{3, 0, 2, 4, 0, 1, 0, 1, 1, 1, 1, 2, 2})
	f.Add([]byte{5, 0, 3, 2, 3, 4, 0, 1, 0, 1, 2, 0, 2, 3, 1, 2, 4, 2, 3, 2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		watchdog.Watch(t)
		definition := graphOf(data)
		g, err := flow.Compile(definition, types)
		if err == nil {
			sound(t, g)
			return
		}
		var wrong *flow.CompileError
		if !errors.As(err, &wrong) || len(wrong.Findings) == 0 {
			t.Fatalf("no findings: %v", err)
		}
		said, judged := false, true
		for _, f := range wrong.Findings {
			switch f.Code {
			case flow.CodeLoop:
				said = true
			case flow.CodeStartMissing, flow.CodeStartSeveral, flow.CodeEndMissing, flow.CodeTooManyEdges:
				judged = false // ways are not looked at then
			}
		}
		if judged && said != spins(definition) {
			t.Fatalf("loop found %v, there is one: %v", said, spins(definition))
		}
	})
}

// graphOf reads a number of nodes, a type for each, then edges of three bytes:
// from, to, and what the edge carries.
func graphOf(data []byte) flow.Flow {
	next := func() int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b)
	}
	var f flow.Flow
	kinds := []flow.Type{
		flow.Start, flow.Approval, flow.Exclusive, flow.CC, flow.End, flow.Parallel, flow.Inclusive, flow.Join,
		flow.Wait, flow.Notify, flow.Subflow, flow.FillIn,
	}
	count := 1 + next()%12
	for i := range count {
		n := flow.Node{ID: fmt.Sprintf("n%d", i), Type: kinds[next()%len(kinds)]}
		switch n.Type {
		case flow.Approval, flow.CC:
			n.Assignee = &flow.Assignee{Kind: flow.Manager}
		case flow.Notify:
			n.Assignee, n.Message = &flow.Assignee{Kind: flow.Initiator}, words.Text{"en": "Hello"}
		case flow.Wait:
			n.Wait = &flow.WaitFor{Work: true}
		case flow.Subflow:
			n.Sub = &flow.SubFlow{App: "other"}
		case flow.FillIn:
			n.Assignee, n.Fields = &flow.Assignee{Kind: flow.Manager}, map[string]flow.Access{"days": flow.Edit}
		}
		f.Nodes = append(f.Nodes, n)
	}
	for i := 0; len(data) > 0; i++ {
		e := flow.Edge{
			ID:   fmt.Sprintf("e%d", i),
			From: f.Nodes[next()%count].ID, To: f.Nodes[next()%count].ID,
		}
		switch next() % 3 {
		case 1:
			e.When = json.RawMessage(`{"var":"urgent"}`)
		case 2:
			e.Default = true
		}
		f.Edges = append(f.Edges, e)
	}
	return f
}

// spins reports whether some node without a person reaches itself through such
// nodes only.
func spins(f flow.Flow) bool {
	human := map[string]bool{}
	for _, n := range f.Nodes {
		human[n.ID] = n.Type.Asks()
	}
	reach := map[[2]string]bool{}
	for _, e := range f.Edges {
		if !human[e.From] && !human[e.To] {
			reach[[2]string{e.From, e.To}] = true
		}
	}
	for _, k := range f.Nodes {
		for _, i := range f.Nodes {
			for _, j := range f.Nodes {
				if reach[[2]string{i.ID, k.ID}] && reach[[2]string{k.ID, j.ID}] {
					reach[[2]string{i.ID, j.ID}] = true
				}
			}
		}
	}
	for _, n := range f.Nodes {
		if reach[[2]string{n.ID, n.ID}] {
			return true
		}
	}
	return false
}
