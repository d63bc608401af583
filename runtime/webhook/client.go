package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Why a call failed. Where the receiver said something, the failure's detail
// has it.
const (
	// FailedAddress: the address is not one that webhooks may call.
	FailedAddress = "webhook.address"
	// FailedUnreachable: there is no such name, or nothing answers there.
	FailedUnreachable = "webhook.unreachable"
	// FailedTLS: the connection could not be secured.
	FailedTLS = "webhook.tls"
	// FailedTimeout: no answer came in time.
	FailedTimeout = "webhook.timeout"
	// FailedRedirect: the receiver sent us elsewhere.
	FailedRedirect = "webhook.redirect"
	// FailedStatus: the receiver refused.
	FailedStatus = "webhook.status"
	// FailedOrder: what was to be called cannot be.
	FailedOrder = "webhook.order"
)

const (
	// mostHeader and mostBody bound what is read of an answer. Nothing in it
	// is needed but what a receiver says of its refusal.
	mostHeader = 64 << 10
	mostBody   = 4 << 10
	// mostDetail bounds what is kept of it, in bytes.
	mostDetail = 300
	agent      = "Banli-Webhook/1"
)

// attempt is one try at a call.
type attempt struct {
	url     string
	id      string
	at      time.Time
	keys    [][]byte
	body    []byte
	timeout time.Duration
}

// outcome is what came of an attempt: a failure without a code is none.
type outcome struct {
	status int // of the answer, 0 where there was none
	code   string
	detail string
	// again says that another attempt may go better, wait how long the receiver
	// asks to be left alone.
	again bool
	wait  time.Duration
}

// client makes attempts. Connections to a receiver are kept for the next call;
// each was checked when it was dialled.
type client struct{ http *http.Client }

func newClient(g Gate, tls *http.Transport) *client {
	t := &http.Transport{}
	if tls != nil {
		t = tls.Clone()
	}
	t.Proxy = nil // a proxy would dial in our place, behind the gate
	t.DialContext = (&net.Dialer{Control: g.control}).DialContext
	t.MaxResponseHeaderBytes = mostHeader
	t.MaxIdleConnsPerHost = perOrigin
	t.IdleConnTimeout = time.Minute
	t.ForceAttemptHTTP2 = true
	return &client{&http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (c *client) try(ctx context.Context, a attempt) outcome {
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(a.body))
	if err != nil {
		return outcome{code: FailedOrder, detail: oneLine(err.Error())}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", agent)
	req.Header.Set(HeaderID, a.id)
	req.Header.Set(HeaderTimestamp, stamp(a.at))
	req.Header.Set(HeaderSignature, sign(a.keys, a.id, a.at, a.body))
	answer, err := c.http.Do(req)
	if err != nil {
		return failureOf(err)
	}
	// What is left of an answer that is too long is not waited for.
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, mostBody)) // the status has said it all
	return judge(answer, said, a.at)
}

// judge says what an answer means: 2xx that the call was taken; elsewhere 4xx
// that it never will be, but for those that are about the moment; everything
// else that it may be later.
func judge(answer *http.Response, said []byte, now time.Time) outcome {
	o := outcome{status: answer.StatusCode}
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return o
	case status >= 300 && status < 400:
		o.code = FailedRedirect
		o.detail = strings.TrimSpace(strconv.Itoa(status) + " " + oneLine(answer.Header.Get("Location")))
		return o
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status < 400, status >= 500:
		o.again, o.wait = true, retryAfter(answer.Header.Get("Retry-After"), now)
	}
	o.code = FailedStatus
	o.detail = strings.TrimSpace(strconv.Itoa(answer.StatusCode) + " " + oneLine(string(said)))
	return o
}

// retryAfter reads seconds or a date (RFC 9110, 10.2.3), at most longestWait.
func retryAfter(text string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if s, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		wait = time.Duration(min(max(s, 0), int(longestWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestWait)
}

// failureOf says why there was no answer.
func failureOf(err error) outcome {
	var (
		name    *net.DNSError
		timeout net.Error
	)
	switch {
	case errors.Is(err, ErrAddress):
		return outcome{code: FailedAddress, detail: cause(err)}
	case secured(err):
		return outcome{code: FailedTLS, detail: cause(err), again: true}
	case errors.As(err, &name):
		return outcome{code: FailedUnreachable, detail: fmt.Sprintf("%s: %s", name.Name, name.Err), again: true}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return outcome{code: FailedTimeout, again: true}
	}
	return outcome{code: FailedUnreachable, detail: cause(err), again: true}
}

// oneLine makes text that somebody else wrote fit to be shown on a line.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if len(text) <= mostDetail {
		return text
	}
	cut := mostDetail
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
