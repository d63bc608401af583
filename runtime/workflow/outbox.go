package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

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
	due := page.Items
	if s.Shared {
		if due, err = s.lease(ctx, now, due); err != nil {
			return nil, err
		}
	}
	parcels := make([]outbox.Parcel, 0, len(due))
	for _, doc := range due {
		p := outbox.Parcel{Document: doc.ID, Held: doc}
		for _, o := range doc.Outbox {
			p.Tries = max(p.Tries, o.Tries)
			p.Effects = append(p.Effects, outbox.Effect{
				ID: o.ID, Kind: string(o.Kind), To: o.To, Instance: doc.ID, Task: o.Task, Node: o.Node, App: doc.Case.App, No: doc.No, At: o.At, Text: o.Text, For: sentFor(o.For),
				Errand: o.Errand, Data: o.Data,
			})
		}
		parcels = append(parcels, p)
	}
	return parcels, nil
}

const (
	// leaseFor is how long a process has the effects of an instance for itself:
	// longer than it takes to deliver them, and no longer than people may wait
	// should it die meanwhile.
	leaseFor = 2 * time.Minute
	// leasesAtOnce is how many leases are written at the same time.
	leasesAtOnce = 16
)

// lease takes instances for this process and returns those that it got: of two
// processes that found the same one, the swap lets one have it.
func (s *Service) lease(ctx context.Context, now int64, due []*Document) ([]*Document, error) {
	var (
		group  sync.WaitGroup
		places = make(chan struct{}, leasesAtOnce)
		errs   = make([]error, len(due))
	)
	for i, doc := range due {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			doc.OutboxLease = now + leaseFor.Milliseconds()
			doc.OutboxDue = doc.OutboxLease
			errs[i] = s.instances.Replace(ctx, doc)
		})
	}
	group.Wait()
	var (
		got    []*Document
		failed error
	)
	for i, err := range errs {
		switch {
		case err == nil:
			got = append(got, due[i])
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
			// Another process has it, or it has changed: it is found again.
		default:
			failed = fmt.Errorf("workflow: taking effects: %w", err)
		}
	}
	if len(got) > 0 {
		return got, nil // what failed is found again
	}
	return nil, failed
}

// leaseOf is the lease under which a parcel was taken, 0 for none.
func leaseOf(p outbox.Parcel) int64 {
	if doc, ok := p.Held.(*Document); ok {
		return doc.OutboxLease
	}
	return 0
}

// Acknowledge takes delivered effects out of an instance.
func (s *Service) Acknowledge(ctx context.Context, p outbox.Parcel, delivered []string) error {
	lease := leaseOf(p)
	return s.swap(ctx, p, func(doc *Document) {
		doc.Outbox = slices.DeleteFunc(slices.Clone(doc.Outbox), func(o Outgoing) bool { return slices.Contains(delivered, o.ID) })
		ofParcel := func(o Outgoing) bool {
			return slices.ContainsFunc(p.Effects, func(e outbox.Effect) bool { return e.ID == o.ID })
		}
		switch {
		case len(doc.Outbox) == 0:
			doc.Outbox, doc.OutboxDue, doc.OutboxLease = nil, 0, 0
		case lease != 0 && doc.OutboxLease == lease && !slices.ContainsFunc(doc.Outbox, ofParcel):
			// What is left came while the parcel was delivered.
			doc.OutboxDue, doc.OutboxLease = doc.Outbox[0].At, 0
		}
	})
}

// Postpone lets an instance's effects wait, and counts the failure.
func (s *Service) Postpone(ctx context.Context, p outbox.Parcel, until int64) error {
	return s.swap(ctx, p, func(doc *Document) {
		doc.OutboxDue, doc.OutboxLease = until, 0
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
