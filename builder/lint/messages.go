package lint

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

var flowMessages = map[string]words.Text{
	flow.CodeTooManyNodes: {
		"en":    "The flow has {count} steps, but {max} at most can run. Remove some.",
		"zh-CN": "流程有 {count} 个步骤，最多允许 {max} 个，请减少步骤。",
	},
	flow.CodeTooManyEdges: {
		"en":    "The flow has {count} connections, but {max} at most can run. Remove some.",
		"zh-CN": "流程有 {count} 条连线，最多允许 {max} 条，请减少连线。",
	},
	flow.CodeNodeIDInvalid: {
		"en":    "A step has the id “{id}”, which cannot be used. Start with a small letter, then letters, digits or _, at most 64.",
		"zh-CN": "有步骤的标识“{id}”不可用。请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。",
	},
	flow.CodeNodeDuplicate: {
		"en":    "Two steps have the id “{node.id}”. Remove one, or give it another id.",
		"zh-CN": "有两个步骤使用同一标识“{node.id}”，请删除其中一个或更换标识。",
	},
	flow.CodeEdgeIDInvalid: {
		"en":    "A connection has the id “{id}”, which cannot be used. Start with a small letter, then letters, digits or _, at most 64.",
		"zh-CN": "有连线的标识“{id}”不可用。请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。",
	},
	flow.CodeEdgeDuplicate: {
		"en":    "Two connections have the id “{edge}”. Remove one, or give it another id.",
		"zh-CN": "有两条连线使用同一标识“{edge}”，请删除其中一条或更换标识。",
	},
	flow.CodeTypeUnknown: {
		"en":    "Step “{node}” is of the kind “{type}”, which does not exist. Remove it and insert another.",
		"zh-CN": "步骤“{node}”的类型“{type}”不存在，请删除后重新添加。",
	},
	flow.CodeStartMissing: {
		"en":    "The flow has no start. Add a start step.",
		"zh-CN": "流程没有开始节点，请添加。",
	},
	flow.CodeStartSeveral: {
		"en":    "“{node}” is a second start. Remove it: a flow has one.",
		"zh-CN": "“{node}”是多余的开始节点，请删除，流程只能有一个开始。",
	},
	flow.CodeStartEntered: {
		"en":    "The connection “{here}” leads back to the start. Lead it to another step.",
		"zh-CN": "连线“{here}”回到了开始节点，请改为指向其他步骤。",
	},
	flow.CodeEndMissing: {
		"en":    "The flow has no end. Add an end step.",
		"zh-CN": "流程没有结束节点，请添加。",
	},
	flow.CodeEndLeft: {
		"en":    "“{here}” goes on after the end: no step there is ever reached. Remove the connection, or put the steps before the end.",
		"zh-CN": "“{here}”在结束之后继续，后面的步骤永远不会执行。请删除连线，或把步骤移到结束之前。",
	},
	flow.CodeEdgeFromUnknown: {
		"en":    "A connection comes from the step “{node}”, which does not exist. Remove the connection.",
		"zh-CN": "有连线从不存在的步骤“{node}”引出，请删除该连线。",
	},
	flow.CodeEdgeToUnknown: {
		"en":    "A connection leads to the step “{node}”, which does not exist. Lead it to another step.",
		"zh-CN": "有连线指向不存在的步骤“{node}”，请改为指向其他步骤。",
	},
	flow.CodeExitMissing: {
		"en":    "Nothing follows the step “{node}”. Connect it to the next step or the end.",
		"zh-CN": "步骤“{node}”之后没有连线，请连接到下一步骤或结束。",
	},
	flow.CodeExitSeveral: {
		"en":    "{count} connections leave the step “{node}”, but a case can take only one. Put a condition block there, or remove the others.",
		"zh-CN": "步骤“{node}”引出了 {count} 条连线，但只能走一条。请在此处添加条件分支，或删除多余的连线。",
	},
	flow.CodeUnreachable: {
		"en":    "Nothing leads to the step “{node}”. Connect it, or remove it.",
		"zh-CN": "没有连线到达步骤“{node}”，请连接或删除该步骤。",
	},
	flow.CodeDeadEnd: {
		"en":    "From the step “{node}” no end is ever reached. Connect the steps behind it to the end.",
		"zh-CN": "从步骤“{node}”出发永远到不了结束，请把其后的步骤连接到结束。",
	},
	flow.CodeLoop: {
		"en":    "“{nodes}” goes in a circle in which nobody acts, and would never stop. Put an approval into the circle, or remove the way back.",
		"zh-CN": "“{nodes}”形成了无人办理的循环，会一直转下去。请在循环中加入审批，或去掉返回的连线。",
	},
	flow.CodeDefaultMissing: {
		"en":    "The condition block “{node}” has no branch for all other cases. Add a default branch.",
		"zh-CN": "条件分支“{node}”没有“其他情况”分支，请添加默认分支。",
	},
	flow.CodeDefaultSeveral: {
		"en":    "The condition block “{node}” has {count} default branches. Keep one, and give the others a condition.",
		"zh-CN": "条件分支“{node}”有 {count} 个默认分支。请保留一个，为其余分支设置条件。",
	},
	flow.CodeDefaultCondition: {
		"en":    "The default branch “{here}” has a condition, which would never be looked at. Remove the condition, or make it an ordinary branch.",
		"zh-CN": "默认分支“{here}”带有条件，但不会被判断。请去掉条件，或改为普通分支。",
	},
	flow.CodeDefaultStray: {
		"en":    "The connection “{here}” is marked as default, but does not leave a condition block. Remove the mark.",
		"zh-CN": "连线“{here}”被标为默认，但不是从条件分支引出的，请取消默认。",
	},
	flow.CodeConditionMissing: {
		"en":    "The branch “{here}” has no condition. Set one, or make it the default branch.",
		"zh-CN": "分支“{here}”没有条件。请设置条件，或将其设为默认分支。",
	},
	flow.CodeConditionStray: {
		"en":    "The connection “{here}” has a condition, but does not leave a condition block. Remove the condition, or put a condition block there.",
		"zh-CN": "连线“{here}”带有条件，但不是从条件分支引出的。请去掉条件，或在此处添加条件分支。",
	},
	flow.CodeConditionInvalid: {
		"en":    "The condition of the branch “{here}” cannot be used. {cause}",
		"zh-CN": "分支“{here}”的条件不可用。{cause}",
	},
	flow.CodeAssigneeMissing: {
		"en":    "Nobody is named for the step “{node}”. Choose who acts.",
		"zh-CN": "步骤“{node}”没有设置办理人，请选择。",
	},
	flow.CodeAssigneeStray: {
		"en":    "The step “{node}” names people, but nobody acts there. Remove them.",
		"zh-CN": "步骤“{node}”设置了人员，但该步骤无人办理，请移除。",
	},
	flow.CodeAssigneeKind: {
		"en":    "The people of the step “{node}” are to be found by “{kind}”, which does not exist. Choose again who acts.",
		"zh-CN": "步骤“{node}”的办理人类型“{kind}”不存在，请重新选择办理人。",
	},
	flow.CodeAssigneeLevel: {
		"en":    "The step “{node}” asks for a manager at a level that does not exist. Choose a level from 1 to {max}.",
		"zh-CN": "步骤“{node}”的上级层级不存在，请选择 1 至 {max} 级。",
	},
	flow.CodeAssigneeRole: {
		"en":    "No role is chosen for the step “{node}”. Choose one.",
		"zh-CN": "步骤“{node}”没有选择角色，请选择。",
	},
	flow.CodeAssigneePeople: {
		"en":    "For the step “{node}”, choose from 1 to {max} people.",
		"zh-CN": "请为步骤“{node}”选择 1 至 {max} 位人员。",
	},
	flow.CodeAssigneeField: {
		"en":    "The step “{node}” takes its people from the field “{field}”, which the form does not have. Choose a person field.",
		"zh-CN": "步骤“{node}”从表单中没有的字段“{field}”取办理人，请选择人员字段。",
	},
	flow.CodeAssigneeBranch: {
		"en":    "The step “{node}” names a department or a branch where it means nothing. Narrow a role down to one of the two, or name a department for its head.",
		"zh-CN": "步骤“{node}”设置的部门或分支不起作用。角色只能限定部门或分支其中之一，部门负责人可以指定部门。",
	},
	flow.CodeChoiceBy: {
		"en":    "The step “{node}” does not say who chooses its people. Let the initiator or the approver before choose.",
		"zh-CN": "步骤“{node}”没有说明由谁选择办理人，请设为发起人自选或上一步审批人指定。",
	},
	flow.CodeChoiceStray: {
		"en":    "For the step “{node}”, people are to be chosen where nobody can choose. Only an approval can let its people be chosen, and not as what happens otherwise or when time is up.",
		"zh-CN": "步骤“{node}”在无法选人的地方要求选人。只有审批步骤的办理人可以由他人选择，备选办理人和超时处理不可以。",
	},
	flow.CodeChoiceCount: {
		"en":    "The step “{node}” asks for a number of people that cannot be chosen. Set from 1 to {max}, and at least no more than at most.",
		"zh-CN": "步骤“{node}”要求选择的人数不成立。请设为 1 至 {max} 人，且最少人数不超过最多人数。",
	},
	flow.CodeChoiceFrom: {
		"en":    "The step “{node}” lists people to choose from and a role or a department too. Keep one of the two.",
		"zh-CN": "步骤“{node}”的可选范围同时设置了人员和角色或部门，请只保留一种。",
	},
	flow.CodeChoiceApprover: {
		"en":    "The people of the step “{node}” are chosen by the approver before, but a case can come there without an approval right before it. Put an approval before it on every way, or let the initiator choose.",
		"zh-CN": "步骤“{node}”由上一步审批人指定办理人，但有的路径在它之前没有审批步骤。请在每条路径上先设置审批步骤，或改为发起人自选。",
	},
	flow.CodeRowsOpen: {
		"en":    "The step “{node}” asks somebody for each row by “{field}”, and lets them change it or the rows. Open other columns of the table only.",
		"zh-CN": "步骤“{node}”按“{field}”为每一行指定办理人，却又允许修改该列或增删行。请只开放表格的其他列。",
	},
	flow.CodeOtherwiseStray: {
		"en":    "The step “{node}” says who acts otherwise, but only an approval can. Remove it.",
		"zh-CN": "步骤“{node}”设置了备选办理人，但只有审批步骤可以设置，请移除。",
	},
	flow.CodeOtherwiseMany: {
		"en":    "The step “{node}” tries too many others where it finds nobody. Keep at most {max}.",
		"zh-CN": "步骤“{node}”设置的备选办理人过多，最多保留 {max} 项。",
	},
	flow.CodeModeUnknown: {
		"en":    "The step “{node}” has the approval mode “{mode}”, which does not exist. Choose another.",
		"zh-CN": "步骤“{node}”的审批方式“{mode}”不存在，请重新选择。",
	},
	flow.CodeShareInvalid: {
		"en":    "The step “{node}” does not say how many must approve. Set a number of people, or a percentage from 1 to 100.",
		"zh-CN": "步骤“{node}”没有设置需要多少人同意，请填写人数，或填写 1 至 100 的百分比。",
	},
	flow.CodeShareStray: {
		"en":    "The step “{node}” sets a share of approvals, but its approval mode does not use one. Choose the mode “share”, or remove the share.",
		"zh-CN": "步骤“{node}”设置了同意比例，但其审批方式不使用比例。请将审批方式改为“比例”，或移除比例。",
	},
	flow.CodeForbidUnknown: {
		"en":    "The step “{node}” forbids “{deed}”, which does not exist. Remove it.",
		"zh-CN": "步骤“{node}”禁止的操作“{deed}”不存在，请移除。",
	},
	flow.CodeOnRejectUnknown: {
		"en":    "What a rejection at the step “{node}” leads to, “{rejection}”, does not exist. Choose whether it ends the case or returns it.",
		"zh-CN": "步骤“{node}”拒绝后的处理方式“{rejection}”不存在，请选择结束或退回。",
	},
	flow.CodeResumeUnknown: {
		"en":    "How a case goes on that the step “{node}” returned, “{resume}”, does not exist. Choose again.",
		"zh-CN": "步骤“{node}”退回后重新提交的方式“{resume}”不存在，请重新选择。",
	},
	flow.CodeSameUnknown: {
		"en":    "What the step “{node}” does if somebody has approved before, “{same}”, does not exist. Choose again.",
		"zh-CN": "步骤“{node}”对重复审批人的处理方式“{same}”不存在，请重新选择。",
	},
	flow.CodeSelfUnknown: {
		"en":    "What the step “{node}” does if the initiator is to approve, “{self}”, does not exist. Choose again.",
		"zh-CN": "步骤“{node}”在发起人即审批人时的处理方式“{self}”不存在，请重新选择。",
	},
	flow.CodeOnFailUnknown: {
		"en":    "What happens if the step “{node}” fails, “{onFail}”, does not exist. Choose whether an administrator is asked or the case goes on.",
		"zh-CN": "步骤“{node}”失败后的处理方式“{onFail}”不存在，请选择由管理员处理或继续流转。",
	},
	flow.CodeResultInvalid: {
		"en":    "The result “{result}” of the end “{node}” cannot be used. Start with a small letter, then letters, digits or _, at most 64.",
		"zh-CN": "结束节点“{node}”的结果标识“{result}”不可用。请以小写字母开头，后接字母、数字或下划线，最多 64 个字符。",
	},
	flow.CodeFallbackUnknown: {
		"en":    "What the step “{node}” does if nobody is found, “{fallback}”, does not exist. Choose again.",
		"zh-CN": "步骤“{node}”在无人办理时的处理方式“{fallback}”不存在，请重新选择。",
	},
	flow.CodeOutcomeUnknown: {
		"en":    "The end “{node}” has the outcome “{outcome}”, which does not exist. Choose approved or rejected.",
		"zh-CN": "结束节点“{node}”的结果“{outcome}”不存在，请选择通过或拒绝。",
	},
	flow.CodeAccessUnknown: {
		"en":    "What the step “{node}” may do with the field “{field}”, “{access}”, does not exist. Choose read, edit or hide.",
		"zh-CN": "步骤“{node}”对字段“{field}”的权限“{access}”不存在，请选择只读、可编辑或隐藏。",
	},
	flow.CodeFieldUnknown: {
		"en":    "The step “{node}” sets access to the field “{field}”, which the form does not have. Remove the setting.",
		"zh-CN": "步骤“{node}”设置了表单中没有的字段“{field}”的权限，请移除该设置。",
	},
}

