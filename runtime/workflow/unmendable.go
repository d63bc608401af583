package workflow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// mendable leaves out of what is wrong with a case what lies in a field or column
// that whoever decides does not see and that is as it was. They could not mend it,
// and the refusal would tell what stands there: a rule that goes by what they fill
// in may limit or require it. What is computed anew is judged, seen or not.
func (c check) mendable(ed *studio.Edition, values form.Values, problems []fault.Problem) []fault.Problem {
	if c.notSeen == nil || len(problems) == 0 {
		return problems
	}
	unseen := c.notSeen()
	return slices.DeleteFunc(problems, func(p fault.Problem) bool {
		id, rest, _ := strings.Cut(strings.TrimPrefix(p.Path, "/"), "/")
		number, column, inRow := strings.Cut(rest, "/")
		f, _ := ed.Form.Field(id)
		if f.Kind != form.KindTable || !inRow || slices.Contains(unseen, id) {
			return slices.Contains(unseen, id) && sameValue(c.before[id], values[id])
		}
		column, _, _ = strings.Cut(column, "/")
		rows, _ := values[id].([]any)
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(rows) || !slices.Contains(unseen, id+"."+column) {
			return false
		}
		cells, _ := rows[i].(map[string]any)
		return sameValue(rowsByID(c.before[id])[rowID(rows[i])][column], cells[column])
	})
}
