package flow

import (
	"errors"
	"fmt"
	"strings"
)

// ErrInvalid is wrapped by every error that says a flow cannot be used.
var ErrInvalid = errors.New("flow is not valid")

// Finding is one thing that is wrong with a flow. Place is "flow",
// "flow.nodes.ID" or "flow.edges.ID"; Params carry what a message needs.
type Finding struct {
	Code   string         `json:"code"`
	Place  string         `json:"place"`
	Params map[string]any `json:"params,omitempty"`
}

// CompileError carries everything that Compile found, in the order of the
// flow's nodes and edges.
type CompileError struct {
	Findings []Finding
}

// Error lists the findings.
func (e *CompileError) Error() string {
	list := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		list[i] = fmt.Sprintf("%s at %s", f.Code, f.Place)
	}
	return fmt.Sprintf("%v: %s", ErrInvalid, strings.Join(list, "; "))
}

// Unwrap returns ErrInvalid.
func (e *CompileError) Unwrap() error { return ErrInvalid }

// The codes of findings.
const (
	CodeTooManyNodes     = "flow.tooManyNodes"     // max, count
	CodeTooManyEdges     = "flow.tooManyEdges"     // max, count
	CodeNodeIDInvalid    = "flow.nodeIdInvalid"    // id, index
	CodeNodeDuplicate    = "flow.nodeDuplicate"    // node
	CodeEdgeIDInvalid    = "flow.edgeIdInvalid"    // id, index
	CodeEdgeDuplicate    = "flow.edgeDuplicate"    // edge
	CodeTypeUnknown      = "flow.typeUnknown"      // type
	CodeStartMissing     = "flow.startMissing"     //
	CodeStartSeveral     = "flow.startSeveral"     // node
	CodeStartEntered     = "flow.startEntered"     // edge
	CodeEndMissing       = "flow.endMissing"       //
	CodeEndLeft          = "flow.endLeft"          // edge
	CodeEdgeFromUnknown  = "flow.edgeFromUnknown"  // node
	CodeEdgeToUnknown    = "flow.edgeToUnknown"    // node
	CodeExitMissing      = "flow.exitMissing"      // node
	CodeExitSeveral      = "flow.exitSeveral"      // node, count
	CodeUnreachable      = "flow.nodeUnreachable"  // node
	CodeDeadEnd          = "flow.nodeDeadEnd"      // node
	CodeLoop             = "flow.loopWithoutHuman" // node, nodes
	CodeDefaultMissing   = "flow.defaultMissing"   // node
	CodeDefaultSeveral   = "flow.defaultSeveral"   // node, count
	CodeDefaultCondition = "flow.defaultCondition" // node
	CodeDefaultStray     = "flow.defaultStray"     // node
	CodeConditionMissing = "flow.conditionMissing" // node
	CodeConditionStray   = "flow.conditionStray"   // node
	CodeConditionInvalid = "flow.conditionInvalid" // node, reason
	CodeAssigneeMissing  = "flow.assigneeMissing"  // node
	CodeAssigneeStray    = "flow.assigneeStray"    // node
	CodeAssigneeKind     = "flow.assigneeKind"     // node, kind
	CodeAssigneeLevel    = "flow.assigneeLevel"    // node, max
	CodeAssigneeRole     = "flow.assigneeRole"     // node
	CodeAssigneePeople   = "flow.assigneePeople"   // node, max
	CodeAssigneeField    = "flow.assigneeField"    // node, field
	CodeAssigneeBranch   = "flow.assigneeBranch"   // node
	CodeChoiceBy         = "flow.choiceBy"         // node, by
	CodeChoiceStray      = "flow.choiceStray"      // node
	CodeChoiceCount      = "flow.choiceCount"      // node, max
	CodeChoiceFrom       = "flow.choiceFrom"       // node
	CodeChoiceApprover   = "flow.choiceApprover"   // node
	CodeRowsOpen         = "flow.rowsOpen"         // node, field
	CodeOtherwiseStray   = "flow.otherwiseStray"   // node
	CodeOtherwiseMany    = "flow.otherwiseMany"    // node, max
	CodeAssigneeScript   = "flow.assigneeScript"   // node
	CodeScriptMissing    = "flow.scriptMissing"    // node
	CodeScriptStray      = "flow.scriptStray"      // node
	CodeScriptHides      = "flow.scriptHides"      // node, field
	CodeModeUnknown      = "flow.modeUnknown"      // node, mode
	CodeShareInvalid     = "flow.shareInvalid"     // node
	CodeShareStray       = "flow.shareStray"       // node
	CodeForbidUnknown    = "flow.forbidUnknown"    // node, deed
	CodeOnRejectUnknown  = "flow.onRejectUnknown"  // node, rejection
	CodeResumeUnknown    = "flow.resumeUnknown"    // node, resume
	CodeSameUnknown      = "flow.sameUnknown"      // node, same
	CodeSelfUnknown      = "flow.selfUnknown"      // node, self
	CodeOnFailUnknown    = "flow.onFailUnknown"    // node, onFail
	CodeResultInvalid    = "flow.resultInvalid"    // node, result
	CodeFallbackUnknown  = "flow.fallbackUnknown"  // node, fallback
	CodeOutcomeUnknown   = "flow.outcomeUnknown"   // node, outcome
	CodeAccessUnknown    = "flow.accessUnknown"    // node, field, access
	CodeFieldUnknown     = "flow.fieldUnknown"     // node, field
	CodeMessageMissing   = "flow.messageMissing"   // node
	CodeMessageStray     = "flow.messageStray"     // node
	CodeMessageTooLong   = "flow.messageTooLong"   // node, lang, max
	CodeFillInNothing    = "flow.fillInNothing"    // node
	CodeFillInShare      = "flow.fillInShare"      // node
	CodeFillInSame       = "flow.fillInSame"       // node
	CodeFillInThen       = "flow.fillInThen"       // node, then
	CodeRequireStray     = "flow.requireStray"     // node
	CodeRequireClosed    = "flow.requireClosed"    // node, field
	CodeWaitMissing      = "flow.waitMissing"      // node
	CodeWaitStray        = "flow.waitStray"        // node
	CodeWaitField        = "flow.waitField"        // node, field
	CodeWaitTime         = "flow.waitTime"         // node, time
	CodeWaitDateStray    = "flow.waitDateStray"    // node
	CodeWebhookMissing   = "flow.webhookMissing"   // node
	CodeWebhookStray     = "flow.webhookStray"     // node
	CodeWebhookURL       = "flow.webhookUrl"       // node
	CodeWebhookFields    = "flow.webhookFields"    // node, max
	CodeWebhookTwice     = "flow.webhookTwice"     // node, field
	CodeWebhookTimeout   = "flow.webhookTimeout"   // node, max
	CodeWebhookTries     = "flow.webhookTries"     // node, max
	CodeSpanInvalid      = "flow.spanInvalid"      // node, max
	CodeDeadlineStray    = "flow.deadlineStray"    // node
	CodeDeadlineThen     = "flow.deadlineThen"     // node, then
	CodeDeadlineTo       = "flow.deadlineTo"       // node
	CodeDeadlineToStray  = "flow.deadlineToStray"  // node
	CodeRemindersTooMany = "flow.remindersTooMany" // node, max
	CodeReminderWhen     = "flow.reminderWhen"     // node, when
	CodeSubMissing       = "flow.subMissing"       // node
	CodeSubStray         = "flow.subStray"         // node
	CodeSubTable         = "flow.subTable"         // node, field
	CodeSubUnknown       = "flow.subUnknown"       // node, value
	CodeSubStarted       = "flow.subStarted"       // node
	CodeSubTooMany       = "flow.subTooMany"       // node, max
	CodeSubFill          = "flow.subFill"          // node, name
	CodeSubFillTwice     = "flow.subFillTwice"     // node, name
	CodeSubFrom          = "flow.subFrom"          // node, field
	CodeSubTake          = "flow.subTake"          // node, name
	CodeSubTakeTwice     = "flow.subTakeTwice"     // node, field
	CodeSubTo            = "flow.subTo"            // node, field
)

func flowPlace() string          { return "flow" }
func nodePlace(id string) string { return "flow.nodes." + id }
func edgePlace(id string) string { return "flow.edges." + id }
