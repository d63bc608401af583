package engine

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// Passed returns the steps that a task's case can be sent back to, in the order
// in which they were passed: those at which somebody acted on the way to the
// task, the initiator's start first.
func Passed(s Scene, in Instance, task Task) []string {
	var nodes []string
	for _, v := range passedVisits(s.Graph, in, task) {
		nodes = append(nodes, in.Visits[v].Node)
	}
	return nodes
}

// passedVisits returns, for each step that a case can be sent back to, its latest
// visit on the way to a task.
func passedVisits(g *flow.Graph, in Instance, task Task) []int {
	on := make([]bool, task.Visit+1)
	open := in.Lineage(task.Visit)
	for len(open) > 0 {
		v := open[len(open)-1]
		open = open[:len(open)-1]
		if !on[v] {
			on[v] = true
			open = append(open, in.Lineage(v)...)
		}
	}
	latest := map[string]int{}
	var order []string
	for v := range on {
		visit := in.Visits[v]
		n := g.Node(visit.Node)
		if !on[v] || visit.Skipped || n == nil || n.ID == task.Node || n.Type != flow.Start && !n.Type.Asks() {
			continue
		}
		if _, again := latest[n.ID]; !again {
			order = append(order, n.ID)
		}
		latest[n.ID] = v
	}
	visits := make([]int, len(order))
	for i, id := range order {
		visits[i] = latest[id]
	}
	return visits
}

// sendBack returns the case to a step that it has passed.
func (r *run) sendBack(t Task, n *flow.Node, c DecideTask) error {
	if !n.Allows(flow.DoReturn) {
		return &ForbiddenError{Node: n.ID, Deed: flow.DoReturn}
	}
	visits := passedVisits(r.scene.Graph, r.in, t)
	i := slices.IndexFunc(visits, func(v int) bool { return r.in.Visits[v].Node == c.To })
	if i < 0 {
		return &NotPassedError{Node: c.To}
	}
	resume := n.ResumeOr()
	switch {
	case c.Resume != "" && c.Resume != flow.AtReturner && c.Resume != flow.WalkAgain:
		return fmt.Errorf("%w: resume %q", ErrActionUnknown, c.Resume)
	case resume == flow.Choose && c.Resume != "":
		resume = c.Resume
	case resume == flow.Choose:
		resume = flow.AtReturner
	case c.Resume != "" && c.Resume != resume:
		return &ResumeFixedError{Node: n.ID, Resume: resume}
	}
	if err := r.emit(TaskReturned{Task: t.ID, To: c.To, Resume: string(resume), Comment: c.Comment}); err != nil {
		return err
	}
	return r.retreat(t.Token, visits[i], resume == flow.AtReturner, t.ID)
}

// retreat takes a token back to a stay, to do it again. Whatever else has come
// of that stay is taken away with it: so returning out of one of several
// branches cancels the others, and returning within a branch leaves them alone.
// With resume the case goes on later where all of them stood.
func (r *run) retreat(token, visit int, resume bool, because string) error {
	own, err := r.token(token)
	if err != nil {
		return err
	}
	gone := []Token{own}
	for _, t := range r.in.Tokens {
		if t.ID != own.ID && (t.Visit == visit || r.in.follows(t.Visit, []int{visit})) {
			gone = append(gone, t)
		}
	}
	var places []Place
	for _, t := range gone {
		if resume {
			v := r.in.Visits[t.Visit]
			places = append(places, Place{Node: t.Node, Edge: t.Edge, From: none(r.in.Lineage(t.Visit)), Resume: v.Resume})
		}
		if err := r.dismiss(t.Visit, because); err != nil {
			return err
		}
		if t.ID == own.ID {
			continue
		}
		if err := r.emit(TokenCancelled{Token: t.ID, Node: t.Node}); err != nil {
			return err
		}
	}
	return r.move(own, TokenMoved{To: r.in.Visits[visit].Node, Lineage: none(r.in.Lineage(visit)), Resume: places})
}

// none stands for a lineage of nothing.
func none(lineage []int) []int {
	if len(lineage) == 0 {
		return []int{-1}
	}
	return lineage
}

// move sends a token on its way to a step that no edge leads it to.
func (r *run) move(t Token, e TokenMoved) error {
	e.Token, e.From = t.ID, t.Node
	if err := r.emit(e); err != nil {
		return err
	}
	r.arrivals = append(r.arrivals, arrival{token: e.Token, node: e.To})
	return nil
}

// onward lets a token go on from a stay that is over: along the node's exit, or
// to where it stood before it was sent back.
func (r *run) onward(t Token, n *flow.Node) error {
	places := r.in.Visits[t.Visit].Resume
	if len(places) == 0 {
		return r.leave(t, n)
	}
	moves := make([]TokenMoved, len(places))
	for i := len(places) - 1; i >= 0; i-- { // the token itself goes last: the others set out from where it stands
		p := places[i]
		moves[i] = TokenMoved{Token: t.ID, From: t.Node, To: p.Node, Edge: p.Edge, Lineage: p.From, Resume: p.Resume}
		if i > 0 {
			moves[i].Token, moves[i].Of = r.in.NextToken, t.ID
			r.look.split(t.ID, moves[i].Token)
		}
		if err := r.emit(moves[i]); err != nil {
			return err
		}
	}
	for _, m := range moves {
		r.arrivals = append(r.arrivals, arrival{token: m.Token, node: m.To})
	}
	return nil
}
