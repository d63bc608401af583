package httpapi

import (
	"net/http"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
)

// webhookRoutes are what the studio needs for steps that call other systems.
func (s *Server) webhookRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/studio/apps/:app/webhook", handle: s.readWebhook},
		{method: http.MethodPost, path: "/api/studio/apps/:app/webhook/secret", handle: s.renewWebhookSecret},
		{method: http.MethodPost, path: "/api/studio/apps/:app/webhook/test", handle: s.tryWebhook},
	}
}

func (s *Server) readWebhook(k *call) error {
	view, err := s.Webhooks.Secret(k.ctx, k.actor.Subject, k.Params("app"), k.Query("url"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) renewWebhookSecret(k *call) error {
	var in struct {
		URL string `json:"url"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Webhooks.RenewSecret(k.ctx, k.actor.Subject, k.Params("app"), in.URL)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, view)
}

// tryWebhook calls a receiver with sample data and tells what it said.
func (s *Server) tryWebhook(k *call) error {
	var in flow.Call
	if err := bind(k, &in); err != nil {
		return err
	}
	app, subject := k.Params("app"), k.actor.Subject
	values, err := s.Studio.Samples(k.ctx, subject, app)
	if err != nil {
		return err
	}
	body, err := workflow.SampleWebhook(app, subject.ID, s.Clock.Now(), values, in.Fields)
	if err != nil {
		return err
	}
	view, err := s.Webhooks.Try(k.ctx, subject, app, webhook.Order{URL: in.URL, Timeout: in.TimeoutOr(), Tries: 1, Body: string(body)})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
