package workflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/studio"
)

// maxComment is the longest comment in characters.
const maxComment = 2000

// maxSwaps bounds how often a decision is tried against an instance that other
// nodes keep changing.
const maxSwaps = 16

// Decision is what a person does with a task.
type Decision struct {
	Task    string
	Action  string
	Comment string
	// To is the step to return to, Resume how the case comes back from there
	// ("returner", "walk", or empty for what the step says).
	To, Resume string
	// Choices are the people whom the person chooses for steps to come.
	Choices Choices
	// Form is a JSON object of the fields that the person changed. May be empty.
	Form json.RawMessage
	// Key makes repeats safe. May be empty.
	Key string
}

// Decide decides a task. It is guarded by the task's state, not by the
// instance's revision: a swap that was lost to a change elsewhere is tried
// again from a fresh read. It returns *fault.NotFound, *fault.Denied,
// *fault.Invalid, and *fault.Conflict "task.decided" where somebody else was
// first.
func (s *Service) Decide(ctx context.Context, a Actor, in Decision) (Receipt, error) {
	id, ok := instanceOf(in.Task)
	if !ok {
		return Receipt{}, &fault.NotFound{Thing: "task", ID: in.Task}
	}
	if err := commentFits(a, "/comment", in.Comment); err != nil {
		return Receipt{}, err
	}
	if err := in.Choices.fit(); err != nil {
		return Receipt{}, err
	}
	edits, err := decodeForm(in.Form)
	if err != nil {
		return Receipt{}, err
	}
	key, err := keyOf(a, in)
	if err != nil {
		return Receipt{}, err
	}
	queue := s.queues.of(id)
	queue.Lock()
	defer queue.Unlock()
	for range maxSwaps {
		receipt, err := s.decideOnce(ctx, a, id, in, edits, key)
		if !errors.Is(err, store.ErrConflict) {
			return receipt, err
		}
	}
	return Receipt{}, &fault.Unavailable{Code: "server.busy", Err: fmt.Errorf("workflow: instance %s changes all the time", id)}
}

// keyOf names a decision that carries an Idempotency-Key, and hashes what it
// says.
func keyOf(a Actor, in Decision) (*keptKey, error) {
	if in.Key == "" {
		return nil, nil
	}
	said := append([]string{in.Action, in.Comment, string(in.Form)}, given(in.To, in.Resume)...)
	if len(in.Choices) > 0 {
		chosen, err := json.Marshal(in.Choices)
		if err != nil {
			return nil, fmt.Errorf("workflow: hashing choices: %w", err)
		}
		said = append(said, "choices", string(chosen))
	}
	body, err := json.Marshal(said)
	if err != nil {
		return nil, fmt.Errorf("workflow: hashing a decision: %w", err)
	}
	sum := sha256.Sum256(body)
	return &keptKey{Key: ids.Hash("decision", a.Subject.ID, in.Task, in.Key), Body: hex.EncodeToString(sum[:])}, nil
}

// given returns values without a tail of empty ones, so that what is not given
// does not change a hash.
func given(values ...string) []string {
	for len(values) > 0 && values[len(values)-1] == "" {
		values = values[:len(values)-1]
	}
	return values
}

