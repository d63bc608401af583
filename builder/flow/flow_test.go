package flow_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// types are the fields of the form that the test flows belong to.
var types = rule.Types{
	"days":         {Kind: rule.KindNumber},
	"urgent":       {Kind: rule.KindBool},
	"handover":     {Kind: rule.KindText},
	"items":        {Kind: rule.KindTable},
	"items.amount": {Kind: rule.KindNumber},
	"items.owner":  {Kind: rule.KindText},
	"items.dept":   {Kind: rule.KindText},
	"due":          {Kind: rule.KindDate},
	"period":       {Kind: rule.KindDateRange},
}

// TestCompileFindings runs testdata/findings.yaml: flows, each with what is
// found wrong with it.
func TestCompileFindings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "findings.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Case  string
		Nodes []string
		Edges []string
		Find  []string
	}
	if err := yaml.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Case, func(t *testing.T) {
			t.Parallel()
			graph, err := flow.Compile(parse(t, c.Nodes, c.Edges), types)
			var got []string
			var wrong *flow.CompileError
			if errors.As(err, &wrong) {
				for _, f := range wrong.Findings {
					got = append(got, f.Code+" "+f.Place)
				}
			}
			if !slices.Equal(got, c.Find) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.Find, "\n  "))
			}
			if (graph == nil) != (len(c.Find) > 0) || (err != nil) != (len(c.Find) > 0) {
				t.Errorf("graph %v, error %v", graph != nil, err)
			}
			if err != nil && !errors.Is(err, flow.ErrInvalid) {
				t.Errorf("error does not wrap ErrInvalid: %v", err)
			}
		})
	}
}

// parse reads "id: {json of the rest}" nodes and "id: from -> to {json}" edges.
func parse(t *testing.T, nodes, edges []string) flow.Flow {
	t.Helper()
	var f flow.Flow
	for _, line := range nodes {
		id, rest, _ := strings.Cut(line, " ")
		kind, more, _ := strings.Cut(rest, " ")
		n := flow.Node{ID: id, Type: flow.Type(kind)}
		if more != "" {
			if err := json.Unmarshal([]byte(more), &n); err != nil {
				t.Fatalf("node %q: %v", line, err)
			}
		}
		f.Nodes = append(f.Nodes, n)
	}
	for _, line := range edges {
		part := strings.SplitN(line, " ", 4)
		e := flow.Edge{ID: part[0], From: part[1], To: part[2]}
		if len(part) > 3 {
			if part[3] == "default" {
				e.Default = true
			} else if err := json.Unmarshal([]byte(part[3]), &e); err != nil {
				t.Fatalf("edge %q: %v", line, err)
			}
		}
		f.Edges = append(f.Edges, e)
	}
	return f
}

func TestGraph(t *testing.T) {
	t.Parallel()
	f := parse(t,
		[]string{
			"start start", "how exclusive", `head approval {"assignee":{"kind":"departmentHead"},"fallback":"refuse"}`,
			`hr cc {"assignee":{"kind":"role","role":"hr"}}`, "end end",
		},
		[]string{
			"e1 start how", `e2 how head {"when":{">":[{"var":"days"},3]}}`, "e3 how hr default",
			"e4 head hr", "e5 hr end",
		})
	g, err := flow.Compile(f, types)
	if err != nil {
		t.Fatal(err)
	}
	if g.Start().ID != "start" || g.Node("head").Assignee.Kind != flow.DepartmentHead || g.Node("gone") != nil {
		t.Error("nodes are not found by their ids")
	}
	if len(g.Nodes()) != 5 || g.Nodes()[4].ID != "end" {
		t.Error("nodes are not in the order of the definition")
	}
	out := g.Out("how")
	if len(out) != 2 || out[0].ID != "e2" || out[1].ID != "e3" || len(g.Out("end")) != 0 {
		t.Errorf("edges out of how: %v", out)
	}
	if g.Condition("e2") == nil || g.Condition("e3") != nil {
		t.Error("conditions are not kept with their edges")
	}
	if !g.Refuses() {
		t.Error("a node that refuses is not noticed")
	}
	f.Nodes[2].Assignee.Kind = flow.Initiator
	if g.Node("head").Assignee.Kind != flow.DepartmentHead {
		t.Error("the graph shares memory with the definition")
	}
	for _, c := range []struct {
		from, node string
		want       bool
	}{
		{"how", "hr", true}, {"how", "end", true}, {"how", "head", false}, {"how", "how", false}, {"start", "how", true},
	} {
		if got := g.Inevitable(c.from, c.node); got != c.want {
			t.Errorf("Inevitable(%s, %s) = %v", c.from, c.node, got)
		}
	}
}

