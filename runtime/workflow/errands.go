package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// The kinds of effects that have an errand done.
const (
	EffectWebhook = effectErrand + string(engine.ErrandWebhook)
)

const effectErrand = "errand."

// ordered makes the effect of an order, with what whoever does the errand must
// know of the case as it is now.
func (s *Service) ordered(ctx context.Context, d *Document, o engine.Order, at int64) (Outgoing, error) {
	out := Outgoing{
		Notice: engine.Notice{ID: o.ID, Kind: engine.NoticeKind(effectErrand + o.Kind), Node: o.Node},
		At:     at, Errand: o.Errand,
	}
	if o.Kind == engine.ErrandWebhook {
		var err error
		if out.Data, err = s.webhookOrder(ctx, d, o); err != nil {
			return out, err
		}
	}
	return out, nil
}

// ErrandWaits reports whether a case waits to hear of an errand that was sent.
// A case that is gone waits for nothing.
func (s *Service) ErrandWaits(ctx context.Context, instance, errand string) (bool, error) {
	doc, err := s.instances.Get(ctx, instance)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	e, ok := doc.Case.Errand(errand)
	return ok && e.Status == engine.ErrandSent && !doc.Case.Status.Ended(), nil
}

// FinishErrand tells a case that an errand was done, and how, in a word. One
// that the case does not wait for changes nothing, so that it may be told more
// than once.
func (s *Service) FinishErrand(ctx context.Context, instance, errand, result string) error {
	return s.hear(ctx, instance, func(at int64) engine.Command {
		return engine.FinishErrand{Errand: errand, Result: result, At: at}
	})
}

// FailErrand tells a case that an errand failed, as FinishErrand tells it that
// one was done.
func (s *Service) FailErrand(ctx context.Context, instance, errand string, f engine.Failure) error {
	return s.hear(ctx, instance, func(at int64) engine.Command {
		return engine.FailErrand{Errand: errand, Failure: f, At: at}
	})
}

// hear carries out what the system says of an errand.
func (s *Service) hear(ctx context.Context, instance string, command func(at int64) engine.Command) error {
	queue := s.queues.of(instance)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		err := s.hearOnce(ctx, instance, command)
		var gone *fault.NotFound
		switch {
		case errors.Is(err, store.ErrConflict):
			continue
		case errors.Is(err, engine.ErrErrandGone), errors.As(err, &gone):
			return nil
		}
		return err
	}
	return fmt.Errorf("workflow: instance %s changes all the time: %w", instance, store.ErrConflict)
}

func (s *Service) hearOnce(ctx context.Context, instance string, command func(at int64) engine.Command) error {
	doc, err := s.load(ctx, instance, "instance")
	if err != nil {
		return err
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return fmt.Errorf("workflow: revision %d of %s: %w", doc.Case.Revision, doc.Case.App, err)
	}
	at := s.Clock.Now().UnixMilli()
	out, err := s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, command(at))
	if err != nil {
		return err
	}
	return s.keep(ctx, doc, out, at, nil)
}
