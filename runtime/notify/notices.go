package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
)

// Notices keeps and lists notices.
type Notices struct {
	notices  *store.Collection[notice]
	choices  *store.Collection[choices]
	identity *identity.Identity
	authz    authz.Authorizer
	clock    clock.Clock
	hub      *Hub
}

var _ outbox.Deliverer = (*Notices)(nil)

// New opens the collections of notices and of what people have chosen.
func New(b store.Backend, id *identity.Identity, a authz.Authorizer, c clock.Clock) (*Notices, error) {
	notices, err := store.Open[notice](b, spec)
	if err != nil {
		return nil, fmt.Errorf("notify: opening notices: %w", err)
	}
	chosen, err := store.Open[choices](b, choicesSpec)
	if err != nil {
		return nil, fmt.Errorf("notify: opening what people have chosen: %w", err)
	}
	return &Notices{notices: notices, choices: chosen, identity: id, authz: a, clock: c, hub: newHub(maxPerPerson, maxStreams)}, nil
}

// Hub holds the streams that are open in this process.
func (n *Notices) Hub() *Hub { return n.hub }

// Deliver tells each person that an effect is for; a role is everyone who
// holds it now.
func (n *Notices) Deliver(ctx context.Context, e outbox.Effect) error {
	org := n.identity.Organisation()
	for _, person := range People(org, e.To) {
		d := &notice{
			Head: store.Head{ID: ids.Hash("notice", e.ID, person)}, V: 1, Person: person,
			Kind: e.Kind, App: e.App, Instance: e.Instance, No: e.No, Task: e.Task, At: e.At, Text: e.Text, For: For(org, e, person),
		}
		err := n.notices.Insert(ctx, d)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return fmt.Errorf("notify: storing a notice: %w", err)
		}
		// A repeat is said again: the attempt before may have ended between the
		// two, and the id tells who hears it twice.
		n.say(ctx, d)
	}
	return nil
}

// People lists who is meant by principals and works here: a role is everyone
// who holds it now.
func People(org *identity.Organisation, principals []string) []string {
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

// For names those who are away and for whom a person is told of an effect.
func For(org *identity.Organisation, e outbox.Effect, person string) []words.Text {
	var names []words.Text
	for _, s := range e.For {
		if absent, ok := org.Person(strings.TrimPrefix(s.For, "user:")); ok && s.By == "user:"+person {
			names = append(names, absent.Name)
		}
	}
	return names
}

func (n *Notices) ask(ctx context.Context, subject authz.Subject, action string) error {
	d := n.authz.Decide(ctx, authz.Request{Action: action, Subject: subject, Resource: authz.Resource{Kind: "notices", Owner: subject.ID}})
	if !d.Allow {
		return &fault.Denied{Action: action, Reasons: d.Reasons}
	}
	return nil
}

// List returns up to limit of the subject's notices, newest first, from where
// a page before ended. The cursor is the store's own: it holds a place among
// the reader's notices, so there is nothing in it to guard. A cursor of
// something else is a *fault.Malformed.
func (n *Notices) List(ctx context.Context, subject authz.Subject, cursor string, limit int) (List, error) {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return List{}, err
	}
	page, err := n.notices.FindAny(ctx, "read", []any{false, true}, store.Query{
		Where: []store.Cond{{Path: "person", Value: subject.ID}}, Order: "at", Desc: true, After: store.Cursor(cursor), Limit: limit,
	})
	if errors.Is(err, store.ErrCursor) {
		return List{}, &fault.Malformed{Code: "request.parameter", At: "cursor", Detail: "not a cursor of this list"}
	}
	if err != nil {
		return List{}, fmt.Errorf("notify: listing notices: %w", err)
	}
	l := List{Items: make([]View, len(page.Items)), Next: string(page.Next)}
	for i, d := range page.Items {
		l.Items[i] = d.view()
	}
	l.Unread, err = n.unread(ctx, subject.ID)
	return l, err
}

// unreadOf asks for a person's unread notices.
func unreadOf(person string) store.Query {
	return store.Query{Where: []store.Cond{{Path: "person", Value: person}, {Path: "read", Value: false}}}
}

// unread counts a person's unread notices, up to MostCounted.
func (n *Notices) unread(ctx context.Context, person string) (int, error) {
	count, err := n.notices.Count(ctx, unreadOf(person), MostCounted)
	if err != nil {
		return 0, fmt.Errorf("notify: counting notices: %w", err)
	}
	return count, nil
}

// Read marks one of the subject's notices as read. One that is not theirs is
// a *fault.NotFound.
func (n *Notices) Read(ctx context.Context, subject authz.Subject, id string) error {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return err
	}
	d, err := n.notices.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.Person != subject.ID {
		return &fault.NotFound{Thing: "notice", ID: id}
	}
	if err != nil {
		return fmt.Errorf("notify: reading a notice: %w", err)
	}
	if err := n.markRead(ctx, d); err != nil {
		return err
	}
	n.sayRead(ctx, subject.ID)
	return nil
}

// readBatch is how many notices are marked between two looks at the list, and
// maxReadBatches how often that is done in one request.
const (
	readBatch      = 200
	maxReadBatches = 50
)

// ReadAll marks all of the subject's notices as read; of ten thousand unread
// ones the newest.
func (n *Notices) ReadAll(ctx context.Context, subject authz.Subject) error {
	if err := n.ask(ctx, subject, authz.InboxRead); err != nil {
		return err
	}
	q := unreadOf(subject.ID)
	q.Order, q.Desc, q.Limit = "at", true, readBatch
	for range maxReadBatches {
		page, err := n.notices.Find(ctx, q)
		if err != nil {
			return fmt.Errorf("notify: listing notices: %w", err)
		}
		for _, d := range page.Items {
			if err := n.markRead(ctx, d); err != nil {
				return err
			}
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	n.sayRead(ctx, subject.ID)
	return nil
}

// markRead stores a notice as read; whoever did so at the same time is as good.
func (n *Notices) markRead(ctx context.Context, d *notice) error {
	if d.Read {
		return nil
	}
	d.Read = true
	err := n.notices.Replace(ctx, d)
	if err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("notify: storing a notice: %w", err)
	}
	return nil
}
