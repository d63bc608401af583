package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/banli-oa/banli/runtime/keyring"
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
	return s.file(doc)
}

// Look returns what is known of an upload, whosever it is: who may know is for
// the caller to say. ErrUnknown where there is none.
func (s *Service) Look(ctx context.Context, id string) (File, error) {
	doc, err := s.get(ctx, id)
	if err != nil {
		return File{}, err
	}
	return s.file(doc)
}

// Open returns the content of an upload, which the caller closes. ErrUnknown
// where it was taken away meanwhile. Reading a sealed one that was changed ends
// with keyring.ErrDamaged.
func (s *Service) Open(ctx context.Context, f File) (io.ReadCloser, error) {
	content, stored, err := s.Files.Open(ctx, f.ID)
	if err != nil {
		return nil, opening(err)
	}
	if f.key == nil {
		return content, nil
	}
	if stored.Size != keyring.SealedSize(f.Size) { // whoever reads Size bytes would not come to what is wrong
		return nil, errors.Join(fmt.Errorf("files: upload %s: %w", f.ID, keyring.ErrDamaged), content.Close())
	}
	stream, err := f.key.stream()
	if err != nil {
		return nil, errors.Join(err, content.Close())
	}
	return &opened{stream.Open(content), content}, nil
}

// OpenPart returns n bytes of the content of an upload from an offset, as Open
// does the whole, without reading the rest.
func (s *Service) OpenPart(ctx context.Context, f File, from, n int64) (io.ReadCloser, error) {
	part := func(p keyring.Span) (io.ReadCloser, error) {
		content, err := s.Files.OpenPart(ctx, f.ID, p.From, p.Bytes)
		return content, opening(err)
	}
	if f.key == nil {
		return part(keyring.Span{From: from, Bytes: n})
	}
	stream, err := f.key.stream()
	if err != nil {
		return nil, err
	}
	return stream.OpenPart(from, n, f.Size, part)
}

func opening(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrUnknown
	}
	if err != nil {
		return fmt.Errorf("files: opening an upload: %w", err)
	}
	return nil
}
