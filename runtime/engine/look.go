package engine

import (
	"errors"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/flow"
)

// look is what a run that looks ahead knows of the way that it sees. A nil
// look is a run that does not look but acts; its methods then do nothing.
type look struct {
	// from is the index of the first visit that lies ahead.
	from int
	// draft is set where the case is not submitted: everything can still be
	// filled in.
	draft bool
	// edits is set once a step that opens fields lies before what comes.
	edits bool
	// fills are the empty fields that a fill-in before what comes opens.
	fills map[string]bool
	// stuck is set where the way depends on what has been asked just now.
	stuck bool
	// marks are what is special about visits ahead.
	marks map[int]mark
	// unsure are the tokens whose way depends on what is still to be filled in:
	// token → the gateway that could not tell.
	unsure map[int]string
	// tasks are the case's tasks as they were before looking.
	tasks []Task
	// errands are the case's errands as they were before looking.
	errands []Errand
	// held are the visits at which a token waited for a time before looking:
	// visit → until when.
	held map[int]int64
}

// mark is what looking ahead found out about a visit.
type mark struct {
	undecided bool
	nobody    bool
	// unchosen is set where the step's people are still to be chosen.
	unchosen bool
	// refuse is set where the step would refuse to be submitted.
	refuse bool
}

func newLook(in Instance) *look {
	l := &look{
		from: len(in.Visits), draft: in.Status == "",
		fills: map[string]bool{}, marks: map[int]mark{}, unsure: map[int]string{}, tasks: in.Tasks, errands: in.Errands,
		held: map[int]int64{},
	}
	for _, t := range in.Timers {
		if t.Purpose == TimerWait {
			l.held[t.Visit] = t.Due
		}
	}
	return l
}

// split notes that a new token sets out from where another stands: its way is
// as certain as that one's.
func (l *look) split(of, token int) {
	if l != nil && l.unsure[of] != "" {
		l.unsure[token] = l.unsure[of]
	}
}

// joined notes that tokens have become one, whose way is as certain as the
// least certain of theirs.
func (l *look) joined(token int, others []int) {
	if l == nil {
		return
	}
	for _, id := range others {
		if l.unsure[token] == "" && l.unsure[id] != "" {
			l.unsure[token] = l.unsure[id]
		}
		delete(l.unsure, id)
	}
}

// entered notes that a token arrived at a node. A node that every way from the
// gateway in doubt leads to is certain again.
func (l *look) entered(g *flow.Graph, t Token) {
	if l == nil || l.unsure[t.ID] == "" {
		return
	}
	if g.Inevitable(l.unsure[t.ID], t.Node) {
		delete(l.unsure, t.ID)
		return
	}
	l.marks[t.Visit] = mark{undecided: true}
}

// unsureBranch notes that a gateway's condition cannot be told. Where nothing
// can be filled in any more that is no doubt: the condition does not hold.
func (l *look) unsureBranch(t Token) {
	if l == nil || !l.draft && !l.edits {
		return
	}
	l.marks[t.Visit] = mark{undecided: true}
	if l.unsure[t.ID] == "" {
		l.unsure[t.ID] = t.Node
	}
}

// fill notes that a step will be done. Whatever a fill-in opens and is empty now
// is filled in behind it, nobody knows how.
func (l *look) fill(in Instance, n *flow.Node) {
	l.edits = l.edits || n.Type == flow.Start || n.OpensAny()
	if n.Type != flow.FillIn {
		return
	}
	for path := range n.Fields {
		if lacks(fieldValue(in.Values, path)) {
			l.fillField(n, path)
		}
	}
}

// fillField notes that a field which a step opens will hold nobody knows what.
func (l *look) fillField(n *flow.Node, path string) {
	if n.AccessTo(path) == flow.Edit {
		field, _, _ := strings.Cut(path, ".")
		l.edits, l.fills[field] = true, true
	}
}

// vague reports whether something will have been filled in by then that nobody
// knows yet.
func (l *look) vague() bool { return l != nil && len(l.fills) > 0 }

// lacks reports whether there is nothing in a value, or in an item of a list.
func lacks(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0 || slices.ContainsFunc(v, lacks)
	}
	return false
}

