package company

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// LinkLife is how long a set-up link opens.
const LinkLife = 24 * time.Hour

// linkDocument is the set-up link as stored: the SHA-256 of its token.
type linkDocument struct {
	Digest []byte `bson:"digest"`
	EndsAt int64  `bson:"endsAt"`
}

// founder is the first admin on the way into the directory.
type founder struct {
	Login        string     `bson:"login"`
	Name         words.Text `bson:"name"`
	Email        string     `bson:"email,omitempty"`
	Language     string     `bson:"language"`
	PasswordHash string     `bson:"passwordHash"`
}

// Admin is the first admin as entered.
type Admin struct {
	Login    string     `json:"login"`
	Name     words.Text `json:"name"`
	Email    string     `json:"email"`
	Password string     `json:"password"`
}

// SetUpInput is everything that a first start asks for.
type SetUpInput struct {
	Input
	Admin Admin `json:"admin"`
	// Token is the one of the set-up link.
	Token string `json:"token"`
}

// ErrSetUp says that the company is set up, or is a demo: nothing opens it.
var ErrSetUp error = &fault.Conflict{Code: "setup.done"}

// errLink says that the link is unknown, replaced or too old.
var errLink error = &fault.Conflict{Code: "setup.link"}

// NewLink makes a set-up link's token, which replaces the one before; it is
// known to nobody else and stored nowhere. It is empty where the company needs
// none.
func (c *Company) NewLink(ctx context.Context) (string, error) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead (crypto/rand)
	token := base64.RawURLEncoding.EncodeToString(b[:])
	for range maxSwaps {
		doc, err := c.load(ctx)
		if err != nil {
			return "", err
		}
		if !doc.open() {
			return "", nil
		}
		before := *doc
		doc.Link = &linkDocument{Digest: digest(token), EndsAt: c.Clock.Now().Add(LinkLife).UnixMilli()}
		err = c.put(ctx, actionLink, &before, doc)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("company: storing the set-up link: %w", err)
		}
		return token, c.follow(doc)
	}
	return "", fmt.Errorf("company: storing the set-up link: %w", store.ErrConflict)
}

func digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// end is when the link ends in UTC milliseconds; 0 for no link.
func (l *linkDocument) end() int64 {
	if l == nil {
		return 0
	}
	return l.EndsAt
}

// opens reports whether a token is the link's, now.
func (l *linkDocument) opens(token string, now int64) bool {
	return l != nil && now < l.EndsAt && subtle.ConstantTimeCompare(l.Digest, digest(token)) == 1
}

// SetUp makes the company and its first admin. One swap on the settings decides
// who does: it holds the settings and the admin together, so that whatever is
// cut off afterwards is finished at the next start or try. Problems are worded
// in lang. It returns *identity.WaitError after too many wrong links from an
// address, a *fault.Conflict "setup.link" or "setup.done", and *fault.Invalid
// naming the fields.
func (c *Company) SetUp(ctx context.Context, in SetUpInput, address, lang string) error {
	ctx = audit.As(ctx, "", audit.SchemeSetup)
	t, err := c.Identity.Try("setup", address)
	if err != nil {
		return err
	}
	doc, err := c.load(ctx)
	if err != nil {
		t.Void()
		return err
	}
	if !doc.open() && doc.Founder == nil {
		t.Void()
		return ErrSetUp
	}
	if !doc.Link.opens(in.Token, c.Clock.Now().UnixMilli()) {
		return errLink
	}
	t.Void()
	if doc.Founder != nil {
		return c.resume(ctx, doc, in.Admin)
	}
	in.Input, in.Admin = in.tidy(), in.Admin.tidy()
	var found checks
	found.settings(in.Input)
	found.admin(in.Admin)
	if err := found.err("setup.invalid", lang); err != nil {
		return err
	}
	hash, err := c.Identity.HashPassword(ctx, in.Admin.Password)
	if err != nil {
		return err
	}
	for range maxSwaps {
		before := *doc
		doc.take(in.Input)
		doc.Mail = c.sealMail(in.Mail, nil)
		doc.SetUpAt, doc.SetUpBy = c.Clock.Now().UnixMilli(), directory.PersonID(in.Admin.Login)
		doc.Founder = &founder{
			Login: in.Admin.Login, Name: in.Admin.Name, Email: in.Admin.Email, Language: lang, PasswordHash: hash,
		}
		err := c.put(ctx, actionSetUp, &before, doc)
		if err == nil {
			return errors.Join(c.follow(doc), c.finish(ctx, doc))
		}
		if !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("company: storing the settings: %w", err)
		}
		// Somebody else was first, or a node that starts made a newer link.
		if doc, err = c.load(ctx); err != nil {
			return err
		}
		if !doc.open() {
			return ErrSetUp
		}
	}
	return fmt.Errorf("company: storing the settings: %w", store.ErrConflict)
}

