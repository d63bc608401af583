package rule

import (
	"fmt"
	"maps"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// Message says the finding in a sentence, in lang ("en" or "zh-CN"; another
// language gets English).
func (f Finding) Message(lang string) string {
	pairs := make([]string, 0, 2*len(f.Params))
	for key, v := range f.Params {
		pairs = append(pairs, "{"+key+"}", param(key, v, lang))
	}
	return strings.NewReplacer(pairs...).Replace(messages[f.Code].In(lang, words.English))
}

// param renders a finding's parameter: kinds by their words, lists joined.
func param(key string, v any, lang string) string {
	say := func(s string) string { return s }
	if key == "found" || key == "want" {
		say = func(s string) string { return kindWord(s, lang) }
	}
	switch v := v.(type) {
	case []string:
		parts := make([]string, len(v))
		for i, s := range v {
			parts[i] = say(s)
		}
		if lang == words.Chinese {
			return strings.Join(parts, "、")
		}
		return strings.Join(parts, ", ")
	case string:
		return say(v)
	default:
		return fmt.Sprint(v)
	}
}

// kindWord is the word for a kind, or the text itself.
func kindWord(s, lang string) string {
	if t, ok := kindWords[s]; ok {
		return t.In(lang, words.English)
	}
	return s
}

var kindWords = map[string]words.Text{
	"null":        {"en": "nothing", "zh-CN": "空值"},
	"boolean":     {"en": "yes or no", "zh-CN": "是否"},
	"number":      {"en": "a number", "zh-CN": "数字"},
	"text":        {"en": "text", "zh-CN": "文本"},
	"date":        {"en": "a date", "zh-CN": "日期"},
	"time":        {"en": "a time", "zh-CN": "时间"},
	"dateTime":    {"en": "a date and time", "zh-CN": "日期时间"},
	"dateRange":   {"en": "a date range", "zh-CN": "日期范围"},
	"table":       {"en": "a table", "zh-CN": "明细表"},
	"opaque":      {"en": "a value that rules cannot read", "zh-CN": "规则无法读取的值"},
	"null[]":      {"en": "an empty list", "zh-CN": "空列表"},
	"boolean[]":   {"en": "a list of yes or no", "zh-CN": "是否列表"},
	"number[]":    {"en": "a list of numbers", "zh-CN": "数字列表"},
	"text[]":      {"en": "a list of texts", "zh-CN": "文本列表"},
	"date[]":      {"en": "a list of dates", "zh-CN": "日期列表"},
	"time[]":      {"en": "a list of times", "zh-CN": "时间列表"},
	"dateTime[]":  {"en": "a list of dates and times", "zh-CN": "日期时间列表"},
	"dateRange[]": {"en": "a list of date ranges", "zh-CN": "日期范围列表"},
	"opaque[]":    {"en": "values that rules cannot read", "zh-CN": "规则无法读取的值"},
}

// Messages lists what this package says of rules, by code.
func Messages() map[string]words.Text { return maps.Clone(messages) }

var messages = map[string]words.Text{
	CodeSyntax:     {"en": "The expression is not written correctly.", "zh-CN": "表达式写法不正确。"},
	CodeUnreadable: {"en": "“{text}” is not a formula yet. Finish it in the formula editor, or remove it.", "zh-CN": "“{text}”还不是完整的公式，请在公式编辑器中写完，或将其删除。"},
	CodeTooLarge:   {"en": "This is larger than the limit of {limit}. Split it into smaller parts.", "zh-CN": "超出上限 {limit}，请拆成较小的部分。"},
	CodeTooDeep:    {"en": "The expression is nested deeper than {limit} levels. Compute a part of it in a field of its own.", "zh-CN": "表达式嵌套超过 {limit} 层，请把其中一部分放到单独的字段中计算。"},
	CodeOperator:   {"en": "There is no operator “{operator}”.", "zh-CN": "没有运算“{operator}”。"},
	CodeArity:      {"en": "“{operator}” was given {found} operands, which is too few or too many.", "zh-CN": "“{operator}”有 {found} 个参数，数量不对。"},
	CodeNumber:     {"en": "A number in the expression has more than {limit} digits. Shorten it.", "zh-CN": "表达式中的数字超过 {limit} 位，请缩短。"},
	CodeVar:        {"en": "The form has no field “{var}”. Choose another field.", "zh-CN": "表单中没有字段“{var}”，请选择其他字段。"},
	CodeNow:        {"en": "Rules cannot read the time of day, since they are judged again later. Use today() for a date, or a date-time field of the form.", "zh-CN": "规则会在之后重新判断，因此不能读取当前时刻。日期请用 today()，时刻请用表单中的日期时间字段。"},
	CodeRow:        {"en": "“{var}” reads a table row, which only rules about the columns of a table can.", "zh-CN": "“{var}”读取明细行，只能用在针对明细列的规则中。"},
	CodeRowField:   {"en": "This rule looks at the rows of “{table}” one by one, so it cannot act on “{field}”. Choose a column of “{table}”, or make another rule.", "zh-CN": "该规则逐行判断“{table}”，不能作用于“{field}”。请选择“{table}”的列，或另建一条规则。"},
	CodeType:       {"en": "This is {found}, but {want} is needed here.", "zh-CN": "此处需要{want}，但得到的是{found}。"},
	CodeNull:       {"en": "Comparing with nothing never holds. Use “is empty” instead.", "zh-CN": "与空值比较永远不成立，请改用“为空”。"},
	CodeOption:     {"en": "“{value}” is not among the field's options. Choose one of them.", "zh-CN": "“{value}”不在该字段的选项中，请从选项中选择。"},
	CodeField:      {"en": "The form has no field “{field}”. Choose another field for this action.", "zh-CN": "表单中没有字段“{field}”，请为该动作选择其他字段。"},
	CodeAction:     {"en": "The action “{do}” cannot be used on the field “{field}” like this.", "zh-CN": "动作“{do}”不能这样用于字段“{field}”。"},
	CodeID:         {"en": "Each rule needs an id of its own; “{id}” is missing or used twice.", "zh-CN": "每条规则需要各自的标识，“{id}”为空或重复。"},
	CodeCycle:      {"en": "These fields depend on each other in a circle: {fields}. Remove one of the links.", "zh-CN": "这些字段互相循环依赖：{fields}。请去掉其中一处依赖。"},
	CodeRange:      {"en": "A number or text became too large.", "zh-CN": "数字或文本过大。"},
	CodeDate:       {"en": "A date does not exist.", "zh-CN": "日期不存在。"},
	CodeCalendar:   {"en": "There is no working calendar to count by.", "zh-CN": "没有可用于计算的工作日历。"},
}
