package httpapi

import (
	"net/http"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/company"
)

func (s *Server) companyRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/company", handle: s.readCompany},
		{method: http.MethodPut, path: "/api/company", handle: s.updateCompany},
	}
}

// companyMark is what anybody may know of the company: enough to greet them.
type companyMark struct {
	Name     words.Text `json:"name"`
	Language string     `json:"language"`
}

func (s *Server) companyMark() companyMark {
	mark := companyMark{Name: s.Company.Name(), Language: s.Company.Language()}
	if mark.Name == nil {
		mark.Name = words.Text{}
	}
	return mark
}

func (s *Server) readCompany(k *call) error {
	view, err := s.Company.Read(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}

func (s *Server) updateCompany(k *call) error {
	var in struct {
		Rev int64 `json:"rev"`
		company.Input
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	view, err := s.Company.Update(k.ctx, k.actor.Subject, in.Rev, in.Input, k.actor.Lang)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
