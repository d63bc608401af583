package studio

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// draftWindow is how long the saves of one person are one entry of the record:
// a draft saves itself every few seconds.
const draftWindow = 10 * time.Minute

func draftEvent(action, id, digest string) audit.Event {
	return audit.Event{Object: audit.Object(audit.KindDraft, id), Action: action, Facts: map[string]any{"app": id, "digest": digest}}
}

func installedEvent(a app.App) audit.Event {
	return audit.Event{Object: audit.Object(audit.KindApp, a.ID), Action: "app.installed", Facts: map[string]any{"name": a.Name}}
}

// AuditSources lists the objects of this package, whose records are verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	apps, err := store.Open[appDocument](b, appsSpec)
	if err != nil {
		return nil, fmt.Errorf("studio: opening apps: %w", err)
	}
	drafts, err := store.Open[draftDocument](b, draftsSpec)
	if err != nil {
		return nil, fmt.Errorf("studio: opening drafts: %w", err)
	}
	definitions, err := store.Open[definitionDocument](b, definitionsSpec)
	if err != nil {
		return nil, fmt.Errorf("studio: opening definitions: %w", err)
	}
	return []audit.Source{
		&appSource{audit.SourceOf(audit.KindApp, apps, func(d *appDocument) string { return d.ID }, stateOf), apps, definitions},
		audit.SourceOf(audit.KindDraft, drafts, func(d *draftDocument) string { return d.ID }, nil),
	}, nil
}

// appSource lists the apps, and looks whether what runs is what was published.
type appSource struct {
	audit.Source
	apps        *store.Collection[appDocument]
	definitions *store.Collection[definitionDocument]
}

// Each implements audit.Source.
func (s *appSource) Each(ctx context.Context, f func(audit.Chain) error) error {
	return s.Source.Each(ctx, func(c audit.Chain) error {
		if err := s.compare(ctx, &c); err != nil {
			return err
		}
		return f(c)
	})
}

// Get implements audit.Source.
func (s *appSource) Get(ctx context.Context, object string) (audit.Chain, bool, error) {
	c, ok, err := s.Source.Get(ctx, object)
	if err == nil && ok {
		err = s.compare(ctx, &c)
	}
	return c, ok, err
}

// compare names the revisions whose definition is not the one that was
// published under its digest.
func (s *appSource) compare(ctx context.Context, c *audit.Chain) error {
	doc, err := s.apps.Get(ctx, strings.TrimPrefix(c.Object, audit.Object(audit.KindApp, "")))
	if errors.Is(err, store.ErrNotFound) {
		return nil // gone meanwhile: the chain tells
	}
	if err != nil {
		return fmt.Errorf("studio: reading an app: %w", err)
	}
	for i, r := range doc.Revisions {
		stored, err := s.definitions.Get(ctx, definitionID(doc.App, r.Digest))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("studio: reading a definition: %w", err)
		}
		if err == nil {
			a, wrong := app.Decode([]byte(stored.Definition))
			if wrong == nil && a.Digest() == r.Digest {
				continue
			}
		}
		c.Differs = append(c.Differs, "revision "+strconv.Itoa(i+1))
	}
	return nil
}

// stateOf is what the record must have said last of an app.
func stateOf(doc *appDocument) audit.Changes {
	state := audit.Changes{}
	state.Add("revision", 0, len(doc.Revisions))
	state.Add("digest", "", doc.newest().Digest)
	return state
}

// publishedEvent says what the app's newest revision is.
func publishedEvent(doc *appDocument) audit.Event {
	e := audit.Event{Object: audit.Object(audit.KindApp, doc.App), Action: "app.published", Facts: map[string]any{}}
	n := len(doc.Revisions)
	before := ""
	if n > 1 {
		before = doc.Revisions[n-2].Digest
	}
	r := doc.newest()
	e.Changes.Add("revision", n-1, n)
	e.Changes.Add("digest", before, r.Digest)
	if r.Note != "" {
		e.Facts["note"] = r.Note
	}
	return e
}

// keepDraft stores a draft. The first save of a person is an entry of the
// record; those that follow within the window, with nobody else's between, are
// covered by it.
func (s *Service) keepDraft(ctx context.Context, doc *draftDocument, digest string) error {
	last, who := doc.Audit.Content(), audit.WhoOf(ctx)
	if last != nil && last.Action == "draft.saved" && last.Who.Person == who.Person &&
		doc.SavedAt-last.At < draftWindow.Milliseconds() {
		return s.drafts.Replace(ctx, doc)
	}
	return audit.Replace(ctx, s.Identity.Recorder(), s.drafts, doc, draftEvent("draft.saved", doc.ID, digest))
}
