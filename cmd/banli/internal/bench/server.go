package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

const (
	startLimit = 30 * time.Second
	stopLimit  = 20 * time.Second
	drainLimit = 60 * time.Second

	// pendingMeter is the gauge that counts effects waiting to be delivered.
	pendingMeter = "banli_outbox_pending"
)

// server is a `banli serve` that this process started.
type server struct {
	address string
	command *exec.Cmd
	output  bytes.Buffer
	ended   chan error
	// started is how long it took from starting the process to its first
	// answer to a person.
	started time.Duration
}

// startServer starts binary on a data folder and a free port of the loopback
// address, and waits until it answers the person with token.
func startServer(ctx context.Context, binary, data, token string, extra []string) (*server, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	// A few people do here what hundreds do elsewhere.
	args := append([]string{"serve", "--listen", address, "--data", data, "--person-rate", "1000000"}, extra...)
	s := &server{address: address, ended: make(chan error, 1)}
	// A run that is interrupted takes its server with it.
	s.command = exec.CommandContext(ctx, binary, args...)
	s.command.Stdout, s.command.Stderr = &s.output, &s.output
	began := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	go func() { s.ended <- s.command.Wait() }()

	c := &connection{address: address}
	defer c.close()
	for {
		a, err := c.do(ctx, call{method: http.MethodGet, path: "/api/apps", token: token})
		switch {
		case err == nil && a.status == http.StatusOK:
			s.started = time.Since(began)
			return s, nil
		case err == nil && a.status != http.StatusServiceUnavailable:
			return nil, errors.Join(fmt.Errorf("the first answer was %d: %s", a.status, clip(a.body)), s.stop())
		case time.Since(began) > startLimit:
			return nil, errors.Join(fmt.Errorf("no answer within %s: %w", startLimit, err), s.stop())
		}
		c.close()
		select {
		case err := <-s.ended:
			s.ended <- err
			return nil, fmt.Errorf("the server ended at once: %w\n%s", err, s.output.String())
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), s.stop())
		case <-time.After(time.Millisecond):
		}
	}
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return "", fmt.Errorf("free the port again: %w", err)
	}
	return address, nil
}

// stop ends the server as a supervisor would and returns an error unless it
// left in good order.
func (s *server) stop() error {
	if err := s.command.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("ask the server to stop: %w", err)
	}
	select {
	case err := <-s.ended:
		if err != nil {
			return fmt.Errorf("the server stopped badly: %w\n%s", err, s.tail())
		}
		return nil
	case <-time.After(stopLimit):
		err := s.command.Process.Kill()
		<-s.ended
		return errors.Join(fmt.Errorf("the server did not stop within %s\n%s", stopLimit, s.tail()), err)
	}
}

// tail is the end of what the server wrote. The server must have ended.
func (s *server) tail() string {
	const keep = 4 << 10
	text := s.output.String()
	if len(text) > keep {
		text = "…" + text[len(text)-keep:]
	}
	return text
}

// drain waits until no effect is waiting in the outbox.
func (s *server) drain(ctx context.Context, token string) error {
	c := &connection{address: s.address}
	defer c.close()
	deadline := time.Now().Add(drainLimit)
	for {
		a, err := c.do(ctx, call{method: http.MethodGet, path: "/metrics", token: token})
		if err != nil {
			return fmt.Errorf("read the meters: %w", err)
		}
		if a.status != http.StatusOK {
			return fmt.Errorf("read the meters: answer %d: %s", a.status, clip(a.body))
		}
		pending, err := readMeter(string(a.body), pendingMeter)
		if err != nil {
			return err
		}
		if pending == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%.0f effects still wait in the outbox after %s", pending, drainLimit)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// readMeter finds a gauge without labels in Prometheus' text format.
func readMeter(text, name string) (float64, error) {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == name {
			value, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				return 0, fmt.Errorf("read the meter %s: %w", name, err)
			}
			return value, nil
		}
	}
	return 0, fmt.Errorf("the server has no meter %s", name)
}
