// Package rule holds conditions and formulas: JSON Logic's syntax with a closed
// set of typed operators, and the named rules of a form (show, hide, require,
// lock, set) that are made of them.
//
// Numbers are exact decimals. Nothing is coerced: an operand of the wrong type
// is an error, never a guess. Null means "not filled in" and propagates:
// arithmetic and comparisons with null give null, and/or follow Kleene's
// three-valued logic, and a condition that is null does not hold. The
// aggregates (sum, count, min, max) leave out what is null instead.
//
// An author's text that is no formula yet is kept as {"text": "sum(["}: it is
// refused with CodeUnreadable wherever an expression is read, so it can stand
// in a draft and never in what is published.
//
// ui/src/core/rule is the same evaluator in TypeScript; testdata/vectors.json
// runs through both.
//
// It imports builder/words, shopspring/decimal and the standard library.
package rule
