package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// The codes of warnings about waiting, deadlines and messages.
const (
	CodeWaitOptional  = "lint.waitOptional"  // node, field
	CodeReminderEarly = "lint.reminderEarly" // node, amount
	CodeMessageHidden = "lint.messageHidden" // node, field
)

// checkMessage looks at what a step tells people: whoever may be told what
// others must not see.
func (c *checker) checkMessage(n *flow.Node) {
	for _, f := range c.form.Fields() {
		named := false
		for _, text := range n.Message {
			named = named || strings.Contains(text, "{"+f.ID+"}")
		}
		hidden := slices.ContainsFunc(c.flow.Nodes(), func(o *flow.Node) bool { return o.AccessTo(f.Path) == flow.Hide })
		if named && hidden {
			c.warn(CodeMessageHidden, "flow.nodes."+n.ID, map[string]any{"node": n.ID, "field": f.ID})
		}
	}
}

// checkTime looks at what a step waits for, and at its deadline.
func (c *checker) checkTime(n *flow.Node) {
	place := "flow.nodes." + n.ID
	if n.Wait != nil && n.Wait.Field != "" {
		if field, _, _ := strings.Cut(n.Wait.Field, "."); c.mayBeEmpty(field) {
			c.warn(CodeWaitOptional, place, map[string]any{"node": n.ID, "field": field})
		}
	}
	if n.Deadline == nil {
		return
	}
	for _, r := range n.Deadline.Remind {
		if r.When != flow.After && atLeast(r.Span(), n.Deadline.After) {
			c.warn(CodeReminderEarly, place, map[string]any{"node": n.ID, "amount": strconv.Itoa(r.Amount) + " " + string(r.Unit)})
		}
	}
}

// atLeast reports whether one span is certainly as long as another: of those in
// working time and those that are not, only spans of one sort compare.
func atLeast(a, b flow.Span) bool {
	if a.Unit.Working() != b.Unit.Working() {
		return false
	}
	return a.Amount*minutesOf[a.Unit] >= b.Amount*minutesOf[b.Unit]
}

// minutesOf counts a working day as the eight hours of a usual one.
var minutesOf = map[flow.Unit]int{
	flow.Minutes: 1, flow.Hours: 60, flow.Days: 24 * 60, flow.WorkHours: 60, flow.WorkDays: 8 * 60,
}

// spanWords say a length of time.
var spanWords = map[flow.Unit]words.Text{
	flow.Minutes:   {"en": "{n} minutes", "zh-CN": "{n} 分钟"},
	flow.Hours:     {"en": "{n} hours", "zh-CN": "{n} 小时"},
	flow.Days:      {"en": "{n} days", "zh-CN": "{n} 天"},
	flow.WorkHours: {"en": "{n} working hours", "zh-CN": "{n} 个工作小时"},
	flow.WorkDays:  {"en": "{n} working days", "zh-CN": "{n} 个工作日"},
}

// spanTitle says a span, "4 workHours", in each language.
func spanTitle(text string) words.Text {
	n, unit, _ := strings.Cut(text, " ")
	said := words.Text{}
	for lang, template := range spanWords[flow.Unit(unit)] {
		said[lang] = strings.ReplaceAll(template, "{n}", n)
	}
	return said
}
