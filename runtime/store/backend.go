package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// MaxDocument is the size of the largest document, in bytes of BSON. It is
// MongoDB's limit, so that data can always move there.
const MaxDocument = 16 << 20

// MaxID is the length of the longest document id, in bytes.
const MaxID = 1024

// Backend is a store of raw documents. It is safe for concurrent use.
type Backend interface {
	// Collection opens a collection and brings its indexes in line with the
	// declaration, building what is new or changed before it returns. Opening
	// a collection again with another declaration is ErrSpec.
	Collection(spec Spec) (RawCollection, error)
	// Close finishes the writes already accepted and releases everything.
	// Afterwards every operation returns ErrClosed.
	Close() error
}

// RawCollection moves the documents of one collection as BSON. Collection
// builds on it; few others need it. All methods are safe for concurrent use,
// return the package's sentinel errors (wrapped or not), and do not keep the
// bytes they are given after they return.
//
// A write whose context ends before it was begun is not done and returns the
// context's error; once begun, it is finished and reported as it ended.
type RawCollection interface {
	// Get returns the document, or ErrNotFound. The bytes belong to the caller.
	Get(ctx context.Context, id string) (bson.Raw, error)
	// Insert stores a new document: ErrExists, ErrDuplicate. Where both hold
	// it is ErrExists, so that a repeated insert is recognised.
	Insert(ctx context.Context, doc Document) error
	// Replace stores doc in place of revision rev of the document with its id:
	// ErrNotFound, ErrConflict, ErrDuplicate.
	Replace(ctx context.Context, rev int64, doc Document) error
	// Delete removes revision rev of the document: ErrNotFound, ErrConflict.
	Delete(ctx context.Context, id string, rev int64) error
	// Find returns at most plan.Limit documents in the plan's order.
	Find(ctx context.Context, plan *Plan) ([]bson.Raw, error)
	// Count counts the plan's documents, stopping at plan.Limit.
	Count(ctx context.Context, plan *Plan) (int, error)
}

// Document is a document on its way to a backend.
type Document struct {
	ID  string
	Rev int64
	// Raw is the whole document; its _id and rev are ID and Rev.
	Raw bson.Raw
	// Keys are what the document brings to the collection's indexes, as
	// Layout.Extract found them.
	Keys *Keys
}
