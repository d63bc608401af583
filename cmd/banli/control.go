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
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/identity"
)

// controlLimit bounds one conversation on the control socket.
const controlLimit = 5 * time.Second

// controlSocket is where a running server takes orders from whoever may read
// and write its data folder.
func controlSocket(data string) string { return filepath.Join(data, "control.sock") }

// controlRequest asks for an API token, or for the record to be verified.
type controlRequest struct {
	User   string `json:"user,omitempty"`
	Name   string `json:"name,omitempty"`
	Verify bool   `json:"verify,omitempty"`
	Expect string `json:"expect,omitempty"` // digest of an earlier verification
}

type controlAnswer struct {
	Token   string        `json:"token,omitempty"`
	Unknown bool          `json:"unknown,omitempty"` // nobody with this login works here
	Report  *audit.Report `json:"report,omitempty"`
	Digest  bool          `json:"digest,omitempty"` // what was expected is no digest
	Error   string        `json:"error,omitempty"`
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
			go p.answerControl(ctx, conn)
		}
	}()
	return func() { _ = ln.Close() }, nil
}

func (p *product) answerControl(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	var (
		in  controlRequest
		out controlAnswer
	)
	_ = conn.SetDeadline(clock.System().Now().Add(controlLimit))
	if err := json.NewDecoder(conn).Decode(&in); err != nil {
		return
	}
	limit := controlLimit
	if in.Verify {
		limit = verifyLimit
	}
	_ = conn.SetDeadline(clock.System().Now().Add(limit))
	ctx, cancel := context.WithTimeout(audit.With(ctx, audit.Who{Scheme: audit.SchemeCommandLine}), limit)
	defer cancel()
	var err error
	if in.Verify {
		out.Report, err = p.verify(ctx, in.Expect)
	} else {
		out.Token, _, err = p.identity.CreateToken(ctx, in.User, in.Name)
	}
	switch {
	case errors.Is(err, identity.ErrPersonUnknown):
		out.Unknown = true
	case errors.Is(err, audit.ErrDigest):
		out.Digest = true
	case err != nil:
		out.Error = err.Error()
	}
	if err := json.NewEncoder(conn).Encode(out); err != nil {
		p.log.Warn("the control socket's answer was lost", "error", err)
	}
}

// verify looks through the record beside everything else that goes on.
func (p *product) verify(ctx context.Context, expect string) (*audit.Report, error) {
	sources, err := auditSources(p.backend)
	if err != nil {
		return nil, err
	}
	return p.record.Verify(ctx, sources, expect)
}

// askServer asks the server that has the data folder open, and waits for its
// answer for as long as limit.
func askServer(ctx context.Context, data string, in controlRequest, limit time.Duration) (out controlAnswer, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", controlSocket(data))
	if err != nil {
		return out, fmt.Errorf("the data folder is in use by a process that takes no orders: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if err := json.NewEncoder(conn).Encode(in); err != nil {
		return out, fmt.Errorf("asking the server: %w", err)
	}
	if err := json.NewDecoder(conn).Decode(&out); err != nil {
		return out, fmt.Errorf("asking the server: %w", err)
	}
	switch {
	case out.Unknown:
		return out, identity.ErrPersonUnknown
	case out.Digest:
		return out, audit.ErrDigest
	case out.Error != "":
		return out, errors.New(out.Error)
	}
	return out, nil
}
