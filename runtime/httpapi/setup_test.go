package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/httpapi"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// foundingWorld is a server whose company waits to be set up, and the token of
// its link.
func foundingWorld(t *testing.T) (*world, string) {
	t.Helper()
	backend := mongotest.Backend(t)
	w := buildWorld(t, backend, nil, nil)
	token, err := w.company.NewLink(t.Context())
	must(t, err)
	return w, token
}

func founding(token string) string {
	return fmt.Sprintf(`{"token":%q,"name":{"zh-CN":"明亮工厂"},"language":"zh-CN","zone":"Asia/Tokyo","days":"weekends",`+
		`"mail":{"host":"smtp.example.com","port":465,"security":"tls","user":"oa","password":"mail secret","from":"oa@example.com"},`+
		`"admin":{"login":"root","name":{"zh-CN":"安"},"email":"root@example.com","password":%q}}`, token, password)
}

func TestACompanyIsSetUp(t *testing.T) {
	t.Parallel()
	w, token := foundingWorld(t)
	w.ask("GET", "/api/setup", "").want(t, 200)
	if a := w.ask("GET", "/api/session", "").want(t, 200); a.text(t, "setup") != "true" || a.text(t, "company", "language") != "en" {
		t.Fatal(a.body)
	}
	w.ask("POST", "/api/setup", founding("wrong")).problem(t, http.StatusForbidden, "setup.link")
	w.ask("POST", "/api/setup", founding(token), "Origin", "https://mallory.example").problem(t, http.StatusForbidden, "request.origin")
	a := w.ask("POST", "/api/setup", strings.Replace(founding(token), "Asia/Tokyo", "Mars/Base", 1), "Accept-Language", "zh-CN").
		problem(t, http.StatusUnprocessableEntity, "setup.invalid")
	if a.text(t, "errors", 0, "path") != "/zone" || !strings.Contains(a.text(t, "errors", 0, "message"), "时区") {
		t.Fatal(a.body)
	}
	a = w.ask("POST", "/api/setup", founding(token), "Accept-Language", "zh-CN").want(t, 200)
	if a.text(t, "user", "login") != "root" || a.text(t, "setup") != "false" || a.text(t, "user", "language") != "zh-CN" {
		t.Fatal(a.body)
	}
	if strings.Contains(a.body, "secret") {
		t.Fatal("the answer holds the mail password")
	}
	cookie := strings.SplitN(a.header.Get("Set-Cookie"), ";", 2)[0]
	me := w.ask("GET", "/api/session", "", "Cookie", cookie).want(t, 200)
	if me.text(t, "user", "entrances") != "[work studio control]" {
		t.Fatal(me.body)
	}

	// The link is dead, whoever holds it; and nobody learns more than that.
	w.ask("POST", "/api/setup", founding(token)).problem(t, http.StatusConflict, "setup.done")
	w.ask("POST", "/api/setup", founding("wrong")).problem(t, http.StatusConflict, "setup.done")
	if a := w.ask("GET", "/api/setup", "").want(t, 200); a.body != `{"open":false}` {
		t.Fatal(a.body)
	}
	// A stranger is greeted in the company's language and learns its name alone.
	a = w.ask("GET", "/api/session", "").want(t, 200)
	if a.body != `{"user":null,"csrf":null,"demo":false,"company":{"name":{"zh-CN":"明亮工厂"},"language":"zh-CN"},"setup":false}` {
		t.Fatal(a.body)
	}
	a = w.ask("GET", "/api/apps", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	if a.text(t, "title") != "请先登录" {
		t.Fatal(a.body)
	}
	a = w.ask("GET", "/api/apps", "", "Accept-Language", "en").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	if a.text(t, "title") != "Please sign in" {
		t.Fatal(a.body)
	}
	if strings.Contains(w.log.String(), token) || strings.Contains(w.log.String(), password) {
		t.Fatal("a secret reached the log")
	}
}

func TestGuessedSetUpLinksMustWait(t *testing.T) {
	t.Parallel()
	w, _ := foundingWorld(t)
	for range 10 {
		a := w.ask("POST", "/api/setup", founding("wrong"))
		if a.status == http.StatusTooManyRequests {
			if a.header.Get("Retry-After") == "" {
				t.Fatal("nobody says how long to wait")
			}
			return
		}
		a.problem(t, http.StatusForbidden, "setup.link")
	}
	t.Fatal("ten guesses in a row")
}

func demoCast(company words.Text) []httpapi.DemoPerson {
	if company.Empty() {
		return nil
	}
	return []httpapi.DemoPerson{{As: "employee", Login: "ann"}}
}
