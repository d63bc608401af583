package engine_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/engine"
)

// This file is the notation of the corpus: how flows are written in it, and how
// what happens is said.

// nodeText is a node of a corpus flow: "approval by manager 2", or a map with
// that under "is".
type nodeText struct {
	Is     string
	Nobody string `yaml:"if nobody"`
	// Otherwise are tried in their order before that.
	Otherwise []string
	Many      string `yaml:"how many"`
	// Forbids, OnReject and Back say what may be done and what it leads to.
	Forbids  []flow.Deed     `yaml:"forbids"`
	Same     flow.Same       `yaml:"approved before"`
	Self     flow.Self       `yaml:"is initiator"`
	OnReject flow.Rejection  `yaml:"on rejection"`
	Back     flow.Resumption `yaml:"comes back"`
	Edits    []string        `yaml:"edits"`
	Hides    []string        `yaml:"hides"`
	// AsksFor are the fields that must be filled in.
	AsksFor []string `yaml:"asks for"`

	timeText `yaml:",inline"`
	subText  `yaml:",inline"`
}

// UnmarshalYAML takes a bare sentence for the map.
func (n *nodeText) UnmarshalYAML(y *yaml.Node) error {
	if y.Kind == yaml.ScalarNode {
		n.Is = y.Value
		return nil
	}
	type plain nodeText
	return y.Decode((*plain)(n))
}

// node reads a node.
func (n nodeText) node(id string) (flow.Node, error) {
	node := flow.Node{ID: id, Fallback: flow.Fallback(n.Nobody), Fields: map[string]flow.Access{}}
	for _, f := range n.Edits {
		node.Fields[f] = flow.Edit
	}
	for _, f := range n.Hides {
		node.Fields[f] = flow.Hide
	}
	var err error
	if node.Deadline, err = n.deadline(); err != nil {
		return node, err
	}
	for _, way := range n.Otherwise {
		node.Otherwise = append(node.Otherwise, *assignee(way))
	}
	kind, rest, _ := strings.Cut(n.Is, " ")
	node.Mode, node.Share = howMany(n.Many)
	node.Same, node.Self, node.Require = n.Same, n.Self, n.AsksFor
	node.Forbids, node.OnReject, node.Resume = n.Forbids, n.OnReject, n.Back
	node.OnFail = n.Fails
	switch kind {
	case "start":
		node.Type = flow.Start
	case "gateway":
		node.Type = flow.Exclusive
	case "side":
		node.Type = flow.Parallel
	case "some":
		node.Type = flow.Inclusive
	case "join":
		node.Type = flow.Join
	case "end":
		node.Type = flow.End
		outcome, result, _ := strings.Cut(strings.TrimPrefix(rest, "as "), ", ")
		node.Outcome, node.Result = flow.Outcome(outcome), result
	case "approval":
		node.Type = flow.Approval
		node.Assignee = assignee(strings.TrimPrefix(rest, "by "))
	case "fill-in":
		node.Type = flow.FillIn
		node.Assignee = assignee(strings.TrimPrefix(rest, "by "))
	case "copy":
		node.Type = flow.CC
		node.Assignee = assignee(strings.TrimPrefix(rest, "to "))
	case "notice":
		node.Type, node.Message = flow.Notify, words.Text{"en": "Hello"}
		node.Assignee = assignee(strings.TrimPrefix(rest, "to "))
	case "case":
		node.Type, node.Sub = flow.Subflow, n.subFlow(rest)
	case "script": // "script sum"
		node.Type, node.Script = flow.Script, rest
	case "webhook":
		node.Type, node.Webhook = flow.Webhook, &flow.Call{URL: "https://" + rest + "/hook"}
	case "wait":
		node.Type = flow.Wait
		if node.Wait, err = wait(rest); err != nil {
			return node, err
		}
	default:
		return node, fmt.Errorf("node %s: what is %q?", id, n.Is)
	}
	return node, nil
}

// edge reads "a > b", "a > b when {json}" or "a > b otherwise".
func edge(i int, text string) (flow.Edge, error) {
	way, condition, _ := strings.Cut(text, " when ")
	way, otherwise := strings.CutSuffix(way, " otherwise")
	from, to, ok := strings.Cut(way, " > ")
	if !ok {
		return flow.Edge{}, fmt.Errorf("what is %q?", text)
	}
	e := flow.Edge{ID: fmt.Sprintf("e%d", i+1), From: from, To: to, Default: otherwise}
	if condition != "" {
		e.When = json.RawMessage(condition)
	}
	return e, nil
}

// who says principals: "bob", "role hr".
func who(principals []string) string {
	if len(principals) == 0 {
		return "nobody"
	}
	said := make([]string, len(principals))
	for i, p := range principals {
		said[i] = strings.NewReplacer(engine.UserPrefix, "", engine.RolePrefix, "role ").Replace(p)
	}
	return strings.Join(said, ", ")
}

