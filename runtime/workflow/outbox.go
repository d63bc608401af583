package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

var _ outbox.Source = (*Service)(nil)

// Due returns up to limit instances whose effects may be delivered at now.
func (s *Service) Due(ctx context.Context, now int64, limit int) ([]outbox.Parcel, error) {
	page, err := s.instances.Find(ctx, store.Query{Order: "outboxDue", To: now + 1, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("workflow: finding effects: %w", err)
	}
	parcels := make([]outbox.Parcel, 0, len(page.Items))
	for _, doc := range page.Items {
		p := outbox.Parcel{Document: doc.ID, Held: doc}
		for _, o := range doc.Outbox {
			p.Tries = max(p.Tries, o.Tries)
			p.Effects = append(p.Effects, outbox.Effect{
				ID: o.ID, Kind: string(o.Kind), To: o.To, Instance: doc.ID, Task: o.Task, Node: o.Node, App: doc.Case.App, No: doc.No, At: o.At,
			})
		}
		parcels = append(parcels, p)
	}
	return parcels, nil
}

// Acknowledge takes delivered effects out of an instance.
func (s *Service) Acknowledge(ctx context.Context, p outbox.Parcel, delivered []string) error {
	return s.swap(ctx, p, func(doc *Document) {
		doc.Outbox = slices.DeleteFunc(slices.Clone(doc.Outbox), func(o Outgoing) bool { return slices.Contains(delivered, o.ID) })
		if len(doc.Outbox) == 0 {
			doc.Outbox, doc.OutboxDue = nil, 0
		}
	})
}

// Postpone lets an instance's effects wait, and counts the failure.
func (s *Service) Postpone(ctx context.Context, p outbox.Parcel, until int64) error {
	return s.swap(ctx, p, func(doc *Document) {
		doc.OutboxDue = until
		doc.Outbox = slices.Clone(doc.Outbox)
		for i := range doc.Outbox {
			doc.Outbox[i].Tries++
		}
	})
}

// Pending counts instances with effects that wait, up to limit.
func (s *Service) Pending(ctx context.Context, limit int) (int, error) {
	n, err := s.instances.Count(ctx, store.Query{Order: "outboxDue"}, limit)
	if err != nil {
		return 0, fmt.Errorf("workflow: counting effects: %w", err)
	}
	return n, nil
}

// swap changes an instance: first as it was when it was found, and, where
// somebody has changed it since, as it is by then.
func (s *Service) swap(ctx context.Context, p outbox.Parcel, change func(*Document)) error {
	queue := s.queues.of(p.Document)
	queue.Lock()
	defer queue.Unlock()
	doc, held := p.Held.(*Document)
	var err error
	for range maxSwaps {
		if !held {
			if doc, err = s.instances.Get(ctx, p.Document); err != nil {
				break
			}
		}
		changed := *doc
		change(&changed)
		if err = s.instances.Replace(ctx, &changed); !errors.Is(err, store.ErrConflict) {
			break
		}
		held = false
	}
	if err != nil {
		return fmt.Errorf("workflow: instance %s: %w", p.Document, err)
	}
	return nil
}
