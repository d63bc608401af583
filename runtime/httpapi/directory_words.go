package httpapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
)

// directoryWords say what is wrong with a field of a person or a department, and
// what to do. They may hold {param}.
var directoryWords = map[string]words.Text{
	directory.CodeRequired:          say("Fill this in.", "请填写此项。"),
	directory.CodeTooLong:           say("Use at most {max} characters.", "最多 {max} 个字符。"),
	directory.CodeLoginFormat:       say("Use up to 64 lower-case letters, digits and . _ @ -, beginning with a letter or digit.", "请使用小写字母、数字和 . _ @ -，以字母或数字开头，最多 64 个字符。"),
	directory.CodeLoginTaken:        say("Somebody has or had this login. Choose another one.", "该账号已被使用过，请另选一个。"),
	directory.CodeEmailFormat:       say("This is not an e-mail address. Write it like name@example.com.", "邮箱格式不正确，示例：name@example.com。"),
	directory.CodeLanguageUnknown:   say("Choose en or zh-CN.", "请选择 en 或 zh-CN。"),
	directory.CodeRoleUnknown:       say("There is no role “{role}”. Choose one of the list.", "角色“{role}”不存在，请从列表中选择。"),
	directory.CodeDepartmentUnknown: say("There is no such department. Choose one of the tree.", "该部门不存在，请从部门树中选择。"),
	directory.CodeDepartmentTaken:   say("Another department has this code. Choose another one.", "该部门编码已被使用，请另选一个。"),
	directory.CodeDepartmentFormat:  say("Use up to 32 lower-case letters, digits and hyphens.", "请使用小写字母、数字和连字符，最多 32 个字符。"),
	directory.CodeDepartmentCircle:  say("A department can't stand below itself. Choose another place.", "部门不能隶属于自己或其下级部门，请另选上级。"),
	directory.CodePersonUnknown:     say("This person does not work here. Choose somebody else.", "该人员不在职，请另选他人。"),
	directory.CodeManagerCircle:     say("They would manage themselves, directly or round a corner. Choose another manager.", "上级关系形成了循环，请另选上级。"),
	directory.CodePasswordShort:     say("Use at least {min} characters.", "至少 {min} 个字符。"),
	directory.CodePasswordLong:      say("Use at most {max} bytes.", "最多 {max} 个字节。"),
	directory.CodeLastHolder:        say("Nobody else holds the role {role}. Give it to somebody else first.", "没有其他人拥有“{role}”角色，请先授予他人。"),
	directory.CodeSuccessorUnknown:  say("The successor must be somebody else who works here.", "接手人必须是其他在职人员。"),
	directory.CodeHeaderMissing:     say("No column is headed Login or Code. Start from the template.", "没有“账号”或“部门编码”列，请使用模板填写。"),
	directory.CodeHeaderTwice:       say("Two columns are headed “{title}”. Remove one.", "“{title}”列出现了两次，请删除一列。"),
	directory.CodeNothing:           say("There is nothing below the header. Add a row for each person.", "表头下没有内容，请为每人填写一行。"),
	directory.CodeLoginTwice:        say("This login stands in row {row} already. Keep one of them.", "该账号已在第 {row} 行出现，请只保留一行。"),
	directory.CodeDescribedTwice:    say("Row {row} says something else about this department. Make them alike, or keep one.", "第 {row} 行对该部门的描述不同，请保持一致或只保留一行。"),
	directory.CodeNobody:            say("Nobody has this login, neither here nor in the file. Correct it, or add a row for them.", "系统和文件中都没有该账号，请更正或为其添加一行。"),
	directory.CodeGone:              say("This person has left. Bring them back on their page first, or remove the row.", "该人员已离职，请先在人员页面办理返聘，或删除该行。"),
	directory.CodeDepartmentMissing: say("There is no such department, neither here nor in the file. Correct it, or add a row that describes it.", "系统和文件中都没有该部门，请更正或添加一行描述该部门。"),
	directory.CodeAmbiguous:         say("Several departments have this name. Write the code, or the names from the top.", "有多个同名部门，请填写部门编码或从上到下的完整名称。"),
	directory.CodeManagerRing:       say("The managers go round in a circle: {ring}. Change one of them.", "上级关系形成循环：{ring}，请修改其中一人的上级。"),
	directory.CodeDepartmentRing:    say("The departments go round in a circle: {ring}. Change what one of them stands below.", "部门隶属关系形成循环：{ring}，请修改其中一个部门的上级。"),
	directory.CodeRoleNotYours:      say("You may not give or take the role {role}. Leave the roles as they are, or ask IT.", "您无权授予或收回“{role}”角色，请保持原角色不变，或联系 IT。"),
	sheet.CodeFormat:                say("This is neither a CSV nor an xlsx file. Save it as one of these.", "文件既不是 CSV 也不是 xlsx，请另存为其中一种格式。"),
	sheet.CodeOld:                   say("This is an old or protected Excel file. Save it as .xlsx without a password.", "这是旧版或受保护的 Excel 文件，请另存为不带密码的 .xlsx。"),
	sheet.CodeDamaged:               say("The file is damaged: {detail}. Save it anew.", "文件已损坏：{detail}。请重新保存。"),
	sheet.CodeEncoding:              say("The text is in an unknown encoding. Save it as UTF-8.", "无法识别文件编码，请另存为 UTF-8。"),
	sheet.CodeSize:                  say("The file is larger than {max} MiB. Split it.", "文件超过 {max} MiB，请拆分。"),
	sheet.CodeUnfolded:              say("The file unfolds to far more than people need. Save it anew with nothing but the table.", "文件解压后过大，请只保留表格内容后重新保存。"),
	sheet.CodeRows:                  say("There are more than {max} rows. Split the file.", "超过 {max} 行，请拆分文件。"),
	sheet.CodeColumns:               say("Row {row} has more than {max} columns. Remove those that are not needed.", "第 {row} 行超过 {max} 列，请删除多余的列。"),
	sheet.CodeCell:                  say("A cell in row {row} has more than {max} characters. Shorten it.", "第 {row} 行有单元格超过 {max} 个字符，请缩短。"),
	directory.CodeStillHere:         say("This person works here.", "该人员在职。"),
	directory.CodeStandInSelf:       say("Nobody stands in for themselves. Choose somebody else.", "代理人不能是本人，请另选他人。"),
	directory.CodePeriodOrder:       say("The end must lie after the beginning.", "结束时间必须晚于开始时间。"),
	directory.CodePeriodPast:        say("This time is over already. Choose a later end.", "该时间段已过，请选择更晚的结束时间。"),
	directory.CodeAppUnknown:        say("There is no app “{app}”. Choose one of the list.", "应用“{app}”不存在，请从列表中选择。"),
	directory.CodeAbsenceOverlap:    say("{name} stands in by another entry for this time and the same apps. Change one of them, or end it.", "该时间段内相同应用已设置由{name}代理，请修改或结束其中一项。"),
	directory.CodeAbsenceMany:       say("At most {max} entries can lie ahead. End one first.", "最多可设置 {max} 条未结束的外出代理，请先结束一条。"),
	directory.CodeAbsenceOver:       say("This is over and can't be changed. Add a new entry.", "该外出代理已结束，无法修改，请新增一条。"),
}

