package engine

import (
	"fmt"
	"slices"
)

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

func (in *Instance) tokenEnded(e TokenEnded) error {
	if _, err := in.tokenAt(e.Token, e.Node); err != nil {
		return err
	}
	in.Tokens = slices.DeleteFunc(in.Tokens, func(t Token) bool { return t.ID == e.Token })
	return nil
}
