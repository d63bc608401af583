package rule

import "github.com/shopspring/decimal"

// fold is + and *: null when any operand is.
func fold(step func(a, b decimal.Decimal) decimal.Decimal) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		acc, allKnown, err := s.number(n, 0)
		if err != nil {
			return nil, err
		}
		for i := 1; i < len(n.args); i++ {
			d, known, err := s.number(n, i)
			if err != nil {
				return nil, err
			}
			if allKnown = allKnown && known; !allKnown {
				continue
			}
			var ok bool
			if acc, ok = bound(step(acc, d)); !ok {
				return nil, fail(n, CodeRange)
			}
		}
		if !allKnown {
			return nil, nil
		}
		return acc, nil
	}
}

// evalMinus subtracts, or negates its only operand.
func evalMinus(s *scope, n *node) (any, *EvalError) {
	a, known, err := s.number(n, 0)
	if err != nil {
		return nil, err
	}
	if len(n.args) == 1 {
		if !known {
			return nil, nil
		}
		return a.Neg(), nil
	}
	b, alsoKnown, err := s.number(n, 1)
	if err != nil || !known || !alsoKnown {
		return nil, err
	}
	return bounded(n, a.Sub(b))
}

// evalDivide divides to 20 digits after the point, half up. Dividing by zero
// gives null, as a figure that cannot be known.
func evalDivide(s *scope, n *node) (any, *EvalError) {
	a, known, err := s.number(n, 0)
	if err != nil {
		return nil, err
	}
	b, alsoKnown, err := s.number(n, 1)
	if err != nil || !known || !alsoKnown || b.IsZero() {
		return nil, err
	}
	return bounded(n, a.DivRound(b, divisionDigits))
}

func evalAbs(s *scope, n *node) (any, *EvalError) {
	a, known, err := s.number(n, 0)
	if err != nil || !known {
		return nil, err
	}
	return a.Abs(), nil
}

// rounding is round (half up, away from zero: 2.5 → 3, -2.5 → -3), roundUp
// (away from zero) and roundDown (towards zero), to a number of digits after
// the point; a negative number rounds to tens, hundreds and so on.
func rounding(to func(decimal.Decimal, int32) decimal.Decimal) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		a, known, err := s.number(n, 0)
		if err != nil {
			return nil, err
		}
		places := int32(0)
		if len(n.args) == 2 {
			d, alsoKnown, err := s.number(n, 1)
			if err != nil {
				return nil, err
			}
			digits, ok := whole(d, maxRoundDigits)
			if !ok {
				return nil, fail(n, CodeRange)
			}
			known = known && alsoKnown
			places = int32(digits)
		}
		if !known {
			return nil, nil
		}
		if a.Exponent() >= -places {
			return a, nil
		}
		return bounded(n, to(a, places))
	}
}

// whole reads a whole number whose size is at most limit.
func whole(d decimal.Decimal, limit int64) (int, bool) {
	if !d.IsInteger() || d.Abs().Cmp(decimal.NewFromInt(limit)) > 0 {
		return 0, false
	}
	return int(d.IntPart()), true
}

// bounded keeps a result within the bounds of number.go.
func bounded(n *node, d decimal.Decimal) (any, *EvalError) {
	d, ok := bound(d)
	if !ok {
		return nil, fail(n, CodeRange)
	}
	return d, nil
}

func lesser(a, b decimal.Decimal) decimal.Decimal {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func greater(a, b decimal.Decimal) decimal.Decimal {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// aggregate is sum, min and max over lists and single numbers. What is null is
// left out; where nothing is left the result is ofNone.
func aggregate(step func(a, b decimal.Decimal) decimal.Decimal, ofNone any) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		var acc any
		for _, a := range n.args {
			v, err := s.eval(a)
			if err != nil {
				return nil, err
			}
			list, isList := v.([]any)
			if !isList {
				if acc, err = take(n, acc, v, step); err != nil {
					return nil, err
				}
				continue
			}
			for _, item := range list {
				if acc, err = take(n, acc, item, step); err != nil {
					return nil, err
				}
			}
		}
		if acc == nil {
			return ofNone, nil
		}
		return acc, nil
	}
}

// take adds one value to an aggregate; acc is nil until the first number.
func take(n *node, acc, v any, step func(a, b decimal.Decimal) decimal.Decimal) (any, *EvalError) {
	if v == nil {
		return acc, nil
	}
	d, ok := v.(decimal.Decimal)
	if !ok {
		return nil, fail(n, CodeType)
	}
	if acc == nil {
		return d, nil
	}
	return bounded(n, step(acc.(decimal.Decimal), d))
}

// evalAverage is the sum of the numbers that are not null by how many they are,
// to 20 digits after the point; null where there are none.
func evalAverage(s *scope, n *node) (any, *EvalError) {
	acc, count := decimal.Zero, int64(0)
	add := func(v any) *EvalError {
		if v == nil {
			return nil
		}
		d, ok := v.(decimal.Decimal)
		if !ok {
			return fail(n, CodeType)
		}
		if acc, ok = bound(acc.Add(d)); !ok {
			return fail(n, CodeRange)
		}
		count++
		return nil
	}
	for _, a := range n.args {
		v, err := s.eval(a)
		if err != nil {
			return nil, err
		}
		list, isList := v.([]any)
		if !isList {
			list = []any{v}
		}
		for _, item := range list {
			if err := add(item); err != nil {
				return nil, err
			}
		}
	}
	if count == 0 {
		return nil, nil
	}
	return bounded(n, acc.DivRound(decimal.NewFromInt(count), divisionDigits))
}

// evalCount counts what is not null in a list: the rows of a table, the cells
// of a column that are filled in. A table that is missing has none.
func evalCount(s *scope, n *node) (any, *EvalError) {
	v, err := s.eval(n.args[0])
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok && v != nil {
		return nil, fail(n, CodeType)
	}
	count := int64(0)
	for _, item := range list {
		if item != nil {
			count++
		}
	}
	return decimal.NewFromInt(count), nil
}
