package flow

import (
	"encoding/json"
	"slices"
)

const (
	// MaxRows is how many cases one sub-flow step starts at most: a table with
	// more rows is refused.
	MaxRows = 200
	// MaxMappings is how many fields a sub-flow step hands on, or takes back.
	MaxMappings = 100
)

// SubFlow says which case of another app a step starts, and what becomes of it.
//
// The case is started in the name of whoever started this one: who starts a case
// owns it, may take it back and sees all of it, so no flow makes one in the name
// of somebody else.
type SubFlow struct {
	// App is the other app. The case runs on the revision that is current when it
	// is started.
	App string `json:"app"`
	// Each is a table: one case is started for each of its rows. Empty starts one.
	Each string `json:"each,omitempty"`
	// Fill are the fields of the case's form that are filled in.
	Fill []Filling `json:"fill,omitempty"`
	// Take is what is taken over into this case's form when the case has ended.
	Take []Taking `json:"take,omitempty"`
	// Until is what this case waits for.
	Until Until `json:"until,omitempty"`
	// Need says how many of the cases must be approved. Where they are not, it is
	// as if somebody had rejected the step: Node.OnReject says what that leads to.
	Need Need `json:"need,omitempty"`
}

// Filling gives a field of the other form a value: that of a field of this form
// (in a step for each row also of a column, "table.column"), or a fixed one.
// Exactly one of From and Value is there.
type Filling struct {
	Field string          `json:"field"`
	From  string          `json:"from,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
}

// Taking puts something of a case that has ended into a field of this form: in a
// step for each row, into a column of its row.
type Taking struct {
	// From is a field of the other form, or TakeStatus, TakeResult or TakeNumber.
	From string `json:"from"`
	To   string `json:"to"`
}

// What can be taken over of a case beside its fields. They are texts.
const (
	// TakeStatus is how the case ended: approved, rejected, withdrawn or
	// terminated.
	TakeStatus = "$status"
	// TakeResult is the named outcome of the end that it reached; nothing where
	// that names none.
	TakeResult = "$result"
	// TakeNumber is the case's number.
	TakeNumber = "$no"
)

// TakesBeside lists what can be taken over beside fields, as it is offered.
func TakesBeside() []string { return []string{TakeStatus, TakeResult, TakeNumber} }

// Until is what a sub-flow step waits for.
type Until string

// What it can wait for.
const (
	// UntilEnded goes on when every case has ended. It is the default.
	UntilEnded Until = "ended"
	// UntilStarted goes on once every case has been started: what becomes of them
	// then is their own affair.
	UntilStarted Until = "started"
)

// Need says how many of a sub-flow step's cases must be approved.
type Need string

// The needs.
const (
	// NeedAll is the default.
	NeedAll Need = "all"
	NeedAny Need = "any"
	// NeedNone goes on whatever becomes of them.
	NeedNone Need = "none"
)

// UntilOr returns what the step waits for, or the default.
func (s *SubFlow) UntilOr() Until {
	if s.Until == "" {
		return UntilEnded
	}
	return s.Until
}

// NeedOr returns how many must be approved, or the default. A step that waits
// only for the start needs nothing.
func (s *SubFlow) NeedOr() Need {
	switch {
	case s.UntilOr() == UntilStarted:
		return NeedNone
	case s.Need == "":
		return NeedAll
	}
	return s.Need
}

func (s *SubFlow) clone() *SubFlow {
	if s == nil {
		return nil
	}
	c := *s
	c.Fill, c.Take = slices.Clone(s.Fill), slices.Clone(s.Take)
	for i := range c.Fill {
		c.Fill[i].Value = slices.Clone(c.Fill[i].Value)
	}
	return &c
}
