package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/files"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// maxDrafts is how many drafts a list shows; nobody keeps more in hand.
const maxDrafts = 200

var draftsSpec = store.Spec{Name: "drafts", Indexes: []store.Index{
	{Name: "owner", Paths: []string{"owner", "savedAt"}},
}}

// draftDocument is a half-filled form. Its id is a hash of owner, app and the
// id that the client chose, so nobody can reach somebody else's.
type draftDocument struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Owner      string `bson:"owner"`
	App        string `bson:"app"`
	Draft      string `bson:"draft"`
	// Form is the form's values as canonical JSON text, the sensitive ones sealed;
	// SealKey is the key that opens them, wrapped.
	Form    string `bson:"form"`
	SealKey []byte `bson:"sealKey,omitempty"`
	// Files are the ids of the files in sensitive fields.
	Files []string `bson:"files,omitempty"`
	// Choices are the people chosen so far: node id → person ids.
	Choices  Choices `bson:"choices,omitempty"`
	SavedAt  int64   `bson:"savedAt"`
	Revision int     `bson:"revision"`
}

// DraftView is a half-filled form that its owner can go on with.
type DraftView struct {
	ID      string          `json:"id"`
	App     string          `json:"app"`
	Rev     int64           `json:"rev"`
	Form    json.RawMessage `json:"form"`
	Choices Choices         `json:"choices,omitempty"`
	// Files are those uploads of the owner's that the form names and that no
	// case has.
	Files    map[string]files.File `json:"files,omitempty"`
	SavedAt  int64                 `json:"savedAt"`
	Revision int                   `json:"revision"`
}

func draftID(owner, app, draft string) string { return ids.Hash("draft", owner, app, draft) }

func draftResource(d *draftDocument) authz.Resource {
	return authz.Resource{Kind: "draft", App: d.App, ID: d.Draft, Owner: d.Owner}
}

// SaveDraft keeps a half-filled form. rev is the revision that the client has,
// 0 for a new draft; *fault.Stale says that another device saved it since.
func (s *Service) SaveDraft(ctx context.Context, a Actor, app, draft string, rev int64, raw json.RawMessage, choices Choices) (DraftView, error) {
	if err := choices.fit(); err != nil {
		return DraftView{}, err
	}
	if !ids.Valid(draft) {
		return DraftView{}, &fault.Malformed{Code: "request.parameter", At: "id", Detail: "a draft's id is 26 characters of a-z and 2-7"}
	}
	ed, err := s.Editions.Current(ctx, app)
	if err != nil {
		return DraftView{}, err
	}
	doc := &draftDocument{
		Head: store.Head{ID: draftID(a.Subject.ID, app, draft), Rev: rev}, V: documentVersion,
		Owner: a.Subject.ID, App: app, Draft: draft, SavedAt: s.Clock.Now().UnixMilli(), Revision: ed.N, Choices: choices,
	}
	decision, err := s.ask(ctx, a, authz.DraftWrite, draftResource(doc))
	if err != nil {
		return DraftView{}, err
	}
	values, err := decodeForm(raw)
	if err != nil {
		return DraftView{}, err
	}
	values = ed.Form.Mask(values, decision.Hide)
	text, err := form.Canonical(values)
	if err != nil {
		return DraftView{}, fmt.Errorf("workflow: canonical draft: %w", err)
	}
	if err := s.sealDraft(ed, doc, values, text); err != nil {
		return DraftView{}, err
	}
	if err := s.keepFiles(ctx, a, ed, values); err != nil {
		return DraftView{}, err
	}
	if rev == 0 {
		err = s.drafts.Insert(ctx, doc)
	} else {
		err = s.drafts.Replace(ctx, doc)
	}
	switch {
	case errors.Is(err, store.ErrExists), errors.Is(err, store.ErrConflict):
		return DraftView{}, s.staleDraft(ctx, doc.ID)
	case errors.Is(err, store.ErrNotFound):
		return DraftView{}, &fault.NotFound{Thing: "draft", ID: draft}
	case err != nil:
		return DraftView{}, fmt.Errorf("workflow: storing a draft: %w", err)
	}
	return doc.view(json.RawMessage(text)), nil
}

// sealDraft puts values into a draft as they are kept; text is how they read
// without being sealed.
func (s *Service) sealDraft(ed *studio.Edition, d *draftDocument, values form.Values, text []byte) error {
	if !needsSealing(ed.Form, text) {
		d.Form = string(text)
		return nil
	}
	b, err := newBox(s.Keys, draftSealedAt(d.ID))
	if err != nil {
		return fmt.Errorf("workflow: a draft: %w", err)
	}
	sealed, err := b.sealValues(ed.Form, values)
	if err != nil {
		return err
	}
	kept, err := form.Canonical(sealed)
	if err != nil {
		return fmt.Errorf("workflow: canonical draft: %w", err)
	}
	d.Form, d.SealKey, d.Files = string(kept), b.wrapped, sealedFiles(nil, ed.Form, values)
	return nil
}

