package app

import (
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of findings about sensitive fields: what would show or keep in plain
// text what is sealed.
const (
	CodeTitleSensitive    = "app.titleSensitive"    // placeholder
	CodeSummarySensitive  = "app.summarySensitive"  // field
	CodeMessageSensitive  = "app.messageSensitive"  // node, placeholder
	CodeWebhookSensitive  = "app.webhookSensitive"  // node, field
	CodeAssigneeSensitive = "app.assigneeSensitive" // node, field
)

// checkSensitive refuses to take sensitive fields to where anybody may read them:
// into titles, lists and notices, to other systems, and into the names of those
// who act.
func (c *compiler) checkSensitive() {
	f := c.out.Form
	if f == nil || f.Sensitive() == nil {
		return
	}
	for _, id := range c.sensitiveIn(c.app.Title) {
		c.find(CodeTitleSensitive, "app.title", map[string]any{"placeholder": id})
	}
	for _, id := range c.app.Summary {
		if f.Touches(id) {
			c.find(CodeSummarySensitive, "app.summary", map[string]any{"field": id})
		}
	}
	for i := range c.app.Flow.Nodes {
		n := &c.app.Flow.Nodes[i]
		place := "flow.nodes." + n.ID
		for _, id := range c.sensitiveIn(n.Message) {
			c.find(CodeMessageSensitive, place, map[string]any{"node": n.ID, "placeholder": id})
		}
		if n.Webhook != nil {
			for _, path := range n.Webhook.Fields {
				if f.Touches(path) {
					c.find(CodeWebhookSensitive, place, map[string]any{"node": n.ID, "field": path})
				}
			}
		}
		for _, a := range n.Assignees() {
			if (a.Kind == flow.Field || a.Kind == flow.DepartmentHead) && a.Field != "" && f.Touches(a.Field) {
				c.find(CodeAssigneeSensitive, place, map[string]any{"node": n.ID, "field": a.Field})
			}
		}
	}
}

// sensitiveIn lists the sensitive fields that a template shows, each once.
func (c *compiler) sensitiveIn(t words.Text) []string {
	var found []string
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		for _, part := range splitTitle(t[lang]) {
			if part.placeholder && c.out.Form.Touches(part.text) && !slices.Contains(found, part.text) {
				found = append(found, part.text)
			}
		}
	}
	return found
}
