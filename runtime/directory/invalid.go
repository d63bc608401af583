package directory

import (
	"fmt"
	"strings"
)

// The codes of a Problem.
const (
	CodeRequired          = "directory.required"          // the field is empty
	CodeTooLong           = "directory.tooLong"           // Params: max
	CodeLoginFormat       = "directory.loginFormat"       // letters, digits and . _ @ - only
	CodeLoginTaken        = "directory.loginTaken"        // someone else has or had this login name
	CodeEmailFormat       = "directory.emailFormat"       // not an e-mail address
	CodeLanguageUnknown   = "directory.languageUnknown"   // Banli does not speak it
	CodeRoleUnknown       = "directory.roleUnknown"       // Params: role
	CodeDepartmentUnknown = "directory.departmentUnknown" // no such department
	CodeDepartmentTaken   = "directory.departmentTaken"   // another department has this code
	CodeDepartmentFormat  = "directory.departmentFormat"  // lower-case letters, digits and - only
	CodeDepartmentCircle  = "directory.departmentCircle"  // a department can't stand below itself
	CodePersonUnknown     = "directory.personUnknown"     // nobody with this id works here
	CodeManagerCircle     = "directory.managerCircle"     // a person can't be managed by themselves, directly or round a corner
	CodePasswordShort     = "directory.passwordShort"     // Params: min
	CodePasswordLong      = "directory.passwordLong"      // Params: max
	CodeLastHolder        = "directory.lastHolder"        // Params: role; nobody else holds it
	CodeSuccessorUnknown  = "directory.successorUnknown"  // nobody else with this id works here
	CodeStillHere         = "directory.stillHere"         // someone who works here can't come back
	CodeStandInSelf       = "directory.standInSelf"       // nobody stands in for themselves
	CodePeriodOrder       = "directory.periodOrder"       // it ends before it begins
	CodePeriodPast        = "directory.periodPast"        // it is over already
	CodeAppUnknown        = "directory.appUnknown"        // Params: app
	CodeAbsenceOverlap    = "directory.absenceOverlap"    // Params: name, of who stands in by another entry for that time
	CodeAbsenceMany       = "directory.absenceMany"       // Params: max
	CodeAbsenceOver       = "directory.absenceOver"       // what is over can't be changed
)

// Codes lists the codes of a Problem.
func Codes() []string {
	return []string{
		CodeRequired, CodeTooLong, CodeLoginFormat, CodeLoginTaken, CodeEmailFormat,
		CodeLanguageUnknown, CodeRoleUnknown, CodeDepartmentUnknown, CodeDepartmentTaken, CodeDepartmentFormat,
		CodeDepartmentCircle, CodePersonUnknown, CodeManagerCircle, CodePasswordShort, CodePasswordLong,
		CodeLastHolder, CodeSuccessorUnknown, CodeStillHere,
		CodeStandInSelf, CodePeriodOrder, CodePeriodPast, CodeAppUnknown, CodeAbsenceOverlap, CodeAbsenceMany, CodeAbsenceOver,
	}
}

// Problem is one thing wrong with one field of what was asked.
type Problem struct {
	Field  string // as in the input's JSON: "login", "dept", "manager" …
	Code   string
	Params map[string]any
}

// InvalidError says why a change was refused. Nothing of it was done.
type InvalidError struct {
	Problems []Problem // at least one
}

// Error lists the fields and codes, without what was entered.
func (e *InvalidError) Error() string {
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = fmt.Sprintf("%s: %s", p.Field, p.Code)
	}
	return "directory: refused: " + strings.Join(parts, ", ")
}

// checks gathers problems.
type checks []Problem

func (c *checks) fail(field, code string) { *c = append(*c, Problem{Field: field, Code: code}) }

func (c *checks) failWith(field, code string, params map[string]any) {
	*c = append(*c, Problem{Field: field, Code: code, Params: params})
}

func (c checks) err() error {
	if len(c) == 0 {
		return nil
	}
	return &InvalidError{Problems: c}
}
