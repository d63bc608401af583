package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of warnings about what a script says.
const (
	CodeNoFunction    = "lint.noFunction"    // script, function
	CodeScriptWaits   = "lint.scriptWaits"   // script, function
	CodeScriptField   = "lint.scriptField"   // script, name, like
	CodeScriptColumn  = "lint.scriptColumn"  // script, table, name, like
	CodeScriptNeed    = "lint.scriptNeed"    // script, need
	CodeScriptContext = "lint.scriptContext" // script, name
	CodeScriptSets    = "lint.scriptSets"    // field
	CodeScriptReturns = "lint.scriptReturns" // name, like
	CodeScriptName    = "lint.scriptName"    // script, name
	CodeScriptNet     = "lint.scriptNet"     // script, name
	CodeScriptModule  = "lint.scriptModule"  // script, name
	CodeScriptPage    = "lint.scriptPage"    // script, name
	CodeScriptTimer   = "lint.scriptTimer"   // script, name
	CodeScriptSystem  = "lint.scriptSystem"  // script, name
	CodeScriptTooMuch = "lint.scriptTooMuch" // script
)

// ScriptUse is where a script uses something. Line and Column count from 1.
type ScriptUse struct {
	Path         []string
	Line, Column int
}

// ScriptOutline is what a script can be seen to do: whoever reads scripts says
// only what is certain.
type ScriptOutline struct {
	// Missing is set where it lacks the function that is called, Waits where that
	// one is async.
	Missing, Waits bool
	// Form is what it reads of the form, Context what of ctx, Returns the keys of
	// what it returns, Unknown the names that exist nowhere.
	Form, Context, Returns, Unknown []ScriptUse
}

// ScriptFunction is the function that is called of a script at a place, such as
// "scripts.flow.NAME".
func ScriptFunction(place string) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(place, "scripts."), ".")
	if kind == "flow" {
		return "run"
	}
	return kind
}

// CheckScript holds what the script at a place of an app can be seen to do to the
// form, the look-ups that it declares, and what there is where scripts run.
func CheckScript(a app.App, place string, o ScriptOutline) []Finding {
	c := &checker{app: a}
	if f, err := form.Compile(a.Form); err == nil {
		c.form = f
	}
	s := &scriptChecker{checker: c, place: place, name: strings.TrimPrefix(place, "scripts."), function: ScriptFunction(place)}
	if o.Missing {
		s.say(CodeNoFunction, ScriptUse{}, map[string]any{"function": s.function})
	}
	if o.Waits {
		s.say(CodeScriptWaits, ScriptUse{}, map[string]any{"function": s.function})
	}
	for _, u := range o.Form {
		s.reads(u)
	}
	for _, u := range o.Context {
		s.looksUp(u)
	}
	for _, u := range o.Returns {
		s.returns(u)
	}
	for _, u := range o.Unknown {
		code, ok := elsewhere[u.Path[0]]
		if !ok {
			code = CodeScriptName
		}
		s.say(code, u, map[string]any{"name": u.Path[0]})
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Line - b.Line })
	return c.findings
}

// ScriptTooMuch is what is said of a script that takes too long, or too much memory,
// only to be read.
func ScriptTooMuch(a app.App, place string) Finding {
	s := &scriptChecker{checker: &checker{app: a}, place: place, name: strings.TrimPrefix(place, "scripts.")}
	s.say(CodeScriptTooMuch, ScriptUse{}, map[string]any{})
	f := s.findings[0]
	f.Level = Error
	return f
}

// ScriptImports is what is said where a script that does not compile has import
// or export at a line.
func ScriptImports(a app.App, place, word string, line, column int) Finding {
	c := &checker{app: a}
	s := &scriptChecker{checker: c, place: place, name: strings.TrimPrefix(place, "scripts.")}
	s.say(CodeScriptModule, ScriptUse{Line: line, Column: column}, map[string]any{"name": word})
	f := c.findings[0]
	f.Level = Error
	return f
}

type scriptChecker struct {
	*checker
	place, name, function string
}

