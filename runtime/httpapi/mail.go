package httpapi

import "net/http"

func (s *Server) mailRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/company/mail", handle: s.readMail},
		{method: http.MethodPost, path: "/api/company/mail/test", handle: s.testMail},
		{method: http.MethodPost, path: "/api/company/mail/retry", handle: s.retryMail},
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
