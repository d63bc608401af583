package studio

import (
	"context"
	"fmt"
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
	return []audit.Source{
		audit.SourceOf(audit.KindApp, apps, func(d *appDocument) string { return d.ID }, stateOf),
		audit.SourceOf(audit.KindDraft, drafts, func(d *draftDocument) string { return d.ID }, nil),
	}, nil
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
