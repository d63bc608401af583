package engine

import (
	"fmt"
	"slices"
)

// happenToken applies what happened to a token or at a node, and hands on the
// rest.
func (in *Instance) happenToken(rec Recorded) error {
	switch e := rec.Event.(type) {
	case NodeEntered:
		return in.entered(e, rec)
	case NodeSkipped:
		return in.nodeSkipped(e)
	case RowsUnnamed:
		return in.rowsUnnamed(e)
	case EdgeTaken:
		return in.edgeTaken(e)
	case TokenSplit:
		return in.tokenSplit(e)
	case TokensJoined:
		return in.tokensJoined(e)
	case TokenMoved:
		return in.tokenMoved(e)
	case TokenEnded:
		return in.tokenGone(e.Token, e.Node)
	case TokenCancelled:
		return in.tokenGone(e.Token, e.Node)
	}
	return in.happenErrand(rec)
}

func (in *Instance) entered(e NodeEntered, rec Recorded) error {
	i := in.tokenIndex(e.Token)
	if i < 0 {
		if e.Token != in.NextToken {
			return fmt.Errorf("%w: no token %d", ErrEventMisfit, e.Token)
		}
		in.Tokens = append(in.Tokens, Token{ID: e.Token, Node: e.Node})
		in.NextToken++
		i = len(in.Tokens) - 1
	}
	if in.Tokens[i].Node != e.Node {
		return fmt.Errorf("%w: token %d is on its way to %s, not %s", ErrEventMisfit, e.Token, in.Tokens[i].Node, e.Node)
	}
	t := &in.Tokens[i]
	v := Visit{Node: e.Node, Token: e.Token, At: rec.At, Resume: t.Resume}
	if t.Lineage != nil {
		v.From, v.Cause = t.Lineage, []int{t.Visit}
	} else if last := len(in.Visits) - 1; last >= 0 && (t.Visit != last || len(t.Merged) > 0) {
		v.From = append([]int{t.Visit}, t.Merged...)
	}
	t.Visit, t.Merged, t.Lineage, t.Resume = len(in.Visits), nil, nil, nil
	in.Visits = append(in.Visits, v)
	return nil
}

// tokenAt returns the token, which must stand at the node.
func (in *Instance) tokenAt(id int, node string) (*Token, error) {
	i := in.tokenIndex(id)
	if i < 0 || in.Tokens[i].Node != node {
		return nil, fmt.Errorf("%w: token %d is not at %s", ErrEventMisfit, id, node)
	}
	return &in.Tokens[i], nil
}

func (in *Instance) nodeSkipped(e NodeSkipped) error {
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	in.Visits[t.Visit].Skipped, in.Visits[t.Visit].Reason = true, e.Reason
	return nil
}

func (in *Instance) edgeTaken(e EdgeTaken) error {
	t, err := in.tokenAt(e.Token, e.From)
	if err != nil {
		return err
	}
	t.Node, t.Edge = e.To, e.Edge
	return nil
}

func (in *Instance) tokenSplit(e TokenSplit) error {
	of, err := in.tokenAt(e.Of, e.From)
	if err != nil {
		return err
	}
	if e.Token != in.NextToken {
		return fmt.Errorf("%w: token %d, expected number %d", ErrEventMisfit, e.Token, in.NextToken)
	}
	in.Tokens = append(in.Tokens, Token{ID: e.Token, Node: e.To, Edge: e.Edge, Visit: of.Visit})
	in.NextToken++
	return nil
}

func (in *Instance) tokensJoined(e TokensJoined) error {
	var merged []int
	for _, id := range e.Others {
		other, err := in.tokenAt(id, e.Node)
		if err != nil {
			return err
		}
		merged = append(merged, other.Visit)
	}
	t, err := in.tokenAt(e.Token, e.Node)
	if err != nil {
		return err
	}
	if slices.Contains(e.Others, e.Token) {
		return fmt.Errorf("%w: token %d joins itself", ErrEventMisfit, e.Token)
	}
	t.Merged = merged
	in.Tokens = slices.DeleteFunc(in.Tokens, func(t Token) bool { return slices.Contains(e.Others, t.ID) })
	return nil
}

func (in *Instance) tokenGone(token int, node string) error {
	if _, err := in.tokenAt(token, node); err != nil {
		return err
	}
	in.Tokens = slices.DeleteFunc(in.Tokens, func(t Token) bool { return t.ID == token })
	return nil
}

func (in *Instance) tokenMoved(e TokenMoved) error {
	if e.Of != 0 {
		of, err := in.tokenAt(e.Of, e.From)
		if err != nil {
			return err
		}
		if e.Token != in.NextToken {
			return fmt.Errorf("%w: token %d, expected number %d", ErrEventMisfit, e.Token, in.NextToken)
		}
		in.Tokens = append(in.Tokens, Token{ID: e.Token, Node: e.To, Edge: e.Edge, Visit: of.Visit, Lineage: e.Lineage, Resume: e.Resume})
		in.NextToken++
		return nil
	}
	t, err := in.tokenAt(e.Token, e.From)
	if err != nil {
		return err
	}
	t.Node, t.Edge, t.Lineage, t.Resume, t.Merged = e.To, e.Edge, e.Lineage, e.Resume, nil
	return nil
}
