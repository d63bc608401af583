package lint

import (
	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/words"
)

// sensitiveMessages say what is wrong with the use of fields that not everybody
// sees.
var sensitiveMessages = map[string]words.Text{
	app.CodeTitleSensitive: {
		"en":    "The title of requests shows the field “{placeholder}”, which is sensitive, to everybody who finds the request. Take it out of the title.",
		"zh-CN": "申请标题中包含敏感字段“{placeholder}”，所有能找到申请的人都会看到。请将其从标题中去掉。",
	},
	app.CodeSummarySensitive: {
		"en":    "Lists show the field “{field}”, which is sensitive. Take it out of the fields that lists show.",
		"zh-CN": "列表中显示了敏感字段“{field}”。请将其从列表显示的字段中去掉。",
	},
	app.CodeMessageSensitive: {
		"en":    "The message of the step “{node}” tells the field “{placeholder}”, which is sensitive. Take it out of the message.",
		"zh-CN": "步骤“{node}”的消息中包含敏感字段“{placeholder}”。请将其从消息中去掉。",
	},
	app.CodeWebhookSensitive: {
		"en":    "The step “{node}” sends the field “{field}” to another system, but it is sensitive, or has a sensitive column. Take it out of the fields that are sent.",
		"zh-CN": "步骤“{node}”会把字段“{field}”发送到外部系统，但它是敏感字段或含有敏感列。请将其从发送的字段中去掉。",
	},
	app.CodeAssigneeSensitive: {
		"en":    "The people of the step “{node}” come from the field “{field}”, which is sensitive: who has a task can be seen by others. Choose another field, or do not mark it as sensitive.",
		"zh-CN": "步骤“{node}”的办理人来自敏感字段“{field}”，而办理人对他人可见。请改用其他字段，或不将该字段设为敏感。",
	},
	CodeHiddenTold: {
		"en":    "The step “{node}” hides the column “{var}”, but its people may remove rows of “{table}” and see “{field}”, which is computed from it: the difference tells them what is hidden. Hide “{field}” too, or do not let them edit “{table}”.",
		"zh-CN": "步骤“{node}”隐藏了列“{var}”，但办理人可以删除“{table}”的行，并能看到由该列算出的“{field}”，通过差额即可推知被隐藏的内容。请同时隐藏“{field}”，或不允许其编辑“{table}”。",
	},
	CodeSensitiveUnopened: {
		"en":    "No step lets its people see the sensitive field “{field}”: only whoever submits the request does. If somebody needs it, choose “Read” for it at their step.",
		"zh-CN": "没有任何步骤允许办理人查看敏感字段“{field}”，只有提交人能看到。如有人需要查看，请在对应步骤中为该字段选择“查看”。",
	},
	CodeSensitiveCopied: {
		"en":    "The rule “{rule}” computes the field “{field}” from “{var}”, which is sensitive. Mark “{field}” as sensitive too if it tells what is kept there.",
		"zh-CN": "规则“{rule}”用敏感字段“{var}”计算字段“{field}”。如果结果会透露其内容，请将“{field}”也设为敏感。",
	},
	CodeSensitiveTime: {
		"en":    "The step “{node}” waits for the date in “{field}”, which is sensitive: when it goes on tells the date. Wait for another field if nobody may know it.",
		"zh-CN": "步骤“{node}”等待敏感字段“{field}”中的日期，何时继续会透露该日期。如需保密，请改为等待其他字段。",
	},
	CodeSubSensitive: {
		"en":    "Between the field “{field}” here and “{name}” of “{app}” a value is handed over that is sensitive on one side only, and can be read on the other. Mark both as sensitive.",
		"zh-CN": "本应用的字段“{field}”与“{app}”的字段“{name}”之间传递的内容只在一侧设为敏感，在另一侧会以明文保存。请将两侧都设为敏感。",
	},
}
