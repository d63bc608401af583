package identity_test

import (
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// absent makes a company of people a, b … of whom some are away: "a>b" is a, for
// whom b stands in, "a>b x" only in app x; "-c" is c, who has left.
func absent(lines ...string) *identity.Organisation {
	var people []*identity.Person
	for _, id := range []string{"a", "b", "c", "d"} {
		p := &identity.Person{Head: store.Head{ID: id}, Login: id, Status: identity.Active}
		for _, line := range lines {
			if line == "-"+id {
				p.Status = identity.Left
			}
			who, app, _ := strings.Cut(line, " ")
			if standIn, ok := strings.CutPrefix(who, id+">"); ok {
				absence := identity.Absence{ID: line, From: 100, Until: 200, StandIn: standIn}
				if app != "" {
					absence.Apps = []string{app}
				}
				p.Absences = append(p.Absences, absence)
			}
		}
		people = append(people, p)
	}
	return identity.NewOrganisation(1, people, nil)
}

func TestStandInFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		absences string
		app      string
		at       int64
		want     string // "" for who is there, "nobody" for whom nobody is
	}{
		{"", "x", 150, ""},
		{"a>b", "x", 150, "b"},
		{"a>b", "x", 100, "b"},
		{"a>b", "x", 99, ""},
		{"a>b", "x", 200, ""},
		{"a>b,b>c", "x", 150, "c"},
		{"a>b,b>c,c>d", "x", 150, "d"},
		{"a>b,b>a", "x", 150, "nobody"},
		{"a>b,b>c,c>b", "x", 150, "nobody"},
		{"a>b,-b", "x", 150, ""},
		{"a>b,b>c,-c", "x", 150, "b"},
		{"a>b x", "x", 150, "b"},
		{"a>b x", "y", 150, ""},
		{"a>b,a>c x", "x", 150, "c"},
		{"a>b x,a>c", "x", 150, "b"},
		{"a>b,a>c x", "y", 150, "b"},
		// The chain counts for the app too.
		{"a>b,b>c y", "x", 150, "b"},
		{"a>b,b>c y", "y", 150, "c"},
		{"b>c", "x", 150, ""},
	} {
		o := absent(strings.Split(c.absences, ",")...)
		by, away := o.StandInFor("a", c.app, c.at)
		got := by
		switch {
		case !away && by == "a":
			got = ""
		case away && by == "":
			got = "nobody"
		}
		if got != c.want {
			t.Errorf("%s in %s at %d: %q (%t), want %q", c.absences, c.app, c.at, by, away, c.want)
		}
	}
	if by, away := absent("a>b").StandInFor("z", "x", 150); away || by != "z" {
		t.Errorf("for somebody unknown %q, %t", by, away)
	}
}

func TestAbsencesMeet(t *testing.T) {
	t.Parallel()
	span := func(from, until int64, apps ...string) identity.Absence {
		return identity.Absence{From: from, Until: until, Apps: apps}
	}
	for _, c := range []struct {
		a, b identity.Absence
		want bool
	}{
		{span(1, 5), span(4, 9), true},
		{span(1, 5), span(5, 9), false},
		{span(1, 5), span(2, 3), true},
		{span(1, 5), span(4, 9, "x"), false},
		{span(1, 5, "x"), span(4, 9, "x", "y"), true},
		{span(1, 5, "x"), span(4, 9, "y"), false},
	} {
		if got, back := c.a.Meets(c.b), c.b.Meets(c.a); got != c.want || back != c.want {
			t.Errorf("%+v and %+v: %t and %t, want %t", c.a, c.b, got, back, c.want)
		}
	}
}
