package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Object names what an entry is about: its kind and its id, "person:…".
func Object(kind, id string) string { return kind + ":" + id }

// The kinds of objects.
const (
	KindPerson     = "person"
	KindDepartment = "department"
	KindApp        = "app"
	KindDraft      = "draft"
	KindSession    = "session"
	KindToken      = "token"
	KindLink       = "link"
	KindCompany    = "company"
	KindWebhook    = "webhook" // a secret that an app shares with a receiver
	KindAccess     = "access"  // what a person was refused
	KindList       = "list"
	KindFile       = "file"     // an upload
	KindInstance   = "instance" // kept by workflow in the instance itself
)

// Objects of which there is one each.
const (
	ObjectPolicy    = "policy"
	ObjectDirectory = "directory" // imports and exports of people
	ObjectLists     = "lists"     // exports of the organisation's lists
	ObjectRecord    = "record"    // exports and erasures of the record itself
)

// Event is something that happened to an object.
type Event struct {
	// Object is what Object returns; empty where the carrier's owner names it.
	Object string
	// Action is what happened, in the past tense: "person.changed".
	Action string
	// About is the id of the person whom it concerns, where that is not whoever
	// did it.
	About string
	// Changes are the fields that changed.
	Changes Changes
	// Facts are further facts by name. Each must be safe to show to whoever may
	// read the record.
	Facts map[string]any
	// Ends says that the object is no more: its document may be missing.
	Ends bool
	// At is when it happened, in UTC milliseconds; 0 means now.
	At int64
}

// Change is one field before and after. A field that was not set, or is not
// any more, has no value there.
type Change struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	// Secret says that Before and After are salted digests.
	Secret bool `json:"secret,omitempty"`

	plain string // of a secret's After, for comparing; written nowhere
}

// Changes gathers what changed.
type Changes []Change

// Add notes a field if its value changed. Values are written as JSON; the
// zero value counts as not set.
func (c *Changes) Add(field string, before, after any) {
	b, a := valueOf(before), valueOf(after)
	if string(b) != string(a) {
		*c = append(*c, Change{Field: field, Before: b, After: a})
	}
}

// Secret notes that a field changed, with salted digests in place of its
// values; empty text counts as not set.
func (c *Changes) Secret(field, before, after string) {
	if before != after {
		*c = append(*c, Change{Field: field, Before: veil(before), After: veil(after), Secret: true, plain: after})
	}
}

// valueOf writes a value as JSON, nil where it is not set.
func valueOf(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		// What is recorded is our own fields; one that cannot be written is
		// named rather than lost.
		text, _ = json.Marshal(fmt.Sprintf("unwritable: %T", v))
	}
	switch string(text) {
	case "null", `""`, "[]", "{}", "0", "false":
		return nil
	}
	return text
}

// veil is the salted digest of a secret value: it shows that there is one and
// cannot be compared with anything.
func veil(secret string) json.RawMessage {
	if secret == "" {
		return nil
	}
	salt := make([]byte, 9)
	_, _ = rand.Read(salt) // never fails: it ends the process instead (crypto/rand)
	return veilWith(salt, secret)
}

func veilWith(salt []byte, secret string) json.RawMessage {
	sum := sha256.Sum256(append(slices.Clone(salt), secret...))
	text := base64.RawURLEncoding.EncodeToString(salt) + "." + base64.RawURLEncoding.EncodeToString(sum[:18])
	return json.RawMessage(`"` + text + `"`)
}

// saltOf reads the salt of a veiled value.
func saltOf(text string) ([]byte, error) {
	salt, _, _ := strings.Cut(text, ".")
	return base64.RawURLEncoding.DecodeString(salt)
}

// Content is what an entry says, as it is sealed.
type Content struct {
	V       int            `json:"v"`
	Object  string         `json:"object"`
	Seq     int64          `json:"seq"`
	At      int64          `json:"at"` // UTC milliseconds
	Who     Who            `json:"who"`
	Action  string         `json:"action"`
	About   string         `json:"about,omitempty"`
	Changes Changes        `json:"changes,omitempty"`
	Facts   map[string]any `json:"facts,omitempty"`
	Ends    bool           `json:"ends,omitempty"`
	// Heads are the journal's lines.
	Heads []string `json:"heads,omitempty"`
}

// people are whom an entry is found by: who did it and whom it concerns.
func (c *Content) people() []string {
	people := []string{}
	for _, p := range []string{c.Who.Person, c.About} {
		if p != "" && (len(people) == 0 || people[0] != p) {
			people = append(people, p)
		}
	}
	return people
}
