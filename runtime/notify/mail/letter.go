package mail

import (
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/store"
)

// What becomes of a letter.
const (
	waiting = "waiting"
	sent    = "sent"
	failed  = "failed"  // the server will never take it, or it took too long
	dropped = "dropped" // there is nobody to send it to any more
)

// letter is one mail to one person. Its id is a hash of effect and person, so
// that a repeated effect finds it there, and its Message-ID is made of it.
type letter struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Person     string `bson:"person"`
	Kind       string `bson:"kind"`
	App        string `bson:"app"`
	Instance   string `bson:"instance"`
	No         string `bson:"no"`
	// For are the names of those who are away and for whom the person has the task.
	For   []words.Text `bson:"for,omitempty"`
	At    int64        `bson:"at"` // when it was noted
	State string       `bson:"state"`
	// DueAt is when it may be tried next; absent once it has an end.
	DueAt int64 `bson:"dueAt,omitempty"`
	Tries int   `bson:"tries,omitempty"`
	// Trouble is the last failure: a code of this room, and what the server or
	// the network said.
	Trouble string `bson:"trouble,omitempty"`
	Detail  string `bson:"detail,omitempty"`
	// EndedAt is when it was sent, failed or dropped; absent before.
	EndedAt int64 `bson:"endedAt,omitempty"`
}

var lettersSpec = store.Spec{Name: "letters", Indexes: []store.Index{
	{Name: "due", Paths: []string{"dueAt"}},
	{Name: "ended", Paths: []string{"state", "endedAt"}},
}}

// end closes a letter.
func (l *letter) end(state string, at int64) {
	l.State, l.EndedAt, l.DueAt = state, at, 0
}
