package httpapi

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// Problem is an RFC 9457 problem document. Code is stable: programs may rely
// on it. Title and Detail are in the reader's language.
type Problem struct {
	Type   string          `json:"type"`
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Code   string          `json:"code"`
	Detail string          `json:"detail"`
	Errors []fault.Problem `json:"errors,omitempty"`
	// Rev is the current revision where a change came too late.
	Rev int64 `json:"rev,omitempty"`
	// Reasons are the policy's reason codes where it refused.
	Reasons []string `json:"reasons,omitempty"`
	// Params are the facts that Detail is made of.
	Params map[string]string `json:"params,omitempty"`

	retryAfter int
}

// entry is one kind of problem of the registry. Detail may hold {param}.
type entry struct {
	status int
	title  words.Text
	detail words.Text
}

func say(en, zh string) words.Text { return words.Text{words.English: en, words.Chinese: zh} }

// registry lists every problem code. It is append-only: a code keeps its
// meaning for ever, because programs match on it.
var registry = map[string]entry{
	"request.malformed":       {http.StatusBadRequest, say("The request is not valid JSON", "请求内容不是有效的 JSON"), say("{detail}", "{detail}")},
	"request.unknownKey":      {http.StatusBadRequest, say("The request has a key that is not known", "请求中有未知的键"), say("Remove or correct the key {at}.", "请删除或更正键 {at}。")},
	"request.type":            {http.StatusBadRequest, say("A value in the request has the wrong type", "请求中某个值的类型不正确"), say("Correct the value at {at}: {detail}", "请更正 {at} 的值：{detail}")},
	"request.parameter":       {http.StatusBadRequest, say("A parameter of the request is not valid", "请求参数无效"), say("Correct {at}: {detail}", "请更正 {at}：{detail}")},
	"request.tooLarge":        {http.StatusRequestEntityTooLarge, say("The request is too large", "请求内容过大"), say("Send at most 1 MiB.", "请求内容不能超过 1 MiB。")},
	"request.unauthenticated": {http.StatusUnauthorized, say("Please sign in", "请先登录"), say("Your session has ended or the token is not valid. Sign in and try again; what you typed is kept.", "会话已结束或令牌无效。请重新登录后再试，已填写的内容会保留。")},
	"request.origin":          {http.StatusForbidden, say("The request came from another site", "请求来自其他网站"), say("Open Banli itself and repeat the action there.", "请在本系统页面内重新操作。")},
	"request.csrf":            {http.StatusForbidden, say("The page is out of date", "页面已过期"), say("Reload the page and repeat the action; what you typed is kept.", "请刷新页面后重试，已填写的内容会保留。")},
	"request.notFound":        {http.StatusNotFound, say("There is nothing at this address", "该地址不存在"), say("Check the address.", "请检查地址。")},
	"request.method":          {http.StatusMethodNotAllowed, say("This address does not take that method", "该地址不支持此方法"), say("Check the method.", "请检查请求方法。")},
	"request.tooMany":         {http.StatusTooManyRequests, say("Too many requests", "请求过于频繁"), say("Wait {seconds} second(s) and try again; nothing was changed.", "请等待 {seconds} 秒后重试，数据未改变。")},
	"session.wrong":           {http.StatusUnauthorized, say("Login or password is not right", "账号或密码不正确"), say("Check both and try again.", "请检查后重试。")},
	"session.backoff":         {http.StatusTooManyRequests, say("Too many attempts", "尝试次数过多"), say("Wait {seconds} seconds and try again.", "请等待 {seconds} 秒后再试。")},
	"permission.denied":       {http.StatusForbidden, say("You are not allowed to do this", "您没有权限执行此操作"), say("The permission policy refused {action}: {reasons}. Ask an administrator if you need it.", "权限策略拒绝了 {action}：{reasons}。如有需要请联系管理员。")},
	"app.notFound":            {http.StatusNotFound, say("There is no such app", "应用不存在"), say("It may have been removed. Go back to the start page.", "应用可能已被删除，请返回首页。")},
	"revision.notFound":       {http.StatusNotFound, say("There is no such revision", "版本不存在"), say("Choose one of the list of revisions.", "请从版本列表中选择。")},
	"instance.notFound":       {http.StatusNotFound, say("There is no such request", "申请不存在"), say("Check the link, or look in your own requests.", "请检查链接，或在“我的申请”中查找。")},
	"task.notFound":           {http.StatusNotFound, say("There is no such task", "待办不存在"), say("It may be done already. Reload your inbox.", "该待办可能已处理，请刷新待办列表。")},
	"draft.notFound":          {http.StatusNotFound, say("There is no such draft", "草稿不存在"), say("It may have been submitted or removed.", "草稿可能已提交或已删除。")},
	"person.notFound":         {http.StatusNotFound, say("There is no such person", "人员不存在"), say("Choose somebody of the list.", "请从列表中选择。")},
	"form.invalid":            {http.StatusUnprocessableEntity, say("Some fields need your attention", "部分字段需要修改"), say("Correct the fields named below; nothing was submitted.", "请修改以下字段，申请尚未提交。")},
	"form.checkFailed":        {http.StatusUnprocessableEntity, say("This form's check failed", "表单校验脚本出错"), say("The check of this form could not run ({detail}). Your input is kept. Tell the app's administrator.", "该表单的校验脚本无法运行（{detail}）。您填写的内容已保留，请联系应用管理员。")},
	"form.checkBusy":          {http.StatusServiceUnavailable, say("The form's check is busy", "表单校验繁忙"), say("Many people are submitting now. Try again in a moment; what you typed is kept.", "当前提交人数较多，请稍后重试，已填写的内容会保留。")},
	"flow.nobody":             {http.StatusUnprocessableEntity, say("A step has nobody to decide", "有步骤找不到办理人"), say("The step “{node}” has no approver. Ask the app's administrator to name one.", "步骤“{node}”没有办理人，请联系应用管理员指定。")},
	"flow.loop":               {http.StatusConflict, say("The flow goes round in a circle", "流程陷入循环"), say("It was stopped at the step “{node}”. Ask the app's administrator to change it.", "流程在步骤“{node}”处被终止，请联系应用管理员修改。")},
	"instance.keyReused":      {http.StatusUnprocessableEntity, say("This key was used for another request", "该幂等键已用于其他请求"), say("Send a new Idempotency-Key with a changed body.", "内容改变后请使用新的 Idempotency-Key。")},
	"instance.ended":          {http.StatusConflict, say("This request has ended", "该申请已结束"), say("Nothing can be decided on it any more.", "无法再对其进行审批。")},
	"task.decided":            {http.StatusConflict, say("Somebody else was first", "该待办已被处理"), say("{by} has decided this already: {action}.", "{by} 已处理：{action}。")},
	"task.action":             {http.StatusUnprocessableEntity, say("This action is not possible here", "此处不能执行该操作"), say("Use one of: approve, reject.", "可用操作：approve、reject。")},
	"task.fieldClosed":        {http.StatusUnprocessableEntity, say("A field is not open for editing at this step", "该步骤不允许修改此字段"), say("Leave out the field {field}.", "请去掉字段 {field}。")},
	"draft.stale":             {http.StatusConflict, say("The draft was changed elsewhere", "草稿已在别处修改"), say("Load the newer version, or keep yours under a new name.", "请加载新版本，或另存您的版本。")},
	"app.invalid":             {http.StatusUnprocessableEntity, say("The app is not ready to be published", "应用尚不能发布"), say("Mend what is listed below; the draft is kept.", "请修正以下问题，草稿已保留。")},
	"app.undecodable":         {http.StatusUnprocessableEntity, say("This is not an app", "内容不是有效的应用定义"), say("{detail}", "{detail}")},
	"audit.tooMany":           {http.StatusUnprocessableEntity, say("Too many entries for one table", "记录过多，无法一次导出"), say("More than {max} entries were found. Choose a shorter time and export in parts.", "找到的记录超过 {max} 条，请缩短时间范围后分次导出。")},
	"notice.notFound":         {http.StatusNotFound, say("There is no such notice", "通知不存在"), say("Reload your notices.", "请刷新通知列表。")},
	"events.full":             {http.StatusServiceUnavailable, say("No more live updates now", "实时更新连接数已满"), say("The page goes on without them and asks again by itself.", "页面会改为定时刷新，并自动重试连接。")},
	"template.notFound":       {http.StatusNotFound, say("There is no such template", "模板不存在"), say("Choose one of the list of templates.", "请从模板列表中选择。")},
	"setup.done":              {http.StatusConflict, say("This company is set up", "公司已完成设置"), say("The set-up link works once and has been used. Sign in instead.", "设置链接只能使用一次，且已被使用。请直接登录。")},
	"setup.link":              {http.StatusForbidden, say("The set-up link does not work", "设置链接无效"), say("It was replaced by a newer one, is older than 24 hours, or was not copied whole. Use the link that the server printed last; restarting the server prints a new one.", "链接可能已被新链接取代、超过 24 小时，或复制不完整。请使用服务器最后打印的链接；重启服务器会打印新链接。")},
	"setup.invalid":           {http.StatusUnprocessableEntity, say("Some fields need your attention", "部分字段需要修改"), say("Correct the fields named below; nothing was set up yet.", "请修改以下字段，设置尚未生效。")},
	"company.invalid":         {http.StatusUnprocessableEntity, say("Some settings need your attention", "部分设置需要修改"), say("Correct the fields named below; nothing was changed.", "请修改以下字段，设置尚未改变。")},
	"company.stale":           {http.StatusConflict, say("The settings were changed elsewhere", "设置已在别处修改"), say("Somebody else saved the settings since you opened them. Load them again and repeat your change.", "在您打开之后，其他人已保存设置。请重新加载后再修改。")},
	"department.notFound":     {http.StatusNotFound, say("There is no such department", "部门不存在"), say("It may have been removed. Reload the page.", "部门可能已被删除，请刷新页面。")},
	"department.inUse":        {http.StatusConflict, say("The department is not empty", "部门不为空"), say("{people} people and {departments} departments stand in it. Move them first.", "该部门下还有 {people} 人、{departments} 个下级部门，请先调整。")},
	"directory.invalid":       {http.StatusUnprocessableEntity, say("Some fields need your attention", "部分字段需要修改"), say("Correct the fields named below; nothing was changed.", "请修改以下字段，数据未改变。")},
	"directory.stale":         {http.StatusConflict, say("It was changed by somebody else", "数据已被他人修改"), say("Reload to see the change, then make yours again.", "请刷新查看最新内容，再重新修改。")},
	"link.ended":              {http.StatusGone, say("This link is not valid any more", "链接已失效"), say("It was used, replaced by a newer one, or is too old. Ask HR or IT for a new link.", "链接已被使用、被新链接取代或已过期，请联系人事或 IT 重新获取。")},
	"account.wrongPassword":   {http.StatusUnprocessableEntity, say("Your present password is not right", "当前密码不正确"), say("Check it and try again; nothing was changed.", "请检查后重试，密码未改变。")},
	"server.busy":             {http.StatusServiceUnavailable, say("The server is busy", "服务器繁忙"), say("Try again in a moment; nothing was changed.", "请稍后重试，数据未改变。")},
	"server.store":            {http.StatusServiceUnavailable, say("The data store cannot be written to now", "数据存储暂时不可用"), say("Your input was not saved; try again in a moment. IT finds the cause in the log.", "内容尚未保存，请稍后重试。管理员可在日志中查看原因。")},
	"server.internal":         {http.StatusInternalServerError, say("The server made a mistake", "服务器内部错误"), say("It was recorded under request {request}. Give this number to IT.", "已记录，请求编号 {request}，请将编号告知管理员。")},
	"server.unasked":          {http.StatusInternalServerError, say("The answer was held back", "响应已被拦截"), say("No permission check was made for this answer, so it was not sent. Request {request}.", "该响应未经过权限检查，已被拦截。请求编号 {request}。")},
}

