package directory

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"
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
		Head: store.Head{ID: PersonID(in.Login)}, Login: in.Login, Name: tidyText(in.Name), Email: in.Email, Title: tidyText(in.Title),
		Dept: in.Dept, Manager: in.Manager, Roles: tidyRoles(in.Roles), Language: in.Language, Status: identity.Active,
		PasswordHash: in.PasswordHash, JoinedAt: d.clock.Now().UnixMilli(),
	}
	err := d.writePerson(ctx, nil, p)
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

// PersonEdit is what a person's page changes at once.
type PersonEdit struct {
	Name     words.Text
	Email    string
	Title    words.Text
	Dept     string
	Manager  string
	Roles    []string
	Language string
}

// EditPerson changes a person who is still at revision rev; if they were changed
// since, it returns a *fault.Stale.
func (d *Directory) EditPerson(ctx context.Context, person string, rev int64, in PersonEdit) (*identity.Person, error) {
	return d.alterPerson(ctx, person, rev, identity.Active, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
		before := p.Clone()
		if len(in.Roles) == 0 {
			c.fail("roles", CodeRequired)
		}
		c.text("name", in.Name, true)
		c.text("title", in.Title, false)
		c.email(in.Email)
		c.place(o, person, in.Dept, in.Manager)
		c.roles(in.Roles)
		c.language(in.Language)
		in.apply(p)
		return !samePerson(before, p)
	})
}

func (in PersonEdit) apply(p *identity.Person) {
	p.Name, p.Email, p.Title = tidyText(in.Name), in.Email, tidyText(in.Title)
	p.Dept, p.Manager, p.Roles, p.Language = in.Dept, in.Manager, tidyRoles(in.Roles), in.Language
}

// samePerson reports whether an edit changed nothing.
func samePerson(a, b *identity.Person) bool {
	return maps.Equal(a.Name, b.Name) && a.Email == b.Email && maps.Equal(a.Title, b.Title) &&
		a.Dept == b.Dept && a.Manager == b.Manager && slices.Equal(a.Roles, b.Roles) && a.Language == b.Language
}

// tidyText leaves out languages in which nothing is said.
func tidyText(t words.Text) words.Text {
	tidy := words.Text{}
	for lang, s := range t {
		if s = strings.TrimSpace(s); s != "" {
			tidy[lang] = s
		}
	}
	if len(tidy) == 0 {
		return nil
	}
	return tidy
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
	hash, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	if _, err := d.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		// A link that waits to set a password was made for the one before.
		p.PasswordHash, p.Link = hash, nil
		return true
	}); err != nil {
		return err
	}
	return d.identity.EndSessions(ctx, person)
}

// hash hashes a new password and says what is wrong with one that cannot be
// taken.
func (d *Directory) hash(ctx context.Context, password string) (string, error) {
	hash, err := d.identity.HashPassword(ctx, password)
	var c checks
	switch {
	case errors.Is(err, identity.ErrPasswordShort):
		c.failWith("password", CodePasswordShort, map[string]any{"min": identity.MinPassword})
		return "", c.err()
	case errors.Is(err, identity.ErrPasswordLong):
		c.failWith("password", CodePasswordLong, map[string]any{"max": identity.MaxPassword})
		return "", c.err()
	}
	return hash, err
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