// filled reports whether a condition reads something that will have been filled
// in by then.
func (l *look) filled(vars []string) bool {
	return l != nil && slices.ContainsFunc(vars, func(path string) bool {
		field, _, _ := strings.Cut(path, ".")
		return l.fills[field]
	})
}

// unsureStep notes that the field that names a step's people is empty, and
// reports whether it can still be filled in.
func (l *look) unsureStep(t Token) bool {
	if l == nil || !l.draft && !l.edits {
		return false
	}
	l.marks[t.Visit] = mark{undecided: true}
	return true
}

// refuse notes a step that refuses to be submitted because nobody is there.
func (l *look) refuse(t Token) {
	m := l.marks[t.Visit]
	m.nobody, m.refuse = true, true
	l.marks[t.Visit] = m
}

// maxAhead bounds how many visits a look ahead makes. Branches that are never
// joined, one behind the other, would make it as long as one likes.
const maxAhead = 500

// lookAhead approves open tasks, oldest first, until the case ends. A step that
// it would approve once more on the same way closes a loop that nothing breaks
// but an edit or a rejection: that branch stops there. So does everything where
// the branches, or the steps ahead, become too many.
func (r *run) lookAhead() error {
	approved := map[string][]int{}
	r.recall()
	if r.in.Status == Suspended { // it will go on some day
		r.in.Status = Running
	}
	for i := range r.in.Tasks { // and whoever was asked will have answered
		r.in.Tasks[i].Lender = nil
	}
	for {
		if r.look.stuck || len(r.in.Visits)-r.look.from > maxAhead {
			return nil
		}
		open := r.in.OpenTasks()
		next := slices.IndexFunc(open, func(t Task) bool { return !r.in.follows(t.Visit, approved[t.Node]) })
		if next < 0 {
			passed, err := r.passWaiting()
			if errors.As(err, new(*LoopError)) || err == nil && !passed {
				return nil
			}
			if err != nil {
				return err
			}
			continue
		}
		t := open[next]
		if !slices.Contains(approved[t.Node], t.Visit) {
			approved[t.Node] = append(approved[t.Node], t.Visit)
		}
		n, err := r.node(t.Node)
		if err != nil {
			return err
		}
		action := Approve
		switch n.Type {
		case flow.Start:
			action = Resubmit
		case flow.FillIn:
			action = Complete
		}
		r.look.fill(r.in, n)
		clear(r.skipped)
		clear(r.auto)
		r.steps, r.actor = 0, holder(t)
		err = DecideTask{Task: t.ID, Actor: holder(t), Action: action}.run(r)
		if errors.As(err, new(*LoopError)) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// passWaiting lets the first token go on that waits for something other than a
// person, and reports whether there is one.
func (r *run) passWaiting() (bool, error) {
	for _, t := range r.in.Tokens {
		n, err := r.node(t.Node)
		if err != nil {
			return false, err
		}
		p, ok := elements[n.Type].(passer)
		if !ok {
			continue
		}
		r.steps, r.deciding = 0, false
		if err := p.pass(r, t, n); err != nil {
			return false, err
		}
		return true, r.settle()
	}
	return false, nil
}

// checkAhead refuses to send a case on its way where that leads to a step whose
// people the initiator has not chosen, or, with refuse, to one that finds nobody
// and says to refuse then. Steps that are not certain to be met do not count.
func (r *run) checkAhead(refuse bool) error {
	refuse = refuse && r.scene.Graph.Refuses()
	if !refuse && (!r.choosing || !r.scene.Graph.Chooses()) {
		return nil
	}
	ahead := newRun(r.scene, r.in, r.answers)
	ahead.submitting, ahead.choosing, ahead.needs = r.submitting, r.choosing, r.needs
	ahead.look = newLook(r.in)
	if err := ahead.lookAhead(); err != nil {
		return err
	}
	r.needs = ahead.needs
	for i := ahead.look.from; i < len(ahead.in.Visits); i++ {
		m, node := ahead.look.marks[i], ahead.in.Visits[i].Node
		switch n := r.scene.Graph.Node(node); {
		case m.undecided:
		case m.refuse && refuse:
			return &NobodyError{Node: node}
		case m.unchosen && n.ChosenBy(flow.ByInitiator):
			r.missing = append(r.missing, node)
		}
	}
	return nil
}
