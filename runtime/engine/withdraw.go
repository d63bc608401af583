package engine

import (
	"fmt"

	"github.com/banli-oa/banli/builder/flow"
)

// Withdraw takes a running case back; only its initiator may, and only while
// every step at which it stands allows it.
type Withdraw struct {
	Actor string
	// Redo gives the case back to its initiator, to be changed and sent on again;
	// without it the case ends.
	Redo    bool
	Comment string
	At      int64
}

var _ Command = Withdraw{}

func (c Withdraw) by() (string, int64) { return c.Actor, c.At }

func (c Withdraw) run(r *run) error {
	if err := r.withdrawable(c.Actor); err != nil {
		return err
	}
	if c.Redo && r.atStart() {
		return ErrSameCase
	}
	if err := r.emit(InstanceWithdrawn{Redo: c.Redo, Comment: c.Comment}); err != nil {
		return err
	}
	if !c.Redo {
		return r.end(Withdrawn, "", "", "")
	}
	if err := r.gather(r.in.Visits[0].Node, nil, []int{-1}); err != nil {
		return err
	}
	return r.settle()
}

// withdrawable refuses whoever is not the initiator, what another system has
// been told of, and steps that do not allow to withdraw.
func (r *run) withdrawable(actor string) error {
	if err := r.active(); err != nil {
		return err
	}
	if actor != r.in.Initiator {
		return &OthersError{By: r.in.Initiator}
	}
	for _, e := range r.in.Errands { // another system cannot be made to forget
		if e.Kind == ErrandWebhook {
			return &SentError{Node: e.Node, At: e.SentAt}
		}
	}
	for _, t := range r.in.Tokens {
		n, err := r.node(t.Node)
		if err != nil {
			return err
		}
		if !n.Allows(flow.DoWithdraw) {
			return &ForbiddenError{Node: n.ID, Deed: flow.DoWithdraw}
		}
	}
	return nil
}

// atStart reports whether the case is in its initiator's hands.
func (r *run) atStart() bool {
	return len(r.in.Tokens) == 1 && r.in.Tokens[0].Node == r.in.Visits[0].Node
}

// MovedCase stands for a task where none but the case as a whole was moved.
const MovedCase = "case"

// gather cancels whatever is under way and sends one token to a node. Without a
// lineage it follows on all the stays that it leaves.
func (r *run) gather(node string, resume []Place, lineage []int) error {
	for _, t := range r.in.liveTasks() {
		if err := r.emit(TaskCancelled{Task: t.ID, Because: MovedCase}); err != nil {
			return err
		}
	}
	if len(r.in.Tokens) == 0 {
		return fmt.Errorf("%w: a running case without a token", ErrEventMisfit)
	}
	own := r.in.Tokens[0]
	var stood []int
	for _, t := range r.in.Tokens {
		stood = append(stood, t.Visit)
	}
	if lineage == nil {
		lineage = stood
	}
	for _, t := range append([]Token(nil), r.in.Tokens[1:]...) {
		if err := r.emit(TokenCancelled{Token: t.ID, Node: t.Node}); err != nil {
			return err
		}
	}
	return r.move(own, TokenMoved{To: node, Lineage: lineage, Resume: resume})
}
