package workflow

import (
	"context"
	"errors"
	"hash/fnv"
	"strconv"
	"sync"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/studio"
)

// run lets the engine decide a command and answers what it needs to know. no is
// the case's number, which scripts may read.
func (s *Service) run(ctx context.Context, ed *studio.Edition, no string, before engine.Instance, values form.Values, initiator string, c engine.Command) (engine.Outcome, error) {
	scene := engine.Scene{Graph: ed.Flow, Env: s.env(values, initiator)}
	var out engine.Outcome
	err := engine.Settle(s.answerIn(ctx, ed, no), func(known engine.Answers) (engine.Needs, error) {
		var err error
		out, err = engine.Decide(scene, before, c, known)
		return out.Needs, err
	})
	return out, err
}

// path returns the steps of an instance that is running, ended, or not yet
// submitted. A script that cannot run now leaves the way behind it undecided.
func (s *Service) path(ctx context.Context, ed *studio.Edition, no string, in engine.Instance, initiator string) ([]engine.Step, error) {
	scene := engine.Scene{Graph: ed.Flow, Env: s.env(in.Values, initiator)}
	var steps []engine.Step
	answer := s.answerIn(ctx, ed, no)
	err := engine.Settle(func(needs engine.Needs) (engine.Answers, error) {
		answers, err := answer(needs)
		var busy *fault.Unavailable
		if !errors.As(err, &busy) {
			return answers, err
		}
		answers = engine.Answers{}
		for _, q := range needs {
			one, err := answer(engine.Needs{q})
			switch {
			case err == nil:
				answers[q.Key] = one[q.Key]
			case q.Kind == engine.QueryScript && errors.As(err, &busy):
				answers[q.Key] = scriptFailed(failedBusy, "")
			default:
				return nil, err
			}
		}
		return answers, nil
	}, func(known engine.Answers) (engine.Needs, error) {
		var (
			needs engine.Needs
			err   error
		)
		steps, needs, err = engine.Path(scene, in, known)
		return needs, err
	})
	return steps, err
}

// answerIn returns what answers the engine about a case of an app: the people and
// the instants that it asks for, as the organisation and the calendar are now, who
// is away, and what scripts make of the case.
func (s *Service) answerIn(ctx context.Context, ed *studio.Edition, no string) func(engine.Needs) (engine.Answers, error) {
	return func(needs engine.Needs) (engine.Answers, error) {
		org := s.Identity.Organisation()
		answers := engine.Answers{}
		for _, q := range needs {
			switch q.Kind {
			case engine.QueryDue:
				at, err := dueOn(s.Calendar.Current(), q.Due)
				if err != nil {
					return nil, err
				}
				answers[q.Key] = engine.Answer{At: at}
			case engine.QueryScript:
				answer, err := s.stepScript(ctx, ed, no, q)
				if err != nil {
					return nil, err
				}
				answers[q.Key] = answer
			default:
				people := principalsOf(org, q)
				answers[q.Key] = engine.Answer{People: people, Away: s.away(org, ed.App.ID, people)}
			}
		}
		return answers, nil
	}
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
