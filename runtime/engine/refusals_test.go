package engine_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/runtime/engine"
)

// sayError says why a command was refused.
func sayError(err error) string {
	var decided *engine.TaskDecidedError
	var nobody *engine.NobodyError
	var closed *engine.FieldClosedError
	var waiting *engine.TaskWaitingError
	var unchosen *engine.ChoiceMissingError
	var choice *engine.ChoiceError
	var lately *engine.UrgedLatelyError
	var sent *engine.SentError
	switch {
	case errors.As(err, &lately):
		return fmt.Sprintf("urged lately, again at %d", lately.Until)
	case errors.Is(err, engine.ErrNothingToUrge):
		return "nothing to urge"
	case errors.As(err, &unchosen):
		return "nobody is chosen for " + strings.Join(unchosen.Nodes, ", ")
	case errors.As(err, &choice):
		return strings.TrimSpace(fmt.Sprintf("wrong choice for %s: %s %s", choice.Node, choice.Fault, choice.Person))
	case errors.As(err, &waiting):
		return "first comes " + who(waiting.For)
	case errors.As(err, &sent):
		return fmt.Sprintf("%s told another system at %d", sent.Node, sent.At)
	case sayStateError(err) != "":
		return sayStateError(err)
	case errors.As(err, &decided) && errors.Is(err, engine.ErrInstanceEnded):
		return fmt.Sprintf("%s by %s, the case has ended", decided.Status, actor(decided.By))
	case errors.As(err, &decided):
		return fmt.Sprintf("%s by %s at %d", decided.Status, actor(decided.By), decided.At)
	case errors.As(err, &nobody):
		return "nobody at " + nobody.Node
	case errors.As(err, &closed):
		return fmt.Sprintf("closed at %s: %s", closed.Node, strings.Join(closed.Fields, ", "))
	case errors.Is(err, engine.ErrTaskUnknown):
		return "no such task"
	case errors.Is(err, engine.ErrActionUnknown):
		return "no such action"
	case errors.Is(err, engine.ErrNothingToHandOver):
		return "nothing to hand over"
	case errors.Is(err, engine.ErrNothingToCover):
		return "nothing to stand in for"
	case errors.Is(err, engine.ErrTimerGone):
		return "no such timer"
	case errors.Is(err, engine.ErrTimerEarly):
		return "its time has not come"
	case errors.Is(err, engine.ErrErrandGone):
		return "the errand is over"
	case errors.Is(err, engine.ErrErrandUnknown):
		return "no such errand failed"
	case errors.Is(err, engine.ErrAnswer):
		return "no such successor"
	case errors.Is(err, engine.ErrInstanceSubmitted):
		return "already submitted"
	}
	return err.Error()
}

// sayStateError says what does not fit how the case stands.
func sayStateError(err error) string {
	var (
		ended     *engine.EndedError
		suspended *engine.SuspendedError
		forbidden *engine.ForbiddenError
		notPassed *engine.NotPassedError
		fixed     *engine.ResumeFixedError
		delegated *engine.DelegatedError
		not       *engine.NotDelegatedError
		signer    *engine.SignerError
		others    *engine.OthersError
		late      *engine.TooLateError
		claim     *engine.ClaimError
	)
	switch {
	case errors.As(err, &ended):
		return fmt.Sprintf("the case is %s since %d", ended.Status, ended.At)
	case errors.As(err, &suspended):
		return fmt.Sprintf("suspended by %s at %d: %s", suspended.By, suspended.At, suspended.Reason)
	case errors.As(err, &forbidden):
		return fmt.Sprintf("%s forbids to %s", forbidden.Node, forbidden.Deed)
	case errors.As(err, &notPassed):
		return notPassed.Node + " was not passed"
	case errors.As(err, &fixed):
		return "comes back at the " + string(fixed.Resume)
	case errors.As(err, &delegated):
		return "asked for an answer by " + who(delegated.To)
	case errors.As(err, &not):
		return "not delegated"
	case errors.As(err, &signer):
		return signer.Person + " is asked already"
	case errors.As(err, &others) && others.By == "":
		return "nobody's to take back"
	case errors.As(err, &others):
		return "that is " + others.By + "'s"
	case errors.As(err, &late) && late.By == "":
		return "the case went on since"
	case errors.As(err, &late):
		return fmt.Sprintf("%s acted at %d", late.By, late.At)
	case errors.As(err, &claim):
		return "it is " + who(claim.By) + "'s"
	case errors.Is(err, engine.ErrReason):
		return "no reason"
	case errors.Is(err, engine.ErrPeople):
		return "no people"
	case errors.Is(err, engine.ErrSameCase):
		return "nothing changes"
	}
	return ""
}
