package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/watchdog"
	"github.com/banli-oa/banli/builder/words"
)

func leaveText(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "leave.json"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func leave(t testing.TB) app.App {
	t.Helper()
	a, err := app.Decode(leaveText(t))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestLeave(t *testing.T) {
	t.Parallel()
	a := leave(t)
	c, err := app.Compile(a)
	if err != nil {
		t.Fatal(err)
	}
	if c.App.ID != "leave" || c.Form == nil || c.Rules == nil || c.Flow.Start().ID != "start" {
		t.Errorf("compiled %+v", c)
	}
	text, err := app.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	back, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if a.Digest() != back.Digest() || len(app.Diff(a, back)) > 0 {
		t.Error("an export does not come back as the same app")
	}
	if d := a.Digest(); !strings.HasPrefix(d, "sha256:") || len(d) != 71 {
		t.Errorf("the digest is %s", d)
	}
}

// TestDigest changes what means nothing, then what means something.
func TestDigest(t *testing.T) {
	t.Parallel()
	a := leave(t)
	var loose map[string]any
	dec := json.NewDecoder(bytes.NewReader(leaveText(t)))
	dec.UseNumber()
	if err := dec.Decode(&loose); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(loose) // other order of keys, other spaces
	if err != nil {
		t.Fatal(err)
	}
	same, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if same.Digest() != a.Digest() {
		t.Error("the order of keys changes the digest")
	}
	other := leave(t)
	other.Flow.Nodes[1].Assignee.Level = 2
	if other.Digest() == a.Digest() {
		t.Error("another approver has the same digest")
	}
	broken := app.App{}
	broken.Form.Schema = json.RawMessage("{")
	if broken.Digest() != "" {
		t.Error("a broken app has a digest")
	}
	if _, err := app.Encode(broken); err == nil {
		t.Error("a broken app is exported")
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, app.MaxDepth) + "1" + strings.Repeat("}", app.MaxDepth)
	for name, c := range map[string]struct {
		text       string
		code, path string
	}{
		"not JSON":            {`{"id": leave}`, app.DecodeSyntax, "/id"},
		"cut short":           {`{"id":"leave"`, app.DecodeSyntax, ""},
		"empty":               {``, app.DecodeSyntax, ""},
		"a list":              {`[]`, app.DecodeWrongType, ""},
		"null":                {`null`, app.DecodeWrongType, ""},
		"more behind it":      {`{} {}`, app.DecodeTrailing, ""},
		"an unknown key":      {`{"flow":{"nodes":[{"id":"a"},{"id":"b","colour":"red"}]}}`, app.DecodeKeyUnknown, "/flow/nodes/1/colour"},
		"a key in capitals":   {`{"ID":"leave"}`, app.DecodeKeyUnknown, "/ID"},
		"a key twice":         {`{"id":"a","id":"b"}`, app.DecodeKeyDuplicate, "/id"},
		"a key twice inside":  {`{"form":{"schema":{"a":{"b~/":1,"b~/":2}}}}`, app.DecodeKeyDuplicate, "/form/schema/a/b~0~1"},
		"a number for words":  {`{"name":{"en":5}}`, app.DecodeWrongType, "/name/en"},
		"a text for a list":   {`{"rules":"none"}`, app.DecodeWrongType, "/rules"},
		"a fraction":          {`{"flow":{"nodes":[{"assignee":{"level":1.5}}]}}`, app.DecodeWrongType, "/flow/nodes/0/assignee/level"},
		"a huge number":       {`{"flow":{"nodes":[{"assignee":{"level":9999999999999999999}}]}}`, app.DecodeWrongType, "/flow/nodes/0/assignee/level"},
		"null for a text":     {`{"id":null}`, app.DecodeWrongType, "/id"},
		"null for settings":   {`{"number":null}`, app.DecodeWrongType, "/number"},
		"nested too deep":     {`{"form":{"schema":` + deep + `}}`, app.DecodeTooDeep, "/form/schema" + strings.Repeat("/a", app.MaxDepth-2)},
		"too large":           {`{"id":"` + strings.Repeat("x", app.MaxBytes) + `"}`, app.DecodeTooLarge, ""},
		"a yes for an object": {`{"scripts":true}`, app.DecodeWrongType, "/scripts"},
	} {
		_, err := app.Decode([]byte(c.text))
		var wrong *app.DecodeError
		if !errors.As(err, &wrong) || !errors.Is(err, app.ErrUndecodable) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, lang := range words.Languages() {
			if said := wrong.Message(lang); said == "" || strings.ContainsAny(said, "{}") {
				t.Errorf("%s in %s: %q", name, lang, said)
			}
		}
		if wrong.Code != c.code || wrong.Path != c.path {
			t.Errorf("%s: %s at %q, want %s at %q", name, wrong.Code, wrong.Path, c.code, c.path)
		}
	}
	for _, text := range []string{`{}`, `{"rules":null,"summary":null,"flow":{"nodes":null}}`, `{"flow":{"nodes":[{"assignee":null}]}}`} {
		if _, err := app.Decode([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestCompileFindings changes the leave app and lists what is found then.
func TestCompileFindings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(a *app.App)
		want   []string
	}{
		"settings": {func(a *app.App) {
			a.ID, a.Name, a.Icon, a.Color, a.DefaultLanguage, a.Number.Prefix = "Leave!", nil, "../x", "red", "fr", "lv-1"
		}, []string{
			"app.idInvalid app.id", "app.nameMissing app.name", "app.iconInvalid app.icon", "app.colorInvalid app.color",
			"app.prefixInvalid app.number", "app.languageUnknown app.defaultLanguage",
		}},
		"no title":   {func(a *app.App) { a.Title = nil }, []string{"app.titleMissing app.title"}},
		"long title": {func(a *app.App) { a.Title["en"] = strings.Repeat("x", 201) }, []string{"app.titleTooLong app.title"}},
		"title placeholders": {func(a *app.App) { a.Title["en"] = "{initiator} {gone} {items.amount} {days" },
			[]string{"app.titlePlaceholder app.title", "app.titlePlaceholder app.title"}},
		"summary": {func(a *app.App) { a.Summary = []string{"type", "gone", "type"} },
			[]string{"app.summaryUnknown app.summary", "app.summaryTwice app.summary"}},
		"long summary": {func(a *app.App) {
			a.Summary = []string{"type", "period", "days", "reason", "handover", "type", "type"}
		}, []string{"app.summaryTooMany app.summary", "app.summaryTwice app.summary", "app.summaryTwice app.summary"}},
		"a large script": {func(a *app.App) { a.Scripts.Validate = strings.Repeat(" ", app.MaxScriptBytes+1) },
			[]string{"app.scriptTooLarge scripts.validate"}},
		"scripts of every kind": {func(a *app.App) {
			a.Scripts.Compute, a.Scripts.Sets = "x", []string{"days"}
			a.Scripts.Options = map[string]string{"rooms": "x"}
			a.Scripts.Needs = map[string][]string{"compute": {"people", "lists.rooms"}, "options.rooms": {"calendar", "departments"}, "gone": nil}
		}, nil},
		"names of scripts": {func(a *app.App) {
			a.Scripts.Options = map[string]string{"Rooms!": strings.Repeat(" ", app.MaxScriptBytes+1)}
		}, []string{"app.scriptName scripts", "app.scriptTooLarge scripts.options.Rooms!"}},
		"what compute sets": {func(a *app.App) {
			a.Scripts.Compute, a.Scripts.Sets = "x", []string{"days", "gone", "days", "items.amount"}
		}, []string{"app.setsUnknown scripts.compute", "app.setsTwice scripts.compute", "app.setsUnknown scripts.compute"}},
		"nothing to set fields with": {func(a *app.App) { a.Scripts.Sets = []string{"days"} },
			[]string{"app.setsNoScript scripts.compute"}},
		"needs": {func(a *app.App) {
			a.Scripts.Needs = map[string][]string{"compute": {"people"}, "flow.gone": {"people"}, "validate": {"salaries", "lists.", "lists.No", "people"}}
		}, []string{
			"app.needStray scripts", "app.needStray scripts",
			"app.needUnknown scripts.validate", "app.needUnknown scripts.validate", "app.needUnknown scripts.validate",
		}},
		"needs without end": {func(a *app.App) {
			a.Scripts.Needs = map[string][]string{"validate": slices.Repeat([]string{"people"}, app.MaxNeeds+1)}
		}, []string{"app.needsTooMany scripts.validate"}},
		"an approver who is no person": {func(a *app.App) {
			a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.Field, Field: "reason"}
		}, []string{"app.assigneeNotPerson flow.nodes.manager"}},
		"the head of what is no department": {func(a *app.App) {
			a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.DepartmentHead, Field: "reason"}
		}, []string{"app.assigneeNotDepartment flow.nodes.manager"}},
		"an approver from a person field": {func(a *app.App) {
			a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.Field, Field: "handover"}
		}, nil},
		"an approver from no field": {func(a *app.App) {
			a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.Field, Field: "gone"}
		}, []string{"flow.assigneeField flow.nodes.manager"}},
		"access to no field": {func(a *app.App) { a.Flow.Nodes[1].Fields = map[string]flow.Access{"gone": flow.Edit} },
			[]string{"flow.fieldUnknown flow.nodes.manager"}},
		"a condition on no field": {func(a *app.App) { a.Flow.Edges[2].When = json.RawMessage(`{">":[{"var":"gone"},3]}`) },
			[]string{"flow.conditionInvalid flow.edges.e3"}},
		"a rule on no field": {func(a *app.App) { a.Rules[1].Then[0].Field = "gone" },
			[]string{"rule.unknownField rules.coverLong"}},
		"formulas that are not finished": {func(a *app.App) {
			a.Rules[0].Then[0].Value = json.RawMessage(`{"text":"sum(["}`)
			a.Rules[1].When = json.RawMessage(`{"and":[{"text":"[Days] >"},{"==":[1,1]}]}`)
			a.Flow.Edges[2].When = json.RawMessage(`{"text":""}`)
		}, []string{"rule.unreadable rules.countDays", "rule.unreadable rules.coverLong", "flow.conditionInvalid flow.edges.e3"}},
		"an unfinished formula of a rule that is off": {func(a *app.App) {
			a.Rules[0].Enabled, a.Rules[0].Then[0].Value = false, json.RawMessage(`{"text":"sum(["}`)
		}, nil},
		"a flow without a start": {func(a *app.App) { a.Flow.Nodes[0].Type = flow.CC },
			[]string{"flow.startMissing flow", "flow.assigneeMissing flow.nodes.start"}},
		"a form that is none": {func(a *app.App) { a.Form.Schema = json.RawMessage(`{"type":"array"}`) },
			[]string{"form.rootInvalid form"}},
		"a field with an unknown format": {func(a *app.App) {
			a.Form.Schema = json.RawMessage(strings.Replace(string(a.Form.Schema), `"format": "person"`, `"format": "colour"`, 1))
		}, []string{"form.formatUnknown form.fields.handover"}},
		"a layout of no field": {func(a *app.App) {
			a.Form.Layout.Sections[1].Fields = append(a.Form.Layout.Sections[1].Fields, "gone")
		}, []string{"form.layoutField form.sections.why"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := leave(t)
			c.change(&a)
			compiled, err := app.Compile(a)
			var got []string
			var wrong *app.CompileError
			if errors.As(err, &wrong) {
				for _, f := range wrong.Findings {
					got = append(got, f.Code+" "+f.Place)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
			if (compiled == nil) != (err != nil) || err != nil && !errors.Is(err, app.ErrInvalid) {
				t.Errorf("compiled %v, error %v", compiled != nil, err)
			}
		})
	}
}

func TestFillTitle(t *testing.T) {
	t.Parallel()
	got := app.FillTitle(words.Text{"en": "{initiator}: {days} days {gone}", "zh-CN": "{initiator}请假{days}天", "de": "{ {x"},
		func(placeholder, lang string) string {
			return map[string]string{"initiator en": "Ann", "initiator zh-CN": "安", "days en": "3", "days zh-CN": "3"}[placeholder+" "+lang]
		})
	want := words.Text{"en": "Ann: 3 days", "zh-CN": "安请假3天", "de": "{ {x"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

// FuzzDecode reads whatever it is given: what it accepts it must write and read
// again as the same app, and compiling it must not crash.
func FuzzDecode(f *testing.F) {
	f.Add(leaveText(f))
	f.Add([]byte(`{"rules":null,"flow":{"nodes":[{"assignee":null}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		watchdog.Watch(t)
		a, err := app.Decode(data)
		if err != nil {
			if !errors.Is(err, app.ErrUndecodable) {
				t.Fatal(err)
			}
			return
		}
		if _, err := app.Compile(a); err != nil && !errors.Is(err, app.ErrInvalid) {
			t.Fatal(err)
		}
		text, err := app.Encode(a)
		if err != nil {
			return // a schema of its own that JSON cannot say, such as a cut surrogate
		}
		back, err := app.Decode(text)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if a.Digest() != back.Digest() {
			t.Fatal("what was written is another app")
		}
	})
}
