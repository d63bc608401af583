package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// A principal is somebody who may act: a person, or whoever holds a role. A
// role stays a role until someone of it acts.
const (
	UserPrefix = "user:"
	RolePrefix = "role:"
	// AdminPrincipal is who gets a task that nobody else can be found for.
	AdminPrincipal = RolePrefix + "admin"
)

// QueryKind is what sort of thing is asked.
type QueryKind string

// QueryPeople asks who the people of a step are.
const QueryPeople QueryKind = "people"

// Query is one thing that the engine must know and cannot see.
type Query struct {
	// Key stands for the question: two queries with one key have one answer.
	Key  string
	Kind QueryKind
	// Node is a node that asks.
	Node     string
	Assignee flow.Assignee
	// Initiator is the person from whom managers and departments are counted.
	Initiator string
	// People are the person ids to be looked up: those that the flow lists, or
	// those in the form field, or those who were chosen. Whoever has left is not in
	// the answer, nor who may not be chosen. A choice of nobody asks for candidates,
	// as many as must be chosen at least.
	People []string
	// Each asks for the people one by one: a role's holders instead of the role,
	// because each of them gets a task.
	Each bool
	// Due describes the instant that is asked for.
	Due Due
	// Script names the script to be run, Values and Steps what it is told: the
	// form, and what has been decided so far.
	Script string
	Values map[string]any
	Steps  []Done
}

// Needs are the questions that must be answered before a command can be
// decided. They are never empty when Decide returns them.
type Needs []Query

// Answer answers one query.
type Answer struct {
	// People are principals in the order in which they are shown; none means
	// that nobody is there. A role without holders is nobody.
	People []string
	// Away says for each of People who is away now who acts for them; nobody, where
	// that is empty: whoever would is away as well, in a circle. Somebody without a
	// stand-in who works here is not in it: they keep what is theirs.
	Away map[string]string
	// At is an instant in UTC milliseconds.
	At int64
	// Set are the fields that a script sets, Computed what the app's rules change
	// in consequence; nil empties a field.
	Set, Computed map[string]any
	// Failure is why a script gave no answer.
	Failure *Failure
}

// Answers are the answers so far: Query.Key → answer.
type Answers map[string]Answer

// Settle runs round with the answers that ask gives until round needs nothing
// more. Both Decide and Path are such rounds. A need that is not answered, or
// comes up again though it was, ends it with ErrUnanswered; so there are at
// most as many rounds as different questions, which a flow's size bounds.
func Settle(ask func(Needs) (Answers, error), round func(Answers) (Needs, error)) error {
	known := Answers{}
	for {
		needs, err := round(known)
		if err != nil || len(needs) == 0 {
			return err
		}
		more, err := ask(needs)
		if err != nil {
			return err
		}
		for _, q := range needs {
			a, ok := more[q.Key]
			if _, again := known[q.Key]; again || !ok {
				return fmt.Errorf("%w: %s", ErrUnanswered, q.Key)
			}
			known[q.Key] = a
		}
	}
}

// query makes the question who the people of a node are.
func (r *run) query(n *flow.Node, by *flow.Assignee) Query {
	a := *by
	q := Query{Kind: QueryPeople, Node: n.ID, Assignee: a}
	switch a.Kind {
	case flow.Role:
		q.Key = string(a.Kind) + "/" + a.Role
		switch {
		case a.Branch: // the nearest branch is the initiator's affair
			q.Initiator, q.Each = r.in.Initiator, true
			q.Key += "/near/" + q.Initiator
			return q
		case a.Department != "":
			q.Each = true
			q.Key += "/in/" + a.Department
			return q
		}
		if q.Each = n.Type.Asks() && n.ModeOr() != flow.Any; q.Each {
			q.Key += "/each"
		}
	case flow.People, flow.Field:
		q.People = slices.Clone(a.People)
		if a.Kind == flow.Field {
			q.People = peopleIn(fieldValue(r.in.Values, a.Field))
		}
		q.Key = string(a.Kind) + "/" + strings.Join(q.People, ",")
	default: // counted from the initiator
		q.Initiator = r.in.Initiator
		if a.Kind == flow.Manager {
			q.Assignee.Level = max(a.Level, 1)
		}
		q.Key = string(a.Kind) + "/" + strconv.Itoa(q.Assignee.Level) + "/" + q.Initiator
		if a.Kind == flow.ManagerChain && a.Role != "" {
			q.Key += "/" + a.Role
		}
		if a.Kind == flow.DepartmentHead && a.Department != "" {
			q.Key += "/" + a.Department
		}
	}
	return q
}

// resolve returns the people of a node. found is false where that is not known:
// the need is noted, or, looking ahead, the form field that names them is still
// to be filled in.
func (r *run) resolve(t Token, n *flow.Node) (people []string, found bool, err error) {
	if n.Assignee == nil {
		return nil, false, fmt.Errorf("%w: node %s names nobody", ErrGraph, n.ID)
	}
	return r.resolveAs(t, n, n.Assignee)
}

// resolveAs is resolve for other people than those that the node names.
func (r *run) resolveAs(t Token, n *flow.Node, by *flow.Assignee) (people []string, found bool, err error) {
	f, found, err := r.find(t, n, by)
	return f.people, found, err
}

// people returns the principals that a query asks for; the need is noted where
// they are not known.
func (r *run) people(q Query) (people []string, found bool, err error) {
	answer, ok := r.answers[q.Key]
	if !ok {
		r.need(q)
		return nil, false, nil
	}
	if people, err = principals(answer); err != nil {
		return nil, false, fmt.Errorf("%w for %s", err, q.Key)
	}
	return people, true, nil
}

// need notes a question, once.
func (r *run) need(q Query) {
	if !slices.ContainsFunc(r.needs, func(o Query) bool { return o.Key == q.Key }) {
		r.needs = append(r.needs, q)
	}
}

// principals returns those of an answer, each once.
func principals(a Answer) ([]string, error) {
	var people []string
	for _, p := range a.People {
		if by, away := a.Away[p]; !isPrincipal(p) || away && by != "" && !isPrincipal(by) {
			return nil, fmt.Errorf("%w: %q", ErrAnswer, p)
		}
		if !slices.Contains(people, p) {
			people = append(people, p)
		}
	}
	return people, nil
}

// managerOf returns the manager of a person, as a list of one or none; found is
// false where that is not known yet.
func (r *run) managerOf(n *flow.Node, person string) (people []string, found bool, err error) {
	q := Query{Kind: QueryPeople, Node: n.ID, Assignee: flow.Assignee{Kind: flow.Manager, Level: 1}, Initiator: person}
	q.Key = string(flow.Manager) + "/1/" + person
	return r.people(q)
}

func isUser(p string) bool { return strings.HasPrefix(p, UserPrefix) }

func isPrincipal(p string) bool {
	for _, prefix := range []string{UserPrefix, RolePrefix} {
		if id, ok := strings.CutPrefix(p, prefix); ok && id != "" {
			return true
		}
	}
	return false
}

// fieldValue reads a field, or a table's column as a list.
func fieldValue(values map[string]any, path string) any {
	table, column, ok := strings.Cut(path, ".")
	if !ok {
		return values[path]
	}
	rows, _ := values[table].([]any)
	var list []any
	for _, row := range rows {
		if cells, ok := row.(map[string]any); ok {
			list = append(list, cells[column])
		}
	}
	return list
}

// peopleIn returns the person ids in a value: one, a list, or none.
func peopleIn(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []any:
		var ids []string
		for _, item := range v {
			ids = append(ids, peopleIn(item)...)
		}
		return ids
	}
	return nil
}
