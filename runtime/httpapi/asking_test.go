package httpapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// answer is what the server said.
type answer struct {
	status int
	header http.Header
	body   string
}

// get reads a value out of the answer by keys and indexes.
func (a answer) get(t *testing.T, path ...any) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("not JSON: %s", a.body)
	}
	for _, p := range path {
		switch key := p.(type) {
		case string:
			object, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("no %v in %s", path, a.body)
			}
			v = object[key]
		case int:
			list, ok := v.([]any)
			if !ok || key >= len(list) {
				t.Fatalf("no %v in %s", path, a.body)
			}
			v = list[key]
		}
	}
	return v
}

func (a answer) text(t *testing.T, path ...any) string {
	t.Helper()
	return fmt.Sprint(a.get(t, path...))
}

// ask sends one request; headers come in pairs. What comes back, and what was
// sent where it worked, must be as the contract describes it.
func (w *world) ask(method, path, body string, headers ...string) answer {
	w.t.Helper()
	var (
		req *http.Request
		res *http.Response
		err error
	)
	for try := 0; ; try++ {
		req, err = http.NewRequestWithContext(w.t.Context(), method, w.base+path, strings.NewReader(body))
		must(w.t, err)
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err = (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		// A server does not read to its end what is too large. On a busy machine
		// its answer may then be lost with the connection that it closes.
		if len(body) > maxBody && try < 8 && (errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)) {
			continue
		}
		must(w.t, err)
		break
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	must(w.t, err)
	a := answer{status: res.StatusCode, header: res.Header, body: string(text)}
	w.conform(method, path, body, req.Header, a)
	return a
}

// as sends one request with somebody's token.
func (w *world) as(login, method, path, body string, headers ...string) answer {
	w.t.Helper()
	return w.ask(method, path, body, append([]string{"Authorization", "Bearer " + w.tokens[login], "Accept-Language", "en"}, headers...)...)
}

// want fails the test unless the answer has this status.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// code fails the test unless the answer is this problem.
func (a answer) problem(t *testing.T, status int, code string) answer {
	t.Helper()
	a.want(t, status)
	if got := a.text(t, "code"); got != code {
		t.Fatalf("problem %q, want %q: %s", got, code, a.body)
	}
	if kind := a.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
		t.Fatalf("a problem as %q", kind)
	}
	return a
}

const (
	shortLeave = `{"form":{"type":"sick","period":{"start":"2026-03-03","startHalf":"am","end":"2026-03-03","endHalf":"pm"},"reason":"Flu, badly"}}`
	longLeave  = `{"form":{"type":"annual","period":{"start":"2026-03-09","startHalf":"am","end":"2026-03-13","endHalf":"pm"},"reason":"Family visit","handover":%q}}`
)
