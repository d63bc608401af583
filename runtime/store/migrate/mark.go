package migrate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/store"
)

// Store is a store that can say what it holds.
type Store interface {
	store.Backend
	// Names lists the collections that the store holds, empty ones too.
	Names(ctx context.Context) ([]string, error)
	// Files opens what the store keeps beside its documents. The collections
	// that it may need for that are not among Names.
	Files(ctx context.Context) (store.Files, error)
}

const (
	// markName is the collection of the mark. It belongs to a store, not to what
	// is kept in it, so it is never moved.
	markName = "migration"
	markID   = "state"
	// markVersion is the newest form of the mark that this package reads.
	markVersion = 1
)

// mark says that a store is the target of a move, and how far that has come.
type mark struct {
	store.Head `bson:",inline"`
	V          int `bson:"v"`
	// From names the source, without a password.
	From       string  `bson:"from"`
	StartedAt  int64   `bson:"startedAt"`
	FinishedAt int64   `bson:"finishedAt,omitempty"` // 0 while unfinished
	Copied     []place `bson:"copied"`
	Files      place   `bson:"files"`
}

// place is how far a collection has been copied, or the files have.
type place struct {
	Name  string `bson:"name"`
	After string `bson:"after"` // the last id, or file's name, that has arrived
	Count int    `bson:"count"`
	Whole bool   `bson:"whole"`
}

func (m *mark) place(name string) *place {
	i := slices.IndexFunc(m.Copied, func(p place) bool { return p.Name == name })
	if i < 0 {
		m.Copied = append(m.Copied, place{Name: name})
		i = len(m.Copied) - 1
	}
	return &m.Copied[i]
}

// readMark returns the mark of a store and its collection, nil where the store
// has none.
func readMark(ctx context.Context, s Store) (*mark, error) {
	names, err := s.Names(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, markName) {
		return nil, nil
	}
	marks, err := store.Open[mark](s, store.Spec{Name: markName})
	if err != nil {
		return nil, err
	}
	m, err := marks.Get(ctx, markID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if m.V > markVersion {
		return nil, fmt.Errorf("%w: the mark of its migration has version %d, this program reads up to %d", ErrUnknown, m.V, markVersion)
	}
	return m, nil
}

// Check returns an *UnfinishedError where a store is the target of a move that
// has not ended: half of it may be missing.
func Check(ctx context.Context, s Store) error {
	m, err := readMark(ctx, s)
	if err != nil {
		return err
	}
	if m != nil && m.FinishedAt == 0 {
		return &UnfinishedError{From: m.From}
	}
	return nil
}
