package httpapi

import (
	"encoding/base64"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// The directory as those who keep it see it. Instants are UTC milliseconds.
type (
	// nameView names a person or a department.
	nameView struct {
		ID   string     `json:"id"`
		Name words.Text `json:"name"`
	}
	departmentRecord struct {
		ID     string     `json:"id"`
		Code   string     `json:"code"`
		Name   words.Text `json:"name"`
		Parent string     `json:"parent,omitempty"`
		Lead   *nameView  `json:"lead,omitempty"`
		// People counts those who stand directly in it.
		People int   `json:"people"`
		Rev    int64 `json:"rev"`
	}
	personRecord struct {
		ID         string     `json:"id"`
		Login      string     `json:"login"`
		Name       words.Text `json:"name"`
		Email      string     `json:"email"`
		Title      words.Text `json:"title"`
		Department *nameView  `json:"department,omitempty"`
		// Manager is named for the person; Superior is who manages them, named or
		// as the lead of a department.
		Manager  *nameView `json:"manager,omitempty"`
		Superior *nameView `json:"superior,omitempty"`
		Roles    []string  `json:"roles"`
		Language string    `json:"language"`
		Status   string    `json:"status"`
		// HasPassword says that the person can sign in by password.
		HasPassword bool      `json:"hasPassword"`
		Link        *linkView `json:"link,omitempty"`
		JoinedAt    int64     `json:"joinedAt"`
		LeftAt      int64     `json:"leftAt,omitempty"`
		Rev         int64     `json:"rev"`
	}
	// linkView is a one-time link that waits to be used.
	linkView struct {
		Kind      string    `json:"kind"`
		By        *nameView `json:"by,omitempty"`
		ExpiresAt int64     `json:"expiresAt"`
	}
	roleRecord struct {
		ID   string     `json:"id"`
		Name words.Text `json:"name"`
		// Grantable says that the reader may give and take it.
		Grantable bool `json:"grantable"`
	}
)

func nameOf(o *identity.Organisation, person string) *nameView {
	p, ok := o.Person(person)
	if !ok {
		return nil
	}
	return &nameView{ID: p.ID, Name: p.Name}
}

func departmentNameOf(o *identity.Organisation, department string) *nameView {
	d, ok := o.Department(department)
	if !ok {
		return nil
	}
	return &nameView{ID: d.ID, Name: d.Name}
}

func departmentRecordOf(o *identity.Organisation, d *identity.Department) departmentRecord {
	return departmentRecord{
		ID: d.ID, Code: d.Code, Name: d.Name, Parent: d.Parent, Lead: nameOf(o, d.Lead), People: o.MembersOf(d.ID), Rev: d.Rev,
	}
}

func (s *Server) personRecordOf(o *identity.Organisation, p *identity.Person) personRecord {
	r := personRecord{
		ID: p.ID, Login: p.Login, Name: p.Name, Email: p.Email, Title: p.Title, Department: departmentNameOf(o, p.Dept),
		Manager: nameOf(o, p.Manager), Roles: append([]string{}, p.Roles...), Language: p.Language, Status: string(p.Status),
		HasPassword: p.PasswordHash != "", JoinedAt: p.JoinedAt, LeftAt: p.LeftAt, Rev: p.Rev,
	}
	if r.Title == nil {
		r.Title = words.Text{}
	}
	if superior, ok := o.ManagerOf(p.ID, 1); ok {
		r.Superior = nameOf(o, superior)
	}
	if s.Identity.LinkOpen(p) {
		r.Link = &linkView{Kind: string(p.Link.Kind), By: nameOf(o, p.Link.By), ExpiresAt: p.Link.ExpiresAt}
	}
	return r
}

// permitRoles asks the policy about each of some roles.
func (s *Server) permitRoles(k *call, action string, roles []string) error {
	for _, role := range roles {
		d := s.Authz.Decide(k.ctx, authz.Request{
			Action: action, Subject: k.actor.Subject, Resource: authz.Resource{Kind: "role", ID: role},
		})
		if !d.Allow {
			return &fault.Denied{Action: action, Reasons: d.Reasons}
		}
	}
	return nil
}

// changedRoles lists the roles that one list has and the other lacks.
func changedRoles(before, after []string) []string {
	var changed []string
	for _, r := range identity.Roles() {
		if has(before, r.ID) != has(after, r.ID) {
			changed = append(changed, r.ID)
		}
	}
	return changed
}

func has(list []string, item string) bool {
	for _, each := range list {
		if each == item {
			return true
		}
	}
	return false
}

// A place in a list by login is that login; it is no secret from whoever reads
// the list, and any text is a place.
func placeOf(cursor string) (string, error) {
	login, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", &fault.Malformed{Code: "request.parameter", At: "cursor", Detail: "not one that this list gave"}
	}
	return string(login), nil
}

func cursorAt(login string) string { return base64.RawURLEncoding.EncodeToString([]byte(login)) }
