package httpapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
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
	directory.CodeStillHere:         say("This person works here.", "该人员在职。"),
}

func say(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// directoryMessage says a problem in a language. A role is shown by its name.
func directoryMessage(p directory.Problem, lang string) string {
	text := directoryWords[p.Code].In(lang, words.English)
	for name, value := range p.Params {
		shown := fmt.Sprint(value)
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
