package mail

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// mostCounted is where counting the letters that wait stops.
	mostCounted = 1000
	// mostShown is how many failed letters are shown.
	mostShown = 100
)

// Status tells IT how the mail is doing.
type Status struct {
	Configured bool `json:"configured"`
	// Waiting counts the letters that are not sent yet, up to 1,000.
	Waiting int `json:"waiting"`
	// Trouble is what keeps the next one of them from being sent, if it has
	// been tried.
	Trouble *Trouble `json:"trouble,omitempty"`
	// Failed are the letters that will not be sent, newest first, at most 100.
	Failed []Failed `json:"failed"`
}

// Trouble is one of the Trouble codes, and what the server or the network said.
type Trouble struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Failed is a letter that could not be sent.
type Failed struct {
	ID      string     `json:"id"`
	Person  string     `json:"person"`
	Name    words.Text `json:"name"`
	Address string     `json:"address"`
	Kind    string     `json:"kind"`
	No      string     `json:"no"`
	At      int64      `json:"at"`
	Tries   int        `json:"tries"`
	Trouble Trouble    `json:"trouble"`
}

// Status tells how the mail is doing to who may read the company's settings.
func (p *Post) Status(ctx context.Context, subject authz.Subject) (Status, error) {
	if err := p.ask(ctx, subject, authz.CompanyRead); err != nil {
		return Status{}, err
	}
	s := Status{Failed: []Failed{}}
	_, on, err := p.Settings(ctx)
	if err != nil {
		return s, fmt.Errorf("mail: reading the settings: %w", err)
	}
	s.Configured = on
	if s.Waiting, err = p.Waiting(ctx); err != nil {
		return s, err
	}
	next, err := p.letters.Find(ctx, store.Query{Order: "dueAt", Limit: 1})
	if err != nil {
		return s, fmt.Errorf("mail: finding what is due: %w", err)
	}
	if len(next.Items) > 0 && next.Items[0].Trouble != "" {
		s.Trouble = &Trouble{Code: next.Items[0].Trouble, Detail: next.Items[0].Detail}
	}
	gone, err := p.failed(ctx, mostShown)
	if err != nil {
		return s, err
	}
	org := p.Identity.Organisation()
	for _, l := range gone {
		f := Failed{ID: l.ID, Person: l.Person, Kind: l.Kind, No: l.No, At: l.EndedAt, Tries: l.Tries, Trouble: Trouble{Code: l.Trouble, Detail: l.Detail}}
		if person, ok := org.Person(l.Person); ok {
			f.Name, f.Address = person.Name, person.Email
		}
		s.Failed = append(s.Failed, f)
	}
	return s, nil
}

// Waiting counts the letters that are not sent yet, up to 1,000.
func (p *Post) Waiting(ctx context.Context) (int, error) {
	n, err := p.letters.Count(ctx, store.Query{Order: "dueAt"}, mostCounted)
	if err != nil {
		return 0, fmt.Errorf("mail: counting letters: %w", err)
	}
	return n, nil
}

func (p *Post) failed(ctx context.Context, limit int) ([]*letter, error) {
	page, err := p.letters.Find(ctx, store.Query{
		Where: []store.Cond{{Path: "state", Value: failed}}, Order: "endedAt", Desc: true, Limit: limit,
	})
	if err != nil {
		return nil, fmt.Errorf("mail: listing failed letters: %w", err)
	}
	return page.Items, nil
}

// Retry lets the failed letters that Status shows be tried once more, as if
// they had just been noted, and returns how many.
func (p *Post) Retry(ctx context.Context, subject authz.Subject) (int, error) {
	if err := p.ask(ctx, subject, authz.CompanyWrite); err != nil {
		return 0, err
	}
	gone, err := p.failed(ctx, mostShown)
	if err != nil {
		return 0, err
	}
	now, n := p.Clock.Now().UnixMilli(), 0
	for _, l := range gone {
		l.State, l.At, l.DueAt, l.EndedAt, l.Tries = waiting, now, now, 0, 0
		err := p.letters.Replace(ctx, l)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
			continue // somebody else has done it
		}
		if err != nil {
			return n, fmt.Errorf("mail: trying a letter again: %w", err)
		}
		n++
	}
	return n, nil
}
