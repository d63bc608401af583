package identity_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

// recorded is an organisation whose store can be made to fail.
type recorded struct {
	*identity.Identity
	t      *testing.T
	faults *storetest.Faulty
	clock  *clock.Manual
}

func newRecorded(t *testing.T) *recorded {
	t.Helper()
	backend, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, backend.Close()) })
	r := &recorded{t: t, faults: storetest.NewFaulty(backend), clock: clock.NewManual(start)}
	r.Identity, err = identity.New(t.Context(), r.faults, r.clock, identity.Options{})
	must(t, err)
	must(t, r.InsertDepartment(t.Context(), &identity.Department{Head: store.Head{ID: "d"}, Code: "d", Name: words.Text{"en": "D"}}))
	must(t, r.InsertPerson(t.Context(), newPerson("ann")))
	return r
}

func newPerson(id string) *identity.Person {
	return &identity.Person{
		Head: store.Head{ID: id}, Login: id, Name: words.Text{"en": id}, Roles: []string{"employee"}, Language: "en", Status: identity.Active,
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// actions are what is on record, oldest first.
func (r *recorded) actions() []string {
	r.t.Helper()
	must(r.t, r.Recorder().Flush(r.t.Context()))
	page, err := r.Recorder().Search(r.t.Context(), audit.Filter{}, "", 200)
	must(r.t, err)
	all := make([]string, len(page.Items))
	for i, c := range page.Items {
		all[len(all)-1-i] = c.Action
	}
	slices.Sort(all)
	return all
}

// whole fails the test unless the record fits what it is about.
func (r *recorded) whole() {
	r.t.Helper()
	sources, err := identity.AuditSources(r.faults)
	must(r.t, err)
	report, err := r.Recorder().Verify(r.t.Context(), sources, "")
	must(r.t, err)
	for _, f := range report.Findings {
		r.t.Error(f)
	}
}

// No change without its entry, and no entry without its change: whatever the
// store refuses, both are there or neither is.
func TestAChangeAndItsEntryAreOne(t *testing.T) {
	t.Parallel()
	change := func(r *recorded, f func(*identity.Person)) error {
		p, _ := r.Organisation().Person("ann")
		p = p.Clone()
		f(p)
		return r.ReplacePerson(r.t.Context(), p)
	}
	for _, tt := range []struct {
		name       string
		collection string
		op         storetest.Op
		action     string
		do         func(r *recorded) error
		// prepare makes what do changes, and returns do.
		prepare func(r *recorded) func() error
	}{
		{"a person joins", "people", storetest.Insert, "person.added",
			func(r *recorded) error { return r.InsertPerson(t.Context(), newPerson("bo")) }, nil},
		{"a person changes", "people", storetest.Replace, "person.changed",
			func(r *recorded) error { return change(r, func(p *identity.Person) { p.Dept = "d" }) }, nil},
		{"a person leaves", "people", storetest.Replace, "person.left",
			func(r *recorded) error { return change(r, func(p *identity.Person) { p.Status = identity.Left }) }, nil},
		{"a password", "people", storetest.Replace, "person.passwordSet",
			func(r *recorded) error { return change(r, func(p *identity.Person) { p.PasswordHash = "secret hash" }) }, nil},
		{"a department is added", "departments", storetest.Insert, "department.added",
			func(r *recorded) error {
				return r.InsertDepartment(t.Context(), &identity.Department{Head: store.Head{ID: "e"}, Code: "e", Name: words.Text{"en": "E"}})
			}, nil},
		{"a department changes", "departments", storetest.Replace, "department.changed",
			func(r *recorded) error {
				d, _ := r.Organisation().Department("d")
				d = d.Clone()
				d.Lead = "ann"
				return r.ReplaceDepartment(t.Context(), d)
			}, nil},
		{"a session opens", "sessions", storetest.Insert, "session.opened",
			func(r *recorded) error { _, err := r.Enter(t.Context(), "ann", ""); return err }, nil},
		{"a session ends", "sessions", storetest.Replace, "session.ended", nil, func(r *recorded) func() error {
			in, err := r.Enter(t.Context(), "ann", "")
			must(t, err)
			return func() error { return r.Logout(t.Context(), in.Token) }
		}},
		{"a token is made", "tokens", storetest.Insert, "token.created",
			func(r *recorded) error { _, _, err := r.CreateToken(t.Context(), "ann", "x"); return err }, nil},
		{"a token is revoked", "tokens", storetest.Replace, "token.revoked", nil, func(r *recorded) func() error {
			_, token, err := r.CreateToken(t.Context(), "ann", "x")
			must(t, err)
			return func() error { return r.RevokeToken(t.Context(), token.ID) }
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorded(t)
			do := func() error { return tt.do(r) }
			if tt.prepare != nil {
				do = tt.prepare(r)
			}
			before := r.actions()
			r.faults.Inject(storetest.Fault{Op: tt.op, Collection: tt.collection, Mode: storetest.Fail})
			if err := do(); err == nil {
				t.Fatal("a change that was not stored was reported as done")
			}
			if got := r.actions(); !slices.Equal(got, before) {
				t.Errorf("an entry without its change: %v after %v", got, before)
			}
			r.whole()
			// The copy fails: the change stands, and its entry is made up for.
			r.faults.Inject(storetest.Fault{Op: storetest.Insert, Collection: "audit", Mode: storetest.Fail})
			if err := do(); err != nil && !errors.Is(err, store.ErrUnavailable) {
				t.Fatal(err)
			}
			got := r.actions()
			if want := append(slices.Clone(before), tt.action); !equalSets(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			r.whole()
		})
	}
}

func equalSets(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// A session whose last write was cut off in the middle is over all the same,
// and what is left of it is cleared away.
func TestASessionThatWasCutOffWhileEnding(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	in, err := r.Enter(t.Context(), "ann", "")
	must(t, err)
	r.faults.Inject(storetest.Fault{Op: storetest.Delete, Collection: "sessions", Mode: storetest.Fail})
	if err := r.Logout(t.Context(), in.Token); err == nil {
		t.Fatal("not deleted, and reported as done")
	}
	if _, err := r.Session(t.Context(), in.Token); !errors.Is(err, identity.ErrUnauthenticated) {
		t.Errorf("it still opens: %v", err)
	}
	r.clock.Advance(time.Second)
	_, err = r.Enter(t.Context(), "ann", "") // each new session clears a little away
	must(t, err)
	must(t, r.EndSessions(t.Context(), "ann"))
	if n := strings.Count(strings.Join(r.actions(), " "), "session.ended"); n != 2 {
		t.Errorf("%v", r.actions())
	}
	r.whole()
}

func TestWhatAnEntryOfAPersonSays(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	p, _ := r.Organisation().Person("ann")
	p = p.Clone()
	p.Dept, p.Roles, p.PasswordHash = "d", []string{"employee", "it"}, "secret hash"
	ctx := audit.With(t.Context(), audit.Who{Person: "eva", Scheme: "session", Address: "10.0.0.7"})
	must(t, r.ReplacePerson(ctx, p))
	page, err := r.Recorder().Search(ctx, audit.Filter{Object: "person:ann"}, "", 10)
	must(t, err)
	c := page.Items[0]
	if c.Action != "person.changed" || c.Who.Person != "eva" || c.Who.Address != "10.0.0.7" || c.About != "ann" || len(c.Changes) != 3 {
		t.Fatalf("%+v", c)
	}
	said := map[string]string{}
	for _, change := range c.Changes {
		said[change.Field] = string(change.Before) + ">" + string(change.After)
	}
	if said["dept"] != `>"d"` || said["roles"] != `["employee"]>["employee","it"]` || strings.Contains(said["password"], "secret") || said["password"] == "" {
		t.Errorf("%v", said)
	}
}

// Whoever changes a person in the database itself, and not through a use case,
// is found out.
func TestAPersonChangedBehindTheRecordIsFound(t *testing.T) {
	t.Parallel()
	r := newRecorded(t)
	people, err := store.Open[identity.Person](r.faults, identity.Specs()[0])
	must(t, err)
	for field, change := range map[string]func(*identity.Person){
		`"roles"`:    func(p *identity.Person) { p.Roles = append(p.Roles, "it") },
		`"password"`: func(p *identity.Person) { p.PasswordHash = "known to somebody" },
	} {
		p, err := people.Get(t.Context(), "ann")
		must(t, err)
		kept := *p
		change(p)
		must(t, people.Replace(t.Context(), p))
		sources, err := identity.AuditSources(r.faults)
		must(t, err)
		report, err := r.Recorder().Verify(t.Context(), sources, "")
		must(t, err)
		if len(report.Findings) != 1 || !strings.Contains(report.Findings[0].String(), field) {
			t.Errorf("%s: %v", field, report.Findings)
		}
		kept.Rev = p.Rev
		must(t, people.Replace(t.Context(), &kept))
		r.whole()
	}
}
