package notify

import (
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/store"
)

// The kinds of notices.
const (
	KindAssigned = "task.assigned"
	KindUrged    = "task.urged"
	KindCopied   = "copy.sent"
	// KindMentioned says that a remark on an instance names the reader.
	KindMentioned = "comment.added"
	KindEnded     = "instance.ended"
	KindDue       = "task.due"
	KindOverdue   = "task.overdue"
	// KindFailed tells administrators of a step that no person does and that
	// failed.
	KindFailed = "step.failed"
	// KindScript tells administrators of a script of an app that failed where a
	// form was filled in: there may be no instance.
	KindScript = "script.failed"
	// KindMessage is said by a step of the flow, in its own words.
	KindMessage = "notice.given"
)

// Kinds lists every kind in a fixed order.
func Kinds() []string {
	return []string{KindAssigned, KindUrged, KindCopied, KindMentioned, KindEnded, KindDue, KindOverdue, KindFailed, KindScript, KindMessage}
}

// notice is one thing that one person was told. Its id is a hash of effect and
// person, so that a repeated delivery finds it there.
type notice struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Person     string `bson:"person"`
	// Read is always there: the index needs it.
	Read     bool   `bson:"read"`
	Kind     string `bson:"kind"`
	App      string `bson:"app"`
	Instance string `bson:"instance"`
	No       string `bson:"no"` // the instance's number
	Task     string `bson:"task,omitempty"`
	At       int64  `bson:"at"`
	// Text is what is said where the kind does not say it.
	Text words.Text `bson:"text,omitempty"`
	// For are the names of those who are away and for whom the person has the task.
	For []words.Text `bson:"for,omitempty"`
}

// One index answers both what is new (where read is false) and what there is
// (both halves merged): a second one would cost every delivery a write.
var spec = store.Spec{Name: "notices", Indexes: []store.Index{
	{Name: "person", Paths: []string{"person", "read", "at"}},
}}

// View is a notice as its person sees it. Kind is one of Kinds.
type View struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	App      string `json:"app"`
	Instance string `json:"instance"` // empty where it is about an app
	No       string `json:"no"`
	Task     string `json:"task,omitempty"`
	At       int64  `json:"at"`
	// Text is what a step of the flow says, or what failed; absent where the kind says it.
	Text words.Text `json:"text,omitempty"`
	// For are the names of those who are away and for whom the reader has the task.
	For    []words.Text `json:"for,omitempty"`
	Unread bool         `json:"unread"`
}

func (n *notice) view() View {
	return View{ID: n.ID, Kind: n.Kind, App: n.App, Instance: n.Instance, No: n.No, Task: n.Task, At: n.At, Text: n.Text, For: n.For, Unread: !n.Read}
}

// List is a page of a person's notices, newest first, and how many are unread
// in all: MostCounted means that many or more. Next is the cursor of the
// following page and empty at the end.
type List struct {
	Items  []View `json:"items"`
	Next   string `json:"next"`
	Unread int    `json:"unread"`
}

// MostCounted is where the counting of unread notices stops.
const MostCounted = 100
