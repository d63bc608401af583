package httpapi_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
)

var rowMark = regexp.MustCompile(`"#":(\d+)`)

// withRows puts the ids of rows, as somebody sees them, where a text names them by
// their numbers: {"#":0} is the first row of the table.
func (w *world) withRows(login, instance, table, text string) string {
	w.t.Helper()
	names := w.rowIDs(login, instance, table)
	return rowMark.ReplaceAllStringFunc(text, func(mark string) string {
		n, err := strconv.Atoi(rowMark.FindStringSubmatch(mark)[1])
		must(w.t, err)
		return `"$id":"` + names[n] + `"`
	})
}

// rowIDs are the ids of a table's rows, as somebody sees them.
func (w *world) rowIDs(login, instance, table string) []string {
	w.t.Helper()
	var names []string
	rows, _ := w.see(login, instance).get(w.t, "form", table).([]any)
	for _, row := range rows {
		id, _ := row.(map[string]any)["$id"].(string)
		names = append(names, id)
	}
	return names
}

// plainRows are the rows of a table, as JSON text, without their ids.
func plainRows(t *testing.T, rows any) string {
	t.Helper()
	list, _ := rows.([]any)
	for _, row := range list {
		cells, _ := row.(map[string]any)
		if id, _ := cells["$id"].(string); len(id) != 26 {
			t.Errorf("a row has the id %q: %v", id, row)
		}
		delete(cells, "$id")
	}
	text, err := json.Marshal(list)
	must(t, err)
	return string(text)
}

// billApp has a table of which the manager does not see a column and cannot write
// another; the initiator sees it all.
func billApp(id string) app.App {
	a := appOf(id, ``, `"others":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"x":{"type":"string"}}}},
		"items":{"type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"required":["name","cost"],"properties":{
		"name":{"type":"string"},"cost":{"type":"number"},"rate":{"type":"string","default":"none"}}}}`, line(
		flow.Node{ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
			Fields: map[string]flow.Access{"others": flow.Edit, "items": flow.Edit, "items.cost": flow.Hide, "items.rate": flow.Read}},
		flow.Node{ID: "again", Type: flow.FillIn, Name: bothWords("Again"), Assignee: &flow.Assignee{Kind: flow.Initiator},
			Fields: map[string]flow.Access{"items": flow.Edit}},
	))
	a.Form.Layout.Fields["items"] = form.FieldLayout{Title: bothWords("Items")}
	return a
}

const billForm = `"others":[{"x":"1"}],"items":[{"name":"A","cost":1,"rate":"low"},{"name":"B","cost":2,"rate":"mid"},{"name":"C","cost":3,"rate":"high"}]`

