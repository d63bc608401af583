package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/timer"
)

var _ timer.Source = (*Service)(nil)

// TimersDue returns up to limit instances of which a timer is due at now (UTC
// milliseconds), those that waited longest first.
func (s *Service) TimersDue(ctx context.Context, now int64, limit int) ([]timer.Due, error) {
	page, err := s.instances.Find(ctx, store.Query{Order: "nextDue", To: now + 1, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("workflow: finding timers: %w", err)
	}
	due := make([]timer.Due, len(page.Items))
	for i, doc := range page.Items {
		due[i] = timer.Due{Instance: doc.ID, Tries: doc.TimerTries}
	}
	return due, nil
}

// FireTimer lets the first timer of an instance act that is due at now. It
// reports whether one did: where the instance has none any more, whoever fired
// it was first. Each timer is one write, so that a process which ends in between
// leaves those that it has not come to.
func (s *Service) FireTimer(ctx context.Context, instance string, now int64) (bool, error) {
	queue := s.queues.of(instance)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		fired, err := s.fireOnce(ctx, instance, now)
		if !errors.Is(err, store.ErrConflict) {
			return fired, err
		}
	}
	return false, fmt.Errorf("workflow: instance %s changes all the time: %w", instance, store.ErrConflict)
}

func (s *Service) fireOnce(ctx context.Context, instance string, now int64) (bool, error) {
	doc, err := s.load(ctx, instance, "instance")
	if err != nil {
		return false, err
	}
	due := doc.Case.DueTimers(now)
	if len(due) == 0 {
		return false, nil
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return false, err
	}
	out, err := s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, engine.FireTimer{Timer: due[0].ID, At: now})
	if err != nil {
		return false, fmt.Errorf("workflow: timer %s: %w", due[0].ID, err)
	}
	return true, s.keep(ctx, doc, out, now, nil)
}

// PostponeTimers lets an instance's timers wait until the given instant because
// one could not act, and counts the failure. The next change of the instance
// tries again at once.
func (s *Service) PostponeTimers(ctx context.Context, instance string, until int64) error {
	queue := s.queues.of(instance)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		doc, err := s.instances.Get(ctx, instance)
		if errors.Is(err, store.ErrNotFound) || err == nil && doc.NextDue == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("workflow: reading an instance: %w", err)
		}
		doc.NextDue = until
		doc.TimerTries++
		err = s.instances.Replace(ctx, doc)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("workflow: postponing the timers of instance %s: %w", instance, err)
		}
		return nil
	}
	return fmt.Errorf("workflow: instance %s changes all the time: %w", instance, store.ErrConflict)
}

// TimersLate counts instances of which a timer was due before the given instant
// (UTC milliseconds) and has not acted, up to limit.
func (s *Service) TimersLate(ctx context.Context, before int64, limit int) (int, error) {
	n, err := s.instances.Count(ctx, store.Query{Order: "nextDue", To: before}, limit)
	if err != nil {
		return 0, fmt.Errorf("workflow: counting timers: %w", err)
	}
	return n, nil
}

// timerEntry tells what happened by itself: that a case waits, that people were
// reminded, and what became of a task whose time was over. It reports whether
// there is anything to tell.
func timerEntry(org *identity.Organisation, doc *Document, e engine.Event, h *HistoryEntry) bool {
	switch e := e.(type) {
	case engine.TimerSet:
		h.Node, h.Purpose, h.Until = e.Node, string(e.Purpose), e.Due
		return e.Purpose == engine.TimerWait
	case engine.TimerFired:
		h.Node, h.Task, h.Purpose, h.Then, h.After = e.Node, e.Task, string(e.Purpose), string(e.Then), e.After
		return e.Purpose != engine.TimerWait
	case engine.TaskEscalated:
		h.Task, h.To, h.Instead = e.Task, principalViews(org, e.To), e.Instead
		if t, ok := doc.Case.Task(e.Task); ok {
			h.Node = t.Node
		}
		return true
	}
	return false
}
