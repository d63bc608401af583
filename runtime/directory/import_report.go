package directory

import "fmt"

// The codes of what can be wrong with a file or its rows, beside those of a
// Problem.
const (
	CodeHeaderMissing     = "import.headerMissing"     // no sheet has a header of people or departments
	CodeHeaderTwice       = "import.headerTwice"       // Params: title
	CodeNothing           = "import.nothing"           // there is a header and nothing below it
	CodeLoginTwice        = "import.loginTwice"        // Params: row, the first that has it
	CodeDescribedTwice    = "import.describedTwice"    // Params: row, the first that differs
	CodeNobody            = "import.nobody"            // neither the file nor the directory has this login
	CodeGone              = "import.gone"              // this person has left
	CodeDepartmentMissing = "import.departmentMissing" // neither the file nor the directory has this department
	CodeAmbiguous         = "import.ambiguous"         // several departments have this name
	CodeManagerRing       = "import.managerRing"       // Params: ring
	CodeDepartmentRing    = "import.departmentRing"    // Params: ring
	CodeRoleNotYours      = "import.roleNotYours"      // Params: role; whoever imports may not give or take it
)

// ImportCodes lists these codes.
func ImportCodes() []string {
	return []string{
		CodeHeaderMissing, CodeHeaderTwice, CodeNothing, CodeLoginTwice, CodeDescribedTwice, CodeNobody, CodeGone,
		CodeDepartmentMissing, CodeAmbiguous, CodeManagerRing, CodeDepartmentRing, CodeRoleNotYours,
	}
}

// FileError says why a file as a whole cannot be imported.
type FileError struct {
	Code   string
	Params map[string]any
}

func (e *FileError) Error() string {
	return fmt.Sprintf("directory: importing: %s %v", e.Code, e.Params)
}

// RowProblem is one thing wrong with one cell.
type RowProblem struct {
	Sheet  string // empty for CSV
	Row    int    // as a spreadsheet numbers it
	Column string // as the file heads it; empty where the file lacks it
	Value  string
	Problem
}

// Kind is what a row is about.
type Kind string

// The kinds of a row.
const (
	KindPerson     Kind = "person"
	KindDepartment Kind = "department"
)

// RowChange is what a row would do: add something, where Added, or change
// fields.
type RowChange struct {
	Sheet  string
	Row    int
	Kind   Kind
	Key    string // login or code
	Added  bool
	Fields []FieldChange
}

// FieldChange is a field before and after, as a file would say it.
type FieldChange struct {
	Field  string
	Before string
	After  string
}

// Counts says what becomes of the rows of a kind.
type Counts struct{ Added, Changed, Same int }

// Report is what a file would do. Where it has problems, none of it is done.
type Report struct {
	Rows        int
	People      Counts
	Departments Counts
	Problems    []RowProblem
	Changes     []RowChange
	// Ignored are the headers that mean nothing.
	Ignored []string
	// Plan stands for exactly these changes of exactly this directory; empty
	// where there are problems.
	Plan string
}
