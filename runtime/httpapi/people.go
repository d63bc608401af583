package httpapi

import (
	"net/http"
	"strings"
)

func (s *Server) peopleRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/people", handle: s.findPeople},
		{method: http.MethodGet, path: "/api/roles", handle: s.listRoles},
		{method: http.MethodGet, path: "/api/departments", handle: s.listDepartmentChoices},
	}
}

func (s *Server) findPeople(k *call) error {
	limit, err := k.limit()
	if err != nil {
		return err
	}
	var ids []string
	if text := k.Query("ids"); text != "" {
		ids = strings.Split(text, ",")
	}
	people, err := s.Workflow.People(k.ctx, k.actor, k.Query("q"), ids, limit)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(people))
}

func (s *Server) listRoles(k *call) error {
	roles, err := s.Workflow.Roles(k.ctx, k.actor)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(roles))
}

func (s *Server) listDepartmentChoices(k *call) error {
	departments, err := s.Workflow.Departments(k.ctx, k.actor)
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, items(departments))
}
