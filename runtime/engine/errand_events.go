package engine

import "fmt"

// ErrandWasSent began an errand.
type ErrandWasSent struct {
	Errand string     `json:"errand"`
	Kind   ErrandKind `json:"kind"`
	Token  int        `json:"token"`
	Node   string     `json:"node"`
	Row    int        `json:"row,omitempty"`
}

// ErrandWasDone says that an errand was done, and how.
type ErrandWasDone struct {
	Errand string `json:"errand"`
	Result string `json:"result,omitempty"`
}

// ErrandHasFailed says what went wrong with an errand. Passed is set where the
// case goes on all the same.
type ErrandHasFailed struct {
	Errand  string  `json:"errand"`
	Failure Failure `json:"failure"`
	Passed  bool    `json:"passed,omitempty"`
}

// ErrandWasRetried sent an errand again at an administrator's wish.
type ErrandWasRetried struct {
	Errand string `json:"errand"`
	Reason string `json:"reason"`
}

// ErrandWasDropped says that an errand is not waited for any more.
type ErrandWasDropped struct {
	Errand string `json:"errand"`
}

// FieldsSet changed form values at a step without a person's doing: a script's
// result, or what a case of another app brought. A nil value removed the field.
type FieldsSet struct {
	Token  int            `json:"token"`
	Node   string         `json:"node"`
	Values map[string]any `json:"values"`
}

// The stored names of the events.
const (
	TypeErrandSent    = "errand.sent"
	TypeErrandDone    = "errand.done"
	TypeErrandFailed  = "errand.failed"
	TypeErrandRetried = "errand.retried"
	TypeErrandDropped = "errand.dropped"
	TypeFieldsSet     = "fields.set"
)

// EventType returns TypeErrandSent.
func (ErrandWasSent) EventType() string { return TypeErrandSent }

// EventType returns TypeErrandDone.
func (ErrandWasDone) EventType() string { return TypeErrandDone }

// EventType returns TypeErrandFailed.
func (ErrandHasFailed) EventType() string { return TypeErrandFailed }

// EventType returns TypeErrandRetried.
func (ErrandWasRetried) EventType() string { return TypeErrandRetried }

// EventType returns TypeErrandDropped.
func (ErrandWasDropped) EventType() string { return TypeErrandDropped }

// EventType returns TypeFieldsSet.
func (FieldsSet) EventType() string { return TypeFieldsSet }

// happenErrand applies what happened to an errand, and hands on the rest.
func (in *Instance) happenErrand(rec Recorded) error {
	switch e := rec.Event.(type) {
	case ErrandWasSent:
		return in.errandSent(e, rec)
	case ErrandWasDone:
		return in.errandOver(e.Errand, rec.At, Errand{Status: ErrandDone, Result: e.Result}, ErrandSent)
	case ErrandHasFailed:
		status := ErrandFailed
		if e.Passed {
			status = ErrandPassed
		}
		return in.errandOver(e.Errand, rec.At, Errand{Status: status, Failure: &e.Failure}, ErrandSent)
	case ErrandWasRetried:
		err := in.errandOver(e.Errand, 0, Errand{Status: ErrandSent}, ErrandFailed)
		if err == nil {
			in.Errands[in.errandIndex(e.Errand)].SentAt = rec.At
		}
		return err
	case ErrandWasDropped:
		return in.errandOver(e.Errand, rec.At, Errand{Status: ErrandDropped}, ErrandSent, ErrandFailed)
	}
	return in.happenTask(rec)
}

func (in *Instance) errandSent(e ErrandWasSent, rec Recorded) error {
	if e.Errand != in.errandID(len(in.Errands)+1) {
		return fmt.Errorf("%w: errand %s, expected number %d", ErrEventMisfit, e.Errand, len(in.Errands)+1)
	}
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	in.Errands = append(in.Errands, Errand{
		ID: e.Errand, Kind: e.Kind, Node: e.Node, Token: e.Token, Visit: t.Visit, Row: e.Row, Status: ErrandSent, SentAt: rec.At,
	})
	return nil
}

// errandOver changes how an errand stands that stood in one of some ways.
func (in *Instance) errandOver(id string, at int64, now Errand, was ...ErrandStatus) error {
	i := in.errandIndex(id)
	for _, status := range was {
		if i >= 0 && in.Errands[i].Status == status {
			e := &in.Errands[i]
			e.Status, e.EndedAt, e.Result, e.Failure = now.Status, at, now.Result, now.Failure
			return nil
		}
	}
	return fmt.Errorf("%w: errand %s", ErrEventMisfit, id)
}
