package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/files"
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
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return InstanceView{}, err
	}
	resource := s.readResource(ed, doc, a)
	d, err := s.ask(ctx, a, authz.InstanceRead, resource)
	if err != nil {
		return InstanceView{}, err
	}
	hide := union(slices.Clone(d.Hide), hiddenByNodes(ed, doc, a))
	mask := maskOf(hide, closedBy(ed, d.Lock))
	mask.Veil = veiled(ed, resource.Opened, d)
	visible := ed.Form.Mask(doc.Case.Values, union(slices.Clone(hide), mask.Veil))
	values, err := form.Canonical(visible)
	if err != nil {
		return InstanceView{}, fmt.Errorf("workflow: canonical values: %w", err)
	}
	steps, err := s.path(ctx, ed, doc.No, doc.Case, doc.Initiator)
	if err != nil {
		return InstanceView{}, err
	}
	history, err := s.history(ed, doc, hide)
	if err != nil {
		return InstanceView{}, err
	}
	org := s.Identity.Organisation()
	v := InstanceView{
		ID: doc.ID, No: doc.No, Title: s.title(ed, visible, doc.Initiator, doc.Labels), App: refOf(ed), Revision: ed.N,
		Status: string(doc.Case.Status), Rev: doc.Rev, Initiator: personView(org, doc.Initiator),
		CreatedAt: doc.CreatedAt, UpdatedAt: doc.UpdatedAt, EndedAt: doc.Case.EndedAt, Form: values,
		Definition: DefinitionView{Form: ed.App.Form, Rules: append([]rule.Rule{}, ed.App.Rules...), Calendar: s.Calendar.Current().Days()},
		Mask:       mask, Computed: ed.Sets(), Labels: labelsOf(ed, doc, visible), People: map[string]PersonView{}, Tasks: s.taskViews(ctx, a, ed, doc, visible),
		Path: s.stepViews(ed, visible, steps, s.mayRetry(ctx, a, doc)), History: history, Copies: []PrincipalView{}, Urge: s.urgeView(ctx, a, doc),
		Actions: s.caseOffers(ctx, a, ed, doc), Result: doc.Case.Result,
	}
	if halt := doc.Case.Suspension; halt != nil {
		v.Suspension = &SuspensionView{By: principalView(org, userPrincipal(halt.By)), At: halt.At, Reason: halt.Reason}
	}
	if v.Files, err = fileViews(ed, visible, func(id string) (files.File, error) { return s.Files.Look(ctx, id) }); err != nil {
		return InstanceView{}, err
	}
	eachPerson(ed, visible, func(_ string, _ form.Field, id string) { v.People[id] = personView(org, id) })
	var copied []string
	for _, c := range doc.Case.Copies {
		copied = union(copied, c.To)
	}
	v.Copies = append(v.Copies, principalViews(org, copied)...)
	if p := doc.Case.Parent; p != nil {
		if v.Parent, _, err = s.caseView(ctx, a, p.Instance); err != nil {
			return InstanceView{}, err
		}
	}
	return v, s.showCases(ctx, a, v.Path)
}

func (s *Service) taskViews(ctx context.Context, a Actor, ed *studio.Edition, doc *Document, visible form.Values) []TaskView {
	org := s.Identity.Organisation()
	views := []TaskView{}
	for _, t := range doc.Case.Tasks {
		v := TaskView{
			ID: t.ID, Node: t.Node, Name: nodeName(ed, t.Node), Status: string(t.Status), Assignees: t.Assignees,
			People: showFor(org, principalViews(org, t.Assignees), t.For), ArrivedAt: t.ArrivedAt, Due: t.Due, Actions: []string{}, Fields: map[string]string{},
		}
		if t.Lender != nil {
			v.Lender = principalViews(org, t.Lender)
		}
		if t.Group != nil {
			v.Group = principalViews(org, t.Group)
		}
		v.Row = s.rowView(ed, visible, t.Node, t.Resolver, t.Row)
		v.Adder = byView(org, t.Adder)
		s.offer(ctx, a, ed, doc, t, &v)
		views = append(views, v)
	}
	return views
}

// editable names the fields that a step opens, without those that the policy
// closes. At the start that is every field.
func editable(ed *studio.Edition, n *flow.Node, closed []string) map[string]string {
	open := map[string]string{}
	if n == nil {
		return open
	}
	if n.Type == flow.Start { // the initiator fills the form again
		for _, f := range ed.Form.Fields() {
			if !slices.Contains(closed, f.ID) {
				open[f.ID] = string(flow.Edit)
			}
		}
		return open
	}
	for path, access := range n.Fields {
		if access == flow.Edit && !slices.Contains(closed, path) {
			open[path] = string(access)
		}
	}
	// A column that stays closed in a table that is open.
	for path := range n.Fields {
		table, _, column := strings.Cut(path, ".")
		if access := n.AccessTo(path); column && open[table] != "" && access != flow.Edit {
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
