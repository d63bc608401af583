package workflow

import (
	"context"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
)

// Withdrawal takes an instance back.
type Withdrawal struct {
	// Redo gives it back to its initiator to be changed, instead of ending it.
	Redo    bool   `json:"redo"`
	Comment string `json:"comment"`
	Key     string `json:"-"`
}

// Withdraw lets the initiator take a running instance back, while the steps at
// which it stands allow it. It returns *fault.NotFound, *fault.Denied,
// *fault.Invalid and *fault.Conflict.
func (s *Service) Withdraw(ctx context.Context, a Actor, id string, in Withdrawal) (Receipt, error) {
	if err := commentFits(a, "/comment", in.Comment); err != nil {
		return Receipt{}, err
	}
	return s.accompany(ctx, a, id, authz.InstanceWithdraw, in.Key, in, nil, func(at int64) engine.Command {
		return engine.Withdraw{Actor: a.Subject.ID, Redo: in.Redo, Comment: in.Comment, At: at}
	})
}

// Copies tells people of an instance.
type Copies struct {
	To      []string `json:"to"`
	Comment string   `json:"comment"`
	Key     string   `json:"-"`
}

// Copy tells people of a running instance; they may read it from then on. It
// returns *fault.NotFound, *fault.Denied, *fault.Invalid and *fault.Conflict.
func (s *Service) Copy(ctx context.Context, a Actor, id string, in Copies) (Receipt, error) {
	if err := commentFits(a, "/comment", in.Comment); err != nil {
		return Receipt{}, err
	}
	return s.accompany(ctx, a, id, authz.InstanceComment, in.Key, in, in.To, func(at int64) engine.Command {
		return engine.CopyTo{Actor: a.Subject.ID, People: in.To, Comment: in.Comment, At: at}
	})
}

// Remark is something said about an instance.
type Remark struct {
	Text string `json:"text"`
	// Mentions are people who are told of it.
	Mentions []string `json:"mentions"`
	Key      string   `json:"-"`
}

// Comment says something about a running instance. It returns *fault.NotFound,
// *fault.Denied, *fault.Invalid and *fault.Conflict.
func (s *Service) Comment(ctx context.Context, a Actor, id string, in Remark) (Receipt, error) {
	if err := commentFits(a, "/text", in.Text); err != nil {
		return Receipt{}, err
	}
	return s.accompany(ctx, a, id, authz.InstanceComment, in.Key, in, in.Mentions, func(at int64) engine.Command {
		return engine.Remark{Actor: a.Subject.ID, Text: in.Text, Mentions: in.Mentions, At: at}
	})
}

// accompany carries out a change of an instance as a whole.
func (s *Service) accompany(ctx context.Context, a Actor, id, action, key string, body any, people []string, command func(at int64) engine.Command) (Receipt, error) {
	kept, err := changeKey(a, id+" "+action, key, body)
	if err != nil {
		return Receipt{}, err
	}
	allow := func(doc *Document) error {
		_, err := s.ask(ctx, a, action, s.resource(doc))
		return err
	}
	return s.carryOut(ctx, a, id, change{thing: "instance", allow: allow, command: command, people: people, key: kept})
}
