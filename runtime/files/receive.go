package files

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
)

// Arrival is a file on its way in.
type Arrival struct {
	// Owner is the id of whoever uploads it, for a field of an app.
	Owner, App, Field string
	// Name is what its owner calls it.
	Name string
	// Accept are the groups of types that the field takes.
	Accept []string
	// Limit is the most bytes that the field takes; MaxSize holds in any case.
	Limit int64
	// Length is how many bytes are announced. As many must come.
	Length int64
	// KeepPlace says that a photo keeps where and when it was taken.
	KeepPlace bool
	// Seal says that the content, the name and the type must not be readable where
	// they are kept.
	Seal bool
	// Body is the content. It is read once.
	Body io.Reader
}

// Receive stores a file and says what it is. Errors are ErrEmpty, ErrCutOff,
// ErrPicture, ErrTooMany, *TooLargeError, *TypeError and the store's; whichever it is,
// nothing is left.
func (s *Service) Receive(ctx context.Context, in Arrival) (File, error) {
	limit := min(in.Limit, MaxSize)
	switch {
	case in.Length == 0:
		return File{}, ErrEmpty
	case in.Length > limit:
		return File{}, &TooLargeError{limit}
	}
	id := s.IDs.New()
	coming := &arrival{Head: store.Head{ID: id}, V: documentVersion, Owner: in.Owner, StartedAt: s.now()}
	if err := s.arrivals.Insert(ctx, coming); err != nil {
		return File{}, fmt.Errorf("files: noting an upload: %w", err)
	}
	unsure := false
	// Whoever sends may be gone by the time that this is cleared away.
	defer func() {
		if unsure { // a later round finds out what is there
			return
		}
		if gone := s.arrivals.Delete(context.WithoutCancel(ctx), id, coming.Rev); gone != nil {
			s.Log.Warn("an upload that came is still noted as coming; a later round clears it away", "error", gone)
		}
	}()
	if err := s.room(ctx, in.Owner, in.Length); err != nil {
		return File{}, err
	}
	body := &counted{r: in.Body, want: in.Length}
	reader := bufio.NewReaderSize(body, headSize)
	head, err := reader.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return File{}, err
	}
	if len(head) == 0 {
		return File{}, ErrEmpty
	}
	k, known := sniff(head, in.Name)
	if !known || !slices.Contains(in.Accept, k.group) {
		return File{}, &TypeError{Found: k.group, Accept: in.Accept}
	}
	content := io.Reader(reader)
	if k.media == jpeg.media && !in.KeepPlace {
		content = cleaned(reader)
	}
	now := s.now()
	doc := &document{
		Head: store.Head{ID: id}, V: documentVersion, Owner: in.Owner, App: in.App, Field: in.Field,
		CreatedAt: now, Pending: in.Owner, Due: now + KeptFor.Milliseconds(),
	}
	what := about{Name: CleanName(in.Name, k.endings...), Type: k.media}
	if err := s.keep(ctx, doc, what, content, limit, in.Seal); err != nil {
		return File{}, err
	}
	if err := audit.Insert(ctx, s.Audit, s.uploads, doc, doc.event("file.uploaded")); err != nil {
		// A store that fails may have stored it all the same.
		_, there := s.uploads.Get(context.WithoutCancel(ctx), id)
		unsure = !errors.Is(there, store.ErrNotFound) || s.Files.Delete(context.WithoutCancel(ctx), id) != nil
		return File{}, fmt.Errorf("files: storing an upload: %w", err)
	}
	return s.file(doc)
}

// keep stores a content, sealed if need be, and notes in its document what it is.
func (s *Service) keep(ctx context.Context, doc *document, what about, content io.Reader, limit int64, seal bool) error {
	plain := &sized{r: content}
	body, most := io.Reader(plain), limit
	if seal {
		key, wrapped, err := s.newKey(doc.ID, doc.Field)
		if err != nil {
			return err
		}
		stream, err := key.stream()
		if err != nil {
			return err
		}
		hidden, err := key.sealAbout(what)
		if err != nil {
			return err
		}
		doc.Sealed = &sealed{Key: wrapped, About: hidden}
		body, most = stream.Seal(plain), keyring.SealedSize(limit)
	} else {
		doc.Name, doc.Type = what.Name, what.Type
	}
	stored, err := s.Files.Put(ctx, doc.ID, body, most)
	if errors.Is(err, store.ErrTooLarge) {
		return &TooLargeError{limit}
	}
	if err != nil {
		return fmt.Errorf("files: storing an upload: %w", err)
	}
	doc.Size, doc.Digest = plain.n, stored.Digest
	return nil
}

// room refuses an upload of somebody who has too much uploaded already. What is
// under way counts as a file, so that many at one time find the limit too.
func (s *Service) room(ctx context.Context, owner string, length int64) error {
	coming, err := s.arrivals.Count(ctx, store.Query{Where: []store.Cond{{Path: "owner", Value: owner}}}, MaxPending+1)
	if err != nil {
		return fmt.Errorf("files: counting uploads: %w", err)
	}
	page, err := s.uploads.Find(ctx, store.Query{Where: []store.Cond{{Path: "pending", Value: owner}}, Order: "createdAt", Limit: MaxPending})
	if err != nil {
		return fmt.Errorf("files: counting uploads: %w", err)
	}
	total := length
	for _, d := range page.Items {
		total += d.Size
	}
	if coming+len(page.Items) > MaxPending || total > MaxPendingBytes {
		return ErrTooMany
	}
	return nil
}

// counted is a body that must have as many bytes as were announced: some
// servers end one that was cut off as if it were whole.
type counted struct {
	r    io.Reader
	want int64
	n    int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	switch {
	case errors.Is(err, io.EOF) && c.n != c.want:
		return n, fmt.Errorf("%w: %d bytes came of %d", ErrCutOff, c.n, c.want)
	case err != nil && !errors.Is(err, io.EOF):
		return n, fmt.Errorf("%w: %w", ErrCutOff, err)
	}
	return n, err
}
