package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/outbox"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// The kinds of effects between an instance and those that it starts of other
// apps.
const (
	// EffectCase starts one, EffectRecall ends one that is not waited for any more,
	// and EffectReport tells whoever started one how it ended.
	EffectCase   = effectErrand + string(engine.ErrandCase)
	EffectRecall = effectErrand + string(engine.OrderRecall)
	EffectReport = effectErrand + string(engine.OrderReport)
)

// What can go wrong with an instance that is to be started, or when it has ended.
const (
	// FailedUnpublished: nothing of the app is published.
	FailedUnpublished = "case.unpublished"
	// FailedDepth: too many instances have started each other.
	FailedDepth = "case.depth"
	// FailedForm: its form cannot be sent like this; the detail names the fields.
	FailedForm = "case.form"
	// FailedRefused: it is refused, for want of an approver for instance.
	FailedRefused = "case.refused"
	// FailedTake: what it brings back does not fit this form.
	FailedTake = "case.take"
	// FailedOnward: this instance cannot go on from here.
	FailedOnward = "case.onward"
)

// subFlows starts the instances that others order, ends those that nobody waits
// for any more, and tells whoever started one how it ended:
//
//	parent ── errand.case ──► child is inserted, under an id made of the errand
//	parent ── errand.case.recall ──► child is ended
//	child  ── errand.case.report ──► parent goes on
//
// All of it waits in the outbox of the document that caused it, and may come more
// than once: an insert finds the child there, a child that has ended stays so,
// and a parent that has heard of an errand does not listen again.
type subFlows struct{ s *Service }

var _ outbox.Deliverer = subFlows{}

// SubFlows returns what delivers EffectCase, EffectRecall and EffectReport, by
// these kinds.
func (s *Service) SubFlows() map[string]outbox.Deliverer {
	f := subFlows{s}
	return map[string]outbox.Deliverer{EffectCase: f, EffectRecall: f, EffectReport: f}
}

func (f subFlows) Deliver(ctx context.Context, e outbox.Effect) error {
	switch e.Kind {
	case EffectCase:
		return f.start(ctx, e.Instance, e.Errand)
	case EffectRecall:
		return f.recall(ctx, childID(e.Errand))
	case EffectReport:
		return f.report(ctx, e.Instance, e.Errand)
	}
	return fmt.Errorf("workflow: effect %s is of kind %q", e.ID, e.Kind)
}

// childID is the id of the instance that an errand starts. The errand's names the
// parent, and is another one for each row and each stay at the step.
func childID(errand string) string { return ids.Hash("subflow", errand) }

// start starts what an errand asks for, unless it is there.
func (f subFlows) start(ctx context.Context, parent, errand string) error {
	doc, err := f.s.load(ctx, parent, "instance")
	if err != nil {
		return err
	}
	e, ok := doc.Case.Errand(errand)
	if !ok || e.Status != engine.ErrandSent || doc.Case.Status.Ended() {
		return nil // it was heard of, or is not wanted any more
	}
	ed, err := f.s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return fmt.Errorf("workflow: revision %d of %s: %w", doc.Case.Revision, doc.Case.App, err)
	}
	n := ed.Flow.Node(e.Node)
	if n == nil || n.Sub == nil {
		return fmt.Errorf("workflow: errand %s is not for a case", errand)
	}
	child, err := f.s.instances.Get(ctx, childID(errand))
	if errors.Is(err, store.ErrNotFound) {
		child, err = f.begin(ctx, doc, e, n)
	}
	var failed *failedStart
	if errors.As(err, &failed) {
		return f.s.FailErrand(ctx, parent, errand, failed.Failure)
	}
	if err != nil {
		return err
	}
	return f.started(ctx, parent, errand, n, child)
}

// started settles what is to be done once a child is there.
func (f subFlows) started(ctx context.Context, parent, errand string, n *flow.Node, child *Document) error {
	switch {
	case n.Sub.UntilOr() == flow.UntilStarted:
		if err := f.s.FinishErrand(ctx, parent, errand, engine.ResultStarted); err != nil {
			return err
		}
	case child.Case.Status.Ended(): // it could not be taken over, and is tried once more
		return f.report(ctx, child.ID, errand)
	}
	// While the child was started the parent may have lost its interest, and its
	// recall may have found no child.
	doc, err := f.s.instances.Get(ctx, parent)
	if err != nil {
		return fmt.Errorf("workflow: reading an instance: %w", err)
	}
	if e, ok := doc.Case.Errand(errand); ok && e.Status == engine.ErrandDropped {
		return f.recall(ctx, child.ID)
	}
	return nil
}

