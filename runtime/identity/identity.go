package identity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
)

// Errors of identity. None of them says whether a person exists.
var (
	// ErrCredentials means that login and password do not fit together, or
	// that the person may not sign in.
	ErrCredentials = errors.New("identity: wrong login or password")
	// ErrUnauthenticated means that a session or token is unknown, has ended
	// or belongs to someone who has left.
	ErrUnauthenticated = errors.New("identity: not signed in")
	// ErrPersonUnknown means that no such person works here. It is for callers
	// that already know who exists, never for someone signing in.
	ErrPersonUnknown = errors.New("identity: no such person")
	// ErrTokenName means that an API token has no name, or one of more than 64
	// characters.
	ErrTokenName = errors.New("identity: an API token needs a name of at most 64 characters")
)

// Options are the durations and bounds of signing in. A zero value stands for
// the default of each.
type Options struct {
	Idle       time.Duration // a session unused for so long ends; 12 hours
	Absolute   time.Duration // a session ends after this however it is used; 7 days
	TouchEvery time.Duration // how often use is written down; 5 minutes
	// CacheFor is how long a session or token is answered from memory before
	// the store is asked again. What this process ends, ends at once; what
	// another process ends, after this. 30 seconds; negative turns it off.
	CacheFor time.Duration
	Hashings int // passwords hashed at one time; 2
	Waiting  int // sign-ins that may wait for that; 32
	// Audit records every change; nil makes a recorder of one's own.
	Audit *audit.Recorder
}

func (o Options) withDefaults() Options {
	pick := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	pick(&o.Idle, 12*time.Hour)
	pick(&o.Absolute, 7*24*time.Hour)
	pick(&o.TouchEvery, 5*time.Minute)
	pick(&o.CacheFor, 30*time.Second)
	if o.Hashings == 0 {
		o.Hashings = 2
	}
	if o.Waiting == 0 {
		o.Waiting = 32
	}
	return o
}

// Identity answers who people are and whether they are who they say.
type Identity struct {
	options     Options
	clock       clock.Clock
	people      *store.Collection[Person]
	departments *store.Collection[Department]
	sessions    *store.Collection[sessionDocument]
	tokens      *store.Collection[tokenDocument]
	audit       *audit.Recorder
	hasher      *hasher
	backoff     *backoff
	seen        *seen

	organisation atomic.Pointer[Organisation] // nil: to be made from what follows
	mu           sync.Mutex
	version      uint64
	personByID   map[string]*Person
	deptByID     map[string]*Department
	newest       int64 // ChangedAt of the latest change that is known
}

// New opens the collections of people, departments, sessions and tokens and
// reads the organisation into memory.
func New(ctx context.Context, backend store.Backend, c clock.Clock, options Options) (*Identity, error) {
	o := options.withDefaults()
	i := &Identity{options: o, clock: c, hasher: newHasher(o.Hashings, o.Waiting), backoff: newBackoff(c), seen: newSeen(),
		personByID: map[string]*Person{}, deptByID: map[string]*Department{}}
	var err error
	if i.audit = o.Audit; i.audit == nil {
		if i.audit, err = audit.New(ctx, backend, c, audit.Options{}); err != nil {
			return nil, err
		}
	}
	if i.people, err = store.Open[Person](backend, peopleSpec); err != nil {
		return nil, fmt.Errorf("identity: opening people: %w", err)
	}
	if i.departments, err = store.Open[Department](backend, departmentsSpec); err != nil {
		return nil, fmt.Errorf("identity: opening departments: %w", err)
	}
	if i.sessions, err = store.Open[sessionDocument](backend, sessionsSpec); err != nil {
		return nil, fmt.Errorf("identity: opening sessions: %w", err)
	}
	if i.tokens, err = store.Open[tokenDocument](backend, tokensSpec); err != nil {
		return nil, fmt.Errorf("identity: opening tokens: %w", err)
	}
	return i, i.Reload(ctx)
}

// Recorder returns what records the changes of people and of what they do.
func (i *Identity) Recorder() *audit.Recorder { return i.audit }

