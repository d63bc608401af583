package identity

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// TokenPrefix begins every API token, so that one that leaked is recognised.
const TokenPrefix = "banli_"

// tokenLength is the length of an API token: the prefix and 256 bits.
const tokenLength = len(TokenPrefix) + 52

var tokenEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// tokenDocument is an API token as stored, under its SHA-256.
type tokenDocument struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	Person        string `bson:"person"`
	Name          string `bson:"name"`
	CreatedAt     int64  `bson:"createdAt"`
}

// event says what happened to the token. Its id is a digest, from which nobody
// finds the token.
func (t *tokenDocument) event(action string) audit.Event {
	return audit.Event{
		Object: audit.Object(audit.KindToken, t.ID), Action: action, About: t.Person,
		Facts: map[string]any{"name": t.Name},
	}
}

// APIToken describes an API token without being one.
type APIToken struct {
	ID        string
	Person    string
	Name      string
	CreatedAt time.Time
}

// CreateToken makes an API token that speaks for the person with this login
// name. The text returned is shown once and stored nowhere. It returns
// ErrPersonUnknown for someone who doesn't work here and ErrTokenName for a
// name that is missing or too long.
func (i *Identity) CreateToken(ctx context.Context, login, name string) (string, *APIToken, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > 64 {
		return "", nil, ErrTokenName
	}
	p, ok := i.Organisation().ByLogin(login)
	if !ok || p.Status != Active {
		return "", nil, ErrPersonUnknown
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead (crypto/rand)
	token := TokenPrefix + tokenEncoding.EncodeToString(b[:])
	doc := &tokenDocument{
		Head: store.Head{ID: digestOf(token).id()}, V: documentVersion,
		Person: p.ID, Name: name, CreatedAt: i.now(),
	}
	if err := audit.Insert(ctx, i.audit, i.tokens, doc, doc.event("token.created")); err != nil {
		return "", nil, fmt.Errorf("identity: storing an API token: %w", err)
	}
	return token, describe(doc), nil
}

// Token returns whom an API token speaks for, or ErrUnauthenticated.
func (i *Identity) Token(ctx context.Context, token string) (*Actor, error) {
	if len(token) != tokenLength || !strings.HasPrefix(token, TokenPrefix) {
		return nil, ErrUnauthenticated
	}
	now := i.now()
	d := digestOf(token)
	c, known, epoch := i.seen.get(d)
	if !known || now-c.checkedAt >= i.options.CacheFor.Milliseconds() {
		doc, err := i.tokens.Get(ctx, d.id())
		if errors.Is(err, store.ErrNotFound) || err == nil && doc.Audit.Ended() {
			if known { // ended by another process
				i.seen.forget(d)
			}
			return nil, ErrUnauthenticated
		}
		if err != nil {
			return nil, fmt.Errorf("identity: reading an API token: %w", err)
		}
		c = credential{person: doc.Person, scheme: SchemeToken, checkedAt: now}
		if i.options.CacheFor > 0 {
			i.seen.put(d, c, epoch)
		}
	}
	return i.actor(c, "")
}

// Tokens lists the API tokens of a person, oldest first within the store's
// order.
func (i *Identity) Tokens(ctx context.Context, person string) ([]*APIToken, error) {
	var all []*APIToken
	q := store.Query{Where: []store.Cond{{Path: "person", Value: person}}, Limit: 200}
	for {
		page, err := i.tokens.Find(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("identity: listing API tokens: %w", err)
		}
		for _, doc := range page.Items {
			if !doc.Audit.Ended() {
				all = append(all, describe(doc))
			}
		}
		if page.Next == "" {
			return all, nil
		}
		q.After = page.Next
	}
}

// RevokeToken ends an API token by its id, at once. One that is gone is fine.
func (i *Identity) RevokeToken(ctx context.Context, id string) error {
	err := i.endToken(ctx, id)
	i.seen.forgetID(id)
	if err != nil {
		return fmt.Errorf("identity: revoking an API token: %w", err)
	}
	return nil
}

// RevokeTokens ends every API token of a person, at once.
func (i *Identity) RevokeTokens(ctx context.Context, person string) error {
	err := endAll(ctx, i.tokens, person, func(t *tokenDocument) error { return i.endToken(ctx, t.ID) })
	i.seen.forgetPerson(person)
	if err != nil {
		return fmt.Errorf("identity: revoking the API tokens of %s: %w", person, err)
	}
	return nil
}

// endToken ends a token, whatever its revision; one that is gone is fine.
func (i *Identity) endToken(ctx context.Context, id string) error {
	return end(ctx, i.tokens, id, func(t *tokenDocument) error {
		return audit.Finish(ctx, i.audit, i.tokens, t, func(t *tokenDocument) (string, int64) { return t.ID, t.Rev }, t.event("token.revoked"))
	})
}

func describe(t *tokenDocument) *APIToken {
	return &APIToken{ID: t.ID, Person: t.Person, Name: t.Name, CreatedAt: time.UnixMilli(t.CreatedAt)}
}
