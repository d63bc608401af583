package identity

import (
	"context"
	"fmt"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// personAt returns a person as they stand at revision rev: what a change to it
// is recorded against. Any other revision is store.ErrConflict.
func (i *Identity) personAt(ctx context.Context, id string, rev int64) (*Person, error) {
	i.mu.Lock()
	kept := i.personByID[id]
	i.mu.Unlock()
	if kept != nil && kept.Rev == rev {
		return kept, nil
	}
	p, err := i.people.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Rev != rev {
		return nil, fmt.Errorf("identity: person %s: %w", id, store.ErrConflict)
	}
	return p, nil
}

// departmentAt is personAt for a department.
func (i *Identity) departmentAt(ctx context.Context, id string, rev int64) (*Department, error) {
	i.mu.Lock()
	kept := i.deptByID[id]
	i.mu.Unlock()
	if kept != nil && kept.Rev == rev {
		return kept, nil
	}
	d, err := i.departments.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if d.Rev != rev {
		return nil, fmt.Errorf("identity: department %s: %w", id, store.ErrConflict)
	}
	return d, nil
}

// personEvent says what a write of a person changes. It looks at the fields
// themselves, so that no use case can forget to say it.
func personEvent(before, after *Person) audit.Event {
	e := audit.Event{Object: audit.Object(audit.KindPerson, after.ID), Action: "person.changed", About: after.ID}
	if before == nil {
		before, e.Action = &Person{}, "person.added"
	}
	e.Changes.Add("login", before.Login, after.Login)
	e.Changes.Add("name", before.Name, after.Name)
	e.Changes.Add("email", before.Email, after.Email)
	e.Changes.Add("title", before.Title, after.Title)
	e.Changes.Add("dept", before.Dept, after.Dept)
	e.Changes.Add("manager", before.Manager, after.Manager)
	e.Changes.Add("roles", before.Roles, after.Roles)
	e.Changes.Add("language", before.Language, after.Language)
	e.Changes.Add("status", before.Status, after.Status)
	e.Changes.Add("successor", successorOf(before), successorOf(after))
	e.Changes.Add("handingOver", handingOver(before), handingOver(after))
	beside := len(e.Changes)
	e.Changes.Add("absences", recordedAbsences(before.Absences), recordedAbsences(after.Absences))
	e.Changes.Secret("absenceReasons", absenceReasons(before.Absences), absenceReasons(after.Absences))
	others := len(e.Changes)
	e.Changes.Secret("password", before.PasswordHash, after.PasswordHash)
	passwordSet := len(e.Changes) > others
	e.Changes.Secret("link", linkOf(before), linkOf(after))
	switch {
	case e.Action == "person.added":
	case before.Status == Active && after.Status == Left:
		e.Action = "person.left"
	case before.Status == Left && after.Status == Active:
		e.Action = "person.returned"
	case beside == 0 && others > 0 && len(e.Changes) == others:
		e.Action = "person.absenceChanged"
	case others == 0 && passwordSet:
		e.Action = "person.passwordSet"
	case others == 0 && after.Link != nil:
		e.Action = "person.linkMade"
	}
	return e
}

func successorOf(p *Person) string {
	if p.Leaving == nil {
		return ""
	}
	return p.Leaving.Successor
}

func handingOver(p *Person) bool { return p.Leaving != nil && p.Leaving.Open }

func linkOf(p *Person) string {
	if p.Link == nil {
		return ""
	}
	return p.Link.ID
}

// departmentEvent is personEvent for a department.
func departmentEvent(before, after *Department) audit.Event {
	e := audit.Event{Object: audit.Object(audit.KindDepartment, after.ID), Action: "department.changed"}
	if before == nil {
		before, e.Action = &Department{}, "department.added"
	}
	e.Changes.Add("code", before.Code, after.Code)
	e.Changes.Add("name", before.Name, after.Name)
	e.Changes.Add("parent", before.Parent, after.Parent)
	e.Changes.Add("lead", before.Lead, after.Lead)
	e.Changes.Add("removed", before.Removed, after.Removed)
	switch {
	case !before.Removed && after.Removed:
		e.Action = "department.removed"
	case before.Removed && !after.Removed:
		e.Action = "department.added"
	}
	return e
}
