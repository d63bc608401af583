package rule

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// maxText bounds the text that cat makes, in characters (code points).
const maxText = 20000

// evalIn reports whether a list has a value. Elements that are null are left
// out; a null value or list gives null.
func evalIn(s *scope, n *node) (any, *EvalError) {
	v, list, err := s.pair(n)
	if err != nil || v == nil || list == nil {
		return nil, err
	}
	return has(n, list, v)
}

// has looks for a value in a list.
func has(n *node, list, v any) (any, *EvalError) {
	items, ok := list.([]any)
	if !ok {
		return nil, fail(n, CodeType)
	}
	found := false
	for _, item := range items {
		if item == nil {
			continue
		}
		equal, ok := same(v, item)
		if !ok {
			return nil, fail(n, CodeType)
		}
		found = found || equal
	}
	return found, nil
}

// evalContains reports whether text has a part, or a list a value.
func evalContains(s *scope, n *node) (any, *EvalError) {
	whole, part, err := s.pair(n)
	if err != nil || whole == nil || part == nil {
		return nil, err
	}
	text, isText := whole.(string)
	if !isText {
		return has(n, whole, part)
	}
	sub, isText := part.(string)
	if !isText {
		return nil, fail(n, CodeType)
	}
	return strings.Contains(text, sub), nil
}

// evalEmpty is the one operator that answers for null: true for null, for text
// of nothing but spaces, and for a list or an object without content.
func evalEmpty(s *scope, n *node) (any, *EvalError) {
	v, err := s.eval(n.args[0])
	if err != nil {
		return nil, err
	}
	return isEmpty(v), nil
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return blank(v)
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	default:
		return false
	}
}

// evalCat joins texts and numbers (in plain decimals, without trailing zeros);
// null when any of them is.
func evalCat(s *scope, n *node) (any, *EvalError) {
	var out strings.Builder
	allKnown, characters := true, 0
	for _, a := range n.args {
		v, err := s.eval(a)
		if err != nil {
			return nil, err
		}
		var text string
		switch v := v.(type) {
		case nil:
			allKnown = false
		case string:
			text = v
		case decimal.Decimal:
			text = v.String()
		default:
			return nil, fail(n, CodeType)
		}
		if characters += length(text); characters > maxText {
			return nil, fail(n, CodeRange)
		}
		out.WriteString(text)
	}
	if !allKnown {
		return nil, nil
	}
	return out.String(), nil
}

// evalLength is the number of characters (code points) of text.
func evalLength(s *scope, n *node) (any, *EvalError) {
	v, err := s.eval(n.args[0])
	if err != nil || v == nil {
		return nil, err
	}
	text, ok := v.(string)
	if !ok {
		return nil, fail(n, CodeType)
	}
	return decimal.NewFromInt(int64(length(text))), nil
}

func length(s string) int { return utf8.RuneCountInString(s) }