func (s *Service) decideOnce(ctx context.Context, a Actor, id string, in Decision, edits form.Values, key *keptKey) (Receipt, error) {
	doc, err := s.load(ctx, id, "task")
	if err != nil {
		return Receipt{}, err
	}
	task, ok := doc.Case.Task(in.Task)
	if !ok {
		return Receipt{}, &fault.NotFound{Thing: "task", ID: in.Task}
	}
	var decision authz.Decision
	allow := func(doc *Document) (err error) {
		decision, err = s.ask(ctx, a, authz.TaskDecide, s.taskResource(doc, task))
		return err
	}
	if again, err := s.carriedOut(ctx, a, doc, key, allow); again || err != nil {
		return receiptOf(doc), err
	}
	if err := allow(doc); err != nil {
		return Receipt{}, err
	}
	if !task.Live() {
		return Receipt{}, s.decided(task, a.Lang)
	}
	ed, err := s.Editions.Numbered(ctx, doc.Case.App, doc.Case.Revision)
	if err != nil {
		return Receipt{}, err
	}
	at := s.Clock.Now().UnixMilli()
	command := engine.DecideTask{
		Task: in.Task, Actor: a.Subject.ID, Action: engine.Action(in.Action), Comment: in.Comment, At: at,
		To: in.To, Resume: flow.Resumption(in.Resume), Choices: in.Choices,
	}
	values := doc.Case.Values
	shut := closure{ed: ed, n: ed.Flow.Node(task.Node), closed: slices.Concat(decision.Hide, decision.Lock), unseen: s.unseen(ctx, a, ed, doc, edits)}
	said, err := s.admitted(a, shut, values, edits)
	if err != nil {
		return Receipt{}, err
	}
	edits = s.nameRows(ed, nil, shut.completed(values, said))
	claim := func() error { return nil }
	completes := command.Action == engine.Complete
	if len(edits) > 0 || completes {
		// The engine judges first which fields are open: what the checks would
		// say about a closed one is not for this person.
		command.Edits = edits
		if _, err := s.run(ctx, ed, doc.No, doc.Case, values, doc.Initiator, command); err != nil {
			return Receipt{}, s.engineError(ed, err, a.Lang)
		}
		var require []string
		if n := ed.Flow.Node(task.Node); n != nil && completes {
			require = n.Require
		}
		labels := map[string]words.Text{}
		notSeen := func() []string { return union(slices.Clone(decision.Hide), s.notSeen(ctx, a, ed, doc)) }
		c := check{given: edits, said: said, closure: shut, notSeen: notSeen, before: doc.Case.Values, instance: doc.ID, initiator: doc.Initiator, no: doc.No, require: require, labels: labels}
		if values, err = s.edited(ctx, a, ed, c, decision); err != nil {
			return Receipt{}, err
		}
		doc.noteLabels(labels)
		command.Computed = computed(doc.Case.Values, edits, values)
		claim = func() error { return s.claimFiles(ctx, a, ed, c, values) }
	}
	out, err := s.run(ctx, ed, doc.No, doc.Case, values, doc.Initiator, command)
	if err != nil {
		return Receipt{}, s.engineError(ed, err, a.Lang)
	}
	// Only now: an upload of a decision that is refused stays its owner's.
	if err := claim(); err != nil {
		return Receipt{}, err
	}
	if err := s.keep(ctx, doc, out, at, key); err != nil {
		return Receipt{}, err
	}
	return receiptOf(doc), nil
}

// edited applies the edits of whoever has a task and checks the whole form
// again, with what their step asks for.
func (s *Service) edited(ctx context.Context, a Actor, ed *studio.Edition, c check, d authz.Decision) (form.Values, error) {
	sent := check{values: c.said, before: c.before, hide: d.Hide, lock: d.Lock}
	if closed := s.closedFields(a, ed, sent); len(closed) > 0 {
		return nil, &fault.Invalid{Code: "form.invalid", Problems: closed}
	}
	c.values = maps.Clone(c.before)
	for id, v := range c.closure.begun(c.before, c.given) {
		if v == nil {
			delete(c.values, id)
			continue
		}
		c.values[id] = v
	}
	return s.check(ctx, a, ed, c)
}

// computed returns what the rules changed beyond the edits themselves; nil
// stands for a field that a rule removed.
func computed(before, edits, after form.Values) map[string]any {
	changes := map[string]any{}
	for id, v := range after {
		base, ok := edits[id]
		if !ok {
			base = before[id]
		}
		if !sameValue(base, v) {
			changes[id] = v
		}
	}
	for id := range before {
		_, kept := after[id]
		if _, edited := edits[id]; !kept && !edited {
			changes[id] = nil
		}
	}
	return changes
}

func sameValue(a, b any) bool {
	x, errX := form.Canonical(a)
	y, errY := form.Canonical(b)
	return errX == nil && errY == nil && slices.Equal(x, y)
}

// decided says who was first, in words.
func (s *Service) decided(t engine.Task, lang string) error {
	by := sayIn(lang, "The deadline", "时限到期")
	if t.By != "" {
		by = s.PersonView(t.By).Name.In(lang, "en")
	}
	if t.Status == engine.TaskWithdrawn && t.Because != "" {
		return conflictOf("task.settled", []string{"by", by, "at", iso(t.EndedAt), "time", s.clockTime(t.EndedAt)})
	}
	action := map[engine.TaskStatus]string{
		engine.TaskDone:      sayIn(lang, "approved", "已同意"),
		engine.TaskRefused:   sayIn(lang, "rejected", "已拒绝"),
		engine.TaskFilledIn:  sayIn(lang, "completed", "已填写完成"),
		engine.TaskSentBack:  sayIn(lang, "returned", "已退回"),
		engine.TaskSentOn:    sayIn(lang, "resubmitted", "已重新提交"),
		engine.TaskRemoved:   sayIn(lang, "removed", "已取消加签"),
		engine.TaskWithdrawn: sayIn(lang, "ended the request, which closed", "已结束该申请，待办随之关闭"),
	}[t.Status]
	return conflictOf("task.decided", []string{"by", by, "action", action, "at", iso(t.EndedAt), "time", s.clockTime(t.EndedAt)})
}
