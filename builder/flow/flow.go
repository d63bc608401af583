package flow

import (
	"encoding/json"
	"slices"

	"github.com/banli-oa/banli/builder/words"
)

// The caps of a flow. A larger one is refused by Compile.
const (
	MaxNodes = 500
	MaxEdges = 1000
	// MaxLevel is the highest manager level that a step may name.
	MaxLevel = 10
	// MaxPeople is how many people one step may name.
	MaxPeople = 100
	// MaxMessageBytes is the size of a message in one language.
	MaxMessageBytes = 1000
)

// Type is what a node does.
type Type string

// The node types.
const (
	Start    Type = "start"
	Approval Type = "approval"
	// FillIn has people complete fields of the form and send it on.
	FillIn    Type = "fillIn"
	Exclusive Type = "exclusive"
	// Parallel goes on along all its edges at once.
	Parallel Type = "parallel"
	// Inclusive goes on along every edge whose condition holds, else along its
	// default.
	Inclusive Type = "inclusive"
	// Join waits for every branch that can still arrive, then goes on once.
	Join Type = "join"
	CC   Type = "cc"
	// Notify tells people something in its own words.
	Notify Type = "notify"
	// Wait goes on when a time has come.
	Wait Type = "wait"
	// Subflow starts a case of another app, or one for each row of a table.
	Subflow Type = "subflow"
	// Script lets a script of the app change fields and goes on.
	Script Type = "script"
	// Webhook calls another system and goes on when that has answered.
	Webhook Type = "webhook"
	End     Type = "end"
)

// Branches reports whether the edges out of a node of this type carry
// conditions and a default.
func (t Type) Branches() bool { return t == Exclusive || t == Inclusive }

// Asks reports whether people get tasks at a node of this type.
func (t Type) Asks() bool { return t == Approval || t == FillIn }

// Kind says how the people of a step are found.
type Kind string

// The assignee kinds.
const (
	// Initiator is the person who submitted.
	Initiator Kind = "initiator"
	// Manager is the initiator's manager; Level 2 is that manager's manager.
	Manager Kind = "manager"
	// ManagerChain are the initiator's managers one after the other, from the
	// first up to Level of them, or up to the first who holds Assignee.Role.
	ManagerChain Kind = "managerChain"
	// DepartmentHead is the head of the initiator's department, of
	// Assignee.Department, or of the one in the form field Assignee.Field; with a
	// Level, of the department so many levels above.
	DepartmentHead Kind = "departmentHead"
	// Role is everyone who holds Assignee.Role: company-wide, in
	// Assignee.Department and below it, or with Branch in the nearest department
	// above the initiator where anybody holds it.
	Role Kind = "role"
	// People are the people listed in Assignee.People.
	People Kind = "people"
	// Scripted are the people whom the app's script Assignee.Script names.
	Scripted Kind = "script"
	// Field is the person in the form field Assignee.Field. A table's column asks
	// the person of each row for themselves.
	Field Kind = "field"
	// Chosen are people whom Assignee.By chooses when the case comes there.
	Chosen Kind = "chosen"
)

// Mode says how many of a step's assignees must act.
type Mode string

// The modes.
const (
	// Any means that the first of the assignees to act decides (或签). It is the
	// default, and with one assignee the only sensible mode.
	Any Mode = "any"
	// All means that everybody must approve (会签).
	All Mode = "all"
	// InTurn means that everybody must approve, one after the other (依次).
	InTurn Mode = "inTurn"
	// Share means that as many must approve as Node.Share says (比例).
	Share Mode = "share"
)

// Quota says how many of a step's people must approve: a Count of them, or a
// Percent of those who are asked at the moment. One of the two is set.
type Quota struct {
	Count   int `json:"count,omitempty"`
	Percent int `json:"percent,omitempty"`
	// Veto lets a single rejection reject, whatever the others say.
	Veto bool `json:"veto,omitempty"`
}

