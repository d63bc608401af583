package lists

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/fault"
)

// The caps of lists.
const (
	// MaxLists is how many lists there may be.
	MaxLists = 500
	// MaxItems is how many items a list may have. With all texts at their longest
	// it still fits into one document.
	MaxItems = 20_000
	maxValue = 64  // characters, as builder/form has it of an option
	maxWords = 100 // characters, in one language
)

// The codes of what may be wrong with a list or an item.
const (
	CodeRequired      = "list.required"
	CodeTooLong       = "list.tooLong"         // max
	CodeLanguage      = "list.languageUnknown" //
	CodeCharacters    = "list.characters"
	CodeIDFormat      = "list.idFormat"
	CodeIDTaken       = "list.idTaken"
	CodeIDGone        = "list.idGone"
	CodeTooManyLists  = "list.tooManyLists" // max
	CodeAboveUnknown  = "list.aboveUnknown"
	CodeAboveFixed    = "list.aboveFixed"
	CodeValueFormat   = "list.valueFormat" // max
	CodeValueTaken    = "list.valueTaken"
	CodeTooManyItems  = "list.tooManyItems" // max
	CodeParentUnknown = "list.parentUnknown"
	CodeParentStray   = "list.parentStray"
	CodeOffUnknown    = "list.offUnknown"
	CodeTwice         = "list.twice" // row
	CodeHeader        = "list.headerMissing"
	CodeHeaderTwice   = "list.headerTwice" // title
	CodeNothing       = "list.nothing"
)

// messages say what is wrong and what to do about it.
var messages = map[string]words.Text{
	CodeRequired:      {"en": "Fill this in.", "zh-CN": "请填写此项。"},
	CodeTooLong:       {"en": "Use at most {max} characters.", "zh-CN": "最多 {max} 个字符。"},
	CodeLanguage:      {"en": "Banli has no such language. Use en or zh-CN.", "zh-CN": "系统不支持该语言，请使用 en 或 zh-CN。"},
	CodeCharacters:    {"en": "Write it on one line, without control characters.", "zh-CN": "请写在一行内，不要包含控制字符。"},
	CodeIDFormat:      {"en": "Begin with a small letter, then letters, digits or _, at most 64.", "zh-CN": "请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。"},
	CodeIDTaken:       {"en": "There is a list of this id already. Choose another one.", "zh-CN": "该列表标识已存在，请另选一个。"},
	CodeIDGone:        {"en": "A list of this id was deleted, and old requests may still name it. Choose another one.", "zh-CN": "使用该标识的列表已删除，旧申请可能仍引用它，请另选一个。"},
	CodeTooManyLists:  {"en": "There are {max} lists, the most that there can be.", "zh-CN": "列表已达 {max} 个上限。"},
	CodeAboveUnknown:  {"en": "There is no such list, or it stands below this one. Choose another.", "zh-CN": "该列表不存在或位于本列表之下，请另选。"},
	CodeAboveFixed:    {"en": "The list has items, so what it stands below stays. Make a new list.", "zh-CN": "列表中已有条目，上级列表不能再更改，请新建列表。"},
	CodeValueFormat:   {"en": "Use one line of at most {max} characters, with no comma and no blank at either end.", "zh-CN": "请用一行文字，最多 {max} 个字符，不含逗号，首尾不留空格。"},
	CodeValueTaken:    {"en": "The list has this value already. Change that item, or choose another value.", "zh-CN": "列表中已有该值，请修改原条目或另选一个值。"},
	CodeTooManyItems:  {"en": "A list has at most {max} items. Make a second list.", "zh-CN": "一个列表最多 {max} 个条目，请另建列表。"},
	CodeParentUnknown: {"en": "Name a value of the list above that it belongs to.", "zh-CN": "请填写上级列表中的一个值，作为其所属上级。"},
	CodeParentStray:   {"en": "This list stands below no other, so leave this empty.", "zh-CN": "本列表没有上级列表，请留空。"},
	CodeOffUnknown:    {"en": "Write yes, no, or nothing.", "zh-CN": "请填写“是”或“否”，或留空。"},
	CodeTwice:         {"en": "This value stands in row {row} already. Keep one of them.", "zh-CN": "该值已在第 {row} 行出现，请只保留一行。"},
	CodeHeader:        {"en": "No column is headed Value. Start from an export of the list.", "zh-CN": "没有“值”列，请从导出的文件开始填写。"},
	CodeHeaderTwice:   {"en": "Two columns are headed “{title}”. Remove one.", "zh-CN": "“{title}”列出现了两次，请删除一列。"},
	CodeNothing:       {"en": "There is nothing below the header. Add a row for each item.", "zh-CN": "表头下没有内容，请为每个条目填写一行。"},
}

// Messages lists what this package says, by code.
func Messages() map[string]words.Text { return maps.Clone(messages) }

// Message says a code with its parameters in a language.
func Message(code string, params map[string]string, lang string) string {
	pairs := make([]string, 0, 2*len(params))
	for name, value := range params {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(messages[code].In(lang, words.English))
}

var idPattern = regexp.MustCompile(`^[a-z][A-Za-z0-9_]{0,63}$`)

type problem struct {
	path, code string
	params     map[string]string
}

// checks gathers problems.
type checks []problem

func (c *checks) fail(path, code string, params map[string]string) {
	*c = append(*c, problem{path, code, params})
}

func (c checks) err(lang string) error {
	if len(c) == 0 {
		return nil
	}
	invalid := &fault.Invalid{Code: "list.invalid"}
	for _, p := range c {
		invalid.Problems = append(invalid.Problems, fault.Problem{Path: p.path, Code: p.code, Message: Message(p.code, p.params, lang)})
	}
	return invalid
}

func (c *checks) name(t words.Text) {
	if t.Empty() {
		c.fail("/name", CodeRequired, nil)
	}
	c.words("/name", t)
}

// words checks a text that people see: no other languages than Banli's own.
func (c *checks) words(path string, t words.Text) {
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		switch s := t[lang]; {
		case !slices.Contains(words.Languages(), lang):
			c.fail(path+"/"+lang, CodeLanguage, nil)
		case utf8.RuneCountInString(s) > maxWords:
			c.fail(path+"/"+lang, CodeTooLong, map[string]string{"max": strconv.Itoa(maxWords)})
		case strings.ContainsFunc(s, unicode.IsControl):
			c.fail(path+"/"+lang, CodeCharacters, nil)
		}
	}
}

// item checks one item of a list that stands below another, or below none.
func (c *checks) item(at string, l *Lists, above string, i Item) {
	switch {
	case i.Value == "":
		c.fail(at+"/value", CodeRequired, nil)
	case utf8.RuneCountInString(i.Value) > maxValue, strings.ContainsFunc(i.Value, unicode.IsControl),
		strings.TrimSpace(i.Value) != i.Value, strings.Contains(i.Value, ","), !utf8.ValidString(i.Value):
		c.fail(at+"/value", CodeValueFormat, map[string]string{"max": strconv.Itoa(maxValue)})
	}
	c.words(at+"/label", i.Label)
	if above == "" {
		if i.Parent != "" {
			c.fail(at+"/parent", CodeParentStray, nil)
		}
		return
	}
	if _, ok := l.Option(above, i.Parent); !ok {
		c.fail(at+"/parent", CodeParentUnknown, nil)
	}
}

// tidy takes away the blanks around what was typed, and words that are empty.
func tidy(t words.Text) words.Text {
	out := words.Text{}
	for lang, s := range t {
		if s = strings.TrimSpace(s); s != "" {
			out[lang] = s
		}
	}
	return out
}
