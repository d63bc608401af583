package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// away enters an absence of somebody from now on for two days, with more fields
// as JSON.
func (w *world) away(as, absent, standIn, more string) answer {
	w.t.Helper()
	now := w.clock.Now()
	return w.as(as, http.MethodPost, w.absencesPath(absent), fmt.Sprintf(`{"from":%d,"until":%d,"standIn":%q%s}`,
		now.UnixMilli(), now.Add(48*time.Hour).UnixMilli(), w.ids[standIn], more))
}

func (w *world) absencesPath(login string) string { return "/api/people/" + w.ids[login] + "/absences" }

func (w *world) begin() int {
	w.t.Helper()
	n, err := w.absences.Begin(w.t.Context())
	must(w.t, err)
	return n
}

func TestAStandInActsForWhoIsAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.away("bo", "bo", "dan", `,"reason":"moving house"`).want(t, http.StatusCreated)
	if made.text(t, "state") != "now" || made.text(t, "acting", "id") != w.ids["dan"] || made.text(t, "reason") != "moving house" {
		t.Error(made.body)
	}
	preview := w.as("ann", http.MethodPost, "/api/apps/leave/preview", shortLeave).want(t, http.StatusOK)
	id, task := w.submit(shortLeave)
	for what, a := range map[string]answer{
		"preview":  preview,
		"instance": w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK),
		"list":     w.as("ann", http.MethodGet, "/api/instances?scope=mine", "").want(t, http.StatusOK),
	} {
		if !strings.Contains(a.body, `"id":"user:`+w.ids["dan"]+`","kind":"user","name":{"en":"Mx dan","zh-CN":"人dan"},"for":[{"id":"user:`+w.ids["bo"]+`"`) {
			t.Errorf("%s: %s", what, a.body)
		}
		if strings.Contains(a.body, "moving house") {
			t.Errorf("%s tells the reason", what)
		}
	}
	inbox := w.as("dan", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK)
	if inbox.text(t, "items", 0, "for", 0, "id") != "user:"+w.ids["bo"] {
		t.Error(inbox.body)
	}
	if own := w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK); len(own.get(t, "items").([]any)) != 0 {
		t.Error(own.body)
	}
	_, err := w.outbox.Round(t.Context())
	must(t, err)
	if told := w.as("dan", http.MethodGet, "/api/notices", "").want(t, http.StatusOK); told.text(t, "items", 0, "for", 0, "en") != "Mx bo" {
		t.Error(told.body)
	}
	if told := w.as("bo", http.MethodGet, "/api/notices", "").body; strings.Contains(told, "task.assigned") {
		t.Error(told)
	}
	// Whoever is away reads what is done for them, but does not decide it.
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("dan", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":"fine"}`).want(t, http.StatusOK)
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if view.text(t, "path", 1, "by", "for", 0, "id") != "user:"+w.ids["bo"] {
		t.Error(view.text(t, "path"))
	}
	approved := ""
	for _, e := range view.get(t, "history").([]any) {
		if entry := e.(map[string]any); entry["type"] == "task.approved" {
			approved = fmt.Sprint(entry["by"])
		}
	}
	if !strings.Contains(approved, "user:"+w.ids["dan"]) || !strings.Contains(approved, "user:"+w.ids["bo"]) {
		t.Errorf("approved by %s", approved)
	}
}

