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

// The words that Bo must never read: in a field and a column that his step hides, in
// what is computed of them, and in what is sensitive.
const (
	hiddenRate = "RateThatIsHidden"
	hiddenWage = "WageThatIsHidden"
)

// timesheet is an app whose script computes a total that Bo sees, a margin that his
// step hides, a tip that is sensitive, and words in a table of which one column is
// hidden. The total counts what it is computed of, so that it tells what is heeded.
func timesheet(compute string) app.App {
	if compute == "" {
		compute = `function compute(form) {
			const rows = form.items || [];
			return {
				total: (form.hours || 0) * 1000 + String(form.rate).length * 10 + rows.filter(r => r.wage).length,
				margin: "margin of " + form.rate, tip: "tip of " + form.rate,
				lines: rows.map(r => ({day: r.day, cost: "cost of " + r.wage})),
			};
		}`
	}
	a := appOf("times", ``, `"hours":{"type":"number"},"rate":{"type":"string"},"note":{"type":"string"},
		"items":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"day":{"type":"string"},"wage":{"type":"string"}}}},
		"total":{"type":"number"},"margin":{"type":"string"},"tip":{"type":"string","sensitive":true},
		"lines":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"day":{"type":"string"},"cost":{"type":"string"}}}}`,
		line(flow.Node{
			ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
			Fields: map[string]flow.Access{
				"hours": flow.Edit, "note": flow.Read, "rate": flow.Hide, "margin": flow.Hide, "items": flow.Edit, "items.wage": flow.Hide, "lines.cost": flow.Hide,
			},
		}))
	a.Scripts = app.Scripts{Compute: compute, Sets: []string{"total", "margin", "tip", "lines"}}
	return a
}

const timesheetForm = `{"form":{"hours":1,"rate":"` + hiddenRate + `","note":"n","items":[{"day":"Monday","wage":"` + hiddenWage + `"},{"day":"Tuesday"}]}}`

func (w *world) preview(login, task, form string) answer {
	w.t.Helper()
	return w.as(login, http.MethodPost, "/api/tasks/"+task+"/preview", `{"form":`+form+`}`)
}

// TestWhatIsComputedFollowsAtATask: the same as the decision would keep, as far as
// the holder may see it, and nothing of what is closed to them.
func TestWhatIsComputedFollowsAtATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(timesheet(""))
	sent := w.as("ann", http.MethodPost, "/api/apps/times/instances", timesheetForm).want(t, http.StatusCreated)
	id, task := sent.text(t, "id"), sent.open(t)
	before := w.see("ann", id)
	const base = 161 // sixteen letters of the rate, one row with a wage
	for form, total := range map[string]int{
		`{}`:                          1000 + base,
		`{"hours":5}`:                 5000 + base,
		`{"hours":null}`:              base,
		`{"hours":2,"total":7}`:       2000 + base, // what is computed is not taken
		`{"hours":2,"rate":"x"}`:      2000 + base, // what is closed neither
		`{"rate":null,"note":null}`:   1000 + base,
		`{"margin":"m","nothing":{}}`: 1000 + base,
		// The hidden column is put back, to the row that it was in.
		`{"items":[{"#":0,"day":"A"},{"#":1}]}`:         1000 + base,
		`{"items":[{"#":1},{"#":0,"day":"A"},{}]}`:      1000 + base,
		`{"items":[{"#":1}]}`:                           1000 + base - 1,
		`{"items":[{"#":0},{"#":0},{"#":0}]}`:           1000 + base, // it stands there once
		`{"items":[{"#":0,"wage":"w"},{"#":1}]}`:        1000 + base,
		`{"items":[{"#":0},{"#":1,"wage":"mine"}]}`:     1000 + base,
		`{"items":[{"wage":"w"},{"$id":7,"wage":"w"}]}`: 1000 + base - 1, // rows that there were not
	} {
		got := w.preview("bo", task, w.withRows("ann", id, "items", form)).want(t, http.StatusOK)
		if got.text(t, "form", "total") != fmt.Sprint(total) {
			t.Errorf("%s makes %v, want %d", form, got.get(t, "form", "total"), total)
		}
		for _, secret := range []string{hiddenRate, hiddenWage, "margin of", "tip of", "cost of"} {
			if strings.Contains(got.body, secret) {
				t.Errorf("%s: %q came back: %s", form, secret, got.body)
			}
		}
	}
	if got := w.preview("bo", task, `{"items":[{"day":"Friday"},{"day":"Sunday"}]}`).want(t, http.StatusOK); fmt.Sprint(got.get(t, "form", "lines")) != "[map[day:Friday] map[day:Sunday]]" {
		t.Errorf("the lines are %v", got.get(t, "form", "lines"))
	}
	if after := w.see("ann", id); after.body != before.body {
		t.Errorf("a preview changed the case: %s", after.body)
	}
	// What was foreseen is what is kept.
	w.decide("bo", task, `{"action":"approve","form":{"hours":5}}`).want(t, http.StatusOK)
	if kept := w.see("ann", id); kept.text(t, "form", "total") != fmt.Sprint(5000+base) || kept.text(t, "form", "margin") != "margin of "+hiddenRate {
		t.Errorf("kept %v", kept.get(t, "form"))
	}
}

