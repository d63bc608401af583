package company

import (
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

func say(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// messages are the words of each code that this room, or directory for it,
// finds in what was entered.
var messages = map[string]words.Text{
	"company.required":        say("Fill this in.", "请填写。"),
	"company.tooLong":         say("Use at most {max} characters.", "最多 {max} 个字符。"),
	"company.characters":      say("Take out line breaks and control characters.", "请去掉换行和控制字符。"),
	"company.languageUnknown": say("Choose English or 简体中文.", "请选择 English 或简体中文。"),
	"company.zoneUnknown":     say("Choose a time zone such as Asia/Shanghai.", "请选择时区，例如 Asia/Shanghai。"),
	"company.daysUnknown":     say("Choose one of the sets of holidays.", "请选择一种节假日安排。"),
	"company.hostFormat":      say("Enter a host name such as smtp.example.com, without a port.", "请填写主机名，例如 smtp.example.com，不含端口。"),
	"company.portRange":       say("Enter a port between 1 and 65535; 465 is usual for TLS, 587 for STARTTLS.", "请填写 1 到 65535 之间的端口；TLS 通常为 465，STARTTLS 通常为 587。"),
	"company.securityUnknown": say("Choose TLS, STARTTLS or no encryption.", "请选择 TLS、STARTTLS 或不加密。"),
	"company.mailReadable":    say("The user name and password would travel readable. Choose TLS or STARTTLS, or leave the user name empty.", "用户名和密码将以明文传输。请选择 TLS 或 STARTTLS，或将用户名留空。"),
	"company.userMissing":     say("A password needs a user name.", "填写密码时需要填写用户名。"),
	"company.passwordAgain":   say("The server or the user name changed: enter the password again.", "邮件服务器或用户名已更改，请重新输入密码。"),
	"company.addressFormat":   say("Enter an address such as oa@example.com or “Office <oa@example.com>”.", "请填写邮箱地址，例如 oa@example.com 或“办公系统 <oa@example.com>”。"),
	"company.passwordShort":   say("Use at least {min} characters.", "至少 {min} 个字符。"),
	"company.loginFormat":     say("Use letters, digits and . _ @ - only, beginning with a letter or digit.", "只能使用字母、数字和 . _ @ -，并以字母或数字开头。"),
	"company.emailFormat":     say("Enter an e-mail address such as ann@example.com.", "请填写邮箱地址，例如 ann@example.com。"),
}

// Message words a code in a language; parameters stand in braces.
func Message(code string, params map[string]string, lang string) string {
	text := messages[code].In(lang, words.English)
	for name, value := range params {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// Codes lists every code of a place that this room refuses.
func Codes() map[string]words.Text { return messages }
