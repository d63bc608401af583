package rule

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// What an action does to the field that it names.
const (
	// DoShow shows the field while the rule holds; a field that an enabled show
	// action names is hidden unless one such rule holds.
	DoShow = "show"
	// DoHide hides the field while the rule holds, whatever show says.
	DoHide = "hide"
	// DoRequire makes the field required while the rule holds and it is visible.
	DoRequire = "require"
	// DoLock makes the field read-only while the rule holds.
	DoLock = "lock"
	// DoSet computes the field's value and locks it while the rule holds.
	DoSet = "set"
	// DoDefault suggests a value while the rule holds, which the person may
	// change. Only where a person fills in the form is it put in: a value that
	// was cleared on purpose looks like one that was never given, so whoever
	// reads the values later must not fill it in again.
	DoDefault = "default"
	// DoLimit leaves only some of the options of a choice while the rule holds;
	// of several limits, what all of them leave.
	DoLimit = "limit"
	// DoWarn says something beside the field while the rule holds. It keeps
	// nobody from submitting.
	DoWarn = "warn"
)

// Rule is one named rule of a form: when its condition holds, its actions act.
//
// A condition that reads {"var":"$row.column"} is judged row by row: all its
// actions must then be on columns of one table, and each acts on the rows for
// which the condition holds.
type Rule struct {
	ID      string     `json:"id"`
	Name    words.Text `json:"name,omitempty"`
	Enabled bool       `json:"enabled"`
	// When is the condition; absent means always.
	When json.RawMessage `json:"when,omitempty"`
	Then []Action        `json:"then"`
}

// Action is one consequence of a rule.
type Action struct {
	Do string `json:"do"`
	// Field is a field's id, or "table.column".
	Field string `json:"field"`
	// Value is the formula of a set or default action. Where Field is a column it is
	// evaluated once per row, and {"var":"$row.other"} reads the same row.
	Value json.RawMessage `json:"value,omitempty"`
	// Options are what a limit action leaves.
	Options []string `json:"options,omitempty"`
	// Text is what a warn action says.
	Text words.Text `json:"text,omitempty"`
}

// Finding is one thing that is wrong with a definition: a stable code, the
// place, and what the message needs.
type Finding struct {
	// Code is one of the Code constants of this package.
	Code string `json:"code"`
	// Path names the place: "ruleId", "ruleId.when" or "ruleId.then.0.value";
	// "" for an expression that stands alone.
	Path   string         `json:"path"`
	Params map[string]any `json:"params,omitempty"`
}

// CompileError carries everything that is wrong with an expression or with a
// list of rules. It always holds at least one finding.
type CompileError struct{ Findings []Finding }

// Error lists the codes and places; people are shown [Finding.Message].
func (e *CompileError) Error() string {
	parts := make([]string, 0, len(e.Findings))
	for _, f := range e.Findings {
		if f.Path == "" {
			parts = append(parts, f.Code)
			continue
		}
		parts = append(parts, fmt.Sprintf("%s at %s", f.Code, f.Path))
	}
	return "rule: " + strings.Join(parts, "; ")
}
