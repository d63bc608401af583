package studio

import (
	"context"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/store"
)

// ListUse is an app that takes options from a list of the organisation, or looks it
// up for a script.
type ListUse struct {
	App  string
	Name words.Text
	// Draft is set where its draft does, Published where what can be started does;
	// Older are the earlier revisions that do.
	Draft, Published bool
	Older            []int
}

// ListUses lists the apps that name a list, by their ids. Who may know that is the
// caller's to ask.
func (s *Service) ListUses(ctx context.Context, list string) ([]ListUse, error) {
	page, err := s.apps.Find(ctx, store.Query{Order: "app", Limit: maxApps})
	if err != nil {
		return nil, fmt.Errorf("studio: listing apps: %w", err)
	}
	var uses []ListUse
	for _, doc := range page.Items {
		_, draft, err := s.load(ctx, doc.App)
		if err != nil {
			return nil, err
		}
		use := ListUse{App: doc.App, Name: draft.Name, Draft: namesList(draft, list)}
		read := map[string]bool{} // by digest: a revision may be an earlier one again
		for i, r := range doc.Revisions {
			names, known := read[r.Digest]
			if !known {
				if names, err = s.definitionNames(ctx, doc.App, r.Digest, list); err != nil {
					return nil, err
				}
				read[r.Digest] = names
			}
			switch {
			case !names:
			case i == len(doc.Revisions)-1:
				use.Published = true
			default:
				use.Older = append(use.Older, i+1)
			}
		}
		if use.Draft || use.Published || len(use.Older) > 0 {
			uses = append(uses, use)
		}
	}
	return uses, nil
}

func (s *Service) definitionNames(ctx context.Context, id, digest, list string) (bool, error) {
	doc, err := s.definitions.Get(ctx, definitionID(id, digest))
	if err != nil {
		return false, fmt.Errorf("studio: reading a definition: %w", err)
	}
	a, err := app.Decode([]byte(doc.Definition))
	if err != nil {
		return false, fmt.Errorf("studio: a definition of %s: %w", id, err)
	}
	return namesList(a, list), nil
}

// namesList reports whether an app takes options from a list, or looks it up.
func namesList(a app.App, list string) bool {
	for _, look := range a.Form.Layout.Fields {
		if look.Source != nil && look.Source.List == list {
			return true
		}
	}
	for _, needs := range a.Scripts.Needs {
		if slices.Contains(needs, app.NeedList+list) {
			return true
		}
	}
	return false
}
