package script

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Between parent and worker go frames: a length as four bytes, most
// significant first, then that many bytes. A request's frame holds a kind, the
// script's digest, the instant, and then, each behind its own length, the
// form, the context and the source; the source is left out when the worker is
// believed to have it compiled. The answer is a kind and a JSON body. Form,
// context and answer are JSON; the rest is not, because it is read on every
// submission.

const (
	maxRequest = MaxInput + MaxSource + 1024
	maxAnswer  = 1 << 20
)

var errFrame = errors.New("malformed frame")

// readFrame reads one frame into buf, growing it when needed.
func readFrame(r *bufio.Reader, buf []byte, limit int) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return buf, err
	}
	n := int(binary.BigEndian.Uint32(head[:]))
	if n > limit {
		return buf, fmt.Errorf("%w: %d bytes", errFrame, n)
	}
	if cap(buf) < n {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	_, err := io.ReadFull(r, buf)
	return buf, err
}

// beginFrame starts a frame in buf; endFrame fills its length in.
func beginFrame(buf []byte) []byte { return append(buf[:0], 0, 0, 0, 0) }

func endFrame(buf []byte) []byte {
	binary.BigEndian.PutUint32(buf, uint32(len(buf)-4)) // every frame is far below 4 GiB
	return buf
}

// askOutline asks what a script can be seen to do; what else a request asks for is a
// Function.
const askOutline = 'l'

// What an answer is.
const (
	answerResult = 'r' // a result as JSON; no body means nothing found and nothing said
	answerSource = 's' // the worker needs the source
)

type request struct {
	kind   byte
	digest [32]byte
	now    int64 // UTC milliseconds
	form   []byte
	ctx    []byte
	source []byte // nil when left out
	// what follows is not sent
	heavy   bool          // the script was heavy lately
	starved bool          // it has been on trial, and the machine had nothing for it
	spent   time.Duration // on that trial
}

func appendPart(buf, part []byte) []byte {
	return append(binary.BigEndian.AppendUint32(buf, uint32(len(part))), part...) // parts are below MaxInput
}

func cutPart(b []byte) (part, rest []byte, err error) {
	if len(b) < 4 {
		return nil, nil, errFrame
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, nil, errFrame
	}
	return b[4 : 4+n], b[4+n:], nil
}

// appendTo appends the request to a frame.
func (q *request) appendTo(buf []byte) []byte {
	buf = append(buf, q.kind)
	buf = append(buf, q.digest[:]...)
	buf = binary.BigEndian.AppendUint64(buf, uint64(q.now)) // read back as it was
	buf = appendPart(buf, q.form)
	buf = appendPart(buf, q.ctx)
	return appendPart(buf, q.source)
}

// parseRequest reads a request that shares the frame's bytes.
func parseRequest(b []byte) (*request, error) {
	const head = 1 + 32 + 8
	if len(b) < head {
		return nil, errFrame
	}
	q := &request{kind: b[0], now: int64(binary.BigEndian.Uint64(b[33:]))} // written from an int64
	copy(q.digest[:], b[1:33])
	var err error
	b = b[head:]
	if q.form, b, err = cutPart(b); err != nil {
		return nil, err
	}
	if q.ctx, b, err = cutPart(b); err != nil {
		return nil, err
	}
	if q.source, b, err = cutPart(b); err != nil {
		return nil, err
	}
	if len(b) != 0 {
		return nil, errFrame
	}
	return q, nil
}

// result is what a worker answers. An empty one is sent as no bytes at all.
type result struct {
	Problems []Problem       `json:"problems,omitempty"`
	Value    json.RawMessage `json:"value,omitempty"`
	Console  []Line          `json:"console,omitempty"`
	Micros   int64           `json:"micros"`
	Missing  bool            `json:"missing,omitempty"`
	Error    *ScriptError    `json:"error,omitempty"`
}

// hello is the first frame to a worker: what it must hold itself to.
type hello struct {
	Memory int64 `json:"memory"` // bytes beyond what the worker itself needs
	Stack  int   `json:"stack"`  // calls inside each other
	WallMS int64 `json:"wallMs"`
}

// ready is the worker's answer to hello.
type ready struct {
	Limited bool `json:"limited"` // the memory limit is in force, tried out
}

func writeJSON(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(endFrame(append(beginFrame(nil), body...)))
	return err
}

func readJSON(r *bufio.Reader, v any) error {
	body, err := readFrame(r, nil, maxAnswer)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}
