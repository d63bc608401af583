package directory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// tasks notes what is handed over; open is how many there are.
type tasks struct {
	open   int
	handed []directory.HandOver
	err    error
}

func (f *tasks) OpenTasks(context.Context, string, int) (int, error)       { return f.open, nil }
func (f *tasks) RunningRequests(context.Context, string, int) (int, error) { return 2, nil }

func (f *tasks) HandOver(_ context.Context, h directory.HandOver) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	f.handed = append(f.handed, h)
	n := f.open
	f.open = 0
	return n, nil
}

func leaving(s *site, f *tasks) *directory.Leaving { return directory.NewLeaving(s.Directory, f) }

func rev(s *site, login string) int64 {
	p, _ := s.identity.Organisation().Person(person(login))
	return p.Rev
}

func TestWhatALeaverLeavesBehind(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.lead(t, "co", "boss")
	s.lead(t, "rd", "li")
	s.manage(t, "wang", "li")
	got, err := leaving(s, &tasks{open: 3}).Summary(t.Context(), person("li"))
	if err != nil {
		t.Fatal(err)
	}
	want := directory.Summary{OpenTasks: 3, Requests: 2, Leads: []string{dept("rd")}, Manages: []string{person("wang")}, Successor: person("boss")}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	_, err = leaving(s, &tasks{}).Summary(t.Context(), person("nobody"))
	refused(t, err, "person directory.personUnknown")
}

func (s *site) lead(t *testing.T, code, login string) {
	t.Helper()
	if _, err := s.SetLead(t.Context(), dept(code), person(login)); err != nil {
		t.Fatal(err)
	}
}

func (s *site) manage(t *testing.T, login, manager string) {
	t.Helper()
	p, _ := s.identity.Organisation().Person(person(login))
	if _, err := s.MovePerson(t.Context(), p.ID, p.Dept, person(manager)); err != nil {
		t.Fatal(err)
	}
}

func TestLeaving(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.lead(t, "co", "boss")
	s.lead(t, "rd", "li")
	s.manage(t, "wang", "li")
	if err := s.SetPassword(t.Context(), person("li"), "long enough"); err != nil {
		t.Fatal(err)
	}
	in, err := s.identity.Enter(t.Context(), person("li"), "")
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := s.identity.CreateToken(t.Context(), "li", "x")
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.NewLink(t.Context(), person("li"), "")
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(time.Hour)
	f := &tasks{open: 3}
	l := leaving(s, f)
	_, err = l.Leave(t.Context(), person("li"), rev(s, "li"), person("li"), person("boss"))
	refused(t, err, "successor directory.successorUnknown")
	_, err = l.Leave(t.Context(), person("li"), 1, person("wang"), person("boss"))
	wantStale(t, err, rev(s, "li"))
	was := rev(s, "li")
	for n := range 2 { // the second time finds nothing left to do
		handed, err := l.Leave(t.Context(), person("li"), was, person("wang"), person("boss"))
		if err != nil || handed != 3-3*n {
			t.Fatalf("%d, %v", handed, err)
		}
	}
	if got := fmt.Sprint(f.handed[0]); got != fmt.Sprint(directory.HandOver{From: person("li"), Heirs: []string{person("wang"), person("boss")}, By: person("boss")}) {
		t.Errorf("handed over %s", got)
	}
	if _, err := s.identity.Session(t.Context(), in.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("session: %v", err)
	}
	if _, err := s.identity.Token(t.Context(), token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("token: %v", err)
	}
	if left, _ := s.identity.Tokens(t.Context(), person("li")); len(left) != 0 {
		t.Error("tokens are left")
	}
	if _, err := s.UseLink(t.Context(), link.Token, "", "long enough"); !errors.Is(err, identity.ErrLink) {
		t.Errorf("link: %v", err)
	}
	o := s.identity.Organisation()
	p, ok := o.Person(person("li"))
	if !ok || p.Status != identity.Left || p.PasswordHash != "" || p.LeftAt != start.Add(time.Hour).UnixMilli() {
		t.Errorf("%+v", p)
	}
	if d, _ := o.Department(dept("rd")); d.Lead != person("wang") {
		t.Error("the department has no new lead")
	}
	// The successor does not manage themselves: the leaver's manager does.
	if p, _ := o.Person(person("wang")); p.Manager != person("boss") {
		t.Errorf("the successor is managed by %q", p.Manager)
	}
	_, err = s.SetRoles(t.Context(), person("li"), []string{"employee"})
	refused(t, err, "person directory.personUnknown")
	_, err = s.AddPerson(t.Context(), directory.NewPerson{Login: "li", Name: name("li")})
	refused(t, err, "login directory.loginTaken")
	_, err = l.Leave(t.Context(), person("nobody"), 0, "", "")
	refused(t, err, "person directory.personUnknown")
}

