package httpapi

import "net/http"

func (s *Server) compareRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/studio/apps/:app/changes", handle: s.compareRevisions},
	}
}

// compareRevisions tells what changed between two revisions, or from one to the
// draft.
func (s *Server) compareRevisions(k *call) error {
	view, err := s.Studio.Compare(k.ctx, k.actor.Subject, k.Params("app"), k.Query("from"), k.Query("to"))
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, view)
}
