package workflow

import (
	"context"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/studio"
)

// DepartmentChoice is a department that a form can name.
type DepartmentChoice struct {
	ID   string     `json:"id"`
	Name words.Text `json:"name"`
	// Parent is the department above; empty at the top.
	Parent string `json:"parent,omitempty"`
}

// Departments lists the departments, each after the one above it.
func (s *Service) Departments(ctx context.Context, a Actor) ([]DepartmentChoice, error) {
	if _, err := s.ask(ctx, a, authz.DepartmentsList, authz.Resource{Kind: "departments"}); err != nil {
		return nil, err
	}
	departments := []DepartmentChoice{}
	for _, d := range s.Identity.Organisation().Departments() {
		departments = append(departments, DepartmentChoice{ID: d.ID, Name: d.Name, Parent: d.Parent})
	}
	return departments, nil
}

// eachPerson visits the person values of a form, in tables and lists too.
func eachPerson(ed *studio.Edition, values form.Values, visit func(path string, f form.Field, id string)) {
	eachReference(ed.Form.Fields(), values, "", form.KindPerson, form.KindPersons, visit)
}

// eachDepartment visits the department values of a form, in tables and lists
// too.
func eachDepartment(ed *studio.Edition, values form.Values, visit func(path string, f form.Field, id string)) {
	eachReference(ed.Form.Fields(), values, "", form.KindDepartment, form.KindDepartments, visit)
}

// eachReference visits the values of fields of two kinds: one id, and a list of
// ids.
func eachReference(fields []form.Field, values map[string]any, at string, one, several form.Kind, visit func(path string, f form.Field, id string)) {
	for _, f := range fields {
		path := at + "/" + f.ID
		list, _ := values[f.ID].([]any)
		switch f.Kind {
		case one:
			if id, ok := values[f.ID].(string); ok {
				visit(path, f, id)
			}
		case several:
			for i, item := range list {
				if id, ok := item.(string); ok {
					visit(path+"/"+itoa(i), f, id)
				}
			}
		case form.KindTable:
			for i, row := range list {
				cells, _ := row.(map[string]any)
				eachReference(f.Columns, cells, path+"/"+itoa(i), one, several, visit)
			}
		}
	}
}
