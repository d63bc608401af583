package files

import (
	"context"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/store"
)

// Use is a field of an app that is to hold an upload.
type Use struct {
	Owner, App, Field, File string
	// Seal says that the field is sensitive.
	Seal bool
}

// Claimable reports whether an instance may take an upload over that a use of it
// by its owner names: nil, or ErrUnknown for a file that is not there, somebody
// else's, for another field or in another case: whoever asks learns no more. One
// that was uploaded before its field became sensitive is ErrPlain.
func (s *Service) Claimable(ctx context.Context, u Use, instance string, by References) error {
	doc, err := s.used(ctx, u)
	if err != nil || doc.Case == "" || doc.Case == instance {
		return err
	}
	kept, err := by.InCase(ctx, doc.Case, doc.ID)
	if err == nil && kept {
		err = ErrUnknown
	}
	return err
}

// used reads an upload that a use names.
func (s *Service) used(ctx context.Context, u Use) (*document, error) {
	doc, err := s.get(ctx, u.File)
	if err != nil {
		return nil, err
	}
	if doc.Owner != u.Owner || doc.App != u.App || doc.Field != u.Field {
		return nil, ErrUnknown
	}
	if u.Seal && doc.Sealed == nil {
		return nil, ErrPlain
	}
	return doc, nil
}

// Claim hands an upload over to an instance, or returns ErrUnknown as Claimable
// does. The instance must be read before, as it is or as missing, and be stored
// afterwards with a write that fails if it has changed since. If it never is
// stored, the upload is its owner's as before, and the next claim has it:
//
//	A: reads A's case ── claims ─────────────────────────── writes A's case: fails
//	B:                             reads the upload ── fences A's case ── claims
//
// B swaps the upload as it was before the fence: if A came back in between, read
// its case again and claimed again, it is B's swap that fails.
func (s *Service) Claim(ctx context.Context, u Use, instance string, by References) error {
	for range maxSwaps {
		doc, err := s.used(ctx, u)
		if err != nil {
			return err
		}
		if doc.Case != instance {
			if err := s.release(ctx, doc, by); errors.Is(err, ErrInUse) {
				return ErrUnknown
			} else if err != nil {
				return err
			}
		}
		// In any case the revision moves, even where the instance has it already.
		doc.Case, doc.Pending, doc.Due = instance, "", s.now()+KeptFor.Milliseconds()
		err = s.uploads.Replace(ctx, doc)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
			continue
		}
		return fmt.Errorf("files: claiming an upload: %w", err)
	}
	return changing(u.File)
}

// release gives an upload back to its owner whose instance does not refer to it,
// and fences that off first. The caller stores or ends the document, at the
// revision at which it was read. ErrInUse says that the instance has it.
func (s *Service) release(ctx context.Context, doc *document, by References) error {
	if doc.Case == "" {
		return nil
	}
	kept, err := by.Fence(ctx, doc.Case, doc.ID)
	switch {
	case err != nil:
		return err
	case kept:
		return ErrInUse
	}
	doc.Case, doc.Pending = "", doc.Owner
	return nil
}

func changing(id string) error {
	return fmt.Errorf("files: upload %s changes all the time: %w", id, store.ErrConflict)
}

// Keep keeps an upload of its owner's for another day, before a draft that
// refers to it is stored. What is no upload of theirs is left alone.
func (s *Service) Keep(ctx context.Context, owner, id string) error {
	now := s.now()
	for range maxSwaps {
		doc, err := s.get(ctx, id)
		if errors.Is(err, ErrUnknown) {
			return nil
		}
		if err != nil {
			return err
		}
		// One that a case has is not due; one that a case was to have may be.
		if doc.Owner != owner || doc.Due == 0 || doc.Due > now+KeptFor.Milliseconds()/2 {
			return nil // drafts are saved often
		}
		doc.Due = now + KeptFor.Milliseconds()
		err = s.uploads.Replace(ctx, doc)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
			continue
		}
		return fmt.Errorf("files: keeping an upload: %w", err)
	}
	return changing(id)
}
