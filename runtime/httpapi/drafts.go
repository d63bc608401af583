package httpapi

import (
	"encoding/json"
	"net/http"

	"github.com/banli-oa/banli/runtime/workflow"
)

func (s *Server) draftRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/drafts", handle: s.listAllDrafts},
		{method: http.MethodGet, path: "/api/apps/:app/drafts", handle: s.listDrafts},
		{method: http.MethodGet, path: "/api/apps/:app/drafts/:id", handle: s.readDraft},
		{method: http.MethodPut, path: "/api/apps/:app/drafts/:id", handle: s.saveDraft},
		{method: http.MethodDelete, path: "/api/apps/:app/drafts/:id", handle: s.deleteDraft},
	}
}

func (s *Server) listAllDrafts(k *call) error { return s.draftsOf(k, "") }

func (s *Server) listDrafts(k *call) error { return s.draftsOf(k, k.Params("app")) }

func (s *Server) draftsOf(k *call, app string) error {
	drafts, err := s.Workflow.Drafts(k.ctx, k.actor, app)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(drafts))
}

func (s *Server) readDraft(k *call) error {
	view, err := s.Workflow.Draft(k.ctx, k.actor, k.Params("app"), k.Params("id"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) saveDraft(k *call) error {
	var in struct {
		Rev     int64            `json:"rev"`
		Form    json.RawMessage  `json:"form"`
		Choices workflow.Choices `json:"choices"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Workflow.SaveDraft(k.ctx, k.actor, k.Params("app"), k.Params("id"), in.Rev, in.Form, in.Choices)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) deleteDraft(k *call) error {
	if err := s.Workflow.DeleteDraft(k.ctx, k.actor, k.Params("app"), k.Params("id")); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}
