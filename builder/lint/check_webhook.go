package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// The codes of warnings about webhooks.
const (
	CodeWebhookPlain  = "lint.webhookPlain"  // node
	CodeWebhookHidden = "lint.webhookHidden" // node, field
)

// checkWebhook looks at what a step sends to another system, and how.
func (c *checker) checkWebhook(n *flow.Node) {
	if n.Webhook == nil {
		return
	}
	place := "flow.nodes." + n.ID
	if strings.HasPrefix(strings.ToLower(n.Webhook.URL), "http:") {
		c.warn(CodeWebhookPlain, place, map[string]any{"node": n.ID})
	}
	for _, field := range n.Webhook.Fields {
		if slices.ContainsFunc(c.flow.Nodes(), func(o *flow.Node) bool { return o.AccessTo(field) == flow.Hide }) {
			c.warn(CodeWebhookHidden, place, map[string]any{"node": n.ID, "field": field})
		}
	}
}
