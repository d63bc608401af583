package rule

// equality is == and !=. Null on either side gives null: empty asks for null.
func equality(want bool) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		a, b, err := s.pair(n)
		if err != nil || a == nil || b == nil {
			return nil, err
		}
		equal, ok := same(a, b)
		if !ok {
			return nil, fail(n, CodeType)
		}
		return equal == want, nil
	}
}

// ordering is <, <=, > and >=, of numbers, dates, times and date-times.
func ordering(holds func(int) bool) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		a, b, err := s.pair(n)
		if err != nil || a == nil || b == nil {
			return nil, err
		}
		order, ok := compare(a, b)
		if !ok {
			return nil, fail(n, CodeType)
		}
		return holds(order), nil
	}
}

// pair evaluates two operands.
func (s *scope) pair(n *node) (a, b any, err *EvalError) {
	if a, err = s.eval(n.args[0]); err != nil {
		return nil, nil, err
	}
	if b, err = s.eval(n.args[1]); err != nil {
		return nil, nil, err
	}
	return a, b, nil
}

// kleene is and (decisive false) and or (decisive true): the decisive value
// wins, then null, then the other. Operands after a decisive one are not
// evaluated.
func kleene(decisive bool) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		allKnown := true
		for i := range n.args {
			truth, known, err := s.truth(n, i)
			if err != nil {
				return nil, err
			}
			if known && truth == decisive {
				return decisive, nil
			}
			allKnown = allKnown && known
		}
		if !allKnown {
			return nil, nil
		}
		return !decisive, nil
	}
}

func evalNot(s *scope, n *node) (any, *EvalError) {
	truth, known, err := s.truth(n, 0)
	if err != nil || !known {
		return nil, err
	}
	return !truth, nil
}

// evalIf is if c1 then v1, else if c2 then v2 …, else the last. A condition
// that is null makes the result null; without an else it is null too.
func evalIf(s *scope, n *node) (any, *EvalError) {
	i := 0
	for ; i+1 < len(n.args); i += 2 {
		truth, known, err := s.truth(n, i)
		if err != nil || !known {
			return nil, err
		}
		if truth {
			return s.eval(n.args[i+1])
		}
	}
	if i < len(n.args) {
		return s.eval(n.args[i])
	}
	return nil, nil
}

// evalIfEmpty is the first operand that empty would not hold for, the last one
// where there is none.
func evalIfEmpty(s *scope, n *node) (any, *EvalError) {
	for i := 0; ; i++ {
		v, err := s.eval(n.args[i])
		if err != nil || i == len(n.args)-1 || !isEmpty(v) {
			return v, err
		}
	}
}
