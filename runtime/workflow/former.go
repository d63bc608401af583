package workflow

import (
	"encoding/json"

	"github.com/banli-oa/banli/runtime/engine"
)

// formerSteps returns the steps at which the actor had a task that is somebody
// else's now: of those only the history knows. It is read for participants
// alone, who are few among those without a task.
func formerSteps(doc *Document, a Actor) []string {
	if !holds(doc.Participants, a) {
		return nil
	}
	var steps []string
	had := func(task string, principals []string) {
		if t, ok := doc.Case.Task(task); ok && holds(principals, a) {
			steps = append(steps, t.Node)
		}
	}
	for _, b := range doc.History {
		var events []engine.Recorded
		if err := json.Unmarshal([]byte(b.Events), &events); err != nil {
			continue // whoever opens the case is told
		}
		for _, rec := range events {
			switch e := rec.Event.(type) {
			case engine.TaskCreated:
				had(e.Task, e.Assignees)
			case engine.TaskTransferred:
				had(e.Task, []string{e.To})
			case engine.TaskDelegated:
				had(e.Task, []string{e.To})
			case engine.TaskReassigned:
				had(e.Task, []string{e.To})
			case engine.TaskEscalated:
				had(e.Task, e.To)
			case engine.TaskCovered:
				had(e.Task, []string{e.To})
			case engine.TaskHandedOver:
				had(e.Task, []string{e.To})
			}
		}
	}
	return steps
}