// taskNo says a task's number without its case.
func taskNo(id string) string { return id[strings.LastIndexByte(id, '.')+1:] }

func withComment(said, comment string) string {
	if comment == "" {
		return said
	}
	return said + ": " + comment
}

// sayEvent says an event.
func sayEvent(rec engine.Recorded) string {
	switch e := rec.Event.(type) {
	case engine.InstanceSubmitted:
		said := e.Initiator + " submits"
		for _, node := range slices.Sorted(maps.Keys(e.Choices)) {
			said += ", " + strings.Join(e.Choices[node], " and ") + " for " + node
		}
		return said
	case engine.NodeEntered:
		return "at " + e.Node
	case engine.NodeSkipped:
		return "skip " + e.Node + ": " + e.Reason
	case engine.EdgeTaken:
		return e.From + " > " + e.To
	case engine.TaskCreated:
		said := fmt.Sprintf("task %s for %s (%s)", taskNo(e.Task), whoFor(e.Assignees, e.For), e.Resolver)
		if e.Row > 0 {
			said += fmt.Sprintf(", row %d", e.Row)
		}
		if len(e.Waits) > 0 {
			said += ", after task " + strings.Join(say(e.Waits, taskNo), ", ")
		}
		return said
	case engine.PeopleChosen:
		return fmt.Sprintf("%s chooses %s for %s", rec.Actor, strings.Join(e.People, ", "), e.Node)
	case engine.RowsUnnamed:
		return fmt.Sprintf("nobody in row %s", strings.Trim(fmt.Sprint(e.Rows), "[]"))
	case engine.TaskPassed:
		return fmt.Sprintf("task %s passes for %s (%s)", taskNo(e.Task), e.By, e.Reason)
	case engine.TaskReturned:
		return withComment(fmt.Sprintf("%s returns task %s to %s (%s)", rec.Actor, taskNo(e.Task), e.To, e.Resume), e.Comment)
	case engine.TaskResubmitted:
		return withComment(rec.Actor+" resubmits task "+taskNo(e.Task), e.Comment)
	case engine.TaskUndone:
		said := rec.Actor + " takes back task " + taskNo(e.Task)
		if len(e.Reopened) > 0 {
			said += ", reopens " + strings.Join(say(e.Reopened, taskNo), ", ")
		}
		if len(e.Held) > 0 {
			said += ", holds " + strings.Join(say(e.Held, taskNo), ", ")
		}
		return said
	case engine.TaskTransferred:
		return withComment(fmt.Sprintf("%s transfers task %s to %s", rec.Actor, taskNo(e.Task), who([]string{e.To})), e.Comment)
	case engine.TaskDelegated:
		return withComment(fmt.Sprintf("%s delegates task %s to %s", rec.Actor, taskNo(e.Task), who([]string{e.To})), e.Comment)
	case engine.TaskAnswered:
		return withComment(rec.Actor+" answers task "+taskNo(e.Task), e.Comment)
	case engine.TaskHeld:
		return "task " + taskNo(e.Task) + " waits for " + strings.Join(say(e.Waits, taskNo), ", ")
	case engine.SignersAdded:
		return withComment(fmt.Sprintf("%s adds %s %s task %s", rec.Actor, who(e.People), e.Where, taskNo(e.Task)), e.Comment)
	case engine.SignerRemoved:
		return withComment(rec.Actor+" removes task "+taskNo(e.Task), e.Comment)
	case engine.TaskClaimed:
		return rec.Actor + " claims task " + taskNo(e.Task)
	case engine.TaskReleased:
		return rec.Actor + " releases task " + taskNo(e.Task)
	case engine.TaskCovered:
		return fmt.Sprintf("task %s to %s for %s", taskNo(e.Task), who([]string{e.To}), who([]string{e.From}))
	case engine.TaskReclaimed:
		return fmt.Sprintf("%s takes task %s again from %s", rec.Actor, taskNo(e.Task), who([]string{e.From}))
	case engine.TaskReassigned:
		return withComment(fmt.Sprintf("%s reassigns task %s to %s", rec.Actor, taskNo(e.Task), who([]string{e.To})), e.Reason)
	case engine.InstanceWithdrawn:
		return withComment(rec.Actor+" withdraws", e.Comment)
	case engine.InstanceSuspended:
		return withComment(rec.Actor+" suspends", e.Reason)
	case engine.InstanceResumed:
		return withComment(rec.Actor+" resumes", e.Reason)
	case engine.InstanceJumped:
		return withComment(rec.Actor+" jumps to "+e.To, e.Reason)
	case engine.PeopleCopied:
		return withComment(rec.Actor+" copies "+who(e.To), e.Comment)
	case engine.CommentAdded:
		return withComment(rec.Actor+" remarks", e.Text)
	case engine.TokenMoved:
		if e.Of != 0 {
			return "also from " + e.From + " to " + e.To
		}
		return "from " + e.From + " to " + e.To
	case engine.TokenCancelled:
		return "branch at " + e.Node + " is taken away"
	case engine.TaskOpened:
		return "turn of task " + taskNo(e.Task)
	case engine.TokenSplit:
		return "also " + e.From + " > " + e.To
	case engine.TokensJoined:
		return fmt.Sprintf("%s joins %d", e.Node, 1+len(e.Others))
	case engine.TokenEnded:
		return "branch ends at " + e.Node
	case engine.TaskApproved:
		return withComment(actor(rec.Actor)+" approves task "+taskNo(e.Task), e.Comment)
	case engine.TaskRejected:
		return withComment(actor(rec.Actor)+" rejects task "+taskNo(e.Task), e.Comment)
	case engine.TaskCompleted:
		return withComment(rec.Actor+" completes task "+taskNo(e.Task), e.Comment)
	case engine.TaskCancelled:
		if e.Because == engine.MovedCase {
			return "cancel task " + taskNo(e.Task) + ", the case moves"
		}
		if e.Because != "" {
			return "cancel task " + taskNo(e.Task) + ", settled by task " + taskNo(e.Because)
		}
		return "cancel task " + taskNo(e.Task)
	case engine.TaskUrged:
		return rec.Actor + " urges task " + taskNo(e.Task)
	case engine.TaskHandedOver:
		return fmt.Sprintf("task %s from %s to %s", taskNo(e.Task), who([]string{e.From}), who([]string{e.To}))
	case engine.FieldsEdited:
		said := rec.Actor + " edits " + sayValues(e.Edits)
		if len(e.Computed) > 0 {
			said += ", computed " + sayValues(e.Computed)
		}
		return said
	case engine.NoticeGiven:
		return fmt.Sprintf("notice to %s (%s)", who(e.To), e.Resolver)
	case engine.CopySent:
		return fmt.Sprintf("copy to %s (%s)", who(e.To), e.Resolver)
	case engine.InstanceEnded:
		said := fmt.Sprintf("ends %s", e.Status)
		if e.Result != "" {
			said += ", " + e.Result
		}
		if e.Reason != "" {
			said += ": " + e.Reason
		}
		if e.Recalled {
			said += ", called back"
		}
		return said
	}
	return sayErrandEvent(rec.Event)
}

