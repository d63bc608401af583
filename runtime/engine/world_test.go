package engine_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// world is the company that a test plays in: it answers the engine's needs.
type world struct {
	People      map[string]person
	Departments map[string]department
	Roles       map[string][]string
	// Scripts are those of the corpus; those of scenarios do not fail once they are
	// Mended.
	Scripts map[string]scriptText `json:",omitempty"`
	Mended  bool                  `yaml:"-"`
	// Real counts time by the calendar of the corpus.
	Real bool `yaml:"-"`
}

type person struct {
	Manager    string
	Department string
	// Gone is set for somebody who has left.
	Gone bool
	// Away is who stands in for somebody who is away.
	Away string
}

// department has a head, and lies below another.
type department struct{ Head, Above string }

// ask answers needs as the people are now.
func (w world) ask(needs engine.Needs) (engine.Answers, error) {
	answers := engine.Answers{}
	for _, q := range needs {
		switch q.Kind {
		case engine.QueryPeople:
			people := w.find(q)
			answers[q.Key] = engine.Answer{People: people, Away: w.away(people)}
		case engine.QueryScript:
			answers[q.Key] = w.script(q)
		case engine.QueryDue:
			at, err := w.dueBy(q.Due)
			if err != nil {
				return nil, err
			}
			answers[q.Key] = engine.Answer{At: at}
		default:
			return nil, fmt.Errorf("asked for %q", q.Kind)
		}
	}
	return answers, nil
}

func (w world) find(q engine.Query) []string {
	switch q.Assignee.Kind {
	case flow.ManagerChain:
		return w.chain(q)
	case flow.Role:
		if q.Assignee.Branch || q.Assignee.Department != "" {
			return w.branch(q)
		}
		if q.Each {
			return w.users(w.Roles[q.Assignee.Role]...)
		}
		if slices.ContainsFunc(w.Roles[q.Assignee.Role], w.here) {
			return []string{engine.RolePrefix + q.Assignee.Role}
		}
		return nil
	case flow.Chosen:
		if len(q.People) == 0 {
			q.People = slices.Sorted(maps.Keys(w.People))
		}
		return w.users(slices.DeleteFunc(slices.Clone(q.People), func(id string) bool { return !w.candidate(q.Assignee, id) })...)
	case flow.People, flow.Field:
		return w.users(q.People...)
	case flow.DepartmentHead:
		at := w.People[q.Initiator].Department
		if q.Assignee.Department != "" {
			at = q.Assignee.Department
		}
		for range q.Assignee.Level {
			at = w.Departments[at].Above
		}
		return w.users(w.Departments[at].Head)
	case flow.Manager:
		who := q.Initiator
		for range q.Assignee.Level {
			who = w.People[who].Manager
		}
		return w.users(who)
	case flow.Initiator:
		return w.users(q.Initiator)
	}
	return nil
}

// candidate reports whether somebody may be chosen.
func (w world) candidate(a flow.Assignee, id string) bool {
	if len(a.People) > 0 {
		return slices.Contains(a.People, id)
	}
	if a.Role != "" && !slices.Contains(w.Roles[a.Role], id) {
		return false
	}
	at := w.People[id].Department
	for at != a.Department && at != "" {
		at = w.Departments[at].Above
	}
	return at == a.Department
}

// chain finds managers one above the other.
func (w world) chain(q engine.Query) []string {
	var ids []string
	at := q.Initiator
	for range cmp.Or(q.Assignee.Level, flow.MaxLevel) {
		if at = w.People[at].Manager; at == "" || at == q.Initiator || slices.Contains(ids, at) {
			break
		}
		ids = append(ids, at)
		if slices.Contains(w.Roles[q.Assignee.Role], at) {
			break
		}
	}
	return w.users(ids...)
}

// branch finds the holders of a role in a department and below it, or in the
// nearest one above the initiator that has any.
func (w world) branch(q engine.Query) []string {
	within := func(department string) []string {
		return slices.DeleteFunc(w.users(w.Roles[q.Assignee.Role]...), func(user string) bool {
			at := w.People[strings.TrimPrefix(user, engine.UserPrefix)].Department
			for at != "" && at != department {
				at = w.Departments[at].Above
			}
			return at == ""
		})
	}
	if q.Assignee.Department != "" {
		return within(q.Assignee.Department)
	}
	for at := w.People[q.Initiator].Department; at != ""; at = w.Departments[at].Above {
		if found := within(at); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (w world) here(id string) bool {
	p, ok := w.People[id]
	return ok && !p.Gone
}

func (w world) users(ids ...string) []string {
	var users []string
	for _, id := range ids {
		if w.here(id) {
			users = append(users, engine.UserPrefix+id)
		}
	}
	return users
}

// away says who acts for those of some principals who are away: their stand-in,
// or, where that one is away too, theirs. Who has nobody that works here is not in
// it; for whom it leads round in a circle nobody is there.
func (w world) away(principals []string) map[string]string {
	away := map[string]string{}
	for _, p := range principals {
		id := strings.TrimPrefix(p, engine.UserPrefix)
		at, passed := id, []string{}
		for next := w.People[at].Away; next != "" && w.here(next); next = w.People[at].Away {
			if slices.Contains(passed, at) {
				at = ""
				break
			}
			passed, at = append(passed, at), next
		}
		switch {
		case at == "":
			away[p] = ""
		case at != id:
			away[p] = engine.UserPrefix + at
		}
	}
	return away
}

// decide carries a command out with the world's answers.
func (w world) decide(s engine.Scene, in engine.Instance, c engine.Command) (engine.Outcome, error) {
	var out engine.Outcome
	err := engine.Settle(w.ask, func(a engine.Answers) (engine.Needs, error) {
		var err error
		out, err = engine.Decide(s, in, c, a)
		return out.Needs, err
	})
	return out, err
}

// path returns the path of a case with the world's answers.
func (w world) path(s engine.Scene, in engine.Instance) ([]engine.Step, error) {
	var steps []engine.Step
	err := engine.Settle(w.ask, func(a engine.Answers) (needs engine.Needs, err error) {
		steps, needs, err = engine.Path(s, in, a)
		return needs, err
	})
	return steps, err
}
