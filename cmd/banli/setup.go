package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/seed"
)

// keyFileName is the master key's file in the data folder.
const keyFileName = "master.key"

// masterKey reads the key file that was named, which must be there, or the one
// in the data folder, which is made at the first start.
func masterKey(c config) (*keyring.Keyring, error) {
	if c.KeyFile != "" {
		return keyring.Load(c.KeyFile)
	}
	return keyring.LoadOrCreate(keyPath(c))
}

// keyPath is where the master key is.
func keyPath(c config) string {
	return cmp.Or(c.KeyFile, filepath.Join(c.Data, keyFileName))
}

// demoName is what the demo company is called; empty outside a demo.
func demoName(c config) words.Text {
	if !c.Demo {
		return nil
	}
	return seed.CompanyName()
}

// inviteFounder prints the link that sets the company up, while nobody has.
func (p *product) inviteFounder(ctx context.Context, c config, at net.Addr, stdout io.Writer) error {
	token, err := p.company.NewLink(ctx)
	if err != nil || token == "" {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\nNobody has set this company up yet. Open this link within 24 hours to do so; it works once,\n"+
		"and only the link printed last works:\n\n  %s/setup#%s\n\n", publicAddress(c, at), token)
	return err
}

// publicAddress is where people reach the server: the public URL, else the
// address it listens on, which for all of them at once is this machine's own.
func publicAddress(c config, at net.Addr) string {
	if c.PublicURL != "" {
		return strings.TrimSuffix(c.PublicURL, "/")
	}
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	return "http://" + at.String()
}
