package httpapi

import (
	"encoding/json"
	"net/http"
)

// designRoutes bring forms and apps in and out, and say who else edits.
func (s *Server) designRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/studio/apps/import", handle: s.importApp},
		{method: http.MethodPost, path: "/api/studio/apps/:app/import-schema", handle: s.importSchema},
		{method: http.MethodGet, path: "/api/studio/apps/:app/schema", handle: s.exportSchema},
		{method: http.MethodPut, path: "/api/studio/apps/:app/presence", handle: s.present},
	}
}

// importApp adds an app from an exported file.
func (s *Server) importApp(k *call) error {
	var in struct {
		App json.RawMessage `json:"app"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	key, err := k.idempotencyKey()
	if err != nil {
		return err
	}
	view, err := s.Studio.ImportApp(k.ctx, k.actor.Subject, in.App, key, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, view)
}

// importSchema makes a form of a JSON Schema and keeps nothing.
func (s *Server) importSchema(k *call) error {
	var in struct {
		Text string `json:"text"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Studio.ImportSchema(k.ctx, k.actor.Subject, k.Params("app"), in.Text, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

// exportSchema gives the draft's form as a JSON Schema for other tools.
func (s *Server) exportSchema(k *call) error {
	view, err := s.Studio.ExportSchema(k.ctx, k.actor.Subject, k.Params("app"), k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

// present notes that the caller has an app open in the studio.
func (s *Server) present(k *call) error {
	view, err := s.Studio.Present(k.ctx, k.actor.Subject, k.Params("app"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
