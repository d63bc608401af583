package workflow

import (
	"encoding/json"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/files"
)

// The shapes that use cases answer with. Instants are UTC milliseconds; field
// values are only those that the reader may see.
type (
	// PersonView is a person as others see them.
	PersonView struct {
		ID    string     `json:"id"`
		Name  words.Text `json:"name"`
		Title words.Text `json:"title,omitempty"`
		// Dept is absent for someone outside the tree.
		Dept *DepartmentView `json:"dept,omitempty"`
		// AwayUntil is when somebody is back who is away now; absent for who is here.
		AwayUntil int64 `json:"awayUntil,omitempty"`
	}
	// DepartmentView is a department's name.
	DepartmentView struct {
		ID   string     `json:"id"`
		Name words.Text `json:"name"`
	}
	// PrincipalView is a person or a role that may act. Kind is user or role.
	PrincipalView struct {
		ID   string     `json:"id"`
		Kind string     `json:"kind"`
		Name words.Text `json:"name"`
		// For are those who are away and for whom the person acts; Own is set where
		// they act for themselves too.
		For []PrincipalView `json:"for,omitempty"`
		Own bool            `json:"own,omitempty"`
	}
	// AppCard is an app on the start page.
	AppCard struct {
		ID          string     `json:"id"`
		Name        words.Text `json:"name"`
		Description words.Text `json:"description,omitempty"`
		Icon        string     `json:"icon"`
		Color       string     `json:"color"`
		Revision    int        `json:"revision"`
	}
	// Mask names the fields that the reader must not see, or may not write.
	Mask struct {
		Hide []string `json:"hide"`
		Lock []string `json:"lock"`
		// Veil are sensitive fields whose values the reader does not get.
		Veil []string `json:"veil,omitempty"`
	}
	// AppView is what is needed to fill an app's form.
	AppView struct {
		AppCard
		Digest    string          `json:"digest"`
		Form      form.Definition `json:"form"`
		Rules     []rule.Rule     `json:"rules"`
		Calendar  rule.Calendar   `json:"calendar"`
		Today     string          `json:"today"`
		Initiator map[string]any  `json:"initiator"`
		Mask      Mask            `json:"mask"`
		// Computed are the fields that the app's script computes: the preview says
		// what they hold.
		Computed []string `json:"computed"`
	}
	// StepView is one step of the approval path. State is done, current,
	// upcoming, undecided, skipped, rejected, returned or cancelled.
	StepView struct {
		Node string     `json:"node"`
		Type string     `json:"type"`
		Name words.Text `json:"name"`
		Mode string     `json:"mode,omitempty"`
		// Needed is how many must approve, where that is not all of them.
		Needed    int             `json:"needed,omitempty"`
		State     string          `json:"state"`
		Assignees []PrincipalView `json:"assignees"`
		Task      string          `json:"task,omitempty"`
		By        *PrincipalView  `json:"by,omitempty"`
		At        int64           `json:"at,omitempty"`
		Comment   string          `json:"comment,omitempty"`
		// Due is when a current step should be done, or goes on by itself.
		Due int64 `json:"due,omitempty"`
		// Signers are those who act each for themselves, where a step has several
		// tasks; Branch names the concurrent branches that the step lies in,
		// outermost first, by the edges that lead into them; Result is the named
		// outcome of an end.
		Signers []SignerView `json:"signers,omitempty"`
		Branch  []BranchView `json:"branch,omitempty"`
		Result  string       `json:"result,omitempty"`
		// Auto is why the step passes by itself: "same", its people approved
		// before, or "initiator", it is the initiator's own.
		Auto string `json:"auto,omitempty"`
		// Choice says that the step's people are chosen, and by whom; Unnamed are the
		// rows of a table for which nobody was found at a step that asks for each.
		Choice  *StepChoice `json:"choice,omitempty"`
		Unnamed []int       `json:"unnamed,omitempty"`
		// Errands are what the step waits or waited for, where no person does it.
		Errands []ErrandView `json:"errands,omitempty"`
	}
	// ErrandView is something that a step waits for and that no person does. Its
	// status is sent, done, failed, passed or dropped.
	ErrandView struct {
		ID     string `json:"id"`
		Kind   string `json:"kind"`
		Row    int    `json:"row,omitempty"`
		Status string `json:"status"`
		// Since is when it was last sent.
		Since   int64 `json:"since"`
		EndedAt int64 `json:"endedAt,omitempty"`
		// To is the host that a webhook calls.
		To string `json:"to,omitempty"`
		// Failure is there for those who may have it tried again.
		Failure *FailureView `json:"failure,omitempty"`
		// Case is the instance that was started for it; Hidden is set instead where
		// the reader may not read that.
		Case   *CaseView `json:"case,omitempty"`
		Hidden bool      `json:"hidden,omitempty"`
	}
	// CaseView is another instance than the one that is shown.
	CaseView struct {
		ID     string     `json:"id"`
		No     string     `json:"no"`
		Title  words.Text `json:"title"`
		App    AppRef     `json:"app"`
		Status string     `json:"status"`
	}
	// FailureView is what went wrong.
	FailureView struct {
		Code   string `json:"code"`
		Detail string `json:"detail,omitempty"`
		Tries  int    `json:"tries,omitempty"`
	}
	// StepChoice says how the people of a step are chosen: By the initiator, or the
	// approver of one of the steps At. Open is set where they still are to be.
	StepChoice struct {
		By   string    `json:"by"`
		At   []NodeRef `json:"at,omitempty"`
		Open bool      `json:"open,omitempty"`
	}
	// BranchView is a concurrent branch: the edge that leads into it, and its name
	// where the flow gives it one.
	BranchView struct {
		Edge string     `json:"edge"`
		Name words.Text `json:"name,omitempty"`
	}
	// SignerView is one of several who act at a step. Status is a task's, and
	// empty for a step that lies ahead.
	SignerView struct {
		Task string `json:"task,omitempty"`
		// Row is the row of a table that they act for.
		Row       *RowView        `json:"row,omitempty"`
		Assignees []PrincipalView `json:"assignees"`
		Status    string          `json:"status,omitempty"`
		By        *PrincipalView  `json:"by,omitempty"`
		At        int64           `json:"at,omitempty"`
		Comment   string          `json:"comment,omitempty"`
	}
	// PreviewView is the path that a half-filled form would take, and the form
	// with its computed fields.
	PreviewView struct {
		Steps []StepView      `json:"steps"`
		Form  json.RawMessage `json:"form"`
		// Choices are the steps on the way whose people the initiator chooses.
		Choices []ChoiceView `json:"choices"`
	}
	// Receipt says what became of a submission or a decision.
	Receipt struct {
		ID     string        `json:"id"`
		No     string        `json:"no"`
		Status string        `json:"status"`
		Rev    int64         `json:"rev"`
		Tasks  []ReceiptTask `json:"tasks"`
	}
	// ReceiptTask is an open task of a receipt; Assignees are principals.
	ReceiptTask struct {
		ID        string   `json:"id"`
		Node      string   `json:"node"`
		Assignees []string `json:"assignees"`
	}
	// AppRef names the app of an instance.
	AppRef struct {
		ID    string     `json:"id"`
		Name  words.Text `json:"name"`
		Icon  string     `json:"icon"`
		Color string     `json:"color"`
	}
	// CurrentView says who has an instance now, and since when.
	CurrentView struct {
		Task   string          `json:"task"`
		Node   string          `json:"node"`
		Name   words.Text      `json:"name"`
		People []PrincipalView `json:"people"`
		Since  int64           `json:"since"`
		Due    int64           `json:"due,omitempty"`
	}
	// SummaryView is one field that lists show.
	SummaryView struct {
		Field string     `json:"field"`
		Title words.Text `json:"title"`
		Text  words.Text `json:"text"`
	}
	// Row is an instance in a list.
	Row struct {
		ID        string        `json:"id"`
		No        string        `json:"no"`
		Title     words.Text    `json:"title"`
		App       AppRef        `json:"app"`
		Status    string        `json:"status"`
		Initiator PersonView    `json:"initiator"`
		CreatedAt int64         `json:"createdAt"`
		UpdatedAt int64         `json:"updatedAt"`
		Current   []CurrentView `json:"current"`
		Summary   []SummaryView `json:"summary"`
	}
	// InboxItem is a task that waits for its reader.
	InboxItem struct {
		Task      string     `json:"task"`
		Node      string     `json:"node"`
		Name      words.Text `json:"name"`
		ArrivedAt int64      `json:"arrivedAt"`
		Due       int64      `json:"due,omitempty"`
		Actions   []string   `json:"actions"`
		// For are those who are away and for whom the reader has the task.
		For      []PrincipalView `json:"for,omitempty"`
		Instance Row             `json:"instance"`
		// Row is the row of a table that the task is for.
		Row *RowView `json:"row,omitempty"`
		// Chooses is set where whoever approves must choose who acts next.
		Chooses bool `json:"chooses,omitempty"`
	}
	// Page is a part of a list; Next is the cursor of the following part and
	// empty at the end.
	Page[T any] struct {
		Items []T    `json:"items"`
		Next  string `json:"next"`
	}
	// TaskView is a task of an instance. Fields are those that the reader may
	// edit while deciding it; Actions are empty unless the reader may act.
	TaskView struct {
		ID        string            `json:"id"`
		Node      string            `json:"node"`
		Name      words.Text        `json:"name"`
		Status    string            `json:"status"`
		Assignees []string          `json:"assignees"`
		People    []PrincipalView   `json:"people"`
		ArrivedAt int64             `json:"arrivedAt"`
		Due       int64             `json:"due,omitempty"`
		Actions   []string          `json:"actions"`
		Fields    map[string]string `json:"fields"`
		// Refused says why an action that the reader might expect is not possible
		// now: action → words.
		Refused map[string]string `json:"refused,omitempty"`
		// Require are those of the fields that must be filled in at this step.
		Require []string `json:"require,omitempty"`
		// ReturnTo are the steps to which the reader can return the instance;
		// Resume says how it comes back: "returner", "walk", or "choose" where the
		// reader may choose.
		ReturnTo []NodeRef `json:"returnTo,omitempty"`
		Resume   string    `json:"resume,omitempty"`
		// Lender are those to whom a delegated task comes back, Group those from
		// whom it was claimed, Adder who added its signer.
		Lender []PrincipalView `json:"lender,omitempty"`
		Group  []PrincipalView `json:"group,omitempty"`
		Adder  *PrincipalView  `json:"adder,omitempty"`
		// Row is the row of a table that the task is for; Choices are the steps for
		// which whoever acts may choose people.
		Row     *RowView     `json:"row,omitempty"`
		Choices []ChoiceView `json:"choices,omitempty"`
	}
	// NodeRef names a step.
	NodeRef struct {
		Node string     `json:"node"`
		Name words.Text `json:"name"`
	}
	// OfferView is something that the reader can do with an instance, or why not
	// now.
	OfferView struct {
		Action string `json:"action"`
		Reason string `json:"reason,omitempty"`
	}
	// SuspensionView says who suspended an instance, when and why.
	SuspensionView struct {
		By     PrincipalView `json:"by"`
		At     int64         `json:"at"`
		Reason string        `json:"reason"`
	}
	// HistoryEntry is one thing that happened. Without By it happened by itself.
	HistoryEntry struct {
		Seq      int64           `json:"seq"`
		Type     string          `json:"type"`
		At       int64           `json:"at"`
		By       *PrincipalView  `json:"by,omitempty"`
		Node     string          `json:"node,omitempty"`
		NodeName words.Text      `json:"nodeName,omitempty"`
		Task     string          `json:"task,omitempty"`
		Comment  string          `json:"comment,omitempty"`
		From     *PrincipalView  `json:"from,omitempty"`
		To       []PrincipalView `json:"to,omitempty"`
		// Target is the step that the case was sent to; Where says when added
		// signers act; Redo is set where the initiator took the case back to change
		// it.
		Target     string     `json:"target,omitempty"`
		TargetName words.Text `json:"targetName,omitempty"`
		Where      string     `json:"where,omitempty"`
		Redo       bool       `json:"redo,omitempty"`
		Fields     []string   `json:"fields,omitempty"`
		// Row is the row of a table that a task is for, Rows are those for which
		// nobody was found.
		Row  *RowView `json:"row,omitempty"`
		Rows []int    `json:"rows,omitempty"`
		// Reason is why a step was skipped (nobody, noDate or initiator), or a task
		// passed by itself (same; To says in whose name).
		Reason string `json:"reason,omitempty"`
		// Purpose is what a timer was for: wait, remind or deadline. Until is when
		// it is due, Then what a deadline leads to, After how long there was.
		Purpose string     `json:"purpose,omitempty"`
		Until   int64      `json:"until,omitempty"`
		Then    string     `json:"then,omitempty"`
		After   *flow.Span `json:"after,omitempty"`
		// Instead is set where a task is nobody else's any more.
		Instead bool `json:"instead,omitempty"`
		// Errand is the kind of errand that it is about; Passed is set where one
		// failed and the case went on all the same.
		Errand string `json:"errand,omitempty"`
		Passed bool   `json:"passed,omitempty"`
	}
	// DefinitionView is the revision that an instance runs on.
	DefinitionView struct {
		Form     form.Definition `json:"form"`
		Rules    []rule.Rule     `json:"rules"`
		Calendar rule.Calendar   `json:"calendar"`
	}
	// InstanceView is an instance as its reader may see it.
	InstanceView struct {
		ID         string          `json:"id"`
		No         string          `json:"no"`
		Title      words.Text      `json:"title"`
		App        AppRef          `json:"app"`
		Revision   int             `json:"revision"`
		Status     string          `json:"status"`
		Rev        int64           `json:"rev"`
		Initiator  PersonView      `json:"initiator"`
		CreatedAt  int64           `json:"createdAt"`
		UpdatedAt  int64           `json:"updatedAt"`
		EndedAt    int64           `json:"endedAt,omitempty"`
		Form       json.RawMessage `json:"form"`
		Definition DefinitionView  `json:"definition"`
		Mask       Mask            `json:"mask"`
		// Computed are the fields that the app's script computes.
		Computed []string `json:"computed"`
		// Labels are the words of options that a script offered, as they were when
		// they were chosen, by "script/SCRIPT/VALUE".
		Labels map[string]words.Text `json:"labels"`
		People map[string]PersonView `json:"people"`
		// Files are those that the values name, where they are still there.
		Files   map[string]files.File `json:"files,omitempty"`
		Tasks   []TaskView            `json:"tasks"`
		Path    []StepView            `json:"path"`
		History []HistoryEntry        `json:"history"`
		// Actions are what the reader can do with the instance as a whole: withdraw,
		// copy, comment, reassign, jump, suspend, resume, end. One that carries a
		// reason is not possible now.
		Actions    []OfferView     `json:"actions"`
		Suspension *SuspensionView `json:"suspension,omitempty"`
		Result     string          `json:"result,omitempty"`
		// Parent is the instance that started this one, where the reader may read
		// it.
		Parent *CaseView       `json:"parent,omitempty"`
		Copies []PrincipalView `json:"copies"`
		// Urge is there where the reader may ask those who have the instance to
		// hurry.
		Urge *UrgeView `json:"urge,omitempty"`
	}
	// DraftCard is a draft in a list.
	DraftCard struct {
		ID      string     `json:"id"`
		App     string     `json:"app"`
		Rev     int64      `json:"rev"`
		SavedAt int64      `json:"savedAt"`
		Title   words.Text `json:"title"`
	}
	// RoleView is a role with its name.
	RoleView struct {
		ID   string     `json:"id"`
		Name words.Text `json:"name"`
	}
)
