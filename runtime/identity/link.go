package identity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// LinkKind is what a one-time link is for.
type LinkKind string

// The kinds of link. Both set a password; who is invited had none.
const (
	LinkInvitation LinkKind = "invitation"
	LinkReset      LinkKind = "reset"
)

// How long a link can be used.
const (
	InvitationLasts = 72 * time.Hour
	ResetLasts      = 24 * time.Hour
)

// Link is a one-time link as it is kept with its person: a person has one at
// most, so that a newer one ends the one before, and setting the password and
// ending the link are one write. The token itself is kept nowhere.
type Link struct {
	ID        string   `bson:"id"` // SHA-256 of the token
	Kind      LinkKind `bson:"kind"`
	By        string   `bson:"by"` // id of who made it
	CreatedAt int64    `bson:"createdAt"`
	ExpiresAt int64    `bson:"expiresAt"`
}

// ErrLink means that a link was used, replaced or revoked, has expired, or never
// was one.
var ErrLink = errors.New("identity: the link is not valid any more")

// NewLink makes a link of a kind and its token. Whoever keeps the link with its
// person hands the token to that person and keeps it nowhere.
func (i *Identity) NewLink(kind LinkKind, by string) (token string, l *Link) {
	token = newSecret()
	lasts := InvitationLasts
	if kind == LinkReset {
		lasts = ResetLasts
	}
	now := i.now()
	return token, &Link{ID: digestOf(token).id(), Kind: kind, By: by, CreatedAt: now, ExpiresAt: now + lasts.Milliseconds()}
}

// Linked returns the person whose link a token opens, as the store has them
// now, or ErrLink. Whoever tries tokens from an address that failed often gets a
// *WaitError.
func (i *Identity) Linked(ctx context.Context, token, address string) (*Person, error) {
	t, err := i.Try("link", address)
	if err != nil {
		return nil, err
	}
	if len(token) != secretLength {
		return nil, ErrLink
	}
	id := digestOf(token).id()
	page, err := i.people.Find(ctx, store.Query{Where: []store.Cond{{Path: "link.id", Value: id}}, Limit: 1})
	if err != nil {
		t.Void()
		return nil, fmt.Errorf("identity: looking for a link: %w", err)
	}
	if len(page.Items) == 0 {
		return nil, ErrLink
	}
	t.Void()
	p := page.Items[0]
	if p.Status != Active || p.Link == nil || i.now() >= p.Link.ExpiresAt {
		return nil, ErrLink
	}
	return p, nil
}

// LinkOpen reports whether a person has a link that can still be used.
func (i *Identity) LinkOpen(p *Person) bool { return p.Link != nil && i.now() < p.Link.ExpiresAt }

// SignIn opens a session for someone who just showed who they are by other
// means than their password; previous is as in Credentials.
func (i *Identity) SignIn(ctx context.Context, person, previous string) (*Session, error) {
	if !i.Organisation().Active(person) {
		return nil, ErrPersonUnknown
	}
	return i.open(ctx, person, SchemeSession, previous)
}

// CheckPassword makes sure that someone who is signed in knows their password:
// ErrCredentials where they don't, a *WaitError after too many failures.
func (i *Identity) CheckPassword(ctx context.Context, person, password, address string) error {
	p, ok := i.Organisation().Person(person)
	if !ok || p.Status != Active {
		return ErrCredentials
	}
	t, wait := i.backoff.begin(p.Login, address)
	if wait > 0 {
		return &WaitError{After: wait}
	}
	right, err := i.hasher.verify(ctx, p.PasswordHash, password)
	if err != nil {
		t.void()
		return err
	}
	if !right {
		i.audit.Refuse(ctx, audit.Refusal{Person: p.ID, Action: "login.failed"})
		return ErrCredentials
	}
	t.succeeded()
	return nil
}
