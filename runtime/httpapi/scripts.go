package httpapi

import (
	"encoding/json"
	"net/http"

	"github.com/banli-oa/banli/runtime/workflow"
)

// scriptRoutes are what the studio needs for an app's scripts.
func (s *Server) scriptRoutes() []route {
	return []route{{method: http.MethodPost, path: "/api/studio/apps/:app/try-script", handle: s.tryScript}}
}

// tryScript runs a script as it is typed and tells what came of it.
func (s *Server) tryScript(k *call) error {
	var in struct {
		Script string          `json:"script"`
		Source string          `json:"source"`
		Values json.RawMessage `json:"values"`
		As     string          `json:"as"`
		Today  string          `json:"today"`
		Field  string          `json:"field"`
		Row    *int            `json:"row"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	draft, err := s.Studio.Try(k.ctx, k.actor.Subject, k.Params("app"))
	if err != nil {
		return err
	}
	if err := s.trials.take(k.actor.Subject.ID, s.Clock.Now()); err != nil {
		return err
	}
	view, err := s.Workflow.TryScript(k.ctx, k.actor, draft, workflow.ScriptTrial{
		Script: in.Script, Source: in.Source, Values: in.Values, As: in.As, Today: in.Today, Field: in.Field, Row: in.Row,
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
