package rule

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/banli-oa/banli/builder/words"
)

// Labels are the words that an expression is rendered with.
type Labels struct {
	// Fields: field id or "table.column" → its title.
	Fields map[string]words.Text `json:"fields"`
	// Options: choice field → value → its words.
	Options map[string]map[string]words.Text `json:"options"`
}

// Words renders the expression for people, in lang: "Working days > 3". Where a
// field has no title its path stands instead.
func (e *Expr) Words(l Labels, lang string) string {
	w := &wording{labels: l, lang: lang, say: phrases[words.English]}
	if p, ok := phrases[lang]; ok {
		w.say = p
	}
	return w.text(e.root, 0)
}

// wording renders one expression. ui/src/core/rule/words.ts does the same, and
// both are held together by the vectors.
type wording struct {
	labels Labels
	lang   string
	say    map[string]string
}

// How tightly an operand must bind to stand without parentheses.
const (
	bindComparison = 4
	bindProduct    = 5
	bindAlone      = 6
)

// text renders a node; an operation that binds less tightly than least is put
// in parentheses.
func (w *wording) text(n *node, least int) string {
	switch {
	case n.op != nil:
		s := w.operation(n)
		negation := n.op.name == "-" && len(n.args) == 1
		if n.op.precedence > 0 && n.op.precedence < least && !negation {
			return w.fill("parens", s)
		}
		return s
	case n.isVar():
		return w.variable(n)
	case n.list:
		return w.list(n.args, nil)
	default:
		return w.literal(n, nil)
	}
}

func (w *wording) operation(n *node) string {
	switch n.op.name {
	case "==", "!=":
		return w.equality(n)
	case "<", "<=", ">", ">=":
		return w.infix(n, bindComparison, bindComparison)
	case "and":
		return w.conditions(n, 2)
	case "or":
		return w.conditions(n, 1)
	case "!":
		return w.not(n.args[0])
	case "if":
		return w.choice(n)
	case "+", "cat":
		return w.infix(n, bindComparison, bindComparison)
	case "*":
		return w.infix(n, bindProduct, bindProduct)
	case "/":
		return w.infix(n, bindProduct, bindAlone)
	case "-":
		if len(n.args) == 1 {
			return w.fill("negative", w.text(n.args[0], bindAlone))
		}
		return w.infix(n, bindComparison, bindProduct)
	case "in":
		return w.fill("in", w.text(n.args[0], bindComparison), w.operand(n.args[1], n.args[0]))
	case "contains":
		return w.fill("contains", w.text(n.args[0], bindComparison), w.operand(n.args[1], n.args[0]))
	case "sum", "min", "max", "avg", "ifEmpty":
		return w.fill(n.op.name, w.list(n.args, nil))
	default:
		return w.fill(w.phraseOf(n), w.each(n.args)...)
	}
}

// phraseOf is the phrase of a function, which may have one of its own for two
// operands.
func (w *wording) phraseOf(n *node) string {
	if len(n.args) == 2 {
		for _, suffix := range []string{"To", "By"} {
			if _, ok := w.say[n.op.name+suffix]; ok {
				return n.op.name + suffix
			}
		}
	}
	return n.op.name
}

// each renders operands that stand alone.
func (w *wording) each(args []*node) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = w.text(a, bindAlone)
	}
	return out
}

// fill puts texts into a phrase: {0}, {1}.
func (w *wording) fill(phrase string, texts ...string) string {
	out := w.say[phrase]
	pairs := make([]string, 0, 4)
	for i, t := range texts {
		pairs = append(pairs, "{"+string(rune('0'+i))+"}", t)
	}
	return strings.NewReplacer(pairs...).Replace(out)
}

// infix joins operands by the operator's sign.
func (w *wording) infix(n *node, first, rest int) string {
	parts := make([]string, len(n.args))
	for i, a := range n.args {
		least := rest
		if i == 0 {
			least = first
		}
		parts[i] = w.text(a, least)
	}
	return strings.Join(parts, " "+signs[n.op.name]+" ")
}

// conditions joins conditions by "and" or "or".
func (w *wording) conditions(n *node, least int) string {
	parts := make([]string, len(n.args))
	for i, a := range n.args {
		parts[i] = w.condition(a, least)
	}
	return strings.Join(parts, w.say[n.op.name])
}

