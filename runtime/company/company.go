package company

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
)

// Errors of opening a company. Their texts are for whoever starts the server.
var (
	// ErrDemo means that a demo company was opened as if it were a real one.
	ErrDemo = errors.New("the store holds the demo company, whose passwords everybody knows: start it with --demo, or choose an empty store")
	// ErrReal means that the demo was to be loaded into a real company.
	ErrReal = errors.New("the store holds a real company, and demo people are never loaded into one: start it without --demo, or choose an empty store")
	// ErrKey means that the store was sealed under a key that this server was
	// not given.
	ErrKey = errors.New("the store holds data sealed under another master key: give this server the key file it was sealed with (--key-file; by default master.key in the data folder of the server that made it)")
)

const (
	settingsID      = "settings"
	documentVersion = 1
)

var spec = store.Spec{Name: "company"}

// document is the company's settings as stored. There is one.
type document struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int           `bson:"v"`
	Name          words.Text    `bson:"name,omitempty"`
	Language      string        `bson:"language"`
	Zone          string        `bson:"zone"` // IANA name of the site's time zone
	Days          string        `bson:"days"` // which days are worked: a set of calendar.Sets
	Mail          *mailDocument `bson:"mail,omitempty"`
	// Demo marks the company of --demo; it can't become a real one.
	Demo      bool   `bson:"demo,omitempty"`
	SetUpAt   int64  `bson:"setUpAt,omitempty"` // 0 until somebody has set it up
	SetUpBy   string `bson:"setUpBy,omitempty"` // person
	ChangedAt int64  `bson:"changedAt,omitempty"`
	ChangedBy string `bson:"changedBy,omitempty"` // person
	// KeyCheck is sealed under the master key, so that a server with another
	// key is noticed before it seals anything.
	KeyCheck []byte `bson:"keyCheck"`
	// Link is the set-up link that opens now.
	Link *linkDocument `bson:"link,omitempty"`
	// Founder is the first admin between the swap that decides who sets the
	// company up and the moment when the person is stored.
	Founder *founder `bson:"founder,omitempty"`
}

// open reports whether the company waits for somebody to set it up.
func (d *document) open() bool { return d.SetUpAt == 0 && !d.Demo }

// Deps are the rooms that the use cases stand on. All are required but Demo
// and Fixed.
type Deps struct {
	Backend   store.Backend
	Keys      *keyring.Keyring
	Identity  *identity.Identity
	Directory *directory.Directory
	Authz     authz.Authorizer
	Audit     *audit.Recorder
	Clock     clock.Clock
	// Site is the calendar in force, which follows the settings.
	Site *calendar.Site
	// Fixed says that the calendar comes from a file and stays.
	Fixed bool
	// Demo is the name of the demo company; empty outside a demo.
	Demo words.Text
}

// Company carries out the use cases over the company. It is safe for concurrent
// use.
type Company struct {
	Deps
	settings *store.Collection[document]
	mu       sync.Mutex               // held while known and the calendar are exchanged together
	known    atomic.Pointer[document] // never changed, only exchanged
}

// New opens the company, and finishes a set-up that was cut off. It returns
// ErrDemo, ErrReal or ErrKey where the store must not be used like this.
func New(ctx context.Context, d Deps) (*Company, error) {
	c := &Company{Deps: d}
	var err error
	if c.settings, err = store.Open[document](d.Backend, spec); err != nil {
		return nil, fmt.Errorf("company: opening the settings: %w", err)
	}
	doc, err := c.admit(ctx)
	if err != nil {
		return nil, err
	}
	if doc, err = c.checkKey(ctx, doc); err != nil {
		return nil, err
	}
	if err := c.follow(doc); err != nil {
		return nil, err
	}
	return c, c.finish(ctx, doc)
}

