package lint

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// checkScripts says which scripts no step runs.
func (c *checker) checkScripts() {
	for _, name := range slices.Sorted(maps.Keys(c.app.Scripts.Flow)) {
		runs := func(n *flow.Node) bool { return slices.Contains(n.Scripts(), name) }
		if !slices.ContainsFunc(c.flow.Nodes(), runs) {
			c.warn(CodeScriptUnused, "scripts.flow."+name, map[string]any{"script": name})
		}
	}
}
