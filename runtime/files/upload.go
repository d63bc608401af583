package files

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
)

// The limits of uploads. A form may ask for less than MaxSize, not for more.
const (
	// MaxSize is the size of the largest file, in bytes.
	MaxSize = 100 << 20
	// MaxPending and MaxPendingBytes bound what one person has uploaded and no
	// case has taken over yet: how many files, and how many bytes together.
	MaxPending      = 100
	MaxPendingBytes = 1 << 30
	// KeptFor is how long an upload that nothing refers to is kept.
	KeptFor = 24 * time.Hour
)

// documentVersion is the version of the stored shapes of this package. Version 2
// of an upload may be sealed; an older one reads as it is.
const documentVersion = 2

// maxSwaps bounds how often a change is tried against others.
const maxSwaps = 16

// File is what is known of an upload.
type File struct {
	ID string `json:"id"`
	// Name is what its uploader called it, cleaned; see [CleanName].
	Name string `json:"name"`
	// Type is its media type, found by its content.
	Type string `json:"type"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// Digest is the SHA-256 of the content as it is stored, in lower-case hex.
	Digest string `json:"-"`

	key *fileKey // of a sealed file
}

// Sealed reports whether the file is kept sealed.
func (f File) Sealed() bool { return f.key != nil }

// document is an upload whose content is stored, under the same id.
type document struct {
	store.Head    `bson:",inline"`
	audit.Carrier `bson:",inline"`
	V             int    `bson:"v"`
	Owner         string `bson:"owner"`
	App           string `bson:"app"`
	// Field is the path of the field or column that it was uploaded for.
	Field string `bson:"field"`
	// Name and Type are empty where the file is sealed: they are in Sealed then.
	Name      string `bson:"name"`
	Type      string `bson:"type"`
	Size      int64  `bson:"size"`
	Digest    string `bson:"digest"`
	CreatedAt int64  `bson:"createdAt"`
	// Case is the instance that took the upload over; empty before. Pending is
	// the owner until then, and absent afterwards.
	Case    string `bson:"case,omitempty"`
	Pending string `bson:"pending,omitempty"`
	// Due is when to look whether anything refers to the upload; absent once its
	// case was seen to. Whoever makes something refer to it moves Due first, so
	// that a round that looked before cannot take it away.
	Due int64 `bson:"due,omitempty"`
	// Sealed is set for a file of a sensitive field.
	Sealed *sealed `bson:"sealed,omitempty"`
}

var uploadsSpec = store.Spec{Name: "uploads", Indexes: []store.Index{
	{Name: "pending", Paths: []string{"pending", "createdAt"}},
	{Name: "due", Paths: []string{"due"}},
}}

// arrival is an upload under way: if it is cut off with the process, this is
// what tells of the content that may lie there.
type arrival struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Owner      string `bson:"owner"`
	StartedAt  int64  `bson:"startedAt"`
}

var arrivalsSpec = store.Spec{Name: "arrivals", Indexes: []store.Index{
	{Name: "owner", Paths: []string{"owner"}},
	{Name: "started", Paths: []string{"startedAt"}},
}}

// gone reports whether the upload has ended and is only being cleared away.
func (d *document) gone() bool { return d.Audit.Ended() }

func (d *document) event(action string) audit.Event {
	facts := map[string]any{"app": d.App, "field": d.Field, "size": d.Size}
	if d.Sealed == nil {
		facts["type"] = d.Type
	}
	return audit.Event{Object: audit.Object(audit.KindFile, d.ID), Action: action, Facts: facts}
}

// Deps are what the service stands on. All are required.
type Deps struct {
	Backend store.Backend
	Files   store.Files
	Keys    *keyring.Keyring
	Audit   *audit.Recorder
	Clock   clock.Clock
	IDs     ids.Source
	Log     *slog.Logger
}

// Service receives, hands out and clears away uploads. It is safe for
// concurrent use, and by several processes on one store.
type Service struct {
	Deps
	uploads  *store.Collection[document]
	arrivals *store.Collection[arrival]
}

// New opens the collections of uploads.
func New(d Deps) (*Service, error) {
	s := &Service{Deps: d}
	var err error
	if s.uploads, err = store.Open[document](d.Backend, uploadsSpec); err != nil {
		return nil, fmt.Errorf("files: opening uploads: %w", err)
	}
	if s.arrivals, err = store.Open[arrival](d.Backend, arrivalsSpec); err != nil {
		return nil, fmt.Errorf("files: opening arrivals: %w", err)
	}
	return s, nil
}

func (s *Service) now() int64 { return s.Clock.Now().UnixMilli() }

// get reads an upload; ErrUnknown where there is none, or none any more.
func (s *Service) get(ctx context.Context, id string) (*document, error) {
	if !ids.Valid(id) {
		return nil, ErrUnknown
	}
	doc, err := s.uploads.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("files: reading an upload: %w", err)
	}
	if doc.V > documentVersion {
		return nil, fmt.Errorf("files: upload %s has version %d, newer than this program knows", id, doc.V)
	}
	if doc.gone() {
		return nil, ErrUnknown
	}
	return doc, nil
}

// AuditSources lists the uploads, whose record is verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	uploads, err := store.Open[document](b, uploadsSpec)
	if err != nil {
		return nil, fmt.Errorf("files: opening uploads: %w", err)
	}
	return []audit.Source{audit.SourceOf(audit.KindFile, uploads, func(d *document) string { return d.ID }, nil)}, nil
}
