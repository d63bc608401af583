package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// Cases is what absences need of the apps and the running cases.
type Cases interface {
	// KnowsApp reports whether an app is published.
	KnowsApp(ctx context.Context, app string) (bool, error)
	// Cover gives what waits for a person to who stands in for them, in the cases
	// for which this absence of theirs counts now. It returns in how many cases,
	// and can be repeated.
	Cover(ctx context.Context, person, absence string) (int, error)
}

// Absences holds the use cases over who is away and who stands in.
type Absences struct {
	directory *Directory
	cases     Cases
}

// NewAbsences returns the use cases of being away over a directory and the
// running cases.
func NewAbsences(d *Directory, cases Cases) *Absences { return &Absences{directory: d, cases: cases} }

const (
	// maxAbsences is how many absences to come, or that hold, a person can have.
	maxAbsences = 50
	// maxReason is the longest reason, in characters.
	maxReason = 200
	// keptAbsences is how long an absence is kept with its person after its end.
	keptAbsences = 90 * 24 * time.Hour
)

// Away is what is entered of an absence.
type Away struct {
	From, Until int64 // UTC milliseconds
	StandIn     string
	Apps        []string // none means all of them
	Reason      string
	// Waiting gives the stand-in also what waits when the absence begins.
	Waiting bool
}

// Add enters an absence of a person who works here. It returns an *InvalidError
// that names each field that is wrong.
func (a *Absences) Add(ctx context.Context, person string, in Away) (identity.Absence, error) {
	var made identity.Absence
	known, err := a.knownApps(ctx, in.Apps)
	if err != nil {
		return made, err
	}
	now := a.now()
	_, err = a.directory.changePerson(ctx, person, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
		p.Absences = slices.DeleteFunc(p.Absences, func(old identity.Absence) bool { return old.Until < now-keptAbsences.Milliseconds() })
		p.AbsenceCount++
		made = in.absence(strconv.Itoa(p.AbsenceCount), now)
		c.absence(o, p, made, now, known)
		if live := slices.DeleteFunc(slices.Clone(p.Absences), func(old identity.Absence) bool { return old.Until <= now }); len(live) >= maxAbsences {
			c.failWith("from", CodeAbsenceMany, map[string]any{"max": maxAbsences})
		}
		p.Absences = append(p.Absences, made)
		return true
	})
	return made, err
}

// Edit changes an absence that is not over. One that is unknown is a
// *fault.NotFound.
func (a *Absences) Edit(ctx context.Context, person, id string, in Away) (identity.Absence, error) {
	var made identity.Absence
	known, err := a.knownApps(ctx, in.Apps)
	if err != nil {
		return made, err
	}
	now := a.now()
	unknown := false
	_, err = a.directory.changePerson(ctx, person, func(o *identity.Organisation, p *identity.Person, c *checks) bool {
		i := absenceIndex(p, id)
		if unknown = i < 0; unknown {
			return false
		}
		made = in.absence(id, now)
		if p.Absences[i].Until <= now {
			c.fail("until", CodeAbsenceOver)
			return false
		}
		c.absence(o, p, made, now, known)
		p.Absences[i] = made
		return true
	})
	if unknown {
		return made, &fault.NotFound{Thing: "absence", ID: id}
	}
	return made, err
}

// End ends an absence: one that has not begun is taken away, one that holds ends
// now, and one that is over stays as it is. What the stand-in has stays theirs.
func (a *Absences) End(ctx context.Context, person, id string) error {
	now := a.now()
	unknown := false
	_, err := a.directory.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		i := absenceIndex(p, id)
		if unknown = i < 0; unknown || p.Absences[i].Until <= now {
			return false
		}
		if p.Absences[i].From >= now {
			p.Absences = slices.Delete(p.Absences, i, i+1)
			return true
		}
		p.Absences[i].Until = now
		return true
	})
	if unknown {
		return &fault.NotFound{Thing: "absence", ID: id}
	}
	return err
}

