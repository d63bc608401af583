package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// CodeHiddenTold is the code of a warning about a hidden column that something in
// sight tells.
const CodeHiddenTold = "lint.hiddenTold" // node, table, var, field

// checkHidden looks for columns that a step hides although its people can work out
// what stands in them: they may remove rows of the table, and see how a field
// changes that is computed from the column.
func (c *checker) checkHidden(n *flow.Node) {
	if !n.Type.Asks() || n.Type == flow.Start {
		return
	}
	for _, f := range c.form.Fields() {
		if n.AccessTo(f.ID) != flow.Edit {
			continue
		}
		for _, column := range f.Columns {
			if n.AccessTo(column.Path) != flow.Hide {
				continue
			}
			for _, told := range c.computedFrom(column.Path) {
				if n.AccessTo(told) != flow.Hide {
					c.warn(CodeHiddenTold, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "table": f.ID, "var": column.Path, "field": told})
				}
			}
		}
	}
}

// computedFrom lists the fields that rules compute from a column.
func (c *checker) computedFrom(path string) []string {
	var fields []string
	for _, r := range c.app.Rules {
		for _, a := range r.Then {
			if !r.Enabled || a.Do != rule.DoSet || strings.Contains(a.Field, ".") || slices.Contains(fields, a.Field) {
				continue
			}
			if expr, err := rule.Parse(a.Value); err == nil && slices.Contains(expr.Vars(), path) {
				fields = append(fields, a.Field)
			}
		}
	}
	return fields
}
