package directory

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
)

var codePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// NewDepartment describes a department to add.
type NewDepartment struct {
	Code   string // short and unique: "rd"
	Name   words.Text
	Parent string // id of the department above; empty for the top
	Lead   string // id of the person who heads it; may be empty
}

// DepartmentID returns the id that a department with this code has.
func DepartmentID(code string) string { return ids.Hash("department", code) }

// AddDepartment adds a department. A code that is in use is refused.
func (d *Directory) AddDepartment(ctx context.Context, in NewDepartment) (*identity.Department, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.identity.Organisation()
	var c checks
	switch {
	case in.Code == "":
		c.fail("code", CodeRequired)
	case !codePattern.MatchString(in.Code):
		c.fail("code", CodeDepartmentFormat)
	default:
		if _, taken := o.Department(DepartmentID(in.Code)); taken {
			c.fail("code", CodeDepartmentTaken)
		}
	}
	c.text("name", in.Name, true)
	if in.Parent != "" {
		if _, ok := o.Department(in.Parent); !ok {
			c.fail("parent", CodeDepartmentUnknown)
		}
	}
	c.lead(o, in.Lead)
	if err := c.err(); err != nil {
		return nil, err
	}
	dept := &identity.Department{
		Head: store.Head{ID: DepartmentID(in.Code)}, Code: in.Code, Name: tidyText(in.Name), Parent: in.Parent, Lead: in.Lead,
	}
	removed, _ := o.Removed(dept.ID) // nil where the code is new
	if removed != nil {
		dept.Head, dept.Carrier = removed.Head, removed.Carrier
	}
	err := d.writeDepartment(ctx, removed, dept)
	if errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrDuplicate) || errors.Is(err, store.ErrConflict) { // another process was first
		c.fail("code", CodeDepartmentTaken)
		return nil, c.err()
	}
	if err != nil {
		return nil, fmt.Errorf("directory: adding a department: %w", err)
	}
	return dept, nil
}

// EnsureDepartment adds a department unless there is one with its code, which
// is then returned as it is: what people changed since stays.
func (d *Directory) EnsureDepartment(ctx context.Context, in NewDepartment) (dept *identity.Department, added bool, err error) {
	if dept, ok := d.identity.Organisation().Department(DepartmentID(in.Code)); ok {
		return dept, false, nil
	}
	dept, err = d.AddDepartment(ctx, in)
	return dept, err == nil, err
}

// DepartmentEdit is what a department's page changes at once.
type DepartmentEdit struct {
	Name   words.Text
	Parent string
	Lead   string
}

// EditDepartment changes a department that is still at revision rev; if it was
// changed since, it returns a *fault.Stale. A lead who was set before and has
// left since may stay.
func (d *Directory) EditDepartment(ctx context.Context, id string, rev int64, in DepartmentEdit) (*identity.Department, error) {
	return d.alterDepartment(ctx, id, rev, func(o *identity.Organisation, dept *identity.Department, c *checks) bool {
		c.text("name", in.Name, true)
		c.parent(o, id, in.Parent)
		if in.Lead != dept.Lead {
			c.lead(o, in.Lead)
		}
		name := tidyText(in.Name)
		changed := !maps.Equal(dept.Name, name) || dept.Parent != in.Parent || dept.Lead != in.Lead
		dept.Name, dept.Parent, dept.Lead = name, in.Parent, in.Lead
		return changed
	})
}

// RemoveDepartment removes a department that is empty and still at revision rev.
// One that people or departments stand in is refused with a *fault.Conflict.
func (d *Directory) RemoveDepartment(ctx context.Context, id string, rev int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.identity.Organisation()
	dept, ok := o.Department(id)
	if !ok {
		return &fault.NotFound{Thing: "department", ID: id}
	}
	if rev != anyRevision && rev != dept.Rev {
		return &fault.Stale{Thing: "department", Rev: dept.Rev}
	}
	people, below := o.MembersOf(id), o.Below(id)
	if people > 0 || len(below) > 0 {
		return &fault.Conflict{Code: "department.inUse", Params: map[string]string{
			"people": strconv.Itoa(people), "departments": strconv.Itoa(len(below)),
		}}
	}
	removed := dept.Clone()
	removed.Removed = true
	err := d.writeDepartment(ctx, dept, removed)
	if errors.Is(err, store.ErrConflict) { // another process was first
		if err := d.identity.Reload(ctx); err != nil {
			return err
		}
		return &fault.Stale{Thing: "department"}
	}
	if err != nil {
		return fmt.Errorf("directory: removing a department: %w", err)
	}
	return nil
}

func (c *checks) parent(o *identity.Organisation, id, parent string) {
	if parent == "" {
		return
	}
	if _, ok := o.Department(parent); !ok {
		c.fail("parent", CodeDepartmentUnknown)
	} else if slices.Contains(o.DeptPath(parent), id) {
		c.fail("parent", CodeDepartmentCircle)
	}
}

func (c *checks) lead(o *identity.Organisation, person string) {
	if person != "" && !o.Active(person) {
		c.fail("lead", CodePersonUnknown)
	}
}

// MoveDepartment puts a department, with all below it, under another; an empty
// parent makes it a top one.
func (d *Directory) MoveDepartment(ctx context.Context, id, parent string) (*identity.Department, error) {
	return d.changeDepartment(ctx, id, func(o *identity.Organisation, dept *identity.Department, c *checks) bool {
		c.parent(o, id, parent)
		changed := dept.Parent != parent
		dept.Parent = parent
		return changed
	})
}

// RenameDepartment gives a department other words.
func (d *Directory) RenameDepartment(ctx context.Context, id string, name words.Text) (*identity.Department, error) {
	return d.changeDepartment(ctx, id, func(_ *identity.Organisation, dept *identity.Department, c *checks) bool {
		c.text("name", name, true)
		dept.Name = name
		return true
	})
}

// SetLead makes a person the head of a department; an empty person leaves it
// without one. The lead need not be a member.
func (d *Directory) SetLead(ctx context.Context, department, person string) (*identity.Department, error) {
	return d.changeDepartment(ctx, department, func(o *identity.Organisation, dept *identity.Department, c *checks) bool {
		c.lead(o, person)
		changed := dept.Lead != person
		dept.Lead = person
		return changed
	})
}
