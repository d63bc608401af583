package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/studio"
)

// heldTask is a task that its reader may decide, with its case.
type heldTask struct {
	doc      *Document
	task     engine.Task
	ed       *studio.Edition
	node     *flow.Node // nil where the flow has none
	decision authz.Decision
}

// heldTask finds a task that the actor may decide. It returns *fault.NotFound and
// *fault.Denied.
func (s *Service) heldTask(ctx context.Context, a Actor, id string) (heldTask, error) {
	instance, ok := instanceOf(id)
	if !ok {
		return heldTask{}, &fault.NotFound{Thing: "task", ID: id}
	}
	doc, err := s.load(ctx, instance, "task")
	if err != nil {
		return heldTask{}, err
	}
	task, ok := doc.Case.Task(id)
	if !ok {
		return heldTask{}, &fault.NotFound{Thing: "task", ID: id}
	}
	d, err := s.ask(ctx, a, authz.TaskDecide, s.taskResource(doc, task))
	if err != nil {
		return heldTask{}, err
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return heldTask{}, err
	}
	return heldTask{doc: doc, task: task, ed: ed, node: ed.Flow.Node(task.Node), decision: d}, nil
}

// deciding are the actions that take edits with them.
var deciding = []engine.Action{engine.Approve, engine.Complete, engine.Reply, engine.Resubmit}

// halfDecided puts what the actor changed so far over the values of the case, as
// the decision would: what is closed to them stays as it was, whatever is sent of
// it, and nothing is open where the task cannot be decided now.
func (s *Service) halfDecided(ctx context.Context, a Actor, h heldTask, edits form.Values) form.Values {
	merged := maps.Clone(h.doc.Case.Values)
	if merged == nil {
		merged = form.Values{}
	}
	offers := engine.Offers(engine.Scene{Graph: h.ed.Flow}, h.doc.Case, h.task, a.Subject.ID, true)
	if h.node == nil || !slices.ContainsFunc(offers, func(o engine.Action) bool { return slices.Contains(deciding, o) }) {
		return merged
	}
	shut := closure{ed: h.ed, n: h.node, closed: slices.Concat(h.decision.Hide, h.decision.Lock), unseen: s.unseen(ctx, a, h.ed, h.doc, edits)}
	before := h.doc.Case.Values
	for id, v := range shut.begun(before, shut.completed(before, shut.openEdits(edits))) {
		if v == nil {
			delete(merged, id)
			continue
		}
		merged[id] = v
	}
	return merged
}

// openEdits keeps of the edits at a step what it and the policy open: fields, and
// the cells of columns.
func (c closure) openEdits(edits form.Values) form.Values {
	open := form.Values{}
	for id, v := range edits {
		f, known := c.ed.Form.Field(id)
		var columns []string // those that are shut
		for _, column := range c.columns(f) {
			columns = append(columns, column.ID)
		}
		if known && !slices.Contains(c.unseen, id) && !slices.Contains(c.closed, id) && (!c.byStep(id) || len(columns) < len(f.Columns)) {
			open[id] = withoutColumns(v, columns)
		}
	}
	return open
}

// withoutColumns returns the rows of a table without the cells of some columns.
func withoutColumns(table any, columns []string) any {
	rows, ok := table.([]any)
	if !ok || len(columns) == 0 {
		return table
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		cells, ok := row.(map[string]any)
		if !ok {
			out[i] = row
			continue
		}
		cells = maps.Clone(cells)
		maps.DeleteFunc(cells, func(column string, _ any) bool { return slices.Contains(columns, column) })
		out[i] = cells
	}
	return out
}

// PreviewTask computes the form of a task with what its holder changed so far, and
// the path that the case would take, with the same code that a decision runs.
// Nothing is stored and nobody is told of a script that fails, which leaves its
// fields empty. Only whoever may decide the task and read its case is answered,
// and only with what they may see. It returns *fault.NotFound, *fault.Denied, and
// *fault.Conflict where somebody else has decided.
func (s *Service) PreviewTask(ctx context.Context, a Actor, id string, raw json.RawMessage) (PreviewView, error) {
	h, err := s.heldTask(ctx, a, id)
	if err != nil {
		return PreviewView{}, err
	}
	if !h.task.Live() {
		return PreviewView{}, s.decided(h.task, a.Lang)
	}
	resource := s.readResource(h.ed, h.doc, a)
	d, err := s.ask(ctx, a, authz.InstanceRead, resource)
	if err != nil {
		return PreviewView{}, err
	}
	edits, err := decodeForm(raw)
	if err != nil {
		return PreviewView{}, err
	}
	result, err := s.derive(ctx, h.ed, s.halfDecided(ctx, a, h, edits), h.doc.Initiator, a.Lang)
	if err != nil {
		return PreviewView{}, err
	}
	h.doc.Case.Values = result.Values
	steps, err := s.path(ctx, h.ed, h.doc.No, h.doc.Case, h.doc.Initiator)
	if err != nil {
		return PreviewView{}, s.engineError(h.ed, err, a.Lang)
	}
	hide := slices.Concat(d.Hide, h.decision.Hide, hiddenByNodes(h.ed, h.doc, a), veiled(h.ed, resource.Opened, d))
	if h.node != nil {
		hide = append(hide, hiddenAt(h.node)...)
	}
	visible := h.ed.Form.Mask(result.Values, hide)
	text, err := form.Canonical(visible)
	if err != nil {
		return PreviewView{}, fmt.Errorf("workflow: canonical form: %w", err)
	}
	v := PreviewView{
		Steps: s.stepViews(h.ed, visible, steps, s.mayRetry(ctx, a, h.doc)), Form: text,
		Choices: append([]ChoiceView{}, s.taskChoices(ctx, h.ed, h.doc, h.task, a)...),
	}
	return v, s.showCases(ctx, a, v.Steps)
}
