package lint_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

// leave is the app that the tests change.
func leave(t *testing.T) app.App {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "app", "testdata", "leave.json"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func schema(t *testing.T, a *app.App, from, to string) {
	t.Helper()
	text := strings.Replace(string(a.Form.Schema), from, to, 1)
	if text == string(a.Form.Schema) {
		t.Fatalf("the schema has no %s", from)
	}
	a.Form.Schema = json.RawMessage(text)
}

func both(en, zh string) words.Text { return words.Text{"en": en, "zh-CN": zh} }

// insertWait puts a wait before the first approval.
func insertWait(a *app.App, w *flow.WaitFor) {
	a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "pause", Type: flow.Wait, Name: both("Pause", "等待"), Wait: w})
	to := a.Flow.Edges[0].To
	a.Flow.Edges[0].To = "pause"
	a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "pause", To: to})
}

// changes are ways to spoil the leave app, with everything that is then said in
// English: level, place and message.
var changes = map[string]struct {
	change func(t *testing.T, a *app.App)
	want   []string
}{
	"nothing": {func(*testing.T, *app.App) {}, nil},
	"a form field removed that others use": {func(t *testing.T, a *app.App) {
		schema(t, a, `"days": {"type": "number", "exclusiveMinimum": 0, "maximum": 366, "multipleOf": 0.5},`, "")
		schema(t, a, `"days", "reason"`, `"reason"`)
		delete(a.Form.Layout.Fields, "days")
		a.Form.Layout.Sections[0].Fields = []string{"type", "period"}
	}, []string{
		"error app.title: The request title in English uses “days”, which the form does not have. Choose another field or remove it.",
		"error app.title: The request title in Chinese uses “days”, which the form does not have. Choose another field or remove it.",
		"error app.summary: Lists show the field “days”, which the form does not have. Take it off the list.",
		"error rules.countDays: Rule “Count working days”: The form has no field “days”. Choose another field for this action.",
		"error rules.coverLong: Rule “Long leave needs cover”: The form has no field “days”. Choose another field.",
		"error flow.edges.e3: The condition of the branch “Over 3 days” cannot be used. The form has no field “days”. Choose another field.",
	}},
	"a form that cannot be used": {func(t *testing.T, a *app.App) { schema(t, a, `"format": "person"`, `"format": "colour"`) },
		[]string{"error form.fields.handover: Field “Hand over to”: "}},
	"a webhook that tells what others must not see, in clear": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{
			ID: "erp", Type: flow.Webhook, Name: both("Tell ERP", "通知 ERP"),
			Webhook: &flow.Call{URL: "http://erp.example.com/hook", Fields: []string{"days", "reason"}},
		})
		a.Flow.Nodes[1].Fields = map[string]flow.Access{"reason": flow.Hide}
		to := a.Flow.Edges[0].To
		a.Flow.Edges[0].To = "erp"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "erp", To: to})
	}, []string{
		"warning flow.nodes.erp: The step “Tell ERP” sends over http, which others on the way can read. Use https if the receiver has it.",
		"warning flow.nodes.erp: The step “Tell ERP” sends the field “Reason” to another system, but the flow hides it from some people. Check that the receiver may have it.",
	}},
	"an approval after the end": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{
			ID: "late", Type: flow.Approval, Name: both("Late", "迟"), Assignee: &flow.Assignee{Kind: flow.Initiator},
		})
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e7", From: "end", To: "late"}, flow.Edge{ID: "e8", From: "late", To: "end"})
	}, []string{
		"error flow.edges.e7: “Done → Late” goes on after the end: no step there is ever reached. Remove the connection, or put the steps before the end.",
	}},
	"a circle without people": {func(_ *testing.T, a *app.App) { a.Flow.Edges[5].To = "length" }, []string{
		"error flow.nodes.length: From the step “How long?” no end is ever reached. Connect the steps behind it to the end.",
		"error flow.nodes.end: Nothing leads to the step “Done”. Connect it, or remove it.",
		"error flow.nodes.length: “How long? → Copy to HR” goes in a circle in which nobody acts, and would never stop. Put an approval into the circle, or remove the way back.",
	}},
	"a way back without people": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "again", Type: flow.Exclusive, Name: both("Again?", "再来？")})
		a.Flow.Edges[5].To = "again"
		a.Flow.Edges = append(a.Flow.Edges,
			flow.Edge{ID: "e7", From: "again", To: "length", When: a.Flow.Edges[2].When},
			flow.Edge{ID: "e8", From: "again", To: "end", Default: true})
	}, []string{
		"error flow.nodes.length: “How long? → Copy to HR → Again?” goes in a circle in which nobody acts, and would never stop. Put an approval into the circle, or remove the way back.",
	}},
	"branches that are not joined": {func(_ *testing.T, a *app.App) {
		boss := func(id string) flow.Node {
			return flow.Node{ID: id, Type: flow.Approval, Name: both("Boss "+id, "上级"+id), Assignee: &flow.Assignee{Kind: flow.Manager}}
		}
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "both", Type: flow.Parallel, Name: both("Both", "并行")}, boss("x"), boss("y"), boss("z"))
		a.Flow.Edges[5].To = "both"
		for i, e := range [][2]string{{"both", "x"}, {"both", "y"}, {"x", "z"}, {"y", "z"}, {"z", "end"}} {
			a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: fmt.Sprintf("e%d", 7+i), From: e[0], To: e[1]})
		}
	}, []string{
		"warning flow.nodes.z: Several branches of “Both” meet at “Boss z” without a join, so it is done once for each of them. Put a join before it.",
	}},
	"a block and a join of one branch": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "both", Type: flow.Parallel, Name: both("Both", "并行")}, flow.Node{ID: "meet", Type: flow.Join, Name: both("Meet", "汇合")})
		a.Flow.Edges[5].To = "both"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e7", From: "both", To: "meet"}, flow.Edge{ID: "e8", From: "meet", To: "end"})
	}, []string{
		"warning flow.nodes.both: Only one branch leaves the parallel block “Both”, so nothing runs side by side. Add a branch, or remove the block.",
		"warning flow.nodes.meet: Only one connection enters the join “Meet”, so it has nothing to wait for. Lead the other branches into it, or remove it.",
	}},
	"a fill-in of what the form asks for already": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{
			ID: "fill", Type: flow.FillIn, Name: both("Add days", "补充天数"), Assignee: &flow.Assignee{Kind: flow.Manager},
			Fields: map[string]flow.Access{"reason": flow.Edit, "handover": flow.Edit}, Require: []string{"reason", "handover"},
		})
		to := a.Flow.Edges[0].To
		a.Flow.Edges[0].To = "fill"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "fill", To: to})
	}, []string{
		"warning flow.nodes.fill: The step “Add days” asks for the field “Reason”, which the form already asks of whoever submits. Make it optional in the form if it is to be filled in here.",
	}},
	"a message that shows what others must not see": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Fields = map[string]flow.Access{"reason": flow.Hide}
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{
			ID: "told", Type: flow.Notify, Name: both("Tell", "通知"), Assignee: &flow.Assignee{Kind: flow.Initiator},
			Message: both("Because: {reason}, by {initiator}", "原因：{reason}，{initiator}"),
		})
		to := a.Flow.Edges[0].To
		a.Flow.Edges[0].To = "told"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "told", To: to})
	}, []string{
		"warning flow.nodes.told: The message of the step “Tell” shows the field “Reason”, which another step hides from its people. Take it out if they must not learn it.",
	}},
	"a message that names what is not there": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{
			ID: "told", Type: flow.Notify, Name: both("Tell", "通知"), Assignee: &flow.Assignee{Kind: flow.Initiator},
			Message: both("Bring {cake}", "请带蛋糕"),
		})
		to := a.Flow.Edges[0].To
		a.Flow.Edges[0].To = "told"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "told", To: to})
	}, []string{
		"error flow.nodes.told: The English message of the step “Tell” uses “cake”, which the form does not have. Choose another field or remove it.",
	}},
	"a wait for a date that is always there": {func(_ *testing.T, a *app.App) {
		insertWait(a, &flow.WaitFor{Field: "period.start", At: "09:00"})
	}, nil},
	"a wait for a date that may be missing": {func(t *testing.T, a *app.App) {
		schema(t, a, `"type", "period", "days", "reason"`, `"type", "days", "reason"`)
		insertWait(a, &flow.WaitFor{Field: "period.start"})
	}, []string{
		"warning flow.nodes.pause: The step “Pause” waits for the date in “Dates”, which may be left empty; it does not wait then. Make the field required if it must.",
	}},
	"a wait for something that is no date": {func(_ *testing.T, a *app.App) {
		insertWait(a, &flow.WaitFor{Field: "days"})
	}, []string{
		"error flow.nodes.pause: The step “Pause” waits for the date in the field “Working days”, which the form does not have, or which is no date. Choose a date field.",
	}},
	"a reminder before there is anything to be reminded of": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Deadline = &flow.Deadline{
			After:  flow.Span{Amount: 1, Unit: flow.WorkDays},
			Remind: []flow.Reminder{{Amount: 8, Unit: flow.WorkHours}, {Amount: 7, Unit: flow.WorkHours}, {Amount: 9, Unit: flow.Hours}},
		}
	}, []string{
		"warning flow.nodes.manager: A reminder of the step “Manager” lies 8 working hours before a deadline that is no longer than that, so it is never given. Move it closer to the deadline.",
	}},
	"a deadline that gives the task to what is no person": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Deadline = &flow.Deadline{
			After: flow.Span{Amount: 1, Unit: flow.Days}, Then: flow.Transfer, To: &flow.Assignee{Kind: flow.Field, Field: "days"},
		}
	}, []string{
		"error flow.nodes.manager: Step “Manager” takes its people from the field “Working days”, which does not hold a person. Choose a person field.",
	}},
	"nobody named": {func(_ *testing.T, a *app.App) { a.Flow.Nodes[1].Assignee = nil }, []string{
		"error flow.nodes.manager: Nobody is named for the step “Manager”. Choose who acts.",
	}},
	"a step without a name": {func(_ *testing.T, a *app.App) { a.Flow.Nodes[1].Assignee, a.Flow.Nodes[1].Name = nil, nil }, []string{
		"error flow.nodes.manager: Nobody is named for the step “manager”. Choose who acts.",
		"warning flow.nodes.manager: “manager” has no name. Write one, so that people know what it is.",
	}},
	"two steps of one id": {func(_ *testing.T, a *app.App) { a.Flow.Nodes = append(a.Flow.Nodes, a.Flow.Nodes[1]) }, []string{
		"error flow.nodes.manager: Two steps have the id “manager”. Remove one, or give it another id.",
	}},
	"a large script": {func(_ *testing.T, a *app.App) { a.Scripts.Validate = strings.Repeat("x", app.MaxScriptBytes+1) }, []string{
		"error scripts.validate: The script “validate” is larger than 64 KB. Shorten it.",
	}},
	"what compute does in vain": {func(_ *testing.T, a *app.App) { a.Scripts.Compute = "const compute = x" }, []string{
		"warning scripts.compute: Compute may set no field yet, so what it returns is lost. Name the fields that it sets.",
	}},
	"a field that compute and a rule set": {func(_ *testing.T, a *app.App) {
		a.Scripts.Compute, a.Scripts.Sets = "const compute = x", []string{"days"}
	}, []string{
		"warning scripts.compute: The field “Working days” is set by the rule “Count working days” too, which has the last word. Leave it to one of them.",
	}},
	"options of a script that does not exist": {func(t *testing.T, a *app.App) {
		t.Helper()
		a.Form.Schema = json.RawMessage(strings.Replace(string(a.Form.Schema), `"person"`, `"option"`, 1))
		look := a.Form.Layout.Fields["handover"]
		look.Widget, look.Source = "", &form.Source{Script: "rooms"}
		a.Form.Layout.Fields = maps.Clone(a.Form.Layout.Fields)
		a.Form.Layout.Fields["handover"] = look
		a.Scripts.Options = map[string]string{"other": "function options() { return [] }"}
	}, []string{
		"error form.fields.handover: The field “Hand over to” takes its options from the script “rooms”, which the app does not have. Write it, or choose another source.",
	}},
	"a field that no section shows": {func(_ *testing.T, a *app.App) { a.Form.Layout.Sections[1].Fields = nil }, []string{
		"warning form.sections.why: The section “Reason and cover” is empty. Put fields into it, or delete it.",
		"warning form.fields.handover: The field “Hand over to” is in no section; it is shown at the end of the form. Place it, or delete it.",
		"warning form.fields.reason: The field “Reason” is in no section; it is shown at the end of the form. Place it, or delete it.",
	}},
	"a computed field without a formula": {func(_ *testing.T, a *app.App) {
		a.Rules = append(a.Rules,
			rule.Rule{ID: "empty", Name: both("Work it out", "计算"), Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: "reason", Value: json.RawMessage(" null ")}}},
			rule.Rule{ID: "clear", Name: both("Clear it", "清空"), Enabled: true, When: json.RawMessage(`{">":[{"var":"days"},3]}`),
				Then: []rule.Action{{Do: rule.DoSet, Field: "handover", Value: json.RawMessage("null")}}})
	}, []string{
		"warning form.fields.reason: The field “Reason” is worked out by the rule “Work it out”, which has no formula yet, so it would always stay empty. Write the formula, or delete the rule.",
	}},
	"rules that do nothing": {func(_ *testing.T, a *app.App) {
		a.Rules[1].Enabled = false
		a.Rules = append(a.Rules, rule.Rule{ID: "idle", Name: both("Idle", "空闲"), Enabled: true})
	}, []string{
		"warning rules.coverLong: The rule “Long leave needs cover” is switched off. Switch it on, or delete it when it is no longer needed.",
		"warning rules.idle: The rule “Idle” does nothing. Add an action, or delete it.",
	}},
	"no approval": {func(_ *testing.T, a *app.App) {
		a.Flow = flow.Flow{
			Nodes: []flow.Node{{ID: "start", Type: flow.Start}, {ID: "end", Type: flow.End}},
			Edges: []flow.Edge{{ID: "e1", From: "start", To: "end"}},
		}
	}, []string{
		"warning flow: Nobody approves: every request is approved as it is submitted. Add an approval if that is not meant.",
	}},
	"a condition on what may be empty": {func(_ *testing.T, a *app.App) {
		a.Flow.Edges[2].When = json.RawMessage(`{"and":[{">":[{"var":"days"},3]},{"==":[{"var":"handover"},"p1"]}]}`)
	}, []string{
		"warning flow.edges.e3: The branch “Over 3 days” asks for the field “Hand over to”, which may be left empty; the condition does not hold then. Make the field required, or check that the default branch is right for it.",
	}},
	"branches that make no difference": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = slices.Delete(a.Flow.Nodes, 3, 4)
		a.Flow.Edges = slices.Delete(a.Flow.Edges, 4, 5)
		a.Flow.Edges[2].To = "hr"
		again := a.Flow.Edges[2]
		again.ID, again.Name, again.When = "e9", both("Again", "再"), json.RawMessage(`{">": [ {"var":"days"}, 3 ]}`)
		a.Flow.Edges = append(a.Flow.Edges, again)
	}, []string{
		"warning flow.nodes.length: All branches of “How long?” lead straight to “Copy to HR”, so the conditions make no difference. Put a step into one of them, or remove the block.",
		"warning flow.edges.e9: The branch “Again” has the same condition as one before it and is never taken. Change its condition, or remove it.",
	}},
	"a condition block with one branch": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes = slices.Delete(a.Flow.Nodes, 3, 4)
		a.Flow.Edges = slices.Delete(slices.Delete(a.Flow.Edges, 4, 5), 2, 3)
	}, []string{
		"warning flow.nodes.length: The condition block “How long?” has only its default branch. Add a branch, or remove the block.",
	}},
	"an approver who may be missing": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.Field, Field: "handover"}
	}, []string{
		"warning flow.nodes.manager: The step “Manager” takes its people from the field “Hand over to”, which may be left empty; nobody is found then. Make the field required, or choose what happens if nobody is found.",
	}},
	"an approver who may be missing, which somebody has thought of": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Assignee, a.Flow.Nodes[1].Fallback = &flow.Assignee{Kind: flow.Field, Field: "handover"}, flow.Skip
		a.Flow.Nodes[3].Assignee, a.Flow.Nodes[3].Otherwise = &flow.Assignee{Kind: flow.Field, Field: "handover"}, []flow.Assignee{{Kind: flow.Manager}}
	}, nil},
	"a deadline that may escalate to nobody": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Fallback = flow.Skip
		a.Flow.Nodes[1].Deadline = &flow.Deadline{After: flow.Span{Amount: 1, Unit: flow.WorkDays}, Then: flow.Escalate, To: &flow.Assignee{Kind: flow.Field, Field: "handover"}}
	}, []string{
		"warning flow.nodes.manager: The step “Manager” takes its people from the field “Hand over to”, which may be left empty; nobody is found then. Make the field required, or choose what happens if nobody is found.",
	}},
	"editing what is computed": {func(_ *testing.T, a *app.App) {
		a.Flow.Nodes[1].Fields = map[string]flow.Access{"days": flow.Edit, "reason": flow.Edit}
	}, []string{
		"warning flow.nodes.manager: The step “Manager” opens the field “Working days” for editing, but a rule or script computes it, so edits have no effect. Make it read-only there.",
	}},
	"words that are missing": {func(_ *testing.T, a *app.App) {
		a.Name, a.Flow.Nodes[4].Name = words.Text{"en": "Leave"}, words.Text{"zh-CN": "抄送"}
		look := a.Form.Layout.Fields["type"]
		look.Title, look.Help = nil, words.Text{"en": "Choose"}
		look.Options = map[string]words.Text{
			"annual": {"en": "Annual"}, "sick": both("Sick", "病"), "personal": both("Own", "事"),
			"marriage": both("Marriage", "婚"), "parental": both("Parental", "育"),
		}
		a.Form.Layout.Fields["type"] = look
	}, []string{
		"warning app.name: “App name”: the name “Leave” is missing in Chinese. Translate it.",
		"warning form.fields.type: “type” has no title. Write one, so that people know what it is.",
		"warning form.fields.type: “type”: the help text “Choose” is missing in Chinese. Translate it.",
		"warning form.fields.type: “type”: the option “Annual” is missing in Chinese. Translate it.",
		"warning form.fields.type: The option “bereavement” of the field “type” has no words; people see its code. Write them.",
		"warning flow.nodes.hr: “抄送”: the name “抄送” is missing in English. Translate it.",
	}},
	"a table's column without a title": {func(t *testing.T, a *app.App) {
		schema(t, a, `"properties": {`, `"properties": {"items":{"type":"array","items":{"type":"object","properties":{"amount":{"type":"number"}}}},`)
		a.Form.Layout.Fields["items"] = form.FieldLayout{Title: both("Items", "明细")}
		a.Form.Layout.Sections[1].Fields = append(a.Form.Layout.Sections[1].Fields, "items")
		a.Flow.Edges[2].When = json.RawMessage(`{">":[{"sum":[{"var":"items.amount"}]},3]}`)
	}, []string{
		"warning flow.edges.e3: The branch “Over 3 days” asks for the field “Items · amount”, which may be left empty; the condition does not hold then. Make the field required, or check that the default branch is right for it.",
		"warning form.fields.items.amount: “Items · amount” has no title. Write one, so that people know what it is.",
	}},
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := leave(t)
			c.change(t, &a)
			findings := lint.Check(a)
			var got []string
			errors := false
			for i, f := range findings {
				said := string(f.Level) + " " + f.Place + ": " + lint.Message(f, "en")
				if i < len(c.want) && strings.HasSuffix(c.want[i], ": ") {
					said = said[:min(len(said), len(c.want[i]))] // the rest is form's to say
				}
				got = append(got, said)
				errors = errors || f.Level == lint.Error
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
			if _, err := app.Compile(a); (err != nil) != errors {
				t.Errorf("errors found: %v, compiled: %v", errors, err)
			}
			for _, f := range findings {
				checkMessage(t, f)
			}
		})
	}
}

// checkMessage asks that a message is whole in both languages, and Chinese in
// Chinese.
func checkMessage(t *testing.T, f lint.Finding) {
	t.Helper()
	for _, lang := range words.Languages() {
		said := lint.Message(f, lang)
		if said == "" || strings.ContainsAny(said, "{}") || strings.Contains(said, "<nil>") {
			t.Errorf("%s in %s: %q", f.Code, lang, said)
		}
		if lang == words.Chinese && !strings.ContainsAny(said, "。") {
			t.Errorf("%s in Chinese: %q", f.Code, said)
		}
	}
	if lint.Message(f, "fr") != lint.Message(f, "en") {
		t.Errorf("%s in a third language: %q", f.Code, lint.Message(f, "fr"))
	}
}

func TestFindingIsJSON(t *testing.T) {
	t.Parallel()
	a := leave(t)
	a.Flow.Edges[2].When = json.RawMessage(`{"var":"gone"}`)
	text, err := json.Marshal(lint.Check(a))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"code":"flow.conditionInvalid"`, `"level":"error"`, `"place":"flow.edges.e3"`, `"here":{"en":"Over 3 days"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}
