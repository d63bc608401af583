package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	papers   = "/api/apps/papers/files?field="
	aPNG     = "\x89PNG\r\n\x1a\n and so on"
	aPDF     = "%PDF-1.7 and so on"
	noSuchID = "zzzzzzzzzzzzzzzzzzzzzzzzzz"
)

// paperWorld has an app with files in it: the manager does not see one of the
// fields and may add to another.
func paperWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.installPapers(t)
	return w
}

func (w *world) installPapers(t *testing.T) {
	t.Helper()
	w.install(t, "papers", func(a *app.App) {
		list := func(format, more string) string {
			return `{"type":"array","uniqueItems":true,"items":{"type":"string","format":"` + format + `"}` + more + `}`
		}
		schema := `{"type":"object","additionalProperties":false,"properties":{"note":{"type":"string"},
			"proof":` + list("attachment", `,"maxItems":2`) + `,"secret":` + list("attachment", ``) + `,"photos":` + list("image", ``) + `,
			"rows":{"type":"array","maxItems":9,"items":{"type":"object","properties":{"bill":` + list("attachment", ``) + `}}}}}`
		look := func(title string) form.FieldLayout {
			return form.FieldLayout{Title: words.Text{"en": title, "zh-CN": title}}
		}
		proof := look("Proof")
		proof.Accept, proof.MaxMB = []string{form.FilesPDF, form.FilesSheet}, 1
		a.Form = form.Definition{Schema: json.RawMessage(schema), Layout: form.Layout{
			Sections: []form.Section{{ID: "s", Fields: []string{"note", "proof", "secret", "photos", "rows"}}},
			Fields: map[string]form.FieldLayout{
				"note": look("Note"), "proof": proof, "secret": look("Secret"), "photos": look("Photos"), "rows": look("Rows"), "rows.bill": look("Bill"),
			},
		}}
		a.Rules, a.Summary, a.Title, a.Scripts = nil, []string{"proof"}, words.Text{"en": "{proof}", "zh-CN": "{proof}"}, app.Scripts{}
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start},
			flow.Node{
				ID: "manager", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Manager, Level: 1},
				Fields: map[string]flow.Access{"secret": flow.Hide, "photos": flow.Edit},
			},
			flow.Node{ID: "hr", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
}

// upload uploads a file and returns the answer.
func (w *world) upload(login, field, name, content string) answer {
	w.t.Helper()
	return w.as(login, http.MethodPost, papers+field+"&name="+url.QueryEscape(name), content, "Content-Type", "application/octet-stream")
}

// put uploads a file that is taken, and returns its id.
func (w *world) put(login, field, name, content string) string {
	w.t.Helper()
	return w.upload(login, field, name, content).want(w.t, http.StatusCreated).text(w.t, "id")
}

func (w *world) submitPapers(login, values string) answer {
	w.t.Helper()
	return w.as(login, http.MethodPost, "/api/apps/papers/instances", `{"form":`+values+`}`)
}

// contents lists the names of everything in the store of files.
func (w *world) contents() map[string]bool {
	w.t.Helper()
	all, err := w.files.Files.List(w.t.Context(), "", store.MaxFiles)
	must(w.t, err)
	names := map[string]bool{}
	for _, f := range all {
		names[f.Name] = true
	}
	return names
}

func TestAFileIsReadByWhoeverMayReadItsField(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	proof, secret, bill := w.put("ann", "proof", "proof.pdf", aPDF), w.put("ann", "secret", "secret.pdf", aPDF+"!"), w.put("ann", "rows.bill", "bill.png", aPNG)
	read := func(login, path string, status int) {
		t.Helper()
		a := w.as(login, http.MethodGet, path, "")
		a.want(t, status)
		if status != http.StatusOK && (strings.Contains(a.body, "PDF") || strings.Contains(a.body, "secret.pdf")) {
			t.Errorf("%s is told %s", login, a.body)
		}
	}
	// Until then it is its owner's alone.
	for login, status := range map[string]int{"ann": 200, "bo": 404, "eva": 404, "hong": 404, "max": 404} {
		read(login, "/api/files/"+secret, status)
	}
	sent := w.submitPapers("ann", fmt.Sprintf(`{"proof":[%q],"secret":[%q],"rows":[{"bill":[%q]}]}`, proof, secret, bill)).want(t, http.StatusCreated)
	id := sent.text(t, "id")
	at := "/api/instances/" + id + "/files/"
	for _, r := range []struct {
		login                string
		proof, secret, other int
	}{
		{"ann", 200, 200, 404}, // the initiator
		{"bo", 200, 404, 404},  // the approver, from whom the step hides a field
		{"cai", 200, 200, 404}, // head of the department
		{"eva", 200, 200, 404}, // business administrator
		{"hong", 403, 403, 403},
		{"max", 403, 403, 403}, // a stranger
		{"ivan", 403, 403, 403},
	} {
		read(r.login, at+proof, r.proof)
		read(r.login, at+bill, r.proof)
		read(r.login, at+secret, r.secret)
		read(r.login, at+noSuchID, r.other)
		read(r.login, "/api/files/"+secret, 404) // it is the case's now
		w.as(r.login, http.MethodDelete, "/api/files/"+secret, "").want(t, map[bool]int{true: 409, false: 404}[r.login == "ann"])
	}
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if view.text(t, "files", proof, "name") != "proof.pdf" || strings.Contains(view.body, secret) || strings.Contains(view.body, "secret.pdf") {
		t.Error(view.body)
	}
	if got := view.text(t, "title", "en"); got != "1 file" {
		t.Errorf("the title is %q", got)
	}
	// HR has the next step, and reads it all then.
	w.as("bo", http.MethodPost, "/api/tasks/"+sent.open(t)+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	read("hong", at+secret, 200)
	// What a policy hides of values it hides of files.
	w.policy(strings.Replace(hideReason, `"reason"`, `"secret"`, 1))
	read("ann", at+secret, 404)
	read("ann", at+proof, 200)
	w.policy(strings.Replace(hideReason, `"reason"`, `"rows.bill"`, 1))
	read("ann", at+bill, 404)
	w.as("ann", http.MethodPost, papers+"rows.bill", aPDF, "Content-Type", "application/octet-stream").problem(t, http.StatusForbidden, "permission.denied")
}

func TestAForgedFileIsRefusedAndTellsNothing(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	mine, secret := w.put("ann", "proof", "a.pdf", aPDF), w.put("ann", "secret", "b.pdf", aPDF)
	told := map[string]bool{}
	for _, id := range []string{mine, noSuchID} {
		a := w.submitPapers("dan", fmt.Sprintf(`{"proof":[%q]}`, id)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
		if a.text(t, "errors", 0, "code") != "form.fileUnknown" || a.text(t, "errors", 0, "path") != "/proof/0" {
			t.Error(a.body)
		}
		told[strings.ReplaceAll(a.body, id, "")] = true
	}
	if len(told) != 1 {
		t.Errorf("somebody else's file is told from none: %v", told)
	}
	// A file is for the field that it was uploaded for, with its types and its readers.
	w.submitPapers("ann", fmt.Sprintf(`{"secret":[%q]}`, mine)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	sent := w.submitPapers("ann", fmt.Sprintf(`{"proof":[%q],"secret":[%q]}`, mine, secret)).want(t, http.StatusCreated)
	// It is in one case, and whoever has it in a hidden field gets at it through no other.
	w.submitPapers("ann", fmt.Sprintf(`{"proof":[%q]}`, mine)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	decide := func(values string) answer {
		return w.as("bo", http.MethodPost, "/api/tasks/"+sent.open(t)+"/decisions", `{"action":"approve","comment":"","form":`+values+`}`)
	}
	decide(fmt.Sprintf(`{"photos":[%q]}`, secret)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	decide(fmt.Sprintf(`{"photos":[%q]}`, w.put("ann", "photos", "x.png", aPNG))).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	decide(`{"secret":[]}`).problem(t, http.StatusUnprocessableEntity, "task.fieldClosed")
	photo := w.put("bo", "photos", "x.png", aPNG)
	decide(fmt.Sprintf(`{"photos":[%q]}`, photo)).want(t, http.StatusOK)
	w.as("ann", http.MethodGet, "/api/instances/"+sent.text(t, "id")+"/files/"+photo, "").want(t, http.StatusOK)
}

func TestWhatIsUploadedIsLookedAt(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	const zipHead = "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00"
	for _, r := range []struct {
		what, field, name, content string
		status                     int
		want                       string // the type, or the problem
	}{
		{"a document", "proof", "a.pdf", aPDF, 201, "application/pdf"},
		{"a table", "proof", "a.csv", "a,b\n1,2\n", 201, "text/csv"},
		{"a workbook", "proof", "a.xlsx", zipHead + "[Content_Types].xml", 201, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a picture", "photos", "a.png", aPNG, 201, "image/png"},
		{"a picture under another name", "photos", "a.exe", aPNG, 201, "image/png"},
		{"a zip bomb is bytes", "secret", "bomb.zip", zipHead + strings.Repeat("\x00", 4000), 201, "application/zip"},
		{"a picture where there are none", "proof", "a.png", aPNG, 422, "file.type"},
		{"a page that calls itself a picture", "photos", "a.png", "<html><script>alert(1)</script>", 422, "file.type"},
		{"an SVG", "photos", "a.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, 422, "file.type"},
		{"a page", "secret", "a.html", "<html>", 422, "file.type"},
		{"a program", "secret", "a.exe", "MZ\x90\x00", 422, "file.type"},
		{"a program as a workbook", "proof", "a.xlsx", "MZ\x90\x00", 422, "file.type"},
		{"an archive as a workbook", "proof", "a.xlsx", zipHead + "evil.js", 422, "file.type"},
		{"a phone's own format", "photos", "a.heic", "\x00\x00\x00\x18ftypheic\x00\x00", 422, "file.heic"},
		{"that where there are no pictures", "proof", "a.heic", "\x00\x00\x00\x18ftypheic\x00\x00", 422, "file.type"},
		{"a picture that does not go on", "photos", "a.jpg", "\xff\xd8\xff\xe0<?php system($_GET[0]);", 422, "file.damaged"},
		{"nothing", "proof", "a.pdf", "", 422, "file.empty"},
		{"too much", "proof", "a.pdf", aPDF + strings.Repeat("x", 1<<20), 413, "file.tooLarge"},
		{"a field that holds none", "note", "a.pdf", aPDF, 400, "request.parameter"},
		{"a table's own field", "rows", "a.pdf", aPDF, 400, "request.parameter"},
		{"no field", "", "a.pdf", aPDF, 400, "request.parameter"},
		{"an unknown field", "x.y", "a.pdf", aPDF, 400, "request.parameter"},
	} {
		before := len(w.contents())
		a := w.upload("ann", r.field, r.name, r.content)
		if r.status != 201 {
			a.problem(t, r.status, r.want)
			if after := len(w.contents()); after != before {
				t.Errorf("%s: it was kept", r.what)
			}
			continue
		}
		if got := a.want(t, 201).text(t, "type"); got != r.want {
			t.Errorf("%s: it is %s", r.what, got)
		}
	}
	w.as("ann", http.MethodPost, papers+"proof&revision=7", aPDF, "Content-Type", "application/octet-stream").problem(t, 404, "revision.notFound")
	w.as("ann", http.MethodPost, papers+"proof&revision=x", aPDF, "Content-Type", "application/octet-stream").problem(t, 400, "request.parameter")
}

func TestAFileIsThereToBeSaved(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	csv := w.put("ann", "proof", "../..\\报告 \"1\"\u202e.csv", "a,b\n1,2\n")
	a := w.as("ann", http.MethodGet, "/api/files/"+csv+"?show=true", "").want(t, http.StatusOK)
	for name, want := range map[string]string{
		"Content-Type": "text/csv", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "same-origin",
		"Content-Disposition": `attachment; filename="__ _1_.csv"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%20_1_.csv`,
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	png := w.put("ann", "photos", "p.png", aPNG)
	for show, way := range map[string]string{"": "attachment;", "?show=true": "inline;"} {
		p := w.as("ann", http.MethodGet, "/api/files/"+png+show, "").want(t, http.StatusOK)
		if got := p.header.Get("Content-Disposition"); !strings.HasPrefix(got, way) || p.body != aPNG {
			t.Errorf("%s: %q with %q", show, got, p.body)
		}
	}
	// Parts, and what is known already.
	tag := a.header.Get("ETag")
	for _, r := range []struct {
		header, value string
		status        int
		body, part    string
	}{
		{"Range", "bytes=2-4", 206, "b\n1", "bytes 2-4/8"},
		{"Range", "bytes=6-", 206, "2\n", "bytes 6-7/8"},
		{"Range", "bytes=-3", 206, ",2\n", "bytes 5-7/8"},
		{"Range", "bytes=0-99", 200, "a,b\n1,2\n", ""},
		{"Range", "bytes=0-1,3-4", 200, "a,b\n1,2\n", ""},
		{"Range", "lines=1-2", 200, "a,b\n1,2\n", ""},
		{"Range", "bytes=4-2", 200, "a,b\n1,2\n", ""},
		{"Range", "bytes=2-9223372036854775807", 206, "b\n1,2\n", "bytes 2-7/8"},
		{"Range", "bytes=0-9223372036854775807", 200, "a,b\n1,2\n", ""},
		{"Range", "bytes=-9223372036854775807", 200, "a,b\n1,2\n", ""},
		{"Range", "bytes=8-", 416, "", "bytes */8"},
		{"If-None-Match", tag, 304, "", ""},
		{"If-None-Match", `"x"`, 200, "a,b\n1,2\n", ""},
	} {
		p := w.as("ann", http.MethodGet, "/api/files/"+csv, "", r.header, r.value)
		if p.status != r.status || r.status < 400 && p.body != r.body || p.header.Get("Content-Range") != r.part {
			t.Errorf("%s: %s: %d %q %q", r.header, r.value, p.status, p.body, p.header.Get("Content-Range"))
		}
	}
	if p := w.as("ann", http.MethodGet, "/api/files/"+csv, "", "Range", "bytes=0-1", "If-Range", `"old"`); p.status != http.StatusOK {
		t.Errorf("a part of another file: %d", p.status)
	}
	// A file is shown to nobody without a name of their own.
	w.ask(http.MethodGet, "/api/files/"+csv, "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	// The way of a case shows and parts as this one does.
	sent := w.submitPapers("ann", fmt.Sprintf(`{"proof":[%q],"photos":[%q]}`, csv, png)).want(t, http.StatusCreated)
	at := "/api/instances/" + sent.text(t, "id") + "/files/"
	w.as("bo", http.MethodGet, at+csv, "", "Range", "bytes=0-0").want(t, http.StatusPartialContent)
	if p := w.as("bo", http.MethodGet, at+png+"?show=true", ""); !strings.HasPrefix(p.header.Get("Content-Disposition"), "inline") {
		t.Error(p.header)
	}
}

// TestAnUploadThatIsCutOffLeavesNothing sends less than it announces, more than
// that, and a first part only.
func TestAnUploadThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	raw := func(length int, chunked bool, body string) string {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.base, "http://"))
		must(t, err)
		defer func() { _ = c.Close() }()
		size := fmt.Sprintf("Content-Length: %d", length)
		if chunked {
			size = "Transfer-Encoding: chunked"
		}
		_, err = fmt.Fprintf(c, "POST %sproof&name=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n%s", papers, w.tokens["ann"], size, body)
		must(t, err)
		must(t, c.(*net.TCPConn).CloseWrite())
		got, err := io.ReadAll(c)
		must(t, err)
		return string(got)
	}
	large := aPDF + strings.Repeat("x", 40<<10)
	for what, got := range map[string]string{
		"half of it":        raw(len(large)*2, false, large),
		"less at once":      raw(len(aPDF)+5, false, aPDF),
		"a part of a chunk": raw(0, true, "ffff\r\n"+aPDF),
		"no last chunk":     raw(0, true, fmt.Sprintf("%x\r\n%s\r\n", len(aPDF), aPDF)),
		"chunks":            raw(0, true, fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(aPDF), aPDF)),
	} {
		if strings.Contains(got, "HTTP/1.1 201") {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := raw(len(aPDF), false, aPDF+"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"); !strings.Contains(got, "HTTP/1.1 201") || !strings.Contains(got, "\r\n\r\nok\n") {
		t.Errorf("what follows a file is another request: %s", got)
	}
	// What follows a refused one in its body is none.
	if got := raw(len(aPDF)*3<<20, false, "MZ\x00"+strings.Repeat("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400)); strings.Contains(got, "\r\n\r\nok\n") {
		t.Errorf("a body was taken for a request: %s", got)
	}
	if got := len(w.contents()); got != 1 {
		t.Errorf("%d files are kept", got)
	}
}

func TestUnusedUploadsGoAfterADay(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	const draft = "cccccccccccccccccccccccccc"
	loose, drafted, sent, removed := w.put("ann", "proof", "a.pdf", aPDF), w.put("ann", "proof", "b.pdf", aPDF), w.put("ann", "proof", "c.pdf", aPDF), w.put("ann", "proof", "d.pdf", aPDF)
	w.as("ann", http.MethodPut, "/api/apps/papers/drafts/"+draft, fmt.Sprintf(`{"rev":0,"form":{"proof":[%q,%q]}}`, drafted, noSuchID)).want(t, http.StatusOK)
	if got := w.as("ann", http.MethodGet, "/api/apps/papers/drafts/"+draft, "").text(t, "files", drafted, "name"); got != "b.pdf" {
		t.Errorf("the draft names %q", got)
	}
	made := w.submitPapers("ann", fmt.Sprintf(`{"proof":[%q]}`, sent)).want(t, http.StatusCreated)
	w.as("ann", http.MethodDelete, "/api/files/"+removed, "").want(t, http.StatusNoContent)
	w.as("ann", http.MethodDelete, "/api/files/"+removed, "").problem(t, http.StatusNotFound, "file.notFound")
	w.as("bo", http.MethodDelete, "/api/files/"+loose, "").problem(t, http.StatusNotFound, "file.notFound")
	reap := func(after time.Duration, want ...string) {
		t.Helper()
		w.clock.Advance(after)
		_, err := w.files.Reap(t.Context(), w.workflow)
		must(t, err)
		there := w.contents()
		for _, id := range want {
			if !there[id] {
				t.Errorf("%s is gone", id)
			}
		}
		if len(there) != len(want) {
			t.Errorf("%d files, want %d", len(there), len(want))
		}
	}
	reap(23*time.Hour, loose, drafted, sent)
	reap(2*time.Hour, drafted, sent)
	w.as("ann", http.MethodGet, "/api/files/"+loose, "").problem(t, http.StatusNotFound, "file.notFound")
	reap(25*time.Hour, drafted, sent)
	w.as("ann", http.MethodDelete, "/api/apps/papers/drafts/"+draft, "").want(t, http.StatusNoContent)
	reap(25*time.Hour, sent)
	reap(1000*time.Hour, sent)
	w.as("bo", http.MethodGet, "/api/instances/"+made.text(t, "id")+"/files/"+sent, "").want(t, http.StatusOK)
}

func TestOnePersonsUploadsAreBounded(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	for range 100 {
		w.put("ann", "proof", "a.pdf", aPDF)
	}
	w.upload("ann", "proof", "a.pdf", aPDF).problem(t, http.StatusConflict, "file.tooMany")
	w.put("bo", "proof", "a.pdf", aPDF)
	if got := len(w.contents()); got != 101 {
		t.Errorf("%d files are kept", got)
	}
}
