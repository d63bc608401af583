package engine

// Effect is something that must happen outside the case because of what was
// decided. It is delivered at least once; its id stays the same, so that a
// receiver can tell a repeat.
type Effect interface {
	// EffectID is the instance's id, the number of the event that caused the
	// effect, and a number that counts that event's effects, joined by dots.
	EffectID() string
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The notice kinds.
const (
	NoticeTaskAssigned  NoticeKind = "task.assigned"
	NoticeTaskUrged     NoticeKind = "task.urged"
	NoticeCopySent      NoticeKind = "copy.sent"
	NoticeMentioned     NoticeKind = "comment.added"
	NoticeInstanceEnded NoticeKind = "instance.ended"
)

// Notice tells people something. To lists principals.
type Notice struct {
	ID   string     `json:"id" bson:"id"`
	Kind NoticeKind `json:"kind" bson:"kind"`
	To   []string   `json:"to" bson:"to"`
	// Task is the task that the notice is about, where there is one.
	Task string `json:"task,omitempty" bson:"task,omitempty"`
	// Node is where it happened.
	Node string `json:"node" bson:"node"`
	// For are those of To who have the task for somebody who is away.
	For []StandIn `json:"for,omitempty" bson:"for,omitempty"`
}

var _ Effect = Notice{}

// EffectID returns the notice's id.
func (n Notice) EffectID() string { return n.ID }
