package lint

import (
	"fmt"
	"maps"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// Message says a finding in a sentence or two, in lang ("en" or "zh-CN";
// another language gets English): what is wrong, and how to mend it. Things are
// named by their titles, those without one by their ids.
func Message(f Finding, lang string) string {
	text := messages[f.Code].In(lang, words.English)
	if f.cause == nil {
		return fill(text, f, lang)
	}
	said := titled(f, lang).Message(lang)
	if text == "" {
		text = aboutWords[kindOfPlace(f.Place)].In(lang, words.English)
	}
	return strings.ReplaceAll(fill(text, f, lang), "{cause}", said)
}

// titled is the cause of a finding; a rule's names fields by their titles.
func titled(f Finding, lang string) app.Cause {
	cause, ok := f.cause.(rule.Finding)
	if !ok {
		return f.cause
	}
	cause.Params = maps.Clone(cause.Params)
	for key, title := range f.Titles {
		if _, given := cause.Params[key]; given {
			cause.Params[key] = title.In(lang, words.English)
		}
	}
	return cause
}

// fill puts a finding's titles and parameters into a message.
func fill(text string, f Finding, lang string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		key, after, _ := strings.Cut(rest, "}")
		b.WriteString(param(f, key, lang))
		text = after
	}
}

// param says one parameter: "node" by its title, "node.id" by its id.
func param(f Finding, key, lang string) string {
	if key == "cause" {
		return "{cause}" // put in last: its own braces stay
	}
	if raw, ok := strings.CutSuffix(key, ".id"); ok {
		return fmt.Sprint(f.Params[raw])
	}
	if title := f.Titles[key].In(lang, words.English); title != "" {
		return title
	}
	if like, _ := f.Params[key].(string); key == "like" && like != "" {
		return likeWords.In(lang, words.English) + "“" + like + "”" + likeEnd.In(lang, words.English)
	}
	if key == "here" {
		return f.Place[strings.LastIndexByte(f.Place, '.')+1:]
	}
	if key == "maxKB" {
		if n, ok := f.Params["max"].(int); ok {
			return fmt.Sprint(n >> 10)
		}
	}
	return fmt.Sprint(f.Params[key])
}

// likeWords and likeEnd stand around the name that was probably meant.
var (
	likeWords = words.Text{"en": " Is ", "zh-CN": "是否应为"}
	likeEnd   = words.Text{"en": " meant?", "zh-CN": "？"}
)

// kindOfPlace returns "field", "section", "rule", "edge" or "" for others.
func kindOfPlace(place string) string {
	for prefix, kind := range map[string]string{
		"form.fields.": "field", "form.sections.": "section", "rules.": "rule", "flow.edges.": "edge",
	} {
		if strings.HasPrefix(place, prefix) {
			return kind
		}
	}
	return ""
}

// aboutWords introduce what form and rule say of their own findings.
var aboutWords = map[string]words.Text{
	"field":   {"en": "Field “{here}”: {cause}", "zh-CN": "字段“{here}”：{cause}"},
	"section": {"en": "Section “{here}”: {cause}", "zh-CN": "分区“{here}”：{cause}"},
	"rule":    {"en": "Rule “{here}”: {cause}", "zh-CN": "规则“{here}”：{cause}"},
	"edge":    {"en": "Branch “{here}”: {cause}", "zh-CN": "分支“{here}”：{cause}"},
	"":        {"en": "{cause}", "zh-CN": "{cause}"},
}

var languageWords = map[string]words.Text{
	words.English: {"en": "English", "zh-CN": "英文"},
	words.Chinese: {"en": "Chinese", "zh-CN": "中文"},
}

// settingWords name the settings of an app, by the places "app.KEY".
var settingWords = map[string]words.Text{
	"id":              {"en": "App id", "zh-CN": "应用标识"},
	"name":            {"en": "App name", "zh-CN": "应用名称"},
	"description":     {"en": "App description", "zh-CN": "应用说明"},
	"icon":            {"en": "Icon", "zh-CN": "图标"},
	"color":           {"en": "Colour", "zh-CN": "颜色"},
	"number":          {"en": "Number prefix", "zh-CN": "编号前缀"},
	"defaultLanguage": {"en": "Default language", "zh-CN": "默认语言"},
	"title":           {"en": "Request title", "zh-CN": "申请标题"},
	"summary":         {"en": "List columns", "zh-CN": "列表摘要字段"},
}

