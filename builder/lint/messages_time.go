package lint

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// timeMessages say what is wrong with waiting, deadlines and messages.
var timeMessages = map[string]words.Text{
	flow.CodeMessageMissing: {
		"en":    "The step “{node}” tells people something, but there is no message. Write one.",
		"zh-CN": "步骤“{node}”要发出通知，但没有填写内容，请填写。",
	},
	flow.CodeMessageStray: {
		"en":    "The step “{node}” has a message, but sends none. Remove it.",
		"zh-CN": "步骤“{node}”填写了通知内容，但该步骤不发通知，请移除。",
	},
	flow.CodeMessageTooLong: {
		"en":    "The {lang} message of the step “{node}” is too long. Shorten it.",
		"zh-CN": "步骤“{node}”的{lang}通知内容过长，请缩短。",
	},
	flow.CodeWaitMissing: {
		"en":    "The step “{node}” does not say what it waits for. Set a length of time, a date field, or working hours; one of them.",
		"zh-CN": "步骤“{node}”没有设置等待什么。请设置时长、日期字段或工作时间，三者选一。",
	},
	flow.CodeWaitStray: {
		"en":    "The step “{node}” says what to wait for, but does not wait. Remove the setting.",
		"zh-CN": "步骤“{node}”设置了等待内容，但它不是等待步骤，请移除该设置。",
	},
	flow.CodeWaitField: {
		"en":    "The step “{node}” waits for the date in the field “{field}”, which the form does not have, or which is no date. Choose a date field.",
		"zh-CN": "步骤“{node}”等待字段“{field}”中的日期，但表单没有该字段或它不是日期，请选择日期字段。",
	},
	flow.CodeWaitTime: {
		"en":    "The step “{node}” waits until “{time}”, which is no time of day. Write it like 09:00.",
		"zh-CN": "步骤“{node}”等待到“{time}”，这不是有效的时间，请按 09:00 的格式填写。",
	},
	flow.CodeWaitDateStray: {
		"en":    "The step “{node}” names a time of day, or how long before, but waits for no date. Remove the setting, or choose a date field.",
		"zh-CN": "步骤“{node}”设置了时间点或提前量，但没有等待日期。请移除该设置，或选择日期字段。",
	},
	flow.CodeSpanInvalid: {
		"en":    "A length of time at the step “{node}” cannot be used. Write a number from 1 to {max} and choose minutes, hours or days.",
		"zh-CN": "步骤“{node}”的时长不可用，请填写 1 至 {max} 的数字，并选择分钟、小时或天。",
	},
	flow.CodeDeadlineStray: {
		"en":    "The step “{node}” has a deadline, but nobody has a task there. Remove it.",
		"zh-CN": "步骤“{node}”设置了时限，但该步骤无人办理，请移除时限。",
	},
	flow.CodeDeadlineThen: {
		"en":    "What happens when the deadline of the step “{node}” passes, “{then}”, does not exist. Choose again.",
		"zh-CN": "步骤“{node}”超时后的处理方式“{then}”不存在，请重新选择。",
	},
	flow.CodeDeadlineTo: {
		"en":    "When the deadline of the step “{node}” passes, the task goes to somebody else, but nobody is named. Choose who gets it.",
		"zh-CN": "步骤“{node}”超时后会转交，但没有设置转交给谁，请选择。",
	},
	flow.CodeDeadlineToStray: {
		"en":    "The deadline of the step “{node}” names people, but gives the task to nobody. Remove them, or let it escalate or transfer.",
		"zh-CN": "步骤“{node}”的时限设置了人员，但超时后不会交给任何人。请移除人员，或改为升级或转交。",
	},
	flow.CodeRemindersTooMany: {
		"en":    "The deadline of the step “{node}” has too many reminders: {max} at most. Remove some.",
		"zh-CN": "步骤“{node}”的提醒过多，最多 {max} 个，请减少一些。",
	},
	flow.CodeReminderWhen: {
		"en":    "A reminder of the step “{node}” lies “{when}” the deadline, which is neither before nor after. Choose one of the two.",
		"zh-CN": "步骤“{node}”的提醒位置“{when}”无效，请选择到期前或超时后。",
	},
	CodeMessageHidden: {
		"en":    "The message of the step “{node}” shows the field “{field}”, which another step hides from its people. Take it out if they must not learn it.",
		"zh-CN": "步骤“{node}”的通知内容包含字段“{field}”，而另一步骤对其办理人隐藏了该字段。如不应让他们知道，请将其删除。",
	},
	CodeWaitOptional: {
		"en":    "The step “{node}” waits for the date in “{field}”, which may be left empty; it does not wait then. Make the field required if it must.",
		"zh-CN": "步骤“{node}”等待“{field}”中的日期，该字段可以不填，不填时不会等待。如必须等待，请将字段设为必填。",
	},
	CodeReminderEarly: {
		"en":    "A reminder of the step “{node}” lies {amount} before a deadline that is no longer than that, so it is never given. Move it closer to the deadline.",
		"zh-CN": "步骤“{node}”的提醒设在到期前 {amount}，但时限本身不超过这个时长，提醒不会发出。请把提醒改近一些。",
	},
}
