package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/flow"
)

// ErrandKind is what sort of thing a case waits for.
type ErrandKind string

// The errand kinds.
const (
	// ErrandWebhook is a call of another system.
	ErrandWebhook ErrandKind = "webhook"
	// ErrandCase is a case of another app, started by this one.
	ErrandCase ErrandKind = "case"
	// ErrandScript is a script of the app. It is run while the command is decided,
	// so it is waited for only after it failed.
	ErrandScript ErrandKind = "script"
)

// ErrandStatus is how an errand stands.
type ErrandStatus string

// The errand statuses.
const (
	// ErrandSent is under way.
	ErrandSent ErrandStatus = "sent"
	ErrandDone ErrandStatus = "done"
	// ErrandFailed waits for an administrator to send it again.
	ErrandFailed ErrandStatus = "failed"
	// ErrandPassed failed, and the case went on all the same.
	ErrandPassed ErrandStatus = "passed"
	// ErrandDropped is not waited for any more: the case ended, or left the step.
	ErrandDropped ErrandStatus = "dropped"
)

// Errand is something that a case waits for and that no person does.
type Errand struct {
	// ID is the instance's id, ".e" and a number. It stays the same however often
	// the errand is sent, so that whoever does it can tell a repeat.
	ID    string     `json:"id" bson:"id"`
	Kind  ErrandKind `json:"kind" bson:"kind"`
	Node  string     `json:"node" bson:"node"`
	Token int        `json:"token" bson:"token"`
	Visit int        `json:"visit" bson:"visit"`
	// Row is the number of the table row that the errand is for, from 1; 0 where
	// it is for the case as a whole.
	Row    int          `json:"row,omitempty" bson:"row,omitempty"`
	Status ErrandStatus `json:"status" bson:"status"`
	// SentAt is when it was last sent, EndedAt when it was done, failed or
	// dropped; UTC milliseconds.
	SentAt  int64 `json:"sentAt" bson:"sentAt"`
	EndedAt int64 `json:"endedAt,omitempty" bson:"endedAt,omitempty"`
	// Result says how it was done, in a word.
	Result string `json:"result,omitempty" bson:"result,omitempty"`
	// Failure is what went wrong when it last failed.
	Failure *Failure `json:"failure,omitempty" bson:"failure,omitempty"`
}

// Failure is what went wrong with an errand.
type Failure struct {
	// Code is stable, such as "webhook.timeout".
	Code string `json:"code" bson:"code"`
	// Detail is for administrators: a line of a script, a status, a field.
	Detail string `json:"detail,omitempty" bson:"detail,omitempty"`
	// Tries is how often it was tried before it was given up, where that was more
	// than once.
	Tries int `json:"tries,omitempty" bson:"tries,omitempty"`
}

// Live reports whether the case still waits for the errand.
func (e Errand) Live() bool { return e.Status == ErrandSent || e.Status == ErrandFailed }

// errander is an element that waits for errands.
type errander interface {
	element
	// again sends an errand once more that had failed.
	again(r *run, t Token, n *flow.Node, e Errand) error
	// finished goes on when none of the errands of a stay is waited for any more.
	finished(r *run, t Token, n *flow.Node) error
}

// Order is the effect that has an errand done. How it went comes back as
// FinishErrand or FailErrand.
type Order struct {
	ID     string     `json:"id" bson:"id"`
	Errand string     `json:"errand" bson:"errand"`
	Kind   ErrandKind `json:"kind" bson:"kind"`
	Node   string     `json:"node" bson:"node"`
}

var _ Effect = Order{}

// EffectID returns the order's id, which is another one each time the errand is
// sent.
func (o Order) EffectID() string { return o.ID }

// NoticeStepFailed tells the administrators that an errand failed.
const NoticeStepFailed NoticeKind = "step.failed"

// ErrErrandGone says that an errand is not under way: it was done, failed or
// dropped. It is nobody's mistake, since a result may be told more than once.
var ErrErrandGone = errors.New("the errand is not under way")