var warningMessages = map[string]words.Text{
	CodeFieldUnplaced: {
		"en":    "The field “{field}” is in no section; it is shown at the end of the form. Place it, or delete it.",
		"zh-CN": "字段“{field}”不在任何分区中，将显示在表单末尾。请放入分区或删除。",
	},
	CodeSchemaUnknown: {
		"en":    "A condition between the fields names “{field}”, which the form does not have. Remove it on the JSON tab, or what it asks for may be impossible to fill in.",
		"zh-CN": "字段之间的约束中用到了表单中没有的“{field}”。请在“JSON”页中删除，否则可能要求填写无法填写的内容。",
	},
	CodeSectionEmpty: {
		"en":    "The section “{here}” is empty. Put fields into it, or delete it.",
		"zh-CN": "分区“{here}”是空的，请放入字段或删除。",
	},
	CodeRuleEmpty: {
		"en":    "The rule “{rule}” does nothing. Add an action, or delete it.",
		"zh-CN": "规则“{rule}”没有任何动作，请添加动作或删除。",
	},
	CodeFormulaMissing: {
		"en":    "The field “{field}” is worked out by the rule “{rule}”, which has no formula yet, so it would always stay empty. Write the formula, or delete the rule.",
		"zh-CN": "字段“{field}”由规则“{rule}”计算，但还没有公式，将始终为空。请编写公式或删除该规则。",
	},
	CodeRuleOff: {
		"en":    "The rule “{rule}” is switched off. Switch it on, or delete it when it is no longer needed.",
		"zh-CN": "规则“{rule}”已停用。请启用，不再需要时请删除。",
	},
	CodeNoApproval: {
		"en":    "Nobody approves: every request is approved as it is submitted. Add an approval if that is not meant.",
		"zh-CN": "流程中没有审批，申请提交后直接通过。如非本意，请添加审批步骤。",
	},
	CodeConditionOptional: {
		"en":    "The branch “{here}” asks for the field “{field}”, which may be left empty; the condition does not hold then. Make the field required, or check that the default branch is right for it.",
		"zh-CN": "分支“{here}”的条件用到字段“{field}”，该字段可以不填，不填时条件不成立。请将字段设为必填，或确认默认分支适用于这种情况。",
	},
	CodeBranchRepeated: {
		"en":    "The branch “{here}” has the same condition as one before it and is never taken. Change its condition, or remove it.",
		"zh-CN": "分支“{here}”与前面的分支条件相同，永远不会走到。请修改条件或删除该分支。",
	},
	CodeBranchAlone: {
		"en":    "The condition block “{node}” has only its default branch. Add a branch, or remove the block.",
		"zh-CN": "条件分支“{node}”只有默认分支。请添加分支，或删除该条件分支。",
	},
	CodeBranchesAlike: {
		"en":    "All branches of “{node}” lead straight to “{target}”, so the conditions make no difference. Put a step into one of them, or remove the block.",
		"zh-CN": "“{node}”的所有分支都直接到“{target}”，条件不起作用。请在某个分支中加入步骤，或删除该条件分支。",
	},
	CodeForkAlone: {
		"en":    "Only one branch leaves the parallel block “{node}”, so nothing runs side by side. Add a branch, or remove the block.",
		"zh-CN": "并行分支“{node}”只有一个分支，没有并行的步骤。请添加分支，或删除该并行分支。",
	},
	CodeJoinAlone: {
		"en":    "Only one connection enters the join “{node}”, so it has nothing to wait for. Lead the other branches into it, or remove it.",
		"zh-CN": "只有一条连线进入汇合“{node}”，没有需要等待的分支。请把其他分支连到这里，或删除该汇合。",
	},
	CodeUnjoined: {
		"en":    "Several branches of “{fork}” meet at “{node}” without a join, so it is done once for each of them. Put a join before it.",
		"zh-CN": "“{fork}”的多个分支未经汇合就到了“{node}”，该步骤会按分支重复执行。请在其之前添加汇合。",
	},
	CodeAssigneeOptional: {
		"en":    "The step “{node}” takes its people from the field “{field}”, which may be left empty; nobody is found then. Make the field required, or choose what happens if nobody is found.",
		"zh-CN": "步骤“{node}”从字段“{field}”取办理人，该字段可以不填，不填时找不到办理人。请将字段设为必填，或设置无人办理时的处理方式。",
	},
	CodeEditComputed: {
		"en":    "The step “{node}” opens the field “{field}” for editing, but a rule or script computes it, so edits have no effect. Make it read-only there.",
		"zh-CN": "步骤“{node}”允许编辑字段“{field}”，但该字段由规则或脚本计算，编辑不起作用。请在该步骤设为只读。",
	},
	CodeTitleMissing: {
		"en":    "“{here}” has no {what}. Write one, so that people know what it is.",
		"zh-CN": "“{here}”没有{what}，请填写，以便他人识别。",
	},
	CodeTranslationMissing: {
		"en":    "“{here}”: the {what} “{words}” is missing in {lang}. Translate it.",
		"zh-CN": "“{here}”：{what}“{words}”缺少{lang}，请翻译。",
	},
	CodeOptionMissing: {
		"en":    "The option “{option}” of the field “{field}” has no words; people see its code. Write them.",
		"zh-CN": "字段“{field}”的选项“{option}”没有文字，使用者会看到代码。请填写文字。",
	},
}