// TestRowsKeepWhatNobodySees removes, adds and moves rows of which whoever does it
// does not see everything.
func TestRowsKeepWhatNobodySees(t *testing.T) {
	t.Parallel()
	const a, b, c = `{"cost":1,"name":"A","rate":"low"}`, `{"cost":2,"name":"B","rate":"mid"}`, `{"cost":3,"name":"C","rate":"high"}`
	w := newWorld(t)
	w.publish(billApp("bill"))
	other := w.rowIDs("ann", w.start("bill", billForm), "items")[0]
	for name, tt := range map[string]struct{ sent, want, code, path string }{
		"nothing":                     {sent: `{"#":0,"name":"A"},{"#":1,"name":"B"},{"#":2,"name":"C"}`, want: a + "," + b + "," + c},
		"the first is removed":        {sent: `{"#":1,"name":"B"},{"#":2,"name":"C"}`, want: b + "," + c},
		"the last is removed":         {sent: `{"#":0,"name":"A"},{"#":1,"name":"B"}`, want: a + "," + b},
		"all are removed":             {sent: ``, want: ``},
		"one is put before them":      {sent: `{"name":"N"},{"#":0,"name":"A"},{"#":1,"name":"B"},{"#":2,"name":"C"}`, want: `{"name":"N","rate":"none"},` + a + "," + b + "," + c},
		"one is put for another":      {sent: `{"name":"N"},{"#":1,"name":"B"},{"#":2,"name":"C"}`, want: `{"name":"N","rate":"none"},` + b + "," + c},
		"they are moved":              {sent: `{"#":2,"name":"C"},{"#":0,"name":"A"},{"#":1,"name":"B"}`, want: c + "," + a + "," + b},
		"moved and changed":           {sent: `{"#":2,"name":"Z"},{"#":0,"name":"A"}`, want: `{"cost":3,"name":"Z","rate":"high"},` + a},
		"what one cannot write":       {sent: `{"#":1,"name":"B","rate":"mid"}`, want: b},
		"what a new one begins with":  {sent: `{"#":1,"name":"B"},{"name":"N","rate":"none","cost":null}`, want: "", code: "task.fieldClosed"},
		"a default":                   {sent: `{"#":1,"name":"B"},{"name":"N","rate":"none"}`, want: b + `,{"name":"N","rate":"none"}`},
		"no default":                  {sent: `{"#":1,"name":"B"},{"name":"N","rate":"low"}`, code: "task.fieldClosed"},
		"another row's":               {sent: `{"#":1,"name":"B","rate":"low"}`, code: "task.fieldClosed"},
		"emptied":                     {sent: `{"#":1,"name":"B","rate":null}`, code: "task.fieldClosed"},
		"hidden and right":            {sent: `{"#":1,"name":"B","cost":2}`, code: "task.fieldClosed"},
		"hidden and wrong":            {sent: `{"#":1,"name":"B","cost":9}`, code: "task.fieldClosed"},
		"hidden and empty":            {sent: `{"#":1,"name":"B","cost":null}`, code: "task.fieldClosed"},
		"hidden in a new one":         {sent: `{"name":"N","cost":9},{"#":1,"name":"B"}`, code: "task.fieldClosed"},
		"the same twice":              {sent: `{"#":0,"name":"A"},{"#":0,"name":"B"}`, code: "form.rowTwice", path: "/items/1"},
		"a row of another case":       {sent: `{"#":0,"name":"A"},{"$id":"` + other + `","name":"B"}`, code: "form.rowUnknown", path: "/items/1"},
		"a row of another table":      {sent: `{"others":0,"name":"A"}`, code: "form.rowUnknown", path: "/items/0"},
		"an id that is made up":       {sent: `{"#":0,"name":"A"},{"$id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","name":"B"}`, code: "form.rowUnknown", path: "/items/1"},
		"no id":                       {sent: `{"$id":"x","name":"A"}`, code: "form.rowUnknown", path: "/items/0"},
		"a number for an id":          {sent: `{"$id":5,"name":"A"}`, code: "form.rowUnknown", path: "/items/0"},
		"an object for an id":         {sent: `{"$id":{"a":[]},"name":"A"}`, code: "form.rowUnknown", path: "/items/0"},
		"null for an id":              {sent: `{"$id":null,"name":"N"},{"#":1,"name":"B"}`, want: `{"name":"N","rate":"none"},` + b},
		"all of them new, by null":    {sent: `{"$id":null,"name":"N"},{"$id":null,"name":"N"}`, want: `{"name":"N","rate":"none"},{"name":"N","rate":"none"}`},
		"ids left out":                {sent: `{"name":"B"},{"name":"C"}`, code: "form.rowUnnamed", path: "/items"},
		"ids left out, as many":       {sent: `{"name":"A"},{"name":"B"},{"name":"C"}`, code: "form.rowUnnamed", path: "/items"},
		"what is asked for":           {sent: `{"#":1}`, code: "form.required", path: "/items/0/name"},
		"what is no row":              {sent: `{"#":1,"name":"B"},"text"`, code: "task.fieldClosed"},
		"a name that is reserved too": {sent: `{"#":1,"name":"B","$sealed":"x"}`, code: "form.unknownField", path: "/items/0/$sealed"},
	} {
		id := w.start("bill", billForm)
		before := w.see("ann", id)
		task := before.text(t, "tasks", 0, "id")
		sent := w.withRows("ann", id, "items", strings.ReplaceAll(tt.sent, `"others":0`, `"$id":"`+w.rowIDs("ann", id, "others")[0]+`"`))
		got := w.decide("bo", task, `{"action":"approve","form":{"items":[`+sent+`]}}`)
		if strings.Contains(got.body, `"cost"`) {
			t.Errorf("%s: the answer speaks of what is hidden: %s", name, got.body)
		}
		after := w.see("ann", id)
		if tt.code != "" {
			if got.status != 422 || !strings.Contains(got.body, `"code":"`+tt.code+`"`) || tt.path != "" && !strings.Contains(got.body, `"path":"`+tt.path+`"`) {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
			if before.text(t, "rev") != after.text(t, "rev") {
				t.Errorf("%s: something was stored", name)
			}
			continue
		}
		stood, stands := w.idsOf(before), w.idsOf(after)
		if rows := plainRows(t, after.get(t, "form", "items")); got.status != 200 || rows != `[`+tt.want+`]` {
			t.Errorf("%s: %d %s, the rows are %s", name, got.status, got.body, rows)
		}
		for row, id := range stands {
			if was, ok := stood[row]; ok && was != id {
				t.Errorf("%s: row %s has become another", name, row)
			}
			if was := stood["A"]; row == "N" && (id == was || id == "") {
				t.Errorf("%s: the new row has an id of before", name)
			}
		}
	}
}

// idsOf are the ids of the items of a case by their names.
func (w *world) idsOf(a answer) map[string]string {
	w.t.Helper()
	names := map[string]string{}
	for _, row := range a.get(w.t, "form", "items").([]any) {
		cells := row.(map[string]any)
		id, _ := cells["$id"].(string)
		for name, other := range names {
			if other == id {
				w.t.Errorf("rows %s and %v are one", name, cells["name"])
			}
		}
		names[cells["name"].(string)] = id
	}
	return names
}

// TestARowThatIsGoneStaysGone, and what comes after it in a case.
func TestARowThatIsGoneStaysGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(billApp("bill"))
	id := w.start("bill", billForm)
	first := w.see("ann", id)
	gone := w.rowIDs("ann", id, "items")[0]
	shown := w.see("bo", id)
	if row := shown.get(t, "form", "items", 0).(map[string]any); row["$id"] != gone || row["cost"] != nil {
		t.Errorf("the manager sees %v", row)
	}
	w.decide("bo", first.text(t, "tasks", 0, "id"), w.withRows("bo", id, "items", `{"action":"approve","form":{"items":[{"name":"N"},{"#":1,"name":"B"}]}}`)).want(t, 200)
	task := w.see("ann", id).text(t, "tasks", 1, "id")
	back := w.decide("ann", task, `{"action":"complete","form":{"items":[{"$id":"`+gone+`","name":"A","cost":1}]}}`).problem(t, 422, "form.invalid")
	if !strings.Contains(back.body, "form.rowUnknown") {
		t.Error(back.body)
	}
	// The new row waits for its cost; whoever is asked for it has to give it.
	w.decide("ann", task, w.withRows("ann", id, "items", `{"action":"complete","form":{"items":[{"#":0,"name":"N"},{"#":1,"name":"B","cost":2}]}}`)).problem(t, 422, "form.invalid")
	// Nothing is closed to her, so she may leave out the ids.
	w.decide("ann", task, `{"action":"complete","form":{"items":[{"name":"N","cost":7},{"name":"B","cost":2}]}}`).want(t, 200)
	if rows := plainRows(t, w.see("ann", id).get(t, "form", "items")); rows != `[{"cost":7,"name":"N"},{"cost":2,"name":"B"}]` {
		t.Errorf("the rows are %s", rows)
	}
}

func TestANewRequestBringsNoIDsAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(billApp("bill"))
	id := w.start("bill", billForm)
	for _, row := range []string{`{"#":0,"name":"A","cost":1}`, `{"$id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","name":"A","cost":1}`, `{"$id":7,"name":"A","cost":1}`} {
		body := w.withRows("ann", id, "items", `{"form":{"items":[`+row+`]}}`)
		if got := w.as("ann", "POST", "/api/apps/bill/instances", body).problem(t, 422, "form.invalid"); !strings.Contains(got.body, "form.rowUnknown") || strings.Contains(got.body, "form.unknownField") {
			t.Error(got.body)
		}
	}
	w.as("ann", "POST", "/api/apps/bill/instances", `{"form":{"items":[{"$id":null,"name":"A","cost":1}]}}`).want(t, 201)
	// A repeat is a repeat, whatever the server has added.
	body := `{"form":{` + billForm + `}}`
	one := w.as("ann", "POST", "/api/apps/bill/instances", body, "Idempotency-Key", "k").want(t, 201)
	two := w.as("ann", "POST", "/api/apps/bill/instances", body, "Idempotency-Key", "k").want(t, 201)
	if one.text(t, "id") != two.text(t, "id") {
		t.Error("a repeat started another request")
	}
}

// TestARowThatSomebodyElseRemoved: two people have the same table before them.
func TestARowThatSomebodyElseRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := billApp("bill")
	a.Flow.Nodes[1].Assignee = &flow.Assignee{Kind: flow.People, People: []string{w.ids["bo"], w.ids["cai"]}}
	a.Flow.Nodes[1].Mode = flow.All
	w.publish(a)
	id := w.start("bill", billForm)
	tasks := map[string]string{}
	for _, each := range w.see("ann", id).get(t, "tasks").([]any) {
		task := each.(map[string]any)
		tasks[task["assignees"].([]any)[0].(string)] = task["id"].(string)
	}
	stale := w.withRows("cai", id, "items", `{"action":"approve","form":{"items":[{"#":0,"name":"mine"},{"#":1,"name":"B"},{"#":2,"name":"C"}]}}`)
	w.decide("bo", tasks["user:"+w.ids["bo"]], w.withRows("bo", id, "items", `{"action":"approve","form":{"items":[{"#":1,"name":"B"},{"#":2,"name":"C"},{"name":"N"}]}}`)).want(t, 200)
	got := w.decide("cai", tasks["user:"+w.ids["cai"]], stale).problem(t, 422, "form.invalid")
	if !strings.Contains(got.body, "Items, row 1: this row is not in the table any more.") || strings.Contains(got.body, `"path":"/items/1"`) {
		t.Error(got.body)
	}
	w.decide("cai", tasks["user:"+w.ids["cai"]], w.withRows("cai", id, "items", `{"action":"approve","form":{"items":[{"#":2,"name":"N"},{"#":1,"name":"Z"}]}}`)).want(t, 200)
	if rows := plainRows(t, w.see("ann", id).get(t, "form", "items")); rows != `[{"name":"N","rate":"none"},{"cost":3,"name":"Z","rate":"high"}]` {
		t.Errorf("the rows are %s", rows)
	}
}
