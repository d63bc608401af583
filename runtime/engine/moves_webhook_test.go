package engine_test

import (
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// webhook makes a step that calls another system.
func (b *flowBuilder) webhook() flow.Node {
	return flow.Node{
		Type: flow.Webhook, Webhook: &flow.Call{URL: "https://erp.example.com/hook", Fields: []string{"a"}},
		OnFail: pick(b.d, []flow.OnFail{"", flow.AskAdmin, flow.GoOn}),
	}
}

// checkSent checks that a case that has told another system stays with whoever
// has it: its initiator cannot withdraw it.
func (p *player) checkSent(before engine.Instance, c engine.Command) {
	if _, ok := c.(engine.Withdraw); !ok {
		return
	}
	for _, e := range before.Errands {
		if e.Kind == engine.ErrandWebhook {
			p.fail(refusal, "the case was withdrawn though errand %s had told another system", e.ID)
		}
	}
}
