package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strconv"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// errNotConfigured means that no mail server is set up.
var errNotConfigured = errors.New("mail: no mail server is set up")

// errNoSite means that a mail would need a link and nobody has said where
// people reach the product. It is not taken from a request: whoever makes one
// up would get the link.
var errNoSite = errors.New("mail: no public address is set")

// Test sends a mail to an address at once, and says what went wrong as a
// *fault.Conflict with one of the Trouble codes, or "mail.notConfigured". One
// test runs at a time. The settings are read anew.
func (p *Post) Test(ctx context.Context, subject authz.Subject, to, lang string) error {
	if err := p.ask(ctx, subject, authz.CompanyWrite); err != nil {
		return err
	}
	if !p.testing.TryLock() {
		return &fault.Unavailable{Code: "server.busy", Err: errors.New("mail: another test runs")}
	}
	defer p.testing.Unlock()
	if to == "" {
		if me, ok := p.Identity.Organisation().Person(subject.ID); ok {
			to = me.Email
		}
	}
	err := p.sendNow(ctx, to, "", page{
		Lang: lang, Product: p.product(lang), Subject: "[" + p.product(lang) + "] " + p.in(testSubject, lang),
		Text: p.in(testText, lang), Small: []string{p.in(wordNoAnswer, lang)},
	})
	return asConflict(err)
}

// SendLink makes the link by which a person sets their password and sends it to
// them at once. The link is a secret, so it is not noted in a letter that
// waits; and as a new link ends the one before, it is made only once mail can
// be sent to them. newLink returns the link's path and how long it is good for.
// What keeps it from being sent is a *fault.Conflict as of Test, or
// "mail.noSite".
func (p *Post) SendLink(ctx context.Context, person *identity.Person, newLink func() (path string, validFor time.Duration, err error)) error {
	if p.PublicURL == "" {
		return asConflict(errNoSite)
	}
	if _, err := netmail.ParseAddress(person.Email); err != nil {
		return asConflict(&addressError{fmt.Errorf("mail: the recipient %q: %w", person.Email, err)})
	}
	if _, on, err := p.Settings(ctx); err != nil {
		return fmt.Errorf("mail: reading the settings: %w", err)
	} else if !on {
		return asConflict(errNotConfigured)
	}
	path, validFor, err := newLink()
	if err != nil {
		return err
	}
	lang := person.Language
	return asConflict(p.sendNow(ctx, person.Email, person.Name.In(lang, "en"), page{
		Lang: lang, Product: p.product(lang), Subject: "[" + p.product(lang) + "] " + p.in(linkSubject, lang),
		Text: p.in(linkText, lang, "{hours}", strconv.Itoa(int(validFor.Hours()))), Link: p.PublicURL + path, LinkWords: p.in(wordLink, lang),
		Small: []string{p.in(wordNoAnswer, lang)},
	}))
}

func (p *Post) sendNow(ctx context.Context, to, name string, body page) error {
	server, on, err := p.Settings(ctx)
	if err != nil {
		return fmt.Errorf("mail: reading the settings: %w", err)
	}
	if !on {
		return errNotConfigured
	}
	m, err := compose(envelope{
		from: server.From, to: to, toName: name, messageID: p.IDs.New() + "@" + server.domain(), at: p.Clock.Now(),
	}, body)
	if err != nil {
		return &addressError{err}
	}
	client, err := server.connect(ctx, p.Timeout, p.Roots)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // it has the mail, whatever it says now
	if err := client.Send(m); err != nil && !m.IsDelivered() {
		return fmt.Errorf("mail: sending: %w", err)
	}
	return nil
}

// asConflict says in a problem's terms why a mail could not be sent.
func asConflict(err error) error {
	var address *addressError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNotConfigured):
		return &fault.Conflict{Code: "mail.notConfigured"}
	case errors.Is(err, errNoSite):
		return &fault.Conflict{Code: "mail.noSite"}
	case errors.As(err, &address):
		return &fault.Conflict{Code: TroubleAddress, Params: map[string]string{"detail": oneLine(err.Error(), maxDetail)}}
	}
	code, detail := trouble(err)
	return &fault.Conflict{Code: code, Params: map[string]string{"detail": detail}}
}

func (p *Post) ask(ctx context.Context, subject authz.Subject, action string) error {
	d := p.Authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "company"}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}
