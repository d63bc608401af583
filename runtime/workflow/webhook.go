package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/studio"
	"github.com/banli-oa/banli/runtime/webhook"
)

// webhookType is what every webhook is about, as its receivers read it.
const webhookType = "case.step"

// webhookOrder says what a step calls and what it sends: the case as it is now.
func (s *Service) webhookOrder(ctx context.Context, d *Document, o engine.Order) ([]byte, error) {
	ed, err := s.Editions.Numbered(ctx, d.Case.App, d.Case.Revision)
	if err != nil {
		return nil, err
	}
	n := ed.Flow.Node(o.Node)
	if n == nil || n.Webhook == nil {
		return nil, fmt.Errorf("workflow: %w: step %s calls nobody", engine.ErrGraph, o.Node)
	}
	errand, ok := d.Case.Errand(o.Errand)
	if !ok {
		return nil, fmt.Errorf("workflow: %w: no errand %s", engine.ErrEventMisfit, o.Errand)
	}
	in := d.Case
	in.Values = ed.Form.WithoutRowIDs(public(ed, in.Values))
	body, err := webhookBody(webhookType, in, d.No, errand, n.Webhook.Fields)
	if err != nil {
		return nil, fmt.Errorf("workflow: what step %s sends: %w", o.Node, err)
	}
	return json.Marshal(webhook.Order{URL: n.Webhook.URL, Timeout: n.Webhook.TimeoutOr(), Tries: n.Webhook.TriesOr(), Body: string(body)})
}

// webhookBody is the JSON text that is sent: the facts of the case, and of its
// fields those that the step names.
func webhookBody(kind string, in engine.Instance, no string, e engine.Errand, fields []string) ([]byte, error) {
	data := map[string]any{
		"id": in.ID, "no": no, "app": in.App, "revision": in.Revision, "node": e.Node,
		"initiator": in.Initiator, "status": string(in.Status),
	}
	if len(fields) > 0 {
		data["fields"] = sentFields(in.Values, fields)
	}
	return form.Canonical(map[string]any{
		"type": kind, "timestamp": time.UnixMilli(e.SentAt).UTC().Format(time.RFC3339), "data": data,
	})
}

// SampleWebhook is what a step of an app would send, as JSON text, of a case that
// is made up. It says so in its type.
func SampleWebhook(app, person string, at time.Time, values map[string]any, fields []string) ([]byte, error) {
	in := engine.Instance{ID: "test", App: app, Revision: 1, Initiator: person, Status: engine.Running, Values: values}
	return webhookBody(webhookType+".test", in, "TEST-000001", engine.Errand{Node: "test", SentAt: at.UnixMilli()}, fields)
}

// sentFields keeps of a form's values the named fields, and of tables the named
// columns; what is not filled in is null, so that a receiver can rely on the
// keys.
func sentFields(values map[string]any, fields []string) map[string]any {
	sent := map[string]any{}
	for _, path := range fields {
		table, column, ok := strings.Cut(path, ".")
		if !ok {
			sent[path] = values[path]
			continue
		}
		if slices.Contains(fields, table) {
			continue // the whole of it is sent
		}
		rows, _ := values[table].([]any)
		kept, _ := sent[table].([]any)
		if kept == nil {
			kept = make([]any, len(rows))
			for i := range kept {
				kept[i] = map[string]any{}
			}
		}
		for i, row := range rows {
			cells, _ := row.(map[string]any)
			kept[i].(map[string]any)[column] = cells[column]
		}
		sent[table] = kept
	}
	return sent
}

// calledHost is the host that an errand's step calls; empty where it calls none.
func calledHost(ed *studio.Edition, e engine.Errand) string {
	n := ed.Flow.Node(e.Node)
	if e.Kind != engine.ErrandWebhook || n == nil || n.Webhook == nil {
		return ""
	}
	return n.Webhook.Host()
}
