package webhook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
)

// overlap is how long calls are signed with the secret before too, so that a
// receiver can be told the new one in its own time.
const overlap = 24 * time.Hour

const secretVersion = 1

// secretDocument is what one app shares with one receiver: two apps, or two
// receivers, never share a secret, so neither can speak in the other's name. It
// belongs to no revision, and leaves with no exported app. Its id is a hash of
// app and origin.
type secretDocument struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	App           string `bson:"app"`
	Origin        string `bson:"origin"`
	// Key is sealed, and so is Before, the key until the last change, which
	// signs too until BeforeUntil.
	Key         []byte `bson:"key"`
	Before      []byte `bson:"before,omitempty"`
	BeforeUntil int64  `bson:"beforeUntil,omitempty"`
	MadeAt      int64  `bson:"madeAt"`
	// MadeBy is the person who asked for it; empty where the first call did.
	MadeBy string `bson:"madeBy,omitempty"`
}

var secretsSpec = store.Spec{Name: "webhookSecrets"}

func secretID(app, origin string) string { return ids.Hash("webhookSecret", app, origin) }

// place is what a key is sealed for.
func (d *secretDocument) place() string { return "webhook/" + d.App + "/" + d.Origin }

// SecretView says what is known of a secret. Secret itself is there once: in
// the answer to whoever had it made.
type SecretView struct {
	Origin string `json:"origin"`
	// MadeAt is absent while there is none that anybody was shown.
	MadeAt int64 `json:"madeAt,omitempty"`
	// BothUntil is until when the secret before signs too.
	BothUntil int64  `json:"bothUntil,omitempty"`
	Secret    string `json:"secret,omitempty"`
}

// Secret tells whether an app has a secret with the receiver at an address.
func (s *Service) Secret(ctx context.Context, subject authz.Subject, app, address string) (SecretView, error) {
	if err := s.ask(ctx, subject, authz.StudioRead, app); err != nil {
		return SecretView{}, err
	}
	origin, err := originOf(address)
	if err != nil {
		return SecretView{}, err
	}
	doc, err := s.secrets.Get(ctx, secretID(app, origin))
	if errors.Is(err, store.ErrNotFound) {
		return SecretView{Origin: origin}, nil
	}
	if err != nil {
		return SecretView{}, fmt.Errorf("webhook: reading a secret: %w", err)
	}
	return s.view(doc), nil
}

func (s *Service) view(doc *secretDocument) SecretView {
	v := SecretView{Origin: doc.Origin}
	if doc.MadeBy == "" { // the first call made it, and nobody has seen it
		return v
	}
	v.MadeAt = doc.MadeAt
	if doc.BeforeUntil > s.Clock.Now().UnixMilli() {
		v.BothUntil = doc.BeforeUntil
	}
	return v
}

// RenewSecret makes a secret, or another one in its place, and shows it. The
// one before signs too for a day.
func (s *Service) RenewSecret(ctx context.Context, subject authz.Subject, app, address string) (SecretView, error) {
	if err := s.ask(ctx, subject, authz.StudioPublish, app); err != nil {
		return SecretView{}, err
	}
	origin, err := originOf(address)
	if err != nil {
		return SecretView{}, err
	}
	for range maxSwaps {
		doc, key, err := s.renew(ctx, subject.ID, app, origin)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			continue // somebody else makes one at this moment
		}
		if err != nil {
			return SecretView{}, fmt.Errorf("webhook: making a secret: %w", err)
		}
		v := s.view(doc)
		v.Secret = showSecret(key)
		return v, nil
	}
	return SecretView{}, &fault.Unavailable{Code: "server.busy", Err: fmt.Errorf("webhook: the secret of %s changes all the time", origin)}
}

