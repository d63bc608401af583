package directory

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
)

// NewPerson describes a person who joins.
type NewPerson struct {
	Login    string
	Name     words.Text
	Email    string
	Title    words.Text
	Dept     string   // id of the department; may be empty
	Manager  string   // id of a manager who is not the department's lead; may be empty
	Roles    []string // empty means employee
	Language string   // empty means the company's; see SpeakByDefault
	// PasswordHash is what identity.HashPassword made; empty means that the
	// person can't sign in by password yet.
	PasswordHash string
}

// PersonID returns the id that a person with this login name has.
func PersonID(login string) string { return ids.Hash("person", identity.NormalLogin(login)) }

// AddPerson adds a person. A login name that someone has or had is refused:
// what it did before must not become someone else's.
func (d *Directory) AddPerson(ctx context.Context, in NewPerson) (*identity.Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	in.Login = identity.NormalLogin(in.Login)
	if len(in.Roles) == 0 {
		in.Roles = []string{identity.RoleEmployee}
	}
	if in.Language == "" {
		in.Language = d.language()
	}
	o := d.identity.Organisation()
	var c checks
	switch {
	case in.Login == "":
		c.fail("login", CodeRequired)
	case !identity.ValidLogin(in.Login):
		c.fail("login", CodeLoginFormat)
	default:
		if _, taken := o.Person(PersonID(in.Login)); taken {
			c.fail("login", CodeLoginTaken)
		}
	}
	c.text("name", in.Name, true)
	c.text("title", in.Title, false)
	c.email(in.Email)
	c.place(o, PersonID(in.Login), in.Dept, in.Manager)
	c.roles(in.Roles)
	c.language(in.Language)
	if err := c.err(); err != nil {
		return nil, err
	}
	p := &identity.Person{
		Head: store.Head{ID: PersonID(in.Login)}, Login: in.Login, Name: in.Name, Email: in.Email, Title: in.Title,
		Dept: in.Dept, Manager: in.Manager, Roles: tidyRoles(in.Roles), Language: in.Language, Status: identity.Active,
		PasswordHash: in.PasswordHash, JoinedAt: d.clock.Now().UnixMilli(),
	}
	err := d.identity.InsertPerson(ctx, p)
	if errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrDuplicate) { // another process was first
		c.fail("login", CodeLoginTaken)
		return nil, c.err()
	}
	if err != nil {
		return nil, fmt.Errorf("directory: adding a person: %w", err)
	}
	return p, nil
}

// EnsurePerson adds a person unless someone has or had the login name, who is
// then returned as they are: what people changed since stays.
func (d *Directory) EnsurePerson(ctx context.Context, in NewPerson) (p *identity.Person, added bool, err error) {
	if p, ok := d.identity.Organisation().Person(PersonID(in.Login)); ok {
		return p, false, nil
	}
	p, err = d.AddPerson(ctx, in)
	return p, err == nil, err
}

// SetRoles gives a person exactly these roles.
func (d *Directory) SetRoles(ctx context.Context, person string, roles []string) (*identity.Person, error) {
	return d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, c *checks) bool {
		if len(roles) == 0 {
			c.fail("roles", CodeRequired)
		}
		c.roles(roles)
		tidy := tidyRoles(roles)
		changed := !slices.Equal(p.Roles, tidy)
		p.Roles = tidy
		return changed
	})
}

// MovePerson puts a person into another department and under another manager;
// an empty manager means the department's lead.
func (d *Directory) MovePerson(ctx context.Context, person, dept, manager string) (*identity.Person, error) {
	return d.changePerson(ctx, person, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
		c.place(o, person, dept, manager)
		changed := p.Dept != dept || p.Manager != manager
		p.Dept, p.Manager = dept, manager
		return changed
	})
}

// SetLanguage sets the language that a person reads.
func (d *Directory) SetLanguage(ctx context.Context, person, language string) (*identity.Person, error) {
	return d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, c *checks) bool {
		c.language(language)
		changed := p.Language != language
		p.Language = language
		return changed
	})
}

// SetPassword gives a person a new password and ends their sessions, so that
// whoever knew the old one is out. Their API tokens stay.
func (d *Directory) SetPassword(ctx context.Context, person, password string) error {
	if !d.identity.Organisation().Active(person) {
		return &InvalidError{Problems: []Problem{{Field: "person", Code: CodePersonUnknown}}}
	}
	hash, err := d.identity.HashPassword(ctx, password)
	var c checks
	switch {
	case errors.Is(err, identity.ErrPasswordShort):
		c.failWith("password", CodePasswordShort, map[string]any{"min": identity.MinPassword})
		return c.err()
	case errors.Is(err, identity.ErrPasswordLong):
		c.failWith("password", CodePasswordLong, map[string]any{"max": identity.MaxPassword})
		return c.err()
	case err != nil:
		return err
	}
	if _, err := d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		p.PasswordHash = hash
		return true
	}); err != nil {
		return err
	}
	return d.identity.EndSessions(ctx, person)
}

// EndPerson lets a person leave. From the moment it is stored they are found
// nowhere and nothing they hold opens anything; their sessions and API tokens
// are removed right after. Doing it again removes what a failure left behind.
func (d *Directory) EndPerson(ctx context.Context, person string) error {
	if p, ok := d.identity.Organisation().Person(person); !ok || p.Status == identity.Active {
		if _, err := d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
			p.Status, p.PasswordHash, p.LeftAt = identity.Left, "", d.clock.Now().UnixMilli()
			return true
		}); err != nil {
			return err
		}
	}
	return errors.Join(d.identity.EndSessions(ctx, person), d.identity.RevokeTokens(ctx, person))
}

// place checks where a person is to stand.
func (c *checks) place(o *identity.Organisation, person, dept, manager string) {
	if dept != "" {
		if _, ok := o.Department(dept); !ok {
			c.fail("dept", CodeDepartmentUnknown)
		}
	}
	if manager == "" {
		return
	}
	if manager == person {
		c.fail("manager", CodeManagerCircle)
		return
	}
	if !o.Active(manager) {
		c.fail("manager", CodePersonUnknown)
		return
	}
	// Whoever manages the manager, by name or as a department's lead.
	at := manager
	for range o.People() {
		up, ok := o.ManagerOf(at, 1)
		if !ok {
			return
		}
		if up == person {
			c.fail("manager", CodeManagerCircle)
			return
		}
		at = up
	}
}

func (c *checks) email(email string) {
	if email == "" {
		return
	}
	if utf8.RuneCountInString(email) > maxEmail {
		c.failWith("email", CodeTooLong, map[string]any{"max": maxEmail})
		return
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		c.fail("email", CodeEmailFormat)
	}
}

func (c *checks) roles(roles []string) {
	for _, r := range roles {
		if !identity.KnownRole(r) {
			c.failWith("roles", CodeRoleUnknown, map[string]any{"role": r})
		}
	}
}

func (c *checks) language(language string) {
	if !slices.Contains(words.Languages(), language) {
		c.fail("language", CodeLanguageUnknown)
	}
}

// tidyRoles returns the roles each once, in the order that they are shown.
func tidyRoles(given []string) []string {
	var tidy []string
	for _, r := range identity.Roles() {
		if slices.Contains(given, r.ID) {
			tidy = append(tidy, r.ID)
		}
	}
	return tidy
}
