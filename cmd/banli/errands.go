package main

import (
	"context"

	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
)

// waitingCases are the cases that webhooks are called for.
type waitingCases struct{ cases *workflow.Service }

var _ webhook.Cases = waitingCases{}

func (w waitingCases) Waits(ctx context.Context, instance, errand string) (bool, error) {
	return w.cases.ErrandWaits(ctx, instance, errand)
}

func (w waitingCases) Finish(ctx context.Context, instance, errand string) error {
	return w.cases.FinishErrand(ctx, instance, errand, "")
}

func (w waitingCases) Fail(ctx context.Context, instance, errand string, f webhook.Failure) error {
	return w.cases.FailErrand(ctx, instance, errand, engine.Failure(f))
}

// ways are where effects go: those that have something done by their kinds, all
// others to people.
func (p *product) ways() outbox.Deliverer {
	ways := p.workflow.SubFlows()
	ways[workflow.EffectWebhook] = p.webhooks
	return outbox.ByKind(ways, outbox.Fan(p.notices, p.post))
}
