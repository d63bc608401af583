package httpapi

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/banli-oa/banli/runtime/clock"
)

// tooLargeHeader marks a request of which the body is refused.
const tooLargeHeader = "X-Banli-Too-Large"

// announced looks at a request's header, before anything of its body is read,
// and takes the body away from one that announces more than its route takes.
func announced(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	header.Del(tooLargeHeader) // it is nobody else's to say
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	if !isUpload(string(header.Method()), path) && header.ContentLength() > bodyLimit(path) {
		header.SetContentLength(0)
		header.Set(tooLargeHeader, "1")
	}
	return fasthttp.RequestConfig{}
}

// bodyLimit is the largest body of a route, in bytes.
func bodyLimit(path string) int {
	if path == importPath || isListImport(path) {
		return maxFile
	}
	return maxBody
}

// takeBody reads the body of a request before anything else is done with it,
// and refuses one that is too large. The server hands bodies over as streams,
// for the sake of the one route that takes files: that one reads its own.
func (s *Server) takeBody(c fiber.Ctx) error {
	request := &c.RequestCtx().Request
	// What is left of a body must not be taken for the next request.
	refuse := func(err error) error {
		c.RequestCtx().SetConnectionClose()
		return err
	}
	if len(request.Header.Peek(tooLargeHeader)) > 0 {
		return refuse(fiber.ErrRequestEntityTooLarge)
	}
	if !request.IsBodyStream() {
		return c.Next()
	}
	if isUpload(c.Method(), c.Path()) {
		return s.handBody(c)
	}
	limit, length := bodyLimit(c.Path()), request.Header.ContentLength()
	body, err := io.ReadAll(io.LimitReader(request.BodyStream(), int64(limit)+1))
	switch {
	case err != nil && isTimeout(err):
		return refuse(fiber.ErrRequestTimeout)
	case err != nil, length >= 0 && len(body) != length: // the sender has gone
		return refuse(fiber.ErrBadRequest)
	case len(body) > limit:
		return refuse(fiber.ErrRequestEntityTooLarge)
	}
	request.SetBodyRaw(body)
	return c.Next()
}

// uploadKey is where the body of an upload is kept for its handler.
type uploadKey struct{}

// handBody leaves a body to the handler of uploads. Whoever refuses the request
// before that one reads it, or in the middle of it, leaves a part, which the server
// would take for the next request on the connection; see finish.
func (s *Server) handBody(c fiber.Ctx) error {
	body := &upstream{r: c.RequestCtx().Request.BodyStream(), conn: c.RequestCtx().Conn(), began: clock.System().Now()}
	c.Locals(uploadKey{}, body)
	defer body.finish(c)
	return c.Next()
}

// isTimeout reports whether the sender was too slow.
func isTimeout(err error) bool {
	var timed net.Error
	return errors.As(err, &timed) && timed.Timeout()
}

// isUpload tells the route that reads its body itself.
func isUpload(method, path string) bool {
	app, ok := strings.CutPrefix(path, "/api/apps/")
	_, rest, _ := strings.Cut(app, "/")
	return ok && method == http.MethodPost && rest == "files"
}

const (
	// patience is how long a sender or a reader of a file may say nothing.
	patience = 30 * time.Second
	// slowest is how many bytes a sender must send a second, taken all together: a
	// byte now and then would hold a lane for years.
	slowest = 4 << 10
)

// upstream is a body that is read as it comes. A sender may take their time, if
// only they go on sending.
type upstream struct {
	r     io.Reader
	conn  net.Conn
	began time.Time
	n     int64
	done  bool // it was read to its end
}

// deadline is when the next part must have come.
func (u *upstream) deadline(now time.Time) time.Time {
	latest := u.began.Add(patience + time.Duration(u.n/slowest)*time.Second)
	if soon := now.Add(patience); soon.Before(latest) {
		return soon
	}
	return latest
}

func (u *upstream) Read(p []byte) (int, error) {
	// The connection's own clock is the machine's.
	_ = u.conn.SetReadDeadline(u.deadline(clock.System().Now()))
	n, err := u.r.Read(p)
	u.n += int64(n)
	u.done = u.done || errors.Is(err, io.EOF)
	return n, err
}

// drained is how much of a refused upload is read all the same, in bytes, so
// that its sender hears why: many listen only once they have sent everything.
const drained = 8 << 20

// finish ends the use of a body of which a part may be left. What is sent slowly
// is not waited for.
func (u *upstream) finish(c fiber.Ctx) {
	if u.done {
		return
	}
	_ = u.conn.SetReadDeadline(clock.System().Now().Add(patience))
	// One byte more tells a body that is this long from one that goes on.
	n, err := io.CopyN(io.Discard, u.r, drained+1)
	if n > drained || !errors.Is(err, io.EOF) {
		c.RequestCtx().SetConnectionClose()
	}
}

// downstream is a content that is written as it is read. A reader may take
// their time, if only they go on reading.
type downstream struct {
	io.Reader
	content io.Closer
	conn    net.Conn
}

func (d *downstream) Read(p []byte) (int, error) {
	limitWrites(d.conn, patience)
	return d.Reader.Read(p)
}

func (d *downstream) Close() error { return d.content.Close() }
