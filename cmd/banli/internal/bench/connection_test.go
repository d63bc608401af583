package bench

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestConnectionKeepsOpenAndCarriesEverything(t *testing.T) {
	t.Parallel()
	var remotes []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remotes = append(remotes, r.RemoteAddr)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.URL.Path == "/none" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, strings.Join([]string{
			r.Method, r.URL.RequestURI(), r.Header.Get("Authorization"), r.Header.Get("Idempotency-Key"), string(body),
		}, "|"))
	}))
	t.Cleanup(server.Close)
	c := connection{address: server.Listener.Addr().String()}
	t.Cleanup(c.close)

	for _, test := range []struct {
		call   call
		status int
		body   string
	}{
		{call{method: "POST", path: "/api/a?b=1", token: "T", key: "K", body: []byte(`{"x":1}`)}, 201, `POST|/api/a?b=1|Bearer T|K|{"x":1}`},
		{call{method: "GET", path: "/none"}, 204, ""},
		{call{method: "GET", path: "/short", token: "U"}, 201, "GET|/short|Bearer U||"},
	} {
		got, err := c.do(t.Context(), test.call)
		if err != nil {
			t.Fatal(err)
		}
		if got.status != test.status || string(got.body) != test.body {
			t.Errorf("%s: got %d %q, want %d %q", test.call.path, got.status, got.body, test.status, test.body)
		}
	}
	if remotes[0] != remotes[2] {
		t.Errorf("the connection was not kept open: %v", remotes)
	}
}

func TestConnectionRefusesWhatItCannotMeasure(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if f, ok := w.(http.Flusher); ok {
			f.Flush() // makes the answer a chunked one
		}
	}))
	t.Cleanup(server.Close)
	c := connection{address: server.Listener.Addr().String()}
	t.Cleanup(c.close)
	if _, err := c.do(t.Context(), call{method: "GET", path: "/"}); err == nil {
		t.Error("an answer without a length was accepted")
	}
}
