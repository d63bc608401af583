package directory_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

type site struct {
	*directory.Directory
	identity *identity.Identity
	backend  store.Backend
	clock    *clock.Manual
}

func newSite(t *testing.T) *site {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	c := clock.NewManual(start)
	i, err := identity.New(t.Context(), backend, c, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Directory: directory.New(i, c), identity: i, backend: backend, clock: c}
	s.department(t, "co", "")
	s.department(t, "rd", "co")
	s.department(t, "platform", "rd")
	s.person(t, "boss", "co")
	s.person(t, "li", "rd")
	s.person(t, "wang", "rd")
	return s
}

func dept(code string) string {
	if code == "" {
		return ""
	}
	return directory.DepartmentID(code)
}

func person(login string) string {
	if login == "" {
		return ""
	}
	return directory.PersonID(login)
}

func name(s string) words.Text { return words.Text{"en": s, "zh-CN": s} }

func (s *site) department(t *testing.T, code, parent string) {
	t.Helper()
	if _, err := s.AddDepartment(t.Context(), directory.NewDepartment{Code: code, Name: name(code), Parent: dept(parent)}); err != nil {
		t.Fatal(err)
	}
}

func (s *site) person(t *testing.T, login, code string) {
	t.Helper()
	if _, err := s.AddPerson(t.Context(), directory.NewPerson{Login: login, Name: name(login), Dept: dept(code)}); err != nil {
		t.Fatal(err)
	}
}

// refused checks that err names exactly these problems, as "field code".
func refused(t *testing.T, err error, want ...string) {
	t.Helper()
	var invalid *directory.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want %v", err, want)
	}
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, p.Field+" "+p.Code)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAddDepartment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		in   directory.NewDepartment
		want []string
	}{
		{directory.NewDepartment{}, []string{"code directory.required", "name directory.required"}},
		{directory.NewDepartment{Code: "R D", Name: name("x")}, []string{"code directory.departmentFormat"}},
		{directory.NewDepartment{Code: "rd", Name: name("x")}, []string{"code directory.departmentTaken"}},
		{directory.NewDepartment{Code: "x", Name: name("x"), Parent: "x"}, []string{"parent directory.departmentUnknown"}},
		{directory.NewDepartment{Code: "x", Name: name(strings.Repeat("字", 65))}, []string{"name directory.tooLong"}},
	} {
		_, err := s.AddDepartment(t.Context(), c.in)
		refused(t, err, c.want...)
	}
	if n := len(s.identity.Organisation().Departments()); n != 3 {
		t.Errorf("%d departments", n)
	}
}

func TestADepartmentCanNotStandBelowItself(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, below := range []string{"co", "rd", "platform"} {
		_, err := s.MoveDepartment(t.Context(), dept("co"), dept(below))
		refused(t, err, "parent directory.departmentCircle")
	}
	if _, err := s.MoveDepartment(t.Context(), dept("platform"), dept("co")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.MoveDepartment(t.Context(), dept("rd"), dept("platform")); err != nil {
		t.Fatal(err)
	}
	if got := s.identity.Organisation().DeptPath(dept("rd")); !slices.Equal(got, []string{dept("rd"), dept("platform"), dept("co")}) {
		t.Errorf("path %v", got)
	}
	_, err := s.MoveDepartment(t.Context(), dept("nowhere"), "")
	refused(t, err, "department directory.departmentUnknown")
	_, err = s.MoveDepartment(t.Context(), dept("rd"), dept("nowhere"))
	refused(t, err, "parent directory.departmentUnknown")
}

func TestSetLead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d, err := s.SetLead(t.Context(), dept("rd"), person("li"))
	if err != nil || d.Lead != person("li") {
		t.Fatal(err)
	}
	if m, _ := s.identity.Organisation().ManagerOf(person("wang"), 1); m != person("li") {
		t.Error("the lead does not manage")
	}
	again, err := s.SetLead(t.Context(), dept("rd"), person("li"))
	if err != nil || again.Rev != d.Rev {
		t.Errorf("doing it again wrote: revision %d, %v", again.Rev, err)
	}
	_, err = s.SetLead(t.Context(), dept("rd"), person("nobody"))
	refused(t, err, "lead directory.personUnknown")
	if d, err = s.SetLead(t.Context(), dept("rd"), ""); err != nil || d.Lead != "" {
		t.Error("a department can be without a lead")
	}
}

