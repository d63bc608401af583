package flow

import "strings"

// MaxChosen is how many people a step may ask to be chosen.
const MaxChosen = 20

// MaxOtherwise is how many ways to find people a step may try after the first.
const MaxOtherwise = 5

// Chooser says who chooses the people of a step.
type Chooser string

// The choosers.
const (
	// ByInitiator has the initiator choose when they submit.
	ByInitiator Chooser = "initiator"
	// ByApprover has whoever completes the step before choose with their
	// decision.
	ByApprover Chooser = "approver"
)

// LeastOr returns how many people must be chosen at least.
func (a *Assignee) LeastOr() int { return max(a.Least, 1) }

// MostOr returns how many people may be chosen at most.
func (a *Assignee) MostOr() int { return max(a.Most, a.LeastOr()) }

// ChosenBy reports whether the people of a node are chosen, and by whom.
func (n *Node) ChosenBy(by Chooser) bool {
	return n != nil && n.Type.Asks() && n.Assignee != nil && n.Assignee.Kind == Chosen && n.Assignee.By == by
}

// RowsOf returns the table each of whose rows gets a task of its own, by its
// column with a person or a department; ok is false where there is none.
func (a *Assignee) RowsOf() (table, column string, ok bool) {
	if a == nil || a.Kind != Field && a.Kind != DepartmentHead {
		return "", "", false
	}
	return strings.Cut(a.Field, ".")
}

// checkChoice checks whom a step asks to be chosen, and by whom.
func (c *compiler) checkChoice(n *Node, a *Assignee) {
	if !n.Type.Asks() || a != n.Assignee {
		c.findNode(CodeChoiceStray, n, nil)
		return
	}
	if a.By != ByInitiator && a.By != ByApprover {
		c.findNode(CodeChoiceBy, n, map[string]any{"by": string(a.By)})
	}
	most := MaxChosen
	if len(a.People) > 0 {
		most = min(most, len(a.People))
	}
	if a.Least < 0 || a.Most < 0 || a.LeastOr() > most || a.Most > MaxChosen || a.Most > 0 && a.Most < a.Least {
		c.findNode(CodeChoiceCount, n, map[string]any{"max": most})
	}
	if len(a.People) > MaxPeople || len(a.People) > 0 && (a.Role != "" || a.Department != "") {
		c.findNode(CodeChoiceFrom, n, nil)
	}
}

// checkChoosers refuses steps that the approver before is to choose people for
// where a case may come there straight from its start, or after it has waited
// for something else: nobody is there then who could choose.
func (c *compiler) checkChoosers() {
	for _, n := range c.nodes {
		if !n.ChosenBy(ByApprover) {
			continue
		}
		seen := map[string]bool{}
		open := []string{n.ID}
		for len(open) > 0 {
			id := open[len(open)-1]
			open = open[:len(open)-1]
			for _, e := range c.in[id] {
				if seen[e.From] {
					continue
				}
				seen[e.From] = true
				switch from := c.graph.nodes[e.From]; from.Type {
				case Approval, FillIn:
				case Exclusive, Inclusive, Parallel, Join, CC, Notify:
					open = append(open, from.ID)
				default:
					c.findNode(CodeChoiceApprover, n, nil)
					open = nil
				}
			}
		}
	}
}

// checkOtherwise checks what a node tries where it finds nobody.
func (c *compiler) checkOtherwise(n *Node) {
	switch {
	case len(n.Otherwise) == 0:
		return
	case !n.Type.Asks():
		c.findNode(CodeOtherwiseStray, n, nil)
		return
	case len(n.Otherwise) > MaxOtherwise:
		c.findNode(CodeOtherwiseMany, n, map[string]any{"max": MaxOtherwise})
	}
	for i := range n.Otherwise {
		c.checkAssignee(n, &n.Otherwise[i])
	}
}

// checkRows refuses a step that asks somebody for each row of a table and lets
// them change who that is, or which rows there are.
func (c *compiler) checkRows(n *Node) {
	if !n.Type.Asks() {
		return
	}
	ways := []*Assignee{n.Assignee}
	for i := range n.Otherwise {
		ways = append(ways, &n.Otherwise[i])
	}
	for _, a := range ways {
		table, _, ok := a.RowsOf()
		if ok && (n.AccessTo(table) == Edit || n.AccessTo(a.Field) == Edit) {
			c.findNode(CodeRowsOpen, n, map[string]any{"field": a.Field})
			return
		}
	}
}
