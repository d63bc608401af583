package workflow

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// history tells what happened, without what only the engine needs and without
// the fields that its reader must not see.
func (s *Service) history(ed *studio.Edition, doc *Document, hide []string) ([]HistoryEntry, error) {
	org := s.Identity.Organisation()
	entries := []HistoryEntry{}
	acting := standIns{}
	visible := ed.Form.Mask(doc.Case.Values, hide)
	for _, b := range doc.History {
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
			return nil, fmt.Errorf("workflow: history of instance %s: %w", doc.ID, err)
		}
		for _, e := range events {
			acting.note(e.Event)
			if entry, told := historyEntry(org, ed, doc, e, hide); told {
				if t, ok := doc.Case.Task(entry.Task); ok {
					entry.Row = s.rowView(ed, visible, t.Node, t.Resolver, t.Row)
				}
				acting.show(org, &entry)
				entries = append(entries, entry)
			}
		}
	}
	return entries, nil
}

func historyEntry(org *identity.Organisation, ed *studio.Edition, doc *Document, e engine.Recorded, hide []string) (HistoryEntry, bool) {
	h := HistoryEntry{Seq: e.Seq, Type: e.Event.EventType(), At: e.At}
	by := byView(org, e.Actor)
	task := func(id string) {
		h.Task = id
		if t, ok := doc.Case.Task(id); ok {
			h.Node = t.Node
		}
	}
	switch ev := e.Event.(type) {
	case engine.InstanceSubmitted:
		h.By = by
	case engine.InstanceWithdrawn:
		h.By, h.Redo, h.Comment = by, ev.Redo, ev.Comment
	case engine.InstanceSuspended:
		h.By, h.Comment = by, ev.Reason
	case engine.InstanceResumed:
		h.By, h.Comment = by, ev.Reason
	case engine.InstanceJumped:
		h.By, h.Target, h.Comment = by, ev.To, ev.Reason
	case engine.PeopleCopied:
		h.By, h.To, h.Comment = by, principalViews(org, ev.To), ev.Comment
	case engine.CommentAdded:
		h.By, h.Comment = by, ev.Text
		if len(ev.Mentions) > 0 {
			h.To = principalViews(org, ev.Mentions)
		}
	case engine.TaskCreated:
		if len(ev.Waits) > 0 {
			return h, false // it is told of when its turn comes
		}
		h.Task, h.Node, h.To = ev.Task, ev.Node, principalViews(org, ev.Assignees)
	case engine.PeopleChosen:
		var people []string
		for _, id := range ev.People {
			people = append(people, userPrincipal(id))
		}
		h.By, h.Task, h.Node, h.To = by, ev.Task, ev.Node, principalViews(org, people)
	case engine.RowsUnnamed:
		h.Node, h.Rows = ev.Node, ev.Rows
	case engine.TaskOpened:
		task(ev.Task)
		if t, ok := doc.Case.Task(ev.Task); ok {
			h.To = principalViews(org, t.Assignees)
		}
	case engine.TaskApproved:
		task(ev.Task)
		h.By, h.Comment = by, ev.Comment
	case engine.TaskRejected:
		task(ev.Task)
		h.By, h.Comment = by, ev.Comment
	case engine.TaskCompleted:
		task(ev.Task)
		h.By, h.Comment = by, ev.Comment
	case engine.TaskCancelled:
		task(ev.Task)
	case engine.TaskUrged:
		task(ev.Task)
		h.By = by
	case engine.TaskHandedOver:
		task(ev.Task)
		from := principalView(org, ev.From)
		h.By, h.From, h.To = by, &from, principalViews(org, []string{ev.To})
	case engine.FieldsEdited:
		task(ev.Task)
		h.By = by
		h.Fields = shownFields(ev.Edits, hide)
	case engine.NoticeGiven:
		h.Node, h.To = ev.Node, principalViews(org, ev.To)
	case engine.CopySent:
		h.Node, h.To = ev.Node, principalViews(org, ev.To)
	case engine.NodeSkipped:
		h.Node, h.Reason = ev.Node, ev.Reason
	case engine.InstanceEnded:
		h.Node = ev.Node
		if ev.Reason != "" {
			h.By, h.Comment = by, ev.Reason
		}
		if ev.Recalled {
			h.Reason = "recalled"
		}
	case engine.FieldsSet:
		h.Node, h.Fields = ev.Node, shownFields(ev.Values, hide)
	case engine.ErrandWasSent, engine.ErrandWasDone, engine.ErrandHasFailed, engine.ErrandWasRetried, engine.ErrandWasDropped:
		errandEntry(doc, ev, &h)
		h.By = by
	case engine.AssigneeFailed:
		h.Node = ev.Node
	case engine.TimerSet, engine.TimerFired, engine.TaskEscalated:
		if !timerEntry(org, doc, ev, &h) {
			return h, false
		}
	default:
		if !absenceEntry(org, e.Event, &h, task) && !taskEntry(org, e.Event, &h, task) {
			return h, false // tokens moving: only the engine needs to know
		}
		if _, byItself := e.Event.(engine.TaskPassed); !byItself {
			h.By = by
		}
	}
	if h.Node != "" {
		h.NodeName = nodeName(ed, h.Node)
	}
	if h.Target != "" {
		h.TargetName = nodeName(ed, h.Target)
	}
	return h, true
}

// shownFields names the fields that changed, without those that are hidden.
func shownFields(changes map[string]any, hide []string) []string {
	var fields []string
	for id := range changes {
		if !slices.Contains(hide, id) {
			fields = append(fields, id)
		}
	}
	slices.Sort(fields)
	return fields
}

// taskEntry tells what somebody did with a task beside deciding it.
func taskEntry(org *identity.Organisation, event engine.Event, h *HistoryEntry, task func(id string)) bool {
	switch ev := event.(type) {
	case engine.TaskPassed:
		task(ev.Task)
		h.To, h.Reason = principalViews(org, []string{userPrincipal(ev.By)}), ev.Reason
	case engine.TaskReturned:
		task(ev.Task)
		h.Target, h.Comment = ev.To, ev.Comment
	case engine.TaskResubmitted:
		task(ev.Task)
		h.Comment = ev.Comment
	case engine.TaskUndone:
		task(ev.Task)
		h.Comment = ev.Comment
	case engine.TaskTransferred:
		task(ev.Task)
		h.To, h.Comment = principalViews(org, []string{ev.To}), ev.Comment
	case engine.TaskDelegated:
		task(ev.Task)
		h.To, h.Comment = principalViews(org, []string{ev.To}), ev.Comment
	case engine.TaskAnswered:
		task(ev.Task)
		h.Comment = ev.Comment
	case engine.SignersAdded:
		task(ev.Task)
		h.To, h.Where, h.Comment = principalViews(org, ev.People), string(ev.Where), ev.Comment
	case engine.SignerRemoved:
		task(ev.Task)
		h.Comment = ev.Comment
	case engine.TaskClaimed:
		task(ev.Task)
	case engine.TaskReleased:
		task(ev.Task)
	case engine.TaskReassigned:
		task(ev.Task)
		h.To, h.Comment = principalViews(org, []string{ev.To}), ev.Reason
	default:
		return false
	}
	return true
}
