package flow

import (
	"maps"
	"slices"
)

// checkMessage checks what a node has to say. What it may name in braces is the
// app's affair.
func (c *compiler) checkMessage(n *Node) {
	switch {
	case n.Type != Notify && n.Message != nil:
		c.findNode(CodeMessageStray, n, nil)
	case n.Type == Notify && n.Message.Empty():
		c.findNode(CodeMessageMissing, n, nil)
	}
	for _, lang := range slices.Sorted(maps.Keys(n.Message)) {
		if len(n.Message[lang]) > MaxMessageBytes {
			c.findNode(CodeMessageTooLong, n, map[string]any{"lang": lang, "max": MaxMessageBytes})
		}
	}
}