func (s *Service) renew(ctx context.Context, person, app, origin string) (*secretDocument, []byte, error) {
	doc, err := s.secrets.Get(ctx, secretID(app, origin))
	if errors.Is(err, store.ErrNotFound) {
		return s.make(ctx, person, app, origin)
	}
	if err != nil {
		return nil, nil, err
	}
	now := s.Clock.Now()
	before, key := doc.Key, newSecret()
	if doc.MadeBy != "" { // else nobody has it who could check by it
		doc.Before, doc.BeforeUntil = before, now.Add(overlap).UnixMilli()
	}
	doc.Key, doc.MadeAt, doc.MadeBy = s.Keys.Seal(key, doc.place()), now.UnixMilli(), person
	e := doc.event("webhook.secretRenewed")
	e.Changes.Secret("secret", string(before), string(doc.Key))
	return doc, key, audit.Replace(ctx, s.Audit, s.secrets, doc, e)
}

// make makes the first secret of an app and a receiver.
func (s *Service) make(ctx context.Context, person, app, origin string) (*secretDocument, []byte, error) {
	key := newSecret()
	doc := &secretDocument{
		Head: store.Head{ID: secretID(app, origin)}, V: secretVersion, App: app, Origin: origin,
		MadeAt: s.Clock.Now().UnixMilli(), MadeBy: person,
	}
	doc.Key = s.Keys.Seal(key, doc.place())
	e := doc.event("webhook.secretMade")
	e.Changes.Secret("secret", "", string(doc.Key))
	return doc, key, audit.Insert(ctx, s.Audit, s.secrets, doc, e)
}

func (d *secretDocument) event(action string) audit.Event {
	return audit.Event{
		Object: audit.Object(audit.KindWebhook, d.ID), Action: action,
		Facts: map[string]any{"app": d.App, "origin": d.Origin},
	}
}

// keys returns what a call of an app to a receiver is signed with, newest
// first. Where nobody had a secret made yet, one is made now: a call is never
// unsigned.
func (s *Service) keys(ctx context.Context, app, origin string) ([][]byte, error) {
	doc, err := s.secrets.Get(ctx, secretID(app, origin))
	if errors.Is(err, store.ErrNotFound) {
		if doc, _, err = s.make(ctx, "", app, origin); errors.Is(err, store.ErrExists) {
			doc, err = s.secrets.Get(ctx, secretID(app, origin))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("webhook: reading a secret: %w", err)
	}
	sealed := [][]byte{doc.Key}
	if doc.BeforeUntil > s.Clock.Now().UnixMilli() {
		sealed = append(sealed, doc.Before)
	}
	keys := make([][]byte, len(sealed))
	for i, key := range sealed {
		if keys[i], err = s.Keys.Open(key, doc.place()); err != nil {
			return nil, fmt.Errorf("webhook: the secret of %s: %w", origin, err)
		}
	}
	return keys, nil
}

// reseal seals every secret under the master key in force, so that the one
// before can be taken out of the key file.
func (s *Service) reseal(ctx context.Context) error {
	return audit.Scan(ctx, s.secrets, func(doc *secretDocument) error {
		stale := false
		for _, sealed := range []*[]byte{&doc.Key, &doc.Before} {
			if !s.Keys.Stale(*sealed) {
				continue
			}
			key, err := s.Keys.Open(*sealed, doc.place())
			if err != nil {
				return fmt.Errorf("webhook: the secret of %s: %w", doc.Origin, err)
			}
			*sealed, stale = s.Keys.Seal(key, doc.place()), true
		}
		if !stale {
			return nil
		}
		err := audit.Replace(ctx, s.Audit, s.secrets, doc, doc.event("webhook.resealed"))
		if errors.Is(err, store.ErrConflict) {
			return nil // another node does it
		}
		return err
	})
}

// AuditSources lists the secrets, whose record is verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	secrets, err := store.Open[secretDocument](b, secretsSpec)
	if err != nil {
		return nil, fmt.Errorf("webhook: opening secrets: %w", err)
	}
	return []audit.Source{audit.SourceOf(audit.KindWebhook, secrets, func(d *secretDocument) string { return d.ID }, nil)}, nil
}

// originOf refuses an address that cannot be called.
func originOf(address string) (string, error) {
	origin := Origin(strings.TrimSpace(address))
	if origin == "" {
		return "", &fault.Malformed{Code: "request.parameter", At: "/url", Detail: "https://erp.example.com/hook"}
	}
	return origin, nil
}
