package flow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/rule"
)

var timePattern = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// checkWait checks what a node waits for.
func (c *compiler) checkWait(n *Node) {
	w := n.Wait
	if n.Type != Wait {
		if w != nil {
			c.findNode(CodeWaitStray, n, nil)
		}
		return
	}
	ways := 0
	if w != nil {
		for _, way := range []bool{w.For != nil, w.Field != "", w.Work} {
			if way {
				ways++
			}
		}
	}
	if ways != 1 {
		c.findNode(CodeWaitMissing, n, nil)
		return
	}
	if w.For != nil {
		c.checkSpan(n, *w.For)
	}
	if w.Field == "" {
		if w.At != "" || w.Before != nil {
			c.findNode(CodeWaitDateStray, n, nil)
		}
		return
	}
	if !c.dated(w.Field) {
		c.findNode(CodeWaitField, n, map[string]any{"field": w.Field})
	}
	if w.At != "" && !timePattern.MatchString(w.At) {
		c.findNode(CodeWaitTime, n, map[string]any{"time": w.At})
	}
	if w.Before != nil {
		c.checkSpan(n, *w.Before)
	}
}

// dated reports whether a path reads a date: a date field, or an end of a
// range.
func (c *compiler) dated(path string) bool {
	if c.types == nil {
		return true
	}
	if t, ok := c.types[path]; ok {
		return t.Kind == rule.KindDate && !t.List && !strings.Contains(path, ".")
	}
	field, end, _ := strings.Cut(path, ".")
	return c.types[field].Kind == rule.KindDateRange && (end == "start" || end == "end")
}

// checkDeadline checks how long the people of a node have.
func (c *compiler) checkDeadline(n *Node) {
	d := n.Deadline
	if d == nil {
		return
	}
	if !n.Type.Asks() {
		c.findNode(CodeDeadlineStray, n, nil)
		return
	}
	c.checkSpan(n, d.After)
	if len(d.Remind) > MaxReminders {
		c.findNode(CodeRemindersTooMany, n, map[string]any{"max": MaxReminders})
	}
	for _, r := range d.Remind {
		c.checkSpan(n, r.Span())
		if r.When != "" && r.When != Before && r.When != After {
			c.findNode(CodeReminderWhen, n, map[string]any{"when": string(r.When)})
		}
	}
	then := d.ThenOr()
	if n.Type == FillIn && (then == Approve || then == Reject) {
		c.findNode(CodeFillInThen, n, map[string]any{"then": string(then)}) // time fills nothing in
	}
	switch then {
	case OnlyRemind, Approve, Reject:
		if d.To != nil {
			c.findNode(CodeDeadlineToStray, n, nil)
		}
	case Escalate:
		if d.To != nil {
			c.checkAssignee(n, d.To)
		}
	case Transfer:
		if d.To == nil {
			c.findNode(CodeDeadlineTo, n, nil)
			return
		}
		c.checkAssignee(n, d.To)
	default:
		c.findNode(CodeDeadlineThen, n, map[string]any{"then": string(d.Then)})
	}
}

func (c *compiler) checkSpan(n *Node, s Span) {
	if s.Amount < 1 || s.Amount > MaxAmount || !slices.Contains(Units(), s.Unit) {
		c.findNode(CodeSpanInvalid, n, map[string]any{"max": MaxAmount})
	}
}
