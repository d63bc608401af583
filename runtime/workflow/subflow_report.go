package workflow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// report tells the parent of an instance that has ended how it did.
func (f subFlows) report(ctx context.Context, child, errand string) error {
	doc, err := f.s.load(ctx, child, "instance")
	if err != nil {
		return err
	}
	if !doc.Case.Status.Ended() {
		return fmt.Errorf("workflow: instance %s reports but has not ended", child)
	}
	parent := engine.InstanceOf(errand)
	queue := f.s.queues.of(parent)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		if err = f.reportOnce(ctx, parent, errand, doc); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("workflow: instance %s changes all the time: %w", parent, store.ErrConflict)
}

func (f subFlows) reportOnce(ctx context.Context, parent, errand string, child *Document) error {
	doc, err := f.s.load(ctx, parent, "instance")
	var missing *fault.NotFound
	if errors.As(err, &missing) {
		return nil // erased since: there is nobody to tell
	}
	if err != nil {
		return err
	}
	e, ok := doc.Case.Errand(errand)
	if !ok || e.Status != engine.ErrandSent || doc.Case.Status.Ended() {
		return nil
	}
	ed, err := f.s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return fmt.Errorf("workflow: revision %d of %s: %w", doc.Case.Revision, doc.Case.App, err)
	}
	n := ed.Flow.Node(e.Node)
	if n == nil || n.Sub == nil {
		return fmt.Errorf("workflow: errand %s is not for a case", errand)
	}
	if e, err = doc.atItsRow(n, e); err != nil {
		return err
	}
	at := f.s.Clock.Now().UnixMilli()
	var command engine.Command
	values, wrong, err := f.taken(ctx, ed, doc, e, n, child)
	switch {
	case err != nil:
		return err
	case wrong != "":
		command = engine.FailErrand{Errand: errand, Failure: engine.Failure{Code: FailedTake, Detail: wrong}, At: at}
	default:
		command = engine.FinishErrand{Errand: errand, Result: string(child.Case.Status), Values: values, At: at}
	}
	out, err := f.s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, command)
	var conflict *fault.Conflict
	if err != nil && errors.As(f.s.engineError(ed, err, ed.App.DefaultLanguage), &conflict) {
		// What comes next refuses: an administrator can mend it and try again.
		detail := f.s.words(conflict, ed.App.DefaultLanguage)
		out, err = f.s.run(ctx, ed, doc.No, doc.Case, doc.Case.Values, doc.Initiator, engine.FailErrand{
			Errand: errand, Failure: engine.Failure{Code: FailedOnward, Detail: detail}, At: at,
		})
	}
	if err != nil {
		return fmt.Errorf("workflow: errand %s: %w", errand, err)
	}
	return f.s.keep(ctx, doc, out, at, nil)
}

// taken returns the fields of a parent that change with what a child brings
// back, and what the parent's rules change in consequence. wrong says why a value
// cannot be put where it should.
func (f subFlows) taken(ctx context.Context, ed *studio.Edition, parent *Document, e engine.Errand, n *flow.Node, child *Document) (values map[string]any, wrong string, err error) {
	its, err := f.s.edition(ctx, child)
	if err != nil {
		return nil, "", err
	}
	brought := its.Form.WithoutRowIDs(child.Case.Values)
	edits := engine.Taken(n, parent.Case, e, func(from string) any {
		switch from {
		case flow.TakeStatus:
			return string(child.Case.Status)
		case flow.TakeResult:
			if child.Case.Result == "" {
				return nil
			}
			return child.Case.Result
		case flow.TakeNumber:
			return child.No
		}
		return brought[from]
	})
	if len(edits) == 0 {
		return nil, "", nil
	}
	edits = f.s.nameRows(ed, parent.Case.Values, edits)
	merged := maps.Clone(parent.Case.Values)
	if merged == nil {
		merged = form.Values{}
	}
	for field, value := range edits {
		if merged[field] = value; value == nil {
			delete(merged, field)
		}
	}
	result, err := f.s.derive(ctx, ed, merged, parent.Initiator, ed.App.DefaultLanguage)
	if err != nil {
		return nil, "", err
	}
	if result.failed != nil {
		answer, err := scriptFailure(result.failed, ed.Form.Sensitive() != nil)
		if err != nil {
			return nil, "", err
		}
		return nil, strings.TrimSpace("compute " + answer.Failure.Code + " " + answer.Failure.Detail), nil
	}
	result.Values = f.s.nameRows(ed, parent.Case.Values, result.Values)
	var problems []fault.Problem
	for _, v := range ed.Form.Validate(result.Values, form.Overrides{Hidden: result.Hidden}) {
		if touches(n, e, v.Path) {
			problems = append(problems, fault.Problem{Path: v.Path, Message: ed.Form.Message(v, ed.App.DefaultLanguage)})
		}
	}
	if len(problems) > 0 {
		return nil, problemText(problems), nil
	}
	values = computed(parent.Case.Values, edits, result.Values)
	for field := range edits {
		values[field] = result.Values[field]
	}
	return values, "", nil
}

// touches reports whether a step puts something where a problem lies. What is
// wrong elsewhere was so before.
func touches(n *flow.Node, e engine.Errand, path string) bool {
	for _, t := range n.Sub.Take {
		place := "/" + t.To
		if table, column, ok := strings.Cut(t.To, "."); ok {
			place = "/" + table + "/" + itoa(e.Row-1) + "/" + column
		}
		if path == place || strings.HasPrefix(path, place+"/") {
			return true
		}
	}
	return false
}