func say(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// directoryMessage says a problem in a language. A role is shown by its name.
func directoryMessage(p directory.Problem, lang string) string {
	text := directoryWords[p.Code].In(lang, words.English)
	for name, value := range p.Params {
		shown := fmt.Sprint(value)
		if text, ok := value.(words.Text); ok {
			shown = text.In(lang, words.English)
		}
		if name == "role" {
			shown = identity.RoleName(shown).In(lang, words.English)
		}
		text = strings.ReplaceAll(text, "{"+name+"}", shown)
	}
	return text
}

// directoryFault turns what the directory refuses into what a form shows. The
// directory's names of fields are the ones it uses inside.
func directoryFault(err *directory.InvalidError, lang string) error {
	if len(err.Problems) == 1 {
		switch p := err.Problems[0]; {
		case p.Field == "person" && p.Code == directory.CodePersonUnknown:
			return &fault.NotFound{Thing: "person"}
		case p.Field == "department" && p.Code == directory.CodeDepartmentUnknown:
			return &fault.NotFound{Thing: "department"}
		}
	}
	invalid := &fault.Invalid{Code: "directory.invalid"}
	for _, p := range err.Problems {
		field := p.Field
		if field == "dept" {
			field = "department"
		}
		invalid.Problems = append(invalid.Problems, fault.Problem{Path: "/" + field, Code: p.Code, Message: directoryMessage(p, lang)})
	}
	return invalid
}

// asFault is err, or what a form can show of it.
func asFault(err error, lang string) error {
	var invalid *directory.InvalidError
	if errors.As(err, &invalid) {
		return directoryFault(invalid, lang)
	}
	return err
}