func (s *scriptChecker) say(code string, at ScriptUse, params map[string]any) {
	params["script"] = s.name
	s.add(Finding{Code: code, Level: Warning, Place: s.place, Params: params, Line: at.Line, Column: at.Column})
}

// reads asks that the form has what is read of it.
func (s *scriptChecker) reads(u ScriptUse) {
	if s.form == nil {
		return // what is wrong with the form is said already
	}
	field, ok := s.form.Field(u.Path[0])
	switch {
	case len(u.Path) == 1 && !ok:
		s.say(CodeScriptField, u, map[string]any{"name": u.Path[0], "like": near(u.Path[0], idsOf(s.form.Fields()))})
	case len(u.Path) == 2 && ok && field.Kind == form.KindTable:
		if _, ok := s.form.Field(u.Path[0] + "." + u.Path[1]); !ok && !strings.HasPrefix(u.Path[1], "$") {
			s.say(CodeScriptColumn, u, map[string]any{"table": u.Path[0], "name": u.Path[1], "like": near(u.Path[1], idsOf(field.Columns))})
		}
	}
}

// looksUp asks that what is read of ctx is there.
func (s *scriptChecker) looksUp(u ScriptUse) {
	need := strings.Join(u.Path, ".")
	known := []string{"today", "language", "initiator", "more"}
	switch s.function {
	case "run":
		known = append(known, "no", "step", "steps")
	case "options":
		known = append(known, "row", "index")
	}
	switch {
	case slices.Contains(known, need) || slices.Contains(s.app.Scripts.Needs[s.name], need):
	case slices.Contains([]string{app.NeedPeople, app.NeedDepartments, app.NeedCalendar}, need) || len(u.Path) == 2:
		s.say(CodeScriptNeed, u, map[string]any{"need": need})
	default:
		s.say(CodeScriptContext, u, map[string]any{"name": need})
	}
}

// returns asks that compute returns only what it may set.
func (s *scriptChecker) returns(u ScriptUse) {
	id := u.Path[0]
	if s.function != "compute" || s.form == nil || slices.Contains(s.app.Scripts.Sets, id) {
		return
	}
	if _, ok := s.form.Field(id); ok {
		s.say(CodeScriptSets, u, map[string]any{"field": id})
		return
	}
	s.say(CodeScriptReturns, u, map[string]any{"name": id, "like": near(id, s.app.Scripts.Sets)})
}

func idsOf(fields []form.Field) []string {
	ids := make([]string, 0, len(fields))
	for _, f := range fields {
		ids = append(ids, f.ID)
	}
	return ids
}

// elsewhere are names that exist where other scripts run, and what is said of
// them.
var elsewhere = func() map[string]string {
	all := map[string]string{}
	for code, names := range map[string]string{
		CodeScriptNet:    "fetch XMLHttpRequest WebSocket EventSource axios $ jQuery Request Response Headers",
		CodeScriptModule: "require module exports",
		CodeScriptPage:   "window document navigator location localStorage sessionStorage alert confirm prompt self HTMLElement Event",
		CodeScriptTimer:  "setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask requestAnimationFrame",
		CodeScriptSystem: "process Buffer global __dirname __filename Deno Bun",
	} {
		for _, name := range strings.Fields(names) {
			all[name] = code
		}
	}
	return all
}()

