package httpapi_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// spy is a store that keeps a copy of whatever is written to it.
type spy struct {
	store.Backend
	mu      sync.Mutex
	written bytes.Buffer
}

func (s *spy) Collection(spec store.Spec) (store.RawCollection, error) {
	c, err := s.Backend.Collection(spec)
	return &spyCollection{c, s}, err
}

// Files keeps files where the store does, which is searched too.
func (s *spy) Files(ctx context.Context) (store.Files, error) {
	return s.Backend.(interface {
		Files(ctx context.Context) (store.Files, error)
	}).Files(ctx)
}

type spyCollection struct {
	store.RawCollection
	spy *spy
}

func (c *spyCollection) note(raw bson.Raw) {
	c.spy.mu.Lock()
	defer c.spy.mu.Unlock()
	c.spy.written.Write(raw)
}

func (c *spyCollection) Insert(ctx context.Context, d store.Document) error {
	c.note(d.Raw)
	return c.RawCollection.Insert(ctx, d)
}

func (c *spyCollection) Replace(ctx context.Context, rev int64, d store.Document) error {
	c.note(d.Raw)
	return c.RawCollection.Replace(ctx, rev, d)
}

// Values that stand in no other test. The secret ones must be found nowhere; the
// plain one must be, or the search finds nothing at all.
const (
	plainValue = "PlainMarker4711"
	ibanValue  = "DE89SecretIban370400"
	cardValue  = "SecretCard5555"
	oddValue   = "SecretInAnOddPlace"
	bonusValue = "bonus of " + ibanValue
	payValue   = "7712345678.25"
	newPay     = "8823456789.75"
	fileValue  = "SecretInAPicture"
	fileName   = "SecretNameOfAFile"
)

var secrets = []string{ibanValue, cardValue, oddValue, payValue, newPay, fileValue, fileName}

// aScan is a picture of some chunks, with a marker in each.
var aScan = aPNG + strings.Repeat(fileValue+strings.Repeat(".", 2000), 100)

const payFields = `"name":{"type":"string"},"iban":{"type":"string","sensitive":true},"pay":{"type":"number","sensitive":true},
	"bonus":{"type":"string","sensitive":true},"free":{"type":"object"},
	"scan":{"type":"array","maxItems":3,"uniqueItems":true,"sensitive":true,"items":{"type":"string","format":"image"}},
	"items":{"type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"properties":{
		"day":{"type":"string"},"card":{"type":"string","sensitive":true},
		"copy":{"type":"array","maxItems":3,"sensitive":true,"items":{"type":"string","format":"attachment"}}}}}`

// payApp has sensitive fields that some steps open: the manager sees the account,
// HR what is paid too.
func payApp(url string) app.App {
	a := appOf("pay", `"iban"`, payFields, line(
		flow.Node{ID: "calc", Type: flow.Script, Name: bothWords("Calculate"), Script: "calc", Fields: map[string]flow.Access{"bonus": flow.Edit}},
		flow.Node{ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
			Fields: map[string]flow.Access{"iban": flow.Read, "items.day": flow.Edit}},
		flow.Node{ID: "hr", Type: flow.FillIn, Name: bothWords("HR"), Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"},
			Fields: map[string]flow.Access{"iban": flow.Read, "scan": flow.Read, "pay": flow.Edit}, Require: []string{"pay"}},
		flow.Node{ID: "erp", Type: flow.Webhook, Name: bothWords("Tell"), Webhook: &flow.Call{URL: url, Fields: []string{"name", "items.day"}}},
		flow.Node{ID: "say", Type: flow.Notify, Name: bothWords("Say"), Message: bothWords("{initiator} is paid: {name}"), Assignee: &flow.Assignee{Kind: flow.Initiator}},
	))
	a.Form.Layout.Fields["name"] = form.FieldLayout{Title: bothWords("Name")}
	a.Title, a.Summary = bothWords("Pay of {name}"), []string{"name"}
	a.Scripts.Flow = map[string]string{"calc": `function run(form) { return {set: {bonus: "bonus of " + form.iban}} }`}
	return a
}

const payForm = `{"form":{"name":"` + plainValue + `","iban":"` + ibanValue + `","pay":` + payValue + `,"free":{"$sealed":"` + oddValue + `"},
	"items":[{"day":"Monday","card":"` + cardValue + `1"},{"day":"Tuesday","card":"` + cardValue + `2"}]}}`

// tells reports which of the secrets stand in a text.
func tells(text string) []string {
	var found []string
	for _, s := range secrets {
		if strings.Contains(text, s) {
			found = append(found, s)
		}
	}
	return found
}

