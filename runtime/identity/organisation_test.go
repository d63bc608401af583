package identity_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

func organisation(change func(people map[string]*identity.Person, depts map[string]*identity.Department)) *identity.Organisation {
	ps, ds := people(), departments()
	if change != nil {
		byID, deptByID := map[string]*identity.Person{}, map[string]*identity.Department{}
		for _, p := range ps {
			byID[p.ID] = p
		}
		for _, d := range ds {
			deptByID[d.ID] = d
		}
		change(byID, deptByID)
	}
	return identity.NewOrganisation(1, ps, ds)
}

func TestSubjectHoldsEveryFact(t *testing.T) {
	t.Parallel()
	o := organisation(nil)
	got, ok := o.Subject("p-head")
	want := identity.Subject{
		ID: "p-head", Roles: []string{"employee", "manager"}, Dept: "d-rd", Depts: []string{"d-rd", "d-co"},
		Heads: []string{"d-hr", "d-rd", "d-platform"},
	}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got, ok := o.Subject("p-free"); !ok || got.Depts != nil || got.Heads != nil {
		t.Errorf("outside the tree: %+v", got)
	}
	if heads := o.Headed("p-boss"); fmt.Sprint(heads) != "[d-co d-hr d-rd d-platform]" {
		t.Errorf("the boss heads %v", heads)
	}
	if path := o.DeptPath("d-platform"); fmt.Sprint(path) != "[d-platform d-rd d-co]" {
		t.Errorf("path %v", path)
	}
}

