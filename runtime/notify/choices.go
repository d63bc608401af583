package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
)

// choices are what a person has chosen to be told by mail, under their id.
// Somebody without a document is told everything.
type choices struct {
	store.Head `bson:",inline"`
	V          int `bson:"v"`
	// NoMail lists the kinds that are not mailed.
	NoMail []string `bson:"noMail,omitempty"`
}

var choicesSpec = store.Spec{Name: "noticeChoices"}

// Choices says of which kinds a person gets mails.
type Choices struct {
	// Address is where the mails go; empty where the directory knows none.
	Address string `json:"address"`
	// Mail holds every one of Kinds.
	Mail map[string]bool `json:"mail"`
}

func (n *Notices) chosen(ctx context.Context, person string) (*choices, error) {
	c, err := n.choices.Get(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return &choices{Head: store.Head{ID: person}, V: 1}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("notify: reading what %s has chosen: %w", person, err)
	}
	return c, nil
}

// WantsMail reports whether a person wants mails of a kind.
func (n *Notices) WantsMail(ctx context.Context, person, kind string) (bool, error) {
	c, err := n.chosen(ctx, person)
	if err != nil {
		return false, err
	}
	return !slices.Contains(c.NoMail, kind), nil
}

// Choices returns what the subject has chosen.
func (n *Notices) Choices(ctx context.Context, subject authz.Subject) (Choices, error) {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return Choices{}, err
	}
	c, err := n.chosen(ctx, subject.ID)
	if err != nil {
		return Choices{}, err
	}
	return n.choicesOf(c), nil
}

func (n *Notices) choicesOf(c *choices) Choices {
	out := Choices{Mail: map[string]bool{}}
	if p, ok := n.identity.Organisation().Person(c.ID); ok {
		out.Address = p.Email
	}
	for _, kind := range Kinds() {
		out.Mail[kind] = !slices.Contains(c.NoMail, kind)
	}
	return out
}

// Choose changes of which kinds the subject gets mails; kinds that are not
// named stay as they are. An unknown kind is a *fault.Malformed.
func (n *Notices) Choose(ctx context.Context, subject authz.Subject, mail map[string]bool) (Choices, error) {
	if err := n.ask(ctx, subject, authz.NoticesChoose); err != nil {
		return Choices{}, err
	}
	for kind := range mail {
		if !slices.Contains(Kinds(), kind) {
			return Choices{}, &fault.Malformed{Code: "request.unknownKey", At: "/mail/" + kind}
		}
	}
	for range maxSwaps {
		c, err := n.chosen(ctx, subject.ID)
		if err != nil {
			return Choices{}, err
		}
		c.NoMail = slices.DeleteFunc(Kinds(), func(kind string) bool {
			wants, named := mail[kind]
			return named && wants || !named && !slices.Contains(c.NoMail, kind)
		})
		if c.Rev == 0 {
			err = n.choices.Insert(ctx, c)
		} else {
			err = n.choices.Replace(ctx, c)
		}
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			continue // another window was first: add to what it chose
		}
		if err != nil {
			return Choices{}, fmt.Errorf("notify: storing what %s has chosen: %w", subject.ID, err)
		}
		return n.choicesOf(c), nil
	}
	return Choices{}, &fault.Unavailable{Code: "server.busy", Err: store.ErrConflict}
}

// maxSwaps bounds how often a choice is tried again because another window of
// the same person was first.
const maxSwaps = 8