// condition renders an operand that is a boolean: a yes/no field alone says
// which of the two.
func (w *wording) condition(n *node, least int) string {
	if n.isVar() {
		return w.fill("isBool", w.variable(n), w.say["yes"])
	}
	return w.text(n, least)
}

func (w *wording) not(n *node) string {
	switch {
	case n.isVar():
		return w.fill("isBool", w.variable(n), w.say["no"])
	case n.op != nil && n.op.name == "empty":
		return w.fill("filled", w.text(n.args[0], bindAlone))
	default:
		return w.fill("not", w.text(n, 0))
	}
}

// equality says "=" of numbers and "is" of everything else.
func (w *wording) equality(n *node) string {
	a, b := n.args[0], n.args[1]
	if a.isLiteral() && !b.isLiteral() {
		a, b = b, a
	}
	left, right := w.text(a, bindComparison), w.operand(b, a)
	suffix := ""
	if n.op.name == "!=" {
		suffix = "Not"
	}
	switch b.value.(type) {
	case decimal.Decimal:
		return w.fill("equal"+suffix, left, right)
	case bool:
		return w.fill("isBool"+suffix, left, right)
	}
	if b.op != nil || a.op != nil {
		return w.fill("equal"+suffix, left, right)
	}
	return w.fill("is"+suffix, left, right)
}

// operand renders what is compared with subject: a choice's value by the
// option's words.
func (w *wording) operand(n, subject *node) string {
	switch {
	case n.list:
		return w.list(n.args, subject)
	case n.isLiteral():
		return w.literal(n, subject)
	default:
		return w.text(n, bindComparison)
	}
}

// list joins operands as an enumeration.
func (w *wording) list(args []*node, subject *node) string {
	parts := make([]string, len(args))
	for i, a := range args {
		if a.isLiteral() {
			parts[i] = w.literal(a, subject)
		} else {
			parts[i] = w.text(a, bindAlone)
		}
	}
	return strings.Join(parts, w.say["comma"])
}

func (w *wording) literal(n, subject *node) string {
	switch v := n.value.(type) {
	case nil:
		return w.say["nothing"]
	case bool:
		if v {
			return w.say["yes"]
		}
		return w.say["no"]
	case decimal.Decimal:
		return v.String()
	case string:
		if subject != nil && subject.isVar() {
			if half := subject.path[len(subject.path)-1]; (half == "startHalf" || half == "endHalf") && w.say[v] != "" {
				return w.say[v]
			}
			if option := w.labels.Options[subject.field()][v]; !option.Empty() {
				return option.In(w.lang, words.English)
			}
		}
		return w.fill("quoted", v)
	default:
		return ""
	}
}

// choice renders an if.
func (w *wording) choice(n *node) string {
	var parts []string
	i := 0
	for ; i+1 < len(n.args); i += 2 {
		parts = append(parts, w.fill("if", w.condition(n.args[i], 0), w.text(n.args[i+1], bindComparison)))
	}
	if i < len(n.args) {
		parts = append(parts, w.fill("else", w.text(n.args[i], bindComparison)))
	}
	return strings.Join(parts, w.say["thenComma"])
}

// field is the path under which a variable's words are kept.
func (n *node) field() string {
	if n.path[0] == varRow {
		return strings.Join(n.path[1:], ".")
	}
	return n.name
}

func (w *wording) variable(n *node) string {
	if phrase, ok := w.say[n.name]; ok && strings.HasPrefix(n.name, "$") {
		return phrase
	}
	if t := w.title(n.path); t != "" {
		return t
	}
	// A path into a date range: "start of Dates".
	last := n.path[len(n.path)-1]
	if phrase := w.say["of."+last]; phrase != "" && len(n.path) > 1 {
		if t := w.title(n.path[:len(n.path)-1]); t != "" {
			return w.fill("of."+last, t)
		}
	}
	return n.name
}

// title is the title of a field or column; a column of the same row is found
// by its own name.
func (w *wording) title(path []string) string {
	if path[0] != varRow {
		return w.labels.Fields[strings.Join(path, ".")].In(w.lang, words.English)
	}
	suffix := "." + strings.Join(path[1:], ".")
	found := ""
	for field, t := range w.labels.Fields {
		if strings.HasSuffix(field, suffix) && (found == "" || field < found) && !t.Empty() {
			found = field
		}
	}
	return w.labels.Fields[found].In(w.lang, words.English)
}