// putScan uploads a picture for a field of the app and returns its id.
func (w *world) putScan(field string) string {
	w.t.Helper()
	return w.as("ann", "POST", "/api/apps/pay/files?field="+field, aScan, "Content-Type", "application/octet-stream", "X-File-Name", "%2e%2e%2F"+fileName+"%20%E4%BA%BA.png").want(w.t, 201).text(w.t, "id")
}

func (a answer) veil(t *testing.T) []string {
	t.Helper()
	mask, _ := a.get(t, "mask").(map[string]any)
	list, _ := mask["veil"].([]any)
	var paths []string
	for _, p := range list {
		paths = append(paths, p.(string))
	}
	return paths
}

// TestNothingSensitiveCanBeRead fills sensitive fields in every way there is, and
// searches whatever was written, sent, logged or shown for them.
func TestNothingSensitiveCanBeRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	watched := &spy{}
	if mongotest.OnMongoDB() {
		watched.Backend = mongotest.Backend(t)
	} else {
		embedded, err := sqlitestore.Open(t.Context(), folder, sqlitestore.Options{})
		must(t, err)
		t.Cleanup(func() { must(t, embedded.Close()) })
		watched.Backend = embedded
	}
	w := worldOn(t, watched, nil)
	box, erp := newPostbox(t), newERP(t)
	w.useMail(box.port)
	for _, login := range []string{"ann", "bo", "hong"} {
		w.giveAddress(login, login+"@example.com")
	}
	w.publish(payApp(erp.URL))

	// A draft may hold anything, in any shape.
	const draft = "/api/apps/pay/drafts/dddddddddddddddddddddddddd"
	w.as("ann", "PUT", draft, `{"rev":0,"form":{"name":"x","iban":{"a":["`+ibanValue+`"]},"items":{"b":"`+cardValue+`"},"free":{"deep":[{"$sealed":"`+oddValue+`"}]}}}`).want(t, 200)
	kept := w.as("ann", "PUT", draft, `{"rev":1,"form":{"iban":"`+ibanValue+`","items":["`+cardValue+`",{"card":"`+cardValue+`"}]}}`).want(t, 200)
	if got := w.as("ann", "GET", draft, "").want(t, 200); got.text(t, "form", "iban") != ibanValue || got.text(t, "form", "items", 1, "card") != cardValue || got.text(t, "form", "items", 0) != cardValue {
		t.Errorf("the draft came back as %s, kept as %s", got.body, kept.body)
	}
	if list := w.as("ann", "GET", "/api/apps/pay/drafts", "").want(t, 200); tells(list.body) != nil {
		t.Errorf("the list of drafts shows %v: %s", tells(list.body), list.body)
	}

	// Files are sealed as they come in, and a draft keeps them.
	scan, copied := w.putScan("scan"), w.putScan("items.copy")
	w.as("ann", "PUT", draft, `{"rev":2,"form":{"scan":["`+scan+`"],"items":[{"copy":["`+copied+`"]}]}}`).want(t, 200)
	for range 3 {
		w.clock.Advance(25 * time.Hour)
		_, err := w.files.Reap(t.Context(), w.workflow)
		must(t, err)
	}
	if got := w.as("ann", "GET", draft, "").want(t, 200); got.text(t, "files", scan, "name") != fileName+" 人.png" {
		t.Errorf("the draft names %s", got.body)
	}
	if got := w.as("ann", "GET", "/api/files/"+scan, "").want(t, 200); got.body != aScan {
		t.Errorf("%d bytes came back", len(got.body))
	}
	w.as("bo", "GET", "/api/files/"+scan, "").problem(t, 404, "file.notFound")
	payForm := strings.Replace(payForm, `"free"`, `"scan":["`+scan+`"],"free"`, 1)
	payForm = strings.Replace(payForm, `"day":"Monday"`, `"day":"Monday","copy":["`+copied+`"]`, 1)

	sent := w.as("ann", "POST", "/api/apps/pay/instances", payForm, "Idempotency-Key", "once").want(t, 201)
	id := sent.text(t, "id")
	w.as("ann", "POST", "/api/apps/pay/instances", payForm, "Idempotency-Key", "once").want(t, 201)
	w.as("ann", "POST", "/api/apps/pay/instances", strings.Replace(payForm, payValue, "1", 1), "Idempotency-Key", "once").problem(t, 422, "instance.keyReused")

	all := []string{"bonus", "iban", "items.card", "items.copy", "pay", "scan"}
	// Who reads the file of a field, and of a column.
	reads := func(login string, ofField, ofColumn int) {
		t.Helper()
		for file, status := range map[string]int{scan: ofField, copied: ofColumn} {
			for _, part := range []string{"bytes=0-", "bytes=70000-70010"} {
				a := w.as(login, "GET", "/api/instances/"+id+"/files/"+file, "", "Range", part)
				want := aScan
				if status == 200 && part != "bytes=0-" {
					status, want = 206, aScan[70000:70011]
				}
				if a.status != status || status < 400 && a.body != want || status >= 400 && tells(a.body+a.header.Get("Content-Disposition")) != nil {
					t.Errorf("%s reads %s of %s: %d, %d bytes", login, part, file, a.status, len(a.body))
				}
			}
		}
	}
	see := func(login string, veil []string, shown ...string) {
		t.Helper()
		a := w.see(login, id)
		if got := a.veil(t); !slices.Equal(got, veil) {
			t.Errorf("veiled for %s: %v, want %v", login, got, veil)
		}
		if got := tells(strings.ReplaceAll(a.body, oddValue, "")); !slices.Equal(got, shown) {
			t.Errorf("%s sees %v, want %v: %s", login, got, shown, a.body)
		}
		if a.text(t, "form", "name") != plainValue || a.text(t, "form", "free", "$sealed") != oddValue {
			t.Errorf("%s does not see the rest: %s", login, a.body)
		}
	}
	see("ann", nil, ibanValue, cardValue, payValue, fileName)
	see("bo", []string{"bonus", "items.card", "items.copy", "pay", "scan"}, ibanValue) // his step says so
	reads("ann", 200, 200)
	reads("bo", 404, 404)
	reads("eva", 404, 404)
	reads("cai", 404, 404)
	reads("max", 403, 403)
	see("eva", all) // the app's administrator designs the form and does not read it
	see("cai", all) // reads cases of the department
	if got := w.see("ann", id).text(t, "form", "bonus"); got != bonusValue {
		t.Errorf("the script set %q", got)
	}

	// Bo changes a column of a table of which he does not see another.
	task := sent.open(t)
	rows := func(text string) string { return w.withRows("ann", id, "items", text) }
	w.decide("bo", task, rows(`{"action":"approve","form":{"items":[{"#":1,"day":"Friday"}]}}`)).problem(t, 422, "task.fieldClosed")
	for _, card := range []string{"x", cardValue + "1"} { // nor does the answer say which is right
		w.decide("bo", task, rows(`{"action":"approve","form":{"items":[{"#":0,"day":"Monday","card":"`+card+`"},{"#":1,"day":"Friday"}]}}`)).problem(t, 422, "task.fieldClosed")
	}
	next := w.decide("bo", task, rows(`{"action":"approve","comment":"fine","form":{"items":[{"#":0,"day":"Monday"},{"#":1,"day":"Friday"}]}}`)).want(t, 200)
	if a := w.see("ann", id); a.text(t, "form", "items", 1, "day") != "Friday" || a.text(t, "form", "items", 1, "card") != cardValue+"2" {
		t.Errorf("the table is now %v", a.get(t, "form", "items"))
	}
	see("hong", []string{"bonus", "items.card", "items.copy"}, ibanValue, payValue, fileName)
	reads("hong", 200, 404)
	filled := `{"action":"complete","form":{"pay":` + newPay + `}}`
	w.act("hong", next.open(t), `{"action":"claim"}`).want(t, 200)
	w.as("hong", "POST", "/api/tasks/"+next.open(t)+"/decisions", filled, "Idempotency-Key", "pay").want(t, 200)
	w.as("hong", "POST", "/api/tasks/"+next.open(t)+"/decisions", filled, "Idempotency-Key", "pay").want(t, 200)
	w.as("hong", "POST", "/api/tasks/"+next.open(t)+"/decisions", strings.Replace(filled, newPay, "2", 1), "Idempotency-Key", "pay").problem(t, 422, "instance.keyReused")
	for range 3 {
		w.call(time.Second)
		_, err := w.post.Round(t.Context())
		must(t, err)
	}
	if got := w.status(id); got != "approved" {
		t.Fatalf("it ended as %s: %s", got, w.log)
	}
	see("ann", nil, ibanValue, cardValue, newPay, fileName)
	see("hong", []string{"bonus", "items.card", "items.copy"}, ibanValue, newPay, fileName)
	for range 3 {
		w.clock.Advance(25 * time.Hour)
		_, err := w.files.Reap(t.Context(), w.workflow)
		must(t, err)
	}
	reads("ann", 200, 200)

	// What people, other systems and administrators get to see elsewhere.
	_, bodies := erp.calls()
	box.mu.Lock()
	mails := strings.ReplaceAll(strings.Join(box.mails, "\n"), "=\r\n", "") // quoted-printable breaks long lines
	box.mu.Unlock()
	if len(bodies) != 1 || !strings.Contains(bodies[0], plainValue) || !strings.Contains(bodies[0], "Friday") || !strings.Contains(mails, "PAY-2026-") {
		t.Errorf("told %q and by mail %s", bodies, mails)
	}
	places := map[string]string{"webhooks": strings.Join(bodies, "\n"), "mails": mails, "the log": w.log.String()}
	for _, r := range [][2]string{
		{"ann", "/api/instances?scope=mine"}, {"ann", "/api/notices"}, {"ann", "/api/apps/pay/drafts"}, {"bo", "/api/instances?scope=part"},
		{"eva", "/api/instances?scope=all"}, {"hong", "/api/inbox"}, {"ivan", "/metrics"}, {"ivan", "/api/failures"},
		{"ivan", "/api/audit?object=instance:" + id}, {"ivan", "/api/audit/export"},
	} {
		places[r[0]+" at "+r[1]] = w.as(r[0], http.MethodGet, r[1], "").want(t, 200).body
	}
	watched.mu.Lock()
	places["what was written"] = watched.written.String()
	watched.mu.Unlock()
	for name := range w.contents() {
		raw, _, err := w.files.Files.Open(t.Context(), name)
		must(t, err)
		text, err := io.ReadAll(raw)
		must(t, errors.Join(err, raw.Close()))
		places["the stored content "+name] = string(text)
	}
	must(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		places["the file "+entry.Name()] = string(text)
		return err
	}))
	found := false
	for place, text := range places {
		if got := tells(text); got != nil {
			t.Errorf("%v can be read in %s", got, place)
		}
		found = found || strings.HasPrefix(place, "the file") && strings.Contains(text, plainValue)
	}
	if !strings.Contains(places["what was written"], plainValue) || !found && !mongotest.OnMongoDB() {
		t.Error("the search finds nothing at all")
	}
}

