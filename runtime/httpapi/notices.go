package httpapi

import "net/http"

func (s *Server) noticeRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/notices", handle: s.listNotices},
		{method: http.MethodPost, path: "/api/notices/read", handle: s.readNotices},
		{method: http.MethodPost, path: "/api/notices/:id/read", handle: s.readNotice},
	}
}

func (s *Server) listNotices(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	page, err := s.Notify.List(k.ctx, k.actor.Subject, k.Query("cursor"), limit)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, page)
}

func (s *Server) readNotices(k *call) error {
	if err := s.Notify.ReadAll(k.ctx, k.actor.Subject); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}

func (s *Server) readNotice(k *call) error {
	if err := s.Notify.Read(k.ctx, k.actor.Subject, k.Params("id")); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}
