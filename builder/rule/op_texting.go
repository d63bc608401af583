package rule

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// texting is an operator that makes one text of another; null of null.
func texting(of func(string) string) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		text, known, err := s.text(n, 0)
		if err != nil || !known {
			return nil, err
		}
		return of(text), nil
	}
}

// text evaluates an operand that must be text; known is false for null.
func (s *scope) text(n *node, i int) (text string, known bool, err *EvalError) {
	v, err := s.eval(n.args[i])
	if err != nil || v == nil {
		return "", false, err
	}
	text, ok := v.(string)
	if !ok {
		return "", false, fail(n, CodeType)
	}
	return text, true, nil
}

// cased reports whether a letter's case is changed: the usual Latin, Greek and
// Cyrillic letters, which the two languages change alike one by one, whatever
// their version of Unicode. The capital I with a dot has a small letter of two
// characters in one of them.
func cased(r rune) bool {
	return r <= 0x17F && r != 0x130 || r >= 0x386 && r <= 0x3CE || r >= 0x400 && r <= 0x52F
}

func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if cased(r) {
			return unicode.ToUpper(r)
		}
		return r
	}, s)
}

func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if cased(r) {
			return unicode.ToLower(r)
		}
		return r
	}, s)
}

func trim(s string) string { return strings.TrimFunc(s, isBlank) }

// cut is left and right: so many characters from one end, all of a text that is
// shorter.
func cut(of func([]rune, int) []rune) func(*scope, *node) (any, *EvalError) {
	return func(s *scope, n *node) (any, *EvalError) {
		text, known, err := s.text(n, 0)
		if err != nil {
			return nil, err
		}
		number, alsoKnown, err := s.number(n, 1)
		if err != nil {
			return nil, err
		}
		count, ok := whole(number, maxText)
		if !ok || count < 0 {
			return nil, fail(n, CodeRange)
		}
		if !known || !alsoKnown {
			return nil, nil
		}
		runes := []rune(text)
		return string(of(runes, min(count, len(runes)))), nil
	}
}

// evalStartsWith reports whether text begins with another.
func evalStartsWith(s *scope, n *node) (any, *EvalError) {
	whole, known, err := s.text(n, 0)
	if err != nil {
		return nil, err
	}
	part, alsoKnown, err := s.text(n, 1)
	if err != nil || !known || !alsoKnown {
		return nil, err
	}
	return strings.HasPrefix(whole, part), nil
}

// evalJoin joins what is not null of a list of texts and numbers, by ", " or
// what the second operand says.
func evalJoin(s *scope, n *node) (any, *EvalError) {
	v, err := s.eval(n.args[0])
	if err != nil {
		return nil, err
	}
	separator, known := ", ", true
	if len(n.args) == 2 {
		if separator, known, err = s.text(n, 1); err != nil {
			return nil, err
		}
	}
	if v == nil || !known {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, fail(n, CodeType)
	}
	var out strings.Builder
	characters := 0
	for _, item := range list {
		var text string
		switch item := item.(type) {
		case nil:
			continue
		case string:
			text = item
		case decimal.Decimal:
			text = item.String()
		default:
			return nil, fail(n, CodeType)
		}
		if out.Len() > 0 || characters > 0 {
			text = separator + text
		}
		if characters += length(text); characters > maxText {
			return nil, fail(n, CodeRange)
		}
		out.WriteString(text)
	}
	return out.String(), nil
}
