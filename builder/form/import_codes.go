package form

import "github.com/banli-oa/banli/builder/words"

// The codes of what an import says.
const (
	ImportSize      = "import.size"
	ImportLarge     = "import.large"
	ImportDeep      = "import.deep"
	ImportJSON      = "import.json"
	ImportNoSchema  = "import.noSchema"
	ImportNoFields  = "import.noFields"
	ImportRefused   = "import.refused"
	ImportWrapped   = "import.wrapped"
	ImportPicked    = "import.picked"
	ImportCondition = "import.condition"
	ImportCut       = "import.cut"

	ImportRenamed        = "import.renamed"
	ImportFlattened      = "import.flattened"
	ImportRequiredInside = "import.requiredInside"
	ImportEnumText       = "import.enumText"
	ImportEnumEmpty      = "import.enumEmpty"
	ImportEnumLong       = "import.enumLong"
	ImportListTable      = "import.listTable"
	ImportJSONAnything   = "import.jsonAnything"
	ImportJSONObject     = "import.jsonObject"
	ImportJSONList       = "import.jsonList"
	ImportJSONTuple      = "import.jsonTuple"
	ImportJSONEither     = "import.jsonEither"
	ImportJSONTable      = "import.jsonTable"
	ImportJSONDeep       = "import.jsonDeep"
	ImportRefCircle      = "import.refCircle"
	ImportRefOutside     = "import.refOutside"
	ImportRefMissing     = "import.refMissing"
	ImportFormat         = "import.format"
	ImportFormatPattern  = "import.formatPattern"
	ImportTime           = "import.time"
	ImportFile           = "import.file"
	ImportPattern        = "import.pattern"
	ImportNumber         = "import.number"
	ImportKeyword        = "import.keyword"
	ImportBranch         = "import.branch"
	ImportTypes          = "import.types"
	ImportDefault        = "import.default"
	ImportReadOnly       = "import.readOnly"
	ImportUnchecked      = "import.unchecked"
	ImportNever          = "import.never"
	ImportTooMany        = "import.tooMany"
	ImportRows           = "import.rows"
	ImportGivenUp        = "import.givenUp"
	ImportDistinct       = "import.distinct"
)

