package seed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/workflow"
)

// desk is a Submitter over the run-time use cases.
type desk struct {
	people *identity.Identity
	cases  *workflow.Service
	open   map[string][]workflow.ReceiptTask // instance → its open tasks, as last told
}

var _ Submitter = (*desk)(nil)

func newDesk(people *identity.Identity, cases *workflow.Service) *desk {
	return &desk{people: people, cases: cases, open: map[string][]workflow.ReceiptTask{}}
}

func (d *desk) actor(person string) (workflow.Actor, error) {
	o := d.people.Organisation()
	s, ok := o.Subject(person)
	if !ok {
		return workflow.Actor{}, identity.ErrPersonUnknown
	}
	p, _ := o.Person(person)
	return workflow.ActorOf(&identity.Actor{Person: p, Subject: s, Scheme: identity.SchemeDemo}), nil
}

// Submit is Submitter's. A person who has left starts nothing.
func (d *desk) Submit(ctx context.Context, person, app, key string, form json.RawMessage) (instance string, untouched bool, err error) {
	a, err := d.actor(person)
	if errors.Is(err, identity.ErrPersonUnknown) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	r, err := d.cases.Submit(ctx, a, workflow.Submission{App: app, Form: form, Key: key})
	var reused *fault.KeyReused
	if errors.As(err, &reused) { // started on another day, so with other dates
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	d.open[r.ID] = r.Tasks
	return r.ID, r.Rev == 1, nil
}

// Decide is Submitter's.
func (d *desk) Decide(ctx context.Context, person, instance, action, comment string) error {
	a, err := d.actor(person)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(d.open[instance], func(t workflow.ReceiptTask) bool {
		return slices.Contains(t.Assignees, "user:"+person)
	})
	if i < 0 {
		return fmt.Errorf("no task for %s", person)
	}
	r, err := d.cases.Decide(ctx, a, workflow.Decision{Task: d.open[instance][i].ID, Action: action, Comment: comment})
	if err != nil {
		return err
	}
	d.open[instance] = r.Tasks
	return nil
}
