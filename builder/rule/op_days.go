package rule

import "github.com/shopspring/decimal"

// evalDays counts the calendar days of a date range, or from one date to
// another with both, in halves.
func evalDays(s *scope, n *node) (any, *EvalError) {
	return s.days(n, nil)
}

// evalWorkdays counts the working days of a date range, or from one date to
// another with both, in halves.
func evalWorkdays(s *scope, n *node) (any, *EvalError) {
	if s.env.Calendar == nil {
		return nil, fail(n, CodeCalendar)
	}
	return s.days(n, s.env.Calendar)
}

// days counts a date range. It is null for a range that is not complete or
// that ends before it starts.
func (s *scope) days(n *node, c *CompiledCalendar) (any, *EvalError) {
	r, err := s.rangeOf(n)
	if err != nil || r == nil {
		return nil, err
	}
	halves, known, code := halfDays(r, c)
	if code != "" {
		return nil, fail(n, code)
	}
	if !known {
		return nil, nil
	}
	return decimal.New(int64(halves)*5, -1), nil
}

// rangeOf evaluates the operands of days and workdays: a date range, or two
// dates that are made one.
func (s *scope) rangeOf(n *node) (map[string]any, *EvalError) {
	if len(n.args) == 2 {
		start, end, err := s.pair(n)
		return map[string]any{"start": start, "end": end}, err
	}
	v, err := s.eval(n.args[0])
	if err != nil || v == nil {
		return nil, err
	}
	r, ok := v.(map[string]any)
	if !ok {
		return nil, fail(n, CodeType)
	}
	return r, nil
}