// aspectWords name what of a thing lacks words.
var aspectWords = map[string]words.Text{
	"name":        {"en": "name", "zh-CN": "名称"},
	"title":       {"en": "title", "zh-CN": "标题"},
	"description": {"en": "description", "zh-CN": "说明"},
	"help":        {"en": "help text", "zh-CN": "帮助文字"},
	"placeholder": {"en": "placeholder", "zh-CN": "占位文字"},
	"message":     {"en": "message", "zh-CN": "通知内容"},
	"option":      {"en": "option", "zh-CN": "选项"},
	"warning":     {"en": "warning", "zh-CN": "提醒文字"},
}

// messages says every code of app, flow and lint; those of form and rule say
// their own.
var messages = merge(appMessages, flowMessages, timeMessages, fillInMessages, scriptMessages, outlineMessages, listMessages, subFlowMessages, webhookMessages, sensitiveMessages, warningMessages)

// Messages lists what this package says of flows and apps, by code.
func Messages() map[string]words.Text { return maps.Clone(messages) }

func merge(parts ...map[string]words.Text) map[string]words.Text {
	all := map[string]words.Text{}
	for _, part := range parts {
		for code, text := range part {
			all[code] = text
		}
	}
	return all
}

var appMessages = map[string]words.Text{
	app.CodeIDInvalid: {
		"en":    "The app's id “{id}” cannot be used. Start with a small letter, then letters, digits or _, at most 64.",
		"zh-CN": "应用标识“{id}”不可用。请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。",
	},
	app.CodeNameMissing: {
		"en":    "The app has no name. Give it one.",
		"zh-CN": "应用没有名称，请填写名称。",
	},
	app.CodeIconInvalid: {
		"en":    "There is no icon “{icon}”. Choose another.",
		"zh-CN": "没有图标“{icon}”，请另选一个。",
	},
	app.CodeColorInvalid: {
		"en":    "“{color}” is not a colour. Write it like #1677ff.",
		"zh-CN": "“{color}”不是颜色，请按 #1677ff 的格式填写。",
	},
	app.CodePrefixInvalid: {
		"en":    "The number prefix “{prefix}” cannot be used. Use at most 8 capital letters and digits.",
		"zh-CN": "编号前缀“{prefix}”不可用，请使用最多 8 个大写字母或数字。",
	},
	app.CodeLanguageUnknown: {
		"en":    "Banli does not speak the default language “{lang}”. Choose English or Chinese.",
		"zh-CN": "不支持默认语言“{lang}”，请选择英文或中文。",
	},
	app.CodeTitleMissing: {
		"en":    "Requests have no title. Write one; a field's id in braces shows its value.",
		"zh-CN": "申请没有标题。请填写标题，花括号中的字段标识会显示为字段的值。",
	},
	app.CodeTitleTooLong: {
		"en":    "The request title in {lang} is too long. Shorten it.",
		"zh-CN": "{lang}申请标题过长，请缩短。",
	},
	app.CodeTitlePlaceholder: {
		"en":    "The request title in {lang} uses “{placeholder}”, which the form does not have. Choose another field or remove it.",
		"zh-CN": "{lang}申请标题使用了表单中没有的“{placeholder}”，请换一个字段或将其删除。",
	},
	app.CodeSummaryUnknown: {
		"en":    "Lists show the field “{field}”, which the form does not have. Take it off the list.",
		"zh-CN": "列表摘要使用了表单中没有的字段“{field}”，请将其移除。",
	},
	app.CodeSummaryTwice: {
		"en":    "Lists show the field “{field}” twice. Take one of them off.",
		"zh-CN": "列表摘要重复使用了字段“{field}”，请移除其中一个。",
	},
	app.CodeSummaryTooMany: {
		"en":    "Lists show at most {max} fields. Take some off.",
		"zh-CN": "列表摘要最多显示 {max} 个字段，请减少一些。",
	},
	app.CodeScriptTooLarge: {
		"en":    "The script “{script}” is larger than {maxKB} KB. Shorten it.",
		"zh-CN": "脚本“{script}”超过 {maxKB} KB，请精简。",
	},
	app.CodeMessagePlaceholder: {
		"en":    "The {lang} message of the step “{node}” uses “{placeholder}”, which the form does not have. Choose another field or remove it.",
		"zh-CN": "步骤“{node}”的{lang}通知内容使用了表单中没有的“{placeholder}”，请换一个字段或将其删除。",
	},
	app.CodeNotDepartment: {
		"en":    "Step “{node}” asks the head of the department in the field “{field}”, which does not hold a department. Choose a department field.",
		"zh-CN": "步骤“{node}”取字段“{field}”中部门的负责人，但该字段不是部门字段，请选择部门字段。",
	},
	app.CodeNotPerson: {
		"en":    "Step “{node}” takes its people from the field “{field}”, which does not hold a person. Choose a person field.",
		"zh-CN": "步骤“{node}”从字段“{field}”取办理人，但该字段不是人员字段，请选择人员字段。",
	},
}
