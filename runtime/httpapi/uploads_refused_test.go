package httpapi_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestWhatFollowsARefusedUploadIsNoRequest: an upload may be refused before anybody
// looks at it. What is left of its body must not be taken for the next request on
// the connection, which a proxy may use for somebody else.
func TestWhatFollowsARefusedUploadIsNoRequest(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	inner := "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	body := strings.Repeat("x", 8<<10) + strings.Repeat(inner, 2000)
	for what, head := range map[string]string{
		"nobody":          papers + "proof HTTP/1.1",
		"a wrong token":   papers + "proof HTTP/1.1\r\nAuthorization: Bearer nobody",
		"another origin":  papers + "proof HTTP/1.1\r\nOrigin: https://evil.example\r\nAuthorization: Bearer " + w.tokens["ann"],
		"no such address": "/api/apps//files HTTP/1.1\r\nAuthorization: Bearer " + w.tokens["ann"],
		"no revision":     papers + "proof&revision=x HTTP/1.1\r\nAuthorization: Bearer " + w.tokens["ann"],
	} {
		for _, size := range []int{len(body), len(body) + 64<<20} {
			c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.base, "http://"))
			must(t, err)
			_, err = fmt.Fprintf(c, "POST %s\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", head, size, body)
			must(t, err)
			must(t, c.(*net.TCPConn).CloseWrite())
			got, err := io.ReadAll(c)
			must(t, err)
			_ = c.Close()
			if strings.Contains(string(got), "\r\n\r\nok\n") || !strings.HasPrefix(string(got), "HTTP/1.1 4") || strings.Count(string(got), "HTTP/1.1 ") != 1 {
				t.Errorf("%s: %.600s", what, got)
			}
		}
	}
}

// TestAnUploadThatIsTooLargeIsNotWaitedFor: what is announced is refused after a part
// of it at most. It must not be gathered in memory first.
func TestAnUploadThatIsTooLargeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	w := paperWorld(t)
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.base, "http://"))
	must(t, err)
	defer func() { _ = c.Close() }()
	must(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = fmt.Fprintf(c, "POST %sproof&name=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
		papers, w.tokens["ann"], int64(1)<<40, strings.Repeat("x", 8<<20+1))
	must(t, err)
	got, err := io.ReadAll(c) // the server hangs up
	if err != nil || !strings.Contains(string(got), "file.tooLarge") {
		t.Errorf("told %v %s", err, got)
	}
}
