package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// Apps lists the apps that the actor may start.
func (s *Service) Apps(ctx context.Context, a Actor) ([]AppCard, error) {
	if _, err := s.ask(ctx, a, authz.AppsList, authz.Resource{Kind: "apps"}); err != nil {
		return nil, err
	}
	editions, err := s.Editions.All(ctx)
	if err != nil {
		return nil, err
	}
	cards := []AppCard{}
	for _, ed := range editions {
		d := s.Authz.Decide(ctx, authz.Request{Action: authz.AppRead, Subject: a.Subject, Resource: appResource(ed)})
		if d.Allow {
			cards = append(cards, cardOf(ed))
		}
	}
	return cards, nil
}

func cardOf(ed *studio.Edition) AppCard {
	return AppCard{
		ID: ed.App.ID, Name: ed.App.Name, Description: ed.App.Description,
		Icon: ed.App.Icon, Color: ed.App.Color, Revision: ed.N,
	}
}

// App returns what is needed to fill an app's form: of the current revision,
// or of revision n where n is positive.
func (s *Service) App(ctx context.Context, a Actor, id string, n int) (AppView, error) {
	var (
		ed  *studio.Edition
		err error
	)
	if n > 0 {
		ed, err = s.Editions.Numbered(ctx, id, n)
	} else {
		ed, err = s.Editions.Current(ctx, id)
	}
	if err != nil {
		return AppView{}, err
	}
	d, err := s.ask(ctx, a, authz.AppRead, appResource(ed))
	if err != nil {
		return AppView{}, err
	}
	return AppView{
		AppCard: cardOf(ed), Digest: ed.Digest, Form: ed.App.Form, Rules: append([]rule.Rule{}, ed.App.Rules...),
		Calendar: s.Calendar.Current().Days(), Today: s.today(),
		Initiator: s.initiatorFacts(a.Subject.ID), Mask: maskOf(d.Hide, closedBy(ed, d.Lock)), Computed: ed.Sets(),
	}, nil
}

// closedBy adds the fields that the app's script computes to those that the
// policy closes.
func closedBy(ed *studio.Edition, lock []string) []string {
	return union(slices.Clone(lock), ed.Sets())
}

func maskOf(hide, lock []string) Mask {
	return Mask{Hide: append([]string{}, hide...), Lock: append([]string{}, lock...)}
}

// Preview computes a half-filled form and the path that it would take, with
// the same code that runs it once it is submitted. Nothing is stored.
func (s *Service) Preview(ctx context.Context, a Actor, id string, raw json.RawMessage, choices Choices) (PreviewView, error) {
	if err := choices.fit(); err != nil {
		return PreviewView{}, err
	}
	ed, err := s.Editions.Current(ctx, id)
	if err != nil {
		return PreviewView{}, err
	}
	d, err := s.ask(ctx, a, authz.AppPreview, appResource(ed))
	if err != nil {
		return PreviewView{}, err
	}
	values, err := decodeForm(raw)
	if err != nil {
		return PreviewView{}, err
	}
	// A script that fails on what is not filled in yet leaves its fields empty.
	result, err := s.derive(ctx, ed, ed.Form.Mask(values, d.Hide), a.Subject.ID, a.Lang)
	if err != nil {
		return PreviewView{}, err
	}
	steps, err := s.path(ctx, ed, "", engine.Instance{Initiator: a.Subject.ID, Values: result.Values, Choices: choices}, a.Subject.ID)
	if err != nil {
		return PreviewView{}, s.engineError(ed, err, a.Lang)
	}
	visible := ed.Form.Mask(result.Values, d.Hide)
	text, err := form.Canonical(visible)
	if err != nil {
		return PreviewView{}, fmt.Errorf("workflow: canonical form: %w", err)
	}
	return PreviewView{Steps: s.stepViews(ed, visible, steps, false), Form: text, Choices: s.previewChoices(ed, steps, choices)}, nil
}

// stepViews shows steps; failures tells whether to say what went wrong with
// errands.
func (s *Service) stepViews(ed *studio.Edition, visible form.Values, steps []engine.Step, failures bool) []StepView {
	org := s.Identity.Organisation()
	views := make([]StepView, 0, len(steps))
	for _, st := range steps {
		v := StepView{
			Node: st.Node, Type: string(st.Type), Mode: string(st.Mode), Needed: st.Needed, State: string(st.State),
			Assignees: showFor(org, principalViews(org, st.Assignees), st.For), Task: st.Task, At: st.At, Comment: st.Comment, Due: st.Due,
			Signers: s.signerViews(ed, visible, st), Branch: branchViews(ed, st.Branch), Result: st.Result, Auto: st.Auto,
			Errands: errandViews(ed, st.Errands, failures), Choice: stepChoice(ed, st.Choice), Unnamed: st.Unnamed,
		}
		if n := ed.Flow.Node(st.Node); n != nil {
			v.Name = n.Name
		}
		v.By = showForOne(org, byView(org, st.By), st.For)
		views = append(views, v)
	}
	return views
}

func branchViews(ed *studio.Edition, edges []string) []BranchView {
	var views []BranchView
	for _, id := range edges {
		v := BranchView{Edge: id}
		if e := ed.Flow.Edge(id); e != nil {
			v.Name = e.Name
		}
		views = append(views, v)
	}
	return views
}

func (s *Service) signerViews(ed *studio.Edition, visible form.Values, st engine.Step) []SignerView {
	org := s.Identity.Organisation()
	var views []SignerView
	for _, who := range st.Signers {
		views = append(views, SignerView{
			Task: who.Task, Row: s.rowView(ed, visible, st.Node, "", who.Row),
			Assignees: showFor(org, principalViews(org, who.Assignees), who.For), Status: string(who.Status),
			By: showForOne(org, byView(org, who.By), who.For), At: who.At, Comment: who.Comment,
		})
	}
	return views
}

// stepChoice names the steps whose approvers choose.
func stepChoice(ed *studio.Edition, c *engine.Choice) *StepChoice {
	if c == nil {
		return nil
	}
	v := &StepChoice{By: string(c.By), Open: c.Open}
	for _, id := range c.At {
		v.At = append(v.At, NodeRef{Node: id, Name: nodeName(ed, id)})
	}
	return v
}

// byView shows who acted; nil where nobody did.
func byView(org *identity.Organisation, person string) *PrincipalView {
	if person == "" {
		return nil
	}
	by := principalView(org, userPrincipal(person))
	return &by
}

func principalViews(org *identity.Organisation, principals []string) []PrincipalView {
	views := make([]PrincipalView, 0, len(principals))
	for _, p := range principals {
		views = append(views, principalView(org, p))
	}
	return views
}