func TestAnAbsenceCountsForItsAppsAndItsTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// One for the app goes before one for all.
	w.away("bo", "bo", "dan", "").want(t, http.StatusCreated)
	w.away("bo", "bo", "max", `,"apps":["leave"]`).want(t, http.StatusCreated)
	assignees := func() string {
		id, _ := w.submit(shortLeave)
		return w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK).text(t, "tasks", 0, "assignees")
	}
	if got := assignees(); got != "[user:"+w.ids["max"]+"]" {
		t.Error(got)
	}
	list := w.as("max", http.MethodGet, w.absencesPath("max"), "").want(t, http.StatusOK)
	if list.text(t, "standingIn", 0, "person", "id") != w.ids["bo"] || list.text(t, "standingIn", 0, "apps", 0) != "leave" || list.text(t, "zone") == "" {
		t.Error(list.body)
	}
	found := w.as("ann", http.MethodGet, "/api/people?ids="+w.ids["bo"]+","+w.ids["dan"], "").want(t, http.StatusOK)
	if fmt.Sprintf("%.0f", found.get(t, "items", 0, "awayUntil")) != fmt.Sprint(w.clock.Now().Add(48*time.Hour).UnixMilli()) ||
		strings.Count(found.body, "awayUntil") != 1 {
		t.Error(found.body)
	}
	w.clock.Advance(48 * time.Hour)
	if got := assignees(); got != "[user:"+w.ids["bo"]+"]" {
		t.Error(got)
	}
	if list := w.as("max", http.MethodGet, w.absencesPath("max"), "").want(t, http.StatusOK); len(list.get(t, "standingIn").([]any)) != 0 {
		t.Error(list.body)
	}
}

func TestWhatWaitsGoesToTheStandInOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(shortLeave)
	stays, _ := w.submit(w.long())
	own := w.as("dan", http.MethodPost, "/api/apps/leave/instances", shortLeave).want(t, http.StatusCreated).text(t, "id")
	at := w.clock.Now().Add(time.Hour)
	body := fmt.Sprintf(`{"from":%d,"until":%d,"standIn":%q,"waiting":true}`, at.UnixMilli(), at.Add(48*time.Hour).UnixMilli(), w.ids["dan"])
	absence := w.as("bo", http.MethodPost, w.absencesPath("bo"), body).want(t, http.StatusCreated).text(t, "id")
	if n := w.begin(); n != 0 {
		t.Errorf("it has not begun, and %d requests changed", n)
	}
	w.clock.Advance(time.Hour)
	if n := w.begin(); n != 2 {
		t.Errorf("%d requests changed", n)
	}
	if n := w.begin(); n != 0 {
		t.Errorf("again %d requests changed", n)
	}
	holder := func(id string) string {
		return w.as("eva", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK).text(t, "tasks", 0, "assignees")
	}
	dan, bo := "[user:"+w.ids["dan"]+"]", "[user:"+w.ids["bo"]+"]"
	if holder(id) != dan || holder(stays) != dan || holder(own) != bo {
		t.Errorf("%s, %s, and the stand-in's own %s", holder(id), holder(stays), holder(own))
	}
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if !strings.Contains(view.body, `"type":"task.covered"`) || !strings.Contains(view.text(t, "tasks", 0, "actions"), "reclaim") {
		t.Error(view.body)
	}
	w.as("max", http.MethodPost, "/api/tasks/"+task+"/actions", `{"action":"reclaim"}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("cai", http.MethodPost, "/api/tasks/"+task+"/actions", `{"action":"reclaim"}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/actions", `{"action":"reclaim"}`).want(t, http.StatusOK)
	if n := w.begin(); n != 0 || holder(id) != bo {
		t.Errorf("what was taken back went away again: %d, %s", n, holder(id))
	}
	w.clock.Advance(3 * time.Minute)
	w.begin()
	if p, _ := w.identity.Organisation().Person(w.ids["bo"]); !p.Absences[0].Settled {
		t.Error("nothing is left to do, and it is still tried")
	}
	// When it ends, what is not decided stays, and can be taken back.
	w.as("bo", http.MethodDelete, w.absencesPath("bo")+"/"+absence, "").want(t, http.StatusOK)
	if holder(stays) != dan {
		t.Error(holder(stays))
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+stays+".1/actions", `{"action":"reclaim"}`).want(t, http.StatusOK)
	if holder(stays) != bo {
		t.Error(holder(stays))
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/actions", `{"action":"reclaim"}`).want(t, http.StatusConflict)
}

func TestAbsencesAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := w.clock.Now().UnixMilli()
	day := (24 * time.Hour).Milliseconds()
	gone := w.ids["max"]
	path, rev := w.personOf("max")
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":""}`).want(t, http.StatusOK)
	enter := func(from, until int64, standIn, more string) answer {
		return w.as("bo", http.MethodPost, w.absencesPath("bo"), fmt.Sprintf(`{"from":%d,"until":%d,"standIn":%q%s}`, from, until, standIn, more))
	}
	enter(now, now+day, w.ids["dan"], "").want(t, http.StatusCreated)
	for _, c := range []struct {
		from, until         int64
		standIn, more, want string
	}{
		{0, 0, "", "", "/standIn directory.required"},
		{0, now + day, "", "", "/from directory.required"},
		{now + 9*day, now + 10*day, w.ids["bo"], "", "/standIn directory.standInSelf"},
		{now + 9*day, now + 10*day, gone, "", "/standIn directory.personUnknown"},
		{now + 9*day, now + 9*day, w.ids["dan"], "", "/until directory.periodOrder"},
		{now - 2*day, now - day, w.ids["dan"], "", "/until directory.periodPast"},
		{now + 9*day, now + 10*day, w.ids["dan"], `,"apps":["leave","x"]`, "/apps directory.appUnknown"},
		{now + 9*day, now + 10*day, w.ids["dan"], `,"reason":"` + strings.Repeat("长", 201) + `"`, "/reason directory.tooLong"},
		{now + day - 1, now + 2*day, w.ids["cai"], "", "/from directory.absenceOverlap"},
	} {
		a := enter(c.from, c.until, c.standIn, c.more).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
		found := false
		for _, p := range a.get(t, "errors").([]any) {
			problem := p.(map[string]any)
			found = found || fmt.Sprint(problem["path"], " ", problem["code"]) == c.want
			if text := fmt.Sprint(problem["message"]); text == "" || strings.Contains(text, "{") {
				t.Errorf("%s says %q", c.want, text)
			}
		}
		if !found {
			t.Errorf("%s is not in %s", c.want, a.body)
		}
	}
	if a := enter(now+day-1, now+2*day, w.ids["cai"], ""); !strings.Contains(a.body, "Mx dan") {
		t.Errorf("the other entry is not named: %s", a.body)
	}
	// Next to each other, or for apps of its own, is no overlap; the same app is.
	enter(now+day, now+2*day, w.ids["cai"], "").want(t, http.StatusCreated)
	enter(now, now+day, w.ids["cai"], `,"apps":["leave","leave"]`).want(t, http.StatusCreated)
	enter(now, now+day, w.ids["dan"], `,"apps":["leave"]`).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	w.as("bo", http.MethodPost, w.absencesPath("bo"), `{"from":1,"until":2,"standIn":"x","zone":"UTC"}`).problem(t, http.StatusBadRequest, "request.unknownKey")
}

func TestAbsencesAreChangedAndEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.away("bo", "bo", "dan", "").want(t, http.StatusCreated)
	id, path := first.text(t, "id"), w.absencesPath("bo")
	now := w.clock.Now()
	edit := fmt.Sprintf(`{"from":%d,"until":%d,"standIn":%q,"apps":["leave"]}`, now.UnixMilli(), now.Add(time.Hour).UnixMilli(), w.ids["cai"])
	if a := w.as("bo", http.MethodPut, path+"/"+id, edit).want(t, http.StatusOK); a.text(t, "standIn", "id") != w.ids["cai"] || a.text(t, "apps", 0) != "leave" {
		t.Error(a.body)
	}
	w.as("bo", http.MethodPut, path+"/99", edit).problem(t, http.StatusNotFound, "absence.notFound")
	w.as("bo", http.MethodDelete, path+"/99", "").problem(t, http.StatusNotFound, "absence.notFound")
	w.clock.Advance(time.Minute)
	for range 2 { // a repeat changes nothing
		a := w.as("bo", http.MethodDelete, path+"/"+id, "").want(t, http.StatusOK)
		if a.text(t, "items", 0, "state") != "over" || fmt.Sprintf("%.0f", a.get(t, "items", 0, "until")) != fmt.Sprint(now.Add(time.Minute).UnixMilli()) {
			t.Error(a.body)
		}
		w.clock.Advance(time.Minute)
	}
	a := w.as("bo", http.MethodPut, path+"/"+id, edit).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if !strings.Contains(a.body, "directory.absenceOver") {
		t.Error(a.body)
	}
	// One that has not begun is taken away, and its id is not used again.
	at := w.clock.Now().Add(time.Hour)
	later := fmt.Sprintf(`{"from":%d,"until":%d,"standIn":%q}`, at.UnixMilli(), at.Add(time.Hour).UnixMilli(), w.ids["dan"])
	second := w.as("bo", http.MethodPost, path, later).want(t, http.StatusCreated).text(t, "id")
	if left := w.as("bo", http.MethodDelete, path+"/"+second, "").want(t, http.StatusOK); len(left.get(t, "items").([]any)) != 1 {
		t.Error(left.body)
	}
	if third := w.as("bo", http.MethodPost, path, later).want(t, http.StatusCreated).text(t, "id"); third == second {
		t.Error("an id was used twice")
	}
}