// ErrErrandUnknown says that the case has no such errand, or that it has not
// failed and cannot be sent again.
var ErrErrandUnknown = errors.New("the case has no such failed errand")

// FinishErrand says that an errand was done. Where it is not under way it is
// refused with ErrErrandGone.
type FinishErrand struct {
	Errand string
	// Result says how it was done, in a word.
	Result string
	// Values are the fields that change with it, and what the app's rules change
	// in consequence: field id → new value, nil to empty it.
	Values map[string]any
	At     int64
}

// FailErrand says that an errand failed. Where it is not under way it is refused
// with ErrErrandGone.
type FailErrand struct {
	Errand  string
	Failure Failure
	At      int64
}

// Retry sends an errand again that has failed: an administrator's intervention.
type Retry struct {
	Errand, Actor string
	Reason        string
	At            int64
}

var (
	_ Command = FinishErrand{}
	_ Command = FailErrand{}
	_ Command = Retry{}
)

func (c FinishErrand) by() (string, int64) { return "", c.At }
func (c FailErrand) by() (string, int64)   { return "", c.At }
func (c Retry) by() (string, int64)        { return c.Actor, c.At }

func (c FinishErrand) run(r *run) error {
	e, err := r.underWayErrand(c.Errand)
	if err != nil {
		return err
	}
	if err := r.emit(ErrandWasDone{Errand: e.ID, Result: c.Result}); err != nil {
		return err
	}
	if set := changed(r.in.Values, c.Values); len(set) > 0 {
		if err := r.emit(FieldsSet{Token: e.Token, Node: e.Node, Values: set}); err != nil {
			return err
		}
	}
	r.recall()
	return r.goOnFrom(e)
}

func (c FailErrand) run(r *run) error {
	e, err := r.underWayErrand(c.Errand)
	if err != nil {
		return err
	}
	n, err := r.node(e.Node)
	if err != nil {
		return err
	}
	r.recall()
	if err := r.fail(n, e.ID, c.Failure); err != nil {
		return err
	}
	return r.goOnFrom(e)
}

func (c Retry) run(r *run) error {
	if err := r.active(); err != nil {
		return err
	}
	i := r.in.errandIndex(c.Errand)
	if i < 0 || r.in.Errands[i].Status != ErrandFailed {
		return fmt.Errorf("%w: %q", ErrErrandUnknown, c.Errand)
	}
	if c.Reason == "" {
		return ErrReason
	}
	e := r.in.Errands[i]
	t, n, el, err := r.errander(e)
	if err != nil {
		return err
	}
	if err := r.emit(ErrandWasRetried{Errand: e.ID, Reason: c.Reason}); err != nil {
		return err
	}
	if err := el.again(r, t, n, e); err != nil {
		return err
	}
	return r.settle()
}

// underWayErrand returns an errand that was sent and not heard of.
func (r *run) underWayErrand(id string) (Errand, error) {
	i := r.in.errandIndex(id)
	if i < 0 || r.in.Errands[i].Status != ErrandSent || r.in.Status.Ended() {
		return Errand{}, fmt.Errorf("%w: %q", ErrErrandGone, id)
	}
	return r.in.Errands[i], nil
}

// errander returns the token and the step that wait for an errand.
func (r *run) errander(e Errand) (Token, *flow.Node, errander, error) {
	n, err := r.node(e.Node)
	if err != nil {
		return Token{}, nil, nil, err
	}
	el, ok := elements[n.Type].(errander)
	if !ok {
		return Token{}, nil, nil, fmt.Errorf("%w: node %s has no errands", ErrGraph, n.ID)
	}
	t, err := r.token(e.Token)
	return t, n, el, err
}

// sendErrand begins an errand of the step at which a token stands and returns
// it. What has it done is the caller's to say: an order, or the answer to a
// need.
func (r *run) sendErrand(t Token, n *flow.Node, kind ErrandKind, row int) (Errand, error) {
	id := r.in.errandID(len(r.in.Errands) + 1)
	if err := r.emit(ErrandWasSent{Errand: id, Kind: kind, Token: t.ID, Node: n.ID, Row: row}); err != nil {
		return Errand{}, err
	}
	return r.in.Errands[len(r.in.Errands)-1], nil
}

