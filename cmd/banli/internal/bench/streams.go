package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"sync"
	"time"
)

// streamsPerPerson is below what the server allows, so that none is ended for
// another.
const streamsPerPerson = 8

// idleFor is how long open streams are watched while nothing happens: longer
// than the server's heartbeat.
const idleFor = 25 * time.Second

// lastEvents is how long the last events may be on their way.
const lastEvents = 3 * time.Second

// StreamFigures are about event streams that are open during the load.
type StreamFigures struct {
	Open int `json:"open"`
	// Memory is what one open stream adds to the server's resident memory, in
	// KiB; IdleCPU is the server's processor time in percent of one processor
	// while nothing happens but heartbeats.
	Memory  float64 `json:"memoryPerStreamKiB"`
	IdleCPU float64 `json:"idleCpuPercent"`
	// Heard is from sending the last decision of a case to hearing of its end
	// on each stream of its initiator. Missed counts those that did not hear
	// of it; where streams were told to read the lists again, that stands for
	// what they did not hear.
	Heard  Spread `json:"decisionToEvent"`
	Missed int    `json:"eventsMissed"`
	// Resyncs counts how often a stream was told to read the lists again.
	Resyncs int `json:"resyncs"`
}

// audience holds open event streams and notes what they hear.
type audience struct {
	conns   []net.Conn
	readers sync.WaitGroup
	perUser map[string]int // streams by the token of their person

	mu      sync.Mutex
	decided map[string]time.Time // instance → when its last decision was sent
	heard   latencies
	resyncs int
	fault   error
}

// openAudience opens n streams, spread over the cast, and waits for the first
// event of each.
func openAudience(ctx context.Context, address string, c cast, n int) (*audience, error) {
	a := &audience{perUser: map[string]int{}, decided: map[string]time.Time{}}
	ids := slices.Sorted(maps.Keys(c.byID))
	if n > len(ids)*streamsPerPerson {
		return nil, fmt.Errorf("%d people open at most %d streams", len(ids), len(ids)*streamsPerPerson)
	}
	var dialer net.Dialer
	for i := range n {
		token := c.byID[ids[i%len(ids)]].token
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			a.close()
			return nil, fmt.Errorf("connect stream %d: %w", i, err)
		}
		a.conns = append(a.conns, conn)
		a.perUser[token]++
		in := bufio.NewReaderSize(conn, 2<<10)
		if err := begin(conn, in, address, token); err != nil {
			a.close()
			return nil, fmt.Errorf("open stream %d: %w", i, err)
		}
		a.readers.Go(func() { a.listen(in) })
	}
	return a, nil
}

// begin asks for a stream and reads it up to its first event.
func begin(conn net.Conn, in *bufio.Reader, address, token string) error {
	if _, err := fmt.Fprintf(conn, "GET /api/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", address, token); err != nil {
		return err
	}
	if err := conn.SetReadDeadline(time.Now().Add(answerLimit)); err != nil {
		return err
	}
	status, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix([]byte(status), []byte("HTTP/1.1 200")) {
		return fmt.Errorf("the server answers %q", status)
	}
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if bytes.HasPrefix(line, []byte("event: state")) {
			return conn.SetReadDeadline(time.Time{})
		}
	}
}

// listen reads a stream until it ends. An event is one chunk, so its lines are
// whole; the lines between chunks say nothing.
func (a *audience) listen(in *bufio.Reader) {
	var name []byte
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			if err != io.EOF && err != bufio.ErrBufferFull { //nolint:errorlint // both come as they are
				return // closed by close
			}
			a.mu.Lock()
			a.fault = fmt.Errorf("a stream ended: %w", err)
			a.mu.Unlock()
			return
		}
		if value, ok := bytes.CutPrefix(line, []byte("event: ")); ok {
			name = append(name[:0], bytes.TrimSpace(value)...)
		} else if value, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
			a.note(string(name), value, time.Now())
		}
	}
}

func (a *audience) note(name string, data []byte, at time.Time) {
	if name != "notice" && name != "resync" {
		return
	}
	var said struct {
		Kind, Instance string
	}
	err := json.Unmarshal(data, &said)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case err != nil:
		a.fault = fmt.Errorf("a stream says %q: %w", data, err)
	case name == "resync":
		a.resyncs++
	case said.Kind == "instance.ended":
		if sent, ok := a.decided[said.Instance]; ok {
			a.heard = append(a.heard, at.Sub(sent))
		}
	}
}

// deciding notes that a decision on a case is about to be sent. An audience
// that is nil notes nothing.
func (a *audience) deciding(instance string) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.decided[instance] = time.Now()
}

// figures says what was heard of the cases.
func (a *audience) figures(cases []finished) (StreamFigures, error) {
	expected := 0
	for _, c := range cases {
		expected += a.perUser[c.token]
	}
	// The last events are on their way when the outbox is empty.
	for deadline := time.Now().Add(lastEvents); ; time.Sleep(10 * time.Millisecond) {
		a.mu.Lock()
		f := StreamFigures{Open: len(a.conns), Heard: a.heard.spread(), Missed: expected - len(a.heard), Resyncs: a.resyncs}
		fault := a.fault
		a.mu.Unlock()
		if fault != nil || f.Missed <= 0 || time.Now().After(deadline) {
			return f, fault
		}
	}
}

// close hangs up every stream and waits for its reader.
func (a *audience) close() {
	for _, conn := range a.conns {
		_ = conn.Close() // nothing is left to be read
	}
	a.readers.Wait()
}

// gather opens the streams and measures what they cost while nothing happens.
func gather(ctx context.Context, o Options, s *server, c cast, progress io.Writer) (*audience, StreamFigures, error) {
	pid := s.command.Process.Pid
	before, err := measureTree(pid, false)
	if err != nil {
		return nil, StreamFigures{}, err
	}
	fmt.Fprintf(progress, "opening %d event streams and leaving them idle for %s\n", o.Streams, idleFor)
	a, err := openAudience(ctx, s.address, c, o.Streams)
	if err != nil {
		return nil, StreamFigures{}, err
	}
	opened, began := time.Duration(0), time.Now()
	idle, err := measureTree(pid, false)
	if err == nil {
		opened = idle.cpu
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-time.After(idleFor):
		}
	}
	if err == nil {
		idle, err = measureTree(pid, false)
	}
	if err != nil {
		a.close()
		return nil, StreamFigures{}, err
	}
	return a, StreamFigures{
		Memory:  float64(idle.rss-before.rss) / 1024 / float64(o.Streams),
		IdleCPU: 100 * float64(idle.cpu-opened) / float64(time.Since(began)),
	}, nil
}
