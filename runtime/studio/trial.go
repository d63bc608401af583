package studio

import (
	"context"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/script"
)

// Trial is a draft that something of is tried out.
type Trial struct {
	App app.App
	// Edition is the draft ready to run; nil while it has mistakes.
	Edition *Edition
}

// Try returns the draft of an app for whoever may try its scripts: a *fault.Denied
// for others, a *fault.NotFound for an app that there is not.
func (s *Service) Try(ctx context.Context, subject authz.Subject, id string) (Trial, error) {
	if err := s.ask(ctx, subject, authz.StudioTry, id); err != nil {
		return Trial{}, err
	}
	_, a, err := s.load(ctx, id)
	if err != nil {
		return Trial{}, err
	}
	t := Trial{App: a}
	if c, err := app.Compile(a); err == nil {
		t.Edition = &Edition{compiled: ready(c)}
		t.Edition.Compute = script.Source{} // one script is tried at a time, and none where requests wait
	}
	return t, nil
}
