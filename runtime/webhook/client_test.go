package webhook

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// loopback lets tests call servers of their own.
var loopback = NewGate([]netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")})

func attemptAt(url string) attempt {
	return attempt{
		url: url, id: "msg_1", at: time.Unix(1_800_000_000, 0), keys: [][]byte{[]byte("key")}, body: []byte(`{"a":1}`), timeout: 5 * time.Second,
	}
}

func TestWhatAnAnswerMeans(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status     int
		header     string // Retry-After
		body       string
		code       string
		detail     string
		again      bool
		wait       time.Duration
		redirected string
	}{
		{status: 200}, {status: 202, body: "thanks"}, {status: 204},
		{status: 400, body: "no\n such\x00 field", code: FailedStatus, detail: "400 no such field"},
		{status: 401, code: FailedStatus, detail: "401"}, {status: 404, code: FailedStatus, detail: "404"}, {status: 410, code: FailedStatus, detail: "410"}, {status: 422, code: FailedStatus, detail: "422"},
		{status: 408, code: FailedStatus, detail: "408", again: true}, {status: 425, code: FailedStatus, detail: "425", again: true},
		{status: 429, header: "120", code: FailedStatus, detail: "429", again: true, wait: 2 * time.Minute},
		{status: 500, code: FailedStatus, detail: "500", again: true}, {status: 502, code: FailedStatus, detail: "502", again: true},
		{status: 503, header: "Fri, 15 Jan 2027 08:10:00 GMT", code: FailedStatus, detail: "503", again: true, wait: 10 * time.Minute},
		{status: 503, header: "99999999999", code: FailedStatus, detail: "503", again: true, wait: longestWait},
		{status: 503, header: "-5", code: FailedStatus, detail: "503", again: true},
		{status: 503, header: "soon", code: FailedStatus, detail: "503", again: true},
		{status: 302, redirected: "http://10.0.0.1/inside", code: FailedRedirect, detail: "302 http://10.0.0.1/inside"},
		{status: 307, redirected: "/elsewhere", code: FailedRedirect, detail: "307 /elsewhere"},
	} {
		var came atomic.Int32
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			came.Add(1)
			if tt.header != "" {
				w.Header().Set("Retry-After", tt.header)
			}
			if tt.redirected != "" {
				w.Header().Set("Location", tt.redirected)
			}
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, tt.body)
		}))
		o := newClient(loopback, nil).try(t.Context(), attemptAt(s.URL))
		s.Close()
		if o.status != tt.status || o.code != tt.code || o.detail != tt.detail || o.again != tt.again || o.wait != tt.wait {
			t.Errorf("%d: %+v", tt.status, o)
		}
		if n := came.Load(); n != 1 {
			t.Errorf("%d: called %d times", tt.status, n)
		}
	}
}

func TestAnAnswerWithoutEndHoldsNothingUp(t *testing.T) {
	t.Parallel()
	released := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 64<<10)
		for {
			if _, err := w.Write(chunk); err != nil {
				close(released)
				return
			}
		}
	}))
	defer s.Close()
	if o := newClient(loopback, nil).try(t.Context(), attemptAt(s.URL)); o.code != "" || o.status != 200 {
		t.Errorf("%+v", o)
	}
	<-released // the connection was given up
}

func TestWhyThereWasNoAnswer(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer slow.Close()
	defer close(hold)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer secure.Close()
	reset := listen(t, func(c net.Conn) {
		_, _ = http.ReadRequest(bufio.NewReader(c))
		_ = c.(*net.TCPConn).SetLinger(0)
	})
	garbage := listen(t, func(c net.Conn) { _, _ = io.WriteString(c, "what?\r\n\r\n") })
	gone := listen(t, func(net.Conn) {})
	_ = gone.Close()
	header := listen(t, func(c net.Conn) {
		_, _ = http.ReadRequest(bufio.NewReader(c))
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)+"\r\n\r\n")
	})
	for _, tt := range []struct {
		name, url, code string
		gate            Gate
		timeout         time.Duration
		again           bool
	}{
		{"slow", slow.URL, FailedTimeout, loopback, 50 * time.Millisecond, true},
		{"reset", "http://" + reset.Addr().String(), FailedUnreachable, loopback, 5 * time.Second, true},
		{"no HTTP", "http://" + garbage.Addr().String(), FailedUnreachable, loopback, 5 * time.Second, true},
		{"nobody there", "http://" + gone.Addr().String(), FailedUnreachable, loopback, 5 * time.Second, true},
		{"too long a header", "http://" + header.Addr().String(), FailedUnreachable, loopback, 5 * time.Second, true},
		{"a certificate of nobody's", secure.URL, FailedTLS, loopback, 5 * time.Second, true},
		{"TLS to a server without", strings.Replace(slow.URL, "http:", "https:", 1), FailedTLS, loopback, 5 * time.Second, true},
		{"an address inside", slow.URL, FailedAddress, NewGate(nil), 5 * time.Second, false},
		{"an address inside, written otherwise", strings.Replace(slow.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1), FailedAddress, NewGate(nil), 5 * time.Second, false},
		{"no address", "http://%zz", FailedOrder, loopback, 5 * time.Second, false},
		{"another scheme", "file:///etc/passwd", FailedUnreachable, loopback, 5 * time.Second, true},
	} {
		a := attemptAt(tt.url)
		a.timeout = tt.timeout
		o := newClient(tt.gate, nil).try(t.Context(), a)
		if o.code != tt.code || o.again != tt.again || o.status != 0 {
			t.Errorf("%s: %+v", tt.name, o)
		}
		if strings.Contains(o.detail, "Post ") || strings.Contains(o.detail, "\n") {
			t.Errorf("%s: the detail repeats the address: %q", tt.name, o.detail)
		}
	}
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	trusting := newClient(loopback, &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}})
	if o := trusting.try(t.Context(), attemptAt(secure.URL)); o.code != "" {
		t.Errorf("a certificate that is trusted: %+v", o)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if o := newClient(loopback, nil).try(ended, attemptAt(slow.URL)); o.code == "" {
		t.Error("a call that was ended went well")
	}
}

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	a := attemptAt("http://169.254.169.254/latest/meta-data")
	if o := newClient(loopback, nil).try(t.Context(), a); o.code != FailedAddress {
		t.Errorf("%+v", o)
	}
	if newClient(loopback, &http.Transport{Proxy: http.ProxyFromEnvironment}).http.Transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy is used")
	}
}

// listen serves each connection with f and closes it.
func listen(t *testing.T, f func(net.Conn)) net.Listener {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			f(c)
			_ = c.Close()
		}
	}()
	return ln
}
