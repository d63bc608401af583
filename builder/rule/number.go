package rule

import (
	"encoding/json"
	"strconv"

	"github.com/shopspring/decimal"
)

// The bounds of every number, so that no chain of formulas can make one that
// takes long to compute with. ui/src/core/rule/number.ts has the same.
const (
	// maxWhole is the most digits before the point; a larger number is CodeRange.
	maxWhole = 60
	// maxFraction is the most digits after the point; a result with more is
	// rounded half up (away from zero) to this many.
	maxFraction = 60
	// divisionDigits is how many digits after the point a quotient is rounded
	// to, half up (away from zero).
	divisionDigits = 20
	// maxRoundDigits bounds the second argument of round, in both directions.
	maxRoundDigits = 20
	// literalDigits is the most significant digits of a number that is written
	// in an expression: as many as every browser keeps exactly.
	literalDigits = 15
	// maxNumberText is the longest text of a number that is looked at.
	maxNumberText = 130
)

// bound keeps a result within the bounds above.
func bound(d decimal.Decimal) (decimal.Decimal, bool) {
	exp := int(d.Exponent())
	if exp >= -maxFraction && exp <= 0 && d.NumDigits()+exp <= maxWhole {
		return d, true
	}
	if d.IsZero() {
		return decimal.Zero, true
	}
	if d.NumDigits()+exp > maxWhole {
		return decimal.Zero, false
	}
	if exp < -maxFraction {
		d = d.Round(maxFraction)
	}
	return d, true
}

// The digits that a computed number is kept with in a field: as many as every
// browser, script and spreadsheet keeps exactly.
const (
	keptDigits = literalDigits
	// keptFraction is how many digits after the point are never rounded away:
	// the cents of an amount.
	keptFraction = 2
)

// settle makes a formula's result what a field keeps: at most 15 significant
// digits, the rest rounded half up. It is false, which is CodeRange, where that
// would change anything before the third digit after the point: an amount is
// refused and never rounded silently.
func settle(d decimal.Decimal) (decimal.Decimal, bool) {
	d = d.Normalize()
	digits, exp := d.NumDigits(), int(d.Exponent())
	if digits <= keptDigits {
		return d, true
	}
	places := keptDigits - (digits + exp)
	if places < keptFraction {
		return decimal.Zero, false
	}
	return d.Round(int32(places)).Normalize(), true //nolint:gosec // at most 15 + 60
}

// parseNumber reads a JSON number; it is false for one outside the bounds.
func parseNumber(text string) (decimal.Decimal, bool) {
	if len(text) > maxNumberText {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Zero, false
	}
	if int(d.Exponent()) < -maxFraction {
		// 1.000…0 has many digits after the point and needs none of them.
		d = d.Normalize()
		if int(d.Exponent()) < -maxFraction {
			return decimal.Zero, false
		}
	}
	return bound(d)
}

// fromJSON turns a JSON value into a value of the evaluator: numbers become
// decimals, lists of scalars are converted, objects stay as they are.
func fromJSON(v any) (any, bool) {
	switch v := v.(type) {
	case nil, bool, string, decimal.Decimal, map[string]any:
		return v, true
	case json.Number:
		return number(parseNumber(string(v)))
	case float64:
		return number(parseNumber(strconv.FormatFloat(v, 'g', -1, 64)))
	case int:
		return decimal.NewFromInt(int64(v)), true
	case int64:
		return decimal.NewFromInt(v), true
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list, true
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			converted, ok := fromJSON(item)
			if !ok {
				return nil, false
			}
			list[i] = converted
		}
		return list, true
	default:
		return nil, false
	}
}

// number makes a pair of a decimal and a flag into one of a value and a flag.
func number(d decimal.Decimal, ok bool) (any, bool) {
	if !ok {
		return nil, false
	}
	return d, true
}

// toJSON turns a result into what form values hold.
func toJSON(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return json.Number(v.String())
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = toJSON(item)
		}
		return out
	default:
		return v
	}
}
