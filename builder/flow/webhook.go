package flow

import (
	"net/url"
	"slices"
)

// The caps of a webhook, and what it does where it says nothing.
const (
	// MaxTimeout is the longest that a call may take, in seconds.
	MaxTimeout     = 60
	DefaultTimeout = 10
	// MaxTries is how often a call may be attempted.
	MaxTries     = 12
	DefaultTries = 5
	// MaxAddressBytes is how long the address of a webhook may be.
	MaxAddressBytes = 2000
	// MaxSent is how many fields a webhook may send.
	MaxSent = 200
)

// Call says what a webhook node calls and what it sends.
type Call struct {
	// URL is an http or https address.
	URL string `json:"url"`
	// Fields are the form's fields, or "table.column", whose values are sent
	// beside the facts of the case; none by default.
	Fields []string `json:"fields,omitempty"`
	// Timeout is how many seconds an answer may take, Tries how often the call is
	// attempted; 0 stands for the default.
	Timeout int `json:"timeout,omitempty"`
	Tries   int `json:"tries,omitempty"`
}

// TimeoutOr returns the timeout in seconds, or the default one.
func (c *Call) TimeoutOr() int {
	if c.Timeout == 0 {
		return DefaultTimeout
	}
	return c.Timeout
}

// TriesOr returns the number of attempts, or the default one.
func (c *Call) TriesOr() int {
	if c.Tries == 0 {
		return DefaultTries
	}
	return c.Tries
}

// Host returns the host that is called, with its port if it names one; empty
// where the address cannot be called.
func (c *Call) Host() string {
	u, err := url.Parse(c.URL)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.Host
}

// checkWebhook checks what a node calls.
func (c *compiler) checkWebhook(n *Node) {
	w := n.Webhook
	if n.Type != Webhook {
		if w != nil {
			c.findNode(CodeWebhookStray, n, nil)
		}
		return
	}
	if w == nil || w.URL == "" {
		c.findNode(CodeWebhookMissing, n, nil)
		return
	}
	if !w.callable() {
		c.findNode(CodeWebhookURL, n, nil) // the address is not repeated: it may hold what is secret
	}
	if len(w.Fields) > MaxSent {
		c.findNode(CodeWebhookFields, n, map[string]any{"max": MaxSent})
	}
	for i, field := range w.Fields {
		switch {
		case field == "" || !c.knows(field):
			c.findNode(CodeFieldUnknown, n, map[string]any{"field": field})
		case slices.Contains(w.Fields[:i], field):
			c.findNode(CodeWebhookTwice, n, map[string]any{"field": field})
		}
	}
	if w.Timeout < 0 || w.Timeout > MaxTimeout {
		c.findNode(CodeWebhookTimeout, n, map[string]any{"max": MaxTimeout})
	}
	if w.Tries < 0 || w.Tries > MaxTries {
		c.findNode(CodeWebhookTries, n, map[string]any{"max": MaxTries})
	}
}

// callable reports whether the address is one that can be called: http or
// https, without a user's name and password, which everybody who can read the
// app could read too.
func (c *Call) callable() bool {
	u, err := url.Parse(c.URL)
	return err == nil && len(c.URL) <= MaxAddressBytes && c.Host() != "" && u.User == nil && u.Fragment == ""
}

func (c *Call) clone() *Call {
	if c == nil {
		return nil
	}
	copied := *c
	copied.Fields = slices.Clone(c.Fields)
	return &copied
}
