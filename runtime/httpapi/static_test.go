package httpapi_test

import (
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestWithoutABuiltInterfaceThePageSaysHowToBuildIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.ask("GET", "/", "").want(t, 200)
	for _, words := range []string{"npm run build", "make run", "尚未构建"} {
		if !strings.Contains(a.body, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	w.ask("GET", "/assets/app.js", "").problem(t, 404, "request.notFound")
}

func TestTheBuiltInterface(t *testing.T) {
	t.Parallel()
	script := "console.log('" + strings.Repeat("banli ", 500) + "')"
	w := newWorldWith(t, fstest.MapFS{
		"index.html":          {Data: []byte(`<meta name="csp-nonce" content="__CSP_NONCE__">`)},
		"assets/app-123.js":   {Data: []byte(script)},
		".vite/manifest.json": {Data: []byte(`{"secret":true}`)},
		".gitkeep":            {Data: nil},
	})

	nonce := regexp.MustCompile(`content="([^"]+)"`)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/new/leave", "/studio/apps/leave/flow"} {
		a := w.ask("GET", path, "").want(t, 200)
		found := nonce.FindStringSubmatch(a.body)
		policy := a.header.Get("Content-Security-Policy")
		if found == nil || found[1] == "__CSP_NONCE__" || !strings.Contains(policy, "'nonce-"+found[1]+"'") {
			t.Fatalf("%s: the nonce of the page is not the policy's: %q, %q", path, a.body, policy)
		}
		if seen[found[1]] {
			t.Error("a nonce was used twice")
		}
		seen[found[1]] = true
		if !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe-eval") {
			t.Errorf("the policy is %q", policy)
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("headers %v", a.header)
		}
	}

	a := w.ask("GET", "/assets/app-123.js", "", "Accept-Encoding", "identity").want(t, 200)
	if a.body != script || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(a.header.Get("Content-Type"), "text/javascript") {
		t.Errorf("%v", a.header)
	}
	small := w.ask("GET", "/assets/app-123.js", "", "Accept-Encoding", "gzip").want(t, 200)
	r, err := gzip.NewReader(strings.NewReader(small.body))
	must(t, err)
	text, err := io.ReadAll(r)
	must(t, err)
	if string(text) != script || len(small.body) >= len(script) {
		t.Errorf("%d bytes gzipped of %d", len(small.body), len(script))
	}
	for _, path := range []string{"/.vite/manifest.json", "/.gitkeep", "/assets/../.vite/manifest.json", "/assets/none.js"} {
		if a := w.ask("GET", path, ""); strings.Contains(a.body, "secret") || strings.HasSuffix(path, ".js") && a.status != 404 {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		w.ask("GET", path, "").want(t, 200)
	}
	w.ask("GET", "/metrics", "").problem(t, 403, "permission.denied")
	w.as("ann", "GET", "/metrics", "").problem(t, 403, "permission.denied")
	if a := w.as("ivan", "GET", "/metrics", "").want(t, 200); !strings.Contains(a.body, "banli_http_requests_total") {
		t.Error("no meters")
	}
}
