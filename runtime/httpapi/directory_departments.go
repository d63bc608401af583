package httpapi

import (
	"net/http"
	"strconv"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
)

func (s *Server) departmentRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/api/directory/departments", handle: s.listDepartments},
		{method: http.MethodPost, path: "/api/directory/departments", handle: s.addDepartment},
		{method: http.MethodPut, path: "/api/directory/departments/:id", handle: s.editDepartment},
		{method: http.MethodDelete, path: "/api/directory/departments/:id", handle: s.removeDepartment},
	}
}

// listDepartments answers with the whole tree, each department after the one
// above it.
func (s *Server) listDepartments(k *call) error {
	if err := s.permit(k, authz.DirectoryRead, "directory"); err != nil {
		return err
	}
	o := s.Identity.Organisation()
	all := []departmentRecord{}
	for _, d := range o.Departments() {
		all = append(all, departmentRecordOf(o, d))
	}
	return k.answer(http.StatusOK, items(all))
}

func (s *Server) addDepartment(k *call) error {
	var in struct {
		Code   string     `json:"code"`
		Name   words.Text `json:"name"`
		Parent string     `json:"parent"`
		Lead   string     `json:"lead"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	d, err := s.Directory.AddDepartment(k.ctx, directory.NewDepartment{Code: in.Code, Name: in.Name, Parent: in.Parent, Lead: in.Lead})
	if err != nil {
		return err
	}
	return k.answer(http.StatusCreated, departmentRecordOf(s.Identity.Organisation(), d))
}

// editDepartment renames, moves and gives a lead in one change.
func (s *Server) editDepartment(k *call) error {
	var in struct {
		Rev    int64      `json:"rev"`
		Name   words.Text `json:"name"`
		Parent string     `json:"parent"`
		Lead   string     `json:"lead"`
	}
	if err := bind(k, &in); err != nil {
		return err
	}
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	d, ok := s.Identity.Organisation().Department(k.Params("id"))
	if !ok {
		return &fault.NotFound{Thing: "department", ID: k.Params("id")}
	}
	if in.Rev != d.Rev {
		return &fault.Stale{Thing: "department", Rev: d.Rev}
	}
	d, err := s.Directory.EditDepartment(k.ctx, d.ID, in.Rev, directory.DepartmentEdit{Name: in.Name, Parent: in.Parent, Lead: in.Lead})
	if err != nil {
		return err
	}
	return k.answer(http.StatusOK, departmentRecordOf(s.Identity.Organisation(), d))
}

func (s *Server) removeDepartment(k *call) error {
	if err := s.permit(k, authz.DirectoryWrite, "directory"); err != nil {
		return err
	}
	rev, err := strconv.ParseInt(k.Query("rev"), 10, 64)
	if err != nil || rev < 1 {
		return &fault.Malformed{Code: "request.parameter", At: "rev", Detail: "1, 2, 3 …"}
	}
	if err := s.Directory.RemoveDepartment(k.ctx, k.Params("id"), rev); err != nil {
		return err
	}
	return k.SendStatus(http.StatusNoContent)
}
