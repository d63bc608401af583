package workflow

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/ids"
)

// atItsRow returns an errand with the number that its row has now. An errand knows
// its row by the number that it had when the errand was sent, and rows may move
// meanwhile. Where the row is gone the number is 0.
func (d *Document) atItsRow(n *flow.Node, e engine.Errand) (engine.Errand, error) {
	if n.Sub.Each == "" || e.Row < 1 {
		return e, nil
	}
	id, known, err := d.rowSentFor(n.Sub.Each, e)
	if err != nil || !known {
		return e, err
	}
	rows, _ := d.Case.Values[n.Sub.Each].([]any)
	e.Row = slices.IndexFunc(rows, func(row any) bool { return rowID(row) == id }) + 1
	return e, nil
}

// rowSentFor returns the id of the row that an errand was sent for, which only the
// history knows; false where that was erased.
func (d *Document) rowSentFor(table string, e engine.Errand) (id string, known bool, err error) {
	var rows any
	take := func(changes map[string]any) {
		if now, said := changes[table]; said {
			rows = now
		}
	}
	for _, b := range d.History {
		if b.Events == "" {
			return "", false, nil
		}
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
			return "", false, fmt.Errorf("workflow: history of instance %s: %w", d.ID, err)
		}
		for _, rec := range events {
			switch ev := rec.Event.(type) {
			case engine.InstanceSubmitted:
				take(ev.Values)
			case engine.FieldsEdited:
				take(ev.Edits)
				take(ev.Computed)
			case engine.FieldsSet:
				take(ev.Values)
			case engine.ErrandWasSent:
				if ev.Errand == e.ID {
					id, err := d.rowNamed(table, rows, e.Row)
					return id, true, err
				}
			}
		}
	}
	return "", false, fmt.Errorf("workflow: %w: no errand %s", engine.ErrEventMisfit, e.ID)
}

// rowNamed returns the id of a row of a table as it is stored, by its number.
func (d *Document) rowNamed(table string, stored any, number int) (string, error) {
	if d.box != nil {
		var err error
		if stored, err = d.box.open(stored, table); err != nil {
			return "", fmt.Errorf("workflow: history of instance %s: %w", d.ID, err)
		}
	}
	rows, _ := stored.([]any)
	if number > len(rows) {
		return "", fmt.Errorf("workflow: %w: no row %d of %s", engine.ErrEventMisfit, number, table)
	}
	if id := rowID(rows[number-1]); id != "" {
		return id, nil
	}
	return oldRowID(d.ID, table, number-1), nil
}

// oldRowID is the id of a row that was stored before rows had any.
func oldRowID(instance, table string, n int) string {
	return ids.Hash("row", instance, table, itoa(n))
}
