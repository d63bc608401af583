package lint

import (
	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// scriptMessages are what is said of the scripts that steps run.
var scriptMessages = map[string]words.Text{
	flow.CodeScriptMissing: {
		"en":    "The step “{node}” runs no script yet. Write one.",
		"zh-CN": "脚本步骤“{node}”还没有脚本，请编写。",
	},
	flow.CodeScriptStray: {
		"en":    "The step “{node}” names a script, but is not a step that runs one. Remove it.",
		"zh-CN": "步骤“{node}”设置了脚本，但它不是脚本步骤，请移除。",
	},
	flow.CodeScriptHides: {
		"en":    "The step “{node}” hides the field “{field}” from its script, which reads the whole form. Choose what it may set, and nothing else.",
		"zh-CN": "脚本步骤“{node}”对脚本隐藏了字段“{field}”，但脚本可读取整个表单。请只选择脚本可写入的字段。",
	},
	flow.CodeAssigneeScript: {
		"en":    "The people of the step “{node}” are to be named by a script, but there is none yet. Write one.",
		"zh-CN": "步骤“{node}”的办理人由脚本确定，但还没有脚本，请编写。",
	},
	app.CodeScriptsTooMany: {
		"en":    "The app has too many scripts: {max} at most. Remove some.",
		"zh-CN": "应用的脚本过多，最多 {max} 个，请删减。",
	},
	app.CodeScriptName: {
		"en":    "A script cannot be called “{script}”. Start with a small letter, then letters, digits or _, at most 64.",
		"zh-CN": "脚本名称“{script}”不可用。请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。",
	},
	app.CodeScriptUnknown: {
		"en":    "The step “{node}” runs the script “{script}”, which the app does not have. Write it, or choose another.",
		"zh-CN": "步骤“{node}”使用的脚本“{script}”不存在，请编写该脚本或另选。",
	},
	app.CodeSetsUnknown: {
		"en":    "Compute is to set the field “{field}”, which the form does not have. Take it out, or name a field of the form; a column is set with its whole table.",
		"zh-CN": "计算脚本要写入字段“{field}”，但表单中没有该字段。请移除，或改选表单中的字段；明细列须随整张明细表写入。",
	},
	app.CodeSetsTwice: {
		"en":    "The field “{field}” is named twice among those that compute sets. Take one out.",
		"zh-CN": "计算脚本写入的字段中“{field}”出现了两次，请移除其中一个。",
	},
	app.CodeSetsNoScript: {
		"en":    "Fields are to be set by compute, but there is no such script. Write it, or name no fields.",
		"zh-CN": "已指定由计算脚本写入的字段，但没有计算脚本。请编写脚本，或取消这些字段。",
	},
	app.CodeNeedStray: {
		"en":    "Look-ups are declared for “{script}”, which is no script of the app. Take them out.",
		"zh-CN": "为“{script}”声明了查询数据，但应用没有这个脚本，请移除。",
	},
	app.CodeNeedUnknown: {
		"en":    "The script “{script}” is to look up “{need}”, which cannot be looked up. Choose people, departments, the calendar or an organisation list.",
		"zh-CN": "脚本“{script}”要查询“{need}”，但无法查询该内容。可选人员、部门、日历或组织列表。",
	},
	app.CodeNeedsTooMany: {
		"en":    "The script “{script}” looks up too much: {max} things at most. Take some out.",
		"zh-CN": "脚本“{script}”的查询数据过多，最多 {max} 项，请删减。",
	},
	CodeComputeIdle: {
		"en":    "Compute may set no field yet, so what it returns is lost. Name the fields that it sets.",
		"zh-CN": "计算脚本尚未指定可写入的字段，其结果会被丢弃。请指定要写入的字段。",
	},
	CodeComputeRule: {
		"en":    "The field “{field}” is set by the rule “{rule}” too, which has the last word. Leave it to one of them.",
		"zh-CN": "字段“{field}”同时由规则“{rule}”赋值，且以规则为准。请只保留其中一种方式。",
	},
	app.CodeOptionsUnknown: {
		"en":    "The field “{field}” takes its options from the script “{script}”, which the app does not have. Write it, or choose another source.",
		"zh-CN": "字段“{field}”的选项来自脚本“{script}”，但该脚本不存在，请编写该脚本或另选来源。",
	},
	CodeScriptUnused: {
		"en":    "No step runs the script “{script}”. Remove it when it is no longer needed.",
		"zh-CN": "没有步骤使用脚本“{script}”，不再需要时请删除。",
	},
}