func TestManagers(t *testing.T) {
	t.Parallel()
	gone := func(id string) func(map[string]*identity.Person, map[string]*identity.Department) {
		return func(p map[string]*identity.Person, _ map[string]*identity.Department) { p[id].Status = identity.Left }
	}
	for _, c := range []struct {
		name   string
		person string
		level  int
		want   string
		change func(map[string]*identity.Person, map[string]*identity.Department)
	}{
		{"named", "p-dev", 1, "p-lead", nil},
		{"the department's lead", "p-lead", 1, "p-head", nil},
		{"the lead's own is above", "p-head", 1, "p-boss", nil},
		{"a department without a lead", "p-ops", 1, "p-head", nil},
		{"second level", "p-dev", 2, "p-head", nil},
		{"third level", "p-dev", 3, "p-boss", nil},
		{"beyond the top", "p-dev", 4, "", nil},
		{"the top has none", "p-boss", 1, "", nil},
		{"level nought", "p-dev", 0, "", nil},
		{"outside the tree", "p-free", 1, "", nil},
		{"unknown", "p-x", 1, "", nil},
		{"a manager who left", "p-dev", 1, "p-head", gone("p-lead")},
		{"a lead who left", "p-lead", 1, "p-boss", gone("p-head")},
		{"each other's manager", "p-dev", 2, "", func(p map[string]*identity.Person, _ map[string]*identity.Department) {
			p["p-lead"].Manager = "p-dev"
		}},
		{"their own manager", "p-dev", 1, "p-head", func(p map[string]*identity.Person, _ map[string]*identity.Department) {
			p["p-dev"].Manager = "p-dev"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := organisation(c.change).ManagerOf(c.person, c.level)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestHeads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		person string
		up     int
		want   string
	}{
		{"p-dev", 0, "p-head"}, {"p-dev", 1, "p-boss"}, {"p-dev", 2, ""}, {"p-dev", -1, ""}, {"p-head", 0, "p-boss"}, {"p-head", 1, "p-boss"},
		{"p-ops", 0, "p-head"}, {"p-ops", 1, "p-head"}, {"p-ops", 2, "p-boss"}, {"p-boss", 0, ""}, {"p-free", 0, ""}, {"p-x", 0, ""},
	} {
		got, ok := organisation(nil).HeadOf(c.person, c.up)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("head of %s, %d up: %q, want %q", c.person, c.up, got, c.want)
		}
	}
}

func TestWhoLeftIsFoundNowhere(t *testing.T) {
	t.Parallel()
	o := organisation(func(p map[string]*identity.Person, _ map[string]*identity.Department) {
		p["p-head"].Status = identity.Left
	})
	if p, ok := o.Person("p-head"); !ok || p.Name["en"] != "head Smith" {
		t.Error("the name must stay known")
	}
	if _, ok := o.Subject("p-head"); ok || o.Active("p-head") || o.Headed("p-head") != nil {
		t.Error("still holds something")
	}
	if got := o.Search("head", 10); len(got) != 0 {
		t.Error("still found")
	}
	if fmt.Sprint(o.WithRole("manager")) != "[p-lead]" {
		t.Errorf("managers: %v", o.WithRole("manager"))
	}
}

func TestDamagedTreesAnswer(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(map[string]*identity.Person, map[string]*identity.Department){
		"a circle": func(_ map[string]*identity.Person, d map[string]*identity.Department) {
			d["d-co"].Parent = "d-platform"
		},
		"itself":  func(_ map[string]*identity.Person, d map[string]*identity.Department) { d["d-rd"].Parent = "d-rd" },
		"unknown": func(_ map[string]*identity.Person, d map[string]*identity.Department) { d["d-rd"].Parent = "d-x" },
	} {
		o := organisation(change)
		if len(o.Departments()) != 4 || len(o.DeptPath("d-rd")) == 0 {
			t.Errorf("%s: %d departments, path %v", name, len(o.Departments()), o.DeptPath("d-rd"))
		}
		if got, ok := o.ManagerOf("p-dev", 2); !ok || got != "p-head" {
			t.Errorf("%s: manager %q", name, got)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	o := organisation(nil)
	for q, want := range map[string]string{
		"":                        "[anna boss dev]",
		"smith":                   "[anna boss dev]",
		"DEV":                     "[dev]",
		"史an":                     "[anna]",
		"史":                       "[anna boss dev]",
		"dev smith":               "[dev]",
		"dev jones":               "[]",
		"ea":                      "[head lead]",
		"lea":                     "[lead]",
		"@example":                "[anna boss dev]",
		"anna@":                   "[anna]",
		"  ops   s ":              "[ops]",
		string(make([]byte, 200)): "[]",
	} {
		got := []string{}
		for _, p := range o.Search(q, 3) {
			got = append(got, p.Login)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%q: %v, want %v", q, got, want)
		}
	}
	if o.Search("smith", 0) != nil {
		t.Error("nobody was asked for")
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	o := organisation(nil)
	if p, ok := o.ByLogin(" ANNA "); !ok || p.ID != "p-anna" {
		t.Error("a login name is the same in any case")
	}
	if len(o.People()) != 7 || o.People()[0].Login != "anna" || len(o.Logins()) != 7 {
		t.Error("not everyone is listed")
	}
	if d, ok := o.Department("d-hr"); !ok || d.Code != "hr" {
		t.Error("department")
	}
	for login, want := range map[string]bool{"a": true, "li.na": true, "x@y.cn": true, "": false, "Anna": false, "a b": false, ".a": false, "李": false} {
		if identity.ValidLogin(login) != want {
			t.Errorf("%q: %v", login, !want)
		}
	}
	for _, r := range identity.Roles() {
		if !identity.KnownRole(r.ID) || r.Name["en"] == "" || r.Name["zh-CN"] == "" || identity.RoleName(r.ID)["en"] != r.Name["en"] {
			t.Errorf("role %+v", r)
		}
	}
	if identity.KnownRole("x") || identity.RoleName("x")["zh-CN"] != "x" {
		t.Error("an unknown role")
	}
}

func BenchmarkSnapshotOf500(b *testing.B) {
	ds := departments()
	var ps []*identity.Person
	for i := range 500 {
		login := fmt.Sprintf("user%03d", i)
		ps = append(ps, &identity.Person{Head: store.Head{ID: login}, Login: login, Name: words.Text{"en": login},
			Dept: ds[i%len(ds)].ID, Roles: []string{"employee"}, Status: identity.Active})
	}
	for b.Loop() {
		identity.NewOrganisation(1, ps, ds)
	}
}
