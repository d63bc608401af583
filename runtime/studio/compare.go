package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
)

// draftVersion names the draft where the number of a revision may stand.
const draftVersion = "draft"

// ComparisonView is what was done to one version of an app to make it another.
// Both are with it, so that their settings can be put into words.
type ComparisonView struct {
	From    json.RawMessage `json:"from"`
	To      json.RawMessage `json:"to"`
	Changes []app.Change    `json:"changes"`
}

// Compare compares two revisions of an app, each a number or "draft". It returns
// *fault.NotFound for what was never published, and *fault.Malformed for what
// names no revision.
func (s *Service) Compare(ctx context.Context, subject authz.Subject, id, from, to string) (ComparisonView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return ComparisonView{}, err
	}
	a, before, err := s.version(ctx, id, "from", from)
	if err != nil {
		return ComparisonView{}, err
	}
	b, after, err := s.version(ctx, id, "to", to)
	if err != nil {
		return ComparisonView{}, err
	}
	changes := app.Diff(a, b)
	if changes == nil {
		changes = []app.Change{}
	}
	return ComparisonView{From: before, To: after, Changes: changes}, nil
}

// version reads a published revision or the draft, decoded and as text.
func (s *Service) version(ctx context.Context, id, parameter, which string) (app.App, json.RawMessage, error) {
	if which == draftVersion {
		doc, a, err := s.load(ctx, id)
		if err != nil {
			return app.App{}, nil, err
		}
		return a, json.RawMessage(doc.Definition), nil
	}
	n, err := strconv.Atoi(which)
	if err != nil || n < 1 {
		return app.App{}, nil, &fault.Malformed{Code: "request.parameter", At: parameter, Detail: "1 …, draft"}
	}
	doc, err := s.loadApp(ctx, id)
	if err != nil {
		return app.App{}, nil, err
	}
	if n > len(doc.Revisions) {
		return app.App{}, nil, &fault.NotFound{Thing: "revision", ID: id + " " + strconv.Itoa(n)}
	}
	stored, err := s.definitions.Get(ctx, definitionID(id, doc.Revisions[n-1].Digest))
	if err != nil {
		return app.App{}, nil, fmt.Errorf("studio: reading revision %d of %s: %w", n, id, err)
	}
	a, err := app.Decode([]byte(stored.Definition))
	if err != nil {
		return app.App{}, nil, fmt.Errorf("studio: reading revision %d of %s: %w", n, id, err)
	}
	text, err := app.Encode(a)
	if err != nil {
		return app.App{}, nil, err
	}
	return a, text, nil
}
