package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/banli-oa/banli/runtime/store"
)

// OpenSession describes a session without opening it.
type OpenSession struct {
	ID        string
	Scheme    Scheme
	CreatedAt time.Time
	SeenAt    time.Time // when it was used, to within Options.TouchEvery
	EndsAt    time.Time
}

// SessionID returns the id under which a session's token is kept.
func SessionID(token string) string { return digestOf(token).id() }

// Sessions lists the sessions of a person that are not over.
func (i *Identity) Sessions(ctx context.Context, person string) ([]OpenSession, error) {
	var all []OpenSession
	q := store.Query{Where: []store.Cond{{Path: "person", Value: person}}, Limit: 200}
	for {
		page, err := i.sessions.Find(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("identity: listing sessions: %w", err)
		}
		for _, doc := range page.Items {
			if doc.Audit.Ended() || i.over(doc.SeenAt, doc.EndsAt, i.now()) {
				continue
			}
			all = append(all, OpenSession{
				ID: doc.ID, Scheme: doc.Scheme, CreatedAt: time.UnixMilli(doc.CreatedAt),
				SeenAt: time.UnixMilli(doc.SeenAt), EndsAt: time.UnixMilli(doc.EndsAt),
			})
		}
		if page.Next == "" {
			return all, nil
		}
		q.After = page.Next
	}
}

// EndSession ends one session of a person by its id, at once. One that is gone,
// or somebody else's, is left alone.
func (i *Identity) EndSession(ctx context.Context, person, id string) error {
	sessions, err := i.Sessions(ctx, person)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if s.ID != id {
			continue
		}
		err := i.endSession(ctx, id, "session.ended")
		i.seen.forgetID(id)
		if err != nil {
			return fmt.Errorf("identity: ending a session: %w", err)
		}
	}
	return nil
}

// EndOtherSessions ends every session of a person but the one whose token is
// kept, at once.
func (i *Identity) EndOtherSessions(ctx context.Context, person, kept string) error {
	sessions, err := i.Sessions(ctx, person)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if s.ID == SessionID(kept) {
			continue
		}
		if err := i.EndSession(ctx, person, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// RevokeOwnToken ends an API token if it is this person's.
func (i *Identity) RevokeOwnToken(ctx context.Context, person, id string) error {
	tokens, err := i.Tokens(ctx, person)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.ID == id {
			return i.RevokeToken(ctx, id)
		}
	}
	return nil
}
