package workflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// instanceSource lists the instances, each of which holds its whole record.
type instanceSource struct {
	instances *store.Collection[Document]
}

var _ audit.Source = (*instanceSource)(nil)

// AuditSources lists the objects of this package, whose records are verified.
func AuditSources(b store.Backend) ([]audit.Source, error) {
	instances, err := store.Open[Document](b, instancesSpec)
	if err != nil {
		return nil, fmt.Errorf("workflow: opening instances: %w", err)
	}
	return []audit.Source{&instanceSource{instances}}, nil
}

func (s *instanceSource) Kind() string { return audit.KindInstance }

func (s *instanceSource) Each(ctx context.Context, f func(audit.Chain) error) error {
	return audit.Scan(ctx, s.instances, func(d *Document) error { return f(d.chain()) })
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
	return c
}
