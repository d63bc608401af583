package rule

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/shopspring/decimal"
)

// The caps of one expression: far above what a person writes, far below what
// takes long.
const (
	maxExprBytes = 64 << 10
	maxExprDepth = 32
	maxExprNodes = 1000
)

// parser reads JSON tokens straight into nodes, so that keys given twice are
// seen and nothing deep is ever built.
type parser struct {
	dec   *json.Decoder
	nodes int
}

func parse(raw json.RawMessage) (*node, *Finding) {
	if len(raw) > maxExprBytes {
		return nil, &Finding{Code: CodeTooLarge, Params: map[string]any{"limit": maxExprBytes, "at": ""}}
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(raw))}
	p.dec.UseNumber()
	n, finding := p.next("", 0)
	if finding != nil {
		return nil, finding
	}
	if _, err := p.dec.Token(); err == nil || p.dec.InputOffset() < int64(len(bytes.TrimRight(raw, " \t\r\n"))) {
		return nil, syntax("")
	}
	return n, nil
}

func syntax(at string) *Finding {
	return &Finding{Code: CodeSyntax, Params: map[string]any{"at": at}}
}

// next reads one node.
func (p *parser) next(at string, depth int) (*node, *Finding) {
	tok, err := p.dec.Token()
	if err != nil {
		return nil, syntax(at)
	}
	return p.node(tok, at, depth)
}

// node reads the node that begins with tok.
func (p *parser) node(tok json.Token, at string, depth int) (*node, *Finding) {
	if p.nodes++; p.nodes > maxExprNodes {
		return nil, &Finding{Code: CodeTooLarge, Params: map[string]any{"limit": maxExprNodes, "at": at}}
	}
	if depth > maxExprDepth {
		return nil, &Finding{Code: CodeTooDeep, Params: map[string]any{"limit": maxExprDepth, "at": at}}
	}
	switch tok := tok.(type) {
	case nil, bool, string:
		return &node{value: tok, at: at}, nil
	case json.Number:
		d, ok := literal(tok)
		if !ok {
			return nil, &Finding{Code: CodeNumber, Params: map[string]any{"at": at, "limit": literalDigits}}
		}
		return &node{value: d, at: at}, nil
	case json.Delim:
		if tok == '[' {
			args, finding := p.rest(at, depth)
			if finding != nil {
				return nil, finding
			}
			return &node{list: true, args: args, at: at}, nil
		}
		if tok == '{' {
			return p.operation(at, depth)
		}
	}
	return nil, syntax(at)
}

// rest reads the elements of a list whose bracket has been read.
func (p *parser) rest(at string, depth int) ([]*node, *Finding) {
	args := []*node{}
	for p.dec.More() {
		n, finding := p.next(at+"/"+strconv.Itoa(len(args)), depth+1)
		if finding != nil {
			return nil, finding
		}
		args = append(args, n)
	}
	if _, err := p.dec.Token(); err != nil {
		return nil, syntax(at)
	}
	return args, nil
}

// operation reads {"name": operands} whose brace has been read. A single
// operand may stand without brackets.
func (p *parser) operation(at string, depth int) (*node, *Finding) {
	tok, err := p.dec.Token()
	name, isKey := tok.(string)
	if err != nil || !isKey {
		return nil, syntax(at)
	}
	if name == unfinished {
		return nil, p.unreadable(at)
	}
	op := operators[name]
	if op == nil && name != "var" {
		return nil, &Finding{Code: CodeOperator, Params: map[string]any{"at": at, "operator": clip(name)}}
	}
	below := at + "/" + pointerEscape(name)
	if tok, err = p.dec.Token(); err != nil {
		return nil, syntax(below)
	}
	var args []*node
	var finding *Finding
	if tok == json.Delim('[') {
		args, finding = p.rest(below, depth)
	} else {
		args = make([]*node, 1)
		args[0], finding = p.node(tok, below, depth+1)
	}
	if finding != nil {
		return nil, finding
	}
	if tok, err = p.dec.Token(); err != nil || tok != json.Delim('}') {
		return nil, syntax(at)
	}
	if op == nil {
		return variable(args, at)
	}
	if len(args) < op.min || (op.max >= 0 && len(args) > op.max) {
		return nil, &Finding{Code: CodeArity, Params: map[string]any{"at": at, "operator": name, "min": op.min, "max": op.max, "found": len(args)}}
	}
	return &node{op: op, args: args, at: at}, nil
}

// unfinished is the key of text that is no formula yet.
const unfinished = "text"

// unreadable refuses {"text": "…"} whose key has been read.
func (p *parser) unreadable(at string) *Finding {
	tok, err := p.dec.Token()
	if err != nil {
		return syntax(at)
	}
	if text, ok := tok.(string); ok {
		return &Finding{Code: CodeUnreadable, Params: map[string]any{"at": at, "text": clip(text)}}
	}
	return &Finding{Code: CodeOperator, Params: map[string]any{"at": at, "operator": unfinished}}
}

// variable makes {"var": "name"}.
func variable(args []*node, at string) (*node, *Finding) {
	if len(args) != 1 {
		return nil, &Finding{Code: CodeArity, Params: map[string]any{"at": at, "operator": "var", "min": 1, "max": 1, "found": len(args)}}
	}
	name, ok := args[0].value.(string)
	path, split := splitVar(name)
	if !ok || !split {
		return nil, &Finding{Code: CodeVar, Params: map[string]any{"at": at, "var": clip(name)}}
	}
	return &node{name: name, path: path, at: at}, nil
}

// literal reads a number that is written in an expression.
func literal(text json.Number) (decimal.Decimal, bool) {
	d, ok := parseNumber(string(text))
	if !ok {
		return decimal.Zero, false
	}
	d = d.Normalize()
	return d, d.NumDigits() <= literalDigits
}

// clip shortens a name that was given from outside before it is shown.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// pointerEscape writes a key as a part of a JSON pointer (RFC 6901).
func pointerEscape(s string) string {
	switch s {
	case "/":
		return "~1"
	default:
		return s
	}
}
