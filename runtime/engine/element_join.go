package engine

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
)

// joinElement waits for every branch that can still arrive. Which these are is
// read off the graph: a branch that took another way, or ended, is not waited
// for, so a join never waits in vain. It is fired by settle, once nothing else
// moves.
type joinElement struct{}

var _ element = joinElement{}

func (joinElement) enter(*run, Token, *flow.Node) error { return nil }

// fire lets the next join go on that has no more to wait for, and reports
// whether there was one. It is asked when no token is on its way, so a token
// that stands at a join waits there.
func (r *run) fire() (bool, error) {
	var joins []string
	var live []Token
	for _, t := range r.in.Tokens {
		n, err := r.node(t.Node)
		if err != nil {
			return false, err
		}
		if n.Type != flow.Join {
			live = append(live, t)
		} else if !slices.Contains(joins, n.ID) {
			joins = append(joins, n.ID)
		}
	}
	join := r.ripe(joins, live)
	if join == "" {
		return false, nil
	}
	var first Token
	var others []int
	for _, t := range r.in.Tokens {
		switch {
		case t.Node != join:
		case first.ID == 0:
			first = t
		default:
			others = append(others, t.ID)
		}
	}
	if err := r.emit(TokensJoined{Token: first.ID, Others: others, Node: join}); err != nil {
		return false, err
	}
	r.look.joined(first.ID, others)
	n, err := r.node(join)
	if err != nil {
		return false, err
	}
	return true, r.leave(first, n)
}

// ripe chooses among the joins at which tokens wait one to which no live token
// leads. Of several the one goes first that the flow comes to first: what it
// lets go on can still reach the others. Joins on one loop each lead to the
// other, and all become ripe at once, so the order must not depend on who came
// when: else a case would take another way than the path that was shown.
func (r *run) ripe(joins []string, live []Token) string {
	first := ""
	for _, j := range joins {
		blocked := false
		for _, t := range live {
			blocked = blocked || r.scene.Graph.LeadsTo(t.Node, j)
		}
		if !blocked && (first == "" || r.scene.Graph.Before(j, first)) {
			first = j
		}
	}
	return first
}
