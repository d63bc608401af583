package workflow

import (
	"context"
	"encoding/json"
	"fmt"

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
		Initiator: s.initiatorFacts(a.Subject.ID), Mask: maskOf(d.Hide, d.Lock),
	}, nil
}

func maskOf(hide, lock []string) Mask {
	return Mask{Hide: append([]string{}, hide...), Lock: append([]string{}, lock...)}
}

// Preview computes a half-filled form and the path that it would take, with
// the same code that runs it once it is submitted. Nothing is stored.
func (s *Service) Preview(ctx context.Context, a Actor, id string, raw json.RawMessage) (PreviewView, error) {
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
	result, err := ed.Rules.Apply(s.env(ed.Form.Mask(values, d.Hide), a.Subject.ID))
	if err != nil {
		return PreviewView{}, err
	}
	steps, err := s.path(ed, engine.Instance{Initiator: a.Subject.ID, Values: result.Values}, a.Subject.ID)
	if err != nil {
		return PreviewView{}, s.engineError(ed, err, a.Lang)
	}
	text, err := form.Canonical(ed.Form.Mask(result.Values, d.Hide))
	if err != nil {
		return PreviewView{}, fmt.Errorf("workflow: canonical form: %w", err)
	}
	return PreviewView{Steps: s.stepViews(ed, steps, false), Form: text}, nil
}

// stepViews shows steps; failures tells whether to say what went wrong with
// errands.
func (s *Service) stepViews(ed *studio.Edition, steps []engine.Step, failures bool) []StepView {
	org := s.Identity.Organisation()
	views := make([]StepView, 0, len(steps))
	for _, st := range steps {
		v := StepView{
			Node: st.Node, Type: string(st.Type), Mode: string(st.Mode), Needed: st.Needed, State: string(st.State),
			Assignees: showFor(org, principalViews(org, st.Assignees), st.For), Task: st.Task, At: st.At, Comment: st.Comment, Due: st.Due,
			Signers: signerViews(org, st.Signers), Branch: branchViews(ed, st.Branch), Result: st.Result, Auto: st.Auto,
			Errands: errandViews(ed, st.Errands, failures),
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

func signerViews(org *identity.Organisation, signers []engine.Signer) []SignerView {
	var views []SignerView
	for _, s := range signers {
		views = append(views, SignerView{
			Task: s.Task, Assignees: showFor(org, principalViews(org, s.Assignees), s.For), Status: string(s.Status),
			By: showForOne(org, byView(org, s.By), s.For), At: s.At, Comment: s.Comment,
		})
	}
	return views
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
