package lint

import (
	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// subFlowMessages say what is wrong with steps that start a case of another app.
var subFlowMessages = map[string]words.Text{
	flow.CodeSubMissing: {
		"en":    "The step “{node}” starts a request, but does not say of which app. Choose the app.",
		"zh-CN": "步骤“{node}”要发起子流程，但没有选择应用，请选择。",
	},
	flow.CodeSubStray: {
		"en":    "The step “{node}” says of which app to start a request, but starts none. Remove the setting.",
		"zh-CN": "步骤“{node}”设置了要发起的应用，但它不是子流程步骤，请移除该设置。",
	},
	flow.CodeSubTable: {
		"en":    "The step “{node}” starts a request for each row of “{field}”, which the form does not have, or which is no table. Choose a table.",
		"zh-CN": "步骤“{node}”要按“{field}”的每一行发起子流程，但表单没有该字段或它不是明细表，请选择明细表。",
	},
	flow.CodeSubUnknown: {
		"en":    "The step “{node}” has a setting “{value}”, which does not exist. Choose again.",
		"zh-CN": "步骤“{node}”的设置“{value}”不存在，请重新选择。",
	},
	flow.CodeSubStarted: {
		"en":    "The step “{node}” goes on as soon as its requests are started, so nothing can be asked of how they end. Let it wait until they have ended, or take nothing over and require no approval.",
		"zh-CN": "步骤“{node}”发起子流程后立即继续，因此无法要求其结果。请改为等待子流程结束，或不回填任何内容且不要求通过。",
	},
	flow.CodeSubTooMany: {
		"en":    "The step “{node}” fills in or takes over more than {max} fields. Remove some.",
		"zh-CN": "步骤“{node}”填写或回填的字段超过 {max} 个，请减少一些。",
	},
	flow.CodeSubFill: {
		"en":    "The step “{node}” fills in the field “{name}” of the other app, but not with one thing. Choose a field of this form, or a fixed value.",
		"zh-CN": "步骤“{node}”填写另一应用的字段“{name}”时取值不明确，请选择本表单的一个字段，或填写一个固定值。",
	},
	flow.CodeSubFillTwice: {
		"en":    "The step “{node}” fills in the field “{name}” of the other app twice. Remove one of them.",
		"zh-CN": "步骤“{node}”重复填写了另一应用的字段“{name}”，请移除其中一个。",
	},
	flow.CodeSubFrom: {
		"en":    "The step “{node}” fills in from the field “{field}”, which the form does not have, or which is a column of another table. Choose a field, or a column of the table whose rows are gone through.",
		"zh-CN": "步骤“{node}”从字段“{field}”取值，但表单没有该字段，或它是其他明细表的列。请选择字段，或所选明细表的列。",
	},
	flow.CodeSubTake: {
		"en":    "The step “{node}” takes over “{name}”, which no request has. Choose a field of the other app, its status, outcome or number.",
		"zh-CN": "步骤“{node}”要回填“{name}”，但子流程没有该内容。请选择另一应用的字段、状态、结果或编号。",
	},
	flow.CodeSubTakeTwice: {
		"en":    "The step “{node}” puts two things into the field “{field}”. Remove one of them.",
		"zh-CN": "步骤“{node}”向字段“{field}”回填了两项内容，请移除其中一项。",
	},
	flow.CodeSubTo: {
		"en":    "The step “{node}” puts what it takes over into “{field}”, which does not go. Choose a field of the form; where a request is started for each row, a column of that table.",
		"zh-CN": "步骤“{node}”回填到“{field}”不可行。请选择表单的字段；按行发起时，请选择该明细表的列。",
	},
	app.CodeSubRows: {
		"en":    "The step “{node}” starts a request for each row of “{field}”, which may have more than {max} rows. Set the most rows of the table to {max} or less.",
		"zh-CN": "步骤“{node}”按“{field}”的每一行发起子流程，但该明细表可能超过 {max} 行。请将其最多行数设为 {max} 或更少。",
	},
	CodeSubApp: {
		"en":    "The step “{node}” starts a request of the app “{app}”, of which nothing is published. Publish that app first, or choose another.",
		"zh-CN": "步骤“{node}”要发起应用“{app}”的子流程，但该应用尚未发布。请先发布该应用，或另选一个。",
	},
	CodeSubField: {
		"en":    "The step “{node}” uses the field “{name}”, which the form of “{app}” does not have. Choose another field or remove it.",
		"zh-CN": "步骤“{node}”使用了“{app}”表单中没有的字段“{name}”，请换一个字段或将其移除。",
	},
	CodeSubFit: {
		"en":    "The step “{node}”: the field “{name}” of “{app}” and the field “{field}” here do not hold the same kind of thing. Choose fields of one kind.",
		"zh-CN": "步骤“{node}”：“{app}”的字段“{name}”与本表单的字段“{field}”类型不一致，请选择同类型的字段。",
	},
	CodeSubValue: {
		"en":    "The step “{node}” fills in a fixed value that the field “{name}” of “{app}” does not take. Choose another value.",
		"zh-CN": "步骤“{node}”填写的固定值不符合“{app}”字段“{name}”的要求，请修改该值。",
	},
	CodeSubRequired: {
		"en":    "The form of “{app}” requires the field “{name}”, which the step “{node}” does not fill in. The request cannot be started then. Fill it in, unless a rule there does.",
		"zh-CN": "“{app}”的表单要求填写字段“{name}”，但步骤“{node}”没有填写，子流程将无法发起。请填写该字段，除非那里的规则会填。",
	},
	CodeSubOptional: {
		"en":    "The form of “{app}” requires the field “{name}”, which the step “{node}” fills in from “{field}”; that may be left empty, and the request cannot be started then. Make it required.",
		"zh-CN": "“{app}”的表单要求填写字段“{name}”，步骤“{node}”从可能为空的“{field}”取值，为空时子流程将无法发起。请将该字段设为必填。",
	},
	CodeSubCircle: {
		"en":    "The step “{node}” starts a request of “{app}”, which leads back to this app. Check that it stops: at most five requests may start each other one below the other.",
		"zh-CN": "步骤“{node}”发起的“{app}”又会发起本应用，形成循环。请确认它会停止：子流程最多嵌套五层。",
	},
	CodeSubEdited: {
		"en":    "The step “{target}” may add or remove rows of “{field}” while the step “{node}” waits for the requests of these rows; what they bring back is not taken over then. Let it edit columns only, or put one step behind the other.",
		"zh-CN": "步骤“{node}”等待“{field}”各行的子流程时，步骤“{target}”可能增删该表的行，届时结果将无法回填。请只开放列的编辑，或将两个步骤改为先后进行。",
	},
}