// Begin gives what waits for those whose absence has begun, and who wished it,
// to those who stand in. It is called now and then, by every process; it can be
// repeated, and costs nothing where no absence begins. It returns in how many
// cases tasks changed hands.
func (a *Absences) Begin(ctx context.Context) (int, error) {
	total := 0
	var errs []error
	now := a.now()
	for _, p := range a.directory.identity.Organisation().People() {
		for _, each := range p.Absences {
			if !each.Waiting || each.Settled || !each.Holds(now) {
				continue
			}
			n, err := a.cases.Cover(ctx, p.ID, each.ID)
			total += n
			if err != nil {
				errs = append(errs, fmt.Errorf("directory: what waits for somebody who is away: %w", err))
				continue
			}
			// Another process that had not heard of the absence may give them a task
			// shortly after it began.
			if n == 0 && now-max(each.From, each.SetAt) >= settleAfter.Milliseconds() {
				errs = append(errs, a.settled(ctx, p.ID, each))
			}
		}
	}
	return total, errors.Join(errs...)
}

// settled notes that nothing is left to give to a stand-in, unless the absence
// was changed meanwhile.
func (a *Absences) settled(ctx context.Context, person string, done identity.Absence) error {
	_, err := a.directory.changePerson(ctx, person, func(_ *identity.Organisation, p *identity.Person, _ *checks) bool {
		i := absenceIndex(p, done.ID)
		if i < 0 || p.Absences[i].SetAt != done.SetAt || p.Absences[i].Settled {
			return false
		}
		p.Absences[i].Settled = true
		return true
	})
	var invalid *InvalidError
	if errors.As(err, &invalid) { // they left meanwhile
		return nil
	}
	return err
}

// knownApps returns those of some apps that are published, in order and up to
// the first that is not: more than there are apps is never looked up.
func (a *Absences) knownApps(ctx context.Context, apps []string) ([]string, error) {
	var known []string
	for _, app := range eachOnce(apps) {
		ok, err := a.cases.KnowsApp(ctx, app)
		if err != nil {
			return nil, fmt.Errorf("directory: the apps of an absence: %w", err)
		}
		if !ok {
			break
		}
		known = append(known, app)
	}
	return known, nil
}

func eachOnce(apps []string) []string { return slices.Compact(slices.Sorted(slices.Values(apps))) }

func (a *Absences) now() int64 { return a.directory.clock.Now().UnixMilli() }

func (in Away) absence(id string, now int64) identity.Absence {
	return identity.Absence{
		ID: id, From: in.From, Until: in.Until, StandIn: in.StandIn, Apps: eachOnce(in.Apps),
		Reason: strings.TrimSpace(in.Reason), Waiting: in.Waiting, SetAt: now,
	}
}

// absence checks an absence of a person against their others.
func (c *checks) absence(o *identity.Organisation, p *identity.Person, a identity.Absence, now int64, apps []string) {
	switch {
	case a.StandIn == "":
		c.fail("standIn", CodeRequired)
	case a.StandIn == p.ID:
		c.fail("standIn", CodeStandInSelf)
	case !o.Active(a.StandIn):
		c.fail("standIn", CodePersonUnknown)
	}
	switch {
	case a.From <= 0:
		c.fail("from", CodeRequired)
	case a.Until <= a.From:
		c.fail("until", CodePeriodOrder)
	case a.Until <= now:
		c.fail("until", CodePeriodPast)
	}
	for _, app := range a.Apps {
		if !slices.Contains(apps, app) {
			c.failWith("apps", CodeAppUnknown, map[string]any{"app": app})
			break // those behind it were not looked up
		}
	}
	if utf8.RuneCountInString(a.Reason) > maxReason {
		c.failWith("reason", CodeTooLong, map[string]any{"max": maxReason})
	}
	for _, other := range p.Absences {
		if other.ID != a.ID && other.Meets(a) {
			standIn, _ := o.Person(other.StandIn)
			c.failWith("from", CodeAbsenceOverlap, map[string]any{"name": standIn.Name})
			break
		}
	}
}

func absenceIndex(p *identity.Person, id string) int {
	return slices.IndexFunc(p.Absences, func(a identity.Absence) bool { return a.ID == id })
}
