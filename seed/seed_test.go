package seed_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/calendar"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/seed"
)

// office takes the place of studio and workflow and writes down what is asked.
type office struct {
	apps    []string
	started map[string]bool
	log     []string
	fail    error
}

func (d *office) Install(_ context.Context, app json.RawMessage, by string) error {
	d.apps = append(d.apps, string(app)+" by "+by)
	return d.fail
}

func (d *office) Submit(_ context.Context, person, app, key string, form json.RawMessage) (string, bool, error) {
	if !json.Valid(form) {
		return "", false, errors.New("not JSON")
	}
	untouched := !d.started[person+app+key]
	d.started[person+app+key] = true
	if untouched {
		d.log = append(d.log, "submit "+key)
	}
	return key, untouched, d.fail
}

func (d *office) Decide(_ context.Context, _, instance, action, _ string) error {
	d.log = append(d.log, action+" "+instance)
	return nil
}

// site is an empty site.
type site struct {
	Identity  *identity.Identity
	Directory *directory.Directory
	Calendar  *calendar.Calendar
	Clock     *clock.Manual
}

func newSite(t *testing.T) site {
	t.Helper()
	backend := mongotest.Backend(t)
	c := clock.NewManual(time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)) // a Saturday
	i, err := identity.New(t.Context(), backend, c, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return site{Identity: i, Directory: directory.New(i, c), Calendar: calendar.Default(), Clock: c}
}

func TestLoadTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	o := &office{started: map[string]bool{}}
	load := func() (seed.Loaded, int) {
		t.Helper()
		people, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := seed.LoadCases(t.Context(), o, s.Calendar, s.Calendar.Today(s.Clock))
		if err != nil {
			t.Fatal(err)
		}
		return people, cases
	}
	if people, cases := load(); people != (seed.Loaded{Departments: 7, People: 40}) || cases != 9 {
		t.Errorf("loaded %+v and %d cases", people, cases)
	}
	before, log := s.Identity.Organisation(), slices.Clone(o.log)
	if len(log) != 9+5 {
		t.Errorf("log %q", log)
	}
	s.Clock.Advance(24 * time.Hour)
	if people, cases := load(); people != (seed.Loaded{}) || cases != 0 {
		t.Errorf("again %+v and %d cases", people, cases)
	}
	if s.Identity.Organisation() != before || !slices.Equal(o.log, log) {
		t.Error("the second time something was written")
	}
}