// TestWhoMayForeseeATask: whoever may decide it, and nobody else.
func TestWhoMayForeseeATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(timesheet(""))
	sent := w.as("ann", http.MethodPost, "/api/apps/times/instances", timesheetForm).want(t, http.StatusCreated)
	id, task := sent.text(t, "id"), sent.open(t)
	for _, login := range []string{"ann", "cai", "dan", "hong", "eva", "ivan", "max"} {
		got := w.preview(login, task, `{"hours":5}`).problem(t, http.StatusForbidden, "permission.denied")
		if strings.Contains(got.body, "total") {
			t.Errorf("%s reads %s", login, got.body)
		}
	}
	w.ask(http.MethodPost, "/api/tasks/"+task+"/preview", `{"form":{}}`).problem(t, http.StatusUnauthorized, "request.unauthenticated")
	for _, wrong := range []string{"nothing", "nothing.1", id + ".99", id} {
		w.preview("bo", wrong, `{}`).problem(t, http.StatusNotFound, "task.notFound")
	}
	w.preview("bo", task, `[]`).want(t, http.StatusBadRequest)
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/preview", `{"form":{},"more":1}`).want(t, http.StatusBadRequest)

	// A case that is halted takes no edits: nothing follows from them either.
	w.as("eva", http.MethodPost, "/api/instances/"+id+"/interventions", `{"action":"suspend","reason":"wait"}`).want(t, http.StatusOK)
	if got := w.preview("bo", task, `{"hours":9}`).want(t, http.StatusOK); got.text(t, "form", "hours") != "1" {
		t.Errorf("a halted case shows %v", got.get(t, "form"))
	}
	w.as("eva", http.MethodPost, "/api/instances/"+id+"/interventions", `{"action":"resume","reason":"go on"}`).want(t, http.StatusOK)

	// Whoever has it now foresees it; whoever had it does not.
	w.act("bo", task, `{"action":"transfer","to":["`+w.ids["max"]+`"]}`).want(t, http.StatusOK)
	w.preview("bo", task, `{"hours":2}`).problem(t, http.StatusForbidden, "permission.denied")
	w.preview("max", task, `{"hours":2}`).want(t, http.StatusOK)

	// Sent back, everything is the initiator's to change.
	back := w.decide("max", task, `{"action":"return","to":"start","comment":"again"}`).want(t, http.StatusOK)
	got := w.preview("ann", back.open(t), `{"rate":"xy","items":[{"wage":"a"},{"wage":"b"}]}`).want(t, http.StatusOK)
	if got.text(t, "form", "total") != "1022" || got.text(t, "form", "margin") != "margin of xy" {
		t.Errorf("the initiator foresees %v", got.get(t, "form"))
	}
	w.preview("max", task, `{}`).problem(t, http.StatusConflict, "task.decided")
}