// TestBefore names the joins in the order in which a flow comes to them; they
// are listed the other way round.
func TestBefore(t *testing.T) {
	t.Parallel()
	nested := []string{
		"a start do", "b do out", "c out hr", "d out in", "e in manager", "f in head", "g manager inner", "h head inner",
		"i hr outer", "j outer back", "k back end default",
	}
	for _, c := range []struct {
		name  string
		edges []string
		want  []string
	}{
		{"one in the other", append(nested, "l inner outer", `m back end {"when":{"var":"urgent"}}`), []string{"inner", "outer"}},
		{"and back to before both", append(nested, "l inner outer", `m back do {"when":{"var":"urgent"}}`), []string{"inner", "outer"}},
		{"or into the inner", append(nested, "l inner outer", `m back head {"when":{"var":"urgent"}}`), []string{"inner", "outer"}},
		{"or into the other branch", append(nested, "l inner outer", `m back hr {"when":{"var":"urgent"}}`), []string{"inner", "outer"}},
		{
			"and the inner left early",
			append(nested, "l inner early", "m early outer default", `n early end {"when":{"var":"urgent"}}`, `o back do {"when":{"var":"urgent"}}`),
			[]string{"inner", "outer"},
		},
		{
			"a loop before a loop",
			[]string{
				"a start skip", "b skip out default", `c skip do {"when":{"var":"urgent"}}`, "d do in", "e in inner", "f in hr", "g hr inner",
				"h inner early", "i early out default", `j early do {"when":{"var":"urgent"}}`,
				"k out outer", "l out head", "m head outer", "n outer back", "o back end default", `p back head {"when":{"var":"urgent"}}`,
			},
			[]string{"inner", "outer"},
		},
		{
			"nothing but the list says it",
			[]string{
				"a start out", "b out inner", "c out outer", "d inner hr", "e hr early", `f early outer {"when":{"var":"urgent"}}`, "g early end default",
				"h outer head", "i head back", `j back inner {"when":{"var":"urgent"}}`, "k back end default",
			},
			[]string{"outer", "inner"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var nodes []string
			for _, n := range []string{
				"start start", "end end", "outer join", "inner join", "out parallel", "in parallel", "back exclusive", "early exclusive", "skip exclusive",
				`head approval {"assignee":{"kind":"manager"}}`, `manager approval {"assignee":{"kind":"manager"}}`,
				`hr approval {"assignee":{"kind":"manager"}}`, `do approval {"assignee":{"kind":"manager"}}`,
			} {
				id, _, _ := strings.Cut(n, " ")
				if slices.ContainsFunc(c.edges, func(e string) bool { return slices.Contains(strings.Fields(e), id) }) {
					nodes = append(nodes, n)
				}
			}
			g, err := flow.Compile(parse(t, nodes, c.edges), types)
			if err != nil {
				t.Fatal(err)
			}
			if !g.Before(c.want[0], c.want[1]) || g.Before(c.want[1], c.want[0]) {
				t.Errorf("%s is not the first", c.want[0])
			}
		})
	}
}

func TestAccessTo(t *testing.T) {
	t.Parallel()
	n := flow.Node{Fields: map[string]flow.Access{
		"reason": flow.Edit, "items": flow.Edit, "items.amount": flow.Read,
		"secret": flow.Hide, "secret.part": flow.Edit, "notes.text": flow.Edit,
	}}
	for path, want := range map[string]flow.Access{
		"reason": flow.Edit, "other": flow.Read,
		"items": flow.Edit, "items.amount": flow.Read, "items.name": flow.Edit,
		"secret": flow.Hide, "secret.part": flow.Hide,
		"notes": flow.Read, "notes.text": flow.Edit, "notes.by": flow.Read,
	} {
		if got := n.AccessTo(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestCaps(t *testing.T) {
	t.Parallel()
	_, err := flow.Compile(flow.Flow{
		Nodes: make([]flow.Node, flow.MaxNodes+1),
		Edges: make([]flow.Edge, flow.MaxEdges+1),
	}, types)
	var wrong *flow.CompileError
	if !errors.As(err, &wrong) || len(wrong.Findings) != 2 ||
		wrong.Findings[0].Code != flow.CodeTooManyNodes || wrong.Findings[1].Code != flow.CodeTooManyEdges {
		t.Errorf("got %v", err)
	}
}

func TestWithoutTypes(t *testing.T) {
	t.Parallel()
	f := parse(t,
		[]string{"start start", "how exclusive", `who approval {"assignee":{"kind":"field","field":"gone"},"fields":{"gone":"edit"}}`, "end end"},
		[]string{"e1 start how", `e2 how who {"when":{">":[{"var":"gone"},3]}}`, "e3 how end default", "e4 who end"})
	if _, err := flow.Compile(f, nil); err != nil {
		t.Errorf("fields that cannot be known are judged: %v", err)
	}
	if _, err := flow.Compile(f, types); err == nil {
		t.Error("unknown fields pass")
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"a flow":        {`{"nodes":[{"id":"start","type":"start"}],"edges":[]}`, true},
		"unknown key":   {`{"nodes":[{"id":"start","type":"start","x":1}]}`, false},
		"wrong type":    {`{"nodes":{}}`, false},
		"cut short":     {`{"nodes":[`, false},
		"more follows":  {`{"nodes":[]} {}`, false},
		"not an object": {`[]`, false},
	} {
		_, err := flow.Decode([]byte(c.text))
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !errors.Is(err, flow.ErrInvalid) {
			t.Errorf("%s: error does not wrap ErrInvalid: %v", name, err)
		}
	}
}
