package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
)

const tryPath = "/api/studio/apps/bench/try-script"

// try runs a script of the app "bench" as Eva.
func (w *world) try(t *testing.T, script, source, more string) answer {
	t.Helper()
	text, err := json.Marshal(source)
	must(t, err)
	return w.as("eva", http.MethodPost, tryPath, fmt.Sprintf(`{"script":%q,"source":%s%s}`, script, text, more))
}

func benchWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.install(t, "bench", func(a *app.App) {
		a.Scripts.Flow = map[string]string{"cover": `function run() { return {set: {}} }`}
		a.Scripts.Compute, a.Scripts.Sets = `function compute() {}`, []string{"reason"}
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start},
			flow.Node{ID: "cover", Type: flow.Script, Script: "cover", Fields: map[string]flow.Access{"handover": flow.Edit, "reason": flow.Edit}},
			flow.Node{ID: "hr", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
	return w
}

// TestAScriptIsTriedOut has a script tried in every way that it can end.
func TestAScriptIsTriedOut(t *testing.T) {
	t.Parallel()
	w := benchWorld(t)
	const values = `,"values":{"type":"sick","period":{"start":"2026-03-02","end":"2026-03-03"},"reason":"Flu"}`
	for name, c := range map[string]struct {
		script, source, more string
		outcome, has         string
	}{
		"nothing wrong":       {"validate", `function validate(form) { console.warn("days", form.days); return []; }`, values, "ok", `"console":[{"level":"warn","text":"days 2"}]`},
		"something wrong":     {"validate", `function validate(form) { return [{field: "reason", message: {en: "Longer, please.", "zh-CN": "请详细说明。"}}]; }`, values, "ok", `{"path":"/reason","message":"Longer, please."}`},
		"the person":          {"validate", `function validate(form, ctx) { return [{message: ctx.initiator.id + " " + ctx.initiator.name.en}]; }`, `,"as":"` + w.ids["ann"] + `"`, "ok", `"message":"` + w.ids["ann"] + ` `},
		"the day":             {"validate", `function validate(form, ctx) { return [{message: ctx.today + " " + new Date().toISOString().slice(0, 10)}]; }`, `,"today":"2030-05-06"`, "ok", "2030-05-06 2030-05-06"},
		"a place":             {"validate", "function validate(form) {\n\n  return form.gone.away;\n}", "", "threw", `"line":3,"column":`},
		"no JavaScript":       {"validate", "function validate(form) {\n  const 5;\n}", "", "threw", `"line":2`},
		"no end":              {"validate", `function validate() { for (;;); }`, "", "timeout", "stopped"},
		"no bounds":           {"validate", `function validate() { const a = []; for (;;) a.push(new Array(1e5).fill(7)); }`, "", "memory", "stopped"},
		"no list":             {"validate", `function validate() { return true; }`, "", "result", "must return a list"},
		"no check at all":     {"validate", `function check() { return []; }`, values, "threw", "no function validate(form, ctx)"},
		"nothing at all":      {"validate", "", "", "threw", "no function validate(form, ctx)"},
		"computed":            {"compute", `function compute(form) { return {reason: form.period.start}; }`, values, "ok", `"output":{"reason":"2026-03-02"}`},
		"what it may not set": {"compute", `function compute(form) { return {days: 2}; }`, values, "result", "not among those that it sets"},
		"of another kind":     {"compute", `function compute(form) { return {reason: 2}; }`, values, "result", "reason: form.type"},
		"options":             {"options.rooms", `function options() { return [{value: "a", label: {en: "A", "zh-CN": "甲"}}, {value: "b"}]; }`, "", "ok", `"output":[{"value":"a","label":{"en":"A","zh-CN":"甲"}},{"value":"b"}]`},
		"an option twice":     {"options.rooms", `function options() { return [{value: "a"}, {value: "a"}]; }`, "", "result", "there twice"},
		"a step":              {"flow.cover", `function run(form, ctx) { return {set: {reason: ctx.no + ctx.step + ctx.steps.length}}; }`, values, "ok", `-000001cover0`},
		"what does not fit":   {"flow.cover", `function run() { return {set: {handover: 7}}; }`, values, "result", "handover: form.type"},
		"a step's list":       {"flow.cover", `function run() { return ["x"]; }`, values, "result", "{set: {field: value}}"},
		"people":              {"flow.other", `function run(form, ctx) { return [ctx.initiator.id]; }`, values, "ok", `"output":[`},
		"no people":           {"flow.other", `function run() { return [7]; }`, values, "result", `{role: \"role\"}`},
		"nobody to be asked":  {"flow.cover", `function validate() {}`, "", "threw", "must define a function run"},
	} {
		t.Run(name, func(t *testing.T) {
			w.clock.Advance(1e9) // the limit of one person
			got := w.try(t, c.script, c.source, c.more).want(t, http.StatusOK)
			if c.outcome == "memory" && got.text(t, "outcome") == "timeout" { // whichever comes first
				return
			}
			if got.text(t, "outcome") != c.outcome || !strings.Contains(got.body, c.has) {
				t.Errorf("%s lacks %s %s", got.body, c.outcome, c.has)
			}
		})
	}
}

// TestWhoTriesScripts keeps trying to those who edit apps, and within bounds.
func TestWhoTriesScripts(t *testing.T) {
	t.Parallel()
	w := benchWorld(t)
	for _, login := range []string{"ann", "bo", "hong", "ivan"} {
		w.as(login, http.MethodPost, tryPath, `{"script":"validate","source":""}`).problem(t, http.StatusForbidden, "permission.denied")
	}
	w.as("eva", http.MethodPost, "/api/studio/apps/none/try-script", `{"script":"validate","source":""}`).problem(t, http.StatusNotFound, "app.notFound")
	for body, code := range map[string]string{
		`{"script":"evaluate","source":""}`:                                                  "request.parameter",
		`{"script":"options.","source":""}`:                                                  "request.parameter",
		`{"script":"validate","source":"","today":"soon"}`:                                   "request.parameter",
		`{"script":"validate","source":"","as":"nobody"}`:                                    "person.notFound",
		`{"script":"validate","source":"","values":[1]}`:                                     "request.type",
		`{"script":"validate","source":"","values":{},"more":true}`:                          "request.unknownKey",
		`{"script":"validate","source":"` + strings.Repeat(" ", app.MaxScriptBytes+1) + `"}`: "request.parameter",
	} {
		w.clock.Advance(1e9)
		if a := w.as("eva", http.MethodPost, tryPath, body); !strings.Contains(a.body, `"code":"`+code+`"`) {
			t.Errorf("%.60s: %s", body, a.body)
		}
	}
	w.clock.Advance(60e9)
	refused := 0
	for range 30 {
		if w.try(t, "validate", `function validate() {}`, "").status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 30 were refused", refused)
	}
	if other := w.as("eva", http.MethodGet, "/api/studio/apps", ""); other.status != http.StatusOK {
		t.Errorf("trying keeps Eva from working: %d", other.status)
	}
}

// TestAScriptFindsWhatItNeeds looks up what a script declares, and nothing else.
func TestAScriptFindsWhatItNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(t, "bench", func(a *app.App) {
		a.Scripts.Options = map[string]string{"who": "function options() { return []; }"}
		a.Scripts.Needs = map[string][]string{"options.who": {app.NeedPeople, app.NeedDepartments, app.NeedCalendar}}
	})
	const tell = `function %s(form, ctx) { const p = ctx.people?.find(p => p.id === %q);
		return %s(JSON.stringify({keys: Object.keys(ctx).sort(), person: p, depts: ctx.departments?.length > 0, years: ctx.calendar && [...new Set(ctx.calendar.holidays.map(d => d.slice(0, 4)))]})); }`
	got := w.try(t, "options.who", fmt.Sprintf(tell, "options", w.ids["ann"], "console.log"), "").want(t, http.StatusOK)
	said := got.text(t, "console", 0, "text")
	for _, has := range []string{`["calendar","departments","initiator","language","people","today"]`, `"id":"` + w.ids["ann"] + `","name":{`, `"depts":true`, `"years":["2026"`} {
		if !strings.Contains(said, has) {
			t.Errorf("%s lacks %s", said, has)
		}
	}
	for _, never := range []string{"example.com", "email", "roles", "login", "2025"} {
		if strings.Contains(said, never) {
			t.Errorf("%s has %s", said, never)
		}
	}
	w.keep("rooms", "", "R1", "R2")
	w.as("eva", http.MethodPut, "/api/lists/rooms/items", `{"value":"R2","label":{"en":"Old"},"off":true}`).want(t, http.StatusOK)
	w.needs(t, "rooms")
	got = w.try(t, "options.who", `function options(form, ctx) { return ctx.lists.rooms.map(i => ({value: i.value, label: i.label})); }`, "").want(t, http.StatusOK)
	if !strings.Contains(got.body, `"output":[{"value":"R1","label":{"en":"The R1","zh-CN":"项R1"}}]`) {
		t.Errorf("the list gives %s", got.body)
	}
	w.needs(t, "gone")
	if got := w.as("eva", http.MethodGet, "/api/studio/apps/bench/draft", "").want(t, http.StatusOK); !strings.Contains(got.body, `"code":"lint.needList","level":"error","place":"scripts.options.who"`) {
		t.Errorf("a list that there is not is not found: %s", got.body)
	}
	got = w.try(t, "validate", fmt.Sprintf(tell, "validate", "", "console.log"), "").want(t, http.StatusOK)
	if said := got.text(t, "console", 0, "text"); !strings.Contains(said, `"keys":["initiator","language","today"]`) {
		t.Errorf("without needs: %s", said)
	}
}

// needs has the draft of "bench" look a list up beside what it looks up already.
func (w *world) needs(t *testing.T, list string) {
	t.Helper()
	const path = "/api/studio/apps/bench/draft"
	draft := w.as("eva", http.MethodGet, path, "").want(t, http.StatusOK)
	a := draft.get(t, "app").(map[string]any)
	a["scripts"].(map[string]any)["needs"] = map[string]any{"options.who": []string{app.NeedList + list}}
	text, err := json.Marshal(a)
	must(t, err)
	w.as("eva", http.MethodPut, path, fmt.Sprintf(`{"rev":%v,"app":%s}`, draft.get(t, "rev"), text)).want(t, http.StatusOK)
}