func TestRenameDepartment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if d, err := s.RenameDepartment(t.Context(), dept("rd"), name("Research")); err != nil || d.Name["en"] != "Research" || d.Code != "rd" {
		t.Errorf("%+v, %v", d, err)
	}
	_, err := s.RenameDepartment(t.Context(), dept("rd"), words.Text{})
	refused(t, err, "name directory.required")
}

func TestAddPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, err := s.AddPerson(t.Context(), directory.NewPerson{
		Login: " Zhao ", Name: name("赵"), Email: "zhao@example.com", Dept: dept("rd"), Manager: person("li"),
		Roles: []string{"it", "employee", "it"}, Language: "zh-CN",
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != person("zhao") || p.Login != "zhao" || fmt.Sprint(p.Roles) != "[employee it]" || p.Status != identity.Active || p.JoinedAt != start.UnixMilli() {
		t.Errorf("%+v", p)
	}
	for _, c := range []struct {
		in   directory.NewPerson
		want []string
	}{
		{directory.NewPerson{}, []string{"login directory.required", "name directory.required"}},
		{directory.NewPerson{Login: "ZHAO", Name: name("x")}, []string{"login directory.loginTaken"}},
		{directory.NewPerson{Login: "a b", Name: name("x"), Title: name(strings.Repeat("x", 65))}, []string{"login directory.loginFormat", "title directory.tooLong"}},
		{
			directory.NewPerson{Login: "x", Name: name("x"), Dept: "x", Manager: "x", Roles: []string{"king"}, Language: "fr", Email: "x"},
			[]string{"email directory.emailFormat", "dept directory.departmentUnknown", "manager directory.personUnknown", "roles directory.roleUnknown", "language directory.languageUnknown"},
		},
		{directory.NewPerson{Login: "x", Name: name("x"), Manager: person("x")}, []string{"manager directory.managerCircle"}},
		{directory.NewPerson{Login: "x", Name: name("x"), Email: strings.Repeat("x", 255) + "@x.cn"}, []string{"email directory.tooLong"}},
		{directory.NewPerson{Login: "x", Name: name("x"), Email: "X <x@x.cn>"}, []string{"email directory.emailFormat"}},
	} {
		_, err := s.AddPerson(t.Context(), c.in)
		refused(t, err, c.want...)
	}
	if n := len(s.identity.Organisation().People()); n != 4 {
		t.Errorf("%d people", n)
	}
}

func TestEnsureLeavesWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.SetRoles(t.Context(), person("li"), []string{"admin"}); err != nil {
		t.Fatal(err)
	}
	p, added, err := s.EnsurePerson(t.Context(), directory.NewPerson{Login: "li", Name: name("other")})
	if err != nil || added || p.Name["en"] != "li" || fmt.Sprint(p.Roles) != "[admin]" {
		t.Errorf("%+v, %v, %v", p, added, err)
	}
	d, added, err := s.EnsureDepartment(t.Context(), directory.NewDepartment{Code: "rd", Name: name("other")})
	if err != nil || added || d.Name["en"] != "rd" {
		t.Errorf("%+v, %v, %v", d, added, err)
	}
	if _, added, err := s.EnsurePerson(t.Context(), directory.NewPerson{Login: "new", Name: name("new")}); err != nil || !added {
		t.Errorf("%v, %v", added, err)
	}
	if _, added, err := s.EnsureDepartment(t.Context(), directory.NewDepartment{Code: "new", Name: name("new")}); err != nil || !added {
		t.Errorf("%v, %v", added, err)
	}
	_, added, err = s.EnsurePerson(t.Context(), directory.NewPerson{Login: "bad"})
	refused(t, err, "name directory.required")
	if added {
		t.Error("added")
	}
}

func TestMovePerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.MovePerson(t.Context(), person("li"), dept("platform"), person("wang")); err != nil {
		t.Fatal(err)
	}
	_, err := s.MovePerson(t.Context(), person("wang"), dept("rd"), person("li"))
	refused(t, err, "manager directory.managerCircle")
	if _, err := s.MovePerson(t.Context(), person("wang"), dept("rd"), person("boss")); err != nil {
		t.Fatal(err)
	}
	_, err = s.MovePerson(t.Context(), person("boss"), dept("co"), person("li")) // li → wang → boss
	refused(t, err, "manager directory.managerCircle")
	if _, err := s.SetLead(t.Context(), dept("platform"), person("boss")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.MovePerson(t.Context(), person("li"), dept("platform"), ""); err != nil {
		t.Fatal(err)
	}
	_, err = s.MovePerson(t.Context(), person("boss"), dept("co"), person("li")) // whose manager is the lead, boss
	refused(t, err, "manager directory.managerCircle")
	_, err = s.MovePerson(t.Context(), person("li"), "x", person("li"))
	refused(t, err, "dept directory.departmentUnknown", "manager directory.managerCircle")
	if sub, _ := s.identity.Organisation().Subject(person("li")); sub.Dept != dept("platform") {
		t.Error("a refused change was made in part")
	}
	_, err = s.MovePerson(t.Context(), person("nobody"), "", "")
	refused(t, err, "person directory.personUnknown")
}

func TestSetRolesAndLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, err := s.SetRoles(t.Context(), person("li"), []string{"hr", "manager"})
	if err != nil || fmt.Sprint(p.Roles) != "[manager hr]" {
		t.Errorf("%+v, %v", p, err)
	}
	again, err := s.SetRoles(t.Context(), person("li"), []string{"manager", "hr"})
	if err != nil || again.Rev != p.Rev {
		t.Errorf("doing it again wrote, %v", err)
	}
	_, err = s.SetRoles(t.Context(), person("li"), nil)
	refused(t, err, "roles directory.required")
	_, err = s.SetRoles(t.Context(), person("li"), []string{"root"})
	refused(t, err, "roles directory.roleUnknown")
	if p, err = s.SetLanguage(t.Context(), person("li"), "zh-CN"); err != nil || p.Language != "zh-CN" {
		t.Error(err)
	}
	_, err = s.SetLanguage(t.Context(), person("li"), "xx")
	refused(t, err, "language directory.languageUnknown")
}

func TestSetPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	in, err := s.identity.Enter(t.Context(), person("li"), "")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, s.SetPassword(t.Context(), person("li"), "short"), "password directory.passwordShort")
	refused(t, s.SetPassword(t.Context(), person("li"), strings.Repeat("x", 1000)), "password directory.passwordLong")
	refused(t, s.SetPassword(t.Context(), person("nobody"), "long enough"), "person directory.personUnknown")
	if _, err := s.identity.Session(t.Context(), in.Token); err != nil {
		t.Fatal("a refused change ended the session")
	}
	if err := s.SetPassword(t.Context(), person("li"), "long enough"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.identity.Session(t.Context(), in.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("the old session: %v", err)
	}
	if _, err := s.identity.Login(t.Context(), identity.Credentials{Login: "li", Password: "long enough"}); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

// Another process changed the same person: the change is made on what it left.
func TestAChangeBesideAnotherProcess(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other, err := identity.New(t.Context(), s.backend, s.clock, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	theirs := directory.New(other, s.clock)
	if _, err := theirs.SetLanguage(t.Context(), person("li"), "zh-CN"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetRoles(t.Context(), person("li"), []string{"it"}); err != nil {
		t.Fatal(err)
	}
	p, _ := s.identity.Organisation().Person(person("li"))
	if p.Language != "zh-CN" || fmt.Sprint(p.Roles) != "[it]" {
		t.Errorf("%+v", p)
	}
	if _, err := theirs.RenameDepartment(t.Context(), dept("rd"), name("Theirs")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetLead(t.Context(), dept("rd"), person("li")); err != nil {
		t.Fatal(err)
	}
	if d, _ := s.identity.Organisation().Department(dept("rd")); d.Name["en"] != "Theirs" || d.Lead != person("li") {
		t.Errorf("%+v", d)
	}
	if _, err := theirs.AddPerson(t.Context(), directory.NewPerson{Login: "zhao", Name: name("x")}); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddPerson(t.Context(), directory.NewPerson{Login: "zhao", Name: name("y")})
	refused(t, err, "login directory.loginTaken")
	if _, err := theirs.AddDepartment(t.Context(), directory.NewDepartment{Code: "qa", Name: name("x")}); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddDepartment(t.Context(), directory.NewDepartment{Code: "qa", Name: name("y")})
	refused(t, err, "code directory.departmentTaken")
}
