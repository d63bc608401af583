package workflow

import (
	"hash/fnv"
	"strconv"
	"sync"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// run lets the engine decide a command and answers what it needs to know.
func (s *Service) run(ed *studio.Edition, before engine.Instance, values form.Values, initiator string, c engine.Command) (engine.Outcome, error) {
	scene := engine.Scene{Graph: ed.Flow, Env: s.env(values, initiator)}
	var out engine.Outcome
	err := engine.Settle(s.answerIn(ed.App.ID), func(known engine.Answers) (engine.Needs, error) {
		var err error
		out, err = engine.Decide(scene, before, c, known)
		return out.Needs, err
	})
	return out, err
}

// path returns the steps of an instance that is running, ended, or not yet
// submitted.
func (s *Service) path(ed *studio.Edition, in engine.Instance, initiator string) ([]engine.Step, error) {
	scene := engine.Scene{Graph: ed.Flow, Env: s.env(in.Values, initiator)}
	var steps []engine.Step
	err := engine.Settle(s.answerIn(ed.App.ID), func(known engine.Answers) (engine.Needs, error) {
		var (
			needs engine.Needs
			err   error
		)
		steps, needs, err = engine.Path(scene, in, known)
		return needs, err
	})
	return steps, err
}

// answerIn returns what answers the engine about cases of an app.
func (s *Service) answerIn(app string) func(engine.Needs) (engine.Answers, error) {
	return func(needs engine.Needs) (engine.Answers, error) { return s.answer(app, needs) }
}

// answer finds the people and the instants that the engine asks for, as the
// organisation and the calendar are now, and who is away.
func (s *Service) answer(app string, needs engine.Needs) (engine.Answers, error) {
	org := s.Identity.Organisation()
	answers := engine.Answers{}
	for _, q := range needs {
		if q.Kind == engine.QueryDue {
			at, err := dueOn(s.Calendar.Current(), q.Due)
			if err != nil {
				return nil, err
			}
			answers[q.Key] = engine.Answer{At: at}
			continue
		}
		people := principalsOf(org, q)
		answers[q.Key] = engine.Answer{People: people, Away: s.away(org, app, people)}
	}
	return answers, nil
}

func principalsOf(org *identity.Organisation, q engine.Query) []string {
	var people []string
	one := func(id string, ok bool) {
		if ok && org.Active(id) {
			people = append(people, userPrincipal(id))
		}
	}
	switch q.Assignee.Kind {
	case flow.Initiator:
		one(q.Initiator, true)
	case flow.Manager:
		one(org.ManagerOf(q.Initiator, q.Assignee.Level))
	case flow.ManagerChain:
		most := q.Assignee.Level
		if most == 0 {
			most = flow.MaxLevel
		}
		for _, id := range org.Chain(q.Initiator, most, q.Assignee.Role) {
			one(id, true)
		}
	case flow.DepartmentHead:
		if q.Assignee.Department != "" {
			one(org.LeadOf(q.Assignee.Department, q.Assignee.Level, q.Initiator))
			break
		}
		one(org.HeadOf(q.Initiator, q.Assignee.Level))
	case flow.Role:
		holders := org.WithRole(q.Assignee.Role)
		switch {
		case q.Assignee.Branch:
			holders = org.WithRoleNear(q.Assignee.Role, q.Initiator)
		case q.Assignee.Department != "":
			holders = org.WithRoleIn(q.Assignee.Role, q.Assignee.Department)
		}
		if q.Each {
			for _, id := range holders {
				one(id, true)
			}
			break
		}
		if len(holders) > 0 {
			people = append(people, engine.RolePrefix+q.Assignee.Role)
		}
	case flow.Chosen:
		people = chosenPeople(org, q)
	case flow.People, flow.Field:
		for _, id := range q.People {
			one(id, true)
		}
	}
	return people
}

// queues let the decisions on one instance follow each other within this
// process, so that they meet in the store only across processes.
type queues [256]sync.Mutex

func (q *queues) of(id string) *sync.Mutex {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // a hash never fails to write
	return &q[h.Sum32()%uint32(len(q))]
}

func itoa(n int) string { return strconv.Itoa(n) }
