package httpapi

import (
	"encoding/json"
	"net/http"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/workflow"
)

// idempotencyHeader carries a key under which a request has one effect however
// often it is sent (draft-ietf-httpapi-idempotency-key-header).
const idempotencyHeader = "Idempotency-Key"

// maxKey is the longest Idempotency-Key in bytes.
const maxKey = 200

func (s *Server) instanceRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/apps/:app/instances", handle: s.submit},
		{method: http.MethodGet, path: "/api/instances", handle: s.listInstances},
		{method: http.MethodGet, path: "/api/instances/:id", handle: s.readInstance},
		{method: http.MethodPost, path: "/api/instances/:id/urge", handle: s.urge},
		{method: http.MethodGet, path: "/api/inbox", handle: s.inbox},
		{method: http.MethodPost, path: "/api/tasks/:id/decisions", handle: s.decide},
		{method: http.MethodPost, path: "/api/tasks/:id/preview", handle: s.previewTask},
	}
}

func (s *Server) submit(k *call) error {
	var in struct {
		Form    json.RawMessage  `json:"form"`
		Draft   string           `json:"draft"`
		Choices workflow.Choices `json:"choices"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	key, err := k.idempotencyKey()
	if err != nil {
		return err
	}
	receipt, err := s.Workflow.Submit(k.ctx, k.actor, workflow.Submission{App: k.Params("app"), Form: in.Form, Draft: in.Draft, Choices: in.Choices, Key: key})
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, receipt)
}

func (k *call) idempotencyKey() (string, error) {
	key := k.Get(idempotencyHeader)
	if len(key) > maxKey {
		return "", &fault.Malformed{Code: "request.parameter", At: idempotencyHeader, Detail: "at most 200 bytes"}
	}
	return key, nil
}

func (s *Server) readInstance(k *call) error {
	view, err := s.Workflow.Instance(k.ctx, k.actor, k.Params("id"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) urge(k *call) error {
	view, err := s.Workflow.Urge(k.ctx, k.actor, k.Params("id"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) listInstances(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	page, err := s.Workflow.Instances(k.ctx, k.actor, workflow.Listing{
		Scope: k.Query("scope", "mine"), App: k.Query("app"), Status: k.Query("status"), Cursor: k.Query("cursor"), Limit: limit,
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, page)
}

func (s *Server) inbox(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	page, err := s.Workflow.Inbox(k.ctx, k.actor, k.Query("cursor"), limit)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, page)
}

func (s *Server) decide(k *call) error {
	var in struct {
		Action  string          `json:"action"`
		Comment string          `json:"comment"`
		Form    json.RawMessage `json:"form"`
		To      string          `json:"to"`
		Resume  string          `json:"resume"`

		Choices workflow.Choices `json:"choices"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	key, err := k.idempotencyKey()
	if err != nil {
		return err
	}
	receipt, err := s.Workflow.Decide(k.ctx, k.actor, workflow.Decision{
		Task: k.Params("id"), Action: in.Action, Comment: in.Comment, Form: in.Form, Key: key, To: in.To, Resume: in.Resume, Choices: in.Choices,
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, receipt)
}

func (s *Server) previewTask(k *call) error {
	var in struct {
		Form json.RawMessage `json:"form"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	leave, err := s.asks.enter(k.ctx, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	defer leave()
	view, err := s.Workflow.PreviewTask(k.ctx, k.actor, k.Params("id"), in.Form)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
