package lint

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// The codes of warnings about scripts.
const (
	CodeScriptUnused = "lint.scriptUnused" // script
	CodeComputeIdle  = "lint.computeIdle"  //
	CodeComputeRule  = "lint.computeRule"  // field, rule
)

// checkScripts says which scripts no step runs, and what compute does in vain.
func (c *checker) checkScripts() {
	if c.app.Scripts.Compute != "" && len(c.app.Scripts.Sets) == 0 {
		c.warn(CodeComputeIdle, "scripts.compute", nil)
	}
	for _, field := range c.app.Scripts.Sets {
		for _, r := range c.app.Rules {
			sets := func(a rule.Action) bool { return a.Do == rule.DoSet && a.Field == field }
			if r.Enabled && slices.ContainsFunc(r.Then, sets) {
				c.warn(CodeComputeRule, "scripts.compute", map[string]any{"field": field, "rule": r.ID})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.app.Scripts.Flow)) {
		runs := func(n *flow.Node) bool { return slices.Contains(n.Scripts(), name) }
		if !slices.ContainsFunc(c.flow.Nodes(), runs) {
			c.warn(CodeScriptUnused, "scripts.flow."+name, map[string]any{"script": name})
		}
	}
}