// admit reads the settings, or makes them at the first start, and makes sure
// that a demo stays a demo and a company a company.
func (c *Company) admit(ctx context.Context) (*document, error) {
	demo := !c.Demo.Empty()
	for range maxSwaps {
		doc, err := c.load(ctx)
		if errors.Is(err, store.ErrNotFound) {
			// Before there were settings, people came from the demo alone.
			if len(c.Identity.Organisation().Logins()) > 0 && !demo {
				return nil, ErrDemo
			}
			doc = &document{
				Head: store.Head{ID: settingsID}, V: documentVersion, Name: c.Demo, Demo: demo,
				Language: words.English, Zone: calendar.DefaultZone, Days: calendar.China,
				KeyCheck: c.Keys.Seal([]byte(settingsID), keyCheckPlace),
			}
			err = audit.Insert(ctx, c.Audit, c.settings, doc, event(actionMade, &document{}, doc))
			if errors.Is(err, store.ErrExists) { // another node was first
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("company: storing the first settings: %w", err)
			}
			return doc, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case doc.Demo == demo:
			return doc, nil
		case doc.Demo:
			return nil, ErrDemo
		case !doc.open() || len(c.Identity.Organisation().Logins()) > 0:
			return nil, ErrReal
		}
		// Nobody has set it up: it may still become a demo.
		before := *doc
		doc.Demo, doc.Name, doc.Link = true, c.Demo, nil
		err = c.put(ctx, actionDemo, &before, doc)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("company: storing the first settings: %w", err)
		}
		return doc, nil
	}
	return nil, fmt.Errorf("company: storing the first settings: %w", store.ErrConflict)
}

const keyCheckPlace = "company/keyCheck"

// maxSwaps bounds how often a change is tried again because another one came
// first.
const maxSwaps = 8

// checkKey makes sure that what is sealed can be opened, and seals it again
// where an older key of the file did.
func (c *Company) checkKey(ctx context.Context, doc *document) (*document, error) {
	for range maxSwaps {
		if _, err := c.Keys.Open(doc.KeyCheck, keyCheckPlace); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKey, err)
		}
		var password []byte
		if doc.Mail != nil && len(doc.Mail.Password) > 0 {
			var err error
			if password, err = c.Keys.Open(doc.Mail.Password, passwordPlace); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrKey, err)
			}
		}
		if !c.Keys.Stale(doc.KeyCheck) && (password == nil || !c.Keys.Stale(doc.Mail.Password)) {
			return doc, nil
		}
		before := *doc
		doc.KeyCheck = c.Keys.Seal([]byte(settingsID), keyCheckPlace)
		if password != nil {
			doc.Mail.Password = c.Keys.Seal(password, passwordPlace)
		}
		err := c.put(ctx, actionResealed, &before, doc)
		if err == nil {
			return doc, nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return nil, fmt.Errorf("company: sealing again under the new key: %w", err)
		}
		if doc, err = c.load(ctx); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("company: sealing again under the new key: %w", store.ErrConflict)
}

// load reads the settings from the store.
func (c *Company) load(ctx context.Context) (*document, error) {
	doc, err := c.settings.Get(ctx, settingsID)
	if err != nil {
		return nil, fmt.Errorf("company: reading the settings: %w", err)
	}
	return doc, nil
}

// Refresh takes over what another node changed.
func (c *Company) Refresh(ctx context.Context) error {
	doc, err := c.load(ctx)
	if err != nil {
		return err
	}
	return c.follow(doc)
}

// follow makes a document the one that is known, unless a later one is.
func (c *Company) follow(doc *document) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.known.Load(); known != nil && known.Rev >= doc.Rev {
		return nil
	}
	site, err := calendar.Of(doc.Zone, doc.Days)
	if err != nil {
		return fmt.Errorf("company: the site's calendar: %w", err)
	}
	c.known.Store(doc)
	if !c.Fixed {
		c.Site.Set(site)
	}
	return nil
}

// Name is what the company is called; empty until somebody has set it up.
func (c *Company) Name() words.Text { return c.known.Load().Name }

// Language is the language of whoever named none.
func (c *Company) Language() string { return c.known.Load().Language }

// Open reports whether the company waits for somebody to set it up.
func (c *Company) Open() bool { return c.known.Load().open() }