// Of returns how many of n people must approve: at least one, at most all. A
// percentage is rounded up.
func (q Quota) Of(n int) int {
	k := q.Count
	if q.Percent > 0 {
		k = (n*q.Percent + 99) / 100
	}
	return max(1, min(k, n))
}

// Access is what the people of a step may do with a form field.
type Access string

// The accesses; a field that a node does not name is read.
const (
	Read Access = "read"
	Edit Access = "edit"
	Hide Access = "hide"
)

// Fallback says what happens when a step finds nobody to act.
type Fallback string

// The fallbacks.
const (
	// ToAdmin gives the task to the administrators. It is the default.
	ToAdmin Fallback = "admin"
	// Skip goes on as if the step were not there.
	Skip Fallback = "skip"
	// Refuse refuses to submit.
	Refuse Fallback = "refuse"
)

// Deed is what the people of a step may do beside deciding it, or the initiator
// while a case stands there.
type Deed string

// The deeds; a node allows all that it does not forbid.
const (
	DoReject    Deed = "reject"
	DoReturn    Deed = "return"
	DoTransfer  Deed = "transfer"
	DoDelegate  Deed = "delegate"
	DoAddSigner Deed = "addSigner"
	// DoUndo is an approver's taking back of a decision.
	DoUndo Deed = "undo"
	// DoWithdraw is the initiator's.
	DoWithdraw Deed = "withdraw"
)

// Rejection is what the rejection of a step leads to.
type Rejection string

// The rejections.
const (
	// EndCase ends the case as rejected. It is the default.
	EndCase Rejection = "end"
	// ReturnCase returns the case to its initiator.
	ReturnCase Rejection = "return"
)

// Resumption says how a case goes on that was returned and comes back.
type Resumption string

// The resumptions.
const (
	// Choose lets whoever returns the case choose; unless they do it is
	// AtReturner. It is the default.
	Choose Resumption = "choose"
	// AtReturner goes on at the step that returned the case.
	AtReturner Resumption = "returner"
	// WalkAgain passes all steps in between once more.
	WalkAgain Resumption = "walk"
)

// Outcome is how a case stands after it reached an end node.
type Outcome string

// The outcomes; an end node that names none approves.
const (
	Approved Outcome = "approved"
	Rejected Outcome = "rejected"
)

// Flow is the definition of a flow. The order of Edges is the order in which
// the branches of a gateway are tried.
type Flow struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
}

// Node is one step.
type Node struct {
	ID   string     `json:"id"`
	Type Type       `json:"type"`
	Name words.Text `json:"name,omitempty"`
	// Assignee names who acts (approval, fill-in) or who is told (cc).
	Assignee *Assignee `json:"assignee,omitempty"`
	Mode     Mode      `json:"mode,omitempty"`
	// Share is set where Mode is Share.
	Share *Quota `json:"share,omitempty"`
	// Fields maps a field id, or "table.column", to what the people of this
	// step may do with it.
	Fields map[string]Access `json:"fields,omitempty"`
	// Require lists those of the fields that a fill-in opens which must be filled
	// in there, whatever the form asks for.
	Require []string `json:"require,omitempty"`
	// Otherwise are tried one after the other where Assignee finds nobody, and
	// Fallback where they find nobody either.
	Otherwise []Assignee `json:"otherwise,omitempty"`
	Fallback  Fallback   `json:"fallback,omitempty"`
	Outcome   Outcome    `json:"outcome,omitempty"`
	// Forbids lists what may not be done at this step.
	Forbids []Deed `json:"forbids,omitempty"`
	// OnReject says what a rejection leads to, Resume how a case that this step
	// returned goes on when it comes back.
	OnReject Rejection  `json:"onReject,omitempty"`
	Resume   Resumption `json:"resume,omitempty"`
	// Same and Self say what happens by itself: where somebody approved before,
	// and where the initiator is among the step's people.
	Same Same `json:"same,omitempty"`
	Self Self `json:"self,omitempty"`
	// OnFail says what becomes of the case where the step is done by no person and
	// fails.
	OnFail OnFail `json:"onFail,omitempty"`
	// Result names the outcome of an end node more closely ("paidLater"); the
	// node's name is what people read.
	Result string `json:"result,omitempty"`
	// Message is what a notify node says: a template such as an app's title.
	Message words.Text `json:"message,omitempty"`
	// Wait says what a wait node waits for.
	Wait *WaitFor `json:"wait,omitempty"`
	// Script names the app's script that a script node runs.
	Script string `json:"script,omitempty"`
	// Sub says what a sub-flow node starts.
	Sub *SubFlow `json:"sub,omitempty"`
	// Webhook says what a webhook node calls.
	Webhook *Call `json:"webhook,omitempty"`
	// Deadline is how long the people of a step have; none where absent.
	Deadline *Deadline `json:"deadline,omitempty"`
}