// TestAPolicyClosesWhatATaskForesees: what the policy hides or locks is neither
// heeded nor shown, and who may not read the case foresees nothing.
func TestAPolicyClosesWhatATaskForesees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(timesheet(""))
	sent := w.as("ann", http.MethodPost, "/api/apps/times/instances", timesheetForm).want(t, http.StatusCreated)
	task := sent.open(t)
	rows := w.withRows("ann", sent.text(t, "id"), "items", `{"hours":9,"items":[{"#":0,"day":"x"},{"#":1,"day":"y"}]}`)
	for way, shows := range map[string]bool{"hide": false, "lock": true} {
		w.policy(closedColumns(way, `["hours", "items.day"]`))
		got := w.preview("bo", task, rows).want(t, http.StatusOK)
		if got.text(t, "form", "total") != "1161" || strings.Contains(got.body, `"hours":1`) != shows || (got.get(t, "form", "items", 0).(map[string]any)["day"] == "Monday") != shows {
			t.Errorf("%s: %s", way, got.body)
		}
	}
	w.policy(strings.Replace(closedColumns("hide", `[]`), "decision := {\"allow\": true, \"reasons\": [\"allow.all\"]", `decision := {"allow": input.action != "instance.read", "reasons": ["test.reader"]`, 1))
	w.preview("bo", task, `{"hours":9}`).problem(t, http.StatusForbidden, "permission.denied")
	w.decide("bo", task, `{"action":"approve","form":{"hours":5}}`).want(t, http.StatusOK)
}

// TestAScriptThatFailsAtATask leaves its fields empty, and tells nobody before the
// decision is sent.
func TestAScriptThatFailsAtATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(timesheet("function compute(form) {\n  if (form.hours > 3) throw new Error(form.rate);\n  if (form.hours > 2) for (;;);\n  return {total: form.hours};\n}"))
	sent := w.as("ann", http.MethodPost, "/api/apps/times/instances", timesheetForm).want(t, http.StatusCreated)
	task := sent.open(t)
	for _, hours := range []string{"4", "3"} {
		got := w.preview("bo", task, `{"hours":`+hours+`}`).want(t, http.StatusOK)
		if form, _ := got.get(t, "form").(map[string]any); form["total"] != nil || form["hours"] == nil || strings.Contains(got.body, hiddenRate) {
			t.Errorf("%s hours: %s", hours, got.body)
		}
	}
	if n := w.told("eva", "script.failed"); n != 0 {
		t.Errorf("an administrator was told %d times of a preview", n)
	}
	if got := w.preview("bo", task, `{"hours":2}`).want(t, http.StatusOK); got.text(t, "form", "total") != "2" {
		t.Errorf("then %s", got.body)
	}
	w.decide("bo", task, `{"action":"approve","form":{"hours":4}}`).problem(t, http.StatusUnprocessableEntity, "form.checkFailed")
	if n := w.told("eva", "script.failed"); n != 1 {
		t.Errorf("an administrator was told %d times of the decision", n)
	}
}

// TestATaskForeseesItsPath: the way goes by what was changed.
func TestATaskForeseesItsPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFlow(func(nodes map[string]map[string]any) {
		nodes["manager"]["fields"] = map[string]any{"period": "edit"}
	})
	_, task := w.submit(w.long())
	nodes := func(form string) string {
		var steps []string
		list, err := json.Marshal(w.preview("bo", task, form).want(t, http.StatusOK).get(t, "steps"))
		must(t, err)
		var all []struct{ Node, State string }
		must(t, json.Unmarshal(list, &all))
		for _, s := range all {
			steps = append(steps, s.Node+" "+s.State)
		}
		return strings.Join(steps, ", ")
	}
	long, short := nodes(`{}`), nodes(`{"period":{"start":"2026-03-09","startHalf":"am","end":"2026-03-10","endHalf":"pm"}}`)
	if !strings.Contains(long, "manager current, head upcoming") || strings.Contains(short, "head") || !strings.Contains(short, "manager current") {
		t.Errorf("five days: %s; two days: %s", long, short)
	}
}
