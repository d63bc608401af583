package httpapi

import (
	"net/http"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// leavingView is what somebody would leave behind.
type leavingView struct {
	Rev int64 `json:"rev"`
	// OpenTasks counts the requests with an open task of theirs, at most 1,000.
	OpenTasks int `json:"openTasks"`
	// Requests counts their own requests that run on, at most 1,000.
	Requests  int        `json:"requests"`
	Leads     []nameView `json:"leads"`
	Manages   []nameView `json:"manages"`
	Successor *nameView  `json:"successor,omitempty"`
}

func (s *Server) previewLeaving(k *call) error {
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	p, err := s.person(k)
	if err != nil {
		return err
	}
	summary, err := s.Leaving.Summary(k.ctx, p.ID)
	if err != nil {
		return err
	}
	o := s.Identity.Organisation()
	view := leavingView{
		Rev: p.Rev, OpenTasks: summary.OpenTasks, Requests: summary.Requests,
		Leads: []nameView{}, Manages: []nameView{}, Successor: nameOf(o, summary.Successor),
	}
	for _, id := range summary.Leads {
		if d := departmentNameOf(o, id); d != nil {
			view.Leads = append(view.Leads, *d)
		}
	}
	for _, id := range summary.Manages {
		if n := nameOf(o, id); n != nil {
			view.Manages = append(view.Manages, *n)
		}
	}
	return k.answer(http.StatusOK, view)
}

// leftView says what leaving did.
type leftView struct {
	Person personRecord `json:"person"`
	// HandedOver counts the requests in which tasks were handed over.
	HandedOver int `json:"handedOver"`
}

func (s *Server) letLeave(k *call) error {
	var in struct {
		Rev       int64  `json:"rev"`
		Successor string `json:"successor"`
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
	// Who has left already is asked for again to finish what a failure left over.
	if p.Status == identity.Active && in.Rev != p.Rev {
		return &fault.Stale{Thing: "person", Rev: p.Rev}
	}
	if err := s.permitRoles(k, authz.DirectoryRoles, p.Roles); err != nil {
		return err
	}
	handed, err := s.Leaving.Leave(k.ctx, p.ID, in.Rev, in.Successor, k.actor.Subject.ID)
	if err != nil {
		return err
	}
	if p, err = s.person(k); err != nil {
		return err
	}
	return k.answer(http.StatusOK, leftView{Person: s.personRecordOf(s.Identity.Organisation(), p), HandedOver: handed})
}

func (s *Server) letReturn(k *call) error {
	var in struct {
		Rev        int64    `json:"rev"`
		Department string   `json:"department"`
		Manager    string   `json:"manager"`
		Roles      []string `json:"roles"`
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
	if in.Rev != p.Rev {
		return &fault.Stale{Thing: "person", Rev: p.Rev}
	}
	if err := s.permitRoles(k, authz.DirectoryRoles, changedRoles(nil, in.Roles)); err != nil {
		return err
	}
	p, err = s.Directory.Return(k.ctx, p.ID, in.Rev, directory.Return{Dept: in.Department, Manager: in.Manager, Roles: in.Roles})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, s.personRecordOf(s.Identity.Organisation(), p))
}
