package directory

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/banli-oa/banli/builder/words"
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
	if err := c.err(); err != nil {
		return nil, err
	}
	dept := &identity.Department{Head: store.Head{ID: DepartmentID(in.Code)}, Code: in.Code, Name: in.Name, Parent: in.Parent}
	err := d.identity.InsertDepartment(ctx, dept)
	if errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrDuplicate) { // another process was first
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

// MoveDepartment puts a department, with all below it, under another; an empty
// parent makes it a top one.
func (d *Directory) MoveDepartment(ctx context.Context, id, parent string) (*identity.Department, error) {
	return d.changeDepartment(ctx, id, func(o *identity.Organisation, dept *identity.Department, c *checks) bool {
		if parent != "" {
			if _, ok := o.Department(parent); !ok {
				c.fail("parent", CodeDepartmentUnknown)
			} else if slices.Contains(o.DeptPath(parent), id) {
				c.fail("parent", CodeDepartmentCircle)
			}
		}
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
		if person != "" && !o.Active(person) {
			c.fail("lead", CodePersonUnknown)
		}
		changed := dept.Lead != person
		dept.Lead = person
		return changed
	})
}
