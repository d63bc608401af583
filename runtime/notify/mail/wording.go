package mail

import (
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/notify"
)

func say(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// wording is what a kind of letter says.
type wording struct {
	// subject ends the subject line, after the number and the app's name.
	subject words.Text
	// text is what has happened, as a sentence.
	text words.Text
}

var wordings = map[string]wording{
	notify.KindAssigned: {
		subject: say("waits for your decision", "等待您审批"),
		text:    say("A request waits for your decision.", "有一份申请等待您审批。"),
	},
	notify.KindUrged: {
		subject: say("you are asked to hurry", "催您尽快审批"),
		text:    say("You are asked to decide on a request soon.", "有一份申请催您尽快审批。"),
	},
	notify.KindDue: {
		subject: say("is due soon or overdue", "即将到期或已超时"),
		text:    say("A request waits for your decision, and its time is running out or over.", "有一份申请等待您审批，即将到期或已超时。"),
	},
	notify.KindOverdue: {
		subject: say("was not decided in time", "已超时"),
		text:    say("The time for your decision on a request is over.", "您的审批时限已到。"),
	},
	notify.KindFailed: {
		subject: say("a step has failed", "有步骤失败"),
		text:    say("A step of a request has failed. The request waits until an administrator has it tried again.", "一份申请的步骤失败，需由管理员重试后才能继续。"),
	},
	notify.KindScript: {
		subject: say("a script has failed", "有脚本出错"),
		text:    say("A script of an app has failed where somebody filled in its form. The notice under the bell says which one and where.", "有人填写表单时，应用的脚本出错。铃铛中的通知说明了是哪个脚本及其位置。"),
	},
	notify.KindMessage: {
		subject: say("there is news for you", "有新消息"),
		text:    say("There is news for you about a request.", "一份申请有给您的消息。"),
	},
	notify.KindCopied: {
		subject: say("was copied to you", "抄送给您"),
		text:    say("You were copied on a request.", "有一份申请抄送给您。"),
	},
	notify.KindMentioned: {
		subject: say("you are mentioned in a remark", "有评论提到您"),
		text:    say("Somebody mentions you in a remark on a request.", "有人在申请的评论中提到您。"),
	},
	notify.KindEnded: {
		subject: say("has ended", "已结束"),
		text:    say("Your request has ended.", "您的申请已结束。"),
	},
}

// The words that letters share. {no}, {product}, {absent} and {hours} are filled
// in.
var (
	wordProduct  = say("Banli", "办理")
	wordOpen     = say("Open the request", "查看申请")
	wordApp      = say("Open the app", "打开应用")
	wordNoLink   = say("Sign in to {product} and look for the number {no}.", "请登录“{product}”，查找编号 {no}。")
	wordWhy      = say("{product} sends this because it concerns you. Which mails you get is up to you: the bell, then the settings.", "此邮件由“{product}”自动发送。点击铃铛并打开设置，可选择接收哪些邮件。")
	subjectFor   = say(" (for {absent})", "（代{absent}）")
	textFor      = say(" You act for {absent}, who is away.", "您代{absent}处理，对方外出中。")
	wordNoAnswer = say("Nobody reads answers to this address.", "请勿直接回复此邮件。")

	testSubject = say("Test mail", "测试邮件")
	testText    = say("This mail shows that {product} can send mail.", "收到此邮件，说明“{product}”可以发送邮件。")

	linkSubject = say("Set your password", "设置密码")
	linkText    = say("Open this link within {hours} hours and choose a password. It works once. If you did not expect it, tell IT.", "请在 {hours} 小时内打开以下链接并设置密码，链接只能使用一次。如非您本人需要，请告知管理员。")
	wordLink    = say("Choose a password", "设置密码")
)
