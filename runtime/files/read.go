package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/banli-oa/banli/runtime/store"
)

// Own returns an upload of its owner's that no case has; any other is
// ErrUnknown. What a case was to have that was not stored is still its owner's.
func (s *Service) Own(ctx context.Context, owner, id string, by References) (File, error) {
	doc, err := s.get(ctx, id)
	if err != nil {
		return File{}, err
	}
	if doc.Owner != owner {
		return File{}, ErrUnknown
	}
	if doc.Case != "" {
		kept, err := by.InCase(ctx, doc.Case, id)
		if err == nil && kept {
			err = ErrUnknown
		}
		if err != nil {
			return File{}, err
		}
	}
	return doc.file(), nil
}

// Look returns what is known of an upload, whosever it is: who may know is for
// the caller to say. ErrUnknown where there is none.
func (s *Service) Look(ctx context.Context, id string) (File, error) {
	doc, err := s.get(ctx, id)
	if err != nil {
		return File{}, err
	}
	return doc.file(), nil
}

// Open returns the content of an upload, which the caller closes. ErrUnknown
// where it was taken away meanwhile.
func (s *Service) Open(ctx context.Context, f File) (io.ReadCloser, error) {
	content, _, err := s.Files.Open(ctx, f.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("files: opening an upload: %w", err)
	}
	return content, nil
}
