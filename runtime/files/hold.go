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
}

// Claimed tells which instance has taken an upload over that a use of it by its
// owner names; empty for none. ErrUnknown is a file that is not there, somebody
// else's, or for another field: whoever asks learns no more.
func (s *Service) Claimed(ctx context.Context, u Use) (string, error) {
	doc, err := s.get(ctx, u.File)
	if err != nil {
		return "", err
	}
	if doc.Owner != u.Owner || doc.App != u.App || doc.Field != u.Field {
		return "", ErrUnknown
	}
	return doc.Case, nil
}

// Claim hands an upload over to an instance, before the instance that refers to
// it is stored. If it never is, a later round gives the upload back. had is the
// instance that Claimed told of: ErrUnknown if another one has it by now, or if
// the upload was taken away.
func (s *Service) Claim(ctx context.Context, id, had, instance string) error {
	return s.change(ctx, id, func(d *document) error {
		if d.Case != had && d.Case != instance {
			return ErrUnknown
		}
		d.Case, d.Pending, d.Due = instance, "", s.now()+KeptFor.Milliseconds()
		return nil
	})
}

// Keep keeps an upload of its owner's for another day, before a draft that
// refers to it is stored. What is no upload of theirs is left alone.
func (s *Service) Keep(ctx context.Context, owner, id string) error {
	now := s.now()
	err := s.change(ctx, id, func(d *document) error {
		if d.Owner != owner || d.Case != "" || d.Due > now+KeptFor.Milliseconds()/2 {
			return errUnchanged // drafts are saved often
		}
		d.Due = now + KeptFor.Milliseconds()
		return nil
	})
	if errors.Is(err, ErrUnknown) {
		return nil
	}
	return err
}

var errUnchanged = errors.New("files: nothing to change")

// change swaps an upload for a changed one.
func (s *Service) change(ctx context.Context, id string, f func(*document) error) error {
	for range maxSwaps {
		doc, err := s.get(ctx, id)
		if err != nil {
			return err
		}
		if err := f(doc); err != nil {
			if errors.Is(err, errUnchanged) {
				return nil
			}
			return err
		}
		err = s.uploads.Replace(ctx, doc)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
			continue
		}
		return fmt.Errorf("files: changing an upload: %w", err)
	}
	return fmt.Errorf("files: upload %s changes all the time: %w", id, store.ErrConflict)
}
