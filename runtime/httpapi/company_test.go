package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const settings = `{"rev":REV,"name":{"en":"New Works"},"language":"en","zone":"Pacific/Auckland","days":"weekends",` +
	`"mail":{"host":"smtp.example.com","port":465,"security":"tls","user":"oa","password":"mail secret","from":"oa@example.com"}}`

func (w *world) settings() string {
	w.t.Helper()
	rev := w.as("ivan", "GET", "/api/company", "").want(w.t, 200).text(w.t, "rev")
	return strings.Replace(settings, "REV", rev, 1)
}

func TestTheSettingsTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.as("ann", "GET", "/api/company", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", "PUT", "/api/company", w.settings()).problem(t, http.StatusForbidden, "permission.denied")
	a := w.as("ivan", "PUT", "/api/company", w.settings()).want(t, 200)
	if strings.Contains(a.body, "secret") || a.text(t, "mail", "passwordSet") != "true" {
		t.Fatal(a.body)
	}
	if a := w.as("eva", "GET", "/api/company", "").want(t, 200); strings.Contains(a.body, "secret") || a.text(t, "changedBy", "id") != w.ids["ivan"] {
		t.Fatal(a.body)
	}
	if a := w.ask("GET", "/api/session", ""); a.text(t, "company", "name", "en") != "New Works" {
		t.Fatal(a.body)
	}
	// At 21:00 of 2 March in Shanghai, where the world began, Auckland has the 3rd.
	w.clock.Advance(12 * time.Hour)
	app := w.as("ann", "GET", "/api/apps/leave", "").want(t, 200)
	if app.text(t, "today") != "2026-03-03" || app.text(t, "calendar", "holidays") != "[]" {
		t.Fatalf("today %s, holidays %s", app.text(t, "today"), app.text(t, "calendar", "holidays"))
	}
	if strings.Contains(w.log.String(), "mail secret") {
		t.Fatal("the mail password reached the log")
	}
}

func TestLateAndWrongSettingsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.settings()
	w.as("ivan", "PUT", "/api/company", first).want(t, 200)
	late := w.as("eva", "PUT", "/api/company", first).problem(t, http.StatusConflict, "company.stale")
	if rev := w.as("eva", "GET", "/api/company", "").text(t, "rev"); late.text(t, "rev") != rev {
		t.Fatalf("%s, at revision %s", late.body, rev)
	}
	wrong := strings.Replace(w.settings(), "465", "0", 1)
	if a := w.as("ivan", "PUT", "/api/company", wrong).problem(t, http.StatusUnprocessableEntity, "company.invalid"); a.text(t, "errors", 0, "path") != "/mail/port" {
		t.Fatal(a.body)
	}
	w.as("ivan", "PUT", "/api/company", strings.Replace(w.settings(), `"days"`, `"demo":true,"days"`, 1)).problem(t, http.StatusBadRequest, "request.unknownKey")
}
