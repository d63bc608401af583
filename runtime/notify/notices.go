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

// maxShown is how many notices a list holds, and among how many unread ones
// are counted.
const maxShown = 100

// notice is one thing that one person was told. Its id is a hash of effect and
// person, so that a repeated delivery finds it there.
type notice struct {
	store.Head `bson:",inline"`
	V          int    `bson:"v"`
	Person     string `bson:"person"`
	Kind       string `bson:"kind"`
	App        string `bson:"app"`
	Instance   string `bson:"instance"`
	No         string `bson:"no"` // the instance's number
	Task       string `bson:"task,omitempty"`
	At         int64  `bson:"at"`
	Read       bool   `bson:"read,omitempty"`
}

var spec = store.Spec{Name: "notices", Indexes: []store.Index{
	{Name: "person", Paths: []string{"person", "at"}},
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
			Head: store.Head{ID: ids.Hash("notice", e.ID, person)}, V: 1, Person: person,
			Kind: e.Kind, App: e.App, Instance: e.Instance, No: e.No, Task: e.Task, At: e.At,
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
	No       string `json:"no"`
	Task     string `json:"task,omitempty"`
	At       int64  `json:"at"`
	Unread   bool   `json:"unread"`
}

// List is a person's newest notices, and how many of them are unread.
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
	newest, err := n.newest(ctx, subject)
	if err != nil {
		return List{}, err
	}
	l := List{Items: []View{}}
	for _, d := range newest {
		l.Items = append(l.Items, View{ID: d.ID, Kind: d.Kind, App: d.App, Instance: d.Instance, No: d.No, Task: d.Task, At: d.At, Unread: !d.Read})
		if !d.Read {
			l.Unread++
		}
	}
	return l, nil
}

func (n *Notices) newest(ctx context.Context, subject authz.Subject) ([]*notice, error) {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return nil, err
	}
	page, err := n.notices.Find(ctx, store.Query{
		Where: []store.Cond{{Path: "person", Value: subject.ID}}, Order: "at", Desc: true, Limit: maxShown,
	})
	if err != nil {
		return nil, fmt.Errorf("notify: listing notices: %w", err)
	}
	return page.Items, nil
}

// ReadAll marks the subject's newest notices as read.
func (n *Notices) ReadAll(ctx context.Context, subject authz.Subject) error {
	newest, err := n.newest(ctx, subject)
	if err != nil {
		return err
	}
	for _, d := range newest {
		if d.Read {
			continue
		}
		d.Read = true
		err := n.notices.Replace(ctx, d)
		if err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("notify: storing a notice: %w", err)
		}
	}
	return nil
}
