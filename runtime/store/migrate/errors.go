package migrate

import (
	"errors"
	"fmt"
)

// Why a move is refused or does not end; ask with errors.Is.
var (
	// ErrUnfinished: the store is the target of a move that has not ended.
	ErrUnfinished = errors.New("the store holds an unfinished migration")
	// ErrNotEmpty: the target holds documents that are not those of this move.
	ErrNotEmpty = errors.New("the target is not empty")
	// ErrDiffers: a document is not the same on both sides.
	ErrDiffers = errors.New("the two stores differ")
	// ErrUnknown: the source holds a collection that this program does not know,
	// or the mark on the target is one of a newer program.
	ErrUnknown = errors.New("made by another version of Banli")
)

// UnfinishedError names where the documents of an unfinished move come from.
type UnfinishedError struct{ From string }

func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("%v from %s: run the same `banli migrate` again to finish it, or empty the store", ErrUnfinished, e.From)
}

// Is makes errors.Is(err, ErrUnfinished) true.
func (e *UnfinishedError) Is(target error) bool { return target == ErrUnfinished }

// maxNamed is how many differing documents are named.
const maxNamed = 10

// Difference is one document that is not the same on both sides. How is
// "missing", "extra" or "changed", as the target looks beside the source.
type Difference struct {
	Collection, ID, How string
}

// DiffersError names the documents that are not the same on both sides, at most
// maxNamed of them.
type DiffersError struct {
	Differences []Difference
	Count       int
}

func (e *DiffersError) Error() string {
	text := fmt.Sprintf("%v in %d document(s); the target stays unfinished. Stop every server of the source, empty the target and start again", ErrDiffers, e.Count)
	for _, d := range e.Differences {
		text += fmt.Sprintf("\n  %s %q: %s in the target", d.Collection, d.ID, d.How)
	}
	return text
}

// Is makes errors.Is(err, ErrDiffers) true.
func (e *DiffersError) Is(target error) bool { return target == ErrDiffers }
