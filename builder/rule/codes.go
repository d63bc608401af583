package rule

// The codes of findings, of evaluation errors and of problems.
const (
	// CodeSyntax: not an expression: malformed JSON, an object with no or
	// several operators, a key given twice.
	CodeSyntax = "rule.syntax"
	// CodeUnreadable: text that an author has not finished as a formula yet,
	// {"text": "sum(["}. It is kept as it was typed and is never evaluated.
	CodeUnreadable = "rule.unreadable"
	// CodeTooLarge: more text, nodes, rules or actions than allowed.
	CodeTooLarge = "rule.tooLarge"
	// CodeTooDeep: nested deeper than allowed.
	CodeTooDeep = "rule.tooDeep"
	// CodeOperator: an operator that does not exist.
	CodeOperator = "rule.unknownOperator"
	// CodeArity: an operator with too few or too many operands.
	CodeArity = "rule.arity"
	// CodeNumber: a number literal with more than 15 significant digits.
	CodeNumber = "rule.number"
	// CodeVar: a variable that the form does not have.
	CodeVar = "rule.unknownVar"
	// CodeNow: the time of day, which rules do not have: what they say is judged
	// again later, on the same day's date, and must come out the same.
	CodeNow = "rule.noNow"
	// CodeRow: $row outside the formula of a table's column.
	CodeRow = "rule.rowOutside"
	// CodeRowField: a rule that is judged row by row, with an action on a field
	// that is no column of that table.
	CodeRowField = "rule.rowField"
	// CodeType: an operand or a result of the wrong type.
	CodeType = "rule.type"
	// CodeNull: a comparison with null, which is always null.
	CodeNull = "rule.nullCompare"
	// CodeOption: a choice field compared with a value it cannot have.
	CodeOption = "rule.unknownOption"
	// CodeField: an action on a field that the form does not have.
	CodeField = "rule.unknownField"
	// CodeAction: an action that does not exist or does not suit its field.
	CodeAction = "rule.action"
	// CodeID: a rule without an id, or two with the same.
	CodeID = "rule.id"
	// CodeCycle: fields that depend on each other in a circle.
	CodeCycle = "rule.cycle"
	// CodeRange: a number or text too large, while evaluating.
	CodeRange = "rule.range"
	// CodeDate: a date that is not in the calendar, while evaluating.
	CodeDate = "rule.date"
	// CodeCalendar: workdays without a calendar, while evaluating.
	CodeCalendar = "rule.noCalendar"
)
