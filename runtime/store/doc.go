// Package store keeps documents. A Collection holds documents of one Go type
// and offers the little that an embedded store and a MongoDB cluster both do
// well: get, insert, replace if nobody else did (compare-and-swap on the
// revision), delete, and find through declared indexes, page by page. What no
// index covers is refused, in every store, so that a query that works on a
// small machine never becomes a scan on a large one.
//
// There are no transactions over several documents: one change is one swap of
// one document. Documents are stored as BSON, the same bytes in every backend.
//
// The package holds what all backends share: the checks of a declaration
// (Layout), the planner (Plan), the extraction of index keys (Keys), cursors
// and errors. A backend moves bytes (Backend, RawCollection).
//
// It imports the standard library and the bson package of the MongoDB driver.
package store