// resume finishes a set-up whose admin was not stored yet, and lets only the
// one who began it go on.
func (c *Company) resume(ctx context.Context, doc *document, again Admin) error {
	login := doc.Founder.Login
	if err := c.finish(ctx, doc); err != nil {
		return err
	}
	if again.tidy().Login != login {
		return ErrSetUp
	}
	return nil
}

// finish stores the first admin and then forgets the link. It may be repeated,
// by any node.
func (c *Company) finish(ctx context.Context, doc *document) error {
	for range maxSwaps {
		if doc.Founder == nil {
			return c.follow(doc)
		}
		if err := c.join(ctx, doc.Founder); err != nil {
			return err
		}
		done := *doc // others may be reading doc
		done.Founder, done.Link = nil, nil
		err := c.put(ctx, actionFounded, doc, &done)
		if err == nil {
			return c.follow(&done)
		}
		if !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("company: finishing the set-up: %w", err)
		}
		if doc, err = c.load(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("company: finishing the set-up: %w", store.ErrConflict)
}

// join adds the first admin, unless they are there already.
func (c *Company) join(ctx context.Context, f *founder) error {
	_, _, err := c.Directory.EnsurePerson(ctx, directory.NewPerson{
		Login: f.Login, Name: f.Name, Email: f.Email, Language: f.Language, PasswordHash: f.PasswordHash,
		Roles: []string{identity.RoleEmployee, identity.RoleAdmin, identity.RoleIT},
	})
	var invalid *directory.InvalidError
	if errors.As(err, &invalid) { // another node may have added them this moment
		if err := c.Identity.Reload(ctx); err != nil {
			return err
		}
		if _, there := c.Identity.Organisation().Person(directory.PersonID(f.Login)); there {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("company: adding the first admin: %w", err)
	}
	return nil
}

func (a Admin) tidy() Admin {
	a.Login, a.Name, a.Email = identity.NormalLogin(a.Login), tidyWords(a.Name), strings.TrimSpace(a.Email)
	return a
}

// admin checks the first admin by directory's own rules, so that the person can
// be stored once the swap has decided.
func (c *checks) admin(a Admin) {
	switch {
	case a.Login == "":
		c.fail("/admin/login", "company.required")
	case !identity.ValidLogin(a.Login):
		c.fail("/admin/login", "company.loginFormat")
	}
	c.words("/admin/name", a.Name)
	switch address, err := mail.ParseAddress(a.Email); {
	case a.Email == "": // may be left out
	case utf8.RuneCountInString(a.Email) > maxUser:
		c.tooLong("/admin/email", maxUser)
	case err != nil || address.Address != a.Email:
		c.fail("/admin/email", "company.emailFormat")
	}
	switch {
	case utf8.RuneCountInString(a.Password) < identity.MinPassword:
		*c = append(*c, problem{"/admin/password", "company.passwordShort", map[string]string{"min": strconv.Itoa(identity.MinPassword)}})
	case len(a.Password) > identity.MaxPassword:
		c.tooLong("/admin/password", identity.MaxPassword)
	}
}