// Organisation returns the organisation as it is now. It costs one atomic
// read, except right after a change, when the first reader makes the new
// snapshot.
func (i *Identity) Organisation() *Organisation {
	if o := i.organisation.Load(); o != nil {
		return o
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if o := i.organisation.Load(); o != nil {
		return o
	}
	i.version++
	o := NewOrganisation(i.version, slices.Collect(maps.Values(i.personByID)), slices.Collect(maps.Values(i.deptByID)))
	i.organisation.Store(o)
	return o
}

// Reload reads all people and departments from the store again, for changes
// that another process made. What this process knows better stays: what it
// wrote while the store was being read.
func (i *Identity) Reload(ctx context.Context) error {
	people, err := readAll(ctx, i.people, "login")
	if err != nil {
		return fmt.Errorf("identity: reading people: %w", err)
	}
	departments, err := readAll(ctx, i.departments, "code")
	if err != nil {
		return fmt.Errorf("identity: reading departments: %w", err)
	}
	i.keep(people, departments)
	return nil
}

func readAll[T any](ctx context.Context, c *store.Collection[T], order string) ([]*T, error) {
	return readPages(ctx, c, store.Query{Order: order, Limit: 200})
}

func readPages[T any](ctx context.Context, c *store.Collection[T], q store.Query) ([]*T, error) {
	var all []*T
	for {
		page, err := c.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		q.After = page.Next
	}
}

// InsertPerson stores a new person; the organisation follows. It checks
// nothing but that id and login are new: runtime/directory holds the rules.
func (i *Identity) InsertPerson(ctx context.Context, p *Person) error {
	p.V, p.ChangedAt = documentVersion, i.now()
	if err := audit.Insert(ctx, i.audit, i.people, p, personEvent(nil, p)); err != nil {
		return err
	}
	i.keep([]*Person{p.Clone()}, nil)
	return nil
}

// ReplacePerson stores a person as changed, if nobody changed them since; the
// organisation follows.
func (i *Identity) ReplacePerson(ctx context.Context, p *Person) error {
	p.V, p.ChangedAt = documentVersion, i.now()
	before, err := i.personAt(ctx, p.ID, p.Rev)
	if err != nil {
		return err
	}
	if err := audit.Replace(ctx, i.audit, i.people, p, personEvent(before, p)); err != nil {
		return err
	}
	i.keep([]*Person{p.Clone()}, nil)
	return nil
}

// InsertDepartment stores a new department; the organisation follows.
func (i *Identity) InsertDepartment(ctx context.Context, d *Department) error {
	d.V, d.ChangedAt = documentVersion, i.now()
	if err := audit.Insert(ctx, i.audit, i.departments, d, departmentEvent(nil, d)); err != nil {
		return err
	}
	i.keep(nil, []*Department{d.Clone()})
	return nil
}

// ReplaceDepartment stores a department as changed, if nobody changed it
// since; the organisation follows.
func (i *Identity) ReplaceDepartment(ctx context.Context, d *Department) error {
	d.V, d.ChangedAt = documentVersion, i.now()
	before, err := i.departmentAt(ctx, d.ID, d.Rev)
	if err != nil {
		return err
	}
	if err := audit.Replace(ctx, i.audit, i.departments, d, departmentEvent(before, d)); err != nil {
		return err
	}
	i.keep(nil, []*Department{d.Clone()})
	return nil
}

// Clone returns a copy that can be changed without touching a snapshot.
func (p *Person) Clone() *Person {
	c := *p
	c.Name, c.Title, c.Roles = maps.Clone(p.Name), maps.Clone(p.Title), slices.Clone(p.Roles)
	c.Absences = slices.Clone(p.Absences)
	for i := range c.Absences {
		c.Absences[i].Apps = slices.Clone(c.Absences[i].Apps)
	}
	if p.Leaving != nil {
		leaving := *p.Leaving
		c.Leaving = &leaving
	}
	if p.Link != nil {
		link := *p.Link
		c.Link = &link
	}
	return &c
}

// Clone returns a copy that can be changed without touching a snapshot.
func (d *Department) Clone() *Department {
	c := *d
	c.Name = maps.Clone(d.Name)
	return &c
}

// HashPassword makes the text to keep as Person.PasswordHash. It refuses a
// password that is too short or too long, and waits its turn among the
// sign-ins.
func (i *Identity) HashPassword(ctx context.Context, password string) (string, error) {
	return i.hasher.hash(ctx, password)
}

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{0,63}$`)

// NormalLogin returns a login name as it is stored: without blanks around it
// and in lower case.
func NormalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// ValidLogin reports whether login can be a login name as it is stored: up to
// 64 letters, digits, and . _ @ - after the first.
func ValidLogin(login string) bool { return loginPattern.MatchString(login) }

func (i *Identity) now() int64 { return i.clock.Now().UnixMilli() }
