package engine

import "github.com/banli-oa/banli/builder/flow"

// subflowElement starts a case of another app, or one for each row of a table,
// and waits until all of them have ended.
type subflowElement struct{}

var (
	_ errander = subflowElement{}
	_ passer   = subflowElement{}
)

// SkippedNoRows is the reason of a step for each row of a table that has none.
const SkippedNoRows = "noRows"

func (subflowElement) enter(r *run, t Token, n *flow.Node) error {
	first, last := 0, 0
	if n.Sub.Each != "" {
		first, last = 1, rowsOf(n, r.in.Values)
		if last == 0 {
			if r.look.unsureStep(t) {
				return nil
			}
			if err := r.emit(NodeSkipped{Token: t.ID, Node: n.ID, Reason: SkippedNoRows}); err != nil {
				return err
			}
			return r.onward(t, n)
		}
	}
	if r.look != nil {
		return nil // it is passed when there is nothing else to do
	}
	if last > flow.MaxRows {
		return &RowsError{Node: n.ID, Field: n.Sub.Each, Rows: last}
	}
	for row := first; row <= last; row++ {
		e, err := r.sendErrand(t, n, ErrandCase, row)
		if err != nil {
			return err
		}
		r.order(e)
	}
	return nil
}

// pass goes on as if every case had been approved.
func (subflowElement) pass(r *run, t Token, n *flow.Node) error {
	r.look.edits = r.look.edits || len(n.Sub.Take) > 0
	return r.onward(t, n)
}

func (subflowElement) again(r *run, _ Token, _ *flow.Node, e Errand) error {
	r.order(e)
	return nil
}

func (subflowElement) finished(r *run, t Token, n *flow.Node) error {
	switch {
	case judgeCases(n, r.in.errandsOf(t.Visit)) != refused:
		return r.onward(t, n)
	case n.OnReject == flow.ReturnCase:
		return r.retreat(t.ID, r.startOf(t.Visit), n.Resume != flow.WalkAgain, MovedCase)
	}
	return r.end(Rejected, n.ID, "", "")
}
