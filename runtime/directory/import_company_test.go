package directory_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// company is a CSV of people in departments, described below them and led by the
// first people; every fifth of the others is managed by the next one.
func company(people, departments int) string {
	var b strings.Builder
	b.WriteString("Login,Name (en),Name (zh),E-mail,Department,Manager,Roles,Language,Department name (en),Department name (zh),Department above,Department lead\n")
	for i := range people {
		manager := ""
		if i >= departments && i+1 < people && i%5 == 0 {
			manager = fmt.Sprintf("p%03d", i+1)
		}
		fmt.Fprintf(&b, "p%03d,Person %d,人员%d,p%d@example.com,d%02d,%s,employee,zh-CN,,,,\n", i, i, i, i, i%departments, manager)
	}
	for i := range departments {
		above := ""
		if i > 0 {
			above = fmt.Sprintf("d%02d", (i-1)/3)
		}
		fmt.Fprintf(&b, ",,,,d%02d,,,,Department %d,部门%d,%s,p%03d\n", i, i, i, above, i)
	}
	return b.String()
}

func TestFiveHundredPeopleInFortyDepartments(t *testing.T) {
	t.Parallel()
	file := company(500, 40)
	first := newSite(t)
	first.load(t, file)
	book, err := first.Export(directory.XLSX, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for format, text := range map[string]string{"csv": file, "xlsx": string(book)} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			began := clock.System().Now()
			r := s.load(t, text)
			t.Logf("%s: %d rows in %s", format, r.Rows, clock.System().Now().Sub(began))
			if r.People.Added != 500 || r.Departments.Added != 40 {
				t.Errorf("%+v %+v", r.People, r.Departments)
			}
			o := s.identity.Organisation()
			if len(o.People()) != 503 || len(o.Departments()) != 43 {
				t.Errorf("%d people in %d departments", len(o.People()), len(o.Departments()))
			}
			if err := s.identity.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			if p, _ := s.identity.Organisation().Person(person("p125")); p.Manager != person("p126") || p.Dept != dept("d05") {
				t.Errorf("%+v", p)
			}
			r = s.load(t, text)
			if len(r.Changes) != 0 {
				t.Errorf("again: %+v", r.Changes[:1])
			}
		})
	}
	t.Run("three broken rows", func(t *testing.T) {
		t.Parallel()
		s := newSite(t)
		broken := strings.Replace(file, "p7@example.com", "p7", 1)
		broken = strings.Replace(broken, "p100,Person 100,人员100,p100@example.com,d20", "p100,Person 100,人员100,p100@example.com,d99", 1)
		broken = strings.Replace(broken, "p300,", "p299,", 1)
		r := s.check(t, broken)
		if got := sayProblems(r); got != "9 email directory.emailFormat\n102 department import.departmentMissing\n302 login import.loginTwice\n" {
			t.Error(got)
		}
		if len(s.identity.Organisation().Everyone()) != 3 {
			t.Error("something was imported")
		}
	})
}

// Whatever write fails, what is there is consistent, and a repeat finishes.
func TestAnImportIsFinishedByRepeating(t *testing.T) {
	t.Parallel()
	file := company(8, 3)
	whole := newSite(t)
	whole.load(t, file)
	want, err := whole.Export(directory.CSV, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []storetest.Mode{storetest.Fail, storetest.LoseAnswer} {
		for _, op := range []storetest.Op{storetest.Insert, storetest.Replace} {
			for _, collection := range []string{"people", "departments"} {
				for skip := range 2 {
					t.Run(fmt.Sprint(mode, op, collection, skip), func(t *testing.T) {
						t.Parallel()
						s := newSite(t)
						faulty := storetest.NewFaulty(s.backend)
						id, err := identity.New(t.Context(), faulty, s.clock, identity.Options{})
						if err != nil {
							t.Fatal(err)
						}
						s.identity, s.Directory = id, directory.New(id, s.clock)
						faulty.Inject(storetest.Fault{Op: op, Collection: collection, Skip: skip, Mode: mode})
						if _, err := s.Import(t.Context(), []byte(file), s.check(t, file).Plan, anyRole); err == nil && (op == storetest.Insert || collection == "departments") {
							t.Fatal("the fault was not met")
						}
						consistent(t, s)
						if err := id.Reload(t.Context()); err != nil { // as after a crash
							t.Fatal(err)
						}
						consistent(t, s)
						s.load(t, file)
						if got, err := s.Export(directory.CSV, "en"); err != nil || !bytes.Equal(got, want) {
							t.Errorf("%s\nis not\n%s", got, want)
						}
					})
				}
			}
		}
	}
}

// consistent checks that everybody and every department that is named is there.
func consistent(t *testing.T, s *site) {
	t.Helper()
	o := s.identity.Organisation()
	for _, p := range o.People() {
		if p.Manager != "" && !o.Active(p.Manager) {
			t.Errorf("%s is managed by somebody who is not there", p.Login)
		}
		if _, ok := o.Department(p.Dept); !ok {
			t.Errorf("%s stands in no department", p.Login)
		}
	}
	for _, d := range o.Departments() {
		if d.Lead != "" && !o.Active(d.Lead) {
			t.Errorf("%s is led by somebody who is not there", d.Code)
		}
		if _, ok := o.Department(d.Parent); !ok && d.Parent != "" {
			t.Errorf("%s stands below nothing", d.Code)
		}
	}
}
