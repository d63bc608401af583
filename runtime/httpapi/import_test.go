package httpapi_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/directory"
)

const importing = "/api/directory/import"

// file sends a file.
func (w *world) file(login, path, text string, headers ...string) answer {
	w.t.Helper()
	return w.as(login, http.MethodPost, path, text, append(headers, "Content-Type", "text/csv")...)
}

func TestImportingAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	broken := "login,name,e-mail,department,manager\nzoe,Zoe,zoe,rd,bo\nyan,=cmd()|x,,nowhere,zoe\n"
	a := w.file("hong", importing, broken).want(t, http.StatusOK)
	if a.text(t, "problemCount") != "2" || a.text(t, "plan") != "" || a.text(t, "applied") != "false" || a.text(t, "problems", 0, "row") != "2" ||
		a.text(t, "problems", 1, "column") != "department" || !strings.Contains(a.text(t, "problems", 1, "message"), "There is no such department") {
		t.Error(a.body)
	}
	a = w.file("hong", importing+"?plan=x", broken).want(t, http.StatusOK)
	if a.text(t, "applied") != "false" || a.text(t, "problemCount") != "2" {
		t.Error(a.body)
	}
	a = w.file("hong", importing+"?report=csv", strings.Replace(broken, "nowhere", "=nowhere", 1), "Accept-Language", "zh-CN").want(t, http.StatusOK)
	if !strings.Contains(a.header.Get("Content-Disposition"), "attachment") || !strings.Contains(a.body, "\r\n,3,department,'=nowhere,") || !strings.Contains(a.body, "处理方法") {
		t.Error(a.body)
	}

	fine := "login,name,e-mail,department,manager\nzoe,Zoe,zoe@example.com,rd,yan\nyan,Yan,,rd,bo\nann,Mx ann,,rd,\n"
	plan := w.file("hong", importing, fine).want(t, http.StatusOK).text(t, "plan")
	if w.identity.Organisation().Active(directory.PersonID("zoe")) {
		t.Fatal("looking imported")
	}
	w.file("hong", importing+"?plan="+plan, strings.Replace(fine, "Yan", "Yang", 1)).problem(t, http.StatusConflict, "import.changed")
	a = w.file("hong", importing+"?plan="+plan, fine).want(t, http.StatusOK)
	if a.text(t, "applied") != "true" || a.text(t, "people", "added") != "2" || a.text(t, "people", "changed") != "1" ||
		a.text(t, "changes", 2, "fields", 0, "before") != "bo" {
		t.Error(a.body)
	}
	if record := w.as("ivan", http.MethodGet, "/api/audit?object=directory", "").want(t, http.StatusOK); strings.Count(record.body, `"directory.imported"`) != 1 {
		t.Error(record.body)
	}
	a = w.file("hong", importing, fine).want(t, http.StatusOK)
	if a.text(t, "changeCount") != "0" || a.text(t, "people", "same") != "3" {
		t.Error(a.body)
	}
	// A role that is not HR's to give is not given by a file either.
	a = w.file("hong", importing, "login,roles\nhong,\"hr, it\"\n").want(t, http.StatusOK)
	if a.text(t, "problems", 0, "code") != directory.CodeRoleNotYours || !strings.Contains(a.body, "the role IT") {
		t.Error(a.body)
	}
	if a := w.file("ivan", importing, "login,roles\nhong,\"hr, it\"\n").want(t, http.StatusOK); a.text(t, "plan") == "" {
		t.Error(a.body)
	}
}

func TestFilesThatCannotBeImported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.file("hong", importing, "phone\n1\n").problem(t, http.StatusUnprocessableEntity, "import.unreadable")
	if !strings.Contains(a.text(t, "detail"), "template") {
		t.Error(a.body)
	}
	w.file("hong", importing, "PK\x03\x04").problem(t, http.StatusUnprocessableEntity, "import.unreadable")
	w.as("hong", http.MethodGet, "/api/directory/export?format=pdf", "").problem(t, http.StatusBadRequest, "request.parameter")
	// Files may be larger than other bodies, up to a limit of their own.
	large := "login,name\n" + strings.Repeat("# "+strings.Repeat("x", 1000)+",\n", 2000)
	w.file("hong", importing, large).want(t, http.StatusOK)
	a = w.file("hong", importing, strings.Repeat("x", 6<<20)).problem(t, http.StatusUnprocessableEntity, "import.unreadable")
	if !strings.Contains(a.body, "5 MiB") {
		t.Error(a.body)
	}
	if got := w.announce(importing, 11<<20); !strings.Contains(got, "HTTP/1.1 413 ") || !strings.Contains(got, "import.tooLarge") {
		t.Error(got)
	}
	w.as("hong", http.MethodPost, people, strings.Repeat("x", 2<<20)).problem(t, http.StatusRequestEntityTooLarge, "request.tooLarge")
	w.as("hong", http.MethodPost, people+"?x="+url.QueryEscape(importing), strings.Repeat("x", 2<<20)).problem(t, http.StatusRequestEntityTooLarge, "request.tooLarge")
}

// announce says that a body of a size follows, and returns what the server says
// to that before any of it is sent.
func (w *world) announce(path string, size int) string {
	w.t.Helper()
	c, err := (&net.Dialer{}).DialContext(w.t.Context(), "tcp", strings.TrimPrefix(w.base, "http://"))
	must(w.t, err)
	defer func() { _ = c.Close() }()
	_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", path, size)
	must(w.t, err)
	said, err := io.ReadAll(c)
	must(w.t, err)
	return string(said)
}

func TestExportingTheDirectory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.as("hong", http.MethodGet, "/api/directory/export?format=csv", "").want(t, http.StatusOK)
	if !strings.Contains(a.body, "\r\nann,Mx ann,人ann,,,,rd,bo,employee,en,,,,\r\n") || strings.Contains(a.body, "argon2") {
		t.Error(a.body)
	}
	if record := w.as("ivan", http.MethodGet, "/api/audit?object=directory", "").want(t, http.StatusOK); !strings.Contains(record.body, `"directory.exported"`) || !strings.Contains(record.body, w.ids["hong"]) {
		t.Error(record.body)
	}
	for _, format := range []string{"csv", "xlsx"} {
		file := w.as("hong", http.MethodGet, "/api/directory/export?format="+format, "").want(t, http.StatusOK)
		if a := w.file("hong", importing, file.body).want(t, http.StatusOK); a.text(t, "people", "same") != "8" || a.text(t, "departments", "same") != "3" || a.text(t, "changeCount") != "0" {
			t.Error(a.body)
		}
		w.as("hong", http.MethodGet, "/api/directory/template?format="+format, "").want(t, http.StatusOK)
	}
}
