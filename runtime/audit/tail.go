package audit

// Tail is the end of an object's chain, kept in the object's own document.
type Tail struct {
	// Seq is the number of entries, 0 before the first.
	Seq int64 `bson:"seq"`
	// Head is the chain's head after the last entry.
	Head []byte `bson:"head,omitempty"`
	// Last is the last entry. It is never changed, so copies of a document may
	// share it.
	Last *Sealed `bson:"last,omitempty"`
}

// Sealed is an entry's content with its seal.
type Sealed struct {
	Entry   `bson:",inline"`
	Content string `bson:"content"`
}

// Carrier is embedded, inlined, by a document that carries its object's tail:
//
//	type Person struct {
//		store.Head    `bson:",inline"`
//		audit.Carrier `bson:",inline"`
//		…
//	}
type Carrier struct {
	Audit Tail `bson:"audit" json:"-"`
}

func (c *Carrier) auditTail() *Tail { return &c.Audit }

// carrying is satisfied by a pointer to every struct that embeds Carrier, in
// any package, because the promoted method keeps this package's name.
type carrying interface{ auditTail() *Tail }

func tailOf[T any](doc *T) (*Tail, bool) {
	c, ok := any(doc).(carrying)
	if !ok {
		return nil, false
	}
	return c.auditTail(), true
}
