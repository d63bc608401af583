package flow

import (
	"bytes"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/rule"
)

// checkSubFlow checks what a node starts. Whether the other app is there and its
// form fits is looked at where all apps are known.
func (c *compiler) checkSubFlow(n *Node) {
	s := n.Sub
	switch {
	case n.Type != Subflow && s != nil:
		c.findNode(CodeSubStray, n, nil)
		return
	case n.Type != Subflow:
		return
	case s == nil || s.App == "":
		c.findNode(CodeSubMissing, n, nil)
		return
	}
	if s.Each != "" && !c.isTable(s.Each) {
		c.findNode(CodeSubTable, n, map[string]any{"field": s.Each})
	}
	switch s.Until {
	case "", UntilEnded:
	case UntilStarted:
		if len(s.Take) > 0 || s.Need != "" && s.Need != NeedNone {
			c.findNode(CodeSubStarted, n, nil)
		}
	default:
		c.findNode(CodeSubUnknown, n, map[string]any{"value": string(s.Until)})
	}
	switch s.Need {
	case "", NeedAll, NeedAny, NeedNone:
	default:
		c.findNode(CodeSubUnknown, n, map[string]any{"value": string(s.Need)})
	}
	if len(s.Fill) > MaxMappings || len(s.Take) > MaxMappings {
		c.findNode(CodeSubTooMany, n, map[string]any{"max": MaxMappings})
		return
	}
	c.checkFill(n, s)
	c.checkTake(n, s)
}

// checkFill checks what a node hands on.
func (c *compiler) checkFill(n *Node, s *SubFlow) {
	var filled []string
	for _, f := range s.Fill {
		fixed := len(bytes.TrimSpace(f.Value)) > 0
		switch {
		case !idPattern.MatchString(f.Field), fixed == (f.From != ""):
			c.findNode(CodeSubFill, n, map[string]any{"name": f.Field})
		case slices.Contains(filled, f.Field):
			c.findNode(CodeSubFillTwice, n, map[string]any{"name": f.Field})
		case !fixed && !c.within(f.From, s.Each):
			c.findNode(CodeSubFrom, n, map[string]any{"field": f.From})
		}
		filled = append(filled, f.Field)
	}
}

// checkTake checks what a node takes back. Several cases that write into one
// field would leave it to chance which of them is read there.
func (c *compiler) checkTake(n *Node, s *SubFlow) {
	var taken []string
	for _, t := range s.Take {
		_, _, column := cutPath(t.To)
		switch {
		case !idPattern.MatchString(t.From) && !slices.Contains(TakesBeside(), t.From):
			c.findNode(CodeSubTake, n, map[string]any{"name": t.From})
		case slices.Contains(taken, t.To):
			c.findNode(CodeSubTakeTwice, n, map[string]any{"field": t.To})
		case !c.within(t.To, s.Each) || column != (s.Each != ""):
			c.findNode(CodeSubTo, n, map[string]any{"field": t.To})
		}
		taken = append(taken, t.To)
	}
}

// isTable reports whether a field is a table.
func (c *compiler) isTable(field string) bool {
	return c.types == nil || !strings.Contains(field, ".") && c.types[field].Kind == rule.KindTable
}

// within reports whether a path names a field, or a column of the table each.
func (c *compiler) within(path, each string) bool {
	if !c.knows(path) {
		return false
	}
	table, _, column := cutPath(path)
	return path != "" && (!column || table == each)
}
