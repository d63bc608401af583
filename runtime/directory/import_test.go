package directory_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/identity"
)

func anyRole(string) bool { return true }

func (s *site) check(t *testing.T, file string) *directory.Report {
	t.Helper()
	r, err := s.CheckImport([]byte(file), anyRole)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// load checks a file that must be fine and imports it.
func (s *site) load(t *testing.T, file string) *directory.Report {
	t.Helper()
	r := s.check(t, file)
	if r.Plan == "" {
		t.Fatalf("%+v", r.Problems)
	}
	r, err := s.Import(t.Context(), []byte(file), r.Plan, anyRole)
	if err != nil || len(r.Problems) > 0 {
		t.Fatal(err, r)
	}
	return r
}

func sayProblems(r *directory.Report) string {
	var b strings.Builder
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%d %s %s", p.Row, p.Field, p.Code)
		if ring, ok := p.Params["ring"]; ok {
			fmt.Fprintf(&b, " %v", ring)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestImport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	// Managers and departments come later than who names them; the language of
	// headers, roles and departments is mixed.
	const file = `账号,姓名,Name (en),邮箱,部门,上级,角色,语言,职务,Department name (en),部门名称,上级部门,部门负责人,Phone
zhao,赵,,zhao@example.com,qa,qian,员工、HR,中文,测试工程师,,,,,123
qian,,Qian,,co/rd/quality,,manager,en,,,,,,
wang,wang,wang,,rd,qian,,,,,,,,
,,,,qa,,,,,Quality,质量部,rd,qian,
`
	r := s.check(t, file)
	// "co/rd/quality" is found by the names on the way, of which one is new.
	if got := fmt.Sprint(r.Rows, r.People, r.Departments, r.Ignored, sayProblems(r)); got != "4 {2 1 0} {1 0 0} [Phone]" {
		t.Fatal(got)
	}
	if len(s.identity.Organisation().People()) != 3 {
		t.Fatal("checking wrote something")
	}
	s.load(t, file)
	o := s.identity.Organisation()
	zhao, _ := o.Person(person("zhao"))
	if got := fmt.Sprint(zhao.Name, zhao.Title, zhao.Roles, zhao.Dept == dept("qa"), " ", zhao.Manager == person("qian"), " ", zhao.Language, " ", zhao.Email); got != "map[zh-CN:赵] map[zh-CN:测试工程师] [employee hr] true true zh-CN zhao@example.com" {
		t.Error(got)
	}
	if qian, _ := o.Person(person("qian")); qian.Dept != dept("qa") || qian.Status != identity.Active {
		t.Errorf("%+v", qian)
	}
	if qa, _ := o.Department(dept("qa")); qa.Parent != dept("rd") || qa.Lead != person("qian") || qa.Name["zh-CN"] != "质量部" {
		t.Errorf("%+v", qa)
	}
	if wang, _ := o.Person(person("wang")); wang.Manager != person("qian") || fmt.Sprint(wang.Roles) != "[employee]" {
		t.Errorf("%+v", wang)
	}
	again := s.load(t, file)
	if got := fmt.Sprint(again.People, again.Departments, len(again.Changes)); got != "{0 0 3} {0 0 1} 0" {
		t.Errorf("again: %s", got)
	}
	if after, _ := s.identity.Organisation().Person(person("zhao")); after.Rev != zhao.Rev {
		t.Error("importing again wrote")
	}
	// A column that is missing leaves the field; an empty cell empties it.
	r = s.load(t, "login,manager,e-mail\nzhao,,\n")
	if got := fmt.Sprint(r.Changes[0].Fields); got != "[{email zhao@example.com } {manager qian }]" {
		t.Error(got)
	}
	if p, _ := s.identity.Organisation().Person(person("zhao")); p.Dept != dept("qa") || p.Manager != "" || len(p.Roles) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestWhatIsWrongWithRows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := leaving(s, &tasks{}).Leave(t.Context(), person("wang"), 0, "", ""); err != nil {
		t.Fatal(err)
	}
	s.department(t, "base", "rd")
	if _, err := s.RenameDepartment(t.Context(), dept("base"), name("platform")); err != nil {
		t.Fatal(err)
	}
	const head = "login,name,e-mail,department,manager,roles,language,department name (en),department above,department lead\n"
	for _, c := range []struct{ rows, want string }{
		{"a,,,,,,,,,", "2 nameEn directory.required\n"},
		{"A b,A,,,,,,,,", "2 login directory.loginFormat\n"},
		{",Nobody,,,,,,,,", "2 login directory.required\n"},
		{"a,A,x,,,,,,,", "2 email directory.emailFormat\n"},
		{"a,A,,nowhere,,,,,,", "2 department import.departmentMissing\n"},
		{"a,A,,co/nowhere,,,,,,", "2 department import.departmentMissing\n"},
		{"a,A,,rd/platform,,,,,,", "2 department import.ambiguous\n"},
		{"a,A,,,nobody,,,,,", "2 manager import.nobody\n"},
		{"a,A,,,wang,,,,,", "2 manager import.gone\n"},
		{"wang,W,,,,,,,,", "2 login import.gone\n"},
		{"a,A,,,,king,,,,", "2 roles directory.roleUnknown\n"},
		{"a,A,,,,,fr,,,", "2 language directory.languageUnknown\n"},
		{"a,A,,,,,,,,\nA,B,,,,,,,,", "3 login import.loginTwice\n"},
		{"a,A,,,a,,,,,", "2 manager import.managerRing a → a\n"},
		{"a,A,,,b,,,,,\nb,B,,,c,,,,,\nc,C,,,a,,,,,", "2 manager import.managerRing a → b → c → a\n3 manager import.managerRing b → c → a → b\n4 manager import.managerRing c → a → b → c\n"},
		{",,,x,,,,,,", "2 departmentNameEn directory.required\n"},
		{",,,X y,,,,Name,,", "2 department directory.departmentFormat\n"},
		{",,,x,,,,Name,nowhere,", "2 departmentParent import.departmentMissing\n"},
		{",,,x,,,,Name,,nobody", "2 departmentLead import.nobody\n"},
		{",,,co,,,,Company,platform/platform,", "2 departmentParent import.departmentMissing\n"},
		{",,,co,,,,Company,base,", "2 departmentParent import.departmentRing co → base → rd → co\n"},
		{",,,x,,,,X,y,\n,,,y,,,,Y,x,", "2 departmentParent import.departmentRing x → y → x\n3 departmentParent import.departmentRing y → x → y\n"},
		{",,,x,,,,X,,\n,,,x,,,,Y,,", "3 department import.describedTwice\n"},
		{"a,A,x,nowhere,nobody,king,fr,,,\nb,B,,,,,,,,", "2 roles directory.roleUnknown\n2 language directory.languageUnknown\n2 email directory.emailFormat\n2 department import.departmentMissing\n2 manager import.nobody\n"},
	} {
		r := s.check(t, head+c.rows+"\n")
		if got := sayProblems(r); got != c.want {
			t.Errorf("%s\ngot  %swant %s", c.rows, got, c.want)
		}
		if r.Plan != "" {
			t.Errorf("%s: there is a plan", c.rows)
		}
		if after, err := s.Import(t.Context(), []byte(head+c.rows+"\n"), "", anyRole); err != nil || len(after.Problems) == 0 {
			t.Errorf("%s: %v", c.rows, err)
		}
	}
	if o := s.identity.Organisation(); len(o.Everyone()) != 3 || len(o.Departments()) != 4 {
		t.Error("something was imported")
	}
}

func TestFilesThatCannotBeImported(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for text, want := range map[string]string{
		"phone,mail\n1,2\n":      directory.CodeHeaderMissing,
		"":                       directory.CodeHeaderMissing,
		"login,账号\na,b\n":        directory.CodeHeaderTwice,
		"login,name\n":           directory.CodeNothing,
		"login,name\n,,\n,,,,\n": directory.CodeNothing,
	} {
		_, err := s.CheckImport([]byte(text), anyRole)
		var bad *directory.FileError
		if !errors.As(err, &bad) || bad.Code != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	var unread *sheet.Error
	if _, err := s.CheckImport([]byte("PK\x03\x04"), anyRole); !errors.As(err, &unread) {
		t.Error(err)
	}
}

func TestAnImportGivesNoRoleThatItsPersonMayNotGive(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.SetRoles(t.Context(), person("boss"), []string{"it", "employee"}); err != nil {
		t.Fatal(err)
	}
	notIT := func(role string) bool { return role != "it" }
	for _, row := range []string{"li,it", "new,it", "boss,employee"} {
		file := "login,roles,name\n" + row + ",X\n"
		r, err := s.CheckImport([]byte(file), notIT)
		if err != nil || !strings.HasPrefix(sayProblems(r), "2 roles import.roleNotYours\n") {
			t.Errorf("%s: %v %s", row, err, sayProblems(r))
		}
		// Nor with the plan of someone who may.
		plan := s.check(t, file).Plan
		if _, err := s.Import(t.Context(), []byte(file), plan, notIT); err != nil {
			t.Error(err)
		}
	}
	if r := s.check(t, "login,roles\nboss,employee\n"); sayProblems(r) != "2 roles directory.lastHolder\n" {
		t.Error(sayProblems(r))
	}
	if r := s.check(t, "login,roles\nboss,employee\nli,it\n"); r.Plan == "" {
		t.Error(sayProblems(r))
	}
	if got := s.identity.Organisation().WithRole("it"); len(got) != 1 || got[0] != person("boss") {
		t.Errorf("IT is %v", got)
	}
}

func TestAPlanIsOfThisFileAndThisDirectory(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const file = "login,title (en)\nli,Engineer\n"
	plan := s.check(t, file).Plan
	if _, err := s.Import(t.Context(), []byte("login,title (en)\nli,Boss\n"), plan, anyRole); !errors.Is(err, directory.ErrPlan) {
		t.Error(err)
	}
	s.manage(t, "wang", "boss") // nobody that the file changes
	if _, err := s.Import(t.Context(), []byte(file), plan, anyRole); err != nil {
		t.Error(err)
	}
	if _, err := s.Import(t.Context(), []byte(file), plan, anyRole); !errors.Is(err, directory.ErrPlan) {
		t.Error("the plan of what is done already")
	}
	plan = s.check(t, "login,title (en)\nli,Boss\n").Plan
	s.manage(t, "li", "wang")
	if _, err := s.Import(t.Context(), []byte("login,title (en)\nli,Boss\n"), plan, anyRole); !errors.Is(err, directory.ErrPlan) {
		t.Error(err)
	}
}

func TestTurningATreeOver(t *testing.T) {
	t.Parallel()
	s := newSite(t) // co > rd > platform
	const file = "code,above\nco,rd\nrd,platform\nplatform,\n"
	s.load(t, file)
	if got := fmt.Sprint(s.identity.Organisation().DeptPath(dept("co"))); got != fmt.Sprint([]string{dept("co"), dept("rd"), dept("platform")}) {
		t.Error(got)
	}
}

func TestARoundTrip(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.load(t, company(12, 4))
	s.lead(t, "d03", "p005")
	if _, err := leaving(s, &tasks{}).Leave(t.Context(), person("p007"), 0, "", ""); err != nil {
		t.Fatal(err)
	}
	for _, f := range []directory.Format{directory.CSV, directory.XLSX} {
		for _, lang := range []string{"en", "zh-CN"} {
			file, err := s.Export(f, lang)
			if err != nil {
				t.Fatal(err)
			}
			r := s.check(t, string(file))
			if r.Plan == "" || len(r.Changes) > 0 || r.People.Same != 14 || r.Departments.Same != 7 || len(r.Ignored) > 0 {
				t.Errorf("%s %s: %+v", f, lang, r)
			}
			// Elsewhere the same company comes of it.
			other := newSite(t)
			other.load(t, string(file))
			back, err := other.Export(directory.CSV, lang)
			if err != nil {
				t.Fatal(err)
			}
			mine, err := s.Export(directory.CSV, lang)
			if err != nil || !bytes.Equal(back, mine) {
				t.Errorf("%s %s: %s\nis not\n%s", f, lang, back, mine)
			}
			empty, err := s.Template(f, lang)
			if err != nil {
				t.Fatal(err)
			}
			var bad *directory.FileError
			if _, err := s.CheckImport(empty, anyRole); !errors.As(err, &bad) || bad.Code != directory.CodeNothing {
				t.Errorf("the template: %v", err)
			}
		}
	}
}