// near returns the name that was probably meant: one that differs by capitals or by
// at most two letters. It may be empty.
func near(name string, names []string) string {
	best, least := "", 3
	for _, other := range names {
		d := distance(strings.ToLower(name), strings.ToLower(other))
		if d < least && d < len(name) {
			best, least = other, d
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or replaced (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			up := row[j+1]
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(up+1, row[j]+1, last+cost)
			last = up
		}
	}
	return row[len(b)]
}

// outlineMessages are what is said of what a script says.
var outlineMessages = map[string]words.Text{
	CodeNoFunction: {
		"en":    "The script “{script}” has no function {function}(form, ctx), which is what is called. Write it.",
		"zh-CN": "脚本“{script}”中没有会被调用的函数 {function}(form, ctx)，请编写。",
	},
	CodeScriptWaits: {
		"en":    "The function {function} of the script “{script}” is async or a generator, so it returns no values. Take the word or the asterisk away: there is nothing to wait for.",
		"zh-CN": "脚本“{script}”的函数 {function} 是异步函数或生成器，不会返回值。请去掉 async 或 *，脚本中没有需要等待的操作。",
	},
	CodeScriptTooMuch: {
		"en":    "The script “{script}” is nested too deep, or too long, to be read. Divide it into statements and functions.",
		"zh-CN": "脚本“{script}”嵌套过深或过长，无法读取。请拆分为多个语句和函数。",
	},
	CodeScriptField: {
		"en":    "The form has no field “{name}”, so form.{name} is always empty.{like} Use the id of a field, or take it out.",
		"zh-CN": "表单中没有字段“{name}”，form.{name} 始终为空。{like}请使用表单字段的标识，或将其去掉。",
	},
	CodeScriptColumn: {
		"en":    "The table “{table}” has no column “{name}”, so it is empty in every row.{like} Use the id of a column, or take it out.",
		"zh-CN": "明细表“{table}”中没有列“{name}”，每一行都为空。{like}请使用明细列的标识，或将其去掉。",
	},
	CodeScriptNeed: {
		"en":    "The script “{script}” reads ctx.{need}, which is not looked up for it. Declare the look-up in the script's settings.",
		"zh-CN": "脚本“{script}”读取了 ctx.{need}，但没有声明该查询数据。请在脚本设置中声明。",
	},
	CodeScriptContext: {
		"en":    "There is no ctx.{name}. A script finds in ctx: today, language, initiator, and what it looks up. Correct the name, or take it out.",
		"zh-CN": "ctx.{name} 不存在。ctx 中可用的有 today、language、initiator 以及已声明的查询数据。请更正名称，或将其去掉。",
	},
	CodeScriptSets: {
		"en":    "Compute returns the field “{field}”, which is not among those that it may set, so it would fail. Add it to them, or leave it out.",
		"zh-CN": "计算脚本返回了字段“{field}”，但它不在可写入的字段之列，运行时会出错。请将其加入可写入的字段，或不要返回。",
	},
	CodeScriptReturns: {
		"en":    "Compute returns “{name}”, which is no field of the form, so it would fail.{like} Return only fields that it may set.",
		"zh-CN": "计算脚本返回了“{name}”，但表单中没有这个字段，运行时会出错。{like}请只返回可写入的字段。",
	},
	CodeScriptName: {
		"en":    "Nothing is called “{name}” here, so the script fails where it gets there. Declare it, or correct the spelling.",
		"zh-CN": "“{name}”没有定义，脚本执行到此处会出错。请先声明，或更正拼写。",
	},
	CodeScriptNet: {
		"en":    "A script cannot call other systems: there is no “{name}” here. Declare a look-up, or call the other system with a webhook step.",
		"zh-CN": "脚本不能调用其他系统，没有“{name}”可用。请声明查询数据，或使用 Webhook 步骤调用其他系统。",
	},
	CodeScriptModule: {
		"en":    "Scripts cannot load or export modules: there is no “{name}” here. Write what is needed into the script, as functions beside the one that is called.",
		"zh-CN": "脚本不能加载或导出模块，没有“{name}”可用。请将所需内容直接写为脚本中的函数。",
	},
	CodeScriptPage: {
		"en":    "Scripts run on the server, where there is no page: “{name}” does not exist. Use what form and ctx hold.",
		"zh-CN": "脚本在服务器上运行，没有网页，“{name}”不存在。请使用 form 和 ctx 中的内容。",
	},
	CodeScriptTimer: {
		"en":    "A script runs once and returns at once: “{name}” does not exist. Use a wait step, or a step's deadline.",
		"zh-CN": "脚本只运行一次并立即返回，“{name}”不存在。请使用等待步骤，或设置步骤的办理时限。",
	},
	CodeScriptSystem: {
		"en":    "A script sees nothing of the server that it runs on: “{name}” does not exist. Use what form and ctx hold.",
		"zh-CN": "脚本看不到所在的服务器，“{name}”不存在。请使用 form 和 ctx 中的内容。",
	},
}