// problem makes the document for code in lang; an unregistered code becomes
// server.internal, which a test forbids.
func problem(code, lang string, params map[string]string) *Problem {
	e, ok := registry[code]
	if !ok {
		code, e = "server.internal", registry["server.internal"]
	}
	detail := e.detail.In(lang, words.English)
	for k, v := range params {
		detail = strings.ReplaceAll(detail, "{"+k+"}", v)
	}
	return &Problem{
		Type: "/problems/" + code, Title: e.title.In(lang, words.English),
		Status: e.status, Code: code, Detail: detail, Params: params,
	}
}

// waiting is a problem that goes away after wait.
func waiting(code, lang string, wait time.Duration) *Problem {
	seconds := int(wait.Seconds()) + 1
	p := problem(code, lang, map[string]string{"seconds": strconv.Itoa(seconds)})
	p.retryAfter = seconds
	return p
}

// problemOf turns what a use case answered into a problem document.
func problemOf(err error, lang, request string) *Problem {
	var (
		notFound    *fault.NotFound
		denied      *fault.Denied
		invalid     *fault.Invalid
		malformed   *fault.Malformed
		stale       *fault.Stale
		conflict    *fault.Conflict
		reused      *fault.KeyReused
		unavailable *fault.Unavailable
		backoff     *fault.Backoff
		tooMany     *fault.TooMany
	)
	err = asFault(err, lang)
	switch {
	case errors.As(err, &tooMany):
		return waiting("request.tooMany", lang, tooMany.Wait)
	case errors.As(err, &notFound):
		return problem(notFound.Thing+".notFound", lang, nil)
	case errors.As(err, &denied):
		p := problem("permission.denied", lang, map[string]string{"action": denied.Action, "reasons": strings.Join(denied.Reasons, ", ")})
		p.Reasons = denied.Reasons
		return p
	case errors.As(err, &invalid):
		p := problem(invalid.Code, lang, nil)
		p.Errors = invalid.Problems
		return p
	case errors.As(err, &malformed):
		return problem(malformed.Code, lang, map[string]string{"at": malformed.At, "detail": malformed.Detail})
	case errors.As(err, &stale):
		p := problem(staleCode(stale.Thing), lang, nil)
		p.Rev = stale.Rev
		return p
	case errors.As(err, &conflict):
		return problem(conflict.Code, lang, conflict.Params)
	case errors.As(err, &reused):
		return problem("instance.keyReused", lang, nil)
	case errors.As(err, &backoff):
		return waiting("session.backoff", lang, backoff.Wait)
	case errors.As(err, &unavailable):
		p := problem(unavailable.Code, lang, nil)
		p.retryAfter = 1
		return p
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrClosed):
		p := problem("server.store", lang, nil)
		p.retryAfter = 1
		return p
	case errors.Is(err, fault.ErrUnauthenticated):
		return problem("request.unauthenticated", lang, nil)
	case errors.Is(err, fault.ErrWrongPassword):
		return problem("session.wrong", lang, nil)
	}
	return problem("server.internal", lang, map[string]string{"request": request})
}

// staleCode is the problem of a change that came too late for a thing.
func staleCode(thing string) string {
	switch thing {
	case "company":
		return "company.stale"
	case "person", "department":
		return "directory.stale"
	}
	return "draft.stale"
}
