package httpapi

import "net/http"

func (s *Server) noticeRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/notices", handle: s.listNotices},
		{method: http.MethodPost, path: "/api/notices/read", handle: s.readNotices},
	}
}

func (s *Server) listNotices(k *call) error {
	all, err := s.Notify.List(k.ctx, k.actor.Subject)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, all)
}

func (s *Server) readNotices(k *call) error {
	if err := s.Notify.ReadAll(k.ctx, k.actor.Subject); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}
