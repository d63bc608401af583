package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// schema replaces a piece of the form's schema.
func schema(t *testing.T, a *app.App, from, to string) {
	t.Helper()
	text := strings.Replace(string(a.Form.Schema), from, to, 1)
	if text == string(a.Form.Schema) {
		t.Fatalf("the schema has no %s", from)
	}
	a.Form.Schema = json.RawMessage(text)
}

func TestDiff(t *testing.T) {
	t.Parallel()
	const table = `"items":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"amount":{"type":"number"}}}},`
	for name, c := range map[string]struct {
		before, after func(a *app.App)
		want          []string
	}{
		"nothing": {nil, func(*app.App) {}, nil},
		"spaces and empty lists": {func(a *app.App) { a.Flow.Nodes[0].Fields = map[string]flow.Access{} },
			func(a *app.App) { a.Flow.Edges[2].When = json.RawMessage(`{ ">" : [ {"var":"days"}, 3 ] }`) }, nil},
		"settings": {nil, func(a *app.App) {
			a.Name, a.Color, a.Summary = words.Text{"en": "Holiday"}, "#000000", a.Summary[:2]
		}, []string{"changed setting: color name.en name.zh-CN summary"}},
		"between fields": {nil, func(a *app.App) { schema(t, a, `"type": "object",`, `"type": "object", "minProperties": 1,`) },
			[]string{"changed schema: minProperties"}},
		"a new field": {nil, func(a *app.App) {
			schema(t, a, `"properties": {`, `"properties": {"phone":{"type":"string"},`)
			a.Form.Layout.Fields["phone"] = form.FieldLayout{Title: words.Text{"en": "Phone"}}
			a.Form.Layout.Sections[1].Fields = append(a.Form.Layout.Sections[1].Fields, "phone")
		}, []string{"added field phone (Phone)"}},
		"a field less": {func(a *app.App) {
			schema(t, a, `"properties": {`, `"properties": {"phone":{"type":"string"},`)
			a.Form.Layout.Fields["phone"] = form.FieldLayout{Title: words.Text{"en": "Phone"}}
		}, func(a *app.App) {
			schema(t, a, `"properties": {"phone":{"type":"string"},`, `"properties": {`)
			delete(a.Form.Layout.Fields, "phone")
		}, []string{"removed field phone (Phone)"}},
		"a field changed": {nil, func(a *app.App) {
			schema(t, a, `"minLength": 2`, `"minLength": 5`)
			schema(t, a, `"days", "reason"`, `"days"`)
			look := a.Form.Layout.Fields["reason"]
			look.Title, look.Width = words.Text{"en": "Why"}, 2
			a.Form.Layout.Fields["reason"] = look
		}, []string{"changed field reason (Why): layout.title.en layout.title.zh-CN layout.width required schema.minLength"}},
		"columns": {func(a *app.App) { schema(t, a, `"properties": {`, `"properties": {`+table) }, func(a *app.App) {
			schema(t, a, `"amount":{"type":"number"}`, `"amount":{"type":"integer"},"note":{"type":"string"}`)
			schema(t, a, `"required":["name"]`, `"required":["amount"]`)
		}, []string{"changed field items.amount: required schema.type", "changed field items.name: required", "added field items.note"}},
		"rules": {nil, func(a *app.App) {
			a.Rules[1].Enabled = false
			a.Rules[1].When = json.RawMessage(`{">":[{"var":"days"},5]}`)
			a.Rules[1].Then = append(a.Rules[1].Then, rule.Action{Do: rule.DoLock, Field: "reason"})
			a.Rules = append(a.Rules[1:], rule.Rule{ID: "late", Name: words.Text{"en": "Late"}})
		}, []string{
			"changed rule coverLong (Long leave needs cover): enabled then when",
			"added rule late (Late)", "removed rule countDays (Count working days)",
		}},
		"rules in another order": {nil, func(a *app.App) { slices.Reverse(a.Rules) },
			[]string{"changed rule countDays (Count working days): order"}},
		"scripts": {nil, func(a *app.App) { a.Scripts.Validate += " " }, []string{"changed script: validate"}},
		"a script more": {nil, func(a *app.App) {
			a.Scripts.Compute, a.Scripts.Options = "x", map[string]string{"rooms": "x"}
		}, []string{"changed script: compute options.rooms"}},
		"what a script sets": {func(a *app.App) { a.Scripts.Compute = "x" }, func(a *app.App) {
			a.Scripts.Sets, a.Scripts.Needs = []string{"days"}, map[string][]string{"validate": {"people"}}
		}, []string{"changed script: needs.validate sets"}},
		"a script less": {nil, func(a *app.App) { a.Scripts.Validate = "" }, []string{"changed script: validate"}},
		"a step inserted": {nil, func(a *app.App) {
			a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "boss", Type: flow.Approval, Name: words.Text{"en": "Boss"}})
			a.Flow.Edges[0].To = "boss"
			a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e7", From: "boss", To: "manager"})
		}, []string{"added node boss (Boss)", "changed edge e1: to", "added edge e7"}},
		"steps changed": {nil, func(a *app.App) {
			a.Flow.Nodes[1].Assignee.Level = 2
			a.Flow.Nodes[3].Fallback = flow.Skip
			a.Flow.Nodes[3].Fields = map[string]flow.Access{"days": flow.Edit}
			a.Flow.Nodes[4].Assignee = nil
		}, []string{"changed node manager (Manager): assignee", "changed node head (Department head): fallback fields.days", "changed node hr (Copy to HR): assignee"}},
		"branches": {nil, func(a *app.App) {
			a.Flow.Edges[2].When = json.RawMessage(`{">":[{"var":"days"},5]}`)
			a.Flow.Edges[2].Name = words.Text{"en": "Over 5 days"}
			a.Flow.Edges[2], a.Flow.Edges[3] = a.Flow.Edges[3], a.Flow.Edges[2]
		}, []string{"changed edge e3 (Over 5 days): name.en name.zh-CN when order"}},
		"a form that cannot be read": {func(a *app.App) { a.Form.Schema = json.RawMessage(`{`) }, func(a *app.App) { a.Form.Schema = json.RawMessage(`[`) },
			[]string{"changed schema: text"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := leave(t), leave(t)
			if c.before != nil {
				c.before(&a)
				c.before(&b)
			}
			c.after(&b)
			var got []string
			for _, ch := range app.Diff(a, b) {
				said := strings.TrimSpace(fmt.Sprintf("%s %s %s", ch.Op, ch.Part, ch.ID))
				if !ch.Name.Empty() {
					said += " (" + ch.Name.In("en", "") + ")"
				}
				for i, setting := range ch.Settings {
					if i == 0 {
						said += ":"
					}
					said += " " + setting.Aspect
				}
				got = append(got, said)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
