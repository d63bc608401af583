package workflow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// UrgeView says whether and when the reader can ask those who have the instance
// to hurry.
type UrgeView struct {
	// At is the instant from which it is possible, in UTC milliseconds.
	At int64 `json:"at"`
}

// Urge asks those who have an open task of an instance to hurry, and returns
// from when it is possible again. It returns *fault.NotFound, *fault.Denied,
// and *fault.Conflict: "task.urgedLately" within ten minutes of the last time,
// "instance.ended" where nothing is open,
// "instance.suspended" while it is.
func (s *Service) Urge(ctx context.Context, a Actor, id string) (UrgeView, error) {
	queue := s.queues.of(id)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		view, err := s.urgeOnce(ctx, a, id)
		if !errors.Is(err, store.ErrConflict) {
			return view, err
		}
	}
	return UrgeView{}, &fault.Unavailable{Code: "server.busy", Err: fmt.Errorf("workflow: instance %s changes all the time", id)}
}

func (s *Service) urgeOnce(ctx context.Context, a Actor, id string) (UrgeView, error) {
	doc, err := s.load(ctx, id, "instance")
	if err != nil {
		return UrgeView{}, err
	}
	if _, err := s.ask(ctx, a, authz.InstanceUrge, s.resource(doc)); err != nil {
		return UrgeView{}, err
	}
	at := s.Clock.Now().UnixMilli()
	// The flow is not asked: urging moves nothing along it.
	out, err := engine.Decide(engine.Scene{}, doc.Case, engine.Urge{Actor: a.Subject.ID, At: at}, nil)
	var lately *engine.UrgedLatelyError
	switch {
	case errors.As(err, &lately):
		return UrgeView{}, &fault.Conflict{Code: "task.urgedLately", Params: map[string]string{
			"at": time.UnixMilli(lately.Until).UTC().Format(time.RFC3339), "minutes": itoa(int((lately.Until-at)/60_000) + 1),
		}}
	case errors.Is(err, engine.ErrNothingToUrge):
		return UrgeView{}, &fault.Conflict{Code: "instance.ended"}
	case err != nil:
		return UrgeView{}, s.stateError(err, a.Lang)
	}
	ed, err := s.edition(ctx, doc)
	if err != nil {
		return UrgeView{}, err
	}
	if err := s.record(ctx, ed.Form, doc, out, at); err != nil {
		return UrgeView{}, err
	}
	if err := s.instances.Replace(ctx, doc); err != nil {
		return UrgeView{}, fmt.Errorf("workflow: storing an urging: %w", err)
	}
	s.noteAudit(doc)
	return *s.urgeView(ctx, a, doc), nil
}

// urgeView says from when the actor can urge; nil where they may not or nothing
// is open.
func (s *Service) urgeView(ctx context.Context, a Actor, doc *Document) *UrgeView {
	at, open := doc.Case.UrgeableAt()
	if !open || doc.Case.Status == engine.Suspended {
		return nil
	}
	d := s.Authz.Decide(ctx, authz.Request{Action: authz.InstanceUrge, Subject: a.Subject, Resource: s.resource(doc)})
	if !d.Allow {
		return nil
	}
	return &UrgeView{At: at}
}
