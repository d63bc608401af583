package httpapi

import "net/http"

// failureRoutes are for what no person does and that failed; trying it again is
// an intervention in its case.
func (s *Server) failureRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/failures", handle: s.listFailures},
	}
}

func (s *Server) listFailures(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	page, err := s.Workflow.Failures(k.ctx, k.actor, k.Query("cursor"), limit)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, page)
}
