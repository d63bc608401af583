package store

// Default and greatest number of documents on a page.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

// Query asks a collection for documents through one of its indexes.
//
// The paths of Where, in any order, must be the first paths of an index; Order,
// if given, must be the path after them. Where several indexes qualify, the one
// with the fewest paths answers, the first declared among equals: so a document
// that lacks a path which the query does not name is left out only when every
// qualifying index has that path. Any other query is refused with ErrNoIndex.
type Query struct {
	// Where lists what must hold, all of it.
	Where []Cond
	// Order is the path to sort by. Empty means the order of the index itself:
	// its remaining paths, and the id where there are none. Documents that are
	// equal in all remaining paths follow each other by id.
	Order string
	// Desc turns the whole order round.
	Desc bool
	// From and To keep the part of the order with From <= value < To,
	// whichever way it is read; nil leaves that end open. They need Order. A
	// bound meets only values of its own type.
	From, To any
	// After continues behind the last document of a page: its Page.Next.
	After Cursor
	// Limit is the greatest number of documents to return: DefaultLimit if 0
	// or less, MaxLimit if more than that.
	Limit int
}

// Cond requires that the value at Path equals Value (a string, an integer or a
// bool); where Path is the array of a Multi index, that one of its elements
// does.
type Cond struct {
	Path  string
	Value any
}

// Page is a part of the answer to a query.
type Page[T any] struct {
	Items []*T
	// Next continues behind the last item; empty when there is nothing more.
	Next Cursor
}
