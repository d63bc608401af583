package workflow

import (
	"context"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/store"
)

// FailedView is a step of an instance that failed and waits for an
// administrator.
type FailedView struct {
	Instance string     `json:"instance"`
	No       string     `json:"no"`
	App      AppRef     `json:"app"`
	Node     string     `json:"node"`
	Name     words.Text `json:"name"`
	Errand   ErrandView `json:"errand"`
	// Suspended says that it cannot be tried again until the instance goes on.
	Suspended bool `json:"suspended,omitempty"`
	// Readable says that the reader may open the instance.
	Readable bool `json:"readable"`
}

// Failures lists the failed steps of all apps, those that have waited longest
// first. Each is checked by a decision of its own, so a page may hold fewer than
// asked for while more follow.
func (s *Service) Failures(ctx context.Context, a Actor, signed string, limit int) (Page[FailedView], error) {
	none := Page[FailedView]{}
	if _, err := s.ask(ctx, a, authz.FailuresList, authz.Resource{Kind: "instance"}); err != nil {
		return none, err
	}
	question := "failures\n" + a.Subject.ID
	cursor, err := s.cursors.verify(question, signed)
	if err != nil {
		return none, err
	}
	page, err := s.found(s.instances.Find(ctx, store.Query{Order: "failedAt", After: cursor, Limit: limit}))
	if err != nil {
		return none, err
	}
	items := []FailedView{}
	for _, doc := range page.Items {
		more, err := s.failed(ctx, a, doc)
		if err != nil {
			return none, err
		}
		items = append(items, more...)
	}
	return Page[FailedView]{Items: items, Next: s.cursors.sign(question, page.Next)}, nil
}

// failed lists the failed steps of an instance that the actor may have tried
// again.
func (s *Service) failed(ctx context.Context, a Actor, doc *Document) ([]FailedView, error) {
	if !s.mayRetry(ctx, a, doc) {
		return nil, nil
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return nil, err
	}
	read := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceRead, Subject: a.Subject, Resource: s.resource(doc)})
	var views []FailedView
	for _, e := range doc.Case.Errands {
		if e.Status != engine.ErrandFailed {
			continue
		}
		errand := errandViews(ed, []engine.Errand{e}, true)[0]
		if errand.Failure != nil && !read.Allow && e.Kind != engine.ErrandWebhook {
			errand.Failure.Detail = "" // a script, or a form, may say in it what the case holds
		}
		views = append(views, FailedView{
			Instance: doc.ID, No: doc.No, App: refOf(ed), Node: e.Node, Name: nodeName(ed, e.Node), Errand: errand,
			Suspended: doc.Case.Status == engine.Suspended, Readable: read.Allow,
		})
	}
	return views, nil
}