// order has an errand done by somebody outside.
func (r *run) order(e Errand) {
	r.effects = append(r.effects, Order{ID: r.effectID(), Errand: e.ID, Kind: e.Kind, Node: e.Node})
}

// fail notes that an errand failed: the step waits for an administrator, who is
// told, or says that the case goes on.
func (r *run) fail(n *flow.Node, errand string, f Failure) error {
	if err := r.emit(ErrandHasFailed{Errand: errand, Failure: f, Passed: n.OnFail == flow.GoOn}); err != nil {
		return err
	}
	if n.OnFail != flow.GoOn {
		r.notify(Notice{Kind: NoticeStepFailed, To: []string{AdminPrincipal}, Node: n.ID})
	}
	return nil
}

// goOnFrom goes on from the stay of an errand if nothing is left to wait for.
// While the case is suspended it stays, and goes on when it is resumed.
func (r *run) goOnFrom(e Errand) error {
	if r.in.Status == Suspended || r.awaits(e.Visit) {
		return nil
	}
	t, n, el, err := r.errander(e)
	if err != nil {
		return err
	}
	if err := el.finished(r, t, n); err != nil {
		return err
	}
	return r.settle()
}

// awaits reports whether a stay waits for an errand.
func (r *run) awaits(visit int) bool {
	return slices.ContainsFunc(r.in.Errands, func(e Errand) bool { return e.Visit == visit && e.Live() })
}

// resumeErrands goes on from the stays whose errands were over while the case
// was suspended. What one of them leads to may take others away.
func (r *run) resumeErrands() error {
	for _, t := range slices.Clone(r.in.Tokens) {
		if i := r.in.tokenIndex(t.ID); i < 0 || r.in.Tokens[i].Visit != t.Visit || r.in.Tokens[i].Node != t.Node {
			continue
		}
		n, err := r.node(t.Node)
		if err != nil {
			return err
		}
		el, ok := elements[n.Type].(errander)
		if !ok || r.awaits(t.Visit) {
			continue
		}
		if err := el.finished(r, t, n); err != nil {
			return err
		}
	}
	return r.settle()
}

// keepErrands drops the errands whose step the case has left, whatever the
// command was.
func (r *run) keepErrands() error {
	for _, e := range slices.Clone(r.in.Errands) {
		i := r.in.tokenIndex(e.Token)
		stands := i >= 0 && r.in.Tokens[i].Visit == e.Visit && r.in.Tokens[i].Node == e.Node
		if !e.Live() || stands {
			continue
		}
		if err := r.drop(e); err != nil {
			return err
		}
	}
	return nil
}

// drop gives up an errand. A case that was started for it is called back.
func (r *run) drop(e Errand) error {
	if err := r.emit(ErrandWasDropped{Errand: e.ID}); err != nil {
		return err
	}
	if e.Kind == ErrandCase {
		r.effects = append(r.effects, Order{ID: r.effectID(), Errand: e.ID, Kind: OrderRecall, Node: e.Node})
	}
	return nil
}

// Errand returns the errand with this id.
func (in Instance) Errand(id string) (Errand, bool) {
	i := in.errandIndex(id)
	if i < 0 {
		return Errand{}, false
	}
	return in.Errands[i], true
}

// FailedAt returns since when the case has an errand that failed and waits for
// an administrator, in UTC milliseconds; 0 where it has none.
func (in Instance) FailedAt() int64 {
	var at int64
	for _, e := range in.Errands {
		if e.Status == ErrandFailed && (at == 0 || e.EndedAt < at) {
			at = e.EndedAt
		}
	}
	return at
}

func (in Instance) errandIndex(id string) int {
	return slices.IndexFunc(in.Errands, func(e Errand) bool { return e.ID == id })
}

func (in Instance) errandID(n int) string { return in.ID + ".e" + strconv.Itoa(n) }
