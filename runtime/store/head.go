package store

// Head is what every stored document begins with. Embed it inlined:
//
//	type Person struct {
//		store.Head `bson:",inline"`
//		Login      string `bson:"login"`
//	}
type Head struct {
	// ID is unique within the collection and never changes: 1 to MaxID bytes.
	ID string `bson:"_id"`
	// Rev counts the writes of the document, from 1. Replace and Delete take
	// effect only while the stored revision is still this one. The store sets
	// it; callers only carry it.
	Rev int64 `bson:"rev"`
}

func (h *Head) storeHead() *Head { return h }

// headed is satisfied by a pointer to every struct that embeds Head, in any
// package, because the promoted method keeps this package's name.
type headed interface{ storeHead() *Head }
