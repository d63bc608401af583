package webhook

import (
	"net/url"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// Order says what is to be called and with what. It travels in an effect's
// Data.
type Order struct {
	URL string `json:"url"`
	// Timeout is how long an answer may take, in seconds.
	Timeout int `json:"timeout"`
	// Tries is how often the call is attempted.
	Tries int `json:"tries"`
	// Body is the JSON text to send, the same at every attempt.
	Body string `json:"body"`
}

// What becomes of a call.
const (
	waiting = "waiting"
	done    = "done"
	failed  = "failed"
	dropped = "dropped" // the case does not wait for it any more
)

// call is one call to a receiver. Its id is a hash of the effect that ordered
// it, so that a repeated effect finds it there.
type call struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	App        string `bson:"app"`
	Instance   string `bson:"instance"`
	Errand     string `bson:"errand"`
	URL        string `bson:"url"`
	Timeout    int    `bson:"timeout"` // seconds
	Most       int    `bson:"most"`    // tries
	// Body is what is sent; it is taken away once the call has an end.
	Body  string `bson:"body,omitempty"`
	At    int64  `bson:"at"` // when it was noted
	State string `bson:"state"`
	// DueAt is when it may be tried next, or the case told of the end; absent
	// once that is done.
	DueAt int64 `bson:"dueAt,omitempty"`
	Tries int   `bson:"tries,omitempty"`
	// Status is that of the last answer; Code and Detail say what went wrong.
	Status int    `bson:"status,omitempty"`
	Code   string `bson:"code,omitempty"`
	Detail string `bson:"detail,omitempty"`
	// EndedAt is when it had an end, absent before.
	EndedAt int64 `bson:"endedAt,omitempty"`
}

var callsSpec = store.Spec{Name: "webhookCalls", Indexes: []store.Index{
	{Name: "due", Paths: []string{"dueAt"}},
	{Name: "ended", Paths: []string{"endedAt"}},
}}

// end closes a call; the case is still to be told.
func (c *call) end(state string, at int64) {
	c.State, c.EndedAt, c.DueAt, c.Body = state, at, at+tellLease.Milliseconds(), ""
}

// messageID names a call to its receiver: the errand, which stays the same
// when an administrator lets it be tried again. The specification wants no dots
// in it, because they part what is signed.
func messageID(errand string) string { return "msg_" + strings.ReplaceAll(errand, ".", "_") }

// Origin is the scheme, host and port of a receiver: what a secret is shared
// with. It is empty where the address is none that can be called.
func Origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	host := strings.ToLower(u.Host)
	if port := map[string]string{"https": ":443", "http": ":80"}[u.Scheme]; u.Port() != "" {
		host = strings.TrimSuffix(host, port) // said or not, it is the same receiver
	}
	return u.Scheme + "://" + host
}
