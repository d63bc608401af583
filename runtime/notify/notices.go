package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

// maxShown is how many notices a list holds; countTo is how far unread ones are
// counted.
const (
	maxShown = 50
	countTo  = 100
)

// notice is one thing that one person was told. Its id is a hash of effect and
// person, so that a repeated delivery finds it there.
type notice struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Person     string `bson:"person"`
	Kind       string `bson:"kind"`
	App        string `bson:"app"`
	Instance   string `bson:"instance"`
	Task       string `bson:"task,omitempty"`
	At         int64  `bson:"at"`
	// Unread holds the person while the notice is unread, and is absent
	// afterwards: that is what unread ones are counted by.
	Unread string `bson:"unread,omitempty"`
}

var spec = store.Spec{Name: "notices", Indexes: []store.Index{
	{Name: "person", Paths: []string{"person", "at"}},
	{Name: "unread", Paths: []string{"unread"}},
}}

// Notices keeps and lists notices.
type Notices struct {
	notices  *store.Collection[notice]
	identity *identity.Identity
	authz    authz.Authorizer
	clock    clock.Clock
}

var _ outbox.Deliverer = (*Notices)(nil)

// New opens the collection of notices.
func New(b store.Backend, id *identity.Identity, a authz.Authorizer, c clock.Clock) (*Notices, error) {
	notices, err := store.Open[notice](b, spec)
	if err != nil {
		return nil, fmt.Errorf("notify: opening notices: %w", err)
	}
	return &Notices{notices: notices, identity: id, authz: a, clock: c}, nil
}

// Deliver tells each person that an effect is for; a role is everyone who
// holds it now.
func (n *Notices) Deliver(ctx context.Context, e outbox.Effect) error {
	for _, person := range n.people(e.To) {
		err := n.notices.Insert(ctx, &notice{
			Head: store.Head{ID: ids.Hash("notice", e.ID, person)}, V: 1, Person: person, Unread: person,
			Kind: e.Kind, App: e.App, Instance: e.Instance, Task: e.Task, At: e.At,
		})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return fmt.Errorf("notify: storing a notice: %w", err)
		}
	}
	return nil
}

func (n *Notices) people(principals []string) []string {
	org := n.identity.Organisation()
	var people []string
	for _, p := range principals {
		if role, ok := strings.CutPrefix(p, "role:"); ok {
			people = append(people, org.WithRole(role)...)
		} else if id := strings.TrimPrefix(p, "user:"); org.Active(id) {
			people = append(people, id)
		}
	}
	return people
}

// View is a notice as its person sees it. Kind is task.assigned, copy.sent or
// instance.ended.
type View struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	App      string `json:"app"`
	Instance string `json:"instance"`
	Task     string `json:"task,omitempty"`
	At       int64  `json:"at"`
	Unread   bool   `json:"unread"`
}

// List is a person's newest notices. Unread counts up to 100.
type List struct {
	Items  []View `json:"items"`
	Unread int    `json:"unread"`
}

func (n *Notices) ask(ctx context.Context, subject authz.Subject, action string) error {
	d := n.authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "notices", Owner: subject.ID}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

// List returns the subject's newest notices.
func (n *Notices) List(ctx context.Context, subject authz.Subject) (List, error) {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return List{}, err
	}
	page, err := n.notices.Find(ctx, store.Query{
		Where: []store.Cond{{Path: "person", Value: subject.ID}}, Order: "at", Desc: true, Limit: maxShown,
	})
	if err != nil {
		return List{}, fmt.Errorf("notify: listing notices: %w", err)
	}
	l := List{Items: []View{}}
	for _, d := range page.Items {
		l.Items = append(l.Items, View{ID: d.ID, Kind: d.Kind, App: d.App, Instance: d.Instance, Task: d.Task, At: d.At, Unread: d.Unread != ""})
	}
	l.Unread, err = n.notices.Count(ctx, store.Query{Where: []store.Cond{{Path: "unread", Value: subject.ID}}}, countTo)
	if err != nil {
		return List{}, fmt.Errorf("notify: counting notices: %w", err)
	}
	return l, nil
}

// ReadAll marks the subject's newest notices as read.
func (n *Notices) ReadAll(ctx context.Context, subject authz.Subject) error {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return err
	}
	for {
		page, err := n.notices.Find(ctx, store.Query{Where: []store.Cond{{Path: "unread", Value: subject.ID}}, Limit: store.MaxLimit})
		if err != nil {
			return fmt.Errorf("notify: listing notices: %w", err)
		}
		for _, d := range page.Items {
			d.Unread = ""
			err := n.notices.Replace(ctx, d)
			if err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("notify: storing a notice: %w", err)
			}
		}
		if page.Next == "" {
			return nil
		}
	}
}
