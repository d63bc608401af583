package rule

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// operator is one of the closed set.
type operator struct {
	name string
	// min and max are the numbers of operands; max -1 means any.
	min, max int
	eval     func(*scope, *node) (any, *EvalError)
	// check infers the result's type and reports operands of the wrong type.
	check func(*checker, *node) Type
	// precedence orders operators for showing; higher binds tighter, 0 means
	// that no parentheses are ever needed.
	precedence int
}

// operatorList is the closed set. "var" is not among them: a variable is a kind
// of node.
var operatorList = []*operator{
	{name: "==", min: 2, max: 2, eval: equality(true), check: checkEqual, precedence: 3},
	{name: "!=", min: 2, max: 2, eval: equality(false), check: checkEqual, precedence: 3},
	{name: "<", min: 2, max: 2, eval: ordering(func(c int) bool { return c < 0 }), check: checkOrder, precedence: 3},
	{name: "<=", min: 2, max: 2, eval: ordering(func(c int) bool { return c <= 0 }), check: checkOrder, precedence: 3},
	{name: ">", min: 2, max: 2, eval: ordering(func(c int) bool { return c > 0 }), check: checkOrder, precedence: 3},
	{name: ">=", min: 2, max: 2, eval: ordering(func(c int) bool { return c >= 0 }), check: checkOrder, precedence: 3},
	{name: "and", min: 1, max: -1, eval: kleene(false), check: checkBools, precedence: 2},
	{name: "or", min: 1, max: -1, eval: kleene(true), check: checkBools, precedence: 1},
	{name: "!", min: 1, max: 1, eval: evalNot, check: checkBools},
	{name: "if", min: 2, max: -1, eval: evalIf, check: checkIf},
	{name: "+", min: 1, max: -1, eval: fold(decimal.Decimal.Add), check: checkNumbers, precedence: 4},
	{name: "-", min: 1, max: 2, eval: evalMinus, check: checkNumbers, precedence: 4},
	{name: "*", min: 1, max: -1, eval: fold(decimal.Decimal.Mul), check: checkNumbers, precedence: 5},
	{name: "/", min: 2, max: 2, eval: evalDivide, check: checkNumbers, precedence: 5},
	{name: "abs", min: 1, max: 1, eval: evalAbs, check: checkNumbers},
	{name: "round", min: 1, max: 2, eval: rounding(decimal.Decimal.Round), check: checkNumbers},
	{name: "roundUp", min: 1, max: 2, eval: rounding(decimal.Decimal.RoundUp), check: checkNumbers},
	{name: "roundDown", min: 1, max: 2, eval: rounding(decimal.Decimal.RoundDown), check: checkNumbers},
	{name: "min", min: 1, max: -1, eval: aggregate(lesser, nil), check: checkAggregate},
	{name: "max", min: 1, max: -1, eval: aggregate(greater, nil), check: checkAggregate},
	{name: "sum", min: 1, max: -1, eval: aggregate(decimal.Decimal.Add, decimal.Zero), check: checkAggregate},
	{name: "avg", min: 1, max: -1, eval: evalAverage, check: checkAggregate},
	{name: "count", min: 1, max: 1, eval: evalCount, check: checkCount},
	{name: "in", min: 2, max: 2, eval: evalIn, check: checkIn, precedence: 3},
	{name: "contains", min: 2, max: 2, eval: evalContains, check: checkContains, precedence: 3},
	{name: "empty", min: 1, max: 1, eval: evalEmpty, check: checkEmpty, precedence: 3},
	{name: "cat", min: 1, max: -1, eval: evalCat, check: checkCat},
	{name: "ifEmpty", min: 2, max: -1, eval: evalIfEmpty, check: checkIfEmpty},
	{name: "join", min: 1, max: 2, eval: evalJoin, check: checkJoin},
	{name: "length", min: 1, max: 1, eval: evalLength, check: checkLength},
	{name: "startsWith", min: 2, max: 2, eval: evalStartsWith, check: checkStartsWith},
	{name: "left", min: 2, max: 2, eval: cut(func(s []rune, n int) []rune { return s[:n] }), check: checkCut},
	{name: "right", min: 2, max: 2, eval: cut(func(s []rune, n int) []rune { return s[len(s)-n:] }), check: checkCut},
	{name: "upper", min: 1, max: 1, eval: texting(upper), check: checkTexting},
	{name: "lower", min: 1, max: 1, eval: texting(lower), check: checkTexting},
	{name: "trim", min: 1, max: 1, eval: texting(trim), check: checkTexting},
	{name: "money", min: 1, max: 1, eval: evalMoney, check: checkMoney},
	{name: "moneyWords", min: 1, max: 1, eval: evalMoneyWords, check: checkMoney},
	{name: "days", min: 1, max: 2, eval: evalDays, check: checkDays},
	{name: "workdays", min: 1, max: 2, eval: evalWorkdays, check: checkDays},
	{name: "daysBetween", min: 2, max: 2, eval: evalDaysBetween, check: checkDates(KindNumber, KindDate, KindDate)},
	{name: "minutesBetween", min: 2, max: 2, eval: evalMinutesBetween, check: checkDates(KindNumber, KindDateTime, KindDateTime)},
	{name: "addDays", min: 2, max: 2, eval: adding(plusDays), check: checkDates(KindDate, KindDate, KindNumber)},
	{name: "addMonths", min: 2, max: 2, eval: adding(plusMonths), check: checkDates(KindDate, KindDate, KindNumber)},
	{name: "addWorkdays", min: 2, max: 2, eval: adding(plusWorkdays), check: checkDates(KindDate, KindDate, KindNumber)},
	{name: "year", min: 1, max: 1, eval: datePart(func(y, _, _ int, _ day) int { return y }), check: checkDates(KindNumber, KindDate)},
	{name: "month", min: 1, max: 1, eval: datePart(func(_, m, _ int, _ day) int { return m }), check: checkDates(KindNumber, KindDate)},
	{name: "day", min: 1, max: 1, eval: datePart(func(_, _, d int, _ day) int { return d }), check: checkDates(KindNumber, KindDate)},
	{name: "weekday", min: 1, max: 1, eval: datePart(func(_, _, _ int, d day) int { return int(d)%7 + 1 }), check: checkDates(KindNumber, KindDate)},
}

var operators = byName(operatorList)

func byName(list []*operator) map[string]*operator {
	out := make(map[string]*operator, len(list))
	for _, op := range list {
		out[op.name] = op
	}
	return out
}

// Operators lists the names of the closed set, sorted.
func Operators() []string { return slices.Sorted(maps.Keys(operators)) }
