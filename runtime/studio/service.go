package studio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
)

// documentVersion is the version of the stored shapes.
const documentVersion = 1

// maxApps bounds what one list reads.
const maxApps = 500

var appsSpec = store.Spec{Name: "apps", Indexes: []store.Index{
	{Name: "app", Paths: []string{"app"}},
}}

var definitionsSpec = store.Spec{Name: "definitions"}

var draftsSpec = store.Spec{Name: "appDrafts"}

// appDocument says what is published of an app. It is the only document that
// decides: drafts and definitions matter once it points to them.
type appDocument struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	App           string `bson:"app"`
	// Revisions are the published ones: the n-th is at index n-1.
	Revisions []revision `bson:"revisions"`
}

// revision is one published revision. It never changes.
type revision struct {
	Digest string `bson:"digest"`
	At     int64  `bson:"at"`
	By     string `bson:"by"`
	Note   string `bson:"note,omitempty"`
}

func (d *appDocument) newest() revision {
	if len(d.Revisions) == 0 {
		return revision{}
	}
	return d.Revisions[len(d.Revisions)-1]
}

// draftDocument is what an admin works on. Its revision is what editors swap
// on; publishing leaves it as it is.
type draftDocument struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	Definition    string `bson:"definition"` // JSON text
	SavedAt       int64  `bson:"savedAt"`
	SavedBy       string `bson:"savedBy"`
}

// definitionDocument is the content of a revision, kept under the app and its
// digest, so that storing it again changes nothing.
type definitionDocument struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Definition string `bson:"definition"` // JSON text
}

func definitionID(app, digest string) string { return app + "/" + digest }

// Deps are the rooms that the use cases stand on. All but Saved are required.
type Deps struct {
	Backend  store.Backend
	Identity *identity.Identity
	Authz    authz.Authorizer
	Scripts  script.Runner
	// Lists are those that fields may name; nil lets every name pass.
	Lists lint.Lists
	Clock clock.Clock
	// Saved is told that an app's draft was saved, with the people who have it
	// open. It must not wait. It may be nil.
	Saved func(people []string, app string)
}

// Service carries out the design-time use cases. It is safe for concurrent
// use.
type Service struct {
	Deps
	apps        *store.Collection[appDocument]
	drafts      *store.Collection[draftDocument]
	definitions *store.Collection[definitionDocument]
	editions    *Editions
	open        presence
	outlines    outlines
}

// New opens the collections that the use cases need.
func New(d Deps) (*Service, error) {
	s := &Service{Deps: d}
	var err error
	if s.apps, err = store.Open[appDocument](d.Backend, appsSpec); err != nil {
		return nil, fmt.Errorf("studio: opening apps: %w", err)
	}
	if s.drafts, err = store.Open[draftDocument](d.Backend, draftsSpec); err != nil {
		return nil, fmt.Errorf("studio: opening drafts: %w", err)
	}
	if s.definitions, err = store.Open[definitionDocument](d.Backend, definitionsSpec); err != nil {
		return nil, fmt.Errorf("studio: opening definitions: %w", err)
	}
	s.editions = newEditions(s.apps, s.definitions, d.Clock)
	return s, nil
}

// Editions hands out what is published.
func (s *Service) Editions() *Editions { return s.editions }

// PersonView names a person.
type PersonView struct {
	ID   string     `json:"id"`
	Name words.Text `json:"name"`
}

// AppView is an app in the studio's list.
type AppView struct {
	ID       string      `json:"id"`
	Name     words.Text  `json:"name"`
	Icon     string      `json:"icon"`
	Color    string      `json:"color"`
	Revision int         `json:"revision"`
	DraftRev int64       `json:"draftRev"`
	Changed  bool        `json:"changed"`
	SavedAt  int64       `json:"savedAt"`
	SavedBy  *PersonView `json:"savedBy"`
}

// DraftView is the draft of an app.
type DraftView struct {
	Rev      int64           `json:"rev"`
	App      json.RawMessage `json:"app"`
	Revision int             `json:"revision"`
	// Changed says that the draft is not what is published.
	Changed  bool          `json:"changed"`
	SavedAt  int64         `json:"savedAt"`
	SavedBy  *PersonView   `json:"savedBy"`
	Findings []FindingView `json:"findings"`
}

// SavedView says that a draft was saved.
type SavedView struct {
	Rev      int64         `json:"rev"`
	SavedAt  int64         `json:"savedAt"`
	Findings []FindingView `json:"findings"`
}

// PublishedView names a revision that was published.
type PublishedView struct {
	Revision int    `json:"revision"`
	Digest   string `json:"digest"`
}

// RevisionView is a revision in a list.
type RevisionView struct {
	N           int         `json:"n"`
	Digest      string      `json:"digest"`
	PublishedAt int64       `json:"publishedAt"`
	PublishedBy *PersonView `json:"publishedBy"`
	Note        string      `json:"note"`
}

// ask puts a request about an app to the policy; a refusal is a *fault.Denied.
func (s *Service) ask(ctx context.Context, subject authz.Subject, action, id string) error {
	d := s.Authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "studio", App: id, ID: id}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

