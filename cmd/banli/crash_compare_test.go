package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/ids"
	"github.com/banli-oa/banli/runtime/notify"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/workflow"
)

// stored is what a notice keeps, as far as it is compared.
type storedNotice struct {
	store.Head `bson:",inline"`
	Person     string `bson:"person"`
	Kind       string `bson:"kind"`
	Instance   string `bson:"instance"`
}

// everything reads a collection from end to end.
func everything[T any](t *testing.T, backend store.Backend, name string) []*T {
	t.Helper()
	specs, err := declared(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(specs, func(s store.Spec) bool { return s.Name == name })
	c, err := store.Open[T](backend, specs[i])
	if err != nil {
		t.Fatal(err)
	}
	var all []*T
	for q := (store.Query{Limit: store.MaxLimit}); ; {
		page, err := c.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all
		}
		q.After = page.Next
	}
}

// compare holds what is stored against what the clients were told, and the
// notices against the histories.
func compare(t *testing.T, backend store.Backend, all []order, outside *receiver) {
	t.Helper()
	found := map[string][]engine.Recorded{} // by mark
	where := map[string]string{}            // mark → instance
	said, numbers := tellings{}, map[string]bool{}
	cases := everything[workflow.Document](t, backend, "instances")
	var stand []engine.Instance
	for _, doc := range cases {
		stand = append(stand, doc.Case)
		maps.Copy(said, replay(t, doc, func(e engine.Recorded) {
			if mark := markOf(e.Event); mark != "" {
				found[mark] = append(found[mark], e)
				where[mark] = doc.ID
			}
		}))
		if numbers[doc.No] {
			t.Errorf("the number %s was given twice", doc.No)
		}
		numbers[doc.No] = true
		if len(doc.Outbox) > 0 || doc.OutboxDue != 0 {
			t.Errorf("case %s still has %d effects to deliver", doc.ID, len(doc.Outbox))
		}
	}
	counts := map[outcome]int{}
	sent := map[string]bool{}
	for _, o := range all {
		counts[o.outcome]++
		sent[o.mark] = true
		carriedOut(t, o, found[o.mark], where[o.mark])
	}
	for mark := range found {
		if !sent[mark] {
			t.Errorf("%s is in a history, and nobody sent it", mark)
		}
	}
	outside.compare(t, stand)
	n := compareNotices(t, backend, said)
	t.Logf("%d commands: %d acknowledged, %d refused, %d whose answer was lost; %d cases, %d notices",
		len(all), counts[accepted], counts[declined], counts[unsure], len(cases), n)
	if counts[accepted] == 0 {
		t.Error("nothing was acknowledged")
	}
}

// carriedOut compares one command with the events that carry its mark.
func carriedOut(t *testing.T, o order, events []engine.Recorded, instance string) {
	t.Helper()
	switch {
	case o.outcome == accepted && len(events) == 0:
		t.Errorf("%s of %s on %s was acknowledged and is lost", o.action, o.mark, o.instance)
	case o.outcome == declined && len(events) > 0:
		t.Errorf("%s of %s on %s was refused (%s) and was carried out", o.action, o.mark, o.instance, o.said)
	case len(events) > 1:
		t.Errorf("%s of %s on %s was carried out %d times", o.action, o.mark, o.instance, len(events))
	case len(events) == 1:
		if e := events[0]; e.Actor != o.person || e.Event.EventType() != eventTypes[o.action] || o.instance != "" && o.instance != instance {
			t.Errorf("%s of %s by %s on %s became %s by %s on %s", o.action, o.mark, o.person, o.instance, e.Event.EventType(), e.Actor, instance)
		}
	}
}

// eventTypes is what each action becomes.
var eventTypes = map[string]string{
	"submit": engine.TypeInstanceSubmitted, "approve": engine.TypeTaskApproved, "reject": engine.TypeTaskRejected,
	"return": engine.TypeTaskReturned, "resubmit": engine.TypeTaskResubmitted, "transfer": engine.TypeTaskTransferred,
	"delegate": engine.TypeTaskDelegated, "answer": engine.TypeTaskAnswered, "addSigners": engine.TypeSignersAdded,
}

// markOf returns the mark that an event carries, or "".
func markOf(e engine.Event) string {
	var text string
	switch e := e.(type) {
	case engine.InstanceSubmitted:
		text, _ = e.Values["reason"].(string)
	case engine.TaskApproved:
		text = e.Comment
	case engine.TaskRejected:
		text = e.Comment
	case engine.TaskReturned:
		text = e.Comment
	case engine.TaskResubmitted:
		text = e.Comment
	case engine.TaskTransferred:
		text = e.Comment
	case engine.TaskDelegated:
		text = e.Comment
	case engine.TaskAnswered:
		text = e.Comment
	case engine.SignersAdded:
		text = e.Comment
	}
	if !strings.HasPrefix(text, "mark-") {
		return ""
	}
	return text
}

// compareNotices finds each notice of the histories once, and no others. It
// returns how many there are.
func compareNotices(t *testing.T, backend store.Backend, said tellings) int {
	t.Helper()
	people, err := identity.New(t.Context(), backend, clock.System(), identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]string{} // id → of which effect, to whom
	for effect, to := range said {
		for _, person := range notify.People(people.Organisation(), to) {
			missing[ids.Hash("notice", effect, person)] = effect + " to " + person
		}
	}
	all := everything[storedNotice](t, backend, "notices")
	for _, n := range all {
		if _, expected := missing[n.ID]; !expected {
			t.Errorf("%s was told %s of case %s, and nothing there says so", n.Person, n.Kind, n.Instance)
		}
		delete(missing, n.ID)
	}
	for _, what := range missing {
		t.Errorf("the notice %s is missing", what)
	}
	return len(all)
}
