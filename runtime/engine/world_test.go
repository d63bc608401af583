package engine_test

import (
	"fmt"
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// world is the company that a test plays in: it answers the engine's needs.
type world struct {
	People      map[string]person
	Departments map[string]department
	Roles       map[string][]string
	// Real counts time by the calendar of the corpus.
	Real bool `yaml:"-"`
}

type person struct {
	Manager    string
	Department string
	// Gone is set for somebody who has left.
	Gone bool
}

type department struct{ Head string }

// ask answers needs as the people are now.
func (w world) ask(needs engine.Needs) (engine.Answers, error) {
	answers := engine.Answers{}
	for _, q := range needs {
		switch q.Kind {
		case engine.QueryPeople:
			answers[q.Key] = engine.Answer{People: w.find(q)}
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
	case flow.Role:
		if q.Each {
			return w.users(w.Roles[q.Assignee.Role]...)
		}
		if slices.ContainsFunc(w.Roles[q.Assignee.Role], w.here) {
			return []string{engine.RolePrefix + q.Assignee.Role}
		}
		return nil
	case flow.People, flow.Field:
		return w.users(q.People...)
	case flow.DepartmentHead:
		return w.users(w.Departments[w.People[q.Initiator].Department].Head)
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
