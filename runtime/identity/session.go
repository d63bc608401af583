package identity

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// Scheme is how someone showed who they are.
type Scheme string

// The ways to show who one is.
const (
	SchemeSession Scheme = "session" // signed in by password
	SchemeToken   Scheme = "token"   // an API token
	SchemeDemo    Scheme = "demo"    // one click, where demo people exist
)

// sessionDocument is a session as stored, under the SHA-256 of its token.
type sessionDocument struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	Person        string `bson:"person"`
	Scheme        Scheme `bson:"scheme"`
	CreatedAt     int64  `bson:"createdAt"`
	SeenAt        int64  `bson:"seenAt"`
	EndsAt        int64  `bson:"endsAt"`
	DueAt         int64  `bson:"dueAt"` // when it is over if nobody uses it again; indexed to clear away
}

// Session is a session just opened. Token is known to nobody else and can't be
// had again.
type Session struct {
	Token  string
	CSRF   string
	Person string
	EndsAt time.Time
}

// Credentials are what someone signs in with.
type Credentials struct {
	Login    string
	Password string
	Address  string // IP address the sign-in comes from
	// Previous is the token of the session that the browser held before; it
	// ends, so that nobody who planted it is signed in along.
	Previous string
}

// Actor is someone who showed who they are.
type Actor struct {
	Person  *Person
	Subject Subject
	Scheme  Scheme
	CSRF    string // of a session; empty for an API token
}

// Login opens a session for whoever knows the password. It returns a
// *WaitError after too many failures, ErrBusy when too many sign in at once,
// and ErrCredentials for anything that doesn't fit, known login or not.
func (i *Identity) Login(ctx context.Context, in Credentials) (*Session, error) {
	login := NormalLogin(in.Login)
	t, wait := i.backoff.begin(login, in.Address)
	if wait > 0 {
		return nil, &WaitError{After: wait}
	}
	hash := ""
	p, ok := i.Organisation().ByLogin(login)
	if ok && p.Status == Active {
		hash = p.PasswordHash
	}
	right, err := i.hasher.verify(ctx, hash, in.Password)
	if err != nil {
		t.void()
		return nil, err
	}
	if !right {
		if ok {
			i.audit.Refuse(ctx, audit.Refusal{Person: p.ID, Action: "login.failed"})
		}
		return nil, ErrCredentials
	}
	t.succeeded()
	return i.open(ctx, p.ID, SchemeSession, in.Previous)
}

// Enter opens a session without a password, for the demo people of a site that
// runs with them; the caller must have made sure of that. It returns
// ErrPersonUnknown for someone who doesn't work here.
func (i *Identity) Enter(ctx context.Context, person, previous string) (*Session, error) {
	if !i.Organisation().Active(person) {
		return nil, ErrPersonUnknown
	}
	return i.open(ctx, person, SchemeDemo, previous)
}

func (i *Identity) open(ctx context.Context, person string, scheme Scheme, previous string) (*Session, error) {
	if previous != "" {
		if err := i.Logout(ctx, previous); err != nil {
			return nil, err
		}
	}
	if err := i.clearAway(ctx); err != nil {
		return nil, err
	}
	token := newSecret()
	now := i.now()
	ends := now + i.options.Absolute.Milliseconds()
	doc := &sessionDocument{
		Head: store.Head{ID: digestOf(token).id()}, V: documentVersion, Person: person, Scheme: scheme,
		CreatedAt: now, SeenAt: now, EndsAt: ends, DueAt: min(ends, now+i.options.Idle.Milliseconds()),
	}
	if err := audit.Insert(audit.As(ctx, person, string(scheme)), i.audit, i.sessions, doc, doc.opened()); err != nil {
		return nil, fmt.Errorf("identity: opening a session: %w", err)
	}
	return &Session{Token: token, CSRF: csrfOf(token), Person: person, EndsAt: time.UnixMilli(ends)}, nil
}

// newSecret returns 256 unguessable bits as text.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// secretLength is the length of what newSecret returns; anything longer is not
// worth hashing.
const secretLength = 43

