package workflow

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// cases are the instances that are stored. Where one was fenced off before it
// came to be, a tombstone lies under its id: a document that is no instance, and
// at which an insert that is on its way fails. It is there for nobody else.
type cases struct {
	*store.Collection[Document]
}

func openCases(b store.Backend) (cases, error) {
	c, err := store.Open[Document](b, instancesSpec)
	if err != nil {
		return cases{}, fmt.Errorf("workflow: opening instances: %w", err)
	}
	return cases{c}, nil
}

// Get returns an instance, or store.ErrNotFound also where there is a tombstone.
func (c cases) Get(ctx context.Context, id string) (*Document, error) {
	doc, err := c.Collection.Get(ctx, id)
	if err == nil && doc.Tombstone {
		return nil, fmt.Errorf("instance %s: %w", id, store.ErrNotFound)
	}
	return doc, err
}

// Fence implements files.References: it moves the revision of an instance on, or
// of the tombstone in its place.
func (s *Service) Fence(ctx context.Context, instance, file string) (bool, error) {
	for range maxSwaps {
		doc, err := s.instances.Collection.Get(ctx, instance)
		switch {
		case errors.Is(err, store.ErrNotFound):
			doc = &Document{
				Head: store.Head{ID: instance}, V: documentVersion, Tombstone: true,
				Participants: []string{}, Readers: []string{}, History: []Batch{},
			}
			err = s.instances.Insert(ctx, doc)
		case err != nil:
		case doc.names(file):
			return true, nil
		default:
			err = s.instances.Replace(ctx, doc)
		}
		switch {
		case err == nil:
			return false, nil
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrExists), errors.Is(err, store.ErrNotFound):
			continue
		}
		return false, fmt.Errorf("workflow: fencing instance %s off: %w", instance, err)
	}
	return false, &fault.Unavailable{Code: "server.busy", Err: fmt.Errorf("workflow: instance %s changes all the time", instance)}
}

// create stores a new instance. claim takes over what it refers to; where the
// instance was fenced off meanwhile, that is done again before the tombstone is
// replaced, by the revision that was read before.
func (s *Service) create(ctx context.Context, doc *Document, claim func() error) error {
	if err := claim(); err != nil {
		return err
	}
	err := s.instances.Insert(ctx, doc)
	for range maxSwaps {
		if !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrConflict) {
			break
		}
		there, got := s.instances.Collection.Get(ctx, doc.ID)
		if got != nil {
			err = got
			break
		}
		if !there.Tombstone {
			err = store.ErrExists
			break
		}
		doc.Rev = there.Rev
		if err := claim(); err != nil {
			return err
		}
		err = s.instances.Replace(ctx, doc)
	}
	switch {
	case errors.Is(err, store.ErrConflict):
		return &fault.Unavailable{Code: "server.busy", Err: err}
	case err != nil:
		return fmt.Errorf("workflow: storing an instance: %w", err)
	}
	return nil
}