func TestNobodyElseSeesOrSetsAbsences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.away("ann", "bo", "dan", "").problem(t, http.StatusForbidden, "permission.denied")
	w.away("ivan", "bo", "dan", "").problem(t, http.StatusForbidden, "permission.denied")
	w.away("cai", "bo", "dan", "").problem(t, http.StatusForbidden, "permission.denied") // as little as a superior
	if p, _ := w.identity.Organisation().Person(w.ids["bo"]); len(p.Absences) != 0 {
		t.Error("what was refused was done")
	}
	made := w.away("hong", "bo", "dan", `,"reason":"in hospital"`).want(t, http.StatusCreated).text(t, "id")
	for _, other := range []string{"ann", "dan", "cai", "ivan"} {
		w.as(other, http.MethodGet, w.absencesPath("bo"), "").problem(t, http.StatusForbidden, "permission.denied")
		w.as(other, http.MethodDelete, w.absencesPath("bo")+"/"+made, "").problem(t, http.StatusForbidden, "permission.denied")
	}
	for _, path := range []string{w.absencesPath("dan"), "/api/people?q=bo", "/api/inbox"} {
		if a := w.as("dan", http.MethodGet, path, "").want(t, http.StatusOK); strings.Contains(a.body, "hospital") {
			t.Errorf("%s tells the reason", path)
		}
	}
	for _, keeper := range []string{"bo", "hong", "eva"} {
		if a := w.as(keeper, http.MethodGet, w.absencesPath("bo"), "").want(t, http.StatusOK); a.text(t, "items", 0, "reason") != "in hospital" {
			t.Error(a.body)
		}
	}
	w.as("hong", http.MethodGet, "/api/people/nobody/absences", "").problem(t, http.StatusNotFound, "person.notFound")
	w.as("hong", http.MethodPost, "/api/people/nobody/absences", `{"from":1,"until":2,"standIn":"x"}`).problem(t, http.StatusNotFound, "person.notFound")
	// The record says who entered it, and not why.
	record := w.as("ivan", http.MethodGet, "/api/audit?action=person.absenceChanged", "").want(t, http.StatusOK)
	if record.text(t, "items", 0, "who", "person") != w.ids["hong"] || strings.Contains(record.body, "hospital") {
		t.Error(record.body)
	}
}

func TestAnotherProcessHearsOfAnAbsence(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	w := worldOn(t, backend, nil)
	other, err := identity.New(t.Context(), backend, w.clock, identity.Options{})
	must(t, err)
	w.away("bo", "bo", "dan", "").want(t, http.StatusCreated)
	must(t, other.CatchUp(t.Context()))
	if by, away := other.Organisation().StandInFor(w.ids["bo"], "leave", w.clock.Now().UnixMilli()); !away || by != w.ids["dan"] {
		t.Errorf("%q acts, away %t", by, away)
	}
}

func TestAnAbsenceIsRefusedAtTheFirstAppThatIsUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	apps := make([]string, 20_000)
	for i := range apps {
		apps[i] = fmt.Sprintf(`"app%d"`, i)
	}
	a := w.away("ann", "ann", "bo", `,"apps":["leave","leave",`+strings.Join(apps, ",")+`]`)
	a.problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if n := len(a.get(t, "errors").([]any)); n != 1 || a.text(t, "errors", 0, "path") != "/apps" || !strings.Contains(a.body, "app0") {
		t.Errorf("%d problems", n)
	}
}