// actor says who acted; a timer acts for nobody.
func actor(person string) string {
	if person == "" {
		return "time"
	}
	return person
}

func sayValues(values map[string]any) string {
	var said []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		text, err := json.Marshal(values[key])
		if err != nil {
			panic(err)
		}
		said = append(said, key+"="+string(text))
	}
	return strings.Join(said, " ")
}

// sayEffect says an effect.
func sayEffect(e engine.Effect) string {
	if o, ok := e.(engine.Order); ok {
		return sayOrder(o)
	}
	n, ok := e.(engine.Notice)
	if !ok {
		return fmt.Sprintf("%T", e)
	}
	said := fmt.Sprintf("%s: %s", whoFor(n.To, n.For), n.Kind)
	if n.Node != "" {
		said += " at " + n.Node
	}
	if n.Task != "" {
		said += ", task " + taskNo(n.Task)
	}
	return said
}

// sayTask says an open task.
func sayTask(t engine.Task) string {
	return fmt.Sprintf("task %s at %s for %s", taskNo(t.ID), t.Node, whoFor(t.Assignees, t.For))
}

// sayStep says a step of a path.
func sayStep(s engine.Step) string {
	said := fmt.Sprintf("%s %s", s.Node, s.State)
	if len(s.Assignees) > 0 && s.Type != flow.Start {
		said += ": " + whoFor(s.Assignees, s.For)
	}
	if s.By != "" && s.Type != flow.Start {
		said += ", by " + s.By
	}
	for _, signer := range s.Signers {
		if signer.Row > 0 {
			said += fmt.Sprintf("; row %d %s", signer.Row, strings.TrimSpace(whoFor(signer.Assignees, signer.For)+" "+string(signer.Status)))
		} else if signer.Status != "" {
			said += fmt.Sprintf("; %s %s", whoFor(signer.Assignees, signer.For), signer.Status)
		}
	}
	for i, e := range s.Errands {
		said += []string{": ", "; "}[min(i, 1)] + sayErrand(e)
	}
	if s.Auto != "" {
		said += ", by itself"
	}
	if s.Nobody {
		said += ", nobody found"
	}
	if len(s.Unnamed) > 0 {
		said += ", nobody in row " + strings.Trim(fmt.Sprint(s.Unnamed), "[]")
	}
	if c := s.Choice; c != nil && c.Open {
		said += fmt.Sprintf(", %s chooses", c.By)
		if len(c.At) > 0 {
			said += " at " + strings.Join(c.At, ", ")
		}
	}
	if s.Due != 0 {
		said += ", due " + sayTime(s.Due)
	}
	return said
}
