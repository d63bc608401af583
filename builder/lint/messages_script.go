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
	CodeScriptUnused: {
		"en":    "No step runs the script “{script}”. Remove it when it is no longer needed.",
		"zh-CN": "没有步骤使用脚本“{script}”，不再需要时请删除。",
	},
}
