package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/store"
)

// caseView shows another instance to somebody, as a list would; there tells
// whether it is there at all. The view is nil where it is not for them.
func (s *Service) caseView(ctx context.Context, a Actor, id string) (v *CaseView, there bool, err error) {
	doc, err := s.instances.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	if err := s.show(doc); err != nil {
		return nil, false, err
	}
	d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: s.resource(doc)})
	if !d.Allow {
		return nil, true, nil
	}
	row, err := s.row(ctx, a, doc, d.Hide)
	if err != nil {
		return nil, false, err
	}
	return &CaseView{ID: row.ID, No: row.No, Title: row.Title, App: row.App, Status: row.Status}, true, nil
}

// showCases adds to the steps of a path the instances that they started, as far
// as the actor may read them.
func (s *Service) showCases(ctx context.Context, a Actor, steps []StepView) error {
	for _, st := range steps {
		for i := range st.Errands {
			e := &st.Errands[i]
			if e.Kind != string(engine.ErrandCase) {
				continue
			}
			view, there, err := s.caseView(ctx, a, childID(e.ID))
			if err != nil {
				return err
			}
			e.Case, e.Hidden = view, there && view == nil
		}
	}
	return nil
}