func TestALeaverOfALeaver(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := &tasks{err: errors.New("the store is away")}
	l := leaving(s, f)
	if _, err := l.Leave(t.Context(), person("li"), 0, person("wang"), ""); !errors.Is(err, f.err) {
		t.Fatal(err)
	}
	if s.identity.Organisation().Active(person("li")) {
		t.Fatal("they must be gone even if the hand-over failed")
	}
	f.err = nil
	if _, err := l.Leave(t.Context(), person("wang"), 0, person("boss"), ""); err != nil {
		t.Fatal(err)
	}
	// What could not be handed to wang, who left meanwhile, goes to whom wang named.
	if _, err := l.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(f.handed, func(h directory.HandOver) bool { return h.From == person("li") })
	if i < 0 || fmt.Sprint(f.handed[i].Heirs) != fmt.Sprint([]string{person("boss")}) {
		t.Errorf("%+v", f.handed)
	}
	// After a while nobody is asked any more.
	s.clock.Advance(3 * time.Minute)
	for range 2 {
		f.handed = nil
		if _, err := l.Finish(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(f.handed) != 0 {
		t.Errorf("asked for ever: %+v", f.handed)
	}
}

// Whatever write fails, and whether or not it landed, repeating finishes.
func TestLeavingIsFinishedByRepeating(t *testing.T) {
	t.Parallel()
	for _, mode := range []storetest.Mode{storetest.Fail, storetest.LoseAnswer} {
		for skip := range 8 {
			t.Run(fmt.Sprint(mode, skip), func(t *testing.T) {
				t.Parallel()
				s := newSite(t)
				s.lead(t, "co", "boss")
				s.lead(t, "rd", "li")
				s.lead(t, "platform", "li")
				s.manage(t, "wang", "li")
				in, err := s.identity.Enter(t.Context(), person("li"), "")
				if err != nil {
					t.Fatal(err)
				}
				faulty := storetest.NewFaulty(s.backend)
				id, err := identity.New(t.Context(), faulty, s.clock, identity.Options{})
				if err != nil {
					t.Fatal(err)
				}
				l := directory.NewLeaving(directory.New(id, s.clock), &tasks{})
				faulty.Inject(storetest.Fault{Op: storetest.Replace, Skip: skip, Mode: mode})
				if _, err := l.Leave(t.Context(), person("li"), 0, person("boss"), ""); err != nil {
					if _, err := l.Leave(t.Context(), person("li"), 0, person("boss"), ""); err != nil {
						t.Fatal(err)
					}
				}
				o := id.Organisation()
				for _, code := range []string{"rd", "platform"} {
					if d, _ := o.Department(dept(code)); d.Lead != person("boss") {
						t.Errorf("%s is led by %q", code, d.Lead)
					}
				}
				if p, _ := o.Person(person("wang")); p.Manager != person("boss") {
					t.Errorf("wang is managed by %q", p.Manager)
				}
				if _, err := s.identity.Session(t.Context(), in.Token); err == nil && o.Active(person("li")) {
					t.Error("the session is still open")
				}
			})
		}
	}
}

func TestReturn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.Return(t.Context(), person("li"), 0, directory.Return{Roles: []string{"employee"}})
	refused(t, err, "person directory.stillHere")
	if err := s.SetPassword(t.Context(), person("li"), "long enough"); err != nil {
		t.Fatal(err)
	}
	if _, err := leaving(s, &tasks{}).Leave(t.Context(), person("li"), 0, "", ""); err != nil {
		t.Fatal(err)
	}
	_, err = s.Return(t.Context(), person("li"), 0, directory.Return{Dept: "nowhere"})
	refused(t, err, "roles directory.required", "dept directory.departmentUnknown")
	p, err := s.Return(t.Context(), person("li"), rev(s, "li"), directory.Return{Dept: dept("platform"), Roles: []string{"employee"}})
	if err != nil || p.Status != identity.Active || p.LeftAt != 0 || p.Leaving != nil {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := s.identity.Login(t.Context(), identity.Credentials{Login: "li", Password: "long enough"}); !errors.Is(err, identity.ErrCredentials) {
		t.Errorf("the old password: %v", err)
	}
}
