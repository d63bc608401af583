package engine_test

import "github.com/banli-oa/banli/builder/flow"

// This file makes what is about time in scenarios.

func (b *flowBuilder) span() flow.Span {
	return flow.Span{
		Amount: b.d.n(1, 4), Unit: pick(b.d, flow.Units()),
	}
}

func (b *flowBuilder) wait() *flow.WaitFor {
	s := b.span()
	switch b.d.n(0, 3) {
	case 0:
		return &flow.WaitFor{Work: true}
	case 1:
		return &flow.WaitFor{Field: "day"}
	case 2:
		return &flow.WaitFor{Field: "day", At: "09:00", Before: &s}
	}
	return &flow.WaitFor{For: &s}
}

func (b *flowBuilder) deadline() *flow.Deadline {
	d := &flow.Deadline{After: b.span(), Then: pick(b.d, append(flow.Thens(), ""))}
	for range b.d.n(0, 2) {
		s := b.span()
		d.Remind = append(d.Remind, flow.Reminder{
			Amount: s.Amount, Unit: s.Unit, When: pick(b.d, []flow.When{"", flow.Before, flow.After}),
		})
	}
	if d.Then == flow.Transfer || d.Then == flow.Escalate && b.d.coin() {
		d.To = b.assignee()
	}
	return d
}