// csrfOf derives a session's CSRF token. It can't be turned back into the
// session's token, and the store, which has only a digest, can't make it.
func csrfOf(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("banli csrf"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// CSRFMatches reports, in constant time, whether got is the actor's CSRF
// token. It is false for an actor without one.
func (a *Actor) CSRFMatches(got string) bool {
	return a.CSRF != "" && subtle.ConstantTimeCompare([]byte(a.CSRF), []byte(got)) == 1
}

// Session returns who holds a session's token. Using a session keeps it alive
// until its absolute end; that is written down only every few minutes. It
// returns ErrUnauthenticated for any token that opens nothing.
func (i *Identity) Session(ctx context.Context, token string) (*Actor, error) {
	return i.session(ctx, token, true)
}

// Held is Session for a look that is no use: it keeps nothing alive, so that a
// window which only stays open does not.
func (i *Identity) Held(ctx context.Context, token string) (*Actor, error) {
	return i.session(ctx, token, false)
}

func (i *Identity) session(ctx context.Context, token string, use bool) (*Actor, error) {
	if len(token) != secretLength {
		return nil, ErrUnauthenticated
	}
	now := i.now()
	d := digestOf(token)
	c, known, epoch := i.seen.get(d)
	fresh := known && now-c.checkedAt < i.options.CacheFor.Milliseconds()
	if !fresh || use && now-c.seenAt >= i.options.TouchEvery.Milliseconds() {
		doc, err := i.sessions.Get(ctx, d.id())
		if errors.Is(err, store.ErrNotFound) {
			if known { // ended by another process
				i.seen.forget(d)
			}
			return nil, ErrUnauthenticated
		}
		if err != nil {
			return nil, fmt.Errorf("identity: reading a session: %w", err)
		}
		if doc.Audit.Ended() || i.over(doc.SeenAt, doc.EndsAt, now) {
			if known {
				i.seen.forget(d)
			}
			return nil, ErrUnauthenticated
		}
		if use {
			if err := i.touch(ctx, doc, now); err != nil {
				return nil, err
			}
		}
		c = credential{person: doc.Person, scheme: doc.Scheme, seenAt: doc.SeenAt, endsAt: doc.EndsAt, checkedAt: now}
		if i.options.CacheFor > 0 {
			i.seen.put(d, c, epoch)
		}
	}
	if i.over(c.seenAt, c.endsAt, now) {
		return nil, ErrUnauthenticated
	}
	return i.actor(c, csrfOf(token))
}

func (i *Identity) over(seenAt, endsAt, now int64) bool {
	return now >= endsAt || now-seenAt >= i.options.Idle.Milliseconds()
}

// touch writes down that a session is in use, if it is time to.
func (i *Identity) touch(ctx context.Context, doc *sessionDocument, now int64) error {
	if now-doc.SeenAt < i.options.TouchEvery.Milliseconds() {
		return nil
	}
	doc.SeenAt, doc.DueAt = now, min(doc.EndsAt, now+i.options.Idle.Milliseconds())
	err := i.sessions.Replace(ctx, doc)
	switch {
	case errors.Is(err, store.ErrConflict): // another request of the same session was first
		return nil
	case errors.Is(err, store.ErrNotFound): // it was ended meanwhile
		return ErrUnauthenticated
	case err != nil:
		return fmt.Errorf("identity: keeping a session: %w", err)
	}
	return nil
}

func (i *Identity) actor(c credential, csrf string) (*Actor, error) {
	o := i.Organisation()
	s, ok := o.Subject(c.person)
	if !ok {
		return nil, ErrUnauthenticated
	}
	p, _ := o.Person(c.person)
	return &Actor{Person: p, Subject: s, Scheme: c.scheme, CSRF: csrf}, nil
}

// Logout ends the session that a token opens. A token that opens none is
// nothing to complain about.
func (i *Identity) Logout(ctx context.Context, token string) error {
	if len(token) != secretLength {
		return nil
	}
	d := digestOf(token)
	err := i.endSession(ctx, d.id(), "session.ended")
	i.seen.forget(d) // after the store, so that nobody reads it back in
	if err != nil {
		return fmt.Errorf("identity: ending a session: %w", err)
	}
	return nil
}

// EndSessions ends every session of a person, at once.
func (i *Identity) EndSessions(ctx context.Context, person string) error {
	err := endAll(ctx, i.sessions, person, func(s *sessionDocument) error { return i.endSession(ctx, s.ID, "session.ended") })
	i.seen.forgetPerson(person)
	if err != nil {
		return fmt.Errorf("identity: ending the sessions of %s: %w", person, err)
	}
	return nil
}

// clearAway removes some sessions that are long over. Each new session does a
// little of it, so that the store needs no housekeeper.
func (i *Identity) clearAway(ctx context.Context) error {
	page, err := i.sessions.Find(ctx, store.Query{Order: "dueAt", To: i.now(), Limit: 10})
	if err != nil {
		return fmt.Errorf("identity: finding old sessions: %w", err)
	}
	ctx = audit.With(ctx, audit.Who{Scheme: audit.SchemeSystem})
	for _, s := range page.Items {
		if err := i.endSession(ctx, s.ID, "session.expired"); err != nil {
			return fmt.Errorf("identity: clearing old sessions: %w", err)
		}
	}
	return nil
}

// opened says that the session was opened.
func (s *sessionDocument) opened() audit.Event {
	return audit.Event{
		Object: sessionObject(s.ID), Action: "session.opened", About: s.Person,
		Facts: map[string]any{"scheme": string(s.Scheme), "endsAt": s.EndsAt},
	}
}

// sessionObject names a session in the record. Its id is a digest, from which
// nobody finds the token.
func sessionObject(id string) string { return audit.Object(audit.KindSession, id) }

// endSession ends a session, whatever its revision; one that is gone is fine.
func (i *Identity) endSession(ctx context.Context, id, action string) error {
	return end(ctx, i.sessions, id, func(s *sessionDocument) error {
		s.DueAt = min(s.DueAt, i.now()) // what a crash leaves is cleared away
		e := audit.Event{Object: sessionObject(id), Action: action, About: s.Person}
		return audit.Finish(ctx, i.audit, i.sessions, s, func(s *sessionDocument) (string, int64) { return s.ID, s.Rev }, e)
	})
}

// maxEndTries bounds how often an end is tried against a document that keeps
// changing; a session changes every few minutes at most.
const maxEndTries = 8

// end finishes a document as it is by then; one that is gone is fine.
func end[T any](ctx context.Context, c *store.Collection[T], id string, finish func(*T) error) error {
	var err error
	for range maxEndTries {
		doc, got := c.Get(ctx, id)
		if errors.Is(got, store.ErrNotFound) {
			return nil
		}
		if got != nil {
			return got
		}
		if err = finish(doc); !errors.Is(err, store.ErrConflict) {
			break
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// endAll ends whatever speaks for a person.
func endAll[T any](ctx context.Context, c *store.Collection[T], person string, finish func(*T) error) error {
	q := store.Query{Where: []store.Cond{{Path: "person", Value: person}}, Limit: 200}
	for {
		page, err := c.Find(ctx, q)
		if err != nil {
			return err
		}
		if len(page.Items) == 0 {
			return nil
		}
		for _, doc := range page.Items {
			if err := finish(doc); err != nil {
				return err
			}
		}
	}
}