// openDraft reads the values of a draft. It returns a *fault.Unavailable where
// sealed ones do not open with the master key at hand.
func (s *Service) openDraft(d *draftDocument) (form.Values, error) {
	values, err := form.DecodeKept([]byte(d.Form))
	if err != nil {
		return nil, fmt.Errorf("workflow: values of a draft: %w", err)
	}
	if len(d.SealKey) == 0 {
		return values, nil
	}
	b, err := openBox(s.Keys, d.SealKey, draftSealedAt(d.ID))
	if err == nil {
		values, err = b.openValues(values)
	}
	if err != nil {
		return nil, &fault.Unavailable{Code: "server.sealed", Err: fmt.Errorf("workflow: draft %s: %w", d.ID, err)}
	}
	return values, nil
}

// draftSealedAt is what the data key of a draft is for.
func draftSealedAt(id string) string { return "draft/" + id }

func (s *Service) staleDraft(ctx context.Context, id string) error {
	now, err := s.drafts.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("workflow: reading a draft: %w", err)
	}
	return &fault.Stale{Thing: "draft", Rev: now.Rev}
}

func (d *draftDocument) view(values json.RawMessage) DraftView {
	return DraftView{ID: d.Draft, App: d.App, Rev: d.Rev, Form: values, Choices: d.Choices, SavedAt: d.SavedAt, Revision: d.Revision}
}

// Draft returns a draft of the actor's own.
func (s *Service) Draft(ctx context.Context, a Actor, app, draft string) (DraftView, error) {
	doc, err := s.loadDraft(ctx, a, app, draft)
	if err != nil {
		return DraftView{}, err
	}
	decision, err := s.ask(ctx, a, authz.DraftRead, draftResource(doc))
	if err != nil {
		return DraftView{}, err
	}
	ed, err := s.Editions.Current(ctx, app)
	if err != nil {
		return DraftView{}, err
	}
	values, err := s.openDraft(doc)
	if err != nil {
		return DraftView{}, err
	}
	values = ed.Form.Mask(values, decision.Hide)
	text, err := form.Canonical(values)
	if err != nil {
		return DraftView{}, fmt.Errorf("workflow: canonical draft: %w", err)
	}
	v := doc.view(text)
	v.Files, err = fileViews(ed, values, func(id string) (files.File, error) { return s.Files.Own(ctx, a.Subject.ID, id, s) })
	return v, err
}

func (s *Service) loadDraft(ctx context.Context, a Actor, app, draft string) (*draftDocument, error) {
	doc, err := s.drafts.Get(ctx, draftID(a.Subject.ID, app, draft))
	if errors.Is(err, store.ErrNotFound) {
		return nil, &fault.NotFound{Thing: "draft", ID: draft}
	}
	if err != nil {
		return nil, fmt.Errorf("workflow: reading a draft: %w", err)
	}
	return doc, nil
}

// Drafts lists the actor's drafts, newest first; of one app, or of all where
// app is empty.
func (s *Service) Drafts(ctx context.Context, a Actor, app string) ([]DraftCard, error) {
	if _, err := s.ask(ctx, a, authz.DraftRead, authz.Resource{Kind: "draft", App: app, Owner: a.Subject.ID}); err != nil {
		return nil, err
	}
	page, err := s.drafts.Find(ctx, store.Query{
		Where: []store.Cond{{Path: "owner", Value: a.Subject.ID}}, Order: "savedAt", Desc: true, Limit: maxDrafts,
	})
	if err != nil {
		return nil, fmt.Errorf("workflow: listing drafts: %w", err)
	}
	cards := []DraftCard{}
	for _, d := range page.Items {
		if app != "" && d.App != app {
			continue
		}
		decision := s.Authz.Decide(ctx, authz.Request{Action: authz.DraftRead, Subject: a.Subject, Resource: draftResource(d)})
		if !decision.Allow {
			continue
		}
		card, err := s.draftCard(ctx, d, decision.Hide)
		var gone *fault.NotFound
		if errors.As(err, &gone) {
			continue // its app is no longer published
		}
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, nil
}

func (s *Service) draftCard(ctx context.Context, d *draftDocument, hide []string) (DraftCard, error) {
	ed, err := s.Editions.Current(ctx, d.App)
	if err != nil {
		return DraftCard{}, err
	}
	values, err := form.DecodeKept([]byte(d.Form))
	if err != nil {
		return DraftCard{}, fmt.Errorf("workflow: values of a draft: %w", err)
	}
	return DraftCard{ID: d.Draft, App: d.App, Rev: d.Rev, SavedAt: d.SavedAt, Title: s.title(ed, ed.Form.Mask(values, hide), d.Owner, nil)}, nil
}

// DeleteDraft removes a draft of the actor's own.
func (s *Service) DeleteDraft(ctx context.Context, a Actor, app, draft string) error {
	doc, err := s.loadDraft(ctx, a, app, draft)
	if err != nil {
		return err
	}
	if _, err := s.ask(ctx, a, authz.DraftDelete, draftResource(doc)); err != nil {
		return err
	}
	err = s.drafts.Delete(ctx, doc.ID, doc.Rev)
	switch {
	case errors.Is(err, store.ErrConflict):
		return s.staleDraft(ctx, doc.ID)
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("workflow: removing a draft: %w", err)
	}
	return nil
}

// forgetDraft removes the draft that was just submitted. Failing to is no
// reason to refuse the submission: a draft too many harms nobody.
func (s *Service) forgetDraft(ctx context.Context, a Actor, app, draft string) {
	if doc, err := s.loadDraft(ctx, a, app, draft); err == nil {
		_ = s.drafts.Delete(ctx, doc.ID, doc.Rev)
	}
}
