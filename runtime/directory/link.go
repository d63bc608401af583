package directory

import (
	"context"
	"errors"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
)

// Link is a one-time link just made. It is shown or sent once: the token is
// stored nowhere.
type Link struct {
	Person    string
	Kind      identity.LinkKind
	Token     string
	ExpiresAt time.Time
}

// Path is the page that the link opens, under the site's own address. The token
// stands behind the #, which browsers send to no server.
func (l Link) Path() string { return "/welcome#" + l.Token }

// NewLink makes a one-time link by which a person sets their password: an
// invitation for someone without one, else a reset. A link made before ends. by
// is the id of who asked for it.
func (d *Directory) NewLink(ctx context.Context, person, by string) (Link, error) {
	var l Link
	_, err := d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		kind := identity.LinkReset
		if p.PasswordHash == "" {
			kind = identity.LinkInvitation
		}
		l = Link{Person: person, Kind: kind}
		l.Token, p.Link = d.identity.NewLink(kind, by)
		l.ExpiresAt = time.UnixMilli(p.Link.ExpiresAt)
		return true
	})
	if err != nil {
		return Link{}, err
	}
	return l, nil
}

// UseLink sets the password of the person whose link a token opens, which ends
// the link and every session of that person. A link that was used, replaced or
// revoked meanwhile gives identity.ErrLink, and nothing is changed.
func (d *Directory) UseLink(ctx context.Context, token, address, password string) (*identity.Person, error) {
	found, err := d.identity.Linked(ctx, token, address)
	if err != nil {
		return nil, err
	}
	hash, err := d.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	if o := d.identity.Organisation(); !holdsLink(o, found) {
		// Another process made the link and this one has not heard of it.
		if err := d.identity.Reload(ctx); err != nil {
			return nil, err
		}
	}
	used := false
	p, err := d.changePerson(ctx, found.ID, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		used = p.Link != nil && p.Link.ID == found.Link.ID
		if used {
			p.PasswordHash, p.Link = hash, nil
		}
		return used
	})
	var invalid *InvalidError
	if errors.As(err, &invalid) || err == nil && !used { // they left, or somebody else was first
		return nil, identity.ErrLink
	}
	if err != nil {
		return nil, err
	}
	return p, d.identity.EndSessions(ctx, p.ID)
}

func holdsLink(o *identity.Organisation, found *identity.Person) bool {
	p, ok := o.Person(found.ID)
	return ok && p.Link != nil && p.Link.ID == found.Link.ID
}
