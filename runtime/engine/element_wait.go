package engine

import (
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// waitElement holds a token until a time has come.
type waitElement struct{}

var (
	_ element = waitElement{}
	_ passer  = waitElement{}
)

// SkippedNoDate is the reason of a wait whose date is not filled in.
const SkippedNoDate = "noDate"

func (waitElement) enter(r *run, t Token, n *flow.Node) error {
	d := Due{From: r.at}
	switch {
	case n.Wait.Field != "":
		d.Date, d.Time, d.Before = dateIn(r.in.Values, n.Wait.Field), n.Wait.At, n.Wait.Before
		if d.Date == "" {
			if r.look.unsureStep(t) {
				return nil
			}
			if err := r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedNoDate}); err != nil {
				return err
			}
			return r.leave(t, n)
		}
		d.From = 0
	case n.Wait.Work:
		d.Working = true
	default:
		d.After = n.Wait.For
	}
	if r.look != nil {
		return nil // it is passed when there is nothing else to do
	}
	due, known := r.when(n.ID, d)
	if !known {
		return nil
	}
	if due <= r.at {
		return r.leave(t, n)
	}
	return r.setTimer(Timer{Due: due, Purpose: TimerWait, Node: n.ID, Token: t.ID})
}

func (waitElement) pass(r *run, t Token, n *flow.Node) error { return r.leave(t, n) }

// dateIn reads a date field, or an end of a date range: "period.start".
func dateIn(values map[string]any, path string) string {
	if date, ok := values[path].(string); ok {
		return date
	}
	field, end, _ := strings.Cut(path, ".")
	period, _ := values[field].(map[string]any)
	date, _ := period[end].(string)
	return date
}
