package engine_test

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/engine"
)

// away makes the command that lets somebody stand in, and says whether it must
// be refused.
func (p *player) away(m move, at int64) (c engine.Command, mustRefuse bool) {
	by := folk[m.Pick]
	mustRefuse = by == m.Actor || !slices.ContainsFunc(p.in.Tasks, func(t engine.Task) bool { return p.coverable(t, m.Actor, by) })
	return engine.Cover{Absent: m.Actor, By: by, At: at}, mustRefuse
}

// coverable reports whether a task of somebody who is away goes to a stand-in.
func (p *player) coverable(t engine.Task, absent, by string) bool {
	return t.Live() && !t.Reclaimed && by != p.in.Initiator && t.Node != p.in.Visits[0].Node &&
		slices.Contains(slices.Concat(t.Assignees, t.Lender), engine.UserPrefix+absent)
}

// back makes the command that takes a task from a stand-in again.
func (p *player) back(m move, at int64) (c engine.Command, mustRefuse bool) {
	covered := func(t engine.Task) bool { return t.Live() && len(t.For) > 0 }
	list := preferring(p.in.Tasks, covered)
	if len(list) == 0 {
		return engine.ReclaimTask{Task: "case.999", Actor: m.Actor, At: at}, true
	}
	t, actor := list[m.Pick%len(list)], m.Actor
	if len(t.For) > 0 && m.Other > 0 {
		actor = strings.TrimPrefix(t.For[0].For, engine.UserPrefix)
	}
	return engine.ReclaimTask{Task: t.ID, Actor: actor, At: at}, !slices.Contains(engine.Offers(p.scene, p.in, t, actor, false), engine.DoReclaim)
}

// checkStandIns checks that whoever was found for a task is there, or keeps it
// because none but the initiator would act for them, and that those who stand in
// do so for somebody who is away and whose stand-in they are.
func (p *player) checkStandIns(events []engine.Recorded) {
	for _, rec := range events {
		var people []string
		var standIns []engine.StandIn
		switch e := rec.Event.(type) {
		case engine.TaskCreated:
			if e.Resolver == engine.ResolvedAdded || e.Node == p.in.Visits[0].Node {
				continue // somebody named them; or it is their own request
			}
			people, standIns = e.Assignees, e.For
		case engine.TaskEscalated:
			people, standIns = e.To, e.For
		}
		for person, by := range p.world.away(people) {
			if by != engine.UserPrefix+p.in.Initiator {
				p.fail(present, "%s is away and %q acts for them, but %q is asked", person, by, people)
			}
		}
		for _, s := range standIns {
			if by, away := p.world.away([]string{s.For})[s.For]; !away || by != s.By || !slices.Contains(people, s.By) {
				p.fail(present, "%s acts for %s at a task for %q; it should be %q", s.By, s.For, people, by)
			}
		}
	}
}

// checkCover checks that what waited for somebody who is away is their
// stand-in's, who was told of it, and that nothing else changed hands.
func (p *player) checkCover(before engine.Instance, c engine.Command, out engine.Outcome) {
	cover, ok := c.(engine.Cover)
	if !ok {
		return
	}
	from, to := engine.UserPrefix+cover.Absent, engine.UserPrefix+cover.By
	want, got := 0, 0
	for _, t := range before.Tasks {
		now, _ := p.in.Task(t.ID)
		if !p.coverable(t, cover.Absent, cover.By) {
			if !slices.Equal(now.Assignees, t.Assignees) {
				p.fail(followed, "task %s went from %q to %q", t.ID, t.Assignees, now.Assignees)
			}
			continue
		}
		if t.Status == engine.TaskOpen && slices.Contains(t.Assignees, from) && !slices.Contains(t.Assignees, to) {
			want++
		}
		acts := slices.ContainsFunc(now.For, func(s engine.StandIn) bool { return s.By == to && s.For == from })
		if slices.Contains(slices.Concat(now.Assignees, now.Lender), from) || !acts {
			p.fail(followed, "task %s waits for %q and %q, who act for %v", t.ID, now.Assignees, now.Lender, now.For)
		}
	}
	for _, e := range out.Effects {
		if n, ok := e.(engine.Notice); ok && n.Kind == engine.NoticeTaskAssigned && slices.Equal(n.To, []string{to}) {
			got++
		}
	}
	if got != want {
		p.fail(told, "%d tasks are new to %s, told of %d", want, to, got)
	}
}

// whoFor says principals with those for whom they stand in: "cat for bob", or
// "cat also for bob" where cat is asked for herself too.
func whoFor(principals []string, standIns []engine.StandIn) string {
	if len(principals) == 0 {
		return who(nil)
	}
	said := make([]string, len(principals))
	for i, p := range principals {
		said[i] = who([]string{p})
		var absent []string
		own := ""
		for _, s := range standIns {
			if s.By == p {
				absent = append(absent, who([]string{s.For}))
			}
			if s.By == p && s.Own {
				own = "also "
			}
		}
		if len(absent) > 0 {
			said[i] += " " + own + "for " + strings.Join(absent, " and ")
		}
	}
	return strings.Join(said, ", ")
}
