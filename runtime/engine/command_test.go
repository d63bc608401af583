package engine_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// command makes the command of a step, "ACTOR VERB REST"; the corpus's README
// lists them.
func command(t *testing.T, scene engine.Scene, in engine.Instance, c corpusCase, step corpusStep, actor, verb, rest string, now int64) engine.Command {
	t.Helper()
	if actor == "timer" { // "timer 1 fires"
		return engine.FireTimer{Timer: "case.t" + verb, At: now}
	}
	switch actor {
	case "errand": // "errand 1 is done as approved"
		return errandCommand(t, scene, in, step, verb, rest, now)
	case "recall":
		return engine.Recall{At: now}
	}
	what, who, _ := cutAny(rest, " to ", " for ", " from ", " before ", " after ", " beside ", " as ")
	switch verb {
	case "submits": // "ann submits", "ann submits below up.e3"
		s := engine.Submit{Actor: actor, Values: values(t, c.Form), Choices: step.Choices, At: now}
		if errand, ok := strings.CutPrefix(rest, "below "); ok {
			s.Parent = &engine.Parent{Instance: engine.InstanceOf(errand), Errand: errand, Depth: 1}
		}
		return s
	case "retries": // "eve retries errand 1"
		return engine.Retry{Errand: "case.e" + strings.TrimPrefix(rest, "errand "), Actor: actor, Reason: step.Comment, At: now}
	case "hands": // "eve hands bob over to cat"
		from, to, _ := strings.Cut(rest, " over to ")
		return engine.HandOver{From: from, To: principal(to), Actor: actor, At: now}
	case "urges":
		return engine.Urge{Actor: actor, At: now}
	case "transfers":
		return engine.TransferTask{Task: taskOf(in, what, actor), Actor: actor, To: who, Comment: step.Comment, At: now}
	case "delegates":
		return engine.DelegateTask{Task: taskOf(in, what, actor), Actor: actor, To: who, Comment: step.Comment, At: now}
	case "adds": // "bob adds cat, dan before manager"
		where := strings.Fields(strings.TrimPrefix(rest, what))[0]
		return engine.AddSigners{
			Task: taskOf(in, who, actor), Actor: actor, People: strings.Split(what, ", "), Where: engine.Position(where),
			Comment: step.Comment, At: now,
		}
	case "removes": // "bob removes cat from manager"
		return engine.RemoveSigner{Task: taskOf(in, who, what), Actor: actor, Comment: step.Comment, At: now}
	case "claims":
		return engine.ClaimTask{Task: taskOf(in, rest, actor), Actor: actor, At: now}
	case "releases":
		return engine.ReleaseTask{Task: taskOf(in, rest, actor), Actor: actor, At: now}
	case "covers": // "eve covers bob by cat": bob is away
		absent, by, _ := strings.Cut(rest, " by ")
		return engine.Cover{Absent: absent, By: by, Actor: actor, At: now}
	case "reclaims":
		return engine.ReclaimTask{Task: forPerson(in, rest, actor), Actor: actor, At: now}
	case "undoes":
		return engine.UndoTask{Task: decidedBy(in, rest, actor), Actor: actor, Comment: step.Comment, At: now}
	case "withdraws": // "ann withdraws", "ann withdraws to change it"
		return engine.Withdraw{Actor: actor, Redo: rest != "", Comment: step.Comment, At: now}
	case "copies":
		return engine.CopyTo{Actor: actor, People: strings.Split(rest, ", "), Comment: step.Comment, At: now}
	case "remarks": // "bob remarks", "bob remarks to cat"
		var mentions []string
		if rest != "" {
			mentions = strings.Split(strings.TrimPrefix(rest, "to "), ", ")
		}
		return engine.Remark{Actor: actor, Text: step.Comment, Mentions: mentions, At: now}
	case "reassigns":
		return engine.Reassign{Task: taskOf(in, what, actor), Actor: actor, To: who, Reason: step.Comment, At: now}
	case "jumps":
		return engine.Jump{Actor: actor, To: strings.TrimPrefix(rest, "to "), Reason: step.Comment, At: now}
	case "suspends":
		return engine.Suspend{Actor: actor, Reason: step.Comment, At: now}
	case "resumes":
		return engine.Unsuspend{Actor: actor, Reason: step.Comment, At: now}
	case "finishes":
		return engine.Finish{Actor: actor, Status: engine.Status(strings.TrimPrefix(rest, "as ")), Reason: step.Comment, At: now}
	}
	d := engine.DecideTask{
		Actor: actor, Action: engine.Action(strings.TrimSuffix(verb, "s")), Comment: step.Comment, At: now,
		Edits: values(t, step.Edits), Computed: values(t, step.Computed), Task: taskOf(in, rest, actor),
		Choices: step.Choices,
	}
	if verb == "returns" { // "bob returns manager to start"
		d.Task, d.To, d.Resume = taskOf(in, what, actor), who, flow.Resumption(step.Back)
	}
	return d
}

// taskOf returns the last task of a node that is a person's, else the last one,
// open or not; "step row 2" is the one for that row.
func taskOf(in engine.Instance, node, person string) string {
	node, row, ofRow := strings.Cut(node, " row ")
	id, mine := "case."+node, false
	for _, task := range in.Tasks {
		if task.Node != node || ofRow && strconv.Itoa(task.Row) != row {
			continue
		}
		if is := slices.Contains(task.Assignees, engine.UserPrefix+person); is || !mine {
			id, mine = task.ID, is
		}
	}
	return id
}

// forPerson returns the last task of a node that somebody has for a person.
func forPerson(in engine.Instance, node, person string) string {
	for _, task := range slices.Backward(in.Tasks) {
		if task.Node == node && slices.ContainsFunc(task.For, func(s engine.StandIn) bool { return s.For == engine.UserPrefix+person }) {
			return task.ID
		}
	}
	return taskOf(in, node, person)
}

// decidedBy returns the last task of a node that a person decided.
func decidedBy(in engine.Instance, node, person string) string {
	for _, task := range slices.Backward(in.Tasks) {
		if decided := !task.Live() && task.Status != engine.TaskWithdrawn; decided && task.Node == node && task.By == person {
			return task.ID
		}
	}
	return taskOf(in, node, person)
}

// cutAny cuts at the first of several separators that is there.
func cutAny(text string, separators ...string) (before, after string, found bool) {
	for _, sep := range separators {
		if before, after, found = strings.Cut(text, sep); found {
			return before, after, true
		}
	}
	return text, "", false
}
