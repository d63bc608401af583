package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// Instance returns an instance as the actor may see it: values without the
// fields that policy and flow hide, the path, the history and, on the tasks
// that the actor may decide, the actions.
func (s *Service) Instance(ctx context.Context, a Actor, id string) (InstanceView, error) {
	doc, err := s.load(ctx, id, "instance")
	if err != nil {
		return InstanceView{}, err
	}
	d, err := s.ask(ctx, a, authz.InstanceRead, s.resource(doc))
	if err != nil {
		return InstanceView{}, err
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return InstanceView{}, err
	}
	hide := union(slices.Clone(d.Hide), hiddenByNodes(ed, doc, a))
	visible := ed.Form.Mask(doc.Case.Values, hide)
	values, err := form.Canonical(visible)
	if err != nil {
		return InstanceView{}, fmt.Errorf("workflow: canonical values: %w", err)
	}
	steps, err := s.path(ed, doc.Case, doc.Initiator)
	if err != nil {
		return InstanceView{}, err
	}
	history, err := s.history(ed, doc, hide)
	if err != nil {
		return InstanceView{}, err
	}
	org := s.Identity.Organisation()
	v := InstanceView{
		ID: doc.ID, No: doc.No, Title: s.title(ed, visible, doc.Initiator), App: refOf(ed), Revision: ed.N,
		Status: string(doc.Case.Status), Rev: doc.Rev, Initiator: personView(org, doc.Initiator),
		CreatedAt: doc.CreatedAt, UpdatedAt: doc.UpdatedAt, EndedAt: doc.Case.EndedAt, Form: values,
		Definition: DefinitionView{Form: ed.App.Form, Rules: append([]rule.Rule{}, ed.App.Rules...), Calendar: s.Calendar.Current().Days()},
		Mask:       maskOf(hide, d.Lock), People: map[string]PersonView{}, Tasks: s.taskViews(ctx, a, ed, doc),
		Path: s.stepViews(ed, steps), History: history, Copies: []PrincipalView{}, Urge: s.urgeView(ctx, a, doc),
	}
	s.eachPerson(ed, visible, func(_ string, _ form.Field, id string) { v.People[id] = personView(org, id) })
	var copied []string
	for _, c := range doc.Case.Copies {
		copied = union(copied, c.To)
	}
	v.Copies = append(v.Copies, principalViews(org, copied)...)
	return v, nil
}

func (s *Service) taskViews(ctx context.Context, a Actor, ed *studio.Edition, doc *Document) []TaskView {
	org := s.Identity.Organisation()
	views := []TaskView{}
	for _, t := range doc.Case.Tasks {
		v := TaskView{
			ID: t.ID, Node: t.Node, Name: nodeName(ed, t.Node), Status: string(t.Status), Assignees: t.Assignees,
			People: principalViews(org, t.Assignees), ArrivedAt: t.ArrivedAt, Due: t.Due, Actions: []string{}, Fields: map[string]string{},
		}
		if t.Status == engine.TaskOpen {
			d := s.Authz.Decide(ctx, authz.Request{Action: authz.TaskDecide, Subject: a.Subject, Resource: s.taskResource(doc, t)})
			if d.Allow {
				v.Actions = taskActions()
				v.Fields = editable(ed.Flow.Node(t.Node), union(slices.Clone(d.Hide), d.Lock))
			}
		}
		views = append(views, v)
	}
	return views
}

// editable names the fields that a step opens, without those that the policy
// closes.
func editable(n *flow.Node, closed []string) map[string]string {
	open := map[string]string{}
	if n == nil {
		return open
	}
	for path, access := range n.Fields {
		if access == flow.Edit && !slices.Contains(closed, path) {
			open[path] = string(access)
		}
	}
	return open
}

// hiddenAt lists the fields that a step hides from its people.
func hiddenAt(n *flow.Node) []string {
	var hidden []string
	for path, access := range n.Fields {
		if access == flow.Hide {
			hidden = append(hidden, path)
		}
	}
	slices.Sort(hidden)
	return hidden
}

// history tells what happened, without what only the engine needs and without
// the fields that its reader must not see.
func (s *Service) history(ed *studio.Edition, doc *Document, hide []string) ([]HistoryEntry, error) {
	org := s.Identity.Organisation()
	entries := []HistoryEntry{}
	for _, b := range doc.History {
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
			return nil, fmt.Errorf("workflow: history of instance %s: %w", doc.ID, err)
		}
		for _, e := range events {
			if entry, told := historyEntry(org, ed, doc, e, hide); told {
				entries = append(entries, entry)
			}
		}
	}
	return entries, nil
}

func historyEntry(org *identity.Organisation, ed *studio.Edition, doc *Document, e engine.Recorded, hide []string) (HistoryEntry, bool) {
	h := HistoryEntry{Seq: e.Seq, Type: e.Event.EventType(), At: e.At}
	var by *PrincipalView
	if e.Actor != "" {
		view := principalView(org, userPrincipal(e.Actor))
		by = &view
	}
	task := func(id string) {
		h.Task = id
		if t, ok := doc.Case.Task(id); ok {
			h.Node = t.Node
		}
	}
	switch ev := e.Event.(type) {
	case engine.InstanceSubmitted:
		h.By = by
	case engine.TaskCreated:
		if len(ev.Waits) > 0 {
			return h, false // it is told of when its turn comes
		}
		h.Task, h.Node, h.To = ev.Task, ev.Node, principalViews(org, ev.Assignees)
	case engine.TaskOpened:
		task(ev.Task)
		if t, ok := doc.Case.Task(ev.Task); ok {
			h.To = principalViews(org, t.Assignees)
		}
	case engine.TaskApproved:
		task(ev.Task)
		h.By, h.Comment = by, ev.Comment
	case engine.TaskRejected:
		task(ev.Task)
		h.By, h.Comment = by, ev.Comment
	case engine.TaskCancelled:
		task(ev.Task)
	case engine.TaskUrged:
		task(ev.Task)
		h.By = by
	case engine.TaskHandedOver:
		task(ev.Task)
		from := principalView(org, ev.From)
		h.By, h.From, h.To = by, &from, principalViews(org, []string{ev.To})
	case engine.FieldsEdited:
		task(ev.Task)
		h.By = by
		for id := range ev.Edits {
			if !slices.Contains(hide, id) {
				h.Fields = append(h.Fields, id)
			}
		}
		slices.Sort(h.Fields)
	case engine.CopySent:
		h.Node, h.To = ev.Node, principalViews(org, ev.To)
	case engine.NodeSkipped:
		h.Node, h.Reason = ev.Node, ev.Reason
	case engine.InstanceEnded:
		h.Node = ev.Node
	case engine.TimerSet, engine.TimerFired, engine.TaskEscalated:
		if !timerEntry(org, doc, ev, &h) {
			return h, false
		}
	default:
		return h, false // tokens moving: only the engine needs to know
	}
	if h.Node != "" {
		h.NodeName = nodeName(ed, h.Node)
	}
	return h, true
}
