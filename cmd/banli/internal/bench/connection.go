package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// answerLimit is how long one answer may take before the run is given up.
const answerLimit = 30 * time.Second

// connection is one HTTP/1.1 connection that is kept open. The load generator
// shares the machine with the server it measures, so it speaks just as much of
// the protocol as Banli's answers use, and spends little doing it.
type connection struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
	out     bytes.Buffer
	body    []byte
}

// answer is a response. Its body is good until the next call on the connection.
type answer struct {
	status int
	body   []byte
}

// call is one request.
type call struct {
	method, path, token string
	key                 string // the Idempotency-Key, if any
	body                []byte
}

// do sends one request and reads its answer.
func (c *connection) do(ctx context.Context, r call) (answer, error) {
	if c.conn == nil {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, "tcp", c.address)
		if err != nil {
			return answer{}, fmt.Errorf("connect: %w", err)
		}
		c.conn, c.in = conn, bufio.NewReaderSize(conn, 32<<10)
	}
	if err := c.conn.SetDeadline(time.Now().Add(answerLimit)); err != nil {
		return answer{}, fmt.Errorf("set the deadline: %w", err)
	}
	c.out.Reset()
	fmt.Fprintf(&c.out, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.method, r.path, c.address)
	if r.token != "" {
		c.out.WriteString("Authorization: Bearer " + r.token + "\r\n")
	}
	if r.key != "" {
		c.out.WriteString("Idempotency-Key: " + r.key + "\r\n")
	}
	if r.body != nil {
		c.out.WriteString("Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(r.body)) + "\r\n")
	}
	c.out.WriteString("\r\n")
	c.out.Write(r.body)
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return answer{}, fmt.Errorf("send: %w", err)
	}
	return c.read()
}

func (c *connection) read() (answer, error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return answer{}, fmt.Errorf("read the status line: %w", err)
	}
	// HTTP/1.1 200 OK
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return answer{}, fmt.Errorf("not an HTTP/1.1 status line: %q", line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return answer{}, fmt.Errorf("read the status: %w", err)
	}
	length := -1
	for {
		line, err = c.in.ReadSlice('\n')
		if err != nil {
			return answer{}, fmt.Errorf("read the headers: %w", err)
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return answer{}, fmt.Errorf("read the length: %w", err)
			}
		}
	}
	if status == 204 || status == 304 {
		length = 0
	}
	if length < 0 {
		return answer{}, fmt.Errorf("the answer (%d) has no Content-Length", status)
	}
	if cap(c.body) < length {
		c.body = make([]byte, length)
	}
	c.body = c.body[:length]
	if _, err := io.ReadFull(c.in, c.body); err != nil {
		return answer{}, fmt.Errorf("read the body: %w", err)
	}
	return answer{status: status, body: c.body}, nil
}

// close hangs up; the next call would connect again.
func (c *connection) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing is left to be sent
		c.conn = nil
	}
}
