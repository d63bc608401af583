package httpapi

import (
	"net/http"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

func (s *Server) mailRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/company/mail", handle: s.readMail},
		{method: http.MethodPost, path: "/api/company/mail/test", handle: s.testMail},
		{method: http.MethodPost, path: "/api/company/mail/retry", handle: s.retryMail},
		{method: http.MethodPost, path: "/api/directory/people/:id/link/mail", handle: s.mailLink},
		{method: http.MethodGet, path: "/api/notices/choices", handle: s.readChoices},
		{method: http.MethodPut, path: "/api/notices/choices", handle: s.choose},
	}
}

func (s *Server) readMail(k *call) error {
	status, err := s.Post.Status(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, status)
}

func (s *Server) testMail(k *call) error {
	var in struct {
		To string `json:"to"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.Post.Test(k.ctx, k.actor.Subject, in.To, k.actor.Lang); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}

func (s *Server) retryMail(k *call) error {
	n, err := s.Post.Retry(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, struct {
		Retried int `json:"retried"`
	}{n})
}

func (s *Server) readChoices(k *call) error {
	chosen, err := s.Notify.Choices(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, chosen)
}

func (s *Server) choose(k *call) error {
	var in struct {
		Mail map[string]bool `json:"mail"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	chosen, err := s.Notify.Choose(k.ctx, k.actor.Subject, in.Mail)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, chosen)
}

// mailLink makes a link like makeLink and sends it to its person, without
// showing it to whoever asked for it.
func (s *Server) mailLink(k *call) error {
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
	var view mailedLinkView
	err = s.Post.SendLink(k.ctx, p, func() (string, time.Duration, error) {
		l, err := s.Directory.NewLink(k.ctx, p.ID, k.actor.Subject.ID)
		if err != nil {
			return "", 0, err
		}
		view = mailedLinkView{Kind: string(l.Kind), Address: p.Email, ExpiresAt: l.ExpiresAt.UnixMilli()}
		return l.Path(), l.ExpiresAt.Sub(s.Clock.Now()).Round(time.Hour), nil
	})
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, view)
}

// mailedLinkView says where a link was sent.
type mailedLinkView struct {
	Kind      string `json:"kind"`
	Address   string `json:"address"`
	ExpiresAt int64  `json:"expiresAt"`
}