// Assignee names people by what they are, not by who they are, so that a flow
// survives people moving.
type Assignee struct {
	Kind Kind `json:"kind"`
	// Level counts managers upwards from the initiator, from 1; 0 means 1, and for
	// a chain all of them. For a department's head it counts departments upwards,
	// from 0.
	Level  int      `json:"level,omitempty"`
	Role   string   `json:"role,omitempty"`
	People []string `json:"people,omitempty"`
	Field  string   `json:"field,omitempty"`
	// Department narrows a role down, or names whose head is meant; Branch narrows
	// a role down to the initiator's branch of the company.
	Department string `json:"department,omitempty"`
	Branch     bool   `json:"branch,omitempty"`
	// By says who chooses, Least and Most how many; both are 1 where they are 0.
	// Candidates are People, those who hold Role (in Department), those in
	// Department and below, or whoever works here.
	By    Chooser `json:"by,omitempty"`
	Least int     `json:"least,omitempty"`
	Most  int     `json:"most,omitempty"`
	// Script names the app's script that says who it is.
	Script string `json:"script,omitempty"`
}

// Edge leads from one node to the next. Out of an exclusive or inclusive
// gateway it carries a condition, or is the default; elsewhere it carries
// neither.
type Edge struct {
	ID      string          `json:"id"`
	From    string          `json:"from"`
	To      string          `json:"to"`
	Name    words.Text      `json:"name,omitempty"`
	When    json.RawMessage `json:"when,omitempty"`
	Default bool            `json:"default,omitempty"`
}

// AccessTo returns what the node's people may do with a field, or with a
// table's column ("items.amount"): what the node says of the column, else what
// it says of the table, else read. A hidden table hides its columns whatever
// they say.
func (n *Node) AccessTo(path string) Access {
	table, _, column := cutPath(path)
	whole := Read
	if a, ok := n.Fields[table]; ok {
		whole = a
	}
	if !column || whole == Hide {
		return whole
	}
	if a, ok := n.Fields[path]; ok {
		return a
	}
	return whole
}

// OpensAny reports whether the node opens anything for editing.
func (n *Node) OpensAny() bool {
	for path := range n.Fields {
		if n.AccessTo(path) == Edit {
			return true
		}
	}
	return false
}

// ModeOr returns the node's mode, or the default one.
func (n *Node) ModeOr() Mode {
	if n.Mode == "" {
		return Any
	}
	return n.Mode
}

// Allows reports whether the node does not forbid a deed.
func (n *Node) Allows(d Deed) bool { return !slices.Contains(n.Forbids, d) }

// ResumeOr returns the node's resumption, or the default one.
func (n *Node) ResumeOr() Resumption {
	if n.Resume == "" {
		return Choose
	}
	return n.Resume
}

// FallbackOr returns the node's fallback, or the default one.
func (n *Node) FallbackOr() Fallback {
	if n.Fallback == "" {
		return ToAdmin
	}
	return n.Fallback
}
