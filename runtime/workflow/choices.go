package workflow

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// maxCandidates is how many people a step lists who can be chosen. Where there
// are more they are searched for.
const maxCandidates = 100

// Choices are the people whom somebody chose for steps: node id → person ids.
type Choices map[string][]string

// ChoiceView is a step whose people somebody chooses.
type ChoiceView struct {
	NodeRef
	// By is who chooses: initiator or approver.
	By    string `json:"by"`
	Least int    `json:"least"`
	Most  int    `json:"most"`
	// People are those who can be chosen. With More there are others, too many to
	// list; they are found by searching.
	People []PersonView `json:"people"`
	More   bool         `json:"more,omitempty"`
	// Chosen are those who are chosen now.
	Chosen []PersonView `json:"chosen"`
	// Needed is set where it does not go on without a choice.
	Needed bool `json:"needed,omitempty"`
}

// stepID is what a step's id looks like. Others cannot be kept in every store.
var stepID = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)

// fit refuses choices that are too many to be meant, or for what can be no step.
func (c Choices) fit() error {
	for node, people := range c {
		if len(c) > flow.MaxNodes || !stepID.MatchString(node) || len(people) > flow.MaxChosen {
			return &fault.Malformed{Code: "request.parameter", At: "/choices", Detail: "at most " + itoa(flow.MaxChosen) + " people for a step"}
		}
	}
	return nil
}

// choiceView describes a step whose people are chosen.
func (s *Service) choiceView(n *flow.Node, chosen []string) ChoiceView {
	org := s.Identity.Organisation()
	v := ChoiceView{
		NodeRef: NodeRef{Node: n.ID, Name: n.Name}, By: string(n.Assignee.By), Least: n.Assignee.LeastOr(), Most: n.Assignee.MostOr(),
		People: []PersonView{}, Chosen: []PersonView{},
	}
	ids, more := candidates(org, *n.Assignee, maxCandidates)
	if v.More = more; !more {
		for _, id := range ids {
			v.People = append(v.People, personView(org, id))
		}
	}
	for _, id := range chosen {
		if _, ok := org.Person(id); ok {
			v.Chosen = append(v.Chosen, personView(org, id))
		}
	}
	return v
}

// previewChoices are the steps on a way for which the initiator chooses people.
func (s *Service) previewChoices(ed *studio.Edition, steps []engine.Step, chosen Choices) []ChoiceView {
	views := []ChoiceView{}
	for _, st := range steps {
		if n := ed.Flow.Node(st.Node); st.Choice != nil && n.ChosenBy(flow.ByInitiator) {
			v := s.choiceView(n, chosen[n.ID])
			v.Needed = st.Choice.Open
			views = append(views, v)
		}
	}
	return views
}

// taskChoices are the steps for which somebody may choose people with a task:
// an approver for those to come, the initiator who sends a case on again for
// their own. Needed are those to which it leads as the form is now.
func (s *Service) taskChoices(ctx context.Context, ed *studio.Edition, doc *Document, t engine.Task, a Actor) []ChoiceView {
	by, action := flow.ByApprover, engine.Approve
	switch n := ed.Flow.Node(t.Node); {
	case n == nil:
		return nil
	case n.Type == flow.Start:
		by, action = flow.ByInitiator, engine.Resubmit
	case n.Type == flow.FillIn:
		action = engine.Complete
	}
	var views []ChoiceView
	for _, n := range ed.Flow.Nodes() {
		if n.ChosenBy(by) {
			views = append(views, s.choiceView(n, doc.Case.Choices[n.ID]))
		}
	}
	if len(views) == 0 {
		return nil
	}
	var missing *engine.ChoiceMissingError
	command := engine.DecideTask{Task: t.ID, Actor: a.Subject.ID, Action: action, At: s.Clock.Now().UnixMilli()}
	if _, err := s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, command); errors.As(err, &missing) {
		for i := range views {
			views[i].Needed = slices.Contains(missing.Nodes, views[i].Node)
		}
	}
	return views
}

// chooses reports whether a task cannot be decided without choosing people.
func (s *Service) chooses(ctx context.Context, ed *studio.Edition, doc *Document, t engine.Task, a Actor) bool {
	return slices.ContainsFunc(s.taskChoices(ctx, ed, doc, t, a), func(c ChoiceView) bool { return c.Needed })
}

