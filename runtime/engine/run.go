package engine

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/banli-oa/banli/builder/flow"
)

// maxSteps bounds the nodes that one command passes. Compiled flows stay below
// it: at most flow.MaxNodes nodes, and no loop without a person.
const maxSteps = 2 * flow.MaxNodes

// maxTokens bounds the concurrent branches of a case. Only a loop that splits
// each time round comes near it.
const maxTokens = 200

// run is one command being carried out: the case as it becomes, and what that
// led to. Every change goes through emit.
type run struct {
	scene   Scene
	answers Answers
	in      Instance
	actor   string
	at      int64

	events  []Recorded
	effects []Effect
	needs   Needs
	// caused counts the effects of the last event.
	caused int

	// arrivals are tokens on their way to a node, in order.
	arrivals []arrival
	// steps counts the nodes passed, up to limit.
	steps, limit int
	// submitting is set while the case is being submitted.
	submitting bool
	// skipped are the nodes that were skipped since a person last acted.
	skipped map[string]bool
	// auto has, for each node at which this command let a task pass by itself, the
	// visit: met once more, whoever has it is asked.
	auto map[string]int
	// choosing is set where the initiator can still choose people, deciding where
	// an approver decides, who can choose for the steps that their task leads to:
	// choices are what they chose, chose the steps for which that counted, missing
	// those for which they still must.
	choosing, deciding bool
	task               string
	choices            map[string][]string
	chose, missing     []string
	// look is set while the run looks ahead: nothing it does is kept but what
	// it sees.
	look *look
}

type arrival struct {
	token int
	node  string
}

func newRun(s Scene, in Instance, a Answers) *run {
	return &run{scene: s, answers: a, in: in.clone(), limit: maxSteps, skipped: map[string]bool{}, auto: map[string]int{}}
}

// emit records an event and applies it.
func (r *run) emit(e Event) error {
	rec := Recorded{Seq: r.in.Seq + 1, V: version(e), At: r.at, Actor: r.actor, Event: e}
	if err := r.in.apply(rec); err != nil {
		return err
	}
	r.events = append(r.events, rec)
	r.caused = 0
	return nil
}

// notify adds a notice that the last event caused.
func (r *run) notify(n Notice) {
	if t, ok := r.in.Task(n.Task); ok {
		n.For = among(t.For, n.To)
	}
	n.ID = r.effectID()
	r.effects = append(r.effects, n)
}

// effectID makes the id of one more effect of the last event.
func (r *run) effectID() string {
	r.caused++
	return r.in.ID + "." + strconv.FormatInt(r.in.Seq, 10) + "." + strconv.Itoa(r.caused)
}

// settle lets every token that is on its way arrive, and every join go on that
// has no more to wait for, until all wait or the case has ended.
func (r *run) settle() error {
	for {
		if err := r.arrive(); err != nil {
			return err
		}
		fired, err := r.fire()
		if err != nil || !fired {
			return err
		}
	}
}

// arrive lets every token that is on its way arrive.
func (r *run) arrive() error {
	for len(r.arrivals) > 0 {
		to := r.arrivals[0]
		r.arrivals = r.arrivals[1:]
		if r.steps++; r.steps > r.limit {
			return &LoopError{Node: to.node, Steps: r.limit}
		}
		n, err := r.node(to.node)
		if err != nil {
			return err
		}
		el := elements[n.Type]
		if el == nil {
			return fmt.Errorf("%w: node %s is of type %q", ErrGraph, n.ID, n.Type)
		}
		if err := r.emit(NodeEntered{Token: to.token, Node: n.ID}); err != nil {
			return err
		}
		t, err := r.token(to.token)
		if err != nil {
			return err
		}
		r.look.entered(r.scene.Graph, t)
		if err := el.enter(r, t, n); err != nil {
			return err
		}
	}
	return nil
}

// take moves a token along an edge.
func (r *run) take(t Token, e *flow.Edge) error {
	if err := r.emit(EdgeTaken{Token: t.ID, Edge: e.ID, From: e.From, To: e.To}); err != nil {
		return err
	}
	r.arrivals = append(r.arrivals, arrival{token: t.ID, node: e.To})
	return nil
}

// split moves a token along the first of several edges, and a new token along
// each of the others.
func (r *run) split(t Token, n *flow.Node, edges []*flow.Edge) error {
	if len(edges) == 0 {
		return fmt.Errorf("%w: node %s has no exit", ErrGraph, n.ID)
	}
	if len(r.in.Tokens)+len(edges)-1 > maxTokens {
		return &LoopError{Node: n.ID, Steps: maxTokens}
	}
	type branch struct {
		token int
		to    string
	}
	branches := []branch{{t.ID, edges[0].To}}
	for _, e := range edges[1:] {
		id := r.in.NextToken
		if err := r.emit(TokenSplit{Token: id, Of: t.ID, Edge: e.ID, From: e.From, To: e.To}); err != nil {
			return err
		}
		r.look.split(t.ID, id)
		branches = append(branches, branch{id, e.To})
	}
	if err := r.emit(EdgeTaken{Token: t.ID, Edge: edges[0].ID, From: edges[0].From, To: edges[0].To}); err != nil {
		return err
	}
	for _, b := range branches {
		r.arrivals = append(r.arrivals, arrival{token: b.token, node: b.to})
	}
	return nil
}

// leave moves a token along its node's one exit.
func (r *run) leave(t Token, n *flow.Node) error {
	out := r.scene.Graph.Out(n.ID)
	if len(out) != 1 {
		return fmt.Errorf("%w: node %s has %d exits", ErrGraph, n.ID, len(out))
	}
	return r.take(t, out[0])
}

// end closes the case.
func (r *run) end(status Status, node, result, reason string) error {
	return r.endAs(InstanceEnded{Status: status, Node: node, Result: result, Reason: reason})
}

// endAs closes the case, and with it every task and errand that is still open.
func (r *run) endAs(ended InstanceEnded) error {
	for _, t := range r.in.liveTasks() {
		if err := r.emit(TaskCancelled{Task: t.ID}); err != nil {
			return err
		}
	}
	for _, e := range slices.Clone(r.in.Errands) {
		if !e.Live() {
			continue
		}
		if err := r.drop(e); err != nil {
			return err
		}
	}
	if err := r.emit(ended); err != nil {
		return err
	}
	if p := r.in.Parent; p != nil {
		r.effects = append(r.effects, Order{ID: r.effectID(), Errand: p.Errand, Kind: OrderReport})
	}
	r.notify(Notice{Kind: NoticeInstanceEnded, To: []string{UserPrefix + r.in.Initiator}, Node: ended.Node})
	r.arrivals = nil
	return nil
}

func (r *run) node(id string) (*flow.Node, error) {
	n := r.scene.Graph.Node(id)
	if n == nil {
		return nil, fmt.Errorf("%w: no node %q", ErrGraph, id)
	}
	return n, nil
}

func (r *run) token(id int) (Token, error) {
	i := r.in.tokenIndex(id)
	if i < 0 {
		return Token{}, fmt.Errorf("%w: no token %d", ErrEventMisfit, id)
	}
	return r.in.Tokens[i], nil
}
