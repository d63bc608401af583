package engine

import "github.com/banli-oa/banli/builder/flow"

// element is what a node type does. One file each.
type element interface {
	// enter is called when a token has arrived at a node. It moves the token
	// on, or leaves it there to wait.
	enter(r *run, t Token, n *flow.Node) error
}

// decider is an element whose tasks people decide.
type decider interface {
	// decide carries out a person's action on an open task.
	decide(r *run, t Task, n *flow.Node, c DecideTask) error
}

// passer is an element that waits for something other than a person. Looking
// ahead it asks for nothing when a token enters.
type passer interface {
	// pass goes on as if what the token waits for had come: it is how the way
	// ahead is seen.
	pass(r *run, t Token, n *flow.Node) error
}

// elements holds the element of each node type. They keep no state.
var elements = map[flow.Type]element{
	flow.Start:     startElement{},
	flow.Approval:  approvalElement{},
	flow.FillIn:    fillInElement{},
	flow.Exclusive: exclusiveElement{},
	flow.Parallel:  parallelElement{},
	flow.Inclusive: inclusiveElement{},
	flow.Join:      joinElement{},
	flow.CC:        ccElement{},
	flow.Script:    scriptElement{},
	flow.Notify:    notifyElement{},
	flow.Wait:      waitElement{},
	flow.Subflow:   subflowElement{},
	flow.Webhook:   webhookElement{},
	flow.End:       endElement{},
}
