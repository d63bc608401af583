package studio

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/templates"
)

// TemplateView is an app that Banli comes with.
type TemplateView struct {
	ID          string     `json:"id"`
	Name        words.Text `json:"name"`
	Description words.Text `json:"description"`
	Icon        string     `json:"icon"`
	Color       string     `json:"color"`
	// Used says that an app was made from it under its own name already; another
	// one gets a number.
	Used bool `json:"used"`
}

// InstalledView names the app that was made from a template, and its revision.
type InstalledView struct {
	App      string     `json:"app"`
	Name     words.Text `json:"name"`
	Revision int        `json:"revision"`
}

// Templates lists the apps that Banli comes with, in the order in which they
// are offered.
func (s *Service) Templates(ctx context.Context, subject authz.Subject) ([]TemplateView, error) {
	if err := s.ask(ctx, subject, authz.StudioList, ""); err != nil {
		return nil, err
	}
	views := []TemplateView{}
	for _, name := range templates.Names() {
		a, err := template(name)
		if err != nil {
			return nil, err
		}
		used, err := s.published(ctx, name)
		if err != nil {
			return nil, err
		}
		views = append(views, TemplateView{ID: name, Name: a.Name, Description: a.Description, Icon: a.Icon, Color: a.Color, Used: used})
	}
	return views, nil
}

// Use makes an app from a template and publishes it. A further one of the same
// template is an app of its own, with a number behind its id, its name and the
// prefix of its cases. Of two that ask at once for the first, both get the one.
func (s *Service) Use(ctx context.Context, subject authz.Subject, name string) (InstalledView, error) {
	if !slices.Contains(templates.Names(), name) {
		// Asked all the same, so that a stranger does not learn what there is.
		if err := s.ask(ctx, subject, authz.StudioWrite, ""); err != nil {
			return InstalledView{}, err
		}
		return InstalledView{}, &fault.NotFound{Thing: "template", ID: name}
	}
	for n := 1; n <= maxApps; n++ {
		a, err := template(name)
		if err != nil {
			return InstalledView{}, err
		}
		number(&a, n)
		for _, action := range []string{authz.StudioWrite, authz.StudioPublish} {
			if err := s.ask(ctx, subject, action, a.ID); err != nil {
				return InstalledView{}, err
			}
		}
		text, err := app.Encode(a)
		if err != nil {
			return InstalledView{}, err
		}
		if free, err := s.free(ctx, a.ID, string(text)); err != nil {
			return InstalledView{}, err
		} else if !free {
			continue
		}
		err = s.Install(ctx, text, subject.ID)
		var stale *fault.Stale
		if err != nil && !errors.As(err, &stale) { // stale: another request published the same
			return InstalledView{}, err
		}
		return InstalledView{App: a.ID, Name: a.Name, Revision: 1}, nil
	}
	return InstalledView{}, fmt.Errorf("studio: %d apps were made from the template %s", maxApps, name)
}

func template(name string) (app.App, error) {
	text, err := templates.App(name)
	if err != nil {
		return app.App{}, err
	}
	a, err := app.Decode(text)
	if err != nil {
		return app.App{}, fmt.Errorf("studio: template %s: %w", name, err)
	}
	return a, nil
}

// number turns a template into its n-th app.
func number(a *app.App, n int) {
	if n == 1 {
		return
	}
	digits := strconv.Itoa(n)
	a.ID += digits
	a.Name = maps.Clone(a.Name)
	for lang, name := range a.Name {
		a.Name[lang] = name + " " + digits
	}
	if a.Number.Prefix != "" {
		a.Number.Prefix += digits
	}
}

// published reports whether an app with this id has a revision.
func (s *Service) published(ctx context.Context, id string) (bool, error) {
	doc, err := s.apps.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("studio: reading an app: %w", err)
	}
	return len(doc.Revisions) > 0, nil
}

// free reports whether an app with this id and text can be installed: nothing
// has the id, or only what an installation of the same left when it was cut off.
func (s *Service) free(ctx context.Context, id, text string) (bool, error) {
	if taken, err := s.published(ctx, id); err != nil || taken {
		return false, err
	}
	draft, err := s.drafts.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("studio: reading a draft: %w", err)
	}
	return draft.Definition == text, nil
}