// TestThePolicyOpensSensitiveFields has a policy say who sees what, instead of the
// flow.
func TestThePolicyOpensSensitiveFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(payApp("http://127.0.0.1:9"))
	id := w.as("ann", "POST", "/api/apps/pay/instances", payForm).want(t, 201).text(t, "id")
	w.policy(`package banli.authz

decision := {"allow": true, "reasons": ["allow.all"], "open": opened}

opened contains path if {
	input.subject.id == "` + w.ids["hong"] + `"
	some path in input.resource.sensitive
	path != "items.card"
}

opened contains "name" # which is not sensitive, and changes nothing

principals := [sprintf("user:%s", [input.subject.id])]

readers := [sprintf("user:%s", [input.resource.initiator])]
`)
	for login, want := range map[string][]string{
		"hong": {"items.card"}, "ann": {"bonus", "iban", "items.card", "items.copy", "pay", "scan"}, "eva": {"bonus", "iban", "items.card", "items.copy", "pay", "scan"},
	} {
		a := w.see(login, id)
		if got := a.veil(t); !slices.Equal(got, want) {
			t.Errorf("veiled for %s: %v, want %v", login, got, want)
		}
		if shows := strings.Contains(a.body, ibanValue); shows != (login == "hong") {
			t.Errorf("%s sees the account: %v", login, shows)
		}
	}
}

// TestAFailingScriptTellsNothingSensitive: whoever mends the script learns the
// line, and not what it worked on.
func TestAFailingScriptTellsNothingSensitive(t *testing.T) {
	t.Parallel()
	watched := &spy{Backend: mongotest.Backend(t)}
	w := worldOn(t, watched, nil)
	a := payApp("http://127.0.0.1:9")
	a.Scripts.Flow["calc"] = "function run(form) {\n  throw new Error(\"no budget for \" + form.iban)\n}"
	w.publish(a)
	id := w.as("ann", "POST", "/api/apps/pay/instances", payForm).want(t, 201).text(t, "id")
	list := w.as("eva", "GET", "/api/failures", "").want(t, 200)
	if got := list.text(t, "items", 0, "errand", "failure", "detail"); got != "line 2: •••" {
		t.Errorf("told %q", got)
	}
	if got := tells(list.body + strings.ReplaceAll(w.see("eva", id).body, oddValue, "") + w.log.String() + watched.written.String()); got != nil {
		t.Errorf("%v can be read", got)
	}
}
