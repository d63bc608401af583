package flow

import (
	"maps"
	"slices"
)

// checkScript checks which script a node runs and what it lets it change.
func (c *compiler) checkScript(n *Node) {
	if n.Type != Script {
		if n.Script != "" {
			c.findNode(CodeScriptStray, n, nil)
		}
		return
	}
	if !idPattern.MatchString(n.Script) {
		c.findNode(CodeScriptMissing, n, nil)
	}
	for _, field := range slices.Sorted(maps.Keys(n.Fields)) {
		if n.Fields[field] == Hide {
			c.findNode(CodeScriptHides, n, map[string]any{"field": field})
		}
	}
}

// Scripts lists the names of the scripts that a node runs, each once.
func (n *Node) Scripts() []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(n.Script)
	for _, a := range n.Assignees() {
		if a.Kind == Scripted {
			add(a.Script)
		}
	}
	return names
}