// importMessages is what an import says, by code.
var importMessages = map[string]words.Text{
	ImportSize:      {"en": "The text is larger than {limit} KB. Import a part of it.", "zh-CN": "文本超过 {limit} KB，请只导入其中一部分。"},
	ImportLarge:     {"en": "The schema has more than {limit} parts. Import a part of it.", "zh-CN": "Schema 超过 {limit} 个部分，请只导入其中一部分。"},
	ImportDeep:      {"en": "The schema is nested deeper than {limit} levels. Import a part of it.", "zh-CN": "Schema 嵌套超过 {limit} 层，请只导入其中一部分。"},
	ImportJSON:      {"en": "This is not JSON: {reason}. Check the commas, quotes and brackets there.", "zh-CN": "不是有效的 JSON：{reason}。请检查该处的逗号、引号和括号。"},
	ImportNoSchema:  {"en": "This is JSON but not a JSON Schema: one is an object with “properties”. Paste the whole schema.", "zh-CN": "这是 JSON，但不是 JSON Schema：Schema 应为带有 “properties” 的对象。请粘贴完整内容。"},
	ImportNoFields:  {"en": "Nothing in this schema can become a field. Check that it is the right one.", "zh-CN": "此 Schema 中没有可以变成字段的内容，请确认是否选对了文件。"},
	ImportRefused:   {"en": "No form can be made of this schema: {finding}", "zh-CN": "无法由此 Schema 生成表单：{finding}"},
	ImportWrapped:   {"en": "The schema is not that of an object, so it became one field.", "zh-CN": "此 Schema 描述的不是对象，已变成一个字段。"},
	ImportPicked:    {"en": "The document holds several schemas. “{name}” was taken; these were not: {others}.", "zh-CN": "文档中有多个 Schema，采用了“{name}”，未采用：{others}。"},
	ImportCondition: {"en": "Some parts depend on others. Their fields are always shown; add rules that show or require them.", "zh-CN": "部分内容取决于其他字段。这些字段会一直显示，请添加规则来控制显示或必填。"},
	ImportCut:       {"en": "The schema unfolds to more than can be looked through. What came last was left out.", "zh-CN": "Schema 展开后过大，最后的部分未导入。"},

	ImportRenamed:        {"en": "Its name “{from}” cannot be a field's id, so it got another one.", "zh-CN": "名称“{from}”不能用作字段标识，已改用其他标识。"},
	ImportFlattened:      {"en": "It stood inside “{from}” and is a field of its own now.", "zh-CN": "原在“{from}”之内，现为独立字段。"},
	ImportRequiredInside: {"en": "It was required only where “{from}” is given, so it is optional here.", "zh-CN": "原仅在填写“{from}”时必填，此处改为选填。"},
	ImportEnumText:       {"en": "Its options were not all text. They are text now, and so are the values.", "zh-CN": "选项原不全是文本，现均为文本，取值亦为文本。"},
	ImportEnumEmpty:      {"en": "An empty option was left out: leaving the field empty says the same.", "zh-CN": "已去掉空选项：不填写即可表示。"},
	ImportEnumLong:       {"en": "It has more than {limit} options, so it became text that is not checked against them.", "zh-CN": "选项超过 {limit} 个，已变成文本字段，不再校验选项。"},
	ImportListTable:      {"en": "It was a list of single values and became a table with one column.", "zh-CN": "原为单值列表，已变成单列明细表。"},
	ImportJSONAnything:   {"en": "The schema does not say what it holds, so it is filled in as JSON.", "zh-CN": "Schema 未说明其内容，以 JSON 填写。"},
	ImportJSONObject:     {"en": "It is an object whose members have no fixed names, so it is filled in as JSON.", "zh-CN": "其成员没有固定名称，以 JSON 填写。"},
	ImportJSONList:       {"en": "It is a list of lists or of unlike things, so it is filled in as JSON.", "zh-CN": "这是列表的列表或不同内容的列表，以 JSON 填写。"},
	ImportJSONTuple:      {"en": "Each place of the list means something else, so it is filled in as JSON.", "zh-CN": "列表各位置含义不同，以 JSON 填写。"},
	ImportJSONEither:     {"en": "It may have one of several shapes, so it is filled in as JSON.", "zh-CN": "可能是多种结构之一，以 JSON 填写。"},
	ImportJSONTable:      {"en": "It is a table within a table, so it is filled in as JSON.", "zh-CN": "这是明细表中的明细表，以 JSON 填写。"},
	ImportJSONDeep:       {"en": "It is nested deeper than {limit} objects, so it is filled in as JSON.", "zh-CN": "对象嵌套超过 {limit} 层，以 JSON 填写。"},
	ImportRefCircle:      {"en": "It refers back to itself ({ref}), so it is filled in as JSON.", "zh-CN": "它引用了自身（{ref}），以 JSON 填写。"},
	ImportRefOutside:     {"en": "It refers to {ref}, which is outside this text and is never fetched.", "zh-CN": "它引用了文本之外的 {ref}，不会去获取。"},
	ImportRefMissing:     {"en": "It refers to {ref}, which is not in this text.", "zh-CN": "它引用的 {ref} 不在此文本中。"},
	ImportFormat:         {"en": "The format “{format}” is not known here and is not checked.", "zh-CN": "不支持格式“{format}”，不作校验。"},
	ImportFormatPattern:  {"en": "The format “{format}” is checked by a pattern.", "zh-CN": "格式“{format}”改用正则表达式校验。"},
	ImportTime:           {"en": "A time has no time zone here.", "zh-CN": "此处的时间不带时区。"},
	ImportFile:           {"en": "It holds a file's content as text; a field for attachments may suit better.", "zh-CN": "它以文本保存文件内容，改用附件字段可能更合适。"},
	ImportPattern:        {"en": "The pattern {pattern} cannot be checked here and was left out.", "zh-CN": "无法校验正则表达式 {pattern}，已去掉。"},
	ImportNumber:         {"en": "The number at “{keyword}” has too many digits and was left out.", "zh-CN": "“{keyword}”的数字位数过多，已去掉。"},
	ImportKeyword:        {"en": "“{keyword}” is not checked. A rule can do it.", "zh-CN": "不校验“{keyword}”，可改用规则实现。"},
	ImportBranch:         {"en": "It is asked for only in some cases. Here it is always shown; add a rule.", "zh-CN": "原仅在某些情况下需要，此处一直显示，请添加规则。"},
	ImportTypes:          {"en": "It may be {types}. Here it is {taken}.", "zh-CN": "可为 {types}，此处采用 {taken}。"},
	ImportDefault:        {"en": "Its default does not fit the field and was left out.", "zh-CN": "默认值与字段不符，已去掉。"},
	ImportReadOnly:       {"en": "It is meant to be read only. Add a rule that locks it.", "zh-CN": "原为只读，请添加锁定规则。"},
	ImportUnchecked:      {"en": "What is filled in is not checked.", "zh-CN": "不校验所填内容。"},
	ImportNever:          {"en": "The schema allows no value here, so it was left out.", "zh-CN": "Schema 在此不允许任何值，未导入。"},
	ImportTooMany:        {"en": "A form holds {limit} fields and columns, so it was left out.", "zh-CN": "表单最多 {limit} 个字段和列，未导入。"},
	ImportRows:           {"en": "It takes at most {limit} rows or entries.", "zh-CN": "最多 {limit} 行或项。"},
	ImportGivenUp:        {"en": "It is filled in as JSON that is not checked: {finding}", "zh-CN": "以 JSON 填写且不作校验：{finding}"},
	ImportDistinct:       {"en": "Each option can be chosen once.", "zh-CN": "每个选项只能选一次。"},
}

// ImportMessages lists what an import says, by code.
func ImportMessages() map[string]words.Text { return importMessages }
