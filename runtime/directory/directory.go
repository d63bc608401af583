package directory

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// Directory holds the use cases over people and departments.
type Directory struct {
	identity *identity.Identity
	clock    clock.Clock
	// mu lets one change be checked and made at a time, so that two that are
	// fine each can't make a circle together. Between processes the snapshot's
	// guards hold instead.
	mu sync.Mutex
	// reading is held while a file is unpacked.
	reading sync.Mutex
	// language is that of new people for whom none is named.
	language func() string
}

// New returns the use cases over the people that id knows.
func New(id *identity.Identity, c clock.Clock) *Directory {
	return &Directory{identity: id, clock: c, language: func() string { return words.English }}
}

// SpeakByDefault makes language answer for new people for whom no language is
// named, in place of English. It is called while the rooms are wired, before
// anything else.
func (d *Directory) SpeakByDefault(language func() string) { d.language = language }

// The longest texts, in characters.
const (
	maxWords = 64  // a name or a title in one language
	maxEmail = 254 // RFC 5321, section 4.5.3.1.3, less the angle brackets
)

// text checks words that are shown: each within maxWords characters and, where
// required, some language filled in.
func (c *checks) text(field string, t words.Text, required bool) {
	if required && t.Empty() {
		c.fail(field, CodeRequired)
	}
	for _, s := range t {
		if utf8.RuneCountInString(s) > maxWords {
			c.failWith(field, CodeTooLong, map[string]any{"max": maxWords})
			return
		}
	}
}

// maxSwaps bounds how often a change is tried again because another process
// changed the same document.
const maxSwaps = 8

// anyRevision takes a document as it is now, whatever a client saw before.
const anyRevision = 0

// changePerson makes a change to one person who works here, on their latest
// state. change returns false when there is nothing to do.
func (d *Directory) changePerson(ctx context.Context, id string, change func(o *identity.Organisation, p *identity.Person, c *checks) bool) (*identity.Person, error) {
	return d.alterPerson(ctx, id, anyRevision, identity.Active, change)
}

// alterPerson is changePerson for someone of a status, and, unless rev is
// anyRevision, only if they still are at that revision; else it returns a
// *fault.Stale.
func (d *Directory) alterPerson(
	ctx context.Context, id string, rev int64, status identity.Status, change func(o *identity.Organisation, p *identity.Person, c *checks) bool,
) (*identity.Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for range maxSwaps {
		o := d.identity.Organisation()
		kept, ok := o.Person(id)
		if !ok || kept.Status != status {
			return nil, &InvalidError{Problems: []Problem{{Field: "person", Code: CodePersonUnknown}}}
		}
		if rev != anyRevision && rev != kept.Rev {
			return nil, &fault.Stale{Thing: "person", Rev: kept.Rev}
		}
		p := kept.Clone()
		var c checks
		needed := change(o, p, &c)
		c.lastHolders(o, kept, p)
		if err := c.err(); err != nil {
			return nil, err
		}
		if !needed {
			return kept, nil
		}
		err := d.writePerson(ctx, kept, p)
		if errors.Is(err, store.ErrConflict) {
			if err := d.identity.Reload(ctx); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("directory: changing a person: %w", err)
		}
		return p, nil
	}
	return nil, fmt.Errorf("directory: changing a person: %w", store.ErrConflict)
}

// changeDepartment makes a change to a department on its latest state.
func (d *Directory) changeDepartment(ctx context.Context, id string, change func(o *identity.Organisation, dept *identity.Department, c *checks) bool) (*identity.Department, error) {
	return d.alterDepartment(ctx, id, anyRevision, change)
}

// alterDepartment is changeDepartment with a revision, as alterPerson has it.
func (d *Directory) alterDepartment(
	ctx context.Context, id string, rev int64, change func(o *identity.Organisation, dept *identity.Department, c *checks) bool,
) (*identity.Department, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for range maxSwaps {
		o := d.identity.Organisation()
		kept, ok := o.Department(id)
		if !ok {
			return nil, &InvalidError{Problems: []Problem{{Field: "department", Code: CodeDepartmentUnknown}}}
		}
		if rev != anyRevision && rev != kept.Rev {
			return nil, &fault.Stale{Thing: "department", Rev: kept.Rev}
		}
		dept := kept.Clone()
		var c checks
		needed := change(o, dept, &c)
		if err := c.err(); err != nil {
			return nil, err
		}
		if !needed {
			return kept, nil
		}
		err := d.writeDepartment(ctx, kept, dept)
		if errors.Is(err, store.ErrConflict) {
			if err := d.identity.Reload(ctx); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("directory: changing a department: %w", err)
		}
		return dept, nil
	}
	return nil, fmt.Errorf("directory: changing a department: %w", store.ErrConflict)
}

// writePerson stores a person who is new, where before is nil, or was changed.
// Every change of a person goes through here.
func (d *Directory) writePerson(ctx context.Context, before, after *identity.Person) error {
	if before == nil {
		return d.identity.InsertPerson(ctx, after)
	}
	return d.identity.ReplacePerson(ctx, after)
}

// writeDepartment stores a department that is new, where before is nil, or was
// changed. Every change of a department goes through here.
func (d *Directory) writeDepartment(ctx context.Context, before, after *identity.Department) error {
	if before == nil {
		return d.identity.InsertDepartment(ctx, after)
	}
	return d.identity.ReplaceDepartment(ctx, after)
}
