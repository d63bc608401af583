package audit

import (
	"encoding/json"
	"fmt"

	"github.com/banli-oa/banli/runtime/store"
)

// documentVersion is the version of the stored shapes of this package.
const documentVersion = 1

// journalObject is the object of the chain that holds the heads of all chains.
const journalObject = "journal"

var entriesSpec = store.Spec{Name: "audit", Indexes: []store.Index{
	{Name: "object", Paths: []string{"object", "seq"}},
	{Name: "people", Paths: []string{"people", "at"}, Multi: true},
	{Name: "action", Paths: []string{"action", "at"}},
	{Name: "at", Paths: []string{"at"}},
}}

// The journal is read whole, in the order of its ids, and never searched.
var journalSpec = store.Spec{Name: "auditJournal"}

var tailsSpec = store.Spec{Name: "auditTails"}

// Specs lists the collections that this package keeps and their indexes.
func Specs() []store.Spec { return []store.Spec{entriesSpec, journalSpec, tailsSpec} }

// entryDocument is a copy of an entry where it can be searched. All but the
// seal is in Content too, and verification holds the two against each other.
type entryDocument struct {
	store.Head `bson:",inline"`
	V          int      `bson:"v"`
	Object     string   `bson:"object"`
	Seq        int64    `bson:"seq"`
	At         int64    `bson:"at"`
	Action     string   `bson:"action"`
	People     []string `bson:"people"`
	Sealed     `bson:",inline"`
	// Chain is the chain's head after this entry.
	Chain []byte `bson:"chain"`
}

// tailDocument carries the tail of an object that has no document elsewhere.
type tailDocument struct {
	store.Head `bson:",inline"`
	Carrier    `bson:",inline"`
	V          int `bson:"v"`
}

// entryID sorts as the entries of an object do.
func entryID(object string, seq int64) string { return fmt.Sprintf("%s#%012d", object, seq) }

// documentOf makes the copy of a tail's last entry.
func documentOf(t *Tail) (*entryDocument, error) {
	c, err := readContent(t.Last.Content)
	if err != nil {
		return nil, err
	}
	return &entryDocument{
		Head: store.Head{ID: entryID(c.Object, c.Seq)}, V: documentVersion,
		Object: c.Object, Seq: c.Seq, At: c.At, Action: c.Action, People: c.people(),
		Sealed: *t.Last, Chain: t.Head,
	}, nil
}

func readContent(text string) (*Content, error) {
	c := new(Content)
	if err := json.Unmarshal([]byte(text), c); err != nil {
		return nil, fmt.Errorf("audit: an entry's content: %w", err)
	}
	return c, nil
}
