package lint

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// fillInMessages are what is said of steps at which people fill in the form.
var fillInMessages = map[string]words.Text{
	flow.CodeFillInNothing: {
		"en":    "The step “{node}” has people fill in the form, but opens no field. Open at least one for editing.",
		"zh-CN": "填写步骤“{node}”没有开放任何字段，请至少将一个字段设为可编辑。",
	},
	flow.CodeFillInShare: {
		"en":    "The step “{node}” has a share of its people fill in the form, which cannot be. Choose any of them, all, or in turn.",
		"zh-CN": "填写步骤“{node}”不能按比例填写，请选择任一人、所有人或依次填写。",
	},
	flow.CodeFillInSame: {
		"en":    "The step “{node}” is to pass by itself for people who approved before, but nobody can fill in the form by itself. Have them asked.",
		"zh-CN": "填写步骤“{node}”设置了已同意人员自动通过，但填写不能自动完成，请改为再次询问。",
	},
	flow.CodeFillInThen: {
		"en":    "When the deadline of the step “{node}” passes it is to be decided by itself, but time fills nothing in. Remind, escalate or transfer instead.",
		"zh-CN": "填写步骤“{node}”超时后不能自动完成，请改为提醒、升级或转交。",
	},
	flow.CodeRequireStray: {
		"en":    "The step “{node}” asks for fields to be filled in, but is not a step for filling in. Remove them.",
		"zh-CN": "步骤“{node}”设置了必填字段，但它不是填写步骤，请移除。",
	},
	flow.CodeRequireClosed: {
		"en":    "The step “{node}” asks for the field “{field}”, but does not open it. Open it for editing, or do not ask for it.",
		"zh-CN": "填写步骤“{node}”要求填写字段“{field}”，但没有开放该字段。请设为可编辑，或取消必填。",
	},
	CodeFillInEarly: {
		"en":    "The step “{node}” asks for the field “{field}”, which the form already asks of whoever submits. Make it optional in the form if it is to be filled in here.",
		"zh-CN": "填写步骤“{node}”要求填写字段“{field}”，但表单已要求发起人填写。如应在此步骤填写，请在表单中取消必填。",
	},
}
