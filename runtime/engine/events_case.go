package engine

// The events of what happens to a case as a whole.

// InstanceWithdrawn says that the initiator took the case back: to their own
// hands with Redo, else for good.
type InstanceWithdrawn struct {
	Redo    bool   `json:"redo,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// InstanceSuspended halted the case.
type InstanceSuspended struct {
	Reason string `json:"reason"`
}

// InstanceResumed let a suspended case go on.
type InstanceResumed struct {
	Reason string `json:"reason"`
}

// InstanceJumped is an administrator's taking of the case to a node, from
// wherever it stood.
type InstanceJumped struct {
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// PeopleCopied told people of the case at somebody's wish.
type PeopleCopied struct {
	To      []string `json:"to"`
	Comment string   `json:"comment,omitempty"`
}

// CommentAdded is what somebody said about the case.
type CommentAdded struct {
	Text     string   `json:"text"`
	Mentions []string `json:"mentions,omitempty"`
}

// TokenMoved moved a token to a step without an edge: back on a return, on to
// where it had stood, or to where an administrator wanted it. A token that is
// new stands where Of stands.
type TokenMoved struct {
	Token   int     `json:"token"`
	Of      int     `json:"of,omitempty"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	Edge    string  `json:"edge,omitempty"`
	Lineage []int   `json:"lineage,omitempty"`
	Resume  []Place `json:"resume,omitempty"`
}

// TokenCancelled took a token away: what it did is not wanted any more, or will
// be done again.
type TokenCancelled struct {
	Token int    `json:"token"`
	Node  string `json:"node"`
}

// The stored names of these events.
const (
	TypeInstanceWithdrawn = "instance.withdrawn"
	TypeInstanceSuspended = "instance.suspended"
	TypeInstanceResumed   = "instance.resumed"
	TypeInstanceJumped    = "instance.jumped"
	TypePeopleCopied      = "people.copied"
	TypeCommentAdded      = "comment.added"
	TypeTokenMoved        = "token.moved"
	TypeTokenCancelled    = "token.cancelled"
)

// EventType returns TypeInstanceWithdrawn.
func (InstanceWithdrawn) EventType() string { return TypeInstanceWithdrawn }

// EventType returns TypeInstanceSuspended.
func (InstanceSuspended) EventType() string { return TypeInstanceSuspended }

// EventType returns TypeInstanceResumed.
func (InstanceResumed) EventType() string { return TypeInstanceResumed }

// EventType returns TypeInstanceJumped.
func (InstanceJumped) EventType() string { return TypeInstanceJumped }

// EventType returns TypePeopleCopied.
func (PeopleCopied) EventType() string { return TypePeopleCopied }

// EventType returns TypeCommentAdded.
func (CommentAdded) EventType() string { return TypeCommentAdded }

// EventType returns TypeTokenMoved.
func (TokenMoved) EventType() string { return TypeTokenMoved }

// EventType returns TypeTokenCancelled.
func (TokenCancelled) EventType() string { return TypeTokenCancelled }
