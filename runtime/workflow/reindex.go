package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/store"
)

// reindexPage is how many instances are read at a time.
const reindexPage = 200

// policyMark says by which policy the stored readers were named.
type policyMark struct {
	store.Head `bson:",inline"`
	Revision   string `bson:"revision"`
}

const policyMarkID = "readers"

// Reindex names the readers of every instance again where the policy in force,
// of the given revision, is another than the one that named them; it reports
// whether there was anything to do. Until it is through, a list may lack what
// the new policy shows; what the policy hides never appears, because each row
// is checked by a decision. progress is told how many instances were looked at
// and may be nil. A run that was cut off is done again from the beginning.
func (s *Service) Reindex(ctx context.Context, revision string, progress func(done int)) (bool, error) {
	mark, err := s.marks.Get(ctx, policyMarkID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		mark = &policyMark{Head: store.Head{ID: policyMarkID}}
	case err != nil:
		return false, fmt.Errorf("workflow: which policy named the readers: %w", err)
	case mark.Revision == revision:
		return false, nil
	}
	if err := s.nameAllReaders(ctx, progress); err != nil {
		return true, err
	}
	mark.Revision = revision
	if mark.Rev == 0 {
		err = s.marks.Insert(ctx, mark)
	} else {
		err = s.marks.Replace(ctx, mark)
	}
	// Another process that did the same at the same time is as good.
	if err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrExists) {
		return true, fmt.Errorf("workflow: keeping which policy named the readers: %w", err)
	}
	return true, nil
}

func (s *Service) nameAllReaders(ctx context.Context, progress func(done int)) error {
	q := store.Query{Limit: reindexPage}
	done := 0
	for {
		page, err := s.instances.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("workflow: reading instances: %w", err)
		}
		for _, doc := range page.Items {
			if doc.Tombstone {
				continue
			}
			if err := s.renameReaders(ctx, doc); err != nil {
				return err
			}
		}
		done += len(page.Items)
		if progress != nil {
			progress(done)
		}
		if page.Next == "" {
			return nil
		}
		q.After = page.Next
	}
}

// renameReaders names one instance's readers and stores them if they differ.
func (s *Service) renameReaders(ctx context.Context, doc *Document) error {
	queue := s.queues.of(doc.ID)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		before := doc.Readers
		if err := s.nameReaders(ctx, doc); err != nil {
			return err
		}
		if slices.Equal(before, doc.Readers) {
			return nil
		}
		err := s.instances.Replace(ctx, doc)
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		if doc, err = s.instances.Get(ctx, doc.ID); err != nil {
			return fmt.Errorf("workflow: reading an instance: %w", err)
		}
	}
	return fmt.Errorf("workflow: instance %s changes all the time", doc.ID)
}
