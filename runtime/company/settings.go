package company

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// MailInput is a mail server as entered. A Password of nil leaves the one that
// is kept; an empty one means none.
type MailInput struct {
	Host     string  `json:"host"`
	Port     int     `json:"port"`
	Security string  `json:"security"`
	User     string  `json:"user"`
	Password *string `json:"password"`
	From     string  `json:"from"`
}

// Input are the settings as entered. A Mail of nil means no mail.
type Input struct {
	Name     words.Text `json:"name"`
	Language string     `json:"language"`
	Zone     string     `json:"zone"`
	Days     string     `json:"days"`
	Mail     *MailInput `json:"mail"`
}

// MailView is the mail server as shown: that a password is kept, not which.
type MailView struct {
	Host        string `json:"host"`
	Port        int    `json:"port"`
	Security    string `json:"security"`
	User        string `json:"user"`
	PasswordSet bool   `json:"passwordSet"`
	From        string `json:"from"`
}

// PersonView names a person.
type PersonView struct {
	ID   string     `json:"id"`
	Name words.Text `json:"name"`
}

// View are the settings as shown to those who may change them.
type View struct {
	Rev      int64      `json:"rev"`
	Name     words.Text `json:"name"`
	Language string     `json:"language"`
	Zone     string     `json:"zone"`
	Days     string     `json:"days"`
	// CalendarFixed says that the time zone and the days come from the file
	// that --calendar names, whatever is set here; Zone is then the file's.
	CalendarFixed bool        `json:"calendarFixed"`
	Mail          *MailView   `json:"mail"`
	Demo          bool        `json:"demo"`
	SetUpAt       int64       `json:"setUpAt"` // 0 in a demo
	SetUpBy       *PersonView `json:"setUpBy"`
	ChangedAt     int64       `json:"changedAt"` // 0 while nobody has changed anything
	ChangedBy     *PersonView `json:"changedBy"`
}

// ask puts a request to the policy; a refusal is a *fault.Denied.
func (c *Company) ask(ctx context.Context, subject authz.Subject, action string) error {
	d := c.Authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "company"}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

// Read returns the settings.
func (c *Company) Read(ctx context.Context, subject authz.Subject) (View, error) {
	if err := c.ask(ctx, subject, authz.CompanyRead); err != nil {
		return View{}, err
	}
	doc, err := c.load(ctx)
	if err != nil {
		return View{}, err
	}
	return c.view(doc), nil
}

func (c *Company) view(doc *document) View {
	v := View{
		Rev: doc.Rev, Name: doc.Name, Language: doc.Language, Zone: doc.Zone, Days: doc.Days, CalendarFixed: c.Fixed, Demo: doc.Demo,
		SetUpAt: doc.SetUpAt, SetUpBy: c.describe(doc.SetUpBy), ChangedAt: doc.ChangedAt, ChangedBy: c.describe(doc.ChangedBy),
	}
	if c.Fixed {
		v.Zone = c.Site.Current().Zone().String()
	}
	if m := doc.Mail; m != nil {
		v.Mail = &MailView{Host: m.Host, Port: m.Port, Security: m.Security, User: m.User, PasswordSet: len(m.Password) > 0, From: m.From}
	}
	return v
}

func (c *Company) describe(person string) *PersonView {
	p, ok := c.Identity.Organisation().Person(person)
	if !ok {
		return nil
	}
	return &PersonView{ID: p.ID, Name: p.Name}
}

// Update changes the settings that were read at revision rev; what follows from
// them follows at once. It returns *fault.Invalid naming the fields, worded in
// lang, and *fault.Stale where somebody else changed them since.
func (c *Company) Update(ctx context.Context, subject authz.Subject, rev int64, in Input, lang string) (View, error) {
	if err := c.ask(ctx, subject, authz.CompanyWrite); err != nil {
		return View{}, err
	}
	doc, err := c.load(ctx)
	if err != nil {
		return View{}, err
	}
	in = in.tidy()
	var found checks
	found.settings(in)
	found.keptPassword(in.Mail, doc.Mail)
	if err := found.err("company.invalid", lang); err != nil {
		return View{}, err
	}
	if doc.Rev != rev {
		return View{}, &fault.Stale{Thing: "company", Rev: doc.Rev}
	}
	before := *doc
	doc.take(in)
	doc.Mail = c.sealMail(in.Mail, before.Mail)
	doc.ChangedAt, doc.ChangedBy = c.Clock.Now().UnixMilli(), subject.ID
	err = c.put(ctx, actionChanged, &before, doc)
	if errors.Is(err, store.ErrConflict) {
		now, err := c.load(ctx)
		if err != nil {
			return View{}, err
		}
		return View{}, &fault.Stale{Thing: "company", Rev: now.Rev}
	}
	if err != nil {
		return View{}, fmt.Errorf("company: storing the settings: %w", err)
	}
	return c.view(doc), c.follow(doc)
}

// take copies what was entered, but for mail.
func (d *document) take(in Input) {
	d.Name, d.Language, d.Zone, d.Days = in.Name, in.Language, in.Zone, in.Days
}
