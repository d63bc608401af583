package lint

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// webhookMessages say what is wrong with calling other systems.
var webhookMessages = map[string]words.Text{
	flow.CodeWebhookMissing: {
		"en":    "The step “{node}” does not say which address it calls. Enter one, such as https://erp.example.com/hook.",
		"zh-CN": "步骤“{node}”没有填写调用地址，请填写，例如 https://erp.example.com/hook。",
	},
	flow.CodeWebhookStray: {
		"en":    "The step “{node}” has a webhook address, but calls nobody. Remove the setting.",
		"zh-CN": "步骤“{node}”设置了 Webhook 地址，但它不是 Webhook 步骤，请移除该设置。",
	},
	flow.CodeWebhookURL: {
		"en":    "The address of the step “{node}” cannot be called. It starts with https:// or http://, and has no user name, password or #.",
		"zh-CN": "步骤“{node}”的地址无法调用。地址应以 https:// 或 http:// 开头，且不含用户名、密码和 #。",
	},
	flow.CodeWebhookFields: {
		"en":    "The step “{node}” sends too many fields: at most {max}. Choose a table instead of its columns.",
		"zh-CN": "步骤“{node}”发送的字段过多，最多 {max} 个。可选择整个明细表代替各列。",
	},
	flow.CodeWebhookTwice: {
		"en":    "The step “{node}” sends the field “{field}” twice. Remove one.",
		"zh-CN": "步骤“{node}”重复发送字段“{field}”，请移除其中一个。",
	},
	flow.CodeWebhookTimeout: {
		"en":    "The step “{node}” waits too long, or not at all, for an answer. Choose 1 to {max} seconds.",
		"zh-CN": "步骤“{node}”等待响应的时间不可用，请选择 1 到 {max} 秒。",
	},
	flow.CodeWebhookTries: {
		"en":    "How often the step “{node}” tries cannot be used. Choose 1 to {max} times.",
		"zh-CN": "步骤“{node}”的尝试次数不可用，请选择 1 到 {max} 次。",
	},
	CodeWebhookPlain: {
		"en":    "The step “{node}” sends over http, which others on the way can read. Use https if the receiver has it.",
		"zh-CN": "步骤“{node}”使用 http 发送，途中可能被他人读取。接收方支持时请改用 https。",
	},
	CodeWebhookHidden: {
		"en":    "The step “{node}” sends the field “{field}” to another system, but the flow hides it from some people. Check that the receiver may have it.",
		"zh-CN": "步骤“{node}”会把字段“{field}”发送到外部系统，但流程对部分人员隐藏该字段。请确认接收方可以获取。",
	},
}
