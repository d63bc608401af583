package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

var _ directory.Cases = (*Service)(nil)

// KnowsApp reports whether an app is published.
func (s *Service) KnowsApp(ctx context.Context, app string) (bool, error) {
	_, err := s.Editions.Current(ctx, app)
	var missing *fault.NotFound
	if errors.As(err, &missing) {
		return false, nil
	}
	return err == nil, err
}

// Cover gives what waits for a person to who stands in for them, in each instance
// for which this absence of theirs counts now. It returns how many instances it
// changed. Doing it again finds only what came since, so a run that was cut off
// is finished by another.
func (s *Service) Cover(ctx context.Context, person, absence string) (int, error) {
	return s.eachOf(ctx, person, func(ctx context.Context, id string) (bool, error) {
		return s.alterAlone(ctx, id, func(doc *Document, at int64) (engine.Command, bool) {
			org := s.Identity.Organisation()
			a, ok := org.AbsenceOf(person, doc.Case.App, at)
			if !ok || a.ID != absence {
				return nil, false
			}
			by, away := org.StandInFor(person, doc.Case.App, at)
			return engine.Cover{Absent: person, By: by, At: at}, away && by != ""
		}, engine.ErrNothingToCover)
	})
}

// away says who of some principals is away now in an app, and who acts for each.
func (s *Service) away(org *identity.Organisation, app string, people []string) map[string]string {
	away := map[string]string{}
	now := s.Clock.Now().UnixMilli()
	for _, p := range people {
		id, person := strings.CutPrefix(p, engine.UserPrefix)
		if !person {
			continue // a role is never away
		}
		if by, isAway := org.StandInFor(id, app, now); isAway && by == "" {
			away[p] = ""
		} else if isAway {
			away[p] = userPrincipal(by)
		}
	}
	return away
}

// showFor adds to principals for whom they stand in.
func showFor(org *identity.Organisation, views []PrincipalView, standIns []engine.StandIn) []PrincipalView {
	for i := range views {
		for _, s := range standIns {
			if s.By == views[i].ID {
				views[i].For = append(views[i].For, principalView(org, s.For))
				views[i].Own = views[i].Own || s.Own
			}
		}
	}
	return views
}

// showForOne is showFor for one principal, who may be nobody.
func showForOne(org *identity.Organisation, view *PrincipalView, standIns []engine.StandIn) *PrincipalView {
	if view == nil {
		return nil
	}
	shown := showFor(org, []PrincipalView{*view}, standIns)
	return &shown[0]
}

// readFor returns for whom a reader has a task.
func readFor(org *identity.Organisation, t engine.Task, reader string) []PrincipalView {
	return showFor(org, []PrincipalView{{ID: userPrincipal(reader)}}, t.For)[0].For
}

// standIns follows through a history who stands in for whom at each task, as it
// was at the time: what became of the task later says nothing of that.
type standIns map[string][]engine.StandIn

// note takes in what an event says of it.
func (s standIns) note(event engine.Event) {
	switch e := event.(type) {
	case engine.TaskCreated:
		s[e.Task] = e.For
	case engine.TaskEscalated:
		s[e.Task] = slices.Concat(s[e.Task], e.For)
	case engine.TaskCovered:
		s[e.Task] = append(slices.Clone(s.renamed(e.Task, e.From, e.To)), engine.StandIn{By: e.To, For: e.From})
	case engine.TaskHandedOver:
		s[e.Task] = s.renamed(e.Task, e.From, e.To)
	case engine.TaskReclaimed:
		s[e.Task] = slices.DeleteFunc(slices.Clone(s[e.Task]), func(p engine.StandIn) bool { return p.By == e.From })
	case engine.TaskTransferred:
		delete(s, e.Task)
	case engine.TaskReassigned:
		delete(s, e.Task)
	}
}

func (s standIns) renamed(task, from, to string) []engine.StandIn {
	list := slices.Clone(s[task])
	for i := range list {
		if list[i].By == from {
			list[i].By = to
		}
	}
	return slices.DeleteFunc(list, func(p engine.StandIn) bool { return p.By == p.For })
}

// show adds to an entry for whom those whom it names acted; one that says that
// somebody stands in says it already.
func (s standIns) show(org *identity.Organisation, h *HistoryEntry) {
	if h.Task == "" || h.From != nil {
		return
	}
	h.By = showForOne(org, h.By, s[h.Task])
	showFor(org, h.To, s[h.Task])
}

// absenceEntry tells that a task went to who stands in, or came back from them,
// and reports whether the event says so.
func absenceEntry(org *identity.Organisation, event engine.Event, h *HistoryEntry, task func(id string)) bool {
	var from, to string
	switch e := event.(type) {
	case engine.TaskCovered:
		task(e.Task)
		from, to = e.From, e.To
	case engine.TaskReclaimed:
		task(e.Task)
		from, to = e.From, e.To
	default:
		return false
	}
	view := principalView(org, from)
	h.From, h.To = &view, principalViews(org, []string{to})
	return true
}

// sentFor hands on with an effect who of those whom it is for stands in.
func sentFor(list []engine.StandIn) []outbox.StandIn {
	var sent []outbox.StandIn
	for _, s := range list {
		sent = append(sent, outbox.StandIn{By: s.By, For: s.For})
	}
	return sent
}

// alterAlone carries out a command that moves nothing along the flow and that no
// person gave, on an instance as it is by then. The flow is not asked: it must
// work for an instance whose revision cannot be run any more. It reports whether
// anything changed; nothing is the error that says so.
func (s *Service) alterAlone(ctx context.Context, id string, command func(*Document, int64) (engine.Command, bool), nothing error) (bool, error) {
	queue := s.queues.of(id)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		doc, err := s.load(ctx, id, "instance")
		if err != nil {
			return false, err
		}
		at := s.Clock.Now().UnixMilli()
		c, ok := command(doc, at)
		if !ok {
			return false, nil
		}
		out, err := engine.Decide(engine.Scene{}, doc.Case, c, nil)
		if errors.Is(err, nothing) { // it was decided meanwhile
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("workflow: handing over in instance %s: %w", id, err)
		}
		err = s.keep(ctx, doc, out, at, nil)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		return err == nil, err
	}
	return false, fmt.Errorf("workflow: instance %s changes all the time: %w", id, store.ErrConflict)
}

// eachOf alters each instance in which a person has a task, or will have one, and
// counts those that changed.
func (s *Service) eachOf(ctx context.Context, person string, alter func(ctx context.Context, id string) (bool, error)) (int, error) {
	altered := 0
	for _, path := range []string{"principals", "upcoming"} {
		q := store.Query{Where: []store.Cond{{Path: path, Value: userPrincipal(person)}}, Limit: handOverPage}
		for {
			page, err := s.instances.Find(ctx, q)
			if err != nil {
				return altered, fmt.Errorf("workflow: finding open tasks: %w", err)
			}
			for _, doc := range page.Items {
				did, err := alter(ctx, doc.ID)
				if err != nil {
					return altered, err
				}
				if did {
					altered++
				}
			}
			if page.Next == "" {
				break
			}
			q.After = page.Next
		}
	}
	return altered, nil
}
