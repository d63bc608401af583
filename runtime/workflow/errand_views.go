package workflow

import (
	"context"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/studio"
)

// mayRetry reports whether the actor may have a failed step of an instance
// tried again, and so read what went wrong.
func (s *Service) mayRetry(ctx context.Context, a Actor, doc *Document) bool {
	return s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRetry, Subject: a.Subject, Resource: s.resource(doc)}).Allow
}

// errandViews shows what a step waits or waited for.
func errandViews(ed *studio.Edition, errands []engine.Errand, failures bool) []ErrandView {
	var views []ErrandView
	for _, e := range errands {
		v := ErrandView{
			ID: e.ID, Kind: string(e.Kind), Row: e.Row, Status: string(e.Status), Since: e.SentAt, EndedAt: e.EndedAt,
			To: calledHost(ed, e),
		}
		if e.Failure != nil && failures {
			v.Failure = failureView(e.Failure)
		}
		views = append(views, v)
	}
	return views
}

func failureView(f *engine.Failure) *FailureView {
	return &FailureView{Code: f.Code, Detail: f.Detail, Tries: f.Tries}
}

// errandEntry tells what became of an errand.
func errandEntry(doc *Document, event engine.Event, h *HistoryEntry) {
	var id string
	switch ev := event.(type) {
	case engine.ErrandWasSent:
		id = ev.Errand
	case engine.ErrandWasDone:
		id = ev.Errand
	case engine.ErrandHasFailed:
		id, h.Passed = ev.Errand, ev.Passed
	case engine.ErrandWasRetried:
		id, h.Comment = ev.Errand, ev.Reason
	case engine.ErrandWasDropped:
		id = ev.Errand
	}
	if e, ok := doc.Case.Errand(id); ok {
		h.Node, h.Errand = e.Node, string(e.Kind)
		if e.Row > 0 {
			h.Row = &RowView{N: e.Row}
		}
	}
}
