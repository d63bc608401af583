package studio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// openFor is how long somebody who has an app open counts as there after they
// were last heard of. They tell it every twenty seconds.
const openFor = 45 * time.Second

// maxOpen bounds who is remembered of one app.
const maxOpen = 50

// presence knows who has which app open. It is this process's own and a hint:
// on several nodes one sees only those of the same node.
type presence struct {
	mu   sync.Mutex
	apps map[string]map[string]time.Time // app → person → when last heard of
}

// here notes that a person has an app open and lists all who have.
func (p *presence) here(app, person string, now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.apps == nil {
		p.apps = map[string]map[string]time.Time{}
	}
	open := p.fresh(app, now)
	if _, ok := open[person]; !ok && len(open) >= maxOpen {
		return keysOf(open)
	}
	if open == nil {
		open = map[string]time.Time{}
		p.apps[app] = open
	}
	open[person] = now
	return keysOf(open)
}

// who lists those who have an app open.
func (p *presence) who(app string, now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return keysOf(p.fresh(app, now))
}

// fresh forgets who was not heard of for long. The lock is held.
func (p *presence) fresh(app string, now time.Time) map[string]time.Time {
	open := p.apps[app]
	for person, at := range open {
		if now.Sub(at) > openFor {
			delete(open, person)
		}
	}
	if len(open) == 0 {
		delete(p.apps, app)
		return nil
	}
	return open
}

func keysOf(open map[string]time.Time) []string {
	out := make([]string, 0, len(open))
	for person := range open {
		out = append(out, person)
	}
	slices.Sort(out)
	return out
}

// PresenceView says how an app's draft stands and who else has it open.
type PresenceView struct {
	Rev     int64         `json:"rev"`
	SavedAt int64         `json:"savedAt"`
	SavedBy *PersonView   `json:"savedBy"`
	Others  []*PersonView `json:"others"`
}

// Present notes that the subject has an app open in the studio, and says who
// else has.
func (s *Service) Present(ctx context.Context, subject authz.Subject, id string) (PresenceView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, id); err != nil {
		return PresenceView{}, err
	}
	doc, err := s.drafts.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return PresenceView{}, &fault.NotFound{Thing: "app", ID: id}
	}
	if err != nil {
		return PresenceView{}, fmt.Errorf("studio: reading a draft: %w", err)
	}
	view := PresenceView{Rev: doc.Rev, SavedAt: doc.SavedAt, SavedBy: s.describe(doc.SavedBy), Others: []*PersonView{}}
	for _, person := range s.open.here(id, subject.ID, s.Clock.Now()) {
		if p := s.describe(person); p != nil && person != subject.ID {
			view.Others = append(view.Others, p)
		}
	}
	slices.SortFunc(view.Others, func(a, b *PersonView) int { return cmp.Compare(a.ID, b.ID) })
	return view, nil
}

// tell lets those who have an app open know that its draft was saved.
func (s *Service) tell(id string) {
	if s.Saved != nil {
		s.Saved(s.open.who(id, s.Clock.Now()), id)
	}
}
