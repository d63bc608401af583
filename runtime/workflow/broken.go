package workflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// EffectScriptFailed tells administrators that a script of an app failed where a
// form was filled in.
const EffectScriptFailed = "script.failed"

// brokenScript is a script that failed for a form.
type brokenScript struct {
	// name is "validate", "compute" or "options.NAME".
	name string
	// no is the number of the case; empty for a form that is none yet.
	no  string
	err error
}

// toldFailure says that administrators were told of a mistake of a script: one
// document for each script, revision and place, so that a form which many fill in
// does not fill an inbox.
type toldFailure struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	App        string `bson:"app"`
	Revision   int    `bson:"revision"`
	Script     string `bson:"script"`
	At         int64  `bson:"at"`
}

// broken turns what a script failed with into what is said to the person who
// waits for it, and tells administrators. The script's own words are for them
// alone.
func (s *Service) broken(ctx context.Context, a Actor, ed *studio.Edition, b brokenScript) error {
	answer, err := scriptFailure(b.err, ed.Form.Sensitive() != nil)
	if err != nil {
		return err
	}
	detail := map[string]string{
		failedTimeout: sayIn(a.Lang, "it took too long", "运行超时"),
		failedMemory:  sayIn(a.Lang, "it took too much memory", "占用内存过多"),
		failedLarge:   sayIn(a.Lang, "the form is too large for it", "表单内容过大"),
		failedCrashed: sayIn(a.Lang, "its process ended", "进程异常终止"),
	}[answer.Failure.Code]
	if detail == "" {
		detail = sayIn(a.Lang, "a mistake in its script", "脚本有误")
		if line := lineOf(b.err); line > 0 {
			detail = sayIn(a.Lang, "line "+itoa(line), "第 "+itoa(line)+" 行")
		}
	}
	told := sayIn(a.Lang, "Tell the app's administrator.", "请联系应用管理员。")
	if who := s.tellBroken(ctx, ed, b, answer.Failure); who != "" {
		name := s.PersonView(who).Name.In(a.Lang, words.English)
		told = sayIn(a.Lang, name+" has been told.", "已通知"+name+"。")
	}
	code := "form.checkFailed"
	if strings.HasPrefix(b.name, "options.") {
		code = "form.optionsFailed"
	}
	return &fault.Failed{Code: code, Params: map[string]string{"detail": detail, "told": told}}
}

func lineOf(err error) int {
	var wrong *script.ScriptError
	if errors.As(err, &wrong) {
		return wrong.Line
	}
	return 0
}

// tellBroken tells the administrators of a mistake, each of them once, and
// returns whom to name; nobody where they could not be told.
func (s *Service) tellBroken(ctx context.Context, ed *studio.Edition, b brokenScript, f *engine.Failure) (person string) {
	org := s.Identity.Organisation()
	admins := org.WithRole(strings.TrimPrefix(engine.AdminPrincipal, engine.RolePrefix))
	if s.Tell == nil || len(admins) == 0 {
		return ""
	}
	person = admins[0]
	for _, id := range admins {
		if id == ed.By {
			person = id
		}
	}
	id := ids.Hash("scriptFailed", ed.App.ID, itoa(ed.N), b.name, f.Code, itoa(lineOf(b.err)))
	if _, err := s.failures.Get(ctx, id); err == nil {
		return person
	}
	at := s.Clock.Now().UnixMilli()
	err := s.Tell.Deliver(ctx, outbox.Effect{
		ID: id, Kind: EffectScriptFailed, To: []string{engine.AdminPrincipal}, App: ed.App.ID, No: b.no, At: at, Text: brokenText(ed, b, f),
	})
	if err != nil {
		return ""
	}
	// Where this is lost, the same notices are delivered again, which does nothing.
	_ = s.failures.Insert(ctx, &toldFailure{Head: store.Head{ID: id}, V: 1, App: ed.App.ID, Revision: ed.N, Script: b.name, At: at})
	return person
}

// brokenText says what failed, for administrators.
func brokenText(ed *studio.Edition, b brokenScript, f *engine.Failure) words.Text {
	about := map[string][2]string{
		failedThrew:   {"failed", "出错"},
		failedResult:  {"returned the wrong thing", "返回的内容不符合要求"},
		failedTimeout: {"ran too long", "运行超时"},
		failedMemory:  {"took too much memory", "占用内存过多"},
		failedLarge:   {"cannot read a form as large as this", "无法处理过大的表单"},
		failedCrashed: {"ended with its process", "进程异常终止"},
	}[f.Code]
	text := words.Text{
		words.English: fmt.Sprintf("The script “%s” (revision %d) %s", b.name, ed.N, about[0]),
		words.Chinese: fmt.Sprintf("脚本“%s”（版本 %d）%s", b.name, ed.N, about[1]),
	}
	for lang, colon := range map[string]string{words.English: ": ", words.Chinese: "："} {
		if f.Detail != "" {
			text[lang] += colon + f.Detail
		}
	}
	return text
}
