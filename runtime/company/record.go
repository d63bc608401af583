package company

import (
	"context"
	"fmt"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// What is recorded to have happened to the settings.
const (
	actionMade     = "company.made"     // at the first start
	actionLink     = "company.linkMade" // a set-up link, which replaced the one before
	actionSetUp    = "company.setUp"
	actionFounded  = "company.founded" // the first admin is stored and the link is dead
	actionChanged  = "company.changed"
	actionDemo     = "company.becameDemo"
	actionResealed = "company.resealed" // under another master key; nothing else changed
)

// put stores the settings as changed, if nobody changed them since, together
// with the record of what changed.
func (c *Company) put(ctx context.Context, action string, before, after *document) error {
	return audit.Replace(ctx, c.Audit, c.settings, after, event(action, before, after))
}

// event looks at the fields themselves, so that no use case can forget one.
func event(action string, before, after *document) audit.Event {
	e := audit.Event{Object: audit.Object(audit.KindCompany, settingsID), Action: action}
	e.Changes.Add("name", before.Name, after.Name)
	e.Changes.Add("language", before.Language, after.Language)
	e.Changes.Add("zone", before.Zone, after.Zone)
	e.Changes.Add("days", before.Days, after.Days)
	e.Changes.Add("demo", before.Demo, after.Demo)
	e.Changes.Add("setUpBy", before.SetUpBy, after.SetUpBy)
	e.Changes.Add("linkEndsAt", before.Link.end(), after.Link.end())
	from, to := before.Mail, after.Mail
	if from == nil {
		from = &mailDocument{}
	}
	if to == nil {
		to = &mailDocument{}
	}
	e.Changes.Add("mail.host", from.Host, to.Host)
	e.Changes.Add("mail.port", from.Port, to.Port)
	e.Changes.Add("mail.security", from.Security, to.Security)
	e.Changes.Add("mail.user", from.User, to.User)
	e.Changes.Add("mail.from", from.From, to.From)
	if action != actionResealed {
		e.Changes.Secret("mail.password", string(from.Password), string(to.Password))
	}
	return e
}

// AuditSources lists the settings, whose record is verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	settings, err := store.Open[document](b, spec)
	if err != nil {
		return nil, fmt.Errorf("company: opening the settings: %w", err)
	}
	return []audit.Source{audit.SourceOf(audit.KindCompany, settings, func(d *document) string { return d.ID }, nil)}, nil
}
