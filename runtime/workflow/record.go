package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// Record returns what happened to an instance as entries of the record of who
// did what, newest first: who, when, from where and what, but neither values
// nor comments. It is empty where there is no such instance. The caller must
// have asked the policy.
func (s *Service) Record(ctx context.Context, id string) ([]audit.Content, error) {
	if id == "" || len(id) > store.MaxID {
		return nil, nil
	}
	doc, err := s.instances.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("workflow: reading an instance: %w", err)
	}
	var all []audit.Content
	for i := range doc.History {
		entries, err := doc.History[i].entries(doc.ID, int64(i+1))
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	slices.Reverse(all)
	return all, nil
}

// telling are the parts of an event that say what happened without what the
// form holds or what somebody wrote.
var telling = []string{"task", "node", "assignees", "to", "from", "status", "reason", "by", "app", "revision", "resolver", "people", "where", "resume", "redo", "result", "mentions", "errand", "kind", "passed"}

// steps only move a case along; they say nothing of people.
var steps = []string{
	"node.entered", "node.skipped", "edge.taken",
	"token.split", "tokens.joined", "token.moved", "token.cancelled", "token.ended", "task.held", "timer.moved",
}

// entries reads a batch as entries, one for each event that says something.
func (b *Batch) entries(instance string, seq int64) ([]audit.Content, error) {
	if b.Events == "" {
		return nil, nil
	}
	var events []struct {
		At    int64          `json:"at"`
		Actor string         `json:"actor"`
		Type  string         `json:"type"`
		Data  map[string]any `json:"data"`
	}
	if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
		return nil, fmt.Errorf("workflow: history of instance %s: %w", instance, err)
	}
	who := audit.Who{Scheme: audit.SchemeSystem}
	if b.From != "" {
		if err := json.Unmarshal([]byte(b.From), &who); err != nil {
			return nil, fmt.Errorf("workflow: history of instance %s: %w", instance, err)
		}
	}
	var all []audit.Content
	for _, e := range events {
		if slices.Contains(steps, e.Type) {
			continue
		}
		c := audit.Content{V: 1, Object: auditObject(instance), Seq: seq, At: e.At, Who: who, Action: e.Type, Facts: map[string]any{}}
		if c.Who.Person == "" {
			c.Who.Person = e.Actor
		}
		for _, key := range telling {
			if v, ok := e.Data[key]; ok {
				c.Facts[key] = v
			}
		}
		if fields := fieldsOf(e.Data); len(fields) > 0 {
			c.Facts["fields"] = fields
		}
		all = append(all, c)
	}
	return all, nil
}

// fieldsOf names the fields that an event changed.
func fieldsOf(data map[string]any) []string {
	names := map[string]bool{}
	for _, key := range []string{"edits", "computed"} {
		fields, _ := data[key].(map[string]any)
		for name := range fields {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
