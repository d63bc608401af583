package workflow

import (
	"context"
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

// HandOver gives every open task of a person, and those whose turn has not come,
// to the first of heirs who did not start the case themselves, or to the
// administrators: nobody shall decide on their own request because a colleague
// left. It returns how many instances it changed. Doing it again finds only what
// came since, so a run that was cut off is finished by another.
func (s *Service) HandOver(ctx context.Context, h directory.HandOver) (int, error) {
	return s.eachOf(ctx, h.From, func(ctx context.Context, id string) (bool, error) {
		return s.alterAlone(ctx, id, func(doc *Document, at int64) (engine.Command, bool) {
			return engine.HandOver{From: h.From, To: heirOf(doc.Initiator, h.Heirs), Actor: h.By, At: at}, true
		}, engine.ErrNothingToHandOver)
	})
}

// heirOf returns the principal who takes over in a case of an initiator.
func heirOf(initiator string, heirs []string) string {
	i := slices.IndexFunc(heirs, func(heir string) bool { return heir != initiator })
	if i < 0 {
		return engine.AdminPrincipal
	}
	return userPrincipal(heirs[i])
}
