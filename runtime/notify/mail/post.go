package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// sendTimeout bounds connecting to the mail server, and each letter.
	sendTimeout = 15 * time.Second
	// settingsFor is how long the server's settings are believed before they
	// are asked for again.
	settingsFor = 5 * time.Second
)

// Deps are what the post needs. All but Company, PublicURL, Roots and
// Timeout are required.
type Deps struct {
	Backend  store.Backend
	Identity *identity.Identity
	Authz    authz.Authorizer
	Settings Settings
	// Wants says whether a person wants mails of a kind.
	Wants func(ctx context.Context, person, kind string) (bool, error)
	// AppName is an app's name; empty where there is no such app.
	AppName func(ctx context.Context, app string) words.Text
	// Company is the company's name; empty takes the product's.
	Company func() words.Text
	// PublicURL is where people reach the product; without it letters say how
	// to find a case instead of linking to it.
	PublicURL string
	Clock     clock.Clock
	IDs       ids.Source
	Log       *slog.Logger
	// Roots are the certificates to trust; nil takes the system's.
	Roots *x509.CertPool
	// Timeout bounds connecting to the mail server, and each letter; zero is
	// 15 seconds.
	Timeout time.Duration
}

// Post notes letters and sends them. It is safe for concurrent use.
type Post struct {
	Deps
	letters *store.Collection[letter]

	mu      sync.Mutex
	known   bool // whether there was a server when it was last asked
	askedAt time.Time
	testing sync.Mutex
	// clearedAt belongs to Round, which one worker calls.
	clearedAt time.Time
}

var _ outbox.Deliverer = (*Post)(nil)

// New opens the collection of letters.
func New(d Deps) (*Post, error) {
	if d.Timeout == 0 {
		d.Timeout = sendTimeout
	}
	d.PublicURL = strings.TrimSuffix(d.PublicURL, "/")
	letters, err := store.Open[letter](d.Backend, lettersSpec)
	if err != nil {
		return nil, fmt.Errorf("mail: opening letters: %w", err)
	}
	return &Post{Deps: d, letters: letters}, nil
}

// Deliver notes a letter to each person that an effect is for, has an address
// and wants it. It sends nothing itself.
func (p *Post) Deliver(ctx context.Context, e outbox.Effect) error {
	if _, told := wordings[e.Kind]; !told {
		return nil
	}
	on, err := p.configured(ctx)
	if err != nil || !on {
		return err
	}
	org := p.Identity.Organisation()
	for _, id := range notify.People(org, e.To) {
		person, _ := org.Person(id)
		if person.Email == "" {
			continue
		}
		wants, err := p.Wants(ctx, id, e.Kind)
		if err != nil {
			return err
		}
		if !wants {
			continue
		}
		now := p.Clock.Now().UnixMilli()
		err = p.letters.Insert(ctx, &letter{
			Head: store.Head{ID: ids.Hash("letter", e.ID, id)}, V: 1, Person: id, Kind: e.Kind, App: e.App,
			Instance: e.Instance, No: e.No, For: notify.For(org, e, id), At: now, State: waiting, DueAt: now,
		})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return fmt.Errorf("mail: noting a letter: %w", err)
		}
	}
	return nil
}

// configured reports whether there is a mail server. It is asked for each
// effect, so what was found is believed for a few seconds.
func (p *Post) configured(ctx context.Context) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Clock.Now()
	if !p.askedAt.IsZero() && now.Sub(p.askedAt) < settingsFor && !now.Before(p.askedAt) {
		return p.known, nil
	}
	_, on, err := p.Settings(ctx)
	if err != nil {
		return false, fmt.Errorf("mail: reading the settings: %w", err)
	}
	p.known, p.askedAt = on, now
	return on, nil
}

// write makes the message of a letter.
func (p *Post) write(ctx context.Context, l *letter, s Server, person *identity.Person) (envelope, page) {
	lang := person.Language
	w := wordings[l.Kind]
	app := oneLine(p.AppName(ctx, l.App).In(lang, words.English), maxSubject)
	about := strings.TrimSpace(l.No + " " + app)
	body := page{
		Lang: lang, Product: p.product(lang),
		Subject: "[" + p.product(lang) + "] " + about + separator(lang) + p.in(w.subject, lang),
		Text:    p.in(w.text, lang), About: strings.Trim(l.No+" · "+app, " ·"),
		LinkWords: p.in(wordOpen, lang), Small: []string{p.in(wordWhy, lang), p.in(wordNoAnswer, lang)},
	}
	if absent := namesIn(l.For, lang); absent != "" {
		body.Subject += p.in(subjectFor, lang, "{absent}", absent)
		body.Text += p.in(textFor, lang, "{absent}", absent)
	}
	switch {
	case p.PublicURL != "" && l.Instance == "":
		body.Link, body.LinkWords = p.PublicURL+"/studio/apps/"+l.App+"/scripts", p.in(wordApp, lang)
	case p.PublicURL != "":
		body.Link = p.PublicURL + "/cases/" + l.Instance
	case l.No != "":
		body.Hint = p.in(wordNoLink, lang, "{no}", l.No)
	}
	list := "none"
	if p.PublicURL != "" {
		list = p.PublicURL + "/?notices=settings"
	}
	return envelope{
		from: s.From, to: person.Email, toName: person.Name.In(lang, words.English),
		messageID: l.ID + "@" + s.domain(), at: time.UnixMilli(l.At), list: list,
	}, body
}

// namesIn lists people's names in a language, on one line.
func namesIn(people []words.Text, lang string) string {
	names := make([]string, len(people))
	for i, name := range people {
		names[i] = oneLine(name.In(lang, words.English), maxSubject)
	}
	if lang == words.Chinese {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

func separator(lang string) string {
	if lang == words.Chinese {
		return "："
	}
	return ": "
}
