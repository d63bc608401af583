package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/notify"
)

const (
	// heartbeat is how often a stream says that it is there. It is how a
	// reader that has gone is noticed, and keeps proxies from hanging up.
	heartbeat = 20 * time.Second
	// writeLimit is how long a write to a stream may take.
	writeLimit = 30 * time.Second
	// farewellLimit is how long the last write may take, so that a reader that
	// does not read cannot hold up the server's stopping.
	farewellLimit = 2 * time.Second
	// reconnectAfter is when a reader may come back, in milliseconds.
	reconnectAfter = 3000
)

func (s *Server) eventRoutes() []route {
	return []route{{method: http.MethodGet, path: "/api/events", handle: s.events}}
}

// events opens a stream of server-sent events (WHATWG HTML, section 9.2). What
// it says are hints: the lists are where things are read.
func (s *Server) events(k *call) error {
	conn := k.RequestCtx().Conn()
	stream, err := s.Notify.Listen(k.ctx, k.actor.Subject, k.Get("Last-Event-ID") != "", func() { limitWrites(conn, farewellLimit) })
	if err != nil {
		return err
	}
	k.Set(fiber.HeaderContentType, "text/event-stream")
	k.Set("X-Accel-Buffering", "no") // nginx would keep the events to itself
	// The stream's deadlines are of no use to another request.
	k.Set(fiber.HeaderConnection, "close")
	line := &eventLine{
		conn: conn, stream: stream, heartbeat: s.Heartbeat, stillHere: s.stillHere(k),
		ctx: context.WithoutCancel(k.ctx), // the request's own is over before its answer is
	}
	if line.heartbeat == 0 {
		line.heartbeat = heartbeat
	}
	return k.SendStreamWriter(line.run)
}

// stillHere returns what finds out later whether the request's session or
// token is still good. Looking keeps neither alive.
func (s *Server) stillHere(k *call) func(context.Context) bool {
	look, secret := s.Identity.Held, k.Cookies(cookieName)
	if k.session == nil {
		look, secret = s.Identity.Token, strings.TrimPrefix(k.Get(fiber.HeaderAuthorization), bearer)
	}
	return func(ctx context.Context) bool {
		_, err := look(ctx, secret)
		// A store that does not answer is no reason to send anybody away.
		return !errors.Is(err, identity.ErrUnauthenticated)
	}
}

// limitWrites gives writes on a connection so long from now. The connection's
// own clock is the machine's. A connection that is closed already says so at
// the next write.
func limitWrites(conn net.Conn, d time.Duration) {
	_ = conn.SetWriteDeadline(clock.System().Now().Add(d))
}

// eventLine is one connection that events are written to.
type eventLine struct {
	ctx       context.Context //nolint:containedctx // it outlives the handler that had it
	conn      net.Conn
	stream    *notify.Stream
	heartbeat time.Duration
	stillHere func(context.Context) bool
	out       *bufio.Writer
}

// run writes events until the reader goes, the session ends, or the hub ends
// the stream.
func (l *eventLine) run(out *bufio.Writer) {
	defer l.stream.Close()
	l.out = out
	if l.write(writeLimit, "retry: %d\n\n", reconnectAfter) != nil {
		return
	}
	beat := time.NewTicker(l.heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-l.stream.Done():
			l.farewell(l.stream.Reason())
			return
		case <-beat.C:
		case <-l.stream.Wake():
		}
		if !l.stillHere(l.ctx) {
			l.farewell(notify.SignedOut)
			return
		}
		if l.tell(l.stream.Take()) != nil {
			return
		}
	}
}

// tell writes events, and where there are none a comment that says that the
// line is open.
func (l *eventLine) tell(events []notify.Event) error {
	if len(events) == 0 {
		return l.write(writeLimit, ":\n\n")
	}
	for _, e := range events {
		data := []byte("{}")
		if e.Data != nil {
			var err error
			if data, err = json.Marshal(e.Data); err != nil {
				return err
			}
		}
		id := ""
		if e.Notice != "" {
			id = "id: " + e.Notice + "\n"
		}
		if err := l.write(writeLimit, "%sevent: %s\ndata: %s\n\n", id, e.Name, data); err != nil {
			return err
		}
	}
	return nil
}

// farewell says why the stream ends. Nobody may be there to hear it.
func (l *eventLine) farewell(why notify.Reason) {
	_ = l.write(farewellLimit, "event: %s\ndata: {\"reason\":%q}\n\n", notify.EventEnd, why)
}

func (l *eventLine) write(limit time.Duration, format string, args ...any) error {
	limitWrites(l.conn, limit)
	if _, err := fmt.Fprintf(l.out, format, args...); err != nil {
		return err
	}
	return l.out.Flush()
}
