package outbox

import (
	"context"
	"errors"
)

// fan delivers by several ways.
type fan []Deliverer

var _ Deliverer = fan(nil)

// Fan returns a deliverer that hands every effect to each way, whatever became
// of it in the others: a way that fails delays no other. What failed is tried
// again in all of them, which is a repeat that does nothing where it went well
// before. So a way must only note what is to be done, in its own store and
// under the effect's id, and leave what takes long to a queue of its own:
//
//	outbox in the case ─┬─ notices: one insert for each person
//	                    └─ mail:    one insert for each letter ── sender
//
// The effect leaves the case's document only when each way has noted it
// durably, so nothing is lost to a crash in between.
func Fan(ways ...Deliverer) Deliverer { return fan(ways) }

func (f fan) Deliver(ctx context.Context, e Effect) error {
	errs := make([]error, len(f))
	for i, way := range f {
		errs[i] = way.Deliver(ctx, e)
	}
	return errors.Join(errs...)
}
