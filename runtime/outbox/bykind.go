package outbox

import "context"

// byKind delivers by one way or another.
type byKind struct {
	ways map[string]Deliverer
	rest Deliverer
}

var _ Deliverer = byKind{}

// ByKind returns a deliverer that hands an effect to the way for its kind, and
// every other to rest. What Fan says of its ways goes for these too: they only
// note what is to be done.
//
//	outbox in the case ─┬─ errand.webhook: one document for the call ── sender
//	                    ├─ errand.case:    one case of another app
//	                    └─ all others:     notices and mail
func ByKind(ways map[string]Deliverer, rest Deliverer) Deliverer { return byKind{ways, rest} }

func (b byKind) Deliver(ctx context.Context, e Effect) error {
	if way, ok := b.ways[e.Kind]; ok {
		return way.Deliver(ctx, e)
	}
	return b.rest.Deliver(ctx, e)
}
