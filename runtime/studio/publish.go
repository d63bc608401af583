package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// FindingView is something about a draft that its admin should know. Level is
// error, which keeps it from being published, or warning.
type FindingView struct {
	Code    string `json:"code"`
	Level   string `json:"level"`
	Place   string `json:"place"`
	Message string `json:"message"`
	// Line and Column are where it is in a script, from 1; absent where it is in
	// none, or that is not known.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// findings lists everything that is wrong with an app, its scripts included.
func (s *Service) findings(ctx context.Context, a app.App, lang string) ([]FindingView, error) {
	views := []FindingView{}
	subs, err := s.checkSubFlows(ctx, a)
	if err != nil {
		return nil, err
	}
	found := append(lint.Check(a), subs...)
	if s.Lists != nil {
		found = append(found, lint.CheckLists(a, s.Lists)...)
	}
	for _, f := range found {
		views = append(views, viewOf(f, lang))
	}
	said, err := s.scriptFindings(ctx, a, lang)
	return append(views, said...), err
}

func viewOf(f lint.Finding, lang string) FindingView {
	return FindingView{
		Code: f.Code, Level: string(f.Level), Place: f.Place, Message: lint.Message(f, lang), Line: f.Line, Column: f.Column,
	}
}

// Publish makes the draft at revision rev the app's next numbered revision.
// What is started afterwards runs on it; what runs already stays where it is.
// It returns *fault.Invalid with what must be mended first, and *fault.Stale
// where the draft has moved on.
func (s *Service) Publish(ctx context.Context, subject authz.Subject, id string, rev int64, note, lang string) (PublishedView, error) {
	if err := s.ask(ctx, subject, authz.StudioPublish, id); err != nil {
		return PublishedView{}, err
	}
	draft, a, err := s.load(ctx, id)
	if err != nil {
		return PublishedView{}, err
	}
	if draft.Rev != rev {
		return PublishedView{}, &fault.Stale{Thing: "app", Rev: draft.Rev}
	}
	doc, err := s.loadApp(ctx, id)
	if err != nil {
		return PublishedView{}, err
	}
	if err := s.mayStart(ctx, subject, a); err != nil {
		return PublishedView{}, err
	}
	return s.publish(ctx, doc, a, revision{By: subject.ID, Note: note}, lang)
}

// publish stores the definition and then lets the app point to it, with one
// swap: of two publications at once, one wins and the other is told.
func (s *Service) publish(ctx context.Context, doc *appDocument, a app.App, r revision, lang string) (PublishedView, error) {
	findings, err := s.findings(ctx, a, lang)
	if err != nil {
		return PublishedView{}, err
	}
	if problems := blocking(findings); len(problems) > 0 {
		return PublishedView{}, &fault.Invalid{Code: "app.invalid", Problems: problems}
	}
	text, err := app.Encode(a)
	if err != nil {
		return PublishedView{}, err
	}
	r.Digest, r.At = a.Digest(), s.Clock.Now().UnixMilli()
	err = s.definitions.Insert(ctx, &definitionDocument{
		Head: store.Head{ID: definitionID(doc.App, r.Digest)}, V: documentVersion, Definition: string(text),
	})
	if err != nil && !errors.Is(err, store.ErrExists) {
		return PublishedView{}, fmt.Errorf("studio: storing a definition: %w", err)
	}
	doc.Revisions = append(doc.Revisions, r)
	err = audit.Replace(ctx, s.Identity.Recorder(), s.apps, doc, publishedEvent(doc))
	if errors.Is(err, store.ErrConflict) {
		return PublishedView{}, &fault.Stale{Thing: "app"}
	}
	if err != nil {
		return PublishedView{}, fmt.Errorf("studio: publishing %s: %w", doc.App, err)
	}
	s.editions.forget()
	return PublishedView{Revision: len(doc.Revisions), Digest: r.Digest}, nil
}

// blocking keeps the findings that forbid publishing.
func blocking(findings []FindingView) []fault.Problem {
	var problems []fault.Problem
	for _, f := range findings {
		if f.Level == string(lint.Error) {
			problems = append(problems, fault.Problem{Path: f.Place, Code: f.Code, Message: f.Message})
		}
	}
	return problems
}

// Install adds an app from its definition and publishes it, in the name of
// the given person. An app that is there already stays as it is, so that
// installing a template again changes nothing.
func (s *Service) Install(ctx context.Context, definition json.RawMessage, by string) error {
	a, err := app.Decode(definition)
	if err != nil {
		return fmt.Errorf("studio: installing an app: %w", err)
	}
	if err := s.add(ctx, a, string(definition), by); err != nil {
		return err
	}
	doc, err := s.loadApp(ctx, a.ID)
	if err != nil || len(doc.Revisions) > 0 {
		return err
	}
	_, err = s.publish(ctx, doc, a, revision{By: by}, words.English)
	return err
}
