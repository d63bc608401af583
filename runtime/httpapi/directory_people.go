package httpapi

import (
	"net/http"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/workflow"
)

func (s *Server) directoryRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/directory/roles", handle: s.listGrantableRoles},
		{method: http.MethodGet, path: "/api/directory/people", handle: s.listDirectory},
		{method: http.MethodPost, path: "/api/directory/people", handle: s.addPerson},
		{method: http.MethodGet, path: "/api/directory/people/:id", handle: s.readPerson},
		{method: http.MethodPut, path: "/api/directory/people/:id", handle: s.editPerson},
		{method: http.MethodPost, path: "/api/directory/people/:id/link", handle: s.makeLink},
		{method: http.MethodGet, path: "/api/directory/people/:id/leaving", handle: s.previewLeaving},
		{method: http.MethodPost, path: "/api/directory/people/:id/leaving", handle: s.letLeave},
		{method: http.MethodPost, path: "/api/directory/people/:id/return", handle: s.letReturn},
	}
}

func (s *Server) listGrantableRoles(k *call) error {
	if err := s.permit(k, authz.DirectoryRead, "directory"); err != nil {
		return err
	}
	all := []roleRecord{}
	for _, r := range identity.Roles() {
		all = append(all, roleRecord{ID: r.ID, Name: r.Name, Grantable: s.permitRoles(k, authz.DirectoryRoles, []string{r.ID}) == nil})
	}
	return k.answer(http.StatusOK, items(all))
}

// listDirectory answers with a page of people, by login name.
func (s *Server) listDirectory(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	if err := s.permit(k, authz.DirectoryRead, "directory"); err != nil {
		return err
	}
	f := identity.Filter{Text: k.Query("q"), Dept: k.Query("department"), Status: identity.Status(k.Query("status"))}
	switch f.Status {
	case "", identity.Active, identity.Left:
	default:
		return &fault.Malformed{Code: "request.parameter", At: "status", Detail: "active, left"}
	}
	if f.After, err = placeOf(k.Query("cursor")); err != nil {
		return err
	}
	o := s.Identity.Organisation()
	people, more := o.Filter(f, limit)
	page := workflow.Page[personRecord]{Items: []personRecord{}}
	for _, p := range people {
		page.Items = append(page.Items, s.personRecordOf(o, p))
	}
	if more {
		page.Next = cursorAt(people[len(people)-1].Login)
	}
	return k.answer(http.StatusOK, page)
}

// person finds the person of the address, who may have left.
func (s *Server) person(k *call) (*identity.Person, error) {
	p, ok := s.Identity.Organisation().Person(k.Params("id"))
	if !ok {
		return nil, &fault.NotFound{Thing: "person", ID: k.Params("id")}
	}
	return p, nil
}

func (s *Server) readPerson(k *call) error {
	if err := s.permit(k, authz.DirectoryRead, "directory"); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, s.personRecordOf(s.Identity.Organisation(), p))
}

// personFields are what a form about a person fills in.
type personFields struct {
	Name       words.Text `json:"name"`
	Email      string     `json:"email"`
	Title      words.Text `json:"title"`
	Department string     `json:"department"`
	Manager    string     `json:"manager"`
	Roles      []string   `json:"roles"`
	Language   string     `json:"language"`
}

func (s *Server) addPerson(k *call) error {
	var in struct {
		Login string `json:"login"`
		personFields
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	if len(in.Roles) == 0 {
		in.Roles = []string{identity.RoleEmployee}
	}
	if err := s.permitRoles(k, authz.DirectoryRoles, changedRoles(nil, in.Roles)); err != nil {
		return err
	}
	p, err := s.Directory.AddPerson(k.ctx, directory.NewPerson{
		Login: in.Login, Name: in.Name, Email: in.Email, Title: in.Title, Dept: in.Department, Manager: in.Manager,
		Roles: in.Roles, Language: in.Language,
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, s.personRecordOf(s.Identity.Organisation(), p))
}

func (s *Server) editPerson(k *call) error {
	var in struct {
		Rev int64 `json:"rev"`
		personFields
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	// The roles are judged at the revision that is then changed, and at no other.
	if in.Rev != p.Rev {
		return &fault.Stale{Thing: "person", Rev: p.Rev}
	}
	if err := s.permitRoles(k, authz.DirectoryRoles, changedRoles(p.Roles, in.Roles)); err != nil {
		return err
	}
	p, err = s.Directory.EditPerson(k.ctx, p.ID, in.Rev, directory.PersonEdit{
		Name: in.Name, Email: in.Email, Title: in.Title, Dept: in.Department, Manager: in.Manager, Roles: in.Roles, Language: in.Language,
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, s.personRecordOf(s.Identity.Organisation(), p))
}

// newLinkView is a link just made: the only time that its address is shown.
type newLinkView struct {
	Kind string `json:"kind"`
	// Path stands under the site's own address.
	Path      string `json:"path"`
	ExpiresAt int64  `json:"expiresAt"`
}

func (s *Server) makeLink(k *call) error {
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	if err := s.permitRoles(k, authz.DirectoryLink, p.Roles); err != nil {
		return err
	}
	l, err := s.Directory.NewLink(k.ctx, p.ID, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, newLinkView{Kind: string(l.Kind), Path: l.Path(), ExpiresAt: l.ExpiresAt.UnixMilli()})
}
