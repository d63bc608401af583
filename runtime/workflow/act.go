package workflow

import (
	"context"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
)

// TaskAction is what somebody does with a task beside deciding it.
type TaskAction struct {
	Task string `json:"task"`
	// Action is transfer, delegate, addSigners, removeSigner, claim, release, undo
	// or reclaim.
	Action string `json:"action"`
	// To are the people whom it concerns: one to transfer or delegate to, any
	// number to add.
	To []string `json:"to"`
	// Where is before, after or beside, for added signers.
	Where   string `json:"where"`
	Comment string `json:"comment"`
	// Key makes repeats safe. May be empty.
	Key string `json:"-"`
}

// Act does something with a task. It returns *fault.NotFound, *fault.Denied,
// *fault.Invalid, and *fault.Conflict with the reason where the action does not
// fit how the task stands.
func (s *Service) Act(ctx context.Context, a Actor, in TaskAction) (Receipt, error) {
	id, ok := instanceOf(in.Task)
	if !ok {
		return Receipt{}, &fault.NotFound{Thing: "task", ID: in.Task}
	}
	if err := commentFits(a, "/comment", in.Comment); err != nil {
		return Receipt{}, err
	}
	command, action, err := taskCommand(a.Subject.ID, in)
	if err != nil {
		return Receipt{}, err
	}
	key, err := changeKey(a, in.Task, in.Key, in)
	if err != nil {
		return Receipt{}, err
	}
	allow := func(doc *Document) error {
		task, ok := doc.Case.Task(in.Task)
		if !ok {
			return &fault.NotFound{Thing: "task", ID: in.Task}
		}
		_, err := s.ask(ctx, a, action, s.taskResource(doc, task))
		return err
	}
	return s.carryOut(ctx, a, id, change{thing: "task", allow: allow, command: command, people: in.To, key: key})
}

// taskCommand makes the engine's command, and says what the policy is asked.
func taskCommand(actor string, in TaskAction) (command func(at int64) engine.Command, action string, err error) {
	one := func() string {
		if len(in.To) == 1 {
			return in.To[0]
		}
		return ""
	}
	switch engine.Action(in.Action) {
	case engine.DoTransfer:
		return func(at int64) engine.Command {
			return engine.TransferTask{Task: in.Task, Actor: actor, To: one(), Comment: in.Comment, At: at}
		}, authz.TaskDecide, nil
	case engine.DoDelegate:
		return func(at int64) engine.Command {
			return engine.DelegateTask{Task: in.Task, Actor: actor, To: one(), Comment: in.Comment, At: at}
		}, authz.TaskDecide, nil
	case engine.DoAddSigners:
		return func(at int64) engine.Command {
			return engine.AddSigners{Task: in.Task, Actor: actor, People: in.To, Where: engine.Position(in.Where), Comment: in.Comment, At: at}
		}, authz.TaskDecide, nil
	case engine.DoClaim:
		return func(at int64) engine.Command {
			return engine.ClaimTask{Task: in.Task, Actor: actor, At: at}
		}, authz.TaskDecide, nil
	case engine.DoRelease:
		return func(at int64) engine.Command {
			return engine.ReleaseTask{Task: in.Task, Actor: actor, At: at}
		}, authz.TaskDecide, nil
	case engine.DoRemoveSigner:
		return func(at int64) engine.Command {
			return engine.RemoveSigner{Task: in.Task, Actor: actor, Comment: in.Comment, At: at}
		}, authz.TaskUndo, nil
	case engine.DoReclaim:
		return func(at int64) engine.Command {
			return engine.ReclaimTask{Task: in.Task, Actor: actor, At: at}
		}, authz.TaskUndo, nil
	case engine.DoUndo:
		return func(at int64) engine.Command {
			return engine.UndoTask{Task: in.Task, Actor: actor, Comment: in.Comment, At: at}
		}, authz.TaskUndo, nil
	}
	return nil, authz.TaskDecide, &fault.Malformed{
		Code: "request.parameter", At: "/action", Detail: "transfer, delegate, addSigners, removeSigner, claim, release, undo, reclaim",
	}
}