// failedStart says that an instance cannot be started as things are.
type failedStart struct{ engine.Failure }

func (e *failedStart) Error() string { return e.Code + ": " + e.Detail }

// begin makes and stores the child of an errand. The form is checked like any
// other; only what the policy closes to the initiator does not count, since it is
// the flow that fills it in.
func (f subFlows) begin(ctx context.Context, parent *Document, e engine.Errand, n *flow.Node) (*Document, error) {
	depth := 1
	if p := parent.Case.Parent; p != nil {
		depth = p.Depth + 1
	}
	if depth > engine.MaxDepth {
		return nil, &failedStart{engine.Failure{Code: FailedDepth}}
	}
	ed, err := f.s.Editions.Current(ctx, n.Sub.App)
	var missing *fault.NotFound
	if errors.As(err, &missing) {
		return nil, &failedStart{engine.Failure{Code: FailedUnpublished, Detail: n.Sub.App}}
	}
	if err != nil {
		return nil, err
	}
	here, err := parent.atItsRow(n, e)
	if err != nil {
		return nil, err
	}
	filled, err := engine.Filled(n, parent.Case, here)
	if err != nil {
		return nil, err
	}
	filled = ed.Form.WithoutRowIDs(filled) // they are rows of another case
	from, err := f.s.Editions.Numbered(ctx, parent.Case.App, parent.Case.Revision)
	if err != nil {
		return nil, err
	}
	handed := filesIn(from, parent.Case.Values)
	a := Actor{Subject: authz.Subject{ID: parent.Initiator}, Lang: ed.App.DefaultLanguage}
	labels := map[string]words.Text{}
	values, err := f.s.check(ctx, a, ed, check{values: filled, initiator: parent.Initiator, labels: labels, handed: handed})
	if err != nil {
		return nil, f.refused(ed, err)
	}
	child, err := f.s.begin(ctx, a, ed, childID(e.ID), engine.Submit{
		Values: values, Parent: &engine.Parent{Instance: parent.ID, Errand: e.ID, Depth: depth},
	})
	if err != nil {
		return nil, f.refused(ed, err)
	}
	child.noteLabels(labels)
	err = f.s.instances.Insert(ctx, child)
	if errors.Is(err, store.ErrExists) { // another process was first
		return f.s.load(ctx, child.ID, "instance")
	}
	if err != nil {
		return nil, fmt.Errorf("workflow: storing an instance: %w", err)
	}
	f.s.noteAudit(child)
	f.s.tellInboxes(nil, child.Principals)
	return child, nil
}

// refused turns a refusal that no repeat mends into a failure that an
// administrator is told of.
func (f subFlows) refused(ed *studio.Edition, err error) error {
	var (
		invalid   *fault.Invalid
		conflict  *fault.Conflict
		malformed *fault.Malformed
		failed    *fault.Failed
	)
	switch {
	case errors.As(err, &invalid):
		return &failedStart{engine.Failure{Code: FailedForm, Detail: kept(ed, invalid.Problems)}}
	case errors.As(err, &conflict), errors.As(err, &failed):
		return &failedStart{engine.Failure{Code: FailedRefused, Detail: f.s.words(err, ed.App.DefaultLanguage)}}
	case errors.As(err, &malformed):
		return &failedStart{engine.Failure{Code: FailedRefused, Detail: malformed.Code + " " + malformed.Detail}}
	}
	return err
}

// kept says what is wrong with a form as it is stored. A script of a form with
// sensitive fields may say in its words what is in them: there only the places are
// named.
func kept(ed *studio.Edition, problems []fault.Problem) string {
	if ed.Form.Sensitive() == nil {
		return problemText(problems)
	}
	places := slices.Clone(problems)
	for i, p := range places {
		places[i].Message = strings.TrimPrefix(p.Path, "/") + ": " + p.Code
	}
	return problemText(places)
}

// mostProblems is how many problems of a form are told.
const mostProblems = 3

// problemText lists what is wrong with a form, for administrators: each message
// names its field.
func problemText(problems []fault.Problem) string {
	var text string
	for i, p := range problems {
		if i == mostProblems {
			return text + " …"
		}
		if i > 0 {
			text += " "
		}
		text += p.Message
	}
	return text
}

// recall ends a child that nobody waits for any more.
func (f subFlows) recall(ctx context.Context, child string) error {
	err := f.s.hear(ctx, child, func(at int64) engine.Command { return engine.Recall{At: at} })
	var ended *engine.EndedError
	if errors.As(err, &ended) {
		return nil
	}
	return err
}
