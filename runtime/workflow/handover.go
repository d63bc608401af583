package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/store"
)

var _ directory.Tasks = (*Service)(nil)

// handOverPage is how many instances are read at a time.
const handOverPage = 50

// OpenTasks counts the instances in which a person may decide an open task by
// themselves, not by a role, up to limit.
func (s *Service) OpenTasks(ctx context.Context, person string, limit int) (int, error) {
	n, err := s.instances.Count(ctx, store.Query{Where: []store.Cond{{Path: "principals", Value: userPrincipal(person)}}}, limit)
	if err != nil {
		return 0, fmt.Errorf("workflow: counting open tasks: %w", err)
	}
	return n, nil
}

// RunningRequests counts the instances that a person started and that have not
// ended, among their newest, up to limit.
func (s *Service) RunningRequests(ctx context.Context, person string, limit int) (int, error) {
	page, err := s.instances.Find(ctx, store.Query{
		Where: []store.Cond{{Path: "initiator", Value: person}}, Order: "createdAt", Desc: true, Limit: limit,
	})
	if err != nil {
		return 0, fmt.Errorf("workflow: counting requests: %w", err)
	}
	n := 0
	for _, doc := range page.Items {
		if doc.Case.Status == engine.Running {
			n++
		}
	}
	return n, nil
}

// HandOver gives every open task of a person to the first of heirs who did not
// start the case themselves, or to the administrators: nobody shall decide on
// their own request because a colleague left. It returns how many instances it
// changed. Doing it again finds only what came since, so a run that was cut off
// is finished by another.
func (s *Service) HandOver(ctx context.Context, h directory.HandOver) (int, error) {
	handed := 0
	// Those whose turn has not come yet are handed over as well.
	for _, path := range []string{"principals", "upcoming"} {
		n, err := s.handOverWhere(ctx, path, h)
		if handed += n; err != nil {
			return handed, err
		}
	}
	return handed, nil
}

// handOverWhere hands over in the instances that an index finds the leaver in.
func (s *Service) handOverWhere(ctx context.Context, path string, h directory.HandOver) (int, error) {
	handed := 0
	q := store.Query{Where: []store.Cond{{Path: path, Value: userPrincipal(h.From)}}, Limit: handOverPage}
	for {
		page, err := s.instances.Find(ctx, q)
		if err != nil {
			return handed, fmt.Errorf("workflow: finding open tasks: %w", err)
		}
		for _, doc := range page.Items {
			did, err := s.handOver(ctx, doc.ID, h)
			if err != nil {
				return handed, err
			}
			if did {
				handed++
			}
		}
		if page.Next == "" {
			return handed, nil
		}
		q.After = page.Next
	}
}

// handOver hands over within one instance, as it is by then.
func (s *Service) handOver(ctx context.Context, id string, h directory.HandOver) (bool, error) {
	queue := s.queues.of(id)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		doc, err := s.load(ctx, id, "instance")
		if err != nil {
			return false, err
		}
		at := s.Clock.Now().UnixMilli()
		// The flow is not asked: handing over moves nothing along it, and must
		// work for a case whose revision cannot be run any more.
		out, err := engine.Decide(engine.Scene{}, doc.Case, engine.HandOver{
			From: h.From, To: heirOf(doc.Initiator, h.Heirs), Actor: h.By, At: at,
		}, nil)
		if errors.Is(err, engine.ErrNothingToHandOver) { // it was decided meanwhile
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

// heirOf returns the principal who takes over in a case of an initiator.
func heirOf(initiator string, heirs []string) string {
	i := slices.IndexFunc(heirs, func(heir string) bool { return heir != initiator })
	if i < 0 {
		return engine.AdminPrincipal
	}
	return userPrincipal(heirs[i])
}
