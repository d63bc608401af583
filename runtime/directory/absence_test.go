package directory_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/identity"
)

// cases notes what is covered; left is in how many cases something still is.
type cases struct {
	left    int
	covered []string
	err     error
}

func (f *cases) KnowsApp(_ context.Context, app string) (bool, error) { return app == "leave", f.err }

func (f *cases) Cover(_ context.Context, person, absence string) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	f.covered = append(f.covered, person+" "+absence)
	n := f.left
	f.left = 0
	return n, nil
}

var errDown = errors.New("down")

func (s *site) absencesOf(login string) []identity.Absence {
	p, _ := s.identity.Organisation().Person(person(login))
	return p.Absences
}

func TestWhatWaitsIsCoveredUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	s, f := newSite(t), &cases{left: 3}
	absences := directory.NewAbsences(s.Directory, f)
	begin := func(want int) {
		t.Helper()
		if n, err := absences.Begin(t.Context()); err != nil || n != want {
			t.Errorf("%d changed, want %d: %v", n, want, err)
		}
	}
	now := s.clock.Now()
	in := directory.Away{From: now.Add(time.Hour).UnixMilli(), Until: now.Add(30 * time.Hour).UnixMilli(), StandIn: person("wang"), Waiting: true}
	made, err := absences.Add(t.Context(), person("li"), in)
	if err != nil {
		t.Fatal(err)
	}
	quiet := in
	quiet.Waiting = false
	if _, err := absences.Add(t.Context(), person("boss"), quiet); err != nil {
		t.Fatal(err)
	}
	begin(0)
	s.clock.Advance(time.Hour)
	begin(3)
	begin(0) // maybe something came from a process that had not heard of it
	if s.absencesOf("li")[0].Settled {
		t.Error("nothing more is looked for, though it has only just begun")
	}
	f.err = errDown
	s.clock.Advance(3 * time.Minute)
	if _, err := absences.Begin(t.Context()); !errors.Is(err, errDown) {
		t.Errorf("a failure is not told: %v", err)
	}
	if s.absencesOf("li")[0].Settled {
		t.Error("what failed is not tried again")
	}
	f.err = nil
	begin(0)
	if !s.absencesOf("li")[0].Settled {
		t.Error("it is tried for ever")
	}
	before := len(f.covered)
	begin(0)
	if len(f.covered) != before {
		t.Error("it was tried once more")
	}
	if slices.Contains(f.covered, person("boss")+" 1") {
		t.Error("what waits for somebody was given away though they did not wish it")
	}
	// Whoever changes it wishes it anew.
	if _, err := absences.Edit(t.Context(), person("li"), made.ID, in); err != nil {
		t.Fatal(err)
	}
	f.left = 2
	begin(2)
	s.clock.Advance(30 * time.Hour)
	before = len(f.covered)
	begin(0)
	if len(f.covered) != before {
		t.Error("it is over, and what waits is given away")
	}
}

func TestAbsencesAreForgottenLongAfterTheirEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	absences := directory.NewAbsences(s.Directory, &cases{})
	add := func() (string, error) {
		now := s.clock.Now()
		a, err := absences.Add(t.Context(), person("li"), directory.Away{
			From: now.UnixMilli(), Until: now.Add(time.Hour).UnixMilli(), StandIn: person("wang"), Apps: []string{"leave"},
		})
		return a.ID, err
	}
	first, err := add()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := add(); err == nil {
		t.Error("two at a time for the same app")
	}
	s.clock.Advance(89 * 24 * time.Hour)
	if _, err := add(); err != nil || len(s.absencesOf("li")) != 2 {
		t.Errorf("%v, %d are kept", err, len(s.absencesOf("li")))
	}
	s.clock.Advance(2 * 24 * time.Hour)
	third, err := add()
	if err != nil || third == first || len(s.absencesOf("li")) != 2 || s.absencesOf("li")[0].ID == first {
		t.Errorf("%v, %q after %q: %+v", err, third, first, s.absencesOf("li"))
	}
}

func TestAbsencesAheadAreBounded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	absences := directory.NewAbsences(s.Directory, &cases{})
	at := s.clock.Now()
	add := func() error {
		at = at.Add(time.Hour)
		_, err := absences.Add(t.Context(), person("li"), directory.Away{
			From: at.UnixMilli(), Until: at.Add(time.Hour).UnixMilli(), StandIn: person("wang"),
		})
		return err
	}
	for range 50 {
		if err := add(); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, add(), "from directory.absenceMany")
}