// Apps lists the apps with their drafts' state, by id.
func (s *Service) Apps(ctx context.Context, subject authz.Subject) ([]AppView, error) {
	if err := s.ask(ctx, subject, authz.StudioList, ""); err != nil {
		return nil, err
	}
	page, err := s.apps.Find(ctx, store.Query{Order: "app", Limit: maxApps})
	if err != nil {
		return nil, fmt.Errorf("studio: listing apps: %w", err)
	}
	views := []AppView{}
	for _, doc := range page.Items {
		draft, a, err := s.load(ctx, doc.App)
		if err != nil {
			return nil, err
		}
		views = append(views, AppView{
			ID: doc.App, Name: a.Name, Icon: a.Icon, Color: a.Color, Revision: len(doc.Revisions), DraftRev: draft.Rev,
			Changed: a.Digest() != doc.newest().Digest, SavedAt: draft.SavedAt, SavedBy: s.describe(draft.SavedBy),
		})
	}
	return views, nil
}

// load reads the draft of an app.
func (s *Service) load(ctx context.Context, id string) (*draftDocument, app.App, error) {
	doc, err := s.drafts.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, app.App{}, &fault.NotFound{Thing: "app", ID: id}
	}
	if err != nil {
		return nil, app.App{}, fmt.Errorf("studio: reading a draft: %w", err)
	}
	a, err := app.Decode([]byte(doc.Definition))
	if err != nil {
		return nil, app.App{}, fmt.Errorf("studio: draft of %s: %w", id, err)
	}
	return doc, a, nil
}

// loadApp reads what is published of an app.
func (s *Service) loadApp(ctx context.Context, id string) (*appDocument, error) {
	doc, err := s.apps.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, &fault.NotFound{Thing: "app", ID: id}
	}
	if err != nil {
		return nil, fmt.Errorf("studio: reading an app: %w", err)
	}
	return doc, nil
}

// describe names whoever changed something; nil for nobody.
func (s *Service) describe(person string) *PersonView {
	p, ok := s.Identity.Organisation().Person(person)
	if !ok {
		return nil
	}
	return &PersonView{ID: p.ID, Name: p.Name}
}

// Draft returns the draft of an app with what is wrong with it.
func (s *Service) Draft(ctx context.Context, subject authz.Subject, id, lang string) (DraftView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return DraftView{}, err
	}
	doc, a, err := s.load(ctx, id)
	if err != nil {
		return DraftView{}, err
	}
	published, err := s.loadApp(ctx, id)
	if err != nil {
		return DraftView{}, err
	}
	findings, err := s.findings(ctx, a, lang)
	if err != nil {
		return DraftView{}, err
	}
	return DraftView{
		Rev: doc.Rev, App: json.RawMessage(doc.Definition), Revision: len(published.Revisions),
		Changed: a.Digest() != published.newest().Digest,
		SavedAt: doc.SavedAt, SavedBy: s.describe(doc.SavedBy), Findings: findings,
	}, nil
}

// SaveDraft keeps a draft that was made from revision rev of it. What is wrong
// with it is said and does not keep it from being saved; only what is no app
// at all is refused, with a *fault.Malformed. *fault.Stale says that somebody
// else saved since.
func (s *Service) SaveDraft(ctx context.Context, subject authz.Subject, id string, rev int64, raw json.RawMessage, lang string) (SavedView, error) {
	if err := s.ask(ctx, subject, authz.StudioWrite, id); err != nil {
		return SavedView{}, err
	}
	doc, _, err := s.load(ctx, id)
	if err != nil {
		return SavedView{}, err
	}
	a, err := decode(id, raw, lang)
	if err != nil {
		return SavedView{}, err
	}
	if doc.Rev != rev {
		return SavedView{}, &fault.Stale{Thing: "app", Rev: doc.Rev}
	}
	text, err := app.Encode(a)
	if err != nil {
		return SavedView{}, err
	}
	doc.Definition, doc.SavedAt, doc.SavedBy = string(text), s.Clock.Now().UnixMilli(), subject.ID
	err = s.keepDraft(ctx, doc, a.Digest())
	if errors.Is(err, store.ErrConflict) {
		now, _, err := s.load(ctx, id)
		if err != nil {
			return SavedView{}, err
		}
		return SavedView{}, &fault.Stale{Thing: "app", Rev: now.Rev}
	}
	if err != nil {
		return SavedView{}, fmt.Errorf("studio: storing a draft: %w", err)
	}
	s.tell(id)
	findings, err := s.findings(ctx, a, lang)
	if err != nil {
		return SavedView{}, err
	}
	return SavedView{Rev: doc.Rev, SavedAt: doc.SavedAt, Findings: findings}, nil
}

// decode reads the definition of the app with the given id.
func decode(id string, raw json.RawMessage, lang string) (app.App, error) {
	a, err := app.Decode(raw)
	var wrong *app.DecodeError
	if errors.As(err, &wrong) {
		return a, &fault.Malformed{Code: "app.undecodable", At: wrong.Path, Detail: wrong.Message(lang)}
	}
	if err != nil {
		return a, err
	}
	if a.ID != id {
		return a, &fault.Malformed{Code: "request.type", At: "/app/id", Detail: "want " + strconv.Quote(id) + ", got " + strconv.Quote(a.ID)}
	}
	return a, nil
}

// Revisions lists the published revisions of an app, newest first.
func (s *Service) Revisions(ctx context.Context, subject authz.Subject, id string) ([]RevisionView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return nil, err
	}
	doc, err := s.loadApp(ctx, id)
	if err != nil {
		return nil, err
	}
	views := []RevisionView{}
	for i, r := range slices.Backward(doc.Revisions) {
		views = append(views, RevisionView{N: i + 1, Digest: r.Digest, PublishedAt: r.At, PublishedBy: s.describe(r.By), Note: r.Note})
	}
	return views, nil
}