// choiceError says which step nobody was chosen for, or what is wrong with a
// choice; nil where an error is about something else.
func (s *Service) choiceError(ed *studio.Edition, err error, name func(string) string, lang string) error {
	var (
		missing *engine.ChoiceMissingError
		wrong   *engine.ChoiceError
	)
	invalid := &fault.Invalid{Code: "choices.invalid"}
	say := func(node, code, en, zh string) {
		invalid.Problems = append(invalid.Problems, fault.Problem{Path: "/choices/" + node, Code: code, Message: sayIn(lang, en, zh)})
	}
	switch {
	case errors.As(err, &missing):
		for _, id := range missing.Nodes {
			say(id, "choices.missing", "Choose who acts at the step “"+name(id)+"”.", "请选择步骤“"+name(id)+"”的办理人。")
		}
	case !errors.As(err, &wrong):
		return nil
	case wrong.Fault == engine.ChoiceCount:
		a := ed.Flow.Node(wrong.Node).Assignee
		en, zh := choiceCount(a.LeastOr(), a.MostOr())
		say(wrong.Node, "choices.count", "For the step “"+name(wrong.Node)+"”, choose "+en+", each once.", "请为步骤“"+name(wrong.Node)+"”选择"+zh+"，不可重复。")
	case wrong.Fault == engine.ChoicePerson:
		who := s.peopleNames([]string{userPrincipal(wrong.Person)}, lang)
		say(wrong.Node, "choices.person", who+" cannot be chosen for the step “"+name(wrong.Node)+"”. Choose somebody else.",
			who+"不在步骤“"+name(wrong.Node)+"”的可选范围内，请另选他人。")
	default:
		say(wrong.Node, "choices.stray", "Nobody is to be chosen for the step “"+name(wrong.Node)+"” now. Leave it out.",
			"步骤“"+name(wrong.Node)+"”此时不需要选择办理人，请去掉。")
	}
	return invalid
}

func choiceCount(least, most int) (en, zh string) {
	switch {
	case most == 1:
		return "one person", " 1 人"
	case least == most:
		return itoa(least) + " people", " " + itoa(least) + " 人"
	}
	return itoa(least) + " to " + itoa(most) + " people", " " + itoa(least) + " 至 " + itoa(most) + " 人"
}

// RowView names a row of a table that a task is for: by its number, from 1, and
// by what stands in its first column that says anything.
type RowView struct {
	N     int        `json:"n"`
	Label words.Text `json:"label,omitempty"`
}

// rowView names the row that a task of a step is for; nil where it is for none.
// Only what the reader may see names it.
func (s *Service) rowView(ed *studio.Edition, visible form.Values, node, resolver string, n int) *RowView {
	table, naming := tableOf(ed.Flow.Node(node), resolver)
	if n == 0 || table == "" {
		return nil
	}
	v := &RowView{N: n}
	field, known := ed.Form.Field(table)
	rows, _ := visible[table].([]any)
	if !known || n > len(rows) {
		return v
	}
	cells, _ := rows[n-1].(map[string]any)
	names := s.names(ed, visible, nil)
	for _, column := range field.Columns {
		if _, filled := cells[column.ID]; column.Path == naming || !filled || column.Sensitive || field.Sensitive {
			continue
		}
		if label := ed.Form.ShowText(cells[column.ID], column.Path, names); !label.Empty() {
			v.Label = label
			break
		}
	}
	return v
}

// tableOf returns the table whose rows a step asks for, and the column that
// names who is asked: in the way in which they were found, or, where that is not
// known, in the first that asks for rows.
func tableOf(n *flow.Node, resolver string) (table, column string) {
	if n == nil {
		return "", ""
	}
	for i, by := range n.Assignees() {
		way := engine.ResolvedOtherwise + itoa(i) + ":" // the first of them is no other way
		if other := strings.HasPrefix(resolver, engine.ResolvedOtherwise); other && !strings.HasPrefix(resolver, way) {
			continue
		}
		if table, _, rows := by.RowsOf(); rows {
			return table, by.Field
		}
	}
	return "", ""
}
