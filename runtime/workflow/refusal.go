package workflow

import (
	"errors"
	"strings"
	"time"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// engineError says what the engine refused in terms of the app: who did what
// first, at which step, and when by the site's clock.
func (s *Service) engineError(ed *studio.Edition, err error, lang string) error {
	var (
		nobody    *engine.NobodyError
		closed    *engine.FieldClosedError
		loop      *engine.LoopError
		forbidden *engine.ForbiddenError
		notPassed *engine.NotPassedError
		fixed     *engine.ResumeFixedError
		signer    *engine.SignerError
		many      *engine.RowsError
		sent      *engine.SentError
	)
	name := func(node string) string {
		if n := ed.Flow.Node(node); n != nil && !n.Name.Empty() {
			return n.Name.In(lang, ed.App.DefaultLanguage)
		}
		return node
	}
	conflict := func(code string, params ...string) error { return conflictOf(code, params) }
	if invalid := s.choiceError(ed, err, name, lang); invalid != nil {
		return invalid
	}
	switch {
	case errors.As(err, &nobody):
		return conflict("flow.nobody", "node", name(nobody.Node))
	case errors.As(err, &closed):
		return conflict("task.fieldClosed", "field", fieldTitles(ed, closed.Fields, lang))
	case errors.As(err, &loop):
		return conflict("flow.loop", "node", name(loop.Node))
	case errors.As(err, &many):
		return conflict("flow.tooManyRows", "node", name(many.Node), "field", fieldTitles(ed, []string{many.Field}, lang),
			"rows", itoa(many.Rows), "max", itoa(flow.MaxRows))
	case errors.As(err, &forbidden):
		return conflict("task.forbidden", "node", name(forbidden.Node), "deed", deedWord(forbidden.Deed, lang))
	case errors.As(err, &notPassed):
		return conflict("task.notPassed", "node", name(notPassed.Node))
	case errors.As(err, &fixed):
		return conflict("task.resumeFixed", "node", name(fixed.Node))
	case errors.As(err, &sent):
		return conflict("errand.sent", "node", name(sent.Node), "at", iso(sent.At), "time", s.clockTime(sent.At))
	case errors.As(err, &signer):
		return conflict("task.signerTwice", "node", name(signer.Node), "person", s.peopleNames([]string{userPrincipal(signer.Person)}, lang))
	}
	return s.stateError(err, lang)
}

// stateError says what does not fit how the instance stands.
func (s *Service) stateError(err error, lang string) error {
	var (
		decided   *engine.TaskDecidedError
		wait      *engine.TaskWaitingError
		ended     *engine.EndedError
		suspended *engine.SuspendedError
		delegated *engine.DelegatedError
		not       *engine.NotDelegatedError
		others    *engine.OthersError
		late      *engine.TooLateError
		claim     *engine.ClaimError
	)
	who := func(people ...string) string {
		for i, p := range people {
			if !strings.Contains(p, ":") {
				people[i] = userPrincipal(p)
			}
		}
		return s.peopleNames(people, lang)
	}
	switch {
	case errors.As(err, &decided):
		t := engine.Task{Status: decided.Status, By: decided.By, EndedAt: decided.At}
		return s.decided(t, lang)
	case errors.As(err, &wait):
		return conflictOf("task.waiting", []string{"people", who(wait.For...)})
	case errors.As(err, &ended), errors.Is(err, engine.ErrInstanceEnded):
		return conflictOf("instance.ended", nil)
	case errors.As(err, &suspended):
		return conflictOf("instance.suspended", []string{
			"by", who(suspended.By), "at", iso(suspended.At), "time", s.clockTime(suspended.At), "reason", suspended.Reason,
		})
	case errors.As(err, &delegated):
		return conflictOf("task.delegated", []string{"people", who(delegated.To...)})
	case errors.As(err, &not):
		return conflictOf("task.notDelegated", nil)
	case errors.As(err, &others) && others.By != "":
		return conflictOf("task.others", []string{"by", who(others.By)})
	case errors.As(err, &others):
		return conflictOf("task.nobodys", nil)
	case errors.As(err, &late) && late.By != "":
		return conflictOf("task.tooLate", []string{"by", who(late.By), "at", iso(late.At), "time", s.clockTime(late.At)})
	case errors.As(err, &late):
		return conflictOf("task.movedOn", nil)
	case errors.As(err, &claim):
		return conflictOf("task.notClaimable", []string{"people", who(claim.By...)})
	case errors.Is(err, engine.ErrActionUnknown):
		return conflictOf("task.action", nil)
	case errors.Is(err, engine.ErrTaskUnknown):
		return &fault.NotFound{Thing: "task"}
	case errors.Is(err, engine.ErrErrandUnknown):
		return conflictOf("errand.notFailed", nil)
	case errors.Is(err, engine.ErrPeople):
		return conflictOf("task.people", nil)
	case errors.Is(err, engine.ErrReason):
		return conflictOf("instance.reason", nil)
	case errors.Is(err, engine.ErrSameCase):
		return conflictOf("instance.unchanged", nil)
	}
	return err
}

// conflictOf makes a conflict of a code and pairs of parameters.
func conflictOf(code string, pairs []string) error {
	c := &fault.Conflict{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if c.Params == nil {
			c.Params = map[string]string{}
		}
		c.Params[pairs[i]] = pairs[i+1]
	}
	return c
}

// deedWord says what a step forbids.
func deedWord(d flow.Deed, lang string) string {
	switch d {
	case flow.DoReject:
		return sayIn(lang, "rejecting", "拒绝")
	case flow.DoReturn:
		return sayIn(lang, "returning", "退回")
	case flow.DoTransfer:
		return sayIn(lang, "transferring", "转交")
	case flow.DoDelegate:
		return sayIn(lang, "delegating", "委托")
	case flow.DoAddSigner:
		return sayIn(lang, "adding signers", "加签")
	case flow.DoUndo:
		return sayIn(lang, "taking a decision back", "撤回审批")
	case flow.DoWithdraw:
		return sayIn(lang, "withdrawing", "撤回申请")
	}
	return string(d)
}

func iso(at int64) string { return time.UnixMilli(at).UTC().Format(time.RFC3339) }

// clockTime says an instant by the site's clock: the time today, with the date
// on other days.
func (s *Service) clockTime(at int64) string {
	site := s.Calendar.Current()
	t := time.UnixMilli(at).In(site.Zone())
	if site.Date(t) == site.Today(s.Clock) {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// peopleNames lists principals by their names.
func (s *Service) peopleNames(principals []string, lang string) string {
	names := make([]string, len(principals))
	for i, p := range principals {
		names[i] = principalView(s.Identity.Organisation(), p).Name.In(lang, "en")
	}
	return strings.Join(names, sayIn(lang, ", ", "、"))
}
