package studio

import (
	"context"
	"errors"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
)

// checkSubFlows looks at what an app starts of others, as they are published now.
func (s *Service) checkSubFlows(ctx context.Context, a app.App) ([]lint.Finding, error) {
	var failed error
	found := lint.CheckSubFlows(a, func(id string) *app.Compiled {
		ed, err := s.editions.Current(ctx, id)
		var missing *fault.NotFound
		switch {
		case err == nil:
			return ed.Compiled
		case !errors.As(err, &missing):
			failed = err
		}
		return nil
	})
	return found, failed
}

// mayStart asks the policy whether whoever publishes an app may start a request
// of each other app that it starts. That is judged here and not when a request
// runs: it is then the app that starts the other one, in the name of its
// initiator, who need not be able to start it alone. Nobody could mend a refusal
// at that time.
func (s *Service) mayStart(ctx context.Context, subject authz.Subject, a app.App) error {
	for i := range a.Flow.Nodes {
		sub := a.Flow.Nodes[i].Sub
		if sub == nil || sub.App == a.ID {
			continue
		}
		r := authz.Resource{Kind: "app", App: sub.App, ID: sub.App}
		d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceCreate, Subject: subject, Resource: r})
		if !d.Allow {
			return &fault.Denied{Action: authz.InstanceCreate, Reasons: d.Reasons}
		}
	}
	return nil
}
