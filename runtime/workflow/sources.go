package workflow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/store"
)

// instanceSource lists the instances, each of which holds its whole record.
type instanceSource struct {
	instances cases
}

var _ audit.Source = (*instanceSource)(nil)

// AuditSources lists the objects of this package, whose records are verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	instances, err := openCases(b)
	if err != nil {
		return nil, err
	}
	return []audit.Source{&instanceSource{instances}}, nil
}

func (s *instanceSource) Kind() string { return audit.KindInstance }

func (s *instanceSource) Each(ctx context.Context, f func(audit.Chain) error) error {
	return audit.Scan(ctx, s.instances.Collection, func(d *Document) error {
		if d.Tombstone { // nothing has happened to it
			return nil
		}
		return f(d.chain())
	})
}

func (s *instanceSource) Get(ctx context.Context, object string) (audit.Chain, bool, error) {
	doc, err := s.instances.Get(ctx, strings.TrimPrefix(object, auditObject("")))
	if errors.Is(err, store.ErrNotFound) {
		return audit.Chain{}, false, nil
	}
	if err != nil {
		return audit.Chain{}, false, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	return doc.chain(), true, nil
}

func (d *Document) chain() audit.Chain {
	c := audit.Chain{Object: auditObject(d.ID), Tail: audit.Tail{Seq: int64(len(d.History)), Head: d.Chain}}
	for i := range d.History {
		c.Own = append(c.Own, audit.Record{Entry: d.History[i].Audit, Content: d.History[i].content()})
	}
	c.Differs = d.differs()
	return c
}

// differs names what of the instance is not what its history makes of it:
// whoever approves a case in the database itself is found out. A history of
// which a part was erased by law tells no more.
func (d *Document) differs() []string {
	var in engine.Instance
	for i := range d.History {
		if d.History[i].Events == "" {
			return nil
		}
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(d.History[i].Events), &events); err != nil {
			return []string{"history"}
		}
		for _, e := range events {
			next, err := engine.Apply(in, e)
			if err != nil {
				return []string{"history"}
			}
			in = next
		}
	}
	var found []string
	if values, err := form.Canonical(in.Values); err != nil || string(values) != d.Values {
		found = append(found, "form")
	}
	in.Values = nil
	now := d.Case
	now.Values = nil
	if !sameState(in, now) {
		found = append(found, "state")
	}
	if d.Initiator != in.Initiator {
		found = append(found, "initiator")
	}
	var principals []string
	for _, t := range in.OpenTasks() {
		principals = union(principals, t.Assignees)
	}
	if !slices.Equal(principals, d.Principals) {
		found = append(found, "assignees")
	}
	return found
}

// sameState compares two states as they are stored: there is no difference
// between an empty list and none.
func sameState(a, b engine.Instance) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
