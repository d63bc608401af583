package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/workflow"
)

func (s *Server) appRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/apps", handle: s.listApps},
		{method: http.MethodGet, path: "/api/apps/:app", handle: s.readApp},
		{method: http.MethodGet, path: "/api/apps/:app/revisions/:n", handle: s.readAppRevision},
		{method: http.MethodPost, path: "/api/apps/:app/preview", handle: s.preview},
		{method: http.MethodPost, path: "/api/apps/:app/options", handle: s.offerOptions},
	}
}

func (s *Server) listApps(k *call) error {
	apps, err := s.Workflow.Apps(k.ctx, k.actor)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(apps))
}

func (s *Server) readApp(k *call) error {
	view, err := s.Workflow.App(k.ctx, k.actor, k.Params("app"), 0)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) readAppRevision(k *call) error {
	n, err := strconv.Atoi(k.Params("n"))
	if err != nil || n < 1 {
		return &fault.NotFound{Thing: "revision", ID: k.Params("n")}
	}
	view, err := s.Workflow.App(k.ctx, k.actor, k.Params("app"), n)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) preview(k *call) error {
	var in struct {
		Form    json.RawMessage  `json:"form"`
		Choices workflow.Choices `json:"choices"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	leave, err := s.asks.enter(k.ctx, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	defer leave()
	view, err := s.Workflow.Preview(k.ctx, k.actor, k.Params("app"), in.Form, in.Choices)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

// offerOptions asks the script of a field what it offers.
func (s *Server) offerOptions(k *call) error {
	var in struct {
		Field string          `json:"field"`
		Form  json.RawMessage `json:"form"`
		Task  string          `json:"task"`
		Row   *int            `json:"row"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	leave, err := s.asks.enter(k.ctx, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	defer leave()
	options, err := s.Workflow.Options(k.ctx, k.actor, k.Params("app"), workflow.OptionsAsked{Field: in.Field, Form: in.Form, Task: in.Task, Row: in.Row})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(options))
}

// list is a whole list: {"items": […]}.
type list[T any] struct {
	Items []T `json:"items"`
}

func items[T any](all []T) list[T] {
	if all == nil {
		all = []T{}
	}
	return list[T]{Items: all}
}
