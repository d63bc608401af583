package files

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// ReapBatch is how many uploads a round looks at.
const ReapBatch = 100

// References tell what refers to uploads.
type References interface {
	// InCase reports whether an instance refers to an upload, or ever did.
	InCase(ctx context.Context, instance, file string) (bool, error)
	// Fence reports the same, and where an instance does not refer to the upload
	// makes every write fail that may be on its way to it: whoever read the
	// instance before, or found it missing, cannot store it any more.
	Fence(ctx context.Context, instance, file string) (bool, error)
	// InDraft reports whether a draft of a person's refers to an upload.
	InDraft(ctx context.Context, owner, app, file string) (bool, error)
}

// Discard takes away an upload of its owner's. ErrUnknown where they have none
// such, ErrInUse where a case has it.
func (s *Service) Discard(ctx context.Context, owner, id string, by References) error {
	for range maxSwaps {
		doc, err := s.get(ctx, id)
		if err != nil {
			return err
		}
		if doc.Owner != owner {
			return ErrUnknown
		}
		if err := s.release(ctx, doc, by); err != nil {
			return err
		}
		if err := s.end(ctx, doc, "file.removed"); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return changing(id)
}

// end takes an upload away: first it is marked as ended, which whoever makes
// something refer to it at that moment loses or wins against by a swap; then
// goes the content, and only then the document, so that what is cut off between
// is found and finished by a later round.
func (s *Service) end(ctx context.Context, doc *document, action string) error {
	e := doc.event(action)
	e.Ends = true
	if err := audit.Replace(ctx, s.Audit, s.uploads, doc, e); err != nil {
		return fmt.Errorf("files: ending an upload: %w", err)
	}
	return s.clear(ctx, doc)
}

// clear finishes what end began.
func (s *Service) clear(ctx context.Context, doc *document) error {
	if err := s.Files.Delete(ctx, doc.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("files: deleting an upload: %w", err)
	}
	head := func(d *document) (string, int64) { return d.ID, d.Rev }
	if err := audit.Finish(ctx, s.Audit, s.uploads, doc, head, audit.Event{}); err != nil {
		return fmt.Errorf("files: clearing an upload away: %w", err)
	}
	return nil
}

// Reap looks at uploads that are due and takes away those to which nothing
// refers, and what uploads that were cut off have left. It returns how many it
// looked at: less than ReapBatch when none is left.
func (s *Service) Reap(ctx context.Context, by References) (int, error) {
	now := s.now()
	page, err := s.uploads.Find(ctx, store.Query{Order: "due", To: now + 1, Limit: ReapBatch})
	if err != nil {
		return 0, fmt.Errorf("files: finding uploads that are due: %w", err)
	}
	var failed []error
	for _, doc := range page.Items {
		// What somebody changes at this moment is looked at in a later round.
		if err := s.look(ctx, doc, by); err != nil && !errors.Is(err, store.ErrConflict) {
			failed = append(failed, fmt.Errorf("upload %s: %w", doc.ID, err))
		}
	}
	failed = append(failed, s.reapArrivals(ctx, now))
	return len(page.Items), errors.Join(failed...)
}

func (s *Service) look(ctx context.Context, doc *document, by References) error {
	if doc.gone() {
		return s.clear(ctx, doc)
	}
	switch err := s.release(ctx, doc, by); {
	case errors.Is(err, ErrInUse):
		doc.Due = 0 // a case is for ever
		return s.uploads.Replace(ctx, doc)
	case err != nil:
		return err
	}
	kept, err := by.InDraft(ctx, doc.Owner, doc.App, doc.ID)
	if err != nil {
		return err
	}
	if kept {
		doc.Due = s.now() + KeptFor.Milliseconds()
		return s.uploads.Replace(ctx, doc)
	}
	return s.end(ctx, doc, "file.expired")
}

// reapArrivals clears away what uploads have left that ended with the process
// that received them.
func (s *Service) reapArrivals(ctx context.Context, now int64) error {
	page, err := s.arrivals.Find(ctx, store.Query{Order: "startedAt", To: now - KeptFor.Milliseconds() + 1, Limit: ReapBatch})
	if err != nil {
		return fmt.Errorf("files: finding uploads that were cut off: %w", err)
	}
	for _, a := range page.Items {
		_, err := s.uploads.Get(ctx, a.ID)
		if errors.Is(err, store.ErrNotFound) { // else it came, and only this is left of its coming
			err = s.Files.Delete(ctx, a.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("files: clearing upload %s away: %w", a.ID, err)
		}
		if err := s.arrivals.Delete(ctx, a.ID, a.Rev); err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("files: clearing upload %s away: %w", a.ID, err)
		}
	}
	return nil
}
