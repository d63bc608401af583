package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/identity"
)

// controlLimit bounds one conversation on the control socket.
const controlLimit = 5 * time.Second

// controlSocket is where a running server takes orders from whoever may read
// and write its data folder.
func controlSocket(data string) string { return filepath.Join(data, "control.sock") }

// controlRequest asks for an API token.
type controlRequest struct {
	User string `json:"user"`
	Name string `json:"name"`
}

type controlAnswer struct {
	Token   string `json:"token,omitempty"`
	Unknown bool   `json:"unknown,omitempty"` // nobody with this login works here
	Error   string `json:"error,omitempty"`
}

// control listens on the data folder's socket until the returned function is
// called. The folder's lock is held, so a socket that is there is left over.
func (p *product) control(ctx context.Context, data string) (stop func(), err error) {
	path := controlSocket(data)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("removing an old control socket: %w", err)
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("opening the control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("protecting the control socket: %w", err), ln.Close())
	}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // closed
			}
			p.answerControl(ctx, conn)
		}
	}()
	return func() { _ = ln.Close() }, nil
}

func (p *product) answerControl(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	limit, cancel := context.WithTimeout(ctx, controlLimit)
	defer cancel()
	if deadline, ok := limit.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	var (
		in  controlRequest
		out controlAnswer
	)
	if err := json.NewDecoder(conn).Decode(&in); err != nil {
		return
	}
	token, _, err := p.identity.CreateToken(audit.With(limit, audit.Who{Scheme: audit.SchemeCommandLine}), in.User, in.Name)
	switch {
	case errors.Is(err, identity.ErrPersonUnknown):
		out.Unknown = true
	case err != nil:
		out.Error = err.Error()
	default:
		out.Token = token
	}
	if err := json.NewEncoder(conn).Encode(out); err != nil {
		p.log.Warn("the control socket's answer was lost", "error", err)
	}
}

// askServer asks the server that has the data folder open.
func askServer(ctx context.Context, data string, in controlRequest) (string, error) {
	limit, cancel := context.WithTimeout(ctx, controlLimit)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(limit, "unix", controlSocket(data))
	if err != nil {
		return "", fmt.Errorf("the data folder is in use by a process that takes no orders: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if err := json.NewEncoder(conn).Encode(in); err != nil {
		return "", fmt.Errorf("asking the server: %w", err)
	}
	var out controlAnswer
	if err := json.NewDecoder(conn).Decode(&out); err != nil {
		return "", fmt.Errorf("asking the server: %w", err)
	}
	switch {
	case out.Unknown:
		return "", identity.ErrPersonUnknown
	case out.Error != "":
		return "", errors.New(out.Error)
	}
	return out.Token, nil
}
