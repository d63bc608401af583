package engine

import "github.com/banli-oa/banli/builder/flow"

// webhookElement holds a token until another system has been called.
type webhookElement struct{}

var (
	_ errander = webhookElement{}
	_ passer   = webhookElement{}
)

func (webhookElement) enter(r *run, t Token, n *flow.Node) error {
	if r.look != nil {
		return nil // it is passed when there is nothing else to do
	}
	e, err := r.sendErrand(t, n, ErrandWebhook, 0)
	if err != nil {
		return err
	}
	r.order(e)
	return nil
}

func (webhookElement) again(r *run, _ Token, _ *flow.Node, e Errand) error {
	r.order(e)
	return nil
}

func (webhookElement) finished(r *run, t Token, n *flow.Node) error { return r.leave(t, n) }

func (webhookElement) pass(r *run, t Token, n *flow.Node) error { return r.leave(t, n) }
