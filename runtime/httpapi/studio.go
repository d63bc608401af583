package httpapi

import (
	"encoding/json"
	"net/http"

	"github.com/banli-oa/banli/builder/words"
)

func (s *Server) studioRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/studio/apps", handle: s.listStudioApps},
		{method: http.MethodPost, path: "/api/studio/apps", handle: s.createApp},
		{method: http.MethodGet, path: "/api/studio/apps/:app/draft", handle: s.readAppDraft},
		{method: http.MethodPut, path: "/api/studio/apps/:app/draft", handle: s.saveAppDraft},
		{method: http.MethodPost, path: "/api/studio/apps/:app/publish", handle: s.publish},
		{method: http.MethodGet, path: "/api/studio/apps/:app/revisions", handle: s.listRevisions},
		{method: http.MethodGet, path: "/api/studio/templates", handle: s.listTemplates},
		{method: http.MethodPost, path: "/api/studio/templates/:template", handle: s.useTemplate},
	}
}

func (s *Server) listStudioApps(k *call) error {
	apps, err := s.Studio.Apps(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(apps))
}

// createApp makes an app out of a name.
func (s *Server) createApp(k *call) error {
	var in struct {
		Name words.Text `json:"name"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	key, err := k.idempotencyKey()
	if err != nil {
		return err
	}
	view, err := s.Studio.Create(k.ctx, k.actor.Subject, in.Name, key, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, view)
}

func (s *Server) readAppDraft(k *call) error {
	view, err := s.Studio.Draft(k.ctx, k.actor.Subject, k.Params("app"), k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) saveAppDraft(k *call) error {
	var in struct {
		Rev int64           `json:"rev"`
		App json.RawMessage `json:"app"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Studio.SaveDraft(k.ctx, k.actor.Subject, k.Params("app"), in.Rev, in.App, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) publish(k *call) error {
	var in struct {
		Rev  int64  `json:"rev"`
		Note string `json:"note"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Studio.Publish(k.ctx, k.actor.Subject, k.Params("app"), in.Rev, in.Note, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) listRevisions(k *call) error {
	revisions, err := s.Studio.Revisions(k.ctx, k.actor.Subject, k.Params("app"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(revisions))
}

func (s *Server) listTemplates(k *call) error {
	templates, err := s.Studio.Templates(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(templates))
}

// useTemplate makes an app from a template and publishes it.
func (s *Server) useTemplate(k *call) error {
	view, err := s.Studio.Use(k.ctx, k.actor.Subject, k.Params("template"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, view)
}