func TestWhatPeopleChangedStays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	lin := directory.PersonID("lin.xiao")
	if _, err := s.Directory.SetRoles(t.Context(), lin, []string{"admin"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Directory.SetLead(t.Context(), directory.DepartmentID("rd"), lin); err != nil {
		t.Fatal(err)
	}
	leaving := directory.NewLeaving(s.Directory, noTasks{})
	if _, err := leaving.Leave(t.Context(), directory.PersonID("tang.yue"), 0, "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	o := s.Identity.Organisation()
	if p, _ := o.Person(lin); fmt.Sprint(p.Roles) != "[admin]" {
		t.Error("roles were put back")
	}
	if d, _ := o.Department(directory.DepartmentID("rd")); d.Lead != lin {
		t.Error("a lead was put back")
	}
	if o.Active(directory.PersonID("tang.yue")) {
		t.Error("someone who left came back")
	}
}

func TestTheCompany(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	o := s.Identity.Organisation()
	for _, d := range o.Departments() {
		if d.Lead == "" || d.Name["en"] == "" || d.Name["zh-CN"] == "" {
			t.Errorf("department %+v", d)
		}
		if d.Code != "co" && d.Parent == "" {
			t.Errorf("%s stands alone", d.Code)
		}
		if lead, _ := o.Person(d.Lead); lead == nil || lead.Dept != d.ID || !slices.Contains(lead.Roles, identity.RoleManager) {
			t.Errorf("the head of %s: %+v", d.Code, lead)
		}
	}
	names := map[string]bool{}
	for _, p := range o.People() {
		if p.Name["en"] == "" || p.Name["zh-CN"] == "" || p.Title["en"] == "" || p.Title["zh-CN"] == "" || names[p.Name["zh-CN"]] {
			t.Errorf("person %+v", p)
		}
		names[p.Name["zh-CN"]] = true
		if manager, ok := o.ManagerOf(p.ID, 1); !ok && p.Login != "shen.guoan" {
			t.Errorf("%s has no manager", p.Login)
		} else if m, _ := o.Person(manager); ok && !slices.Contains(m.Roles, identity.RoleManager) {
			t.Errorf("%s is managed by %s, who is no manager", p.Login, m.Login)
		}
	}
}

func TestTheCast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	o := s.Identity.Organisation()
	cast := map[string]string{}
	for _, m := range seed.Cast() {
		p, ok := o.ByLogin(m.Login)
		if !ok || !slices.Contains(p.Roles, m.As) {
			t.Errorf("%s: %+v", m.As, p)
		}
		cast[m.As] = m.Login
	}
	employee := directory.PersonID(cast[seed.AsEmployee])
	manager, _ := o.ManagerOf(employee, 1)
	head, _ := o.HeadOf(employee, 0)
	if manager != directory.PersonID(cast[seed.AsManager]) || head == "" || head == manager {
		t.Errorf("manager %s, head %s", manager, head)
	}
	if _, err := s.Identity.Login(t.Context(), identity.Credentials{Login: "lin.xiao", Password: seed.Password}); err != nil {
		t.Errorf("the password: %v", err)
	}
}

// On every day of a year the forms are ones that the leave app's checks accept.
func TestCasesOnAnyDay(t *testing.T) {
	t.Parallel()
	c := calendar.Default()
	people := map[string]bool{}
	s := newSite(t)
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Identity.Organisation().People() {
		people[p.Login], people[p.ID] = true, true
	}
	for day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == 2026; day = day.AddDate(0, 0, 1) {
		today := day.Format(time.DateOnly)
		cases, err := seed.Cases(c, today)
		if err != nil {
			t.Fatal(err)
		}
		keys := map[string]bool{}
		for _, x := range cases {
			period, _ := x.Form["period"].(map[string]any)
			start, _ := period["start"].(string)
			end, _ := period["end"].(string)
			if !people[x.By] || keys[x.Key] || x.Form["reason"] == "" || !c.Workday(start) || !c.Workday(end) || end < start {
				t.Fatalf("%s: %+v", today, x)
			}
			keys[x.Key] = true
			if x.Form["type"] == "annual" && start <= today {
				t.Errorf("%s: %s starts on %s", today, x.Key, start)
			}
			if h, ok := x.Form["handover"].(string); ok && (!people[h] || h == directory.PersonID(x.By)) {
				t.Errorf("%s is handed over to %s", x.Key, h)
			}
			if c.AddWorkdays(start, 3) <= end && x.Form["handover"] == nil {
				t.Errorf("%s is long and not handed over", x.Key)
			}
			for _, d := range x.Decisions {
				if !people[d.By] || (d.Action != "approve" && d.Action != "reject") {
					t.Errorf("%s: decision %+v", x.Key, d)
				}
			}
		}
	}
}

// Whoever decides is whom the flow asks: the manager, then the head.
func TestDecisionsAreByWhoIsAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := seed.LoadPeople(t.Context(), s.Identity, s.Directory); err != nil {
		t.Fatal(err)
	}
	o := s.Identity.Organisation()
	cases, err := seed.Cases(s.Calendar, "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range cases {
		by := directory.PersonID(x.By)
		manager, _ := o.ManagerOf(by, 1)
		head, _ := o.HeadOf(by, 0)
		for i, d := range x.Decisions {
			if directory.PersonID(d.By) != []string{manager, head}[i] {
				t.Errorf("%s: decision %d by %s", x.Key, i, d.By)
			}
		}
	}
}

func TestAppsAndFailures(t *testing.T) {
	t.Parallel()
	o := &office{started: map[string]bool{}}
	if err := seed.LoadApps(t.Context(), o, json.RawMessage("{}")); err != nil || len(o.apps) != 1 || o.apps[0] != "{} by "+directory.PersonID("he.yu") {
		t.Errorf("%q, %v", o.apps, err)
	}
	o.fail = errors.New("broken")
	if err := seed.LoadApps(t.Context(), o, json.RawMessage("{}")); !errors.Is(err, o.fail) {
		t.Error(err)
	}
	if n, err := seed.LoadCases(t.Context(), o, calendar.Default(), "2026-11-23"); n != 0 || !errors.Is(err, o.fail) {
		t.Errorf("%d, %v", n, err)
	}
}

// noTasks is a site where nobody has a task.
type noTasks struct{}

func (noTasks) OpenTasks(context.Context, string, int) (int, error)       { return 0, nil }
func (noTasks) RunningRequests(context.Context, string, int) (int, error) { return 0, nil }
func (noTasks) HandOver(context.Context, directory.HandOver) (int, error) { return 0, nil }
