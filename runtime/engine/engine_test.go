package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// plain is start → approval by the manager → end.
func plain(t testing.TB) *flow.Graph {
	t.Helper()
	return compile(t, flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start},
			{ID: "boss", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Manager}},
			{ID: "end", Type: flow.End},
		},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "boss"}, {ID: "e2", From: "boss", To: "end"}},
	})
}

func compile(t testing.TB, f flow.Flow) *flow.Graph {
	t.Helper()
	g, err := flow.Compile(f, rule.Types{"days": {Kind: rule.KindNumber}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var bob = Answers{"manager/1/ann": {People: []string{"user:bob"}}}

// running returns a submitted case of the plain flow.
func running(t *testing.T) Instance {
	t.Helper()
	out, err := Decide(Scene{Graph: plain(t)}, Instance{ID: "case"}, Submit{Actor: "ann", At: 1}, bob)
	if err != nil {
		t.Fatal(err)
	}
	return out.Instance
}

func TestNeedsBeforeEvents(t *testing.T) {
	t.Parallel()
	out, err := Decide(Scene{Graph: plain(t)}, Instance{ID: "case"}, Submit{Actor: "ann", At: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Needs{{
		Key: "manager/1/ann", Kind: QueryPeople, Node: "boss", Initiator: "ann",
		Assignee: flow.Assignee{Kind: flow.Manager, Level: 1},
	}}
	if !reflect.DeepEqual(out, Outcome{Needs: want}) {
		t.Errorf("got %+v", out)
	}
}

func TestAnswersMustBePrincipals(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"bob", "", "user:", "role:", "group:x"} {
		_, err := Decide(Scene{Graph: plain(t)}, Instance{ID: "case"}, Submit{Actor: "ann", At: 1},
			Answers{"manager/1/ann": {People: []string{p}}})
		if !errors.Is(err, ErrAnswer) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestSettle(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	need := Needs{{Key: "a"}}
	ask := func(Needs) (Answers, error) { return Answers{"a": {}}, nil }
	for name, c := range map[string]struct {
		ask   func(Needs) (Answers, error)
		round func(Answers) (Needs, error)
		want  error
	}{
		"nothing to ask": {nil, func(Answers) (Needs, error) { return nil, nil }, nil},
		"one round": {ask, func(a Answers) (Needs, error) {
			if _, ok := a["a"]; ok {
				return nil, nil
			}
			return need, nil
		}, nil},
		"the round fails":  {ask, func(Answers) (Needs, error) { return nil, broken }, broken},
		"the answer fails": {func(Needs) (Answers, error) { return nil, broken }, func(Answers) (Needs, error) { return need, nil }, broken},
		"no answer":        {func(Needs) (Answers, error) { return Answers{"b": {}}, nil }, func(Answers) (Needs, error) { return need, nil }, ErrUnanswered},
	} {
		if err := Settle(c.ask, c.round); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSettleIsBounded answers a need that comes up again and again.
func TestSettleIsBounded(t *testing.T) {
	t.Parallel()
	asked := 0
	err := Settle(func(Needs) (Answers, error) { asked++; return Answers{"a": {}}, nil },
		func(Answers) (Needs, error) { return Needs{{Key: "a"}}, nil })
	if !errors.Is(err, ErrUnanswered) || asked != 2 {
		t.Errorf("asked %d times, then %v", asked, err)
	}
}

func TestEffectIDs(t *testing.T) {
	t.Parallel()
	s := Scene{Graph: plain(t)}
	in := running(t)
	out, err := Decide(s, in, DecideTask{Task: "case.1", Actor: "bob", Action: Approve, At: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Effect{Notice{ID: "case.9.1", Kind: NoticeInstanceEnded, To: []string{"user:ann"}, Node: "end"}}
	if !reflect.DeepEqual(out.Effects, want) || out.Effects[0].EffectID() != "case.9.1" {
		t.Errorf("got %+v", out.Effects)
	}
	r := newRun(s, in, nil)
	r.notify(Notice{})
	r.notify(Notice{})
	if a, b := r.effects[0].EffectID(), r.effects[1].EffectID(); a != "case.5.1" || b != "case.5.2" {
		t.Errorf("effects of one event are %s and %s", a, b)
	}
	if err := r.emit(TaskApproved{Task: "case.1"}); err != nil {
		t.Fatal(err)
	}
	r.notify(Notice{})
	if c := r.effects[2].EffectID(); c != "case.6.1" {
		t.Errorf("the first effect of the next event is %s", c)
	}
}

// TestEndStopsWhatIsOnItsWay ends a case while a token is between two nodes.
func TestEndStopsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	r := newRun(Scene{Graph: plain(t)}, running(t), nil)
	r.arrivals = []arrival{{token: 1, node: "end"}}
	if err := r.end(Rejected, "boss", "", ""); err != nil {
		t.Fatal(err)
	}
	if err := r.settle(); err != nil || r.in.Status != Rejected {
		t.Errorf("the case is %s, %v", r.in.Status, err)
	}
}

// TestApplyBranches applies two different events to one case: neither may show
// in what became of the other.
func TestApplyBranches(t *testing.T) {
	t.Parallel()
	apply := func(in Instance, events ...Event) Instance {
		for _, e := range events {
			var err error
			if in, err = Apply(in, Recorded{Seq: in.Seq + 1, Actor: "bob", Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		return in
	}
	copyTo := func(who string) Event { return CopySent{Token: 1, Node: "boss", To: []string{who}} }
	// Three of each, so that the lists have room to grow in place.
	in := apply(running(t), copyTo("a"), copyTo("b"), copyTo("c"),
		TaskCreated{Task: "case.2", Token: 1, Node: "boss"}, TaskCreated{Task: "case.3", Token: 1, Node: "boss"},
		NodeEntered{Token: 1, Node: "boss"})
	for name, pair := range map[string][2]Event{
		"copies": {copyTo("x"), copyTo("y")},
		"tasks": {
			TaskCreated{Task: "case.4", Token: 1, Node: "boss", Resolver: "x"},
			TaskCreated{Task: "case.4", Token: 1, Node: "boss", Resolver: "y"},
		},
		"closing": {TaskApproved{Task: "case.1"}, TaskRejected{Task: "case.1"}},
		"tokens":  {EdgeTaken{Token: 1, From: "boss", To: "x"}, EdgeTaken{Token: 1, From: "boss", To: "y"}},
		"visits":  {NodeEntered{Token: 1, Node: "boss"}, NodeSkipped{Token: 1, Node: "boss"}},
		"new":     {NodeEntered{Token: 2, Node: "x"}, NodeEntered{Token: 2, Node: "y"}},
		"values":  {FieldsEdited{Edits: map[string]any{"a": "x"}}, FieldsEdited{Edits: map[string]any{"a": "y"}}},
	} {
		before := fmt.Sprintf("%+v", in)
		first := apply(in, pair[0])
		kept := fmt.Sprintf("%+v", first)
		apply(in, pair[1])
		if fmt.Sprintf("%+v", first) != kept || fmt.Sprintf("%+v", in) != before {
			t.Errorf("%s: one event shows in what became of another", name)
		}
	}
}

// TestRejectionCancelsOtherTasks gives a case a second open task, as a parallel
// branch would.
func TestRejectionCancelsOtherTasks(t *testing.T) {
	t.Parallel()
	in := running(t)
	in.Tokens = append(in.Tokens, Token{ID: 2, Node: "boss", Visit: 1})
	in.Tasks = append(in.Tasks, Task{ID: "case.2", Node: "boss", Token: 2, Visit: 1, Status: TaskOpen, Assignees: []string{"user:cat"}})
	in.NextToken, in.NextTask = 3, 3
	s := Scene{Graph: plain(t)}
	out, err := Decide(s, in, DecideTask{Task: "case.1", Actor: "bob", Action: Reject, At: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := out.Instance
	if task, _ := got.Task("case.2"); task.Status != TaskWithdrawn || task.By != "bob" || task.EndedAt != 2 {
		t.Errorf("the other task is %+v", task)
	}
	if got.Status != Rejected || len(got.OpenTasks()) > 0 || len(got.Tokens) > 0 {
		t.Errorf("the case is %+v", got)
	}
	var decided *TaskDecidedError
	_, err = Decide(s, got, DecideTask{Task: "case.2", Actor: "cat", Action: Approve, At: 3}, nil)
	if !errors.As(err, &decided) || decided.Status != TaskWithdrawn || decided.By != "bob" || !errors.Is(err, ErrInstanceEnded) {
		t.Errorf("deciding the cancelled task: %v", err)
	}
	_, err = Decide(s, got, DecideTask{Task: "case.1", Actor: "cat", Action: Approve, At: 3}, nil)
	if !errors.As(err, &decided) || errors.Is(err, ErrInstanceEnded) {
		t.Errorf("deciding the rejected task: %v", err)
	}
}

func TestLoopGuard(t *testing.T) {
	t.Parallel()
	r := newRun(Scene{Graph: plain(t)}, Instance{ID: "case"}, bob)
	r.limit = 1
	var loop *LoopError
	if err := (Submit{Actor: "ann"}).run(r); !errors.As(err, &loop) || loop.Node != "boss" || loop.Steps != 1 {
		t.Errorf("got %v", err)
	}
}

// TestOtherGraph hands Decide cases that belong to another flow.
func TestOtherGraph(t *testing.T) {
	t.Parallel()
	s := Scene{Graph: plain(t)}
	approve := DecideTask{Task: "case.1", Actor: "bob", Action: Approve, At: 2}
	for name, change := range map[string]func(*Instance){
		"a node that is gone":    func(in *Instance) { in.Tasks[0].Node = "gone" },
		"a node without tasks":   func(in *Instance) { in.Tasks[0].Node = "end" },
		"a token that is gone":   func(in *Instance) { in.Tokens = nil },
		"a token somewhere else": func(in *Instance) { in.Tokens[0].Node = "start" },
	} {
		in := running(t)
		change(&in)
		if _, err := Decide(s, in, approve, bob); !errors.Is(err, ErrGraph) && !errors.Is(err, ErrEventMisfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	in := running(t)
	in.Visits[0].Node = "gone"
	if _, _, err := Path(s, in, bob); !errors.Is(err, ErrGraph) {
		t.Errorf("a path through a node that is gone: %v", err)
	}
}

// TestApplyRefuses hands Apply events that do not follow on the case; the case
// stays as it is.
func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	in := running(t)
	ended, err := Apply(in, Recorded{Seq: in.Seq + 1, Event: InstanceEnded{Status: Approved}})
	if err != nil {
		t.Fatal(err)
	}
	type strange struct{ TaskApproved }
	for name, c := range map[string]struct {
		in   Instance
		rec  Recorded
		want error
	}{
		"a gap":             {in, Recorded{Seq: in.Seq + 2, Event: InstanceEnded{}}, ErrEventMisfit},
		"twice the same":    {in, Recorded{Seq: in.Seq, Event: InstanceEnded{}}, ErrEventMisfit},
		"after the end":     {ended, Recorded{Seq: ended.Seq + 1, Event: InstanceEnded{}}, ErrEventMisfit},
		"submitted twice":   {in, Recorded{Seq: in.Seq + 1, Event: InstanceSubmitted{}}, ErrEventMisfit},
		"an unknown token":  {in, Recorded{Seq: in.Seq + 1, Event: NodeEntered{Token: 9, Node: "end"}}, ErrEventMisfit},
		"another way":       {in, Recorded{Seq: in.Seq + 1, Event: NodeEntered{Token: 1, Node: "end"}}, ErrEventMisfit},
		"skipped elsewhere": {in, Recorded{Seq: in.Seq + 1, Event: NodeSkipped{Token: 1, Node: "end"}}, ErrEventMisfit},
		"moved elsewhere":   {in, Recorded{Seq: in.Seq + 1, Event: EdgeTaken{Token: 1, From: "start", To: "end"}}, ErrEventMisfit},
		"copied elsewhere":  {in, Recorded{Seq: in.Seq + 1, Event: CopySent{Token: 1, Node: "end"}}, ErrEventMisfit},
		"a task elsewhere":  {in, Recorded{Seq: in.Seq + 1, Event: TaskCreated{Task: "case.2", Token: 1, Node: "end"}}, ErrEventMisfit},
		"a task's number":   {in, Recorded{Seq: in.Seq + 1, Event: TaskCreated{Task: "case.7", Token: 1, Node: "boss"}}, ErrEventMisfit},
		"an unknown task":   {in, Recorded{Seq: in.Seq + 1, Event: TaskApproved{Task: "case.7"}}, ErrEventMisfit},
		"an unknown event":  {in, Recorded{Seq: in.Seq + 1, Event: strange{}}, ErrEventUnknown},
	} {
		got, err := Apply(c.in, c.rec)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got, c.in) {
			t.Errorf("%s changed the case", name)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"task case.1 is already approved":                             &TaskDecidedError{Task: "case.1", Status: TaskDone},
		"step head finds nobody to act":                               &NobodyError{Node: "head"},
		"step head does not open a, b for editing":                    &FieldClosedError{Node: "head", Fields: []string{"a", "b"}},
		"the case passed 3 steps without waiting for anybody, last x": &LoopError{Node: "x", Steps: 3},
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}

// TestColumnEdits covers tables that do not look like tables.
func TestColumnEdits(t *testing.T) {
	t.Parallel()
	n := &flow.Node{ID: "n", Fields: map[string]flow.Access{"items.amount": flow.Edit}}
	row := func(amount string) any { return map[string]any{"amount": json.Number(amount)} }
	for name, c := range map[string]struct {
		old, value any
		closed     bool
	}{
		"an open cell":      {[]any{row("1")}, []any{row("2")}, false},
		"no rows":           {nil, []any{}, false},
		"not a table":       {[]any{row("1")}, "text", true},
		"emptied":           {[]any{row("1")}, nil, true},
		"a row more":        {[]any{row("1")}, []any{row("1"), row("2")}, true},
		"not a row":         {[]any{row("1")}, []any{"text"}, true},
		"was not a row":     {[]any{"text"}, []any{row("1")}, true},
		"a column removed":  {[]any{map[string]any{"name": "x"}}, []any{map[string]any{}}, true},
		"a column invented": {[]any{map[string]any{}}, []any{map[string]any{"name": "x"}}, true},
	} {
		if got := closedIn(n, "items", c.old, c.value); (len(got) > 0) != c.closed {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRowEdits moves, adds and removes rows that have ids.
func TestRowEdits(t *testing.T) {
	t.Parallel()
	free := map[string]flow.Access{"items": flow.Edit, "items.cost": flow.Hide}
	some := map[string]flow.Access{"items.name": flow.Edit}
	row := func(id any, cells ...any) any {
		r := map[string]any{rule.RowID: id}
		for i := 0; i < len(cells); i += 2 {
			r[cells[i].(string)] = cells[i+1]
		}
		return r
	}
	a, b := row("a", "name", "A", "cost", 1), row("b", "name", "B", "cost", 2)
	for name, c := range map[string]struct {
		fields     map[string]flow.Access
		old, value any
		closed     bool
	}{
		"moved":                        {free, []any{a, b}, []any{b, a}, false},
		"removed":                      {free, []any{a, b}, []any{b}, false},
		"emptied":                      {free, []any{a, b}, nil, false},
		"a new row":                    {free, []any{a}, []any{row("n", "name", "N"), a}, false},
		"a first row":                  {free, nil, []any{row("n", "name", "N")}, false},
		"a new row with what is shut":  {free, []any{a}, []any{row("n", "cost", 1), a}, true},
		"a row's, in another":          {free, []any{a, b}, []any{row("a", "cost", 2), b}, true},
		"left out":                     {free, []any{a, b}, []any{row("a", "name", "A"), b}, true},
		"the same twice":               {free, []any{a, b}, []any{a, a}, true},
		"an id that is none":           {free, []any{a}, []any{row([]any{1}, "cost", 1)}, true},
		"no row":                       {free, []any{a}, []any{"text"}, true},
		"no table":                     {free, []any{a}, "text", true},
		"without ids, as many":         {free, []any{map[string]any{"cost": 1}}, []any{map[string]any{"cost": 1, "name": "N"}}, false},
		"without ids, one more":        {free, []any{map[string]any{"cost": 1}}, []any{map[string]any{}, map[string]any{}}, true},
		"a cell, where rows stay":      {some, []any{a, b}, []any{a, row("b", "name", "Z", "cost", 2)}, false},
		"moved, where rows stay":       {some, []any{a, b}, []any{b, a}, true},
		"removed, where rows stay":     {some, []any{a, b}, []any{a}, true},
		"put for one where rows stay":  {some, []any{a}, []any{row("n", "cost", 1)}, true},
		"without id, where rows stay":  {some, []any{a}, []any{map[string]any{"name": "A", "cost": 1}}, true},
		"nothing left where rows stay": {some, []any{a}, nil, true},
	} {
		n := &flow.Node{ID: "n", Fields: c.fields}
		if got := closedIn(n, "items", c.old, c.value); (len(got) > 0) != c.closed {
			t.Errorf("%s: %v", name, got)
		}
	}
}
