package identity

import (
	"slices"
	"strings"
)

// Absence is a time in which a person is away and somebody else acts for them.
type Absence struct {
	// ID is unique among the person's absences and never used again.
	ID string `bson:"id"`
	// From and Until are in UTC milliseconds; Until is no part of it any more.
	From  int64 `bson:"from"`
	Until int64 `bson:"until"`
	// StandIn is the id of who acts for the person.
	StandIn string `bson:"standIn"`
	// Apps are the ids of those for which it holds; none means all of them. One
	// that names an app goes before one for all.
	Apps   []string `bson:"apps,omitempty"`
	Reason string   `bson:"reason,omitempty"`
	// Waiting gives the stand-in also what waits for the person when the absence
	// begins; Settled says that this has been done.
	Waiting bool `bson:"waiting,omitempty"`
	Settled bool `bson:"settled,omitempty"`
	// SetAt is when it was last entered or changed.
	SetAt int64 `bson:"setAt"`
}

// Holds reports whether the absence holds at an instant, in UTC milliseconds.
func (a Absence) Holds(at int64) bool { return a.From <= at && at < a.Until }

// Meets reports whether two absences are for the same time and the same apps, so
// that it would not be clear who acts.
func (a Absence) Meets(b Absence) bool {
	if a.From >= b.Until || b.From >= a.Until {
		return false
	}
	return len(a.Apps) == 0 && len(b.Apps) == 0 ||
		slices.ContainsFunc(a.Apps, func(app string) bool { return slices.Contains(b.Apps, app) })
}

// AbsenceOf returns the absence of a person that counts for an app at an instant:
// one that names the app, or else one for all apps.
func (o *Organisation) AbsenceOf(person, app string, at int64) (Absence, bool) {
	p, ok := o.people[person]
	if !ok {
		return Absence{}, false
	}
	general := -1
	for i, a := range p.Absences {
		switch {
		case !a.Holds(at):
		case slices.Contains(a.Apps, app):
			return a, true
		case len(a.Apps) == 0:
			general = i
		}
	}
	if general < 0 {
		return Absence{}, false
	}
	return p.Absences[general], true
}

// StandInFor returns who acts for a person in an app at an instant, where
// somebody does: their stand-in or, where that one is away too, theirs. Empty
// means that nobody is there, because it leads round in a circle. A stand-in who
// has left counts for none: then whoever they stood in for acts themselves, and
// there is no other where that is the person.
func (o *Organisation) StandInFor(person, app string, at int64) (standIn string, away bool) {
	last := person
	passed := []string{person}
	for {
		a, ok := o.AbsenceOf(last, app, at)
		if !ok || !o.Active(a.StandIn) {
			return last, last != person
		}
		if slices.Contains(passed, a.StandIn) {
			return "", true
		}
		last, passed = a.StandIn, append(passed, a.StandIn)
	}
}

// recordedAbsences are a person's absences as the record keeps them: from when to
// when, who stands in, the apps, "waiting" where what waits goes along, and
// "settled" once it has. The reasons are not in it: they are nobody's but theirs.
func recordedAbsences(absences []Absence) [][]any {
	var all [][]any
	for _, a := range absences {
		one := []any{a.From, a.Until, a.StandIn}
		for _, app := range a.Apps {
			one = append(one, app)
		}
		if a.Waiting {
			one = append(one, "waiting")
		}
		if a.Settled {
			one = append(one, "settled")
		}
		all = append(all, one)
	}
	return all
}

// absenceReasons are the reasons in one text, so that their change is seen.
func absenceReasons(absences []Absence) string {
	var text strings.Builder
	for _, a := range absences {
		if a.Reason != "" {
			text.WriteString(a.ID + ": " + a.Reason + "\n")
		}
	}
	return text.String()
}
