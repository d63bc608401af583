package lint

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// The codes of warnings about sensitive fields.
const (
	CodeSensitiveUnopened = "lint.sensitiveUnopened" // field
	CodeSensitiveCopied   = "lint.sensitiveCopied"   // rule, field, var
	CodeSensitiveTime     = "lint.sensitiveTime"     // node, field
	CodeSubSensitive      = "lint.subSensitive"      // node, app, name, field
)

// checkSensitive looks at where sensitive values may go, and whether anybody sees
// them.
func (c *checker) checkSensitive() {
	if c.form == nil || c.form.Sensitive() == nil {
		return
	}
	for _, path := range c.form.Sensitive() {
		opened := slices.ContainsFunc(c.app.Flow.Nodes, func(n flow.Node) bool { return opens(&n, path) })
		if !opened {
			c.warn(CodeSensitiveUnopened, "form.fields."+path, map[string]any{"field": path})
		}
	}
	for _, r := range c.app.Rules {
		for _, a := range r.Then {
			if source := c.sensitiveSource(a); source != "" && !c.form.Touches(a.Field) {
				c.warn(CodeSensitiveCopied, "rules."+r.ID, map[string]any{"rule": r.ID, "field": a.Field, "var": source})
			}
		}
	}
	for i := range c.app.Flow.Nodes {
		n := &c.app.Flow.Nodes[i]
		if n.Wait == nil {
			continue
		}
		if field, _, _ := strings.Cut(n.Wait.Field, "."); c.form.Touches(field) {
			c.warn(CodeSensitiveTime, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": field})
		}
	}
}

// opens reports whether a step at which somebody acts lets them see a sensitive
// field: it must say so of the field, or of its table.
func opens(n *flow.Node, path string) bool {
	if !n.Type.Asks() || n.AccessTo(path) == flow.Hide {
		return false
	}
	table, _, _ := strings.Cut(path, ".")
	_, said := n.Fields[path]
	_, ofTable := n.Fields[table]
	return said || ofTable
}

// sensitiveSource is a sensitive field that an action computes another one from;
// empty where it computes none, or from none.
func (c *checker) sensitiveSource(a rule.Action) string {
	if a.Do != rule.DoSet && a.Do != rule.DoDefault || len(a.Value) == 0 {
		return ""
	}
	expr, err := rule.Parse(a.Value)
	if err != nil {
		return "" // that is said already
	}
	table, _, _ := strings.Cut(a.Field, ".")
	for _, name := range expr.Vars() {
		if column, ok := strings.CutPrefix(name, "$row."); ok {
			name = table + "." + column
		}
		if c.form.Touches(name) {
			return name
		}
	}
	return ""
}

// checkHandedOn looks at what goes from one app to another: what is sealed in one
// and not in the other is readable there.
func (c *checker) checkHandedOn(n *flow.Node, other *app.Compiled) {
	warn := func(name, field string) {
		c.sub(Finding{Code: CodeSubSensitive, Level: Warning}, n, other, map[string]any{"name": name, "field": field})
	}
	for _, fill := range n.Sub.Fill {
		if fill.From != "" && c.form.Touches(fill.From) && !other.Form.Touches(fill.Field) {
			warn(fill.Field, fill.From)
		}
	}
	for _, take := range n.Sub.Take {
		if other.Form.Touches(take.From) && !c.form.Touches(take.To) {
			warn(take.From, take.To)
		}
	}
}
