package directory_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/fault"
)

func wantStale(t *testing.T, err error, rev int64) {
	t.Helper()
	var stale *fault.Stale
	if !errors.As(err, &stale) || stale.Rev != rev {
		t.Errorf("got %v, want stale at %d", err, rev)
	}
}

func TestEditPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, _ := s.identity.Organisation().Person(person("li"))
	edit := directory.PersonEdit{
		Name: words.Text{"en": " Li ", "zh-CN": ""}, Email: "li@example.com", Title: words.Text{"zh-CN": "工程师"},
		Dept: dept("platform"), Manager: person("boss"), Roles: []string{"manager", "employee"}, Language: "zh-CN",
	}
	after, err := s.EditPerson(t.Context(), p.ID, p.Rev, edit)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(after.Name, after.Title, after.Roles, " ", after.Email, " ", after.Language); got != "map[en:Li] map[zh-CN:工程师] [employee manager] li@example.com zh-CN" {
		t.Error(got)
	}
	if m, _ := s.identity.Organisation().ManagerOf(p.ID, 1); m != person("boss") {
		t.Error("the manager was not set")
	}
	if again, err := s.EditPerson(t.Context(), p.ID, after.Rev, edit); err != nil || again.Rev != after.Rev {
		t.Errorf("the same again wrote: %v", err)
	}
	_, err = s.EditPerson(t.Context(), p.ID, p.Rev, edit)
	wantStale(t, err, after.Rev)
	edit.Roles, edit.Dept, edit.Manager, edit.Name = nil, "nowhere", p.ID, nil
	_, err = s.EditPerson(t.Context(), p.ID, after.Rev, edit)
	refused(t, err, "roles directory.required", "name directory.required", "dept directory.departmentUnknown", "manager directory.managerCircle")
	if now, _ := s.identity.Organisation().Person(p.ID); now.Rev != after.Rev {
		t.Error("a refused edit was made")
	}
}

func TestEditDepartment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d, _ := s.identity.Organisation().Department(dept("platform"))
	after, err := s.EditDepartment(t.Context(), d.ID, d.Rev, directory.DepartmentEdit{Name: name("Base"), Parent: dept("co"), Lead: person("li")})
	if err != nil || after.Name["en"] != "Base" || after.Parent != dept("co") || after.Lead != person("li") {
		t.Fatalf("%+v, %v", after, err)
	}
	_, err = s.EditDepartment(t.Context(), d.ID, d.Rev, directory.DepartmentEdit{Name: name("Base")})
	wantStale(t, err, after.Rev)
	_, err = s.EditDepartment(t.Context(), dept("co"), 1, directory.DepartmentEdit{Parent: d.ID, Lead: "nobody"})
	refused(t, err, "name directory.required", "parent directory.departmentCircle", "lead directory.personUnknown")
}

func TestOnlyAnEmptyDepartmentIsRemoved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var conflict *fault.Conflict
	for id, want := range map[string]string{dept("co"): "1 1", dept("rd"): "2 1"} {
		err := s.RemoveDepartment(t.Context(), id, 1)
		if !errors.As(err, &conflict) || conflict.Params["people"]+" "+conflict.Params["departments"] != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	wantStale(t, s.RemoveDepartment(t.Context(), dept("platform"), 7), 1)
	if err := s.RemoveDepartment(t.Context(), dept("platform"), 1); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.identity.Organisation().Department(dept("platform")); ok {
		t.Error("it is still there")
	}
	var missing *fault.NotFound
	if err := s.RemoveDepartment(t.Context(), dept("platform"), 1); !errors.As(err, &missing) {
		t.Error(err)
	}
	s.department(t, "platform", "rd") // its code is free again
	if err := s.identity.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.identity.Organisation().Departments()); n != 3 {
		t.Errorf("%d departments in the store", n)
	}
}

func TestTheLastHolderKeepsTheRole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.SetRoles(t.Context(), person("li"), []string{"it", "admin"}); err != nil {
		t.Fatal(err)
	}
	_, err := s.SetRoles(t.Context(), person("li"), []string{"employee", "admin"})
	refused(t, err, "roles directory.lastHolder")
	_, err = leaving(s, &tasks{}).Leave(t.Context(), person("li"), 0, "", "")
	refused(t, err, "roles directory.lastHolder", "roles directory.lastHolder")
	if !s.identity.Organisation().Active(person("li")) {
		t.Fatal("the last IT person left")
	}
	if _, err := s.SetRoles(t.Context(), person("wang"), []string{"it", "admin"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetRoles(t.Context(), person("li"), []string{"employee"}); err != nil {
		t.Error(err)
	}
}
